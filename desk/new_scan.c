#include "desk/new_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/hash.h"
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

/* Beside the masters, on their disk, where the next intake sweeps what a kill left. */
static BA_RC make_folder(struct depot *depot, struct new_scan *out, struct ba_err *err)
{
    enum ba_rc rc;

    out->folder = depot_path(depot, "masters/" BA_TMP_FOLDER_PREFIX "scan");
    if (out->folder == NULL)
        return ba_fail_mem(err, "masters");
    rc = ba_remove_tree(out->folder, err);
    return rc == BA_OK ? ba_mkdirs(out->folder, err) : rc;
}

BA_RC new_scan_take(struct depot *depot, const char *path, struct new_scan *out, struct ba_err *err)
{
    enum ba_rc rc;

    *out = (struct new_scan){ 0 };
    rc = make_folder(depot, out, err);
    if (rc == BA_OK && (out->name = ba_name_escape(ba_basename(path))) == NULL)
        rc = ba_fail_mem(err, "a file's name");
    return rc == BA_OK ? taken_one(depot, path, out->folder, &out->out, err) : rc;
}

BA_RC new_scan_rows(struct depot *depot, struct new_scan *n, struct ba_err *err)
{
    struct value_lists lists = { 0 };
    struct ba_err ignored = BA_ERR_INIT;
    struct quality_settings profile;
    enum ba_rc rc = quality_settings_learn(depot, &profile, err);

    if (value_list_files_load(depot, &lists, &ignored) != BA_OK)
        export_lists_free(&lists);
    if (rc == BA_OK)
        rc = taken_pages(&n->out, &profile, &lists, &n->taken, err);
    export_lists_free(&lists);
    n->rows = (struct page_replacement){ .file = { .path = n->name,
                                                   .size = n->out.size,
                                                   .sha256 = n->out.sha256,
                                                   .frames = n->out.frame_count,
                                                   .reduced = n->taken.reduced },
                                         .extension = n->out.extension,
                                         .format = n->out.format,
                                         .pages = n->taken.pages,
                                         .count = n->taken.count };
    return rc;
}

BA_RC new_scan_keep(struct depot *depot, const struct new_scan *n, struct ba_err *err)
{
    char *from = ba_path_of_master(n->folder, n->out.sha256, n->out.extension);
    char *to = depot_master_path(depot, n->out.sha256, n->out.extension);
    struct ba_err ignored = BA_ERR_INIT;
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = from == NULL || to == NULL ? ba_fail_mem(err, "a master") : BA_OK;

    /* One that is there with other bytes was damaged since. */
    if (rc == BA_OK && (ba_hash_file(to, BA_SHA256, hex, NULL, &ignored) != BA_OK ||
                        strcmp(hex, n->out.sha256) != 0))
        rc = ba_file_move(from, to, err);
    free(from);
    free(to);
    return rc;
}

void new_scan_free(struct new_scan *n)
{
    struct ba_err ignored = BA_ERR_INIT;

    if (n->folder != NULL)
        ba_ignore(ba_remove_tree(n->folder, &ignored), "the next intake sweeps it");
    taken_free(&n->taken);
    ingest_out_free(&n->out);
    free(n->name);
    free(n->folder);
    *n = (struct new_scan){ 0 };
}
