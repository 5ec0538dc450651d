#include "core/progress.h"

#include <stddef.h>

#include "core/clock.h"

static void tell(const struct progress *p, enum progress_step step)
{
    if (p->watcher != NULL)
        p->watcher->watch(p->watcher->ctx, p, step);
}

void progress_start(struct progress *p, const struct progress_watcher *watcher, const char *what,
                    const char *unit, uint64_t total)
{
    *p = (struct progress){
        .what = what, .unit = unit, .total = total, .began = ba_monotonic(), .watcher = watcher
    };
    tell(p, PROGRESS_BEGINS);
}

void progress_tick(const struct progress *p)
{
    tell(p, PROGRESS_GOES_ON);
}

void progress_end(const struct progress *p)
{
    tell(p, PROGRESS_ENDS);
}
