/*
 * progress.h - one live line on a terminal, one line each 30 seconds elsewhere; on stderr.
 */
#ifndef BA_CLI_PROGRESS_H
#define BA_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what; /* "reading text" */
    const char *unit; /* "pages" */
    uint64_t total, done, failed;
    double began, shown; /* monotonic seconds */
    bool terminal, wrote;
};

void progress_start(struct progress *p, const char *what, const char *unit, uint64_t total);
/* Shows the line when it is time to. */
void progress_tick(struct progress *p);
/* The last line, with the time it took; nothing when there was nothing to do. */
void progress_end(struct progress *p);

#endif
