#include "desk/new_scan.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "core/utf8.h"
#include "depot/value_list_files.h"
#include "index/records/page.h"

static BA_RC note_name(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct sheet *s = ctx;

    (void)err;
    snprintf(s->name, sizeof(s->name), "sheet %s of %.300s, %.300s", row->sheet, row->batch,
             row->file);
    return BA_OK;
}

BA_RC sheet_find(struct depot *depot, const char *word, struct sheet *out, struct ba_err *err)
{
    struct page_filter filter = { 0 };
    enum ba_rc rc;

    *out = (struct sheet){ 0 };
    rc = page_refs_one(&out->page, depot, word, err);
    if (rc != BA_OK)
        return rc;
    filter.page = out->page.ids[0];
    return page_each(depot->store, &filter, note_name, out, err);
}

void sheet_free(struct sheet *s)
{
    page_refs_free(&s->page);
}

BA_RC new_scan_take(struct depot *depot, const char *path, struct new_scan *out, struct ba_err *err)
{
    struct value_lists lists = { 0 };
    struct ba_err ignored = BA_ERR_INIT;
    struct quality_settings profile;
    enum ba_rc rc;

    *out = (struct new_scan){ 0 };
    rc = quality_settings_take(depot, &profile, err);
    if (rc == BA_OK && (out->name = ba_name_escape(ba_basename(path))) == NULL)
        rc = ba_fail_mem(err, "a file's name");
    if (rc == BA_OK)
        rc = taken_one(depot, path, &out->out, err);
    if (value_list_files_load(depot, &lists, &ignored) != BA_OK)
        export_lists_free(&lists);
    if (rc == BA_OK)
        rc = taken_pages(&out->out, &profile, &lists, &out->taken, err);
    export_lists_free(&lists);
    out->rows = (struct page_replacement){ .file = { .path = out->name,
                                                     .size = out->out.size,
                                                     .sha256 = out->out.sha256,
                                                     .frames = out->out.frame_count,
                                                     .reduced = out->taken.reduced },
                                           .extension = out->out.extension,
                                           .format = out->out.format,
                                           .pages = out->taken.pages,
                                           .count = out->taken.count };
    return rc;
}

void new_scan_free(struct new_scan *n)
{
    taken_free(&n->taken);
    ingest_out_free(&n->out);
    free(n->name);
    *n = (struct new_scan){ 0 };
}
