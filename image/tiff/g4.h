/*
 * g4.h - Group 4 data without a file around them, as a PDF holds them, decoded by libtiff.
 */
#ifndef BA_IMAGE_TIFF_G4_H
#define BA_IMAGE_TIFF_G4_H

#include "image/tiff/tiff.h"

struct tiff_g4 {
    const unsigned char *data; /* ITU-T T.6, most significant bit first */
    size_t len;
    uint32_t width_px, height_px;
};

/* Black runs become ink. Errors of tiff_read_frame; fills of the frame what the data say. */
BA_RC tiff_fax_read(const struct tiff_g4 *fax, const struct tiff_limits *limits,
                    struct tiff_frame *frame, struct raster *out, struct ba_err *err);

#endif
