#include "desk/clean.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/hash.h"
#include "index/records/package_source.h"

#define KEPT_IN "rejected/.masters"

/* masters/ab/cd/FILE */
enum { DEPTH = 2 };

struct names {
    char (*at)[BA_SHA256_HEX + 1];
    size_t count, cap;
};

struct cleaning {
    struct depot *depot;
    struct correction by;
    bool dry_run;
    clean_fn fn;
    void *ctx;
    struct names known; /* sorted */
    uint64_t files;
};

static BA_RC note_master(void *ctx, const char *sha256, const char *extension, struct ba_err *err)
{
    struct names *k = ctx;

    (void)extension;
    if (ba_grow(&k->at, &k->cap, k->count + 1, sizeof(*k->at)) != 0)
        return ba_fail_mem(err, "masters");
    memset(k->at[k->count], 0, sizeof(*k->at));
    memcpy(k->at[k->count++], sha256, strnlen(sha256, BA_SHA256_HEX));
    return BA_OK;
}

static int by_name(const void *a, const void *b)
{
    return strncmp(a, b, BA_SHA256_HEX);
}

static bool is_known(const struct cleaning *c, const char *name)
{
    return strlen(name) > BA_SHA256_HEX &&
           bsearch(name, c->known.at, c->known.count, sizeof(*c->known.at), by_name) != NULL;
}

/* The name of its new place is free: two files of one name have the same hash in it. */
static BA_RC set_aside(struct cleaning *c, const char *path, const char *name, struct ba_err *err)
{
    const char *file = path + strlen(c->depot->folder) + 1;
    char *kept = ba_strf(KEPT_IN "/%s", name);
    char *to = kept != NULL ? ba_path_join(c->depot->folder, kept) : NULL;
    enum ba_rc rc = to == NULL ? ba_fail_mem(err, "a name") : BA_OK;

    if (rc == BA_OK && !c->dry_run)
        rc = ba_file_move(path, to, err);
    if (rc == BA_OK && !c->dry_run)
        rc = store_audit(c->depot->store, c->by.who, "clean", file, c->by.reason, kept, err);
    if (rc == BA_OK) {
        c->files++;
        rc = c->fn(c->ctx, file, kept, err);
    }
    free(kept);
    free(to);
    return rc;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static BA_RC clean_folder(struct cleaning *c, const char *folder, int depth, struct ba_err *err)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, skip_dots, alphasort);
    enum ba_rc rc = BA_OK;

    for (int i = 0; i < n; i++) {
        char *path = ba_path_join(folder, names[i]->d_name);

        if (rc == BA_OK && path == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (rc == BA_OK && depth < DEPTH && ba_is_dir(path))
            rc = clean_folder(c, path, depth + 1, err);
        else if (rc == BA_OK && !is_known(c, names[i]->d_name))
            rc = set_aside(c, path, names[i]->d_name, err);
        free(path);
        free(names[i]);
    }
    free(names);
    return rc;
}

BA_RC clean_masters(struct depot *depot, const struct decision *by, clean_fn fn, void *ctx,
                    uint64_t *files, struct ba_err *err)
{
    struct cleaning c = {
        .depot = depot, .by = decision_record(by), .dry_run = by->dry_run, .fn = fn, .ctx = ctx
    };
    char *masters = depot_path(depot, "masters");
    enum ba_rc rc = masters == NULL ? ba_fail_mem(err, "masters") : BA_OK;

    if (rc == BA_OK)
        rc = master_each(depot->store, "", note_master, &c.known, err);
    if (rc == BA_OK && c.known.count > 1)
        qsort(c.known.at, c.known.count, sizeof(*c.known.at), by_name);
    if (rc == BA_OK && !by->dry_run)
        rc = ba_sweep_tmp(masters, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = clean_folder(&c, masters, 0, err);
    rc = decision_commit(depot, by, rc, err);
    *files = c.files;
    free(c.known.at);
    free(masters);
    return rc;
}
