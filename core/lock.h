/*
 * lock.h - one writer at a time in a depot.
 *
 * The lock is an flock(2) on the file, so that it goes away with the process that held it, however
 * that ended; host, pid and start time inside only tell people who has it.
 */
#ifndef BA_CORE_LOCK_H
#define BA_CORE_LOCK_H

#include "core/err.h"

struct ba_lock {
    int fd;
};
#define BA_LOCK_INIT                                                                               \
    {                                                                                              \
        .fd = -1                                                                                   \
    }

/* BA_RETRY DEPOT_LOCKED with the holder in the message when another process has it. */
BA_RC ba_lock_take(struct ba_lock *l, const char *path, struct ba_err *err);
void ba_lock_release(struct ba_lock *l);

#endif
