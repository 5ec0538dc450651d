/*
 * intake_rows.h - a file that a worker took in, as the rows it is to become.
 */
#ifndef BA_PIPELINE_INTAKE_ROWS_H
#define BA_PIPELINE_INTAKE_ROWS_H

#include "config/value_lists.h"
#include "ingest/ingest.h"
#include "pipeline/quality_settings.h"

/* The pages of a file: what was found on each frame, judged by profile and list of formats. */
struct intake_rows {
    struct page_new *pages; /* owned, with their texts */
    size_t count;
    uint32_t reduced; /* images that are no pages */
};

/* lists: empty when they could not be read. */
BA_RC taken_pages(const struct ingest_out *out, const struct quality_settings *profile,
                  const struct value_lists *lists, struct intake_rows *t, struct ba_err *err);
void taken_free(struct intake_rows *t);

/*
 * Takes one file in through a worker: afterwards its master is in the folder (which is there), safe
 * on the disk, under the name that it has in masters/; out (free with ingest_out_free) says what is
 * in it. What else lies in the folder then is nobody's. Errors as ingest_file, INPUT_MISSING.
 */
BA_RC taken_one(struct depot *depot, const char *source, const char *folder, struct ingest_out *out,
                struct ba_err *err);

#endif
