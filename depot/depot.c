/* What a command finds prepared: the depot, its settings, its lock and its database. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "core/file.h"

char *depot_path(const struct depot *app, const char *name)
{
    return ba_path_join(app->depot, name);
}

char *depot_derived_path(const struct depot *app, bool relative, const char *sha256, unsigned frame,
                         const char *rev, const char *suffix)
{
    return ba_strf("%s%sderived/%.2s/%.2s/%s-%u/%s.%s", relative ? "" : app->depot,
                   relative ? "" : "/", sha256, sha256 + 2, sha256, frame, rev, suffix);
}

char *depot_master_path(const struct depot *app, const char *sha256, const char *extension)
{
    return ba_strf("%s/masters/%.2s/%.2s/%s.%s", app->depot, sha256, sha256 + 2, sha256, extension);
}

static enum ba_rc open_config(struct depot *app, struct ba_err *err)
{
    char *path;
    enum ba_rc rc;

    if (app->config.archive_id != NULL)
        return BA_OK;
    path = depot_path(app, "bouwarchief.conf");
    rc = path == NULL ? ba_fail_mem(err, "settings") : config_init(&app->config, err);
    if (rc == BA_OK && !ba_is_dir(app->depot))
        rc =
            ba_fail(err, BA_FATAL, "NOT_A_DEPOT",
                    "%s: no such folder; name the depot with -C DIR, or make one with: bouwarchief "
                    "init DIR",
                    app->depot);
    if (rc == BA_OK) {
        int fd = ba_open_regular(path);

        if (fd < 0)
            rc =
                ba_fail(err, BA_FATAL, "NOT_A_DEPOT",
                        "%s holds no depot (no bouwarchief.conf); name it with -C DIR, or make one "
                        "with: bouwarchief init DIR",
                        app->depot);
        else
            close(fd);
    }
    if (rc == BA_OK)
        rc = config_read(&app->config, path, err);
    free(path);
    return rc;
}

static enum ba_rc open_store(struct depot *app, bool writing, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char *lock = NULL, *db = NULL;

    if (app->store != NULL)
        return BA_OK;
    lock = depot_path(app, "lock");
    db = depot_path(app, "index.db");
    if (lock == NULL || db == NULL)
        rc = ba_fail_mem(err, "depot");
    if (rc == BA_OK && writing)
        rc = ba_lock_take(&app->lock, lock, err);
    if (rc == BA_OK)
        rc = store_open(db, writing ? STORE_WRITE : STORE_READ, &app->store, err);
    free(lock);
    free(db);
    return rc;
}

enum ba_rc depot_open(struct depot *app, unsigned needs, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (needs & (NEED_CONFIG | NEED_STORE | NEED_WRITE))
        rc = open_config(app, err);
    if (rc == BA_OK && (needs & (NEED_STORE | NEED_WRITE)))
        rc = open_store(app, (needs & NEED_WRITE) != 0, err);
    return rc;
}

void depot_release(struct depot *app)
{
    store_close(app->store);
    app->store = NULL;
    ba_lock_release(&app->lock);
}

void depot_close(struct depot *app)
{
    depot_release(app);
    config_free(&app->config);
}
