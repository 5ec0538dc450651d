#include "cli/progress_line.h"

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

void progress_line_text(const struct progress *p, double elapsed_s, bool last, char *out,
                        size_t size)
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
static size_t room(const struct progress_line *l)
{
    struct winsize w;
    size_t columns = COLUMNS_USUAL;

    if (!l->terminal)
        return LINE_MAX_BYTES;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        columns = w.ws_col;
    return columns < LINE_MAX_BYTES ? columns : LINE_MAX_BYTES;
}

static void show(struct progress_line *l, const struct progress *p, double now, bool last)
{
    char line[LINE_MAX_BYTES];

    progress_line_text(p, now - p->began, last, line, room(l));
    fprintf(stderr, "%s%s%s", l->terminal ? "\r\033[K" : "", line,
            last || !l->terminal ? "\n" : "");
    fflush(stderr);
    l->shown = now;
}

void progress_line_watch(void *ctx, const struct progress *p, enum progress_step step)
{
    struct progress_line *l = ctx;
    double now = ba_monotonic();

    switch (step) {
    case PROGRESS_BEGINS:
        l->terminal = isatty(STDERR_FILENO) == 1;
        l->shown = l->terminal ? 0 : p->began;
        break;
    case PROGRESS_GOES_ON:
        if (now - l->shown >= (l->terminal ? TERMINAL_EVERY_S : LOG_EVERY_S))
            show(l, p, now, false);
        break;
    case PROGRESS_ENDS:
        if (p->total > 0)
            show(l, p, now, true);
        break;
    }
}
