#include "report/suspect_pages.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/records/batch.h"
#include "ingest/file_numbers.h"

enum {
    GAPS_MAX = 20,     /* of a batch, told one by one */
    DOSSIERS_MIN = 10, /* fewer say nothing of what is usual */
    PAGES_MIN = 20,    /* fewer are never odd */
};

/* The files of one batch, and the gaps between them. */
struct gaps {
    struct depot *depot;
    const struct batch_row *batch;
    int64_t only; /* this batch; 0: all */
    findings_fn fn;
    void *ctx;
    char **paths; /* owned */
    size_t count, cap, found;
    bool telling;
};

static BA_RC add_path(void *ctx, const struct file_row *f, struct ba_err *err)
{
    struct gaps *g = ctx;
    char *path;

    if (f->rescan) /* its name counts nothing */
        return BA_OK;
    path = strdup(f->path);
    if (path == NULL || ba_grow(&g->paths, &g->cap, g->count + 1, sizeof(char *)) != 0) {
        free(path);
        return ba_fail_mem(err, "names of files");
    }
    g->paths[g->count++] = path;
    return BA_OK;
}

static BA_RC tell_gap(void *ctx, const struct sequence_gap *gap, struct ba_err *err)
{
    struct gaps *g = ctx;
    struct finding f = { .batch = g->batch->name, .level = 'w', .object = gap->before };
    char message[700];

    if (!g->telling) {
        g->found++;
        return BA_OK;
    }
    if (gap->first > gap->last) {
        f.code = "SEQUENCE_TWICE";
        snprintf(message, sizeof(message),
                 "%.250s and %.250s have the same number; look whether a sheet was scanned twice",
                 gap->before, gap->after);
    } else if (gap->first == gap->last) {
        f.code = "SEQUENCE_GAP";
        snprintf(message, sizeof(message),
                 "number %" PRIu64 " is missing between %.250s and %.250s; look whether a scan was "
                 "left out",
                 gap->first, gap->before, gap->after);
    } else {
        f.code = "SEQUENCE_GAP";
        snprintf(message, sizeof(message),
                 "numbers %" PRIu64 " to %" PRIu64 " are missing between %.250s and %.250s; look "
                 "whether scans were left out",
                 gap->first, gap->last, gap->before, gap->after);
    }
    f.message = message;
    return g->fn(g->ctx, &f, err);
}

/* Names whose numbers jump all the time do not count sheets: that is told once. */
static BA_RC tell_none(struct gaps *g, struct ba_err *err)
{
    char message[200];
    struct finding f = { .batch = g->batch->name,
                         .code = "SEQUENCE_NONE",
                         .level = 'i',
                         .object = "",
                         .message = message };

    snprintf(message, sizeof(message),
             "the numbers in the %zu names jump %zu times: whether a scan is missing cannot be "
             "seen from them",
             g->count, g->found);
    return g->fn(g->ctx, &f, err);
}

static BA_RC gaps_of(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct gaps *g = ctx;
    enum ba_rc rc;

    if (g->only != 0 && g->only != b->id)
        return BA_OK;
    g->batch = b;
    rc = file_each(g->depot->store, b->id, true, add_path, g, err);
    if (rc == BA_OK)
        rc = file_each(g->depot->store, b->id, false, add_path, g, err);
    g->found = 0;
    g->telling = false;
    if (rc == BA_OK)
        rc = sequence_gaps((const char *const *)g->paths, g->count, tell_gap, g, err);
    g->telling = true;
    if (rc == BA_OK && g->found > GAPS_MAX && g->found > g->count / 10)
        rc = tell_none(g, err);
    else if (rc == BA_OK && g->found > 0)
        rc = sequence_gaps((const char *const *)g->paths, g->count, tell_gap, g, err);
    while (g->count > 0)
        free(g->paths[--g->count]);
    return rc;
}

BA_RC suspect_gaps(struct depot *depot, int64_t batch, findings_fn fn, void *ctx,
                   struct ba_err *err)
{
    struct gaps g = { .depot = depot, .only = batch, .fn = fn, .ctx = ctx };
    enum ba_rc rc = batch_each(depot->store, gaps_of, &g, err);

    free(g.paths);
    return rc;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int64_t suspect_limit(int64_t *pages, size_t count)
{
    double *away, median, spread, limit;

    if (count < DOSSIERS_MIN)
        return 0;
    away = calloc(count, sizeof(*away));
    if (away == NULL)
        return 0;
    qsort(pages, count, sizeof(*pages), by_value);
    /* Numbers of pages are spread by factors, not by differences; three deviations, measured by
     * the median so that the odd ones themselves do not count, of at least a factor 1.4. */
    median = log((double)pages[count / 2]);
    for (size_t i = 0; i < count; i++)
        away[i] = fabs(log((double)pages[i]) - median);
    qsort(away, count, sizeof(*away), by_double);
    spread = fmax(1.4826 * away[count / 2], log(1.4));
    limit = ceil(exp(median + 3 * spread));
    free(away);
    return limit < PAGES_MIN ? PAGES_MIN : (int64_t)limit;
}

struct sizes {
    int64_t *pages;
    size_t count, cap;
    int64_t limit;
    finding_fn fn;
    void *ctx;
};

static BA_RC add_size(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    struct sizes *s = ctx;

    if (d->pages == 0)
        return BA_OK;
    if (ba_grow(&s->pages, &s->cap, s->count + 1, sizeof(*s->pages)) != 0)
        return ba_fail_mem(err, "dossiers");
    s->pages[s->count++] = d->pages;
    return BA_OK;
}

static BA_RC tell_size(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    struct sizes *s = ctx;
    char message[300];

    if (d->pages < s->limit || d->pages == d->sheets_expected)
        return BA_OK;
    snprintf(message, sizeof(message),
             "%.100s has %" PRId64 " pages, half of the dossiers have %" PRId64 " or fewer; look "
             "whether a separator was missed",
             d->number, d->pages, s->pages[s->count / 2]);
    return s->fn(s->ctx, "DOSSIER_PAGES_ODD", d->number, message, err);
}

BA_RC suspect_dossiers(struct depot *depot, finding_fn fn, void *ctx, struct ba_err *err)
{
    struct sizes s = { .fn = fn, .ctx = ctx };
    enum ba_rc rc = dossier_each(depot->store, NULL, add_size, &s, err);

    if (rc == BA_OK)
        s.limit = suspect_limit(s.pages, s.count);
    if (rc == BA_OK && s.limit > 0)
        rc = dossier_each(depot->store, NULL, tell_size, &s, err);
    free(s.pages);
    return rc;
}
