/* What a command finds prepared: the depot, its settings, its lock and its database. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/file.h"
#include "depot/depot.h"

char *depot_path(const struct depot *depot, const char *name)
{
    return ba_path_join(depot->folder, name);
}

char *depot_derived_path(const struct depot *depot, bool relative, const char *sha256,
                         unsigned frame, const char *rev, const char *suffix)
{
    char *tail = ba_strf("-%u/%s.%s", frame, rev, suffix), *path = NULL;
    char *folder = relative ? strdup("derived") : depot_path(depot, "derived");

    if (tail != NULL && folder != NULL)
        path = ba_path_of_content(folder, sha256, tail);
    free(folder);
    free(tail);
    return path;
}

char *depot_master_path(const struct depot *depot, const char *sha256, const char *extension)
{
    char *folder = depot_path(depot, "masters");
    char *path = folder != NULL ? ba_path_of_master(folder, sha256, extension) : NULL;

    free(folder);
    return path;
}

static BA_RC open_config(struct depot *depot, struct ba_err *err)
{
    char *path;
    enum ba_rc rc;

    if (depot->config.archive_id != NULL)
        return BA_OK;
    path = depot_path(depot, "bouwarchief.conf");
    rc = path == NULL ? ba_fail_mem(err, "settings") : config_init(&depot->config, err);
    if (rc == BA_OK && !ba_is_dir(depot->folder))
        rc =
            ba_fail(err, BA_FATAL, "NOT_A_DEPOT",
                    "%s: no such folder; name the depot with -C DIR, or make one with: bouwarchief "
                    "init DIR",
                    depot->folder);
    if (rc == BA_OK) {
        int fd = ba_open_regular(path);

        if (fd < 0)
            rc =
                ba_fail(err, BA_FATAL, "NOT_A_DEPOT",
                        "%s holds no depot (no bouwarchief.conf); name it with -C DIR, or make one "
                        "with: bouwarchief init DIR",
                        depot->folder);
        else
            close(fd);
    }
    if (rc == BA_OK)
        rc = config_read(&depot->config, path, err);
    if (rc == BA_OK && !ba_day_zone(depot->config.archive_timezone))
        rc = ba_fail(
            err, BA_FATAL, "CONFIG",
            "%s: archive.timezone = %s is no time zone that is known here; write one such as "
            "Europe/Amsterdam, or install tzdata",
            path, depot->config.archive_timezone);
    free(path);
    return rc;
}

static BA_RC open_store(struct depot *depot, bool writing, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char *lock = NULL, *db = NULL;

    if (depot->store != NULL)
        return BA_OK;
    lock = depot_path(depot, "lock");
    db = depot_path(depot, "index.db");
    if (lock == NULL || db == NULL)
        rc = ba_fail_mem(err, "depot");
    if (rc == BA_OK && writing)
        rc = ba_lock_take(&depot->lock, lock, err);
    if (rc == BA_OK)
        rc = store_open(db, writing ? STORE_WRITE : STORE_READ, &depot->store, err);
    free(lock);
    free(db);
    return rc;
}

BA_RC depot_open(struct depot *depot, unsigned needs, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (needs & (NEED_CONFIG | NEED_STORE | NEED_WRITE))
        rc = open_config(depot, err);
    if (rc == BA_OK && (needs & (NEED_STORE | NEED_WRITE)))
        rc = open_store(depot, (needs & NEED_WRITE) != 0, err);
    return rc;
}

void depot_release(struct depot *depot)
{
    store_close(depot->store);
    depot->store = NULL;
    ba_lock_release(&depot->lock);
}

void depot_close(struct depot *depot)
{
    depot_release(depot);
    config_free(&depot->config);
}
