/*
 * pool.h - a pool of worker processes and the one poll loop that feeds them.
 *
 * Workers are fresh images of this program (posix_spawn, never a bare fork), because
 * OMP_THREAD_LIMIT must be in the environment before libgomp starts, and because a fork after a
 * recognition hangs. A worker has a socket on descriptor 3, gets one request frame at a time and
 * answers each exactly once.
 *
 * A worker that dies is replaced and its job tried once more in the new one; dying again makes the
 * job BA_ITEM WORKER_CRASH with the signal. A worker over its time limit is killed: BA_ITEM
 * WORKER_TIMEOUT. Its time is CPU since the job began or since the last sign that it gets on
 * (sign.h), or as long on the clock without any CPU. One that says BA_FATAL NO_MEMORY is replaced,
 * and its job is BA_ITEM WORKER_MEMORY: workers are limited to what is planned for the job in hand.
 */
#ifndef BA_CORE_WORKER_POOL_H
#define BA_CORE_WORKER_POOL_H

#include <signal.h>
#include <stdint.h>

#include "core/err.h"
#include "core/worker/spawn.h"
#include "core/worker/wire.h"

#define POOL_MAX_WORKERS 512

struct pool_opts {
    const char *exe;             /* program to start as `exe worker` */
    unsigned workers;            /* 1 .. POOL_MAX_WORKERS */
    unsigned max_jobs;           /* a worker is replaced after this many; 0: never */
    uint64_t memory_limit_bytes; /* sum of estimates of what runs at once; 0: no limit */
};

struct pool_job {
    uint64_t tag;          /* the caller's */
    struct ba_buf request; /* taken over by the pool */
    uint64_t memory_bytes; /* estimate; one job larger than the limit runs alone */
    double timeout_s;      /* between signs of getting on, see above; 0: none */
};

struct pool_calls {
    void *ctx;
    /* Fills job and returns 1; 0: no more for now (asked again after each answer); negative (an
     * enum ba_rc): failed, err is filled, the pool finishes what runs and returns. */
    int (*next)(void *ctx, struct pool_job *job, struct ba_err *err);
    /* Exactly once a job, in the order of completion. result->rc is the worker's class; answer is
     * what came behind it (empty after a crash or time-out). What it returns other than BA_OK ends
     * the run. */
    BA_CHECKED enum ba_rc (*done)(void *ctx, uint64_t tag, const struct ba_err *result,
                                  struct wire_in *answer, struct ba_err *err);
    /* Called at least once a second while jobs run; may be NULL. */
    void (*tick)(void *ctx);
};

/*
 * Runs until next() says there is no more and all answers are in. *stop (may be NULL) is looked at
 * in the loop: 1 hands out nothing more, finishes what runs and returns BA_RETRY INTERRUPTED; 2 or
 * more kills the workers and returns at once. Other errors: those of next and done, POOL_SPAWN.
 */
BA_RC pool_run(const struct pool_opts *opts, const struct pool_calls *calls,
               const volatile sig_atomic_t *stop, struct ba_err *err);

#endif
