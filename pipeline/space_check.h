/*
 * space_check.h - will a batch fit? Asked before anything of it is taken in.
 */
#ifndef BA_PIPELINE_SPACE_CHECK_H
#define BA_PIPELINE_SPACE_CHECK_H

#include "pipeline/stage.h"

/* All bytes. */
struct space_check {
    uint64_t files, masters;    /* that are not in the depot yet, under these names */
    uint64_t text;              /* what reading and indexing them will add, by the pages so far */
    uint64_t free;              /* for us, on the disk of the depot */
    uint64_t memory, memory_of; /* what the largest file needs while it is decoded; of so much */
    const char *text_basis;     /* "pages so far", or "a usual page" */
};

enum space_check_says { PREFLIGHT_FITS, PREFLIGHT_CLOSE, PREFLIGHT_FULL };
/* FULL: not even the files themselves go on the disk. CLOSE: with the text, and a reserve of 5 % of
 * it all and at least 256 MiB, they do not, or the largest image fills the memory. */
enum space_check_says preflight_judge(const struct space_check *p);

/*
 * Measures the folder and the disk. Says on stderr when it is close; with o->dry_run prints what it
 * found. BA_RETRY DISK_FULL when it certainly does not fit. A folder that cannot be read is BA_OK:
 * intake says what is wrong with it.
 */
enum ba_rc preflight_batch(struct depot *depot, const char *folder, const struct stage_opts *o,
                           struct ba_err *err);

/* What a dry run would take of a batch: a line on stdout, or an object. */
enum ba_rc preflight_tell_dry(const char *batch, size_t files, size_t taken, bool json,
                              struct ba_err *err);

#endif
