/*
 * sheet_content.h - what else is on a sheet, besides the codes and bars of a separator?
 *
 * A separator sheet has no content of its own. A letter or a cover with a code on a sticker has,
 * and must be read, packed and kept as the page that it is.
 */
#ifndef BA_INGEST_SEPARATOR_SHEET_CONTENT_H
#define BA_INGEST_SEPARATOR_SHEET_CONTENT_H

#include <stdbool.h>

#include "core/err.h"
#include "image/raster.h"
#include "ingest/separator/barcode.h"
#include "ingest/separator/patch.h"

enum sheet_content {
    SHEET_NOT_JUDGED,
    SHEET_EMPTY,  /* nothing */
    SHEET_BEHIND, /* nothing, and a separator sheet of ours shines through from behind */
    SHEET_BARE,   /* the codes, bars and words of a separator sheet, and no more */
    SHEET_UNSURE, /* something is on it that may be content: a note, a stamp, words nobody knows */
    SHEET_CONTENT
};

/* codes and patches: as found on this image. Never SHEET_NOT_JUDGED. BA_FATAL NO_MEMORY only. */
BA_RC sheet_content_judge(const struct raster *image, const struct barcodes *codes,
                          const struct patches *patches, enum sheet_content *out,
                          struct ba_err *err);

/* "empty", "behind", "bare", "unsure", "content"; "" for SHEET_NOT_JUDGED. And back:
 * SHEET_NOT_JUDGED for any other word and for NULL. */
const char *sheet_content_name(enum sheet_content c);
enum sheet_content sheet_content_of(const char *name);

#endif
