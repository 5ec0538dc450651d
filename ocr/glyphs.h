/*
 * glyphs.h - the letters of one page compared with each other: what looks the same is the same.
 *
 * The recogniser reads in context, and where there is none (numbers, formulas, names) it takes one
 * letter of a face for another, here and there. The page itself knows better: the same face has
 * printed that letter elsewhere, and there it was read right. No shape is known beforehand.
 */
#ifndef BA_OCR_GLYPHS_H
#define BA_OCR_GLYPHS_H

#include "ocr/letter_repair.h"

struct Pix;

/*
 * Gives letters the reading that their likes have, and makes one letter of two that share a glyph.
 * Words of letters only that are in the dictionary stay. bin: 1 bpp, the image in whose pixels the
 * bounds are. Changes l. -1: out of memory.
 */
int glyphs_mend(struct letters *l, const struct recognition *r, struct Pix *bin);

#endif
