#include "core/worker/pool.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/worker/spawn.h"

enum { TRIES = 2, POLL_MS = 500 };

struct slot {
    struct ba_worker worker;
    bool busy;
    unsigned jobs; /* answered by this worker */
    unsigned tries;
    struct pool_job job;
    /* CPU seconds of the worker at its last sign of getting on, and when last looked at; when it
     * was last seen to use any, monotonic */
    double cpu_at_sign, cpu_seen, seen_at;
    bool timed_out;
    struct ba_buf frame; /* bytes of an answer received so far, its length first */
};

struct pool {
    const struct pool_opts *opts;
    const struct pool_calls *calls;
    struct slot *slots;
    struct pollfd *polls;
    struct pool_job held; /* asked for, waiting for memory */
    bool holding, no_more;
    uint64_t memory_in_use;
    struct ba_err *err;
    enum ba_rc rc;
};

static void keep_worst(struct pool *p, enum ba_rc rc)
{
    p->rc = ba_worst(p->rc, rc);
    if (rc != BA_OK)
        p->no_more = true;
}

/* Ends a worker and says how it ended ("signal 9", "status 1"). */
static void reap(struct slot *s, bool kill_it, char *how, size_t cap)
{
    int status = 0;

    if (s->worker.pid < 0)
        return;
    if (kill_it)
        kill(s->worker.pid, SIGKILL);
    close(s->worker.fd);
    while (waitpid(s->worker.pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (how != NULL && WIFSIGNALED(status))
        snprintf(how, cap, "signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (how != NULL)
        snprintf(how, cap, "exit status %d", WEXITSTATUS(status));
    s->worker = (struct ba_worker){ .pid = -1, .fd = -1 };
    s->jobs = 0;
    ba_buf_reset(&s->frame);
}

static void release_job(struct pool *p, struct slot *s)
{
    p->memory_in_use -= s->job.memory_bytes;
    ba_buf_free(&s->job.request);
    s->busy = false;
}

static void answer_job(struct pool *p, struct slot *s, const struct ba_err *result,
                       struct wire_in *answer)
{
    struct ba_err err = BA_ERR_INIT;
    enum ba_rc rc = p->calls->done(p->calls->ctx, s->job.tag, result, answer, &err);

    if (rc != BA_OK && p->rc == BA_OK)
        *p->err = err;
    keep_worst(p, rc);
    release_job(p, s);
}

/* CPU seconds that a worker has used; 0 when they cannot be told. */
static double cpu_of(const struct slot *s)
{
    clockid_t clock;
    struct timespec t;

    if (s->worker.pid < 0 || clock_getcpuclockid(s->worker.pid, &clock) != 0 ||
        clock_gettime(clock, &t) != 0)
        return 0;
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Its time starts now. */
static void start_time(struct slot *s)
{
    s->cpu_at_sign = s->cpu_seen = cpu_of(s);
    s->seen_at = ba_monotonic();
}

/* Starts a worker in an empty slot when needed, and sends it the slot's job. */
static BA_RC send_job(struct pool *p, struct slot *s)
{
    const char *const argv[] = { p->opts->exe, "worker", NULL };

    s->timed_out = false;
    if (s->worker.pid < 0) {
        struct ba_err err = BA_ERR_INIT;
        enum ba_rc rc = ba_worker_spawn(&s->worker, p->opts->exe, argv, &err);

        if (rc != BA_OK) {
            if (p->rc == BA_OK)
                *p->err = err;
            return rc;
        }
    }
    start_time(s);
    /* A worker that died shows itself as a closed socket in the loop: nothing to do here. */
    wire_send(s->worker.fd, &s->job.request);
    return BA_OK;
}

static void worker_died(struct pool *p, struct slot *s)
{
    struct ba_err result = BA_ERR_INIT;
    struct wire_in nothing = { 0 };
    bool timed_out = s->timed_out;
    char how[80] = "";

    reap(s, true, how, sizeof(how));
    if (!s->busy)
        return;
    if (timed_out) {
        ba_err_set(
            &result, BA_ITEM, "WORKER_TIMEOUT",
            "no page of it was finished in %.0f s of computing, or it stood still as long, and it "
            "was stopped; look at this page, then: bouwarchief retry",
            s->job.timeout_s);
    } else if (++s->tries < TRIES) {
        enum ba_rc rc = send_job(p, s);

        if (rc == BA_OK)
            return;
        keep_worst(p, rc);
        release_job(p, s); /* not decided: the next run takes it up again */
        return;
    } else {
        ba_err_set(
            &result, BA_ITEM, "WORKER_CRASH",
            "the worker process ended twice on this item (%s); keep the file, it shows a fault "
            "of the program or of the machine's memory",
            how);
    }
    answer_job(p, s, &result, &nothing);
}

/* An answer frame is complete in s->frame. */
static void take_answer(struct pool *p, struct slot *s)
{
    struct wire_in in = { .p = (unsigned char *)s->frame.data + 4,
                          .end = (unsigned char *)s->frame.data + s->frame.len };
    struct ba_err result = BA_ERR_INIT;
    bool fatal;

    wire_take_err(&in, &result);
    s->jobs++;
    fatal = result.rc == BA_FATAL;
    /* Its memory is limited by what is planned for this job: it says something of this job only. */
    if (fatal && strcmp(result.code, "NO_MEMORY") == 0)
        ba_err_set(
            &result, BA_ITEM, "WORKER_MEMORY",
            "more memory was needed than is planned for an image of its size; it is tried again "
            "with every run; if it stays, look at the file, and scan the sheet again");
    answer_job(p, s, &result, &in);
    ba_buf_reset(&s->frame);
    /* After a fatal error the worker's own state is in doubt; a fresh one costs an eighth of a
     * second. */
    if ((p->opts->max_jobs != 0 && s->jobs >= p->opts->max_jobs) || fatal)
        reap(s, true, NULL, 0);
}

static size_t frame_length(const struct ba_buf *b)
{
    const unsigned char *h = (const unsigned char *)b->data;

    return h[0] | (size_t)h[1] << 8 | (size_t)h[2] << 16 | (size_t)h[3] << 24;
}

/* Reads what is there, at most up to the end of one frame. */
static void receive(struct pool *p, struct slot *s)
{
    char block[65536];
    size_t want = 4;
    ssize_t n;

    if (s->frame.len >= 4) {
        size_t len = frame_length(&s->frame);

        if (len > WIRE_MAX_FRAME) {
            worker_died(p, s);
            return;
        }
        want = 4 + len;
    }
    want -= s->frame.len;
    n = recv(s->worker.fd, block, want < sizeof(block) ? want : sizeof(block), MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n <= 0 || !s->busy) {
        worker_died(p, s);
        return;
    }
    ba_buf_add(&s->frame, block, (size_t)n);
    if (s->frame.failed) {
        worker_died(p, s);
    } else if (s->frame.len == 4 && frame_length(&s->frame) == 0) {
        start_time(s);
        ba_buf_reset(&s->frame);
    } else if (s->frame.len >= 4 && s->frame.len == 4 + frame_length(&s->frame)) {
        take_answer(p, s);
    }
}

/* The held job cannot be sent, and no worker would ever answer it. */
static void answer_too_large(struct pool *p)
{
    struct ba_err result = BA_ERR_INIT, err = BA_ERR_INIT;
    struct wire_in nothing = { 0 };
    enum ba_rc rc;

    ba_err_set(
        &result, BA_ITEM, "JOB_TOO_LARGE",
        "this has too many parts for one worker; put separator sheets in, so that fewer pages "
        "belong together");
    ba_buf_free(&p->held.request);
    rc = p->calls->done(p->calls->ctx, p->held.tag, &result, &nothing, &err);
    if (rc != BA_OK && p->rc == BA_OK)
        *p->err = err;
    keep_worst(p, rc);
}

/* Gets the next job into p->held. False: none now. */
static bool fetch(struct pool *p)
{
    struct ba_err err = BA_ERR_INIT;
    int r = 1;

    while (!p->holding && !p->no_more && r == 1) {
        p->held = (struct pool_job){ .request = BA_BUF_INIT(WIRE_MAX_FRAME) };
        r = p->calls->next(p->calls->ctx, &p->held, &err);
        if (r == 1 && p->held.request.failed)
            answer_too_large(p);
        else if (r == 1)
            p->holding = true;
    }
    if (p->holding || r == 1)
        return p->holding;
    ba_buf_free(&p->held.request);
    if (r < 0) {
        if (p->rc == BA_OK)
            *p->err = err;
        keep_worst(p, err.rc);
    }
    return false;
}

/* Hands the held job to a free slot if memory allows. False: nothing could be started. */
static bool start_one(struct pool *p, unsigned running)
{
    struct slot *s = NULL;
    enum ba_rc rc;

    for (unsigned i = 0; i < p->opts->workers && s == NULL; i++)
        if (!p->slots[i].busy)
            s = &p->slots[i];
    if (s == NULL || !fetch(p))
        return false;
    if (running > 0 && p->opts->memory_limit_bytes != 0 &&
        p->memory_in_use + p->held.memory_bytes > p->opts->memory_limit_bytes)
        return false;
    s->job = p->held;
    p->holding = false;
    s->busy = true;
    s->tries = 0;
    p->memory_in_use += s->job.memory_bytes;
    rc = send_job(p, s);
    if (rc != BA_OK) {
        keep_worst(p, rc);
        release_job(p, s);
        return false;
    }
    return true;
}

static unsigned count_busy(const struct pool *p)
{
    unsigned n = 0;

    for (unsigned i = 0; i < p->opts->workers; i++)
        n += p->slots[i].busy;
    return n;
}

/* By CPU, so that a machine with much to do does not make a healthy file late; and by the clock
 * only as long as the worker computes nothing at all. */
static bool is_overdue(struct slot *s, double now)
{
    double cpu = cpu_of(s);

    if (cpu > s->cpu_seen) {
        s->cpu_seen = cpu;
        s->seen_at = now;
    }
    return cpu - s->cpu_at_sign > s->job.timeout_s || now - s->seen_at > s->job.timeout_s;
}

static void kill_overdue(struct pool *p)
{
    double now = ba_monotonic();

    for (unsigned i = 0; i < p->opts->workers; i++) {
        struct slot *s = &p->slots[i];

        if (s->busy && s->job.timeout_s > 0 && is_overdue(s, now)) {
            s->timed_out = true;
            worker_died(p, s);
        }
    }
}

/* Waits for answers for at most POLL_MS and takes those that came. */
static void wait_for_answers(struct pool *p)
{
    unsigned n = p->opts->workers;

    for (unsigned i = 0; i < n; i++)
        p->polls[i] = (struct pollfd){ .fd = p->slots[i].worker.fd, .events = POLLIN };
    if (poll(p->polls, n, POLL_MS) < 0)
        return; /* EINTR: the stop flag is looked at next */
    for (unsigned i = 0; i < n; i++)
        if (p->polls[i].revents != 0 && p->slots[i].worker.fd == p->polls[i].fd)
            receive(p, &p->slots[i]);
}

static void loop(struct pool *p, const volatile sig_atomic_t *stop)
{
    for (;;) {
        unsigned running = count_busy(p);

        if (stop != NULL && *stop != 0) {
            if (p->rc == BA_OK)
                keep_worst(p, ba_fail(p->err, BA_RETRY, "INTERRUPTED",
                                      "stopped on request; run the same command again to go on"));
            if (*stop > 1)
                return;
        }
        while (!p->no_more && start_one(p, running))
            running = count_busy(p);
        if (running == 0 && (p->no_more || !p->holding))
            return;
        wait_for_answers(p);
        kill_overdue(p);
        if (p->calls->tick != NULL)
            p->calls->tick(p->calls->ctx);
    }
}

BA_RC pool_run(const struct pool_opts *opts, const struct pool_calls *calls,
               const volatile sig_atomic_t *stop, struct ba_err *err)
{
    struct pool p = { .opts = opts, .calls = calls, .err = err };
    unsigned n = opts->workers;

    p.slots = calloc(n, sizeof(*p.slots));
    p.polls = calloc(n, sizeof(*p.polls));
    if (p.slots == NULL || p.polls == NULL) {
        p.rc = ba_fail_mem(err, "worker pool");
        goto out;
    }
    for (unsigned i = 0; i < n; i++) {
        p.slots[i].worker = (struct ba_worker){ .pid = -1, .fd = -1 };
        p.slots[i].frame.max = WIRE_MAX_FRAME + 4;
    }
    loop(&p, stop);
    for (unsigned i = 0; i < n; i++) {
        reap(&p.slots[i], p.slots[i].busy, NULL, 0);
        ba_buf_free(&p.slots[i].frame);
        ba_buf_free(&p.slots[i].job.request);
    }
    if (p.holding)
        ba_buf_free(&p.held.request);

out:
    free(p.slots);
    free(p.polls);
    return p.rc;
}
