#include "pipeline/shard/shard_merge.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "depot/stop_signal.h"
#include "index/records/page_image.h"
#include "pipeline/ocr_result.h"
#include "pipeline/shard/shard_result.h"
#include "pipeline/stage.h"

/* An attempt at work touches its folder with every page; no page takes nearly so long. */
#define DEAD_AFTER_S (24 * 60 * 60)

struct merging {
    struct depot *depot;
    bool dry_run;
    struct ba_messages *told;
    struct merged *m;
    struct shard_plan head;   /* mark of the depot */
    struct ocr_work readings; /* revs of here, by languages */
    struct stage_commits commits;
    const char *name;      /* of the file in hand */
    size_t refused_before; /* when it was begun */
};

/* ---- what is refused ---- */

static BA_RC refuse(struct merging *g, size_t line, const struct ba_err *why, struct ba_err *err)
{
    struct merged *m = g->m;
    struct merge_refusal *to;

    if (line > 0)
        ba_messages_printf(g->told, BA_REFUSED, why->code, "%s line %zu: %s", g->name, line,
                           why->msg);
    else
        ba_messages_printf(g->told, BA_REFUSED, why->code, "%s: %s", g->name, why->msg);
    if (ba_grow(&m->refused, &m->refused_cap, m->refused_count + 1, sizeof(*m->refused)) != 0)
        return ba_fail_mem(err, "results");
    to = &m->refused[m->refused_count++];
    *to = (struct merge_refusal){ .file = strdup(g->name), .line = line, .why = *why };
    return to->file == NULL ? ba_fail_mem(err, "results") : BA_OK;
}

void merged_free(struct merged *m)
{
    for (size_t i = 0; i < m->refused_count; i++)
        free(m->refused[i].file);
    free(m->refused);
    *m = (struct merged){ 0 };
}

/* ---- one result ---- */

static BA_RC check_file(struct merging *g, const struct shard_result *r, const char *suffix,
                        const char *want, struct ba_err *err)
{
    char *path = depot_derived_path(g->depot, false, r->sha256, r->frame, r->rev, suffix);
    char *shown = depot_derived_path(g->depot, true, r->sha256, r->frame, r->rev, suffix);
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = path == NULL || shown == NULL ? ba_fail_mem(err, "result")
                                                  : ba_hash_file(path, BA_SHA256, hex, NULL, err);

    if (rc == BA_ITEM)
        rc = ba_fail(err, BA_ITEM, "MERGE_RESULT_MISSING",
                     "%s is not there or cannot be read; the page goes on waiting: run the shard "
                     "again",
                     shown);
    else if (rc == BA_OK && strcmp(hex, want) != 0)
        rc = ba_fail(err, BA_ITEM, "MERGE_RESULT_CHANGED",
                     "%s has other bytes than the shard wrote; the page goes on waiting: run the "
                     "shard again, and check disk and network when it stays",
                     shown);
    free(path);
    free(shown);
    return rc;
}

/* Is there something in this result that the page does not have yet? */
static bool is_news(const struct page_image *p, const struct shard_result *r)
{
    bool read = p->state == PAGE_TEXT || p->state == PAGE_DRAWING || p->state == PAGE_BLANK;

    if (strcmp(p->rev, r->rev) != 0 || p->state == PAGE_WAITING)
        return true;
    /* Of two attempts, one that read the page says more than one that failed. */
    return !read && p->state == PAGE_FAILED && r->failure.rc == BA_OK;
}

/*
 * Leaves in rows the pages that are to be read as this result was: neither separators nor dropped,
 * nor read in other languages. BA_ITEM when none is left.
 */
static BA_RC choose(struct merging *g, const struct shard_result *r, struct page_image *rows,
                    size_t *count, struct ba_err *err)
{
    size_t read = 0, kept = 0;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < *count; i++) {
        size_t reading = 0;

        if (rows[i].state == PAGE_SEPARATOR || rows[i].state == PAGE_DROPPED)
            continue;
        read++;
        rc = ocr_pages_reading(g->depot, &g->readings, rows[i].languages, &reading, err);
        if (rc == BA_OK && strcmp(g->readings.readings[reading].rev, r->rev) == 0)
            rows[kept++] = rows[i];
    }
    *count = kept;
    if (rc == BA_OK && read == 0)
        rc = ba_fail(
            err, BA_ITEM, "MERGE_PAGE_GONE",
            "no page of this depot that is read has image %u of %.12s...: it was "
            "withdrawn, replaced, dropped or made a separator since, or the file is of another "
            "depot",
            r->frame, r->sha256);
    else if (rc == BA_OK && kept == 0)
        rc = ba_fail(err, BA_ITEM, "MERGE_OTHER_REV",
                     "image %u of %.12s... was read with other settings, languages or programs "
                     "(rev %s) than hold here; the page goes on waiting: bouwarchief ocr --plan, "
                     "then run the shards again",
                     r->frame, r->sha256, r->rev);
    return rc;
}

static BA_RC store_row(struct merging *g, const struct page_image *p, const struct shard_result *r,
                       struct ba_err *err)
{
    struct page_result row = ocr_result_row(&r->out, &r->failure, r->rev);
    enum ba_rc rc = BA_OK;

    row.page = p->page;
    row.languages = *p->languages != '\0' ? p->languages : g->depot->config.ocr_languages;
    if (!g->dry_run)
        rc = stage_commit_begin(&g->commits, err);
    if (rc == BA_OK && !g->dry_run)
        rc = page_finish(g->depot->store, &row, err);
    if (rc == BA_OK && !g->dry_run)
        rc = stage_commit_row(&g->commits, err);
    g->m->read += rc == BA_OK && row.state != PAGE_FAILED;
    g->m->failed += rc == BA_OK && row.state == PAGE_FAILED;
    return rc;
}

static BA_RC take_result(struct merging *g, const struct shard_result *r, struct ba_err *err)
{
    struct page_image *rows = NULL;
    size_t count = 0, news = 0;
    enum ba_rc rc = page_image_find(g->depot->store, r->sha256, r->frame, &rows, &count, err);

    if (rc == BA_OK)
        rc = choose(g, r, rows, &count, err);
    for (size_t i = 0; i < count; i++)
        news += is_news(&rows[i], r);
    if (rc == BA_OK && news > 0 && r->failure.rc == BA_OK)
        rc = check_file(g, r, "alto.xml", r->alto, err);
    if (rc == BA_OK && news > 0 && r->failure.rc == BA_OK)
        rc = check_file(g, r, "txt", r->text, err);
    for (size_t i = 0; rc == BA_OK && i < count; i++)
        if (is_news(&rows[i], r))
            rc = store_row(g, &rows[i], r, err);
    g->m->before += rc == BA_OK && news == 0;
    free(rows);
    return rc;
}

/* ---- one file ---- */

static BA_RC take_lines(struct merging *g, struct jsonl *j, struct ba_err *err)
{
    bool more = true;
    enum ba_rc rc = BA_OK;

    while (rc == BA_OK && more) {
        struct ba_err why = BA_ERR_INIT;
        struct shard_result r;

        rc = stop_signal_check(err);
        if (rc != BA_OK)
            break;
        rc = shard_results_next(j, &r, &more, &why);
        if (rc == BA_OK && more)
            rc = take_result(g, &r, &why);
        if (rc == BA_ITEM)
            rc = refuse(g, j->line, &why, err);
        else if (rc != BA_OK)
            *err = why;
    }
    return rc;
}

static BA_RC read_file(struct merging *g, const char *path, struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    struct jsonl j = { 0 };
    struct shard_head head;
    enum ba_rc rc = shard_results_open(&j, path, &head, &why), rc2;

    if (rc == BA_OK && strcmp(head.depot, g->head.depot) != 0)
        rc = ba_fail(&why, BA_ITEM, "MERGE_OTHER_DEPOT",
                     "its results are of another depot, or older than the list of this one; none "
                     "of them was taken in");
    if (rc == BA_OK)
        rc = take_lines(g, &j, err);
    else if (rc == BA_ITEM)
        rc = refuse(g, j.line, &why, err);
    else
        *err = why;
    jsonl_close(&j);
    if (!g->dry_run) {
        struct ba_err commit_err = BA_ERR_INIT;

        rc2 = stage_commit_end(&g->commits, &commit_err);
        if (rc == BA_OK && rc2 != BA_OK)
            *err = commit_err;
        rc = ba_worst(rc, rc2);
    }
    return rc;
}

/* "<folder>/<name less its suffix><suffix>" */
static char *with_suffix(const char *folder, const char *name, const char *suffix)
{
    return ba_strf("%s/%.*s%s", folder, (int)(strrchr(name, '.') - name), name, suffix);
}

static BA_RC rename_file(const char *from, const char *to, struct ba_err *err)
{
    return strcmp(from, to) == 0 ? BA_OK : ba_file_move(from, to, err);
}

/*
 * Takes hold of a file by its name, so that a shard that is still at work writes a new one in
 * its place; when it is done with, it goes.
 */
static BA_RC take_file(struct merging *g, const char *folder, const char *name, struct ba_err *err)
{
    char *path = ba_path_join(folder, name), *held = with_suffix(folder, name, SHARD_HELD);
    char *aside = with_suffix(folder, name, SHARD_REFUSED);
    enum ba_rc rc =
        path == NULL || held == NULL || aside == NULL ? ba_fail_mem(err, "results") : BA_OK;

    g->name = name;
    g->refused_before = g->m->refused_count;
    if (rc == BA_OK && !g->dry_run)
        rc = rename_file(path, held, err);
    if (rc == BA_OK)
        rc = read_file(g, g->dry_run ? path : held, err);
    g->m->files += rc == BA_OK;
    if (rc == BA_OK && !g->dry_run && g->m->refused_count > g->refused_before)
        rc = ba_file_move(held, aside, err);
    else if (rc == BA_OK && !g->dry_run && unlink(held) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot be removed", held);
    free(path);
    free(held);
    free(aside);
    return rc;
}

/* What a killed merge still held comes first: a fresh file of that name must not take its place. */
static BA_RC take_files(struct merging *g, const struct shard_files *files, const char *suffix,
                        struct ba_err *err)
{
    char *folder = shard_path(g->depot, "results");
    enum ba_rc rc = folder == NULL ? ba_fail_mem(err, "results") : BA_OK;

    for (size_t i = 0; rc == BA_OK && i < files->count; i++)
        if (strcmp(strrchr(files->names[i], '.'), suffix) == 0)
            rc = take_file(g, folder, files->names[i], err);
    free(folder);
    return rc;
}

/* Unfinished files of attempts that were killed. Nobody looks at them, so trouble here is none. */
static void sweep_scratch(const struct depot *depot)
{
    struct ba_err ignored = BA_ERR_INIT;
    char *folder = shard_path(depot, "scratch");
    DIR *d = folder == NULL ? NULL : opendir(folder);
    const struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL) {
        char *path = e->d_name[0] == '.' ? NULL : ba_path_join(folder, e->d_name);
        struct stat st;

        if (path != NULL && lstat(path, &st) == 0 && time(NULL) - st.st_mtime > DEAD_AFTER_S)
            ba_ignore(ba_remove_tree(path, &ignored), "the next merge tries again");
        free(path);
    }
    if (d != NULL)
        closedir(d);
    free(folder);
}

/* Refusals go before pages that failed: they are the news. */
static BA_RC judge(const struct merged *m, struct ba_err *err)
{
    if (m->refused_count > 0)
        return ba_fail(err, BA_ITEM, "MERGE_REFUSED",
                       "%zu %s refused and named above; the files that hold them are kept in "
                       "work/shards/results as .refused, their pages go on waiting",
                       m->refused_count, m->refused_count == 1 ? "result was" : "results were");
    if (m->files == 0 && m->left > 0)
        return ba_fail(err, BA_FATAL, "MERGE_NOTHING",
                       "there is nothing to merge, and %zu %s to be read; start the shards: "
                       "bouwarchief ocr --shard K/N",
                       m->left, m->left == 1 ? "image has still" : "images have still");
    return BA_OK;
}

BA_RC shard_merge(struct depot *depot, bool dry_run, struct ba_messages *told, struct merged *m,
                  struct ba_err *err)
{
    struct merging g = { .depot = depot,
                         .dry_run = dry_run,
                         .told = told,
                         .m = m,
                         .commits = { .store = depot->store } };
    struct shard_files files = { 0 };
    struct shard_plan plan = { 0 };
    bool there = false;
    enum ba_rc rc = shard_plan_head(depot, &g.head, &there, err);

    if (rc == BA_OK)
        rc = shard_files_list(depot, "", &files, err);
    if (rc == BA_OK)
        rc = take_files(&g, &files, SHARD_HELD, err);
    if (rc == BA_OK)
        rc = take_files(&g, &files, SHARD_FRESH, err);
    if (rc == BA_OK && !dry_run)
        rc = shard_plan_write(depot, &plan, err);
    m->left = dry_run ? g.head.left : plan.left;
    m->whole = rc == BA_OK;
    if (rc == BA_OK && !dry_run)
        sweep_scratch(depot);
    if (rc == BA_OK)
        rc = judge(m, err);
    shard_plan_free(&plan);
    ocr_pages_free(&g.readings);
    shard_files_free(&files);
    return rc;
}
