/*
 * glyphs_numerals.h - Roman numerals up to III, as in the numbers of upper floors ("12-II"). They
 * are read as ones and brackets.
 */
#ifndef BA_OCR_GLYPHS_NUMERALS_H
#define BA_OCR_GLYPHS_NUMERALS_H

#include "ocr/glyph_similarity.h"

/* Where the ones of the page have a flag, bars that stand alone are no ones. Changes p->l. */
void glyphs_mend_numerals(struct glyph_page *p);

#endif
