/*
 * stage.h - the stages joined with the store: rows in, jobs for workers, results into rows.
 *
 * This is the only place where stages, store and settings meet. Each function can be killed at any
 * moment and run again: what was committed stays, the rest is done anew, the end is the same.
 */
#ifndef BA_PIPELINE_STAGE_H
#define BA_PIPELINE_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/message.h"
#include "core/worker/pool.h"
#include "depot/depot.h"
#include "ingest/batch_csv.h"
#include "ingest/duplex.h"

struct stage_opts {
    uint64_t workers;   /* 0: as configured */
    const char *duplex; /* as ingest.duplex; NULL: as configured */
    bool add;           /* new files for a complete batch are welcome */
    bool dry_run;
    bool reads; /* of stage_ingest: what comes in is read next, so that the models must be there */
    int64_t batch; /* of stage_ocr: only the waiting pages of this batch; 0: all, and those of
                      another rev */
    struct ba_messages *told; /* what a person is to hear meanwhile; NULL: nobody does */
};

/* What a dry run of an intake found. */
struct stage_forecast {
    char name[1024]; /* of the batch; "": it did not come so far */
    size_t files, would_take;
};

/* How the sides of the sheets were scanned; off for a word that duplex_check refuses. */
enum duplex duplex_of(const struct depot *depot, const struct stage_opts *o);
/* BA_FATAL USAGE or CONFIG when neither option nor setting is a word of duplex_parse. */
BA_RC duplex_check(const struct depot *depot, const struct stage_opts *o, struct ba_err *err);

/* Pool settings from configuration and options. */
void stage_pool_opts(const struct depot *depot, const struct stage_opts *o, struct pool_opts *out);

/*
 * Takes in one batch folder: every file ends as pages or as rejected. BA_OK also when files were
 * rejected (the caller counts them in the store). BA_FATAL BATCH_EMPTY, BATCH_MISSING,
 * BATCH_UNREADABLE, BATCH_LANGUAGE, BA_ITEM BATCH_DIFFERS (nothing taken), BA_RETRY INTERRUPTED,
 * DISK_FULL ... A dry run only fills *would (which may be NULL without one).
 */
BA_RC stage_ingest(struct depot *depot, const char *folder, const struct stage_opts *o,
                   struct stage_forecast *would, struct ba_err *err);
/* BA_FATAL USAGE for what names no languages, OCR_ENGINE for a model that is not installed. */
BA_RC stage_check_languages(struct depot *depot, const char *languages, struct ba_err *err);
/* The same for what a batch.csv asks for: BA_FATAL BATCH_LANGUAGE for a model that is missing. */
BA_RC stage_check_announced(struct depot *depot, const struct batch_csv *c, const char *batch,
                            struct ba_err *err);
/* The same for every language that settings, register or batches ask for. */
BA_RC stage_check_models(struct depot *depot, struct ba_err *err);
/* How many pages stage_ocr would read. */
BA_RC stage_ocr_count(struct depot *depot, size_t *pages, struct ba_err *err);
/* Reads the text of all pages that wait, or whose derived files are of another rev. */
BA_RC stage_ocr(struct depot *depot, const struct stage_opts *o, struct ba_err *err);
/* Takes the title blocks of the drawings read since over from their ALTO; part of stage_index. */
BA_RC stage_title(struct depot *depot, struct ba_err *err);
/* Indexes what was read since. */
BA_RC stage_index(struct depot *depot, const struct stage_opts *o, struct ba_err *err);

/* Name of a batch in the store: the escaped last part of its folder's real path. New memory. */
char *stage_batch_name(const char *folder);

/* Commits every now and then, so that neither a million rows nor a minute of work hang on one
 * commit. */
struct stage_commits {
    struct store *store;
    unsigned rows;
    double began;                /* monotonic; 0: no transaction is open */
    const struct ba_sync *files; /* what is made safe before each commit; NULL: it is */
};
BA_RC stage_commit_begin(struct stage_commits *c, struct ba_err *err);
/* After each row; commits at 200 rows or one second. */
BA_RC stage_commit_row(struct stage_commits *c, struct ba_err *err);
BA_RC stage_commit_end(struct stage_commits *c, struct ba_err *err);

#endif
