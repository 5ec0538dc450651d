/*
 * watch.h - takes in every batch that is complete in an inbox, until it is stopped.
 *
 * Nothing leaves the inbox before it is committed, and then by a move only. A folder that changes
 * while it is taken in, or while it is moved, is taken in again with what was added.
 */
#ifndef BA_PIPELINE_WATCH_H
#define BA_PIPELINE_WATCH_H

#include "ingest/batch_complete.h"
#include "pipeline/run.h"

#define WATCH_SETTLE_CONFIGURED UINT64_MAX

struct watch_opts {
    const char *inbox;
    const char *move_to; /* where folders go that were taken in; NULL: .verwerkt in the inbox */
    bool keep;           /* they stay */
    bool once;           /* stop when every batch that is there was taken in */
    uint64_t settle_s;   /* complete without marker after so long without a change */
    struct stage_opts stage;
    struct run_calls calls; /* done is not called: what stays in the inbox is told as a message */
    /*
     * The batches of these names were taken in and read. BA_ITEM when something in them was
     * rejected: the watch goes on, and ends with it. May be NULL.
     */
    BA_CHECKED enum ba_rc (*read)(void *ctx, char **names, size_t count, struct ba_err *err);
    void *read_ctx;
};

/* BA_OK when it was asked to stop, BA_ITEM when something stayed in the inbox or was rejected;
 * BA_FATAL USAGE, CONFIG; BA_RETRY DEPOT_LOCKED: the inbox is watched already; errors of
 * inbox_open and of the stages. */
BA_RC watch_inbox(struct depot *depot, const struct watch_opts *o, struct ba_err *err);

/* A name in the inbox. */
struct watch_seen {
    const char *name; /* escaped */
    bool is_folder;
    struct batch_listing listing; /* of a folder that could be listed */
    struct ba_err err;            /* why it could not */
};
typedef void (*watch_seen_fn)(void *ctx, const struct watch_seen *s);
/* What a watch would wait for, one look; changes nothing. */
BA_RC watch_look(struct depot *depot, const struct watch_opts *o, watch_seen_fn fn, void *ctx,
                 struct ba_err *err);

#endif
