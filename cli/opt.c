#include "cli/opt.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "core/suggest.h"

static BA_RC store_count(const struct opt *o, const struct opt_row *row, const char *value,
                         struct ba_err *err)
{
    uint64_t max = row->max != 0 ? row->max : INT64_MAX;
    char *end;
    uintmax_t v;

    errno = 0;
    v = strtoumax(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || strchr("0123456789", *value) == NULL ||
        v < row->min || v > max)
        return row->max != 0
                   ? ba_fail(err, BA_FATAL, "USAGE",
                             "--%s wants a number from %" PRIu64 " to %" PRIu64 ", not \"%s\"",
                             o->name, row->min, row->max, value)
                   : ba_fail(err, BA_FATAL, "USAGE", "--%s wants a number, not \"%s\"", o->name,
                             value);
    *(uint64_t *)o->to = (uint64_t)v;
    return BA_OK;
}

static BA_RC store_value(const struct opt *o, const struct opt_row *row, const char *value,
                         struct ba_err *err)
{
    struct opt_list *list = o->to;

    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)o->to = true;
        return BA_OK;
    case OPT_STRING:
        *(const char **)o->to = value;
        return BA_OK;
    case OPT_COUNT:
        return store_count(o, row, value, err);
    case OPT_LIST:
        if (list->count == OPT_LIST_MAX)
            return ba_fail(err, BA_FATAL, "USAGE", "--%s was given more than %d times", o->name,
                           OPT_LIST_MAX);
        list->at[list->count++] = value;
        return BA_OK;
    }
    return BA_OK;
}

/* The row of the command's table; NULL, which is a fault of the program, when there is none. */
static const struct opt_row *row_of(const struct cmd *cmd, const char *name)
{
    for (const struct opt_row *r = cmd->options; r->name != NULL; r++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}

/* What a command takes and what the table says of it are the same. */
static BA_RC check_rows(const struct cmd *cmd, const struct opt *opts, struct ba_err *err)
{
    size_t rows = 0, n = 0;

    for (const struct opt_row *r = cmd->options; r->name != NULL; r++)
        rows++;
    for (; opts[n].name != NULL; n++) {
        const struct opt_row *r = row_of(cmd, opts[n].name);

        if (n == OPT_MAX || r == NULL || r->kind != opts[n].kind)
            return ba_fail(err, BA_FATAL, "INTERNAL",
                           "the option --%s of %s is not as the table of commands says; report it",
                           opts[n].name, cmd->name);
    }
    return n == rows ? BA_OK
                     : ba_fail(err, BA_FATAL, "INTERNAL",
                               "%s takes %zu options, and the table of commands has %zu; report it",
                               cmd->name, n, rows);
}

static BA_RC unknown(const struct opt *opts, const char *command, const char *word,
                     struct ba_err *err)
{
    struct nearest near = NEAREST_INIT(word + strspn(word, "-"));

    for (const struct opt *o = opts; o->name != NULL; o++)
        suggest_offer(&near, o->name);
    if (near.best != NULL)
        return ba_fail(err, BA_FATAL, "USAGE", "no option %s; did you mean --%s?", word, near.best);
    return ba_fail(err, BA_FATAL, "USAGE",
                   "no option %s (put -- before words that begin with a dash); see: bouwarchief "
                   "help %s",
                   word, command);
}

/* One option that getopt_long found: c is what it returned, which the option's place. */
static BA_RC take_option(const struct cmd *cmd, const struct opt *opts, int c, int which,
                         char **argv, bool *seen, struct ba_err *err)
{
    if (c == ':')
        return ba_fail(err, BA_FATAL, "USAGE", "%s wants a value", argv[optind - 1]);
    if (c == '?' && optopt != 0) /* a letter: there are none */
        return ba_fail(err, BA_FATAL, "USAGE",
                       "no option -%c; put -- before words that begin with a dash", optopt);
    if (c == '?')
        return unknown(opts, argv[0], argv[optind - 1], err);
    if (*seen && opts[which].kind != OPT_LIST)
        return ba_fail(err, BA_FATAL, "USAGE", "--%s is given twice, and only one can count",
                       opts[which].name);
    *seen = true;
    return store_value(&opts[which], row_of(cmd, opts[which].name), optarg, err);
}

BA_RC opt_parse(const struct opt *opts, int argc, char **argv, int min, int max, char ***operands,
                int *count, struct ba_err *err)
{
    const struct cmd *cmd = cmd_find(argv[0]);
    struct option longs[OPT_MAX + 1] = { { 0 } };
    bool seen[OPT_MAX + 1] = { false };
    int n = 0, c, which = 0;
    enum ba_rc rc = check_rows(cmd, opts, err);

    for (; rc == BA_OK && opts[n].name != NULL; n++) {
        longs[n].name = opts[n].name;
        longs[n].has_arg = opts[n].kind == OPT_FLAG ? no_argument : required_argument;
    }
    optind = 0; /* glibc: start afresh, with its permuting state */
    while (rc == BA_OK && (c = getopt_long(argc, argv, ":", longs, &which)) != -1)
        rc = take_option(cmd, opts, c, which, argv, &seen[which], err);
    if (rc != BA_OK)
        return rc;
    *operands = argv + optind;
    *count = argc - optind;
    if (*count < min || (max >= 0 && *count > max))
        return ba_fail(err, BA_FATAL, "USAGE", "%s; it is called as: bouwarchief %s %s",
                       *count < min ? "something is missing" : "too many words", argv[0],
                       cmd->args);
    return BA_OK;
}

BA_RC opt_no_word(const char *word, const char *there_are, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "USAGE", "no such word: %.100s; there are: %s", word, there_are);
}
