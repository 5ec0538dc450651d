#include "desk/reorder.h"

static BA_RC move_page(struct depot *depot, const struct decision *by,
                       const struct reorder_move *move, struct page_refs *pages,
                       struct reorder_result *out, struct ba_err *err)
{
    struct correction c = decision_record(by);
    enum ba_rc rc = page_refs_one(pages, depot, move->page, err);

    if (rc == BA_OK)
        rc = page_refs_one(pages, depot, move->beside, err);
    if (rc != BA_OK)
        return rc;
    out->page = pages->ids[0];
    out->beside = pages->ids[1];
    out->pages = out->page == out->beside ? 0 : 1;
    rc = access_widened_note(&out->widened, depot, pages, err);
    if (rc == BA_OK)
        rc = page_echo_note(&out->was, depot, pages->ids, 1, err);
    if (rc == BA_OK)
        rc = page_reorder(depot->store, out->page, out->beside, move->before, &c, err);
    return rc == BA_OK ? access_widened_find(&out->widened, depot, by->messages, err) : rc;
}

BA_RC reorder_page(struct depot *depot, const struct decision *by, const struct reorder_move *move,
                   struct reorder_result *out, struct ba_err *err)
{
    struct page_refs pages = { 0 };
    enum ba_rc rc = store_begin(depot->store, err);

    *out = (struct reorder_result){ 0 };
    if (rc == BA_OK)
        rc = move_page(depot, by, move, &pages, out, err);
    rc = decision_commit_pages(depot, by, &pages, PAGES_NOT_READ, rc, err);
    page_refs_free(&pages);
    return rc;
}

BA_RC reorder_dossier(struct depot *depot, const struct decision *by,
                      const struct reorder_order *order, struct reorder_result *out,
                      struct ba_err *err)
{
    struct correction c = decision_record(by);
    struct page_refs pages = { 0 };
    int64_t dossier = 0;
    enum ba_rc rc = store_begin(depot->store, err);

    *out = (struct reorder_result){ 0 };
    if (rc == BA_OK)
        rc = dossier_named(depot->store, order->dossier, APP_OWN_ARCHIVE, false, &dossier, err);
    for (size_t i = 0; i < order->page_count && rc == BA_OK; i++)
        rc = page_refs_add(&pages, depot, order->pages[i], err);
    out->pages = pages.count;
    if (rc == BA_OK)
        rc = page_echo_note(&out->was, depot, pages.ids, pages.count, err);
    if (rc == BA_OK)
        rc = dossier_reorder(depot->store, dossier, pages.ids, pages.count, &c, err);
    rc = decision_commit_pages(depot, by, &pages, PAGES_NOT_READ, rc, err);
    page_refs_free(&pages);
    return rc;
}

void reorder_result_free(struct reorder_result *r)
{
    access_widened_free(&r->widened);
    page_echo_free(&r->was);
}
