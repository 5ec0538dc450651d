#include "desk/insert.h"

#include <stdio.h>

/* The same file a second time is most often a mistake, or a command that was cut off. */
static BA_RC check_known(struct depot *depot, const struct insert_what *what, const char *sha256,
                         struct insert_result *out, struct ba_err *err)
{
    char sheet[SHEET_MAX];
    enum ba_rc rc =
        page_insert_known(depot->store, out->page, what->before, sha256, sheet, &out->there, err);

    if (what->again)
        out->there = false;
    else if (rc == BA_OK && !out->there && *sheet != '\0')
        rc = ba_fail(err, BA_ITEM, "INSERT_AGAIN",
                     "%s is in the batch already, as sheet %s; nothing was changed. If it "
                     "is to be in it twice, say so with: --again",
                     what->file, sheet);
    return rc;
}

/* Begins the transaction. */
static BA_RC put_in(struct depot *depot, const struct insert_what *what, bool dry_run,
                    const struct correction *c, struct insert_result *out, int64_t *first,
                    struct ba_err *err)
{
    struct new_scan scan = { 0 };
    enum ba_rc rc = new_scan_take(depot, what->file, &scan, err);

    if (rc == BA_OK)
        rc = check_known(depot, what, scan.out.sha256, out, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK && !out->there)
        rc = new_scan_rows(depot, &scan, err);
    if (rc == BA_OK && !out->there) {
        out->pages = scan.taken.count;
        rc = page_insert(depot->store, out->page, what->before, &scan.rows, c, err);
        *first = scan.rows.first_page;
    }
    if (rc == BA_OK && !out->there && !dry_run)
        rc = new_scan_keep(depot, &scan, err);
    new_scan_free(&scan);
    return rc;
}

static BA_RC take_out(struct depot *depot, const struct correction *c, struct insert_result *out,
                      struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);

    return rc == BA_OK ? page_insert_undo(depot->store, out->page, c, &out->pages, err) : rc;
}

BA_RC insert_sheets(struct depot *depot, const struct decision *by, const struct insert_what *what,
                    struct insert_result *out, struct ba_err *err)
{
    struct correction c = decision_record(by);
    struct sheet sheet;
    int64_t first = 0;
    unsigned then = PAGES_PLACED | (what->no_read ? PAGES_NOT_READ : 0);
    enum ba_rc rc = sheet_find(depot, what->page, &sheet, err);

    *out = (struct insert_result){ 0 };
    if (rc == BA_OK) {
        out->page = sheet.page.ids[0];
        snprintf(out->sheet, sizeof(out->sheet), "%s", sheet.name);
        rc = page_echo_note(&out->beside, depot, &out->page, 1, err);
    }
    if (rc == BA_OK)
        rc = what->file == NULL ? take_out(depot, &c, out, err)
                                : put_in(depot, what, by->dry_run, &c, out, &first, err);
    rc = decision_commit_pages(depot, by, &sheet.page, then, rc, err);
    for (size_t i = 0; rc == BA_OK && first != 0 && !by->dry_run && i < out->pages; i++)
        rc = page_echo_note(&out->is, depot, &(int64_t){ first + (int64_t)i }, 1, err);
    sheet_free(&sheet);
    return rc;
}

void insert_result_free(struct insert_result *r)
{
    page_echo_free(&r->beside);
    page_echo_free(&r->is);
}
