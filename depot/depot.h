/*
 * depot.h - an open depot: its folder, settings, lock and database; and what lies where in it.
 */
#ifndef BA_DEPOT_DEPOT_H
#define BA_DEPOT_DEPOT_H

#include <stdbool.h>

#include "config/config.h"
#include "core/err.h"
#include "core/lock.h"
#include "core/progress.h"
#include "index/db/store.h"

/* Name in the store of the archive that [archive] of the settings describes: none, so that dossiers
 * stay in it when its identity is put in later. */
#define APP_OWN_ARCHIVE ""

/* What depot_open makes ready. */
enum depot_needs {
    NEED_CONFIG = 1 << 0, /* bouwarchief.conf of the depot */
    NEED_STORE = 1 << 1,  /* index.db for reading */
    NEED_WRITE = 1 << 2,  /* index.db for writing, under the depot's lock */
};

struct depot {
    const char *exe;           /* path of this program, for starting workers */
    const char *folder;        /* of the depot, as given or "." */
    bool folder_given;         /* by -C or $BOUWARCHIEF_DEPOT */
    const char *folder_option; /* as -C named it, NULL: it did not */
    struct config config;
    struct store *store; /* NULL when the command does not need it */
    struct ba_lock lock;
    const struct progress_watcher *watcher; /* of long work on this depot; NULL: nobody */
};

/* Opens what is asked and not open yet. Errors of config_read, store_open, ba_lock_take. */
BA_RC depot_open(struct depot *depot, unsigned needs, struct ba_err *err);
/* Lets go of database and lock, so that others may write; depot_open takes them again. */
void depot_release(struct depot *depot);
void depot_close(struct depot *depot);
/* depot/name in new memory, NULL when out of memory. */
char *depot_path(const struct depot *depot, const char *name);
/* depot/derived/ab/cd/<sha256>-<frame>/<rev>.<suffix> ("alto.xml", "txt"); relative to the depot
 * when relative is true. New memory. */
char *depot_derived_path(const struct depot *depot, bool relative, const char *sha256,
                         unsigned frame, const char *rev, const char *suffix);
/* depot/masters/ab/cd/<sha256>.<ext>. New memory. */
char *depot_master_path(const struct depot *depot, const char *sha256, const char *extension);

#endif
