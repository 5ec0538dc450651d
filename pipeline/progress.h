/*
 * progress.h - one live line on a terminal, one line each 30 seconds elsewhere; on stderr.
 */
#ifndef BA_PIPELINE_PROGRESS_H
#define BA_PIPELINE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    const char *what; /* "reading text" */
    const char *unit; /* "pages" */
    uint64_t total, done, failed;
    double began, shown; /* monotonic seconds */
    bool terminal;
};

void progress_start(struct progress *p, const char *what, const char *unit, uint64_t total);
/* The line after so many seconds: done, failures, speed, and how long it will last. Fits in size.
 */
void progress_line(const struct progress *p, double elapsed_s, bool last, char *out, size_t size);
/* Shows the line when it is time to. */
void progress_tick(struct progress *p);
/* The last line, with the time it took; nothing when there was nothing to do. */
void progress_end(struct progress *p);

#endif
