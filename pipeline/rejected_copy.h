/*
 * rejected_copy.h - a refused file whose worker died was not kept by it: the coordinator copies it.
 */
#ifndef BA_PIPELINE_REJECTED_COPY_H
#define BA_PIPELINE_REJECTED_COPY_H

#include "ingest/ingest.h"

/* Copies folder/path to rejected/path; hash and size go into out. BA_OK also when the file cannot
 * be read: there is nothing to keep then, and its reason stands. FILE_WRITE as for ba_file_replace.
 */
BA_RC rejected_copy_keep(const char *folder, const char *rejected, const char *path,
                         struct ingest_out *out, struct ba_err *err);

#endif
