/*
 * master_split.h - one image of a master of several as a file of its own, its data copied
 * unchanged.
 */
#ifndef BA_EXPORT_SIP_MASTER_SPLIT_H
#define BA_EXPORT_SIP_MASTER_SPLIT_H

#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"

/*
 * Copies frame `frame` (0-based IFD) of the TIFF at path to out_path: every tag with its value as
 * it is, and the strips or tiles byte for byte; only their offsets are new. Tags that point to
 * other directories (SubIFDs, Exif, GPS) are left out. Equal input gives equal bytes. BA_ITEM
 * SPLIT_FAILED for what is no TIFF 6.0 directory of at most 4 GiB, or old-style JPEG, whose pieces
 * lie outside the strips; FILE_WRITE.
 */
BA_RC master_split_frame(const char *path, uint32_t frame, const char *out_path,
                         char sha256[BA_SHA256_HEX + 1], uint64_t *size_bytes, struct ba_err *err);

/* The same for a page of a PDF. *puid: what the new file is, static. BA_ITEM SPLIT_FAILED. */
BA_RC master_split_pdf_page(const char *path, uint32_t page, const char *out_path,
                            char sha256[BA_SHA256_HEX + 1], uint64_t *size_bytes, const char **puid,
                            struct ba_err *err);

#endif
