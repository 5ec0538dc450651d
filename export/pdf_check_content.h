/*
 * pdf_check_content.h - the operators of one page, as our writer makes them. Inside this room only.
 */
#ifndef BA_EXPORT_PDF_CHECK_CONTENT_H
#define BA_EXPORT_PDF_CHECK_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

/* Everything that paints stands in one marked sequence, sequences do not nest, MCIDs count from 0,
 * text is invisible and of codes that may be there. *marks: tagged sequences. False with a reason.
 */
bool pdf_content_ok(const char *text, unsigned *marks, char *why, size_t why_size);

#endif
