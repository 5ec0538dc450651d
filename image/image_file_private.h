/*
 * image_file_private.h - the readers of the formats, for master*.c and pdf*.c only.
 */
#ifndef BA_IMAGE_IMAGE_FILE_PRIVATE_H
#define BA_IMAGE_IMAGE_FILE_PRIVATE_H

#include <stdio.h>

#include "image/image_file.h"

#define MASTER_MAX_DPI 100000.0

/* As master_sniff, of an open file; leaves it at its first byte. */
enum image_format master_sniff_file(FILE *f);

/* Decode the file that is open at its first byte. frame->index is set; out is allocated. */
BA_RC master_jpeg_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                       struct raster *out, struct ba_err *err);
BA_RC master_png_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                      struct raster *out, struct ba_err *err);
BA_RC master_jp2_read(FILE *f, const struct tiff_limits *limits, struct tiff_frame *frame,
                      struct raster *out, struct ba_err *err);
/* BA_ITEM IMAGE_TOO_LARGE when width x height pixels of so many bytes in memory are over a limit.
 */
BA_RC master_check_size(const struct tiff_limits *limits, uint64_t width_px, uint64_t height_px,
                        uint64_t bytes_a_pixel, struct ba_err *err);
BA_RC master_pdf_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
                      void *ctx, struct ba_err *err);
BA_RC master_pdf_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                            struct tiff_frame *frame, struct raster *out, struct ba_err *err);

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

enum jp2_kind { JP2_PLAIN, JP2_JPX, JP2_JPM, JP2_MOTION, JP2_CODESTREAM };

/* What the boxes and the main header of a JPEG 2000 say, read without decoding. */
struct jp2_head {
    enum jp2_kind kind;
    uint32_t width_px, height_px;
    uint64_t tiles;
    uint32_t components;
    uint8_t depth;     /* bits of the deepest component */
    bool lossy;        /* the irreversible transform */
    double xdpi, ydpi; /* of the box "res ", 0 without */
};
/* False when there is no codestream with a size, or none before the file ends. Reads from the first
 * byte; leaves the position somewhere. */
bool master_jp2_head(FILE *f, struct jp2_head *out);

#endif
