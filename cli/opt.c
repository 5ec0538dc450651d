#include "cli/opt.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "core/suggest.h"

static BA_RC store_value(const struct opt *o, const char *value, struct ba_err *err)
{
    char *end;
    uintmax_t v;

    switch (o->kind) {
    case OPT_FLAG:
        *(bool *)o->to = true;
        return BA_OK;
    case OPT_STRING:
        *(const char **)o->to = value;
        return BA_OK;
    case OPT_COUNT:
        errno = 0;
        v = strtoumax(value, &end, 10);
        if (errno != 0 || end == value || *end != '\0' || *value == '-' || v > INT64_MAX)
            return ba_fail(err, BA_FATAL, "USAGE", "--%s wants a number, not \"%s\"", o->name,
                           value);
        *(uint64_t *)o->to = (uint64_t)v;
        return BA_OK;
    }
    return BA_OK;
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

BA_RC opt_parse(const struct opt *opts, int argc, char **argv, int min, int max, char ***operands,
                int *count, struct ba_err *err)
{
    struct option longs[OPT_MAX + 1] = { { 0 } };
    int n = 0, c, which = 0;

    for (; n < OPT_MAX && opts[n].name != NULL; n++) {
        longs[n].name = opts[n].name;
        longs[n].has_arg = opts[n].kind == OPT_FLAG ? no_argument : required_argument;
    }
    optind = 0; /* glibc: start afresh, with its permuting state */
    while ((c = getopt_long(argc, argv, ":", longs, &which)) != -1) {
        enum ba_rc rc;

        if (c == ':')
            return ba_fail(err, BA_FATAL, "USAGE", "%s wants a value", argv[optind - 1]);
        if (c == '?' && optopt != 0) /* a letter: there are none */
            return ba_fail(err, BA_FATAL, "USAGE",
                           "no option -%c; put -- before words that begin with a dash", optopt);
        if (c == '?')
            return unknown(opts, argv[0], argv[optind - 1], err);
        rc = store_value(&opts[which], optarg, err);
        if (rc != BA_OK)
            return rc;
    }
    *operands = argv + optind;
    *count = argc - optind;
    if (*count < min || (max >= 0 && *count > max))
        return ba_fail(err, BA_FATAL, "USAGE", "%s; it is called as: bouwarchief %s %s",
                       *count < min ? "something is missing" : "too many words", argv[0],
                       cmd_find(argv[0]) != NULL ? cmd_find(argv[0])->args : "");
    return BA_OK;
}

BA_RC opt_no_word(const char *word, const char *there_are, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "USAGE", "no such word: %.100s; there are: %s", word, there_are);
}
