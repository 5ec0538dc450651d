#include "desk/decision.h"

#include <inttypes.h>

#include "depot/actor.h"
#include "index/records/batch.h"
#include "pipeline/find_duplicates.h"
#include "pipeline/place_pages.h"
#include "pipeline/stage.h"

struct correction decision_record(const struct decision *by)
{
    return (struct correction){ .who = actor_or_login(by->who), .reason = by->reason };
}

BA_RC decision_commit(struct depot *depot, const struct decision *by, enum ba_rc rc,
                      struct ba_err *err)
{
    if (rc == BA_OK && !by->dry_run)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}

BA_RC decision_commit_index(struct depot *depot, const struct decision *by, enum ba_rc rc,
                            struct ba_err *err)
{
    struct stage_opts stage = { .told = by->messages };

    rc = decision_commit(depot, by, rc, err);
    return rc == BA_OK && !by->dry_run ? stage_index(depot, &stage, err) : rc;
}

static bool seen_before(const struct page_refs *pages, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (pages->batches[i] == pages->batches[at])
            return true;
    return false;
}

static BA_RC count_failed(struct depot *depot, int64_t batch, int64_t *failed, struct ba_err *err)
{
    struct batch_totals l = { 0 };
    enum ba_rc rc = batch_totals_read(depot->store, batch, &l, err);

    *failed = l.failed;
    return rc;
}

/* Reads what waits in one batch; *failed grows by the pages that could not be read. */
static BA_RC read_batch(struct depot *depot, const struct decision *by, int64_t batch,
                        int64_t *failed, struct ba_err *err)
{
    struct stage_opts stage = { .batch = batch, .told = by->messages };
    int64_t before = 0, after = 0;
    enum ba_rc rc = count_failed(depot, batch, &before, err);

    if (rc == BA_OK)
        rc = stage_ocr(depot, &stage, err);
    if (rc == BA_OK)
        rc = count_failed(depot, batch, &after, err);
    *failed += after > before ? after - before : 0;
    return rc;
}

BA_RC decision_commit_pages(struct depot *depot, const struct decision *by,
                            const struct page_refs *pages, unsigned what, enum ba_rc rc,
                            struct ba_err *err)
{
    struct stage_opts stage = { .told = by->messages };
    int64_t failed = 0;

    for (size_t i = 0; (what & PAGES_PLACED) != 0 && i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = place_pages(depot, pages->batches[i], err);
    rc = decision_commit(depot, by, rc, err);
    if (rc != BA_OK || by->dry_run)
        return rc;
    for (size_t i = 0; i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = likeness_find(depot, pages->batches[i], &stage, err);
    for (size_t i = 0; (what & PAGES_NOT_READ) == 0 && i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = read_batch(depot, by, pages->batches[i], &failed, err);
    if (rc == BA_OK)
        rc = stage_index(depot, &stage, err);
    if (rc == BA_OK && failed > 0)
        rc = ba_fail(err, BA_ITEM, "ITEMS_REJECTED",
                     "the correction is made, and %" PRId64 " of its pages could not be read; see: "
                     "bouwarchief status, and show PAGE for the reason",
                     failed);
    return rc;
}
