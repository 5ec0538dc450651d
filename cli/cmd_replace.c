/*
 * replace, insert: a sheet that was scanned again, sheets that had been left out.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/correct.h"
#include "cli/json_page.h"
#include "cli/lists.h"
#include "cli/taken.h"
#include "core/utf8.h"
#include "index/page.h"
#include "index/rescan.h"

struct replace {
    struct app *app;
    struct correct_opts c;
    struct page_refs page; /* the one that is replaced, or beside which is inserted */
    struct ingest_out out;
    struct taken taken;
    struct rescan rescan;
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
    enum ba_rc rc = page_refs_add(&r->page, r->app, word, err);

    if (rc == BA_OK && r->page.count != 1)
        rc = ba_fail(err, BA_FATAL, "USAGE", "\"%s\" names %zu pages; one is wanted", word,
                     r->page.count);
    if (rc != BA_OK)
        return rc;
    filter.page = r->page.ids[0];
    return page_each(r->app->store, &filter, note_place, r, err);
}

/* The file becomes a master before a row speaks of it, as in any intake. */
static enum ba_rc take_file(struct replace *r, const char *path, struct ba_err *err)
{
    const char *base = strrchr(path, '/');
    struct export_lists lists = { 0 };
    struct ba_err ignored = BA_ERR_INIT;
    struct profile profile;
    enum ba_rc rc = profile_take(r->app, &profile, err);

    if (rc == BA_OK && (r->name = ba_name_escape(base == NULL ? path : base + 1)) == NULL)
        rc = ba_fail_mem(err, "a file's name");
    if (rc == BA_OK)
        rc = taken_one(r->app, path, &r->out, err);
    if (lists_load(r->app, &lists, &ignored) != BA_OK)
        export_lists_free(&lists);
    if (rc == BA_OK)
        rc = taken_pages(&r->out, &profile, &lists, &r->taken, err);
    export_lists_free(&lists);
    r->rescan = (struct rescan){ .file = { .path = r->name,
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

    return access(word, F_OK) != 0 && page_ref_one(r->app, word, id, &ignored) == BA_OK;
}

enum ba_rc cmd_replace(struct app *app, int argc, char **argv, struct ba_err *err)
{
    struct replace r = { .app = app };
    const struct opt opts[] = { { "no-read", OPT_FLAG, &r.c.no_read }, CORRECT_OPTS(r.c), { 0 } };
    struct correction c;
    const char *with = NULL;
    char **words;
    int count;
    int64_t other = 0;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 3, &words, &count, err);

    if (rc == BA_OK && count == 3 && strcmp(words[1], "with") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE", "it is called as: bouwarchief replace PAGE with FILE");
    if (rc == BA_OK)
        with = words[count - 1];
    c = correct_record(&r.c);
    if (rc == BA_OK)
        rc = one_page(&r, words[0], err);
    if (rc == BA_OK && !names_a_page(&r, with, &other))
        rc = take_file(&r, with, err);
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = other != 0 ? page_replace_by(app->store, r.page.ids[0], other, &c, err)
                        : page_replace(app->store, r.page.ids[0], &r.rescan, &c, err);
    rc = correct_end(app, &r.c, &r.page, true, rc, err);
    if (rc == BA_OK && r.c.json)
        rc = json_line(json_pack("{s:I, s:s, s:b}", "page", (json_int_t)r.page.ids[0], "with", with,
                                 "dry_run", r.c.dry_run),
                       err);
    else if (rc == BA_OK)
        printf("page %" PRId64 " (%s) %s the scan %s; what it was before is kept\n", r.page.ids[0],
               r.was, r.c.dry_run ? "would have" : "has", with);
    release(&r);
    return rc;
}

enum ba_rc cmd_insert(struct app *app, int argc, char **argv, struct ba_err *err)
{
    struct replace r = { .app = app };
    const struct opt opts[] = { { "no-read", OPT_FLAG, &r.c.no_read }, CORRECT_OPTS(r.c), { 0 } };
    struct correction c;
    bool before = false;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 3, 3, &words, &count, err);

    if (rc == BA_OK)
        before = strcmp(words[1], "before") == 0;
    if (rc == BA_OK && !before && strcmp(words[1], "after") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "it is called as: bouwarchief insert FILE after|before PAGE");
    c = correct_record(&r.c);
    if (rc == BA_OK)
        rc = one_page(&r, words[2], err);
    if (rc == BA_OK)
        rc = take_file(&r, words[0], err);
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = page_insert(app->store, r.page.ids[0], before, &r.rescan, &c, err);
    rc = correct_end(app, &r.c, &r.page, true, rc, err);
    if (rc == BA_OK && r.c.json)
        rc = json_line(json_pack("{s:s, s:I, s:s, s:I, s:b}", "file", words[0], "pages",
                                 (json_int_t)r.taken.count, words[1], (json_int_t)r.page.ids[0],
                                 "dry_run", r.c.dry_run),
                       err);
    else if (rc == BA_OK)
        printf("%zu %s of %s %s %s page %" PRId64 " (%s); the sheets behind it count on\n",
               r.taken.count, r.taken.count == 1 ? "page" : "pages", words[0],
               r.c.dry_run ? "would come" : "are", words[1], r.page.ids[0], r.was);
    release(&r);
    return rc;
}
