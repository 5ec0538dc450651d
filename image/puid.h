/*
 * puid.h - what a file is in PRONOM (signature file V118), as the receiver's tools find it: DROID
 * and fido look at the first and the last 64 KiB of a file, and at nothing between. One answer for
 * who takes a file in, who describes it in a package and who checks that package.
 */
#ifndef BA_IMAGE_PUID_H
#define BA_IMAGE_PUID_H

#include <stdbool.h>
#include <stddef.h>

#define PUID_WINDOW_BYTES 65536

/* The first bytes and the last ones, at most PUID_WINDOW_BYTES of each; of a shorter file both are
 * all of it. */
struct puid_window {
    const char *head, *tail;
    size_t head_len, tail_len;
};

/*
 * The PUID, borrowed for ever. When the first bytes are those of a format and no signature fits
 * wholly (a PDF without %%EOF), the plainest of that format. "" for what no package should hold.
 */
const char *puid_identify(const struct puid_window *w);

/* One of the TIFFs, which may have several images; BigTIFF excepted. */
bool puid_is_tiff(const char *puid);
/* One of the formats that hold one image a file. */
bool puid_is_single_image(const char *puid);

#endif
