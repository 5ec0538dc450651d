/*
 * spawn.h - start a worker as a fresh process image.
 */
#ifndef BA_CORE_WORKER_SPAWN_H
#define BA_CORE_WORKER_SPAWN_H

#include <sys/types.h>

#include "core/err.h"

/* Where a worker finds its socket. */
#define POOL_WORKER_FD 3

struct ba_worker {
    pid_t pid; /* -1: none */
    int fd;    /* our end of its socket, -1: none */
};

/*
 * Starts exe with argv, its socket on POOL_WORKER_FD and OMP_THREAD_LIMIT=1, TZ=UTC, LC_ALL=C.UTF-8
 * in its environment. In the end the caller closes fd and waits for pid. BA_FATAL POOL_SPAWN.
 */
BA_RC ba_worker_spawn(struct ba_worker *w, const char *exe, const char *const argv[],
                      struct ba_err *err);

#endif
