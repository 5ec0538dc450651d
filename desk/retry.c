#include "desk/retry.h"

#include <stdlib.h>

#include "core/buf.h"
#include "index/records/batch.h"
#include "index/records/page.h"
#include "pipeline/derived_files.h"
#include "pipeline/shard/shard_plan.h"

static BA_RC find_batch(struct depot *depot, const char *name, int64_t *id, struct ba_err *err)
{
    struct batch_row row;
    bool found = false;
    enum ba_rc rc = BA_OK;

    *id = 0;
    if (name == NULL)
        return BA_OK;
    rc = batch_find(depot->store, name, &row, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief status", name);
    if (rc == BA_OK)
        *id = row.id;
    return rc;
}

/* Pages whose derived files are not there or damaged, collected first: rows are not to change under
 * the reader. */
struct missing {
    struct depot *depot;
    int64_t *ids;
    size_t count, cap;
};

static BA_RC note_missing(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct missing *m = ctx;

    if (derived_files_check(m->depot, row) == DERIVED_WHOLE)
        return BA_OK;
    if (ba_grow(&m->ids, &m->cap, m->count + 1, sizeof(*m->ids)) != 0)
        return ba_fail_mem(err, "pages");
    m->ids[m->count++] = row->id;
    return BA_OK;
}

static BA_RC retry_missing(struct depot *depot, int64_t batch, int64_t *n, struct ba_err *err)
{
    struct missing m = { .depot = depot };
    struct page_filter filter = { .batch = batch };
    enum ba_rc rc = page_each(depot->store, &filter, note_missing, &m, err);

    for (size_t i = 0; rc == BA_OK && i < m.count; i++)
        rc = page_requeue(depot->store, m.ids[i], err);
    *n = (int64_t)m.count;
    free(m.ids);
    return rc;
}

BA_RC retry_pages(struct depot *depot, const struct decision *by, const struct retry_what *what,
                  int64_t *pages, struct ba_err *err)
{
    struct correction c = decision_record(by);
    int64_t batch = 0;
    enum ba_rc rc = find_batch(depot, what->batch, &batch, err);

    *pages = 0;
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = what->missing ? retry_missing(depot, batch, pages, err)
                           : page_retry(depot->store, batch, what->code, pages, err);
    if (rc == BA_OK && *pages > 0)
        rc = store_audit(depot->store, c.who, "retry",
                         what->missing        ? "missing"
                         : what->code != NULL ? what->code
                                              : "*",
                         c.reason, NULL, err);
    rc = decision_commit(depot, by, rc, err);
    return rc == BA_OK && !by->dry_run ? shard_plan_follow(depot, err) : rc;
}
