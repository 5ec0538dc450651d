/*
 * master_file.h - the readers of single-image formats, for master.c only.
 */
#ifndef BA_INGEST_MASTER_FILE_H
#define BA_INGEST_MASTER_FILE_H

#include <stdio.h>

#include "ingest/master.h"

#define MASTER_MAX_DPI 100000.0

/* Decode the file that is open at its first byte. frame->index is set; out is allocated. */
enum ba_rc master_jpeg_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                            struct ba_raster *out, struct ba_err *err);
enum ba_rc master_png_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                           struct ba_raster *out, struct ba_err *err);
/* BA_ITEM IMAGE_TOO_LARGE when width x height pixels of so many bytes in memory are over a limit.
 */
enum ba_rc master_check_size(const struct tiff_limits *limits, uint64_t width_px,
                             uint64_t height_px, uint64_t bytes_a_pixel, struct ba_err *err);

/* What the chunks of a PNG say, read without decoding: PNG (ISO/IEC 15948) 5.3 and 11.3. */
struct png_chunks {
    uint32_t width_px, height_px;
    uint8_t depth, colour; /* of IHDR */
    double xdpi, ydpi;     /* of pHYs, 0 if it has none or no unit */
    bool profile, text;    /* has iCCP, sRGB or sPLT (PNG 1.1); has iTXt (PNG 1.2) */
    bool complete;         /* every chunk up to IEND is there */
};
/* False when it does not begin as a PNG. Leaves the position somewhere. */
bool master_png_chunks(FILE *f, struct png_chunks *out);

#endif
