/*
 * replace, insert: a sheet that was scanned again, sheets that had been left out.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "core/utf8.h"
#include "depot/value_list_files.h"
#include "desk/field_correction.h"
#include "index/correction/page_replace.h"
#include "index/records/page.h"
#include "pipeline/intake_rows.h"

struct replace {
    struct depot *depot;
    struct field_correction c;
    struct page_refs page; /* the one that is replaced, or beside which is inserted */
    struct ingest_out out;
    struct intake_rows taken;
    struct page_replacement rescan;
    char *name;    /* owned: of the new file, escaped */
    char was[700]; /* for people */
};

/* The page as the operator counted it before, which insert may change. */
static enum ba_rc note_place(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct replace *r = ctx;

    (void)err;
    snprintf(r->was, sizeof(r->was), "sheet %" PRId64 " of %.300s, %.300s", row->seq, row->batch,
             row->file);
    return BA_OK;
}

static void release(struct replace *r)
{
    page_refs_free(&r->page);
    taken_free(&r->taken);
    ingest_out_free(&r->out);
    free(r->name);
}

static enum ba_rc one_page(struct replace *r, const char *word, struct ba_err *err)
{
    struct page_filter filter = { 0 };
    enum ba_rc rc = page_refs_add(&r->page, r->depot, word, err);

    if (rc == BA_OK && r->page.count != 1)
        rc = ba_fail(err, BA_FATAL, "USAGE", "\"%s\" names %zu pages; one is wanted", word,
                     r->page.count);
    if (rc != BA_OK)
        return rc;
    filter.page = r->page.ids[0];
    return page_each(r->depot->store, &filter, note_place, r, err);
}

/* The file becomes a master before a row speaks of it, as in any intake. */
static enum ba_rc take_file(struct replace *r, const char *path, struct ba_err *err)
{
    const char *base = strrchr(path, '/');
    struct value_lists lists = { 0 };
    struct ba_err ignored = BA_ERR_INIT;
    struct quality_settings profile;
    enum ba_rc rc = quality_settings_take(r->depot, &profile, err);

    if (rc == BA_OK && (r->name = ba_name_escape(base == NULL ? path : base + 1)) == NULL)
        rc = ba_fail_mem(err, "a file's name");
    if (rc == BA_OK)
        rc = taken_one(r->depot, path, &r->out, err);
    if (value_list_files_load(r->depot, &lists, &ignored) != BA_OK)
        export_lists_free(&lists);
    if (rc == BA_OK)
        rc = taken_pages(&r->out, &profile, &lists, &r->taken, err);
    export_lists_free(&lists);
    r->rescan = (struct page_replacement){ .file = { .path = r->name,
                                                     .size = r->out.size,
                                                     .sha256 = r->out.sha256,
                                                     .frames = r->out.frame_count,
                                                     .reduced = r->taken.reduced },
                                           .extension = r->out.extension,
                                           .format = r->out.format,
                                           .pages = r->taken.pages,
                                           .count = r->taken.count };
    return rc;
}

static bool names_a_page(struct replace *r, const char *word, int64_t *id)
{
    struct ba_err ignored = BA_ERR_INIT;

    return access(word, F_OK) != 0 && page_ref_one(r->depot, word, id, &ignored) == BA_OK;
}

/* The scan that the page had before, taken from its master anew. */
static enum ba_rc undo_replace(struct replace *r, const struct correction *c, struct ba_err *err)
{
    struct page_history_scan was;
    const struct page_new *image = NULL;
    char *path = NULL;
    enum ba_rc rc = page_replaced_before(r->depot->store, r->page.ids[0], &was, err);

    if (rc == BA_OK && (path = depot_master_path(r->depot, was.sha256, was.extension)) == NULL)
        rc = ba_fail_mem(err, "a master");
    if (rc == BA_OK)
        rc = take_file(r, path, err);
    free(path);
    for (size_t i = 0; rc == BA_OK && i < r->taken.count; i++)
        if (r->taken.pages[i].frame == was.frame)
            image = &r->taken.pages[i];
    if (rc == BA_OK && image == NULL)
        rc = ba_fail(err, BA_FATAL, "MASTER_CHANGED",
                     "image %" PRIu32 " of master %s is not there any more; put the master back "
                     "from a backup",
                     was.frame, was.sha256);
    if (rc == BA_OK)
        rc = store_begin(r->depot->store, err);
    return rc == BA_OK ? page_replace_undo(r->depot->store, r->page.ids[0], image, c, err) : rc;
}

static enum ba_rc replace(struct replace *r, const char *with, const struct correction *c,
                          struct ba_err *err)
{
    int64_t other = 0;
    enum ba_rc rc = BA_OK;

    if (!names_a_page(r, with, &other))
        rc = take_file(r, with, err);
    if (rc == BA_OK)
        rc = store_begin(r->depot->store, err);
    if (rc != BA_OK)
        return rc;
    return other != 0 ? page_replace_by(r->depot->store, r->page.ids[0], other, c, err)
                      : page_replace(r->depot->store, r->page.ids[0], &r->rescan, c, err);
}

enum ba_rc cmd_replace(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct replace r = { .depot = depot };
    bool undo = false;
    const struct opt opts[] = {
        { "no-read", OPT_FLAG, &r.c.no_read }, { "undo", OPT_FLAG, &undo }, CORRECT_OPTS(r.c), { 0 }
    };
    struct correction c;
    const char *with = NULL;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 3, &words, &count, err);

    if (rc == BA_OK && (undo ? count != 1 : count == 1 || (count == 3 && strcmp(words[1], "with"))))
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "it is called as: bouwarchief replace PAGE with FILE, or: bouwarchief replace "
                     "PAGE --undo");
    if (rc == BA_OK && !undo)
        with = words[count - 1];
    c = correct_record(&r.c);
    if (rc == BA_OK)
        rc = one_page(&r, words[0], err);
    if (rc == BA_OK)
        rc = undo ? undo_replace(&r, &c, err) : replace(&r, with, &c, err);
    rc = correct_end(depot, &r.c, &r.page, true, rc, err);
    if (rc == BA_OK && r.c.json)
        rc = json_line(json_pack("{s:I, s:s?, s:b, s:b}", "page", (json_int_t)r.page.ids[0], "with",
                                 with, "undo", undo, "dry_run", r.c.dry_run),
                       err);
    else if (rc == BA_OK)
        printf("page %" PRId64 " (%s) %s the scan %s%s; what it was before is kept\n",
               r.page.ids[0], r.was, r.c.dry_run ? "would have" : "has",
               undo ? "that it had before" : with, undo ? " again" : "");
    release(&r);
    return rc;
}

struct insert {
    struct replace r;
    bool before, again, undo;
    bool there;   /* nothing to do */
    size_t count; /* pages put in or taken out */
};

/* The same file a second time is most often a mistake, or a command that was cut off. */
static enum ba_rc check_known(struct insert *in, const char *file, struct ba_err *err)
{
    const struct replace *r = &in->r;
    int64_t sheet = 0;
    enum ba_rc rc = page_insert_known(r->depot->store, r->page.ids[0], in->before, r->out.sha256,
                                      &sheet, &in->there, err);

    if (in->again)
        in->there = false;
    else if (rc == BA_OK && !in->there && sheet != 0)
        rc = ba_fail(err, BA_ITEM, "INSERT_AGAIN",
                     "%s is in the batch already, as sheet %" PRId64 "; nothing was changed. If it "
                     "is to be in it twice, say so with: --again",
                     file, sheet);
    return rc;
}

static enum ba_rc insert(struct insert *in, const char *file, const struct correction *c,
                         struct ba_err *err)
{
    struct store *s = in->r.depot->store;
    enum ba_rc rc = in->undo ? BA_OK : take_file(&in->r, file, err);

    if (rc == BA_OK && !in->undo)
        rc = check_known(in, file, err);
    if (rc == BA_OK)
        rc = store_begin(s, err);
    in->count = in->r.taken.count;
    if (rc != BA_OK || in->there)
        return rc;
    return in->undo ? page_insert_undo(s, in->r.page.ids[0], c, &in->count, err)
                    : page_insert(s, in->r.page.ids[0], in->before, &in->r.rescan, c, err);
}

static enum ba_rc tell_inserted(const struct insert *in, const char *file, struct ba_err *err)
{
    const struct replace *r = &in->r;
    const char *where = in->before ? "before" : "after", *s = in->count == 1 ? "" : "s";

    if (in->there)
        fprintf(stderr, "%s stands %s page %" PRId64 " (%s) already; nothing to do\n", file, where,
                r->page.ids[0], r->was);
    if (r->c.json)
        return json_line(json_pack("{s:s?, s:I, s:I, s:b, s:b, s:b}", "file", file, "pages",
                                   (json_int_t)(in->there ? 0 : in->count),
                                   in->undo ? "page" : where, (json_int_t)r->page.ids[0], "undo",
                                   in->undo, "changed", !in->there && !r->c.dry_run, "dry_run",
                                   r->c.dry_run),
                         err);
    if (in->undo)
        printf("%zu page%s that came with page %" PRId64 " (%s) %s taken out again; the scan is "
               "kept\n",
               in->count, s, r->page.ids[0], r->was,
               r->c.dry_run     ? "would be"
               : in->count == 1 ? "is"
                                : "are");
    else if (!in->there)
        printf("%zu page%s of %s %s %s page %" PRId64 " (%s); the sheets behind it count on\n",
               in->count, s, file,
               r->c.dry_run     ? "would come"
               : in->count == 1 ? "is"
                                : "are",
               where, r->page.ids[0], r->was);
    return BA_OK;
}

enum ba_rc cmd_insert(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct insert in = { .r = { .depot = depot } };
    const struct opt opts[] = { { "no-read", OPT_FLAG, &in.r.c.no_read },
                                { "again", OPT_FLAG, &in.again },
                                { "undo", OPT_FLAG, &in.undo },
                                CORRECT_OPTS(in.r.c),
                                { 0 } };
    struct correction c;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 3, &words, &count, err);

    if (rc == BA_OK && !in.undo && count == 3)
        in.before = strcmp(words[1], "before") == 0;
    if (rc == BA_OK &&
        (in.undo ? count != 1 : count != 3 || (!in.before && strcmp(words[1], "after") != 0)))
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "it is called as: bouwarchief insert FILE after|before PAGE, or: bouwarchief "
                     "insert PAGE --undo");
    c = correct_record(&in.r.c);
    if (rc == BA_OK)
        rc = one_page(&in.r, words[in.undo ? 0 : 2], err);
    if (rc == BA_OK)
        rc = insert(&in, words[0], &c, err);
    rc = correct_end(depot, &in.r.c, &in.r.page, true, rc, err);
    if (rc == BA_OK)
        rc = tell_inserted(&in, in.undo ? NULL : words[0], err);
    release(&in.r);
    return rc;
}
