/*
 * ocr_result.h - what was learnt of a page, on its way to the database.
 *
 * One table of figures (ocr_result.c) is both the worker's answer on the wire and a line of a
 * shard's result file, so that a page that was read elsewhere says the same as one read here: a
 * figure that is added to struct ocr_out is one row there.
 */
#ifndef BA_PIPELINE_OCR_RESULT_H
#define BA_PIPELINE_OCR_RESULT_H

#include <jansson.h>

#include "core/worker/wire.h"
#include "index/records/page.h"
#include "ocr/page.h"

/* What is known of a page that nothing was learnt of. */
#define OCR_OUT_NONE ((struct ocr_out){ .confidence_pct = -1, .dictionary_pct = -1 })

void ocr_result_put(struct ba_buf *answer, const struct ocr_out *out);
/* Takes all that is left of the answer. BA_FATAL WIRE_BAD. */
BA_RC ocr_result_take(struct wire_in *in, struct ocr_out *out, struct ba_err *err);

/* Adds the state and the figures to o; what is not a number becomes null. BA_FATAL NO_MEMORY. */
BA_RC ocr_result_to_json(json_t *o, const struct ocr_out *out, struct ba_err *err);
/* BA_ITEM SHARD_LINE when one is missing, of another kind, or out of its bounds. */
BA_RC ocr_result_from_json(const json_t *o, struct ocr_out *out, struct ba_err *err);

/* The row of a page but for its languages: result->rc other than BA_OK makes it failed. Borrows all
 * three. */
struct page_result ocr_result_row(const struct ocr_out *out, const struct ba_err *result,
                                  const char *rev);

#endif
