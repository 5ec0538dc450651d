/*
 * place_pages.h - from what workers found on frames to pages, and from separators to dossiers.
 */
#ifndef BA_PIPELINE_PLACE_PAGES_H
#define BA_PIPELINE_PLACE_PAGES_H

#include "depot/depot.h"
#include "index/records/batch.h"
#include "ingest/ingest.h"
#include "pipeline/quality_settings.h"

/* The row for one frame, its texts in new memory, judged by the profile. Free it after an error
 * too. */
BA_RC place_page_new(const struct ingest_frame *f, const struct quality_settings *profile,
                     struct page_new *out, struct ba_err *err);
void place_page_new_free(struct page_new *p);

/* Reads the separators of a batch and assigns its pages. To be called between store_begin and
 * store_commit; doing it again gives the same. */
BA_RC place_pages(struct depot *depot, int64_t batch, struct ba_err *err);
/* The same in a transaction of its own, which marks the batch complete. */
BA_RC place_batch(struct depot *depot, int64_t batch, struct ba_err *err);
/* Would a sheet with this code ("DOSSIER:...", "DOCUMENT:...") be a separator? */
BA_RC place_code_counts(struct depot *depot, const char *code, bool *counts, struct ba_err *err);

#endif
