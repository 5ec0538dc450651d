/*
 * cmd.h - the commands of bouwarchief, one function and one file (cli/cmd_X.c) each.
 */
#ifndef BA_CLI_CMD_H
#define BA_CLI_CMD_H

#include <stdbool.h>

#include "config/config.h"
#include "core/err.h"
#include "core/lock.h"
#include "index/db/store.h"

/* Name in the store of the archive that [archive] of the settings describes: none, so that dossiers
 * stay in it when its identity is put in later. */
#define APP_OWN_ARCHIVE ""

/* What main() prepares before a command runs (depot_open). */
enum cmd_needs {
    NEED_CONFIG = 1 << 0, /* bouwarchief.conf of the depot */
    NEED_STORE = 1 << 1,  /* index.db for reading */
    NEED_WRITE = 1 << 2,  /* index.db for writing, under the depot's lock */
    CMD_HIDDEN = 1 << 3,  /* for the program itself; not in the usage */
    CMD_STOPS = 1 << 4,   /* a signal ends it in order, from the moment that it has the lock */
    CMD_WAITS = 1 << 5, /* a person's word: it waits a while for a depot that is being written to */
};

struct depot {
    const char *exe;          /* path of this program, for starting workers */
    const char *depot;        /* folder of the depot, as given or "." */
    bool depot_given;         /* by -C or $BOUWARCHIEF_DEPOT */
    const char *depot_option; /* as -C named it, NULL: it did not */
    struct config config;
    struct store *store; /* NULL when the command does not need it */
    struct ba_lock lock;
};

/*
 * argv[0] is the command's own name; -C DIR has been taken out. The class that comes back and
 * err->code decide the exit status (cli/exit_status.c); main() prints err->msg. stdout is for
 * results only.
 */
typedef enum ba_rc (*cmd_fn)(struct depot *app, int argc, char **argv, struct ba_err *err);

struct cmd {
    const char *name;
    cmd_fn run;
    unsigned needs;
    const char *args;    /* for the usage line */
    const char *summary; /* a few words */
    const char *help;    /* options, a line each; NULL: none */
};

extern const struct cmd cmd_table[]; /* ends with an empty row */
const struct cmd *cmd_find(const char *name);
/* The command whose name is nearest to name, NULL when none is near. */
const char *cmd_suggest(const char *name);

/* Opens what is asked and not open yet. Errors of config_read, store_open, ba_lock_take. */
enum ba_rc depot_open(struct depot *app, unsigned needs, struct ba_err *err);
/* Lets go of database and lock, so that others may write; depot_open takes them again. */
void depot_release(struct depot *app);
void depot_close(struct depot *app);
/* depot/name in new memory, NULL when out of memory. */
char *depot_path(const struct depot *app, const char *name);
/* depot/derived/ab/cd/<sha256>-<frame>/<rev>.<suffix> ("alto.xml", "txt"); relative to the depot
 * when relative is true. New memory. */
char *depot_derived_path(const struct depot *app, bool relative, const char *sha256, unsigned frame,
                         const char *rev, const char *suffix);
/* depot/masters/ab/cd/<sha256>.<ext>. New memory. */
char *depot_master_path(const struct depot *app, const char *sha256, const char *extension);

enum ba_rc cmd_init(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_register(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_separators(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_run(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_watch(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_ingest(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_ocr(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_merge(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_index(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_status(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_pages(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_search(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_show(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_export(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_package(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_verify(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_retry(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_gazetteer(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_audit(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_personal(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_due(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_set(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_report(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_assign(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_replace(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_insert(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_reorder(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_batch(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_config(struct depot *app, int argc, char **argv, struct ba_err *err);
enum ba_rc cmd_worker(struct depot *app, int argc, char **argv, struct ba_err *err);

#endif
