/* The pool of workers. This program is its own worker: the pool starts it as `test_core_pool
 * worker`. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/worker/pool.h"
#include "core/worker/sign.h"
#include "tests/unit/test.h"

static char exe[PATH_MAX];

/* ---- the worker --------------------------------------------------------------------------------
 */

/* So many tenths of a second of computing, with a sign after each. */
static void burn(const char *tenths, bool signs)
{
    for (int i = atoi(tenths); i > 0; i--) {
        clock_t until = clock() + CLOCKS_PER_SEC / 10;

        while (clock() < until)
            continue;
        if (signs)
            worker_sign();
    }
}

static int work(void)
{
    struct ba_buf in = BA_BUF_INIT(1000), out = BA_BUF_INIT(1000);
    struct ba_err none = BA_ERR_INIT;

    worker_sign_to(POOL_WORKER_FD);
    while (wire_recv(POOL_WORKER_FD, &in) == 1) {
        struct wire_in w = { (unsigned char *)in.data, (unsigned char *)in.data + in.len, false };
        const char *what = wire_take_str(&w), *arg = wire_take_str(&w);
        double began = ba_monotonic();

        if (strcmp(what, "crash") == 0)
            kill(getpid(), SIGKILL);
        if (strcmp(what, "hang") == 0)
            pause();
        if (strcmp(what, "crash once") == 0 && unlink(arg) == 0)
            kill(getpid(), SIGKILL);
        if (strcmp(what, "sleep") == 0)
            usleep((useconds_t)atoi(arg) * 1000);
        if (strcmp(what, "burn") == 0 || strcmp(what, "get on") == 0)
            burn(arg, *what == 'g');
        if (strcmp(what, "meet") == 0)
            close(open(arg, O_WRONLY | O_CREAT, 0600));
        for (int i = 0; strcmp(what, "until met") == 0 && i < 6000 && access(arg, F_OK) != 0; i++)
            usleep(10000);
        if (strcmp(what, "environment") == 0)
            arg = getenv(arg) != NULL ? getenv(arg) : "";
        ba_buf_reset(&out);
        if (strcmp(what, "bad item") == 0) {
            struct ba_err bad = BA_ERR_INIT;

            ba_err_set(&bad, BA_ITEM, "TIFF_TRUNCATED", "%s", arg);
            wire_put_err(&out, &bad);
        } else if (strcmp(what, "no memory") == 0) {
            struct ba_err bad = BA_ERR_INIT;

            ba_err_set(&bad, BA_FATAL, "NO_MEMORY", "%s", arg);
            wire_put_err(&out, &bad);
        } else {
            wire_put_err(&out, &none);
        }
        wire_put_str(&out, arg);
        wire_put_u64(&out, (uint64_t)getpid());
        wire_put_f64(&out, began);
        wire_put_f64(&out, ba_monotonic());
        wire_send(POOL_WORKER_FD, &out);
    }
    ba_buf_free(&in);
    ba_buf_free(&out);
    return 0;
}

/* ---- the coordinator
 * ----------------------------------------------------------------------------- */

struct request {
    const char *what, *arg;
    double timeout_s;
    uint64_t memory;
};

struct outcome {
    unsigned times;
    struct ba_err err;
    char text[64];
    uint64_t pid;
    double began, ended; /* by the clock that all processes share */
};

struct session {
    const struct request *requests;
    size_t count, next;
    struct outcome *outcomes;
    volatile sig_atomic_t stop;
    bool stop_after_first;
};

static int next_job(void *ctx, struct pool_job *job, struct ba_err *err)
{
    struct session *s = ctx;
    const struct request *r;

    (void)err;
    if (s->next == s->count)
        return 0;
    r = &s->requests[s->next];
    wire_put_str(&job->request, r->what);
    wire_put_str(&job->request, r->arg);
    job->tag = s->next++;
    job->timeout_s = r->timeout_s;
    job->memory_bytes = r->memory;
    return 1;
}

static BA_RC on_answer(void *ctx, uint64_t tag, const struct ba_err *result, struct wire_in *answer,
                       struct ba_err *err)
{
    struct session *s = ctx;
    struct outcome *o = &s->outcomes[tag];
    const char *text;

    (void)err;
    o->times++;
    o->err = *result;
    if (s->stop_after_first)
        s->stop = 1;
    if (answer->p == NULL)
        return BA_OK;
    text = wire_take_str(answer);
    snprintf(o->text, sizeof(o->text), "%s", text != NULL ? text : "");
    o->pid = wire_take_u64(answer);
    o->began = wire_take_f64(answer);
    o->ended = wire_take_f64(answer);
    assert_true(wire_done(answer));
    return BA_OK;
}

static BA_RC run(struct session *s, unsigned workers, uint64_t memory_limit, unsigned max_jobs,
                 struct ba_err *err)
{
    struct pool_opts opts = {
        .exe = exe, .workers = workers, .max_jobs = max_jobs, .memory_limit_bytes = memory_limit
    };
    struct pool_calls calls = { .ctx = s, .next = next_job, .done = on_answer };
    enum ba_rc rc;

    s->outcomes = calloc(s->count, sizeof(*s->outcomes));
    rc = pool_run(&opts, &calls, &s->stop, err);
    return rc;
}

#define SESSION(r)                                                                                 \
    {                                                                                              \
        .requests = (r), .count = sizeof(r) / sizeof((r)[0])                                       \
    }

static void every_job_is_answered_once_whatever_happens_to_workers(void **state)
{
    static const struct request r[] = { { "echo", "a", 0, 0 }, { "crash", "", 0, 0 },
                                        { "echo", "b", 0, 0 }, { "hang", "", 0.3, 0 },
                                        { "echo", "c", 0, 0 }, { "bad item", "strip 3", 0, 0 },
                                        { "echo", "d", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, run(&s, 2, 0, 0, &err), &err);
    for (size_t i = 0; i < s.count; i++)
        assert_int_equal(1, s.outcomes[i].times);
    assert_string_equal("b", s.outcomes[2].text);
    assert_string_equal("d", s.outcomes[6].text);
    assert_string_equal("WORKER_CRASH", s.outcomes[1].err.code);
    assert_non_null(strstr(s.outcomes[1].err.msg, "signal 9"));
    assert_string_equal("WORKER_TIMEOUT", s.outcomes[3].err.code);
    assert_int_equal(BA_ITEM, s.outcomes[5].err.rc);
    assert_string_equal("strip 3", s.outcomes[5].err.msg);
    free(s.outcomes);
}

/* Time is computing since the last sign, however long the whole takes and the machine is busy. */
static void who_gets_on_has_time_and_who_does_not_is_stopped(void **state)
{
    static const struct request r[] = { { "get on", "20", 1, 0 },
                                        { "burn", "100", 1, 0 },
                                        { "echo", "after", 1, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, run(&s, 1, 0, 0, &err), &err);
    assert_int_equal(BA_OK, s.outcomes[0].err.rc);
    assert_string_equal("20", s.outcomes[0].text);
    assert_string_equal("WORKER_TIMEOUT", s.outcomes[1].err.code);
    assert_string_equal("after", s.outcomes[2].text);
    free(s.outcomes);
}

static void a_job_whose_worker_died_once_succeeds_in_a_new_one(void **state)
{
    char path[] = "/tmp/ba-pool-XXXXXX";
    const struct request r[] = { { "crash once", path, 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    close(mkstemp(path));
    assert_rc(BA_OK, run(&s, 1, 0, 0, &err), &err);
    assert_int_equal(BA_OK, s.outcomes[0].err.rc);
    assert_int_equal(1, s.outcomes[0].times);
    free(s.outcomes);
}

static void a_worker_without_memory_fails_its_job_only_and_is_replaced(void **state)
{
    static const struct request r[] = { { "echo", "a", 0, 0 },
                                        { "no memory", "strips", 0, 0 },
                                        { "echo", "b", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, run(&s, 1, 0, 0, &err), &err);
    assert_int_equal(BA_ITEM, s.outcomes[1].err.rc);
    assert_string_equal("WORKER_MEMORY", s.outcomes[1].err.code);
    assert_int_equal(1, s.outcomes[1].times);
    assert_string_equal("b", s.outcomes[2].text);
    assert_int_not_equal(s.outcomes[0].pid, s.outcomes[2].pid);
    free(s.outcomes);
}

static void a_request_too_large_to_send_is_answered_and_the_others_go_on(void **state)
{
    char *text = malloc(WIRE_MAX_FRAME + 1);
    const struct request r[] = { { "echo", "a", 0, 0 },
                                 { "echo", text, 0, 0 },
                                 { "echo", "b", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', WIRE_MAX_FRAME);
    text[WIRE_MAX_FRAME] = '\0';
    assert_rc(BA_OK, run(&s, 1, 0, 0, &err), &err);
    assert_int_equal(1, s.outcomes[1].times);
    assert_int_equal(BA_ITEM, s.outcomes[1].err.rc);
    assert_string_equal("JOB_TOO_LARGE", s.outcomes[1].err.code);
    assert_string_equal("b", s.outcomes[2].text);
    free(s.outcomes);
    free(text);
}

static void workers_have_one_openmp_thread_and_no_time_zone_whatever_we_have(void **state)
{
    static const struct request r[] = { { "environment", "OMP_THREAD_LIMIT", 0, 0 },
                                        { "environment", "TZ", 0, 0 },
                                        { "environment", "LC_ALL", 0, 0 },
                                        { "environment", "BA_TEST", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    setenv("OMP_THREAD_LIMIT", "8", 1);
    setenv("TZ", "Asia/Tokyo", 1);
    setenv("BA_TEST", "kept", 1);
    assert_rc(BA_OK, run(&s, 1, 0, 0, &err), &err);
    assert_string_equal("1", s.outcomes[0].text);
    assert_string_equal("UTC", s.outcomes[1].text);
    assert_string_equal("C.UTF-8", s.outcomes[2].text);
    assert_string_equal("kept", s.outcomes[3].text);
    free(s.outcomes);
}

static void a_worker_is_replaced_after_its_share_of_jobs(void **state)
{
    static const struct request r[] = { { "echo", "1", 0, 0 },
                                        { "echo", "2", 0, 0 },
                                        { "echo", "3", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, run(&s, 1, 0, 2, &err), &err);
    assert_int_equal(s.outcomes[0].pid, s.outcomes[1].pid);
    assert_int_not_equal(s.outcomes[1].pid, s.outcomes[2].pid);
    free(s.outcomes);
}

/* What ran together, of jobs that take time, never asks for more than the limit; which leaves room
 * for a job that alone asks for more only when nothing else runs. */
static void assert_admitted(const struct session *s, uint64_t limit)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct outcome *o = &s->outcomes[i];
        uint64_t sum = s->requests[i].memory;
        size_t others = 0;

        assert_int_equal(1, o->times);
        assert_int_equal(BA_OK, o->err.rc);
        for (size_t j = 0; j < s->count; j++)
            if (j != i && s->outcomes[j].began <= o->began && s->outcomes[j].ended > o->began) {
                sum += s->requests[j].memory;
                others++;
            }
        if (sum > limit && others > 0)
            fail_msg("job %zu began with %zu others: %lu of %lu", i, others, (unsigned long)sum,
                     (unsigned long)limit);
    }
}

static void large_jobs_do_not_meet_and_one_over_the_limit_runs_alone(void **state)
{
    char path[] = "/tmp/ba-pool-XXXXXX";
    const struct request r[] = { { "sleep", "60", 0, 600 },  { "until met", path, 0, 600 },
                                 { "meet", path, 0, 400 },   { "sleep", "60", 0, 300 },
                                 { "sleep", "10", 0, 5000 }, { "sleep", "60", 0, 100 },
                                 { "sleep", "60", 0, 100 },  { "sleep", "60", 0, 5000 },
                                 { "sleep", "60", 0, 5000 }, { "sleep", "60", 0, 1000 },
                                 { "sleep", "60", 0, 1 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    close(mkstemp(path));
    assert_int_equal(0, unlink(path));
    assert_rc(BA_OK, run(&s, 3, 1000, 0, &err), &err);
    assert_admitted(&s, 1000);
    /* What fits beside another does run beside it: the limit is no lock. The one waits for the
     * other, however slow this machine is. */
    assert_true(s.outcomes[2].began < s.outcomes[1].ended);
    assert_int_equal(0, unlink(path));
    free(s.outcomes);
}

static void a_large_job_is_not_kept_waiting_by_small_ones_that_come_after_it(void **state)
{
    static const struct request r[] = { { "sleep", "20", 0, 10 }, { "sleep", "20", 0, 10 },
                                        { "sleep", "20", 0, 10 }, { "sleep", "20", 0, 1000 },
                                        { "sleep", "20", 0, 10 }, { "sleep", "20", 0, 10 },
                                        { "sleep", "20", 0, 10 }, { "sleep", "20", 0, 10 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, run(&s, 3, 1000, 0, &err), &err);
    assert_admitted(&s, 1000);
    for (size_t i = 4; i < s.count; i++)
        assert_true(s.outcomes[i].began >= s.outcomes[3].ended);
    free(s.outcomes);
}

static void a_large_job_whose_worker_dies_keeps_its_room_until_it_is_answered(void **state)
{
    char path[] = "/tmp/ba-pool-XXXXXX";
    const struct request r[] = { { "crash once", path, 0, 900 },
                                 { "crash", "", 0, 900 },
                                 { "sleep", "40", 0, 900 },
                                 { "sleep", "40", 0, 900 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    close(mkstemp(path));
    assert_rc(BA_OK, run(&s, 2, 1000, 0, &err), &err);
    assert_int_equal(BA_OK, s.outcomes[0].err.rc);
    assert_string_equal("WORKER_CRASH", s.outcomes[1].err.code);
    assert_true(s.outcomes[2].began >= s.outcomes[0].ended);
    assert_true(s.outcomes[3].began >= s.outcomes[2].ended);
    free(s.outcomes);
}

static void a_stop_finishes_what_runs_and_hands_out_nothing_more(void **state)
{
    static const struct request r[] = { { "echo", "1", 0, 0 },
                                        { "echo", "2", 0, 0 },
                                        { "echo", "3", 0, 0 } };
    struct session s = SESSION(r);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    s.stop_after_first = true;
    assert_rc(BA_RETRY, run(&s, 1, 0, 0, &err), &err);
    assert_string_equal("INTERRUPTED", err.code);
    assert_int_equal(1, s.outcomes[0].times);
    assert_int_equal(0, s.outcomes[2].times);
    free(s.outcomes);
}

static void a_program_that_cannot_be_started_is_said_and_nothing_hangs(void **state)
{
    static const struct request r[] = { { "echo", "1", 0, 0 } };
    struct session s = SESSION(r);
    struct pool_opts opts = { .exe = "/nonexistent/bouwarchief", .workers = 1 };
    struct pool_calls calls = { .ctx = &s, .next = next_job, .done = on_answer };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_FATAL, pool_run(&opts, &calls, NULL, &err), &err);
    assert_string_equal("POOL_SPAWN", err.code);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_answered_once_whatever_happens_to_workers),
        cmocka_unit_test(who_gets_on_has_time_and_who_does_not_is_stopped),
        cmocka_unit_test(a_job_whose_worker_died_once_succeeds_in_a_new_one),
        cmocka_unit_test(a_worker_without_memory_fails_its_job_only_and_is_replaced),
        cmocka_unit_test(a_request_too_large_to_send_is_answered_and_the_others_go_on),
        cmocka_unit_test(workers_have_one_openmp_thread_and_no_time_zone_whatever_we_have),
        cmocka_unit_test(a_worker_is_replaced_after_its_share_of_jobs),
        cmocka_unit_test(large_jobs_do_not_meet_and_one_over_the_limit_runs_alone),
        cmocka_unit_test(a_large_job_is_not_kept_waiting_by_small_ones_that_come_after_it),
        cmocka_unit_test(a_large_job_whose_worker_dies_keeps_its_room_until_it_is_answered),
        cmocka_unit_test(a_stop_finishes_what_runs_and_hands_out_nothing_more),
        cmocka_unit_test(a_program_that_cannot_be_started_is_said_and_nothing_hangs),
    };
    ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

    if (argc > 1 && strcmp(argv[1], "worker") == 0)
        return work();
    if (n < 0)
        return 1;
    return cmocka_run_group_tests_name("core pool", tests, NULL, NULL);
}
