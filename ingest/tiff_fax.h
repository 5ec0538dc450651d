/*
 * tiff_fax.h - Group 4 data without a file around them, as a PDF holds them, decoded by libtiff.
 */
#ifndef BA_INGEST_TIFF_FAX_H
#define BA_INGEST_TIFF_FAX_H

#include "ingest/tiff.h"

struct tiff_fax {
    const unsigned char *data; /* ITU-T T.6, most significant bit first */
    size_t len;
    uint32_t width_px, height_px;
};

/* Black runs become ink. Errors of tiff_read_frame; fills of the frame what the data say. */
enum ba_rc tiff_fax_read(const struct tiff_fax *fax, const struct tiff_limits *limits,
                         struct tiff_frame *frame, struct ba_raster *out, struct ba_err *err);

#endif
