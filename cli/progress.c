#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "core/clock.h"

#define TERMINAL_EVERY_S 0.2
#define LOG_EVERY_S 30.0

void progress_start(struct progress *p, const char *what, const char *unit, uint64_t total)
{
    *p = (struct progress){ .what = what, .unit = unit, .total = total };
    p->terminal = isatty(STDERR_FILENO) == 1;
    p->began = ba_monotonic();
    p->shown = p->terminal ? 0 : p->began;
}

static void show(struct progress *p, double now, bool last)
{
    double elapsed = now - p->began;
    double rate = elapsed >= 1 ? (double)p->done / elapsed : 0; /* else it means nothing yet */

    fprintf(stderr, "%s%s: %" PRIu64 " of %" PRIu64 " %s", p->terminal ? "\r\033[K" : "", p->what,
            p->done, p->total, p->unit);
    if (p->failed > 0)
        fprintf(stderr, ", %" PRIu64 " refused or failed", p->failed);
    if (rate > 0)
        fprintf(stderr, ", %.0f an hour", rate * 3600);
    if (last)
        fprintf(stderr, ", %.1f s\n", elapsed);
    else if (rate > 0 && p->done < p->total)
        fprintf(stderr, ", %.0f s to go%s", (double)(p->total - p->done) / rate,
                p->terminal ? "" : "\n");
    else if (!p->terminal)
        fputc('\n', stderr);
    fflush(stderr);
    p->shown = now;
}

void progress_tick(struct progress *p)
{
    double now = ba_monotonic();

    if (now - p->shown >= (p->terminal ? TERMINAL_EVERY_S : LOG_EVERY_S))
        show(p, now, false);
}

void progress_end(struct progress *p)
{
    if (p->total > 0)
        show(p, ba_monotonic(), true);
}
