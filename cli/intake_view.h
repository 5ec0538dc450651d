/*
 * intake_view.h - batch folders on their way in, as the command line shows them.
 */
#ifndef BA_CLI_INTAKE_VIEW_H
#define BA_CLI_INTAKE_VIEW_H

#include "pipeline/run.h"

struct intake_view {
    const struct depot *depot;
    bool dry_run, json;
    int folders;          /* of the command: with several each error is told at its folder */
    struct ba_err failed; /* of the output itself */
};

/* ctx is a struct intake_view. Whether it will fit: on stdout in a dry run, else only when it is
 * close, on stderr. */
void intake_view_measured(void *ctx, const struct run_batch *b);
/* What a dry run would take in; what kept a folder out. */
void intake_view_done(void *ctx, const struct run_batch *b);

#endif
