/*
 * cmd.h - the commands of bouwarchief, one function and one file (cli/cmd_X.c) each.
 */
#ifndef BA_CLI_CMD_H
#define BA_CLI_CMD_H

#include "core/err.h"
#include "depot/depot.h"

/* What main() does for a command before it runs; beside the needs of depot/depot.h. */
enum cmd_flags {
    CMD_HIDDEN = 1 << 8, /* for the program itself; not in the usage */
    CMD_STOPS = 1 << 9,  /* a signal ends it in order, from the moment that it has the lock */
    CMD_WAITS =
        1 << 10, /* a person's word: it waits a while for a depot that is being written to */
    CMD_FIELDS =
        1 << 11, /* takes names of columns (core/columns.def): help and completion list them */
};

/*
 * argv[0] is the command's own name; -C DIR has been taken out. The class that comes back and
 * err->code decide the exit status (core/codes.h); main() prints err->msg. stdout is for
 * results only.
 */
typedef BA_CHECKED enum ba_rc (*cmd_fn)(struct depot *depot, int argc, char **argv,
                                        struct ba_err *err);

struct opt_row;

/* A row of the table of commands (cmd_table.c). */
struct cmd {
    const char *name;
    cmd_fn run;
    unsigned needs;
    const char *args;              /* for the usage line */
    const char *summary;           /* a few words */
    const struct opt_row *options; /* cli/opt.h; ends with an empty row; NULL: none */
    const char *more;              /* a sentence more for help and manual, NULL: none */
    const char *schema; /* of what --json prints: docs/schemas/<schema>.json; NULL: no JSON */
};

extern const struct cmd cmd_table[]; /* ends with an empty row */
const struct cmd *cmd_find(const char *name);
/* The command whose name is nearest to name, NULL when none is near. */
const char *cmd_suggest(const char *name);

BA_RC cmd_init(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_register(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_separators(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_run(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_watch(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_ingest(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_ocr(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_merge(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_index(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_status(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_pages(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_search(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_show(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_export(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_package(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_verify(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_retry(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_gazetteer(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_audit(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_personal(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_due(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_set(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_report(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_assign(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_replace(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_insert(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_reorder(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_batch(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_config(struct depot *depot, int argc, char **argv, struct ba_err *err);
BA_RC cmd_worker(struct depot *depot, int argc, char **argv, struct ba_err *err);

#endif
