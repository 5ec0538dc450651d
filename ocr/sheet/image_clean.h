/*
 * image_clean.h - clean-up of an upright image for recognition. Nothing here touches what is
 * stored.
 *
 * Grey images have even paper of IMAGE_PAPER. dpi: resolution of the image, for sizes on paper.
 */
#ifndef BA_OCR_IMAGE_CLEAN_H
#define BA_OCR_IMAGE_CLEAN_H

#include <stdbool.h>

struct Pix;

/* 8 bpp, in place: ink stretched to black, paper to white. -1: out of memory. */
int image_clean_normalise(struct Pix *grey);
/* 8 bpp in, 1 bpp out: threshold from the surroundings (Sauvola). New; NULL: out of memory. */
struct Pix *image_clean_bilevel(struct Pix *grey, double dpi);
/* 8 or 1 bpp: specks and, if asked, long straight lines across and down become paper. -1: no
 * memory. */
int image_clean_remove(struct Pix *pix, double dpi, bool rules, bool specks_too);

#endif
