#include "desk/drop_page.h"

#include <stdio.h>

#include "core/buf.h"
#include "index/correction/page_drop.h"

static BA_RC add_like(void *ctx, int64_t page, int64_t batch, struct ba_err *err)
{
    struct page_refs *r = ctx;

    if (ba_grow(&r->ids, &r->cap, r->count + 1, sizeof(*r->ids)) != 0 ||
        ba_grow(&r->batches, &r->batch_cap, r->count + 1, sizeof(*r->batches)) != 0)
        return ba_fail_mem(err, "pages");
    r->batches[r->count] = batch;
    r->ids[r->count++] = page;
    return BA_OK;
}

/* The page, the one that is kept, and all that look like it: their remarks are told anew. */
static BA_RC find(struct depot *depot, const struct drop_page_what *what, struct page_refs *pages,
                  struct drop_page_result *out, struct ba_err *err)
{
    enum ba_rc rc = page_refs_one(pages, depot, what->page, err);

    if (rc == BA_OK && what->keep != NULL)
        rc = page_refs_one(pages, depot, what->keep, err);
    if (rc != BA_OK)
        return rc;
    out->page = pages->ids[0];
    out->keep = what->keep != NULL ? pages->ids[1] : 0;
    rc = page_echo_note(&out->was, depot, &out->page, 1, err);
    if (rc == BA_OK && out->keep != 0)
        rc = page_echo_note(&out->kept, depot, &out->keep, 1, err);
    return rc == BA_OK ? page_like_each(depot->store, out->page, add_like, pages, err) : rc;
}

static BA_RC change(struct depot *depot, const struct decision *by,
                    const struct drop_page_what *what, const struct drop_page_result *out,
                    struct ba_err *err)
{
    struct correction c = decision_record(by);
    bool reasoned = c.reason != NULL && *c.reason != '\0';
    char same[200];
    enum ba_rc rc;

    if (!what->undo && !reasoned && out->keep == 0)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "page drop wants a --reason, or the page that is the same sheet: page keep "
                       "PAGE drop PAGE");
    if (!reasoned && out->keep != 0) {
        snprintf(same, sizeof(same), "the same sheet as %.100s:%s", out->kept.at[0].batch,
                 out->kept.at[0].sheet);
        c.reason = same;
    }
    rc = store_begin(depot->store, err);
    if (rc != BA_OK)
        return rc;
    return what->undo ? page_drop_undo(depot->store, out->page, &c, err)
                      : page_drop(depot->store, out->page, out->keep, &c, err);
}

BA_RC drop_page(struct depot *depot, const struct decision *by, const struct drop_page_what *what,
                struct drop_page_result *out, struct ba_err *err)
{
    struct page_refs pages = { 0 };
    enum ba_rc rc;

    *out = (struct drop_page_result){ 0 };
    rc = find(depot, what, &pages, out, err);
    if (rc == BA_OK)
        rc = change(depot, by, what, out, err);
    rc = decision_commit_pages(depot, by, &pages, PAGES_PLACED, rc, err);
    page_refs_free(&pages);
    return rc;
}

void drop_page_result_free(struct drop_page_result *r)
{
    page_echo_free(&r->was);
    page_echo_free(&r->kept);
}
