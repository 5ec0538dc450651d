/*
 * sheet_private.h - what the drawing of separator sheets is made of. Private to ingest/sheet*.c.
 */
#ifndef BA_INGEST_SEPARATOR_SHEET_PRIVATE_H
#define BA_INGEST_SEPARATOR_SHEET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

#define SHEET_MODULES_MAX 1000 /* along a Code 128 of SHEET_CODE_MAX characters */

/* The black and white modules of a code, without quiet zone. */
struct sheet_code {
    int width, rows; /* modules; a Code 128 has one row */
    bool *black;     /* owned: [row * width + column] */
};

enum sheet_symbology { SHEET_CODE128, SHEET_QR };

/* BA_ITEM SHEET_CODE. Free with sheet_code_free, which accepts an empty one. */
BA_RC sheet_encode(enum sheet_symbology kind, const char *text, struct sheet_code *code,
                   struct ba_err *err);
void sheet_code_free(struct sheet_code *code);

/* UTF-8 as Windows-1252, '?' for what it has not; at most size - 1 bytes, always ended by NUL. */
void sheet_winansi(const char *utf8, char *out, size_t size);
/* Width of len bytes of Windows-1252 in Helvetica-Bold, in thousandths of its size. Helvetica is
 * nowhere wider. Letters beyond ASCII are counted as the widest. */
int sheet_text_width(const char *text, size_t len);

#endif
