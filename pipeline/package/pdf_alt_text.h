/*
 * pdf_alt_text.h - what a PDF says to those who cannot see its pages: in which language it is, and
 * what a picture is of. Dutch, for readers.
 */
#ifndef BA_PIPELINE_PACKAGE_PDF_ALT_TEXT_H
#define BA_PIPELINE_PACKAGE_PDF_ALT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* What of a page is not in its text. */
enum pdf_picture {
    PICTURE_NONE, /* the text says it, or there is nothing on the page */
    PICTURE_DRAWING,
    PICTURE_PHOTO,
    PICTURE_UNREAD,  /* there is something on it, and no text was found */
    PICTURE_WAITING, /* nobody has read it yet */
};

/* Tag of the language (RFC 5646) that stands first in Tesseract's "nld+eng". Static, or part of
 * `out` (at least 16 bytes) for a language that is not in the table. */
const char *pdf_language(const char *languages, char out[16]);
/* Alternative text of page `number` of a dossier, in new memory; NULL for PICTURE_NONE too. */
char *pdf_picture_text(enum pdf_picture picture, size_t number, const char *dossier);
/* Is there a character in it that can be seen? */
bool pdf_says_something(const char *text);

#endif
