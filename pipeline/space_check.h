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
 * Measures the folder and the disk. p->files is 0 when there is nothing new, or the folder cannot
 * be read: intake says what is wrong with it. Errors of the store, BA_FATAL FILE_READ.
 */
BA_RC preflight_batch(struct depot *depot, const char *folder, const struct stage_opts *o,
                      struct space_check *p, enum space_check_says *says, struct ba_err *err);
/* BA_RETRY DISK_FULL: what ends the intake of a folder that certainly does not fit. */
BA_RC preflight_full(const char *folder, const struct space_check *p, struct ba_err *err);

enum { PREFLIGHT_SIZE_LEN = 32 };
/* "12.3 GB", "45.6 MB"; returns to. */
const char *preflight_size_text(uint64_t bytes, char to[PREFLIGHT_SIZE_LEN]);

#endif
