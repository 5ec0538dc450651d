/*
 * progress_line.h - progress as one live line on a terminal, one line each 30 seconds elsewhere; on
 * stderr.
 */
#ifndef BA_CLI_PROGRESS_LINE_H
#define BA_CLI_PROGRESS_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/progress.h"

struct progress_line {
    bool terminal;
    double shown; /* monotonic seconds */
};

/* A progress_watcher; ctx is a struct progress_line. Nothing is shown of work that has nothing to
 * do. */
void progress_line_watch(void *ctx, const struct progress *p, enum progress_step step);
/* The line after so many seconds: done, failures, speed, and how long it will last. Fits in size.
 */
void progress_line_text(const struct progress *p, double elapsed_s, bool last, char *out,
                        size_t size);

#endif
