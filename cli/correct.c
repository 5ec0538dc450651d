#include "cli/correct.h"

#include "cli/likeness.h"
#include "cli/place.h"
#include "cli/stage.h"
#include "cli/who.h"

struct correction correct_record(const struct correct_opts *c)
{
    return (struct correction){ .who = who_or_login(c->who), .reason = c->reason };
}

static bool seen_before(const struct page_refs *pages, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (pages->batches[i] == pages->batches[at])
            return true;
    return false;
}

enum ba_rc correct_end(struct app *app, const struct correct_opts *c, const struct page_refs *pages,
                       bool place, enum ba_rc rc, struct ba_err *err)
{
    struct stage_opts stage = { 0 };

    for (size_t i = 0; place && i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = place_pages(app, pages->batches[i], err);
    if (rc == BA_OK && !c->dry_run)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    if (rc != BA_OK || c->dry_run)
        return rc;
    for (size_t i = 0; i < pages->count && rc == BA_OK; i++)
        if (!seen_before(pages, i))
            rc = likeness_find(app, pages->batches[i], &stage, err);
    for (size_t i = 0; !c->no_read && i < pages->count && rc == BA_OK; i++) {
        stage.batch = pages->batches[i];
        if (!seen_before(pages, i))
            rc = stage_ocr(app, &stage, err);
    }
    return rc == BA_OK ? stage_index(app, &stage, err) : rc;
}
