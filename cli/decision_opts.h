/*
 * decision_opts.h - the options that every command for a person's decision has.
 */
#ifndef BA_CLI_DECISION_OPTS_H
#define BA_CLI_DECISION_OPTS_H

#include "cli/opt.h"
#include "desk/decision.h"

/* The rows of an option table for a struct decision and the flag of --json. */
#define DECISION_OPTS(by, json)                                                                    \
    { "who", OPT_STRING, &(by).who }, { "reason", OPT_STRING, &(by).reason },                      \
        { "dry-run", OPT_FLAG, &(by).dry_run },                                                    \
    {                                                                                              \
        "json", OPT_FLAG, &(json)                                                                  \
    }

#endif
