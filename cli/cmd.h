/*
 * cmd.h - the commands of bouwarchief, one function and one file (cli/cmd_X.c) each.
 */
#ifndef BA_CLI_CMD_H
#define BA_CLI_CMD_H

#include <stdint.h>

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

enum opt_kind {
    OPT_FLAG,   /* bool *to: set to true */
    OPT_STRING, /* const char **to: borrowed from argv */
    OPT_COUNT,  /* uint64_t *to: a decimal number */
    OPT_LIST,   /* struct opt_list *to: may be given more than once */
};

/* An option, of a command's row. */
struct opt_row {
    const char *name; /* without the dashes */
    enum opt_kind kind;
    const char *value; /* the word for its value in help, NULL for a flag */
    const char *help;
    uint64_t min, max; /* of a count; max 0: any */
};

/* A row of the table of commands (cmd_table.def). */
struct cmd {
    const char *name;
    cmd_fn run;
    unsigned needs;
    const char *args;              /* for the usage line */
    const char *summary;           /* a few words */
    const struct opt_row *options; /* ends with an empty row */
    const char *more;              /* a sentence more for help and manual, NULL: none */
    const char *schema; /* of what --json prints: docs/schemas/<schema>.json; NULL: no JSON */
};

extern const struct cmd cmd_table[]; /* ends with an empty row */
const struct cmd *cmd_find(const char *name);
/* The command whose name is nearest to name, NULL when none is near. */
const char *cmd_suggest(const char *name);

#define COMMAND(name, needs, words, summary, more, schema)                                         \
    BA_RC cmd_##name(struct depot *depot, int argc, char **argv, struct ba_err *err);              \
    extern const struct opt_row name##_options[];
#include "cli/cmd_table.def"
#undef COMMAND

#endif
