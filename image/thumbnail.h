/*
 * thumbnail.h - a page as a small picture to recognise it by.
 */
#ifndef BA_IMAGE_THUMBNAIL_H
#define BA_IMAGE_THUMBNAIL_H

#include "core/buf.h"
#include "core/err.h"
#include "image/raster.h"

struct small_picture {
    uint32_t width_px, height_px;
    struct ba_buf jpeg; /* emptied first */
};

/*
 * The page turned clockwise by turn_deg (0, 90, 180, 270), width_px wide and at most three times as
 * high, as a baseline JPEG; never larger than the page itself. Grey, or colour when the page is.
 * BA_FATAL NO_MEMORY only. out->jpeg has its limit already.
 */
BA_RC jpeg_small(const struct raster *page, unsigned turn_deg, uint32_t width_px,
                 struct small_picture *out, struct ba_err *err);

#endif
