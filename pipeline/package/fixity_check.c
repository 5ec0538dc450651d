#include "pipeline/package/fixity_check.h"
#include "pipeline/derived_files.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/hash.h"
#include "core/progress.h"
#include "index/records/batch.h"
#include "index/records/package_source.h"
#include "index/records/page.h"

struct master {
    char sha256[BA_SHA256_HEX + 1], extension[8];
};

struct depot_run {
    struct depot *depot;
    void (*fn)(void *ctx, const char *code, const char *path, const char *message);
    void *ctx;
    struct depot_counts *counts;
    struct master *masters; /* sorted by hash, each once, after collect() */
    size_t count, cap;
    struct progress progress;
};

BA_PRINTF(4, 5)
static void differs(struct depot_run *r, const char *code, const char *path, const char *fmt, ...)
{
    char text[400];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    r->counts->differences++;
    r->fn(r->ctx, code, path, text);
}

static void check_derived(struct depot_run *r, const struct page_row *row)
{
    char *path = depot_derived_path(r->depot, true, row->sha256, row->frame, row->rev, "alto.xml");
    enum derived_state state = derived_files_check(r->depot, row);

    r->counts->derived += 2;
    if (state != DERIVED_WHOLE)
        differs(r, state == DERIVED_MISSING ? "DEPOT_DERIVED_MISSING" : "DEPOT_DERIVED_CHANGED",
                path != NULL ? path : "",
                "%s (page %lld); make it again with: bouwarchief retry "
                "--missing, then ocr and index",
                state == DERIVED_MISSING ? "it or the text beside it is gone"
                                         : "it or the text beside it is not what was read",
                (long long)row->id);
    free(path);
}

static BA_RC add_master(struct depot_run *r, const char *sha256, const char *extension,
                        struct ba_err *err)
{
    struct master *m;

    if (ba_grow(&r->masters, &r->cap, r->count + 1, sizeof(*r->masters)) != 0)
        return ba_fail_mem(err, "masters");
    m = &r->masters[r->count++];
    snprintf(m->sha256, sizeof(m->sha256), "%s", sha256);
    snprintf(m->extension, sizeof(m->extension), "%s", extension);
    return BA_OK;
}

static BA_RC take_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct depot_run *r = ctx;
    enum ba_rc rc = add_master(r, row->sha256, row->extension, err);

    if (rc == BA_OK && *row->rev != '\0' &&
        (row->state == PAGE_TEXT || row->state == PAGE_DRAWING || row->state == PAGE_BLANK))
        check_derived(r, row);
    return rc;
}

static BA_RC take_master(void *ctx, const char *sha256, const char *extension, struct ba_err *err)
{
    return add_master(ctx, sha256, extension, err);
}

static int by_hash(const void *a, const void *b)
{
    return strcmp(((const struct master *)a)->sha256, ((const struct master *)b)->sha256);
}

static BA_RC collect(struct depot_run *r, const char *since, struct ba_err *err)
{
    struct page_filter all = { 0 };
    size_t n = 0;
    enum ba_rc rc = since != NULL ? BA_OK : page_each(r->depot->store, &all, take_page, r, err);

    /* Those of replaced pages and withdrawn batches too: they are kept. */
    if (rc == BA_OK)
        rc = master_each(r->depot->store, since != NULL ? since : "", take_master, r, err);
    if (rc != BA_OK || r->count == 0)
        return rc;
    qsort(r->masters, r->count, sizeof(*r->masters), by_hash);
    for (size_t i = 1; i < r->count; i++)
        if (by_hash(&r->masters[i], &r->masters[n]) != 0)
            r->masters[++n] = r->masters[i];
    r->count = n + 1;
    return BA_OK;
}

static BA_RC check_master(struct depot_run *r, const struct master *m, struct ba_err *err)
{
    char *path = depot_master_path(r->depot, m->sha256, m->extension), hex[BA_HASH_HEX_MAX + 1];
    struct ba_err why = BA_ERR_INIT;
    uint64_t size = 0;

    if (path == NULL)
        return ba_fail_mem(err, "a name");
    r->counts->masters++;
    if (ba_hash_file(path, BA_SHA256, hex, &size, &why) ==
        BA_RETRY) { /* the disk, not the master */
        free(path);
        *err = why;
        return err->rc;
    }
    if (why.rc != BA_OK)
        differs(r, "DEPOT_MASTER_MISSING", path + strlen(r->depot->folder) + 1,
                "cannot be read: restore it from a backup, or deliver it again");
    else if (strcmp(hex, m->sha256) != 0)
        differs(r, "DEPOT_MASTER_CHANGED", path + strlen(r->depot->folder) + 1,
                "has changed since it arrived (now %.16s...): restore it from a backup", hex);
    r->counts->bytes += size;
    free(path);
    return BA_OK;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

/* Files below masters/ (two levels of folders) that no page came from. */
static BA_RC check_listed(struct depot_run *r, const char *folder, int depth, struct ba_err *err)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, skip_dots, alphasort);
    enum ba_rc rc = BA_OK;

    for (int i = 0; i < n; i++) {
        char *path = ba_path_join(folder, names[i]->d_name);
        struct master key = { .sha256 = "" };

        snprintf(key.sha256, sizeof(key.sha256), "%.64s", names[i]->d_name);
        if (path == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (rc == BA_OK && depth < 2 && ba_is_dir(path))
            rc = check_listed(r, path, depth + 1, err);
        else if (rc == BA_OK && (r->count == 0 ||
                                 bsearch(&key, r->masters, r->count, sizeof(key), by_hash) == NULL))
            differs(r, "DEPOT_UNLISTED", path + strlen(r->depot->folder) + 1,
                    "is no master of any page; a killed run may have left it: take its batch in "
                    "again, or "
                    "set it aside with: bouwarchief clean");
        free(path);
        free(names[i]);
    }
    free(names);
    return rc;
}

static BA_RC check_ledger(struct depot_run *r, struct ba_err *err)
{
    struct batch_totals l;
    enum ba_rc rc = batch_totals_read(r->depot->store, 0, &l, err);

    if (rc == BA_OK && !l.holds)
        differs(r, "LEDGER_BROKEN", "index.db",
                "the sums of files, frames and pages do not agree; see "
                "bouwarchief status");
    return rc;
}

BA_RC verify_depot(struct depot *depot, const char *since,
                   void (*fn)(void *ctx, const char *code, const char *path, const char *message),
                   void *ctx, struct depot_counts *counts, struct ba_err *err)
{
    struct depot_run r = { .depot = depot, .fn = fn, .ctx = ctx, .counts = counts };
    char *folder = depot_path(depot, "masters");
    enum ba_rc rc = folder == NULL ? ba_fail_mem(err, "a name") : collect(&r, since, err);

    if (rc == BA_OK)
        progress_start(&r.progress, depot->watcher, "reading masters", "masters", r.count);
    for (size_t i = 0; rc == BA_OK && i < r.count; i++) {
        rc = check_master(&r, &r.masters[i], err);
        r.progress.done = i + 1;
        progress_tick(&r.progress);
    }
    if (rc == BA_OK) {
        progress_end(&r.progress);
        rc = since != NULL ? BA_OK : check_listed(&r, folder, 0, err);
    }
    if (rc == BA_OK)
        rc = check_ledger(&r, err);
    if (rc == BA_OK && counts->differences > 0)
        rc = ba_fail(err, BA_ITEM, "VERIFY_DIFFERS", "%s: %llu differences, above", depot->folder,
                     (unsigned long long)counts->differences);
    else if (rc == BA_OK && counts->masters == 0)
        rc = ba_fail(err, BA_ITEM, "VERIFY_NOTHING", "%s holds no masters%s%s: nothing was checked",
                     depot->folder, since != NULL ? " taken in since " : "",
                     since != NULL ? since : "");
    free(r.masters);
    free(folder);
    return rc;
}
