/*
 * rejected_copy.h - the copies of refused files under rejected/, as far as the coordinator sees to
 * them; a worker keeps what it refuses (ingest/ingest.h).
 */
#ifndef BA_PIPELINE_REJECTED_COPY_H
#define BA_PIPELINE_REJECTED_COPY_H

#include "index/db/store.h"
#include "ingest/ingest.h"

/*
 * The folder, in the depot, of what is refused of a batch: namesakes of it that were withdrawn keep
 * theirs ("rejected/.2/b" after one), and no name of a batch is one of those: "." before a name
 * that begins so. New memory, NULL when out of memory.
 */
char *rejected_copy_folder(const char *batch, int64_t withdrawn);

/* A refused file whose worker died: copies folder/path to rejected/path; hash and size go into out.
 * BA_OK also when the file cannot be read: there is nothing to keep then, and its reason stands.
 * FILE_WRITE as for ba_file_replace. */
BA_RC rejected_copy_keep(const char *folder, const char *rejected, const char *path,
                         struct ingest_out *out, struct ba_err *err);

/* Removes the copies of files of the batch that were taken in since, under the same name: what was
 * said of them is in the audit log. May be done twice; a copy that cannot be removed stays. */
BA_RC rejected_copy_sweep(struct store *s, int64_t batch, const char *rejected, struct ba_err *err);

#endif
