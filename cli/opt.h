/*
 * opt.h - options of a command from a table, over getopt_long.
 */
#ifndef BA_CLI_OPT_H
#define BA_CLI_OPT_H

#include "core/err.h"

enum opt_kind {
    OPT_FLAG,   /* bool *to: set to true */
    OPT_STRING, /* const char **to: borrowed from argv */
    OPT_COUNT,  /* uint64_t *to: a decimal number */
};

struct opt {
    const char *name; /* without the dashes */
    enum opt_kind kind;
    void *to;
};

#define OPT_MAX 24

/*
 * Options may stand before, between and behind the operands; "--" ends them. opts ends with an
 * empty row. *operands points into argv. BA_FATAL USAGE for an unknown option (naming the nearest),
 * a missing or bad value, or fewer than min or more than max operands (max < 0: any number).
 */
BA_RC opt_parse(const struct opt *opts, int argc, char **argv, int min, int max, char ***operands,
                int *count, struct ba_err *err);

/* BA_FATAL USAGE: a command whose first word is one of these ("list, receipt") got another. */
BA_RC opt_no_word(const char *word, const char *there_are, struct ba_err *err);

#endif
