/* The hidden command of worker processes: answers jobs on descriptor 3 until the other side closes.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "core/crash_point.h"
#include "core/file.h"
#include "core/worker/pool.h"
#include "core/worker/sign.h"
#include "pipeline/job.h"
#include "pipeline/worker.h"

static const struct job_kind job_kinds[] = {
    { "ingest", job_ingest_work },     { "ocr", job_ocr_work },
    { "likeness", job_likeness_work }, { "pdf", job_pdf_work },
    { "picture", job_picture_work },   { 0 },
};

BA_RC worker_engine(struct worker_state *w, const struct ocr_opts *opts, struct ocr_engine **out,
                    struct ba_err *err)
{
    char *key = ba_strf("%s|%s|%s|%u|%g|%g", opts->tessdata != NULL ? opts->tessdata : "",
                        opts->words != NULL ? opts->words : "", opts->languages, opts->timeout_ms,
                        opts->max_skew_deg, opts->doubtful_pct);
    enum ba_rc rc = BA_OK;

    if (key == NULL)
        return ba_fail_mem(err, "worker");
    if (w->engine == NULL || strcmp(w->engine_key, key) != 0) {
        ocr_engine_close(w->engine);
        w->engine = NULL;
        free(w->engine_key);
        w->engine_key = key;
        key = NULL;
        rc = ocr_engine_open(opts, &w->engine, err);
    }
    free(key);
    *out = w->engine;
    return rc;
}

#ifdef BA_SANITIZED
void worker_limit_memory(uint64_t bytes)
{
    (void)bytes; /* the sanitizer reserves terabytes of address space for its shadow */
}
#else
void worker_limit_memory(uint64_t bytes)
{
    static uint64_t in_force; /* what it had when it was set has hardly grown since */
    unsigned long pages = 0;
    struct rlimit limit;
    FILE *f = bytes == in_force ? NULL : fopen("/proc/self/statm", "re");

    if (f == NULL)
        return;
    in_force = bytes;
    if (fscanf(f, "%lu", &pages) == 1 && getrlimit(RLIMIT_AS, &limit) == 0) {
        limit.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + 2 * bytes;
        if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max)
            limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_AS, &limit);
    }
    fclose(f);
}
#endif

static BA_RC answer_one(struct worker_state *w, const struct ba_buf *request, struct ba_buf *answer,
                        struct ba_err *err)
{
    struct wire_in in = { .p = (const unsigned char *)request->data,
                          .end = (const unsigned char *)request->data + request->len };
    const char *name = wire_take_str(&in);

    for (const struct job_kind *k = job_kinds; name != NULL && k->name != NULL; k++)
        if (strcmp(k->name, name) == 0)
            return k->work(w, &in, answer, err);
    return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request of an unknown kind");
}

/* The parent decides when a worker ends: it closes the socket, or dies. */
static void become_a_worker(void)
{
    ba_abort_in_worker();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

BA_RC cmd_worker(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct worker_state w = { 0 };
    struct ba_buf request = BA_BUF_INIT(WIRE_MAX_FRAME), answer = BA_BUF_INIT(WIRE_MAX_FRAME);
    struct ba_buf frame = BA_BUF_INIT(WIRE_MAX_FRAME);
    enum ba_rc rc = BA_OK;
    int r;

    (void)depot;
    (void)argc;
    (void)argv;
    become_a_worker();
    worker_sign_to(POOL_WORKER_FD);
    while ((r = wire_recv(POOL_WORKER_FD, &request)) == 1) {
        struct ba_err result = BA_ERR_INIT;

        ba_buf_reset(&answer);
        ba_buf_reset(&frame);
        result.rc = answer_one(&w, &request, &answer, &result);
        wire_put_err(&frame, &result);
        ba_buf_add(&frame, ba_buf_str(&answer), answer.len);
        if (answer.failed || wire_send(POOL_WORKER_FD, &frame) != 0) {
            r = -1;
            break;
        }
    }
    if (r < 0 && errno != ECONNRESET && errno != EPIPE)
        rc = ba_fail_sys(err, BA_FATAL, "WIRE_BAD", "worker: descriptor 3");
    ocr_engine_close(w.engine);
    free(w.engine_key);
    ba_buf_free(&request);
    ba_buf_free(&answer);
    ba_buf_free(&frame);
    return rc;
}
