/*
 * sheet_name.h - separator sheets: an A4 page that says, in codes and in words, what comes behind
 * it.
 *
 * However the sheet lies in the feeder, the edge that goes in first has everything: each of the
 * four has a patch T, a Code 128 and a QR code, upright for whoever holds that edge on top.
 * Measures are in dots of 1/600 inch, so that every bar falls on whole dots of a common printer.
 *
 * Patch T: bars narrow, wide, narrow, wide from the paper edge inwards; wide 0.20 in, narrow and
 * spaces 0.08 in, 2 in long or more, 0.5 in from the paper edge, nothing printed within ten narrow
 * bars of it (Kodak A-61599; Hyland "Patch Code Requirements"). Code 128: ISO/IEC 15417, quiet zone
 * of ten bars. QR: ISO/IEC 18004, level Q, quiet zone of four modules and more.
 */
#ifndef BA_INGEST_SEPARATOR_SHEET_H
#define BA_INGEST_SEPARATOR_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define SHEET_DPI 600
#define SHEET_WIDTH_DOTS 4961
#define SHEET_HEIGHT_DOTS 7016
#define SHEET_CODE_MAX 71 /* bytes: "DOSSIER:" and the longest number that is read back */

/* What goes on a sheet. UTF-8, "" for nothing; longer texts are cut with an ellipsis. */
struct sheet_words {
    const char *code;    /* "DOSSIER:1974/0231" */
    const char *heading; /* "DOSSIER" */
    const char *name;    /* "1974/0231", as large as fits */
    const char *title, *address, *box;
    const char *advice; /* small, at the foot */
};

/* A black rectangle; x to the right, y downwards from the top left corner of the paper. */
struct sheet_rect {
    int x, y, w, h;
};

/* A line of Helvetica. */
struct sheet_line {
    int x, y;       /* where its baseline begins */
    int quarters;   /* of a turn, clockwise: 0..3 */
    int size_pt;    /* 1/72 inch */
    bool bold;      /* Helvetica-Bold */
    char text[160]; /* in Windows-1252, PDF's WinAnsiEncoding */
};

#define SHEET_MAX_LINES 32

struct sheet_layout {
    struct sheet_rect *rects; /* owned */
    size_t rect_count, rect_cap;
    struct sheet_line lines[SHEET_MAX_LINES];
    size_t line_count;
};

/*
 * Places everything of one sheet. BA_ITEM SHEET_CODE when the code cannot be printed so that it is
 * read back: too long, or other characters than those of ASCII. layout is filled anew; free it with
 * sheet_layout_free, which accepts an empty one.
 */
BA_RC sheet_lay_out(const struct sheet_words *words, struct sheet_layout *layout,
                    struct ba_err *err);
void sheet_layout_free(struct sheet_layout *layout);

/* Takes the bytes of the PDF in their order. */
typedef BA_CHECKED enum ba_rc (*sheets_sink)(void *ctx, const void *data, size_t len,
                                             struct ba_err *err);

/* A PDF that is being written, a sheet a page. */
struct sheets;

/* Starts a PDF 1.6 that asks viewers to print it unscaled. Errors: those of the sink. */
BA_RC sheets_open(sheets_sink sink, void *ctx, struct sheets **out, struct ba_err *err);
BA_RC sheets_add(struct sheets *s, const struct sheet_layout *layout, struct ba_err *err);
/* Writes the end. s can only be freed then. */
BA_RC sheets_finish(struct sheets *s, struct ba_err *err);
void sheets_free(struct sheets *s); /* accepts NULL */

#endif
