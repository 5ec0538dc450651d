#include "desk/replace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool names_a_page(struct depot *depot, const char *word, int64_t *id)
{
    struct ba_err ignored = BA_ERR_INIT;

    return access(word, F_OK) != 0 && page_ref_one(depot, word, id, &ignored) == BA_OK;
}

/* Begins the transaction. */
static BA_RC give(struct depot *depot, int64_t page, const struct replace_what *what, bool dry_run,
                  const struct correction *c, struct ba_err *err)
{
    struct new_scan scan = { 0 };
    int64_t other = 0;
    enum ba_rc rc = BA_OK;

    if (!names_a_page(depot, what->with, &other))
        rc = new_scan_take(depot, what->with, &scan, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK && other == 0)
        rc = new_scan_rows(depot, &scan, err);
    if (rc == BA_OK)
        rc = other != 0 ? page_replace_by(depot->store, page, other, c, err)
                        : page_replace(depot->store, page, &scan.rows, c, err);
    if (rc == BA_OK && other == 0 && !dry_run)
        rc = new_scan_keep(depot, &scan, err);
    new_scan_free(&scan);
    return rc;
}

static BA_RC image_gone(const struct page_history_scan *was, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "MASTER_CHANGED",
                   "image %" PRIu32 " of master %s is not there any more; put the master back "
                   "from a backup",
                   was->frame, was->sha256);
}

/* The scan that the page had before, taken from its master anew. */
static BA_RC take_back(struct depot *depot, int64_t page, const struct correction *c,
                       struct ba_err *err)
{
    struct page_history_scan was;
    struct new_scan scan = { 0 };
    const struct page_new *image = NULL;
    char *path = NULL;
    enum ba_rc rc = page_replaced_before(depot->store, page, &was, err);

    if (rc == BA_OK && (path = depot_master_path(depot, was.sha256, was.extension)) == NULL)
        rc = ba_fail_mem(err, "a master");
    if (rc == BA_OK)
        rc = new_scan_take(depot, path, &scan, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = new_scan_rows(depot, &scan, err);
    for (size_t i = 0; rc == BA_OK && i < scan.taken.count; i++)
        if (scan.taken.pages[i].frame == was.frame)
            image = &scan.taken.pages[i];
    if (rc == BA_OK && image == NULL)
        rc = image_gone(&was, err);
    if (rc == BA_OK)
        rc = page_replace_undo(depot->store, page, image, c, err);
    free(path);
    new_scan_free(&scan);
    return rc;
}

BA_RC replace_scan(struct depot *depot, const struct decision *by, const struct replace_what *what,
                   struct replace_result *out, struct ba_err *err)
{
    struct correction c = decision_record(by);
    struct sheet sheet;
    unsigned then = PAGES_PLACED | (what->no_read ? PAGES_NOT_READ : 0);
    enum ba_rc rc = sheet_find(depot, what->page, &sheet, err);

    *out = (struct replace_result){ 0 };
    if (rc == BA_OK) {
        out->page = sheet.page.ids[0];
        snprintf(out->sheet, sizeof(out->sheet), "%s", sheet.name);
        rc = page_echo_note(&out->was, depot, &out->page, 1, err);
    }
    if (rc == BA_OK)
        rc = what->with == NULL ? take_back(depot, out->page, &c, err)
                                : give(depot, out->page, what, by->dry_run, &c, err);
    rc = decision_commit_pages(depot, by, &sheet.page, then, rc, err);
    if (rc == BA_OK && !by->dry_run)
        rc = page_echo_note(&out->is, depot, &out->page, 1, err);
    sheet_free(&sheet);
    return rc;
}

void replace_result_free(struct replace_result *r)
{
    page_echo_free(&r->was);
    page_echo_free(&r->is);
}
