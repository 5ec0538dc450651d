/*
 * jbig2_check.h - are the data of a JBIG2 image whole? By its segments (ITU-T T.88, 7.2), by the
 * rows of those in fax codes, and by what an arithmetic coder never writes (annex E). Bytes that
 * were changed in arithmetic codes without any of these remain unseen: every code is a valid one.
 */
#ifndef BA_IMAGE_PDF_JBIG2_CHECK_H
#define BA_IMAGE_PDF_JBIG2_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jbig2_data {
    const unsigned char *data, *globals; /* globals NULL without */
    size_t len, globals_len;
    uint32_t width_px, height_px; /* what the PDF says */
};

/* NULL when nothing is wrong, else what is, in words. */
const char *jbig2_check(const struct jbig2_data *d);

/*
 * Of sound data: true when the page is one generic region in fax codes (T.6) that fills it, and
 * where these are. Poppler 22.12 draws such regions with black stripes in them (the codes of ITU-T
 * T.88, 6.2.6); a reader of fax codes does not.
 */
bool jbig2_is_fax(const struct jbig2_data *d, const unsigned char **codes, size_t *len);

#endif
