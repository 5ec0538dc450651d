/*
 * language.h - is a page written in the languages it was read in?
 *
 * Tesseract is hardly less sure of a page in another language, but its dictionary knows few of the
 * words. Of long words only, because short words, names of units and numbers are alike in many.
 */
#ifndef BA_OCR_LANGUAGE_H
#define BA_OCR_LANGUAGE_H

#include "ocr/recognition.h"

/*
 * False when there are enough long words to tell, and the dictionary knows too few of them.
 * *known_pct (may be NULL): of the letters of long words, those in words that it knows; -1 without.
 */
bool language_fits(const struct recognition *r, double *known_pct);

#endif
