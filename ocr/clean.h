/*
 * clean.h - clean-up of an upright image for recognition. Nothing here touches what is stored.
 */
#ifndef BA_OCR_CLEAN_H
#define BA_OCR_CLEAN_H

struct Pix;

/* New images; NULL when out of memory. dpi: resolution of the image, for sizes on paper. */

/* 8 bpp in and out: paper evened out to white, ink stretched to black. */
struct Pix *clean_normalised(struct Pix *grey, double dpi);
/* 8 bpp in, 1 bpp out: threshold from the surroundings (Sauvola), specks removed. */
struct Pix *clean_bilevel(struct Pix *grey, double dpi);
/* 8 or 1 bpp, out like in: long straight lines across and down painted over with paper. */
struct Pix *clean_without_lines(struct Pix *pix, double dpi);

#endif
