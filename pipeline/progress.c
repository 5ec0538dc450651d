#include "pipeline/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/clock.h"

#define TERMINAL_EVERY_S 0.2
#define LOG_EVERY_S 30.0

/* Bytes of a line; a name of a batch may be longer, and is cut. */
enum { LINE_MAX_BYTES = 400, COLUMNS_USUAL = 80 };

void progress_start(struct progress *p, const char *what, const char *unit, uint64_t total)
{
    *p = (struct progress){ .what = what, .unit = unit, .total = total };
    p->terminal = isatty(STDERR_FILENO) == 1;
    p->began = ba_monotonic();
    p->shown = p->terminal ? 0 : p->began;
}

/* As a person says it: seconds, minutes, or hours and minutes. */
static int put_left(char *to, size_t size, double s)
{
    if (s < 100)
        return snprintf(to, size, ", %.0f s to go", s);
    if (s < 5940)
        return snprintf(to, size, ", %.0f min to go", s / 60);
    return snprintf(to, size, ", %.0f h %02.0f min to go", floor(s / 3600),
                    floor(fmod(s, 3600) / 60));
}

void progress_line(const struct progress *p, double elapsed_s, bool last, char *out, size_t size)
{
    double rate = elapsed_s >= 1 ? (double)p->done / elapsed_s : 0; /* else it means nothing yet */
    char tail[200];
    int n =
        snprintf(tail, sizeof(tail), ": %" PRIu64 " of %" PRIu64 " %s", p->done, p->total, p->unit);

    if (p->failed > 0)
        n += snprintf(tail + n, sizeof(tail) - (size_t)n, ", %" PRIu64 " refused or failed",
                      p->failed);
    if (rate > 0)
        n += snprintf(tail + n, sizeof(tail) - (size_t)n, ", %.0f an hour", rate * 3600);
    if (last)
        n += snprintf(tail + n, sizeof(tail) - (size_t)n, ", %.1f s", elapsed_s);
    else if (rate > 0 && p->done < p->total)
        n += put_left(tail + n, sizeof(tail) - (size_t)n, (double)(p->total - p->done) / rate);
    /* What is cut is the name, at the beginning: the figures are what is looked at. */
    if (strlen(p->what) + (size_t)n < size)
        snprintf(out, size, "%s%s", p->what, tail);
    else
        snprintf(out, size, "%.*s...%s", size > (size_t)n + 4 ? (int)(size - (size_t)n - 4) : 0,
                 p->what, tail);
}

/* A line that is longer than the terminal is wide cannot be written over. */
static size_t room(const struct progress *p)
{
    struct winsize w;
    size_t columns = COLUMNS_USUAL;

    if (!p->terminal)
        return LINE_MAX_BYTES;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        columns = w.ws_col;
    return columns < LINE_MAX_BYTES ? columns : LINE_MAX_BYTES;
}

static void show(struct progress *p, double now, bool last)
{
    char line[LINE_MAX_BYTES];

    progress_line(p, now - p->began, last, line, room(p));
    fprintf(stderr, "%s%s%s", p->terminal ? "\r\033[K" : "", line,
            last || !p->terminal ? "\n" : "");
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
