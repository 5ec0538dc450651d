/*
 * progress.h - how far long work is, as a value for whoever faces the person.
 *
 * The work counts; the watcher decides when and how that is shown: a line on a terminal, a bar on a
 * web page, or nothing.
 */
#ifndef BA_CORE_PROGRESS_H
#define BA_CORE_PROGRESS_H

#include <stdint.h>

enum progress_step { PROGRESS_BEGINS, PROGRESS_GOES_ON, PROGRESS_ENDS };

struct progress {
    const char *what; /* "reading text"; borrowed */
    const char *unit; /* "pages" */
    uint64_t total, done, failed;
    double began; /* monotonic seconds */
    const struct progress_watcher *watcher;
};

struct progress_watcher {
    /* Called in the thread that works, often: it has to be quick. */
    void (*watch)(void *ctx, const struct progress *p, enum progress_step step);
    void *ctx;
};

/* watcher: borrowed until the end; NULL: nobody watches. */
void progress_start(struct progress *p, const struct progress_watcher *watcher, const char *what,
                    const char *unit, uint64_t total);
/* After each step, and now and then while there is none. */
void progress_tick(const struct progress *p);
void progress_end(const struct progress *p);

#endif
