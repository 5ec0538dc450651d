/*
 * morphology.h - dilation, erosion, opening and closing of 1 bpp images with bricks: the same
 * pixels as leptonica's pix*Brick functions (outside the image nothing is set), in steps that
 * double instead of one for every pixel of the brick, which is several times cheaper from bricks of
 * 5 on.
 *
 * A brick is w x h pixels, its origin at w / 2, h / 2. New images; NULL: out of memory.
 */
#ifndef BA_OCR_MORPHOLOGY_H
#define BA_OCR_MORPHOLOGY_H

struct Pix;

struct Pix *bits_dilate(struct Pix *pix, int w, int h);
struct Pix *bits_open(struct Pix *pix, int w, int h);
/* What the dilation sets beyond the edges is forgotten before the erosion. */
struct Pix *bits_close(struct Pix *pix, int w, int h);
/* What the dilation sets beyond the edges counts: nothing is lost at the edges. */
struct Pix *bits_close_safe(struct Pix *pix, int w, int h);

/* Sets the pixels of an 8 bpp image that are set in the mask, of the same size, to a value. */
void bits_paint(struct Pix *grey, struct Pix *mask, int value);
/* 1 bpp: the pixels of an 8 bpp image that are darker than a value of 1 to 255. */
struct Pix *bits_darker(struct Pix *grey, int than);

#endif
