/*
 * pdf_heading.h - which paragraphs of a page are headings, by the height of their words. Inside
 * this room only.
 *
 * Recognised text knows no styles. A heading is a short paragraph of words much higher than is
 * usual on its page; a page of few words has no usual height, and no headings.
 */
#ifndef BA_EXPORT_PDF_PDF_HEADING_H
#define BA_EXPORT_PDF_PDF_HEADING_H

#include "export/pdf/pdf.h"

/* The median height of the page's words in pixels; 0 for a page of too few words to tell. */
double pdf_usual_height(const struct pdf_word *words, size_t count);
/*
 * words: one paragraph. 0: no heading; else 1 or 2, never more than one deeper than `last`, the
 * level of the heading before it in the document (0: none), because levels may not be skipped (ISO
 * 14289-1, 7.4.2).
 */
unsigned pdf_heading_level(const struct pdf_word *words, size_t count, double usual, unsigned last);

#endif
