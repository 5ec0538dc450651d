/*
 * sheet_private.h - what the drawing of separator sheets is made of, and where everything lies on
 * one. Private to ingest/separator.
 */
#ifndef BA_INGEST_SEPARATOR_SHEET_PRIVATE_H
#define BA_INGEST_SEPARATOR_SHEET_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "ingest/separator/sheet.h"

/* Measures in dots of 1/600 inch: along an edge, or from the paper's edge inwards. */
enum {
    SHEET_EDGE = 300, /* from the paper edge: 0.5 in */
    SHEET_NARROW = 48,
    SHEET_WIDE = 120,
    SHEET_QUIET = 10 * SHEET_NARROW,
    SHEET_PATCH_DEPTH = 2 * SHEET_WIDE + 5 * SHEET_NARROW,
    SHEET_SHORT_BAR =
        2170, /* of the patch on a short edge: leaves its quiet zone to the QR codes */
    SHEET_LONG_BAR =
        2660, /* on a long edge: leaves its quiet zone to the Code 128 of the short ones */
    SHEET_QR_SIDE = 600,
    SHEET_CODE_AT = SHEET_EDGE + SHEET_PATCH_DEPTH + SHEET_QUIET + 10,
    SHEET_CODE_HEIGHT = 300,
    SHEET_CODE_LENGTH = 3530, /* with its quiet zones: between the codes of the other edges */
    SHEET_CODE_QUIET = 10,    /* modules */
    SHEET_MODULE_MAX = 12,    /* 0.5 mm */
    SHEET_MODULE_MIN = 8,     /* 0.34 mm: below, a scan at 200 dpi does not show it */
    SHEET_CODE_TEXT_PT = 8,
    SHEET_DOTS_A_POINT_X3 = 25, /* 600 / 72 */
    SHEET_COLUMN_AT = 1740,
    SHEET_COLUMN_WIDTH = SHEET_WIDTH_DOTS - 2 * SHEET_COLUMN_AT,
    SHEET_COLUMN_TOP = 1800,
    SHEET_ADVICE_AT = 4900,
    SHEET_NAME_MAX_PT = 60,
};

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
