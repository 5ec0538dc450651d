#include "depot/depot_create.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "index/records/batch.h"

static const char *const folders[] = { "masters",  "derived", "rejected",
                                       "packages", "reports", "work" };

static BA_RC write_config(struct depot *depot, struct ba_err *err)
{
    char *path = depot_path(depot, "bouwarchief.conf"), *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);
    enum ba_rc rc;

    if (path == NULL || f == NULL) {
        rc = ba_fail_mem(err, "settings");
    } else {
        config_write_sample(f);
        rc = fclose(f) != 0 ? ba_fail_mem(err, "settings")
                            : ba_file_replace(path, text, len, 0644, err);
        f = NULL;
    }
    if (f != NULL)
        fclose(f);
    free(text);
    free(path);
    return rc;
}

/* A depot is made in an empty or new folder only; what makes it one, the settings file, comes last.
 */
static BA_RC check_place(const char *dir, struct ba_err *err)
{
    char *conf = ba_path_join(dir, "bouwarchief.conf");
    enum ba_rc rc = BA_OK;

    if (conf == NULL)
        rc = ba_fail_mem(err, "init");
    else if (access(conf, F_OK) == 0)
        rc = ba_fail(err, BA_FATAL, "DEPOT_EXISTS",
                     "%s holds a depot already; choose another folder", dir);
    free(conf);
    return rc;
}

/* A database without settings is what an init leaves that was killed, if there is nothing in it. */
static BA_RC open_new_store(struct depot *depot, const char *db, struct ba_err *err)
{
    bool there = access(db, F_OK) == 0;
    enum ba_rc rc = store_open(db, there ? STORE_WRITE : STORE_CREATE, &depot->store, err);
    struct batch_totals l = { 0 };

    if (rc == BA_OK && there)
        rc = batch_totals_read(depot->store, 0, &l, err);
    if (rc == BA_OK && l.files > 0)
        rc = ba_fail(err, BA_FATAL, "DEPOT_EXISTS",
                     "%s holds a depot that has lost its settings; put its bouwarchief.conf back "
                     "from a backup, or choose another folder",
                     depot->folder);
    return rc;
}

static BA_RC make_folders(const struct depot *depot, struct ba_err *err)
{
    enum ba_rc rc = ba_mkdirs(depot->folder, err);

    for (size_t i = 0; rc == BA_OK && i < sizeof(folders) / sizeof(folders[0]); i++) {
        char *path = depot_path(depot, folders[i]);

        rc = path == NULL ? ba_fail_mem(err, "init") : ba_mkdirs(path, err);
        free(path);
    }
    if (rc == BA_FATAL || rc == BA_ITEM) {
        char why[sizeof(err->msg)];

        snprintf(why, sizeof(why), "%s", err->msg);
        rc = ba_fail(err, BA_FATAL, "DEPOT_CREATE", "%s", why);
    }
    return rc;
}

BA_RC depot_create(struct depot *depot, bool dry_run, struct ba_err *err)
{
    char *db;
    enum ba_rc rc = check_place(depot->folder, err);

    if (rc != BA_OK || dry_run)
        return rc;
    rc = make_folders(depot, err);
    if (rc != BA_OK)
        return rc;
    db = depot_path(depot, "index.db");
    rc = db == NULL ? ba_fail_mem(err, "init") : open_new_store(depot, db, err);
    if (rc == BA_OK)
        rc = write_config(depot, err);
    free(db);
    return rc;
}
