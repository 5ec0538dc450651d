/*
 * opt.h - options of a command, over getopt_long. What there is stands in the table of commands
 * (cmd_table.def); a command only says where each value goes.
 */
#ifndef BA_CLI_OPT_H
#define BA_CLI_OPT_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cmd.h"
#include "core/err.h"

#define OPT_MAX 24
#define OPT_LIST_MAX 1000

/* Values in the order they were given, borrowed from argv. */
struct opt_list {
    const char *at[OPT_LIST_MAX];
    size_t count;
};

/* Where the value of an option goes. */
struct opt {
    const char *name;
    enum opt_kind kind;
    void *to;
};

/*
 * argv[0] is a command of the table. Options may stand before, between and behind the operands;
 * "--" ends them. opts ends with an empty row and names just the options of the command's row (else
 * BA_FATAL INTERNAL). *operands points into argv. BA_FATAL USAGE for an unknown option (naming the
 * nearest), one that is given twice and does not repeat, a missing or bad value, or fewer than min
 * or more than max operands (max < 0: any number).
 */
BA_RC opt_parse(const struct opt *opts, int argc, char **argv, int min, int max, char ***operands,
                int *count, struct ba_err *err);

/* BA_FATAL USAGE: a command whose first word is one of these ("list, receipt") got another. */
BA_RC opt_no_word(const char *word, const char *there_are, struct ba_err *err);

#endif
