/*
 * field_correction.h - what the commands for corrections have in common.
 */
#ifndef BA_DESK_FIELD_CORRECTION_H
#define BA_DESK_FIELD_CORRECTION_H

#include "cli/opt.h"
#include "depot/page_ref.h"
#include "index/correction/correction.h"

struct field_correction {
    const char *who, *reason;
    bool dry_run, json;
    bool no_read; /* new pages wait for the next run */
};

/* The rows of an option table that these options need. */
#define CORRECT_OPTS(c)                                                                            \
    { "who", OPT_STRING, &(c).who }, { "reason", OPT_STRING, &(c).reason },                        \
        { "dry-run", OPT_FLAG, &(c).dry_run },                                                     \
    {                                                                                              \
        "json", OPT_FLAG, &(c).json                                                                \
    }

struct correction correct_record(const struct field_correction *c);

/*
 * Ends the transaction of a correction that came to rc: places the batches of these pages anew
 * (place), commits unless it is a dry run, and rolls back after an error. Then it compares what is
 * new in these batches with their other pages, reads what waits (unless no_read), and indexes, so
 * that the correction is searched at once; a kill in between leaves that to the next run.
 */
enum ba_rc correct_end(struct depot *depot, const struct field_correction *c,
                       const struct page_refs *pages, bool place, enum ba_rc rc,
                       struct ba_err *err);

#endif
