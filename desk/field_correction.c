#include "desk/field_correction.h"

#include <inttypes.h>

#include "depot/actor.h"
#include "index/records/batch.h"
#include "pipeline/find_duplicates.h"
#include "pipeline/place_pages.h"
#include "pipeline/stage.h"

struct correction correct_record(const struct field_correction *c)
{
    return (struct correction){ .who = actor_or_login(c->who), .reason = c->reason };
}

static bool seen_before(const struct page_refs *pages, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (pages->batches[i] == pages->batches[at])
            return true;
    return false;
}

static enum ba_rc count_failed(struct depot *depot, int64_t batch, int64_t *failed,
                               struct ba_err *err)
{
    struct batch_totals l = { 0 };
    enum ba_rc rc = batch_totals_read(depot->store, batch, &l, err);

    *failed = l.failed;
    return rc;
}

enum ba_rc correct_end(struct depot *depot, const struct field_correction *c,
                       const struct page_refs *pages, bool place, enum ba_rc rc, struct ba_err *err)
{
    struct stage_opts stage = { 0 };
    int64_t before = 0, after = 0, failed = 0;

    for (size_t i = 0; place && i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = place_pages(depot, pages->batches[i], err);
    if (rc == BA_OK && !c->dry_run)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    if (rc != BA_OK || c->dry_run)
        return rc;
    for (size_t i = 0; i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = likeness_find(depot, pages->batches[i], &stage, err);
    for (size_t i = 0; !c->no_read && i < pages->count && rc == BA_OK; i++) {
        if (seen_before(pages, i))
            continue;
        stage.batch = pages->batches[i];
        rc = count_failed(depot, stage.batch, &before, err);
        if (rc == BA_OK)
            rc = stage_ocr(depot, &stage, err);
        if (rc == BA_OK)
            rc = count_failed(depot, stage.batch, &after, err);
        failed += after > before ? after - before : 0;
    }
    if (rc == BA_OK)
        rc = stage_index(depot, &stage, err);
    if (rc == BA_OK && failed > 0)
        rc = ba_fail(err, BA_ITEM, "ITEMS_REJECTED",
                     "the correction is made, and %" PRId64 " of its pages could not be read; see: "
                     "bouwarchief status, and show PAGE for the reason",
                     failed);
    return rc;
}
