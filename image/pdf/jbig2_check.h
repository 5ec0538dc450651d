/*
 * jbig2_check.h - are the data of a JBIG2 image whole? By its segments (ITU-T T.88, 7.2), by the
 * rows of those in fax codes, and by what an arithmetic coder never writes (annex E). Bytes that
 * were changed in arithmetic codes without any of these remain unseen: every code is a valid one.
 */
#ifndef BA_IMAGE_PDF_JBIG2_CHECK_H
#define BA_IMAGE_PDF_JBIG2_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct jbig2_data {
    const unsigned char *data, *globals; /* globals NULL without */
    size_t len, globals_len;
    uint32_t width_px, height_px; /* what the PDF says */
};

/* NULL when nothing is wrong, else what is, in words. */
const char *jbig2_check(const struct jbig2_data *d);

#endif
