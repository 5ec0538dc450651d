/*
 * tiff.h - read the images of a TIFF with libtiff, completely or not at all.
 *
 * The only file of ingest/ that includes libtiff is tiff*.c. Errors and warnings are caught per
 * handle (TIFFOpenOptionsSetErrorHandlerExtR), never printed. A frame counts as decoded when every
 * strip or tile was, and libtiff reported no error; what it warned of is kept in the frame.
 */
#ifndef BA_IMAGE_TIFF_TIFF_H
#define BA_IMAGE_TIFF_TIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "image/raster.h"

struct tiff_limits {
    uint64_t max_pixels;       /* of one frame; 0: none */
    uint64_t max_memory_bytes; /* for one decoded frame, and libtiff's single allocation; 0: none */
    uint32_t max_frames;       /* directories in one file; 0: none */
};

/* What the tags say of one image (IFD). Unknown numbers are 0, unknown text "". Text is valid
 * UTF-8. */
struct tiff_frame {
    uint32_t index; /* 0-based IFD */
    bool reduced;   /* NewSubfileType bit 0: a thumbnail of another frame, not a page */
    uint32_t width_px, height_px;
    double xdpi, ydpi; /* dots an inch; centimetres converted; 0: no resolution given */
    uint16_t bits_per_sample, samples, photometric, compression, orientation_tag;
    bool lossy; /* JPEG 2000 with the irreversible transform; compression says it of the others */
    uint32_t warnings; /* how many libtiff gave while reading this frame */
    char warning[200]; /* the first of them */
    /* At the end of the image: its data say that they end before these rows, which are white here.
     * 0: none */
    uint32_t rows_missing;
    char make[64], model[64], software[64], serial[64], datetime[24];
};

/*
 * Called for each frame in order with its decoded pixels (raster is NULL for a reduced image;
 * borrowed). A result other than BA_OK stops the reading and is returned.
 */
typedef BA_CHECKED enum ba_rc (*tiff_frame_fn)(void *ctx, const struct tiff_frame *frame,
                                               const struct raster *raster, struct ba_err *err);

/*
 * Decodes every frame of the file. BA_ITEM with
 *   FILE_EMPTY        no bytes          TIFF_NOT_TIFF     another kind of file
 *   TIFF_TRUNCATED    strips or directories beyond the end of the file, rows that are not there
 *   TIFF_DAMAGED      libtiff reported an error while decoding (its words are in the message)
 *   TIFF_TOO_LARGE    over a limit; the message says the size in pixels and the limit
 *   TIFF_NO_IMAGE     no frame that is a page
 *   TIFF_UNSUPPORTED  libtiff cannot decode this kind; the message names it
 */
BA_RC tiff_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn, void *ctx,
                struct ba_err *err);

/* Decodes one frame. The caller frees *out. Errors as above, and TIFF_NO_IMAGE for a missing index.
 */
BA_RC tiff_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                      struct tiff_frame *frame, struct raster *out, struct ba_err *err);

/* The same in bands of its strips or tiles, so that one of them is all that is held. */
BA_RC tiff_read_bands(const char *path, uint32_t index, const struct tiff_limits *limits,
                      ba_band_fn fn, void *ctx, struct ba_err *err);

#endif
