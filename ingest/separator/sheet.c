/*
 * The layout of a sheet. Each edge is drawn in its own measures, u along it and v inwards, as it is
 * seen when that edge is on top; turning brings it in its place:
 *
 *     v  300..780    patch T in the middle; a QR code in the corner where u begins
 *     v 1270..1570   Code 128, ten narrow bars behind the patch, and its text below it
 *
 * What is left in the middle of the sheet is for people.
 */
#include "ingest/separator/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ingest/separator/sheet_private.h"

static int dots(int points)
{
    return points * SHEET_DOTS_A_POINT_X3 / 3;
}

/* ---- on an edge ---------------------------------------------------------------------------------
 */

static int edge_length(int edge)
{
    return edge % 2 == 0 ? SHEET_WIDTH_DOTS : SHEET_HEIGHT_DOTS;
}

/* A point of an edge (0 top, then clockwise) on the sheet. */
static void place(int edge, int u, int v, int *x, int *y)
{
    const int at[4][2] = { { u, v },
                           { SHEET_WIDTH_DOTS - v, u },
                           { SHEET_WIDTH_DOTS - u, SHEET_HEIGHT_DOTS - v },
                           { v, SHEET_HEIGHT_DOTS - u } };

    *x = at[edge][0];
    *y = at[edge][1];
}

static BA_RC add_rect(struct sheet_layout *l, int edge, int u, int v, int du, int dv,
                      struct ba_err *err)
{
    int x0, y0, x1, y1;

    place(edge, u, v, &x0, &y0);
    place(edge, u + du, v + dv, &x1, &y1);
    if (ba_grow(&l->rects, &l->rect_cap, l->rect_count + 1, sizeof(*l->rects)) != 0)
        return ba_fail_mem(err, "separator sheet");
    l->rects[l->rect_count++] = (struct sheet_rect){
        .x = x0 < x1 ? x0 : x1, .y = y0 < y1 ? y0 : y1, .w = abs(x1 - x0), .h = abs(y1 - y0)
    };
    return BA_OK;
}

static BA_RC add_patch(struct sheet_layout *l, int edge, struct ba_err *err)
{
    static const int bars[] = { SHEET_NARROW, SHEET_WIDE, SHEET_NARROW, SHEET_WIDE };
    int length = edge % 2 == 0 ? SHEET_SHORT_BAR : SHEET_LONG_BAR, v = SHEET_EDGE;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]) && rc == BA_OK; i++) {
        rc = add_rect(l, edge, (edge_length(edge) - length) / 2, v, length, bars[i], err);
        v += bars[i] + SHEET_NARROW;
    }
    return rc;
}

/* A rectangle for each run of black modules. */
static BA_RC add_code(struct sheet_layout *l, int edge, const struct sheet_code *c, int u, int v,
                      int module, int height, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (int y = 0; y < c->rows; y++) {
        const bool *row = c->black + y * c->width;
        int from = 0, to;

        while (from < c->width && rc == BA_OK) {
            for (to = from; to < c->width && row[to] == row[from]; to++)
                ;
            if (row[from])
                rc = add_rect(l, edge, u + from * module, v + y * height, (to - from) * module,
                              height, err);
            from = to;
        }
    }
    return rc;
}

static void add_line(struct sheet_layout *l, int edge, int u, int v, int size_pt, bool bold,
                     const char *text, size_t len)
{
    struct sheet_line *line = &l->lines[l->line_count];

    if (l->line_count == SHEET_MAX_LINES || len == 0)
        return;
    *line = (struct sheet_line){ .quarters = edge, .size_pt = size_pt, .bold = bold };
    place(edge, u, v, &line->x, &line->y);
    snprintf(line->text, sizeof(line->text), "%.*s", (int)len, text);
    l->line_count++;
}

static BA_RC add_edge(struct sheet_layout *l, int edge, const char *text,
                      const struct sheet_code *line, const struct sheet_code *square,
                      struct ba_err *err)
{
    int module = SHEET_CODE_LENGTH / (line->width + 2 * SHEET_CODE_QUIET),
        middle = edge_length(edge) / 2;
    int half = dots(SHEET_CODE_TEXT_PT) * sheet_text_width(text, strlen(text)) / 2000;
    enum ba_rc rc = add_patch(l, edge, err);

    if (rc == BA_OK)
        rc = add_code(l, edge, square, SHEET_EDGE, SHEET_EDGE, SHEET_QR_SIDE / square->width,
                      SHEET_QR_SIDE / square->width, err);
    if (module > SHEET_MODULE_MAX)
        module = SHEET_MODULE_MAX;
    /* Bars that a scanner would not see are not printed. */
    if (rc == BA_OK && module >= SHEET_MODULE_MIN)
        rc = add_code(l, edge, line, middle - line->width * module / 2, SHEET_CODE_AT, module,
                      SHEET_CODE_HEIGHT, err);
    add_line(l, edge, middle - half,
             SHEET_CODE_AT + SHEET_CODE_HEIGHT + dots(SHEET_CODE_TEXT_PT) + 20, SHEET_CODE_TEXT_PT,
             false, text, strlen(text));
    return rc;
}

/* ---- in the middle ------------------------------------------------------------------------------
 */

/* Bytes of text that fit on a line: up to a space if there is one. */
static size_t line_break(const char *text, int size_pt)
{
    size_t fits = 0, space = 0, len = strlen(text);

    while (fits < len &&
           sheet_text_width(text, fits + 1) * dots(size_pt) / 1000 <= SHEET_COLUMN_WIDTH) {
        if (text[fits] == ' ')
            space = fits;
        fits++;
    }
    if (fits == len || text[fits] == ' ' || space == 0)
        return fits;
    return space;
}

/* Writes at most `most` lines from *v on and moves it behind them. */
static void add_wrapped(struct sheet_layout *l, const char *utf8, int size_pt, bool bold, int most,
                        int *v)
{
    char text[1024], last[sizeof(((struct sheet_line *)0)->text)];
    const char *rest = text;

    sheet_winansi(utf8, text, sizeof(text));
    for (int i = 0; i < most && *rest != '\0'; i++) {
        size_t len = line_break(rest, size_pt);

        if (len == 0)
            break;
        *v += dots(size_pt) * 12 / 10;
        if (i + 1 == most && rest[len] != '\0') {
            snprintf(last, sizeof(last), "%.*s\x85", (int)(len > 2 ? len - 2 : len), rest);
            add_line(l, 0, SHEET_COLUMN_AT, *v, size_pt, bold, last, strlen(last));
            break;
        }
        add_line(l, 0, SHEET_COLUMN_AT, *v, size_pt, bold, rest, len);
        rest += len;
        rest += strspn(rest, " ");
    }
}

/* The largest size at which the text stands on one line, not above `most`, and at least 12. */
static int size_that_fits(const char *utf8, int most)
{
    char text[256];
    int size = most;

    sheet_winansi(utf8, text, sizeof(text));
    while (size > 12 &&
           sheet_text_width(text, strlen(text)) * dots(size) / 1000 > SHEET_COLUMN_WIDTH)
        size--;
    return size;
}

static void add_words(struct sheet_layout *l, const struct sheet_words *w)
{
    int v = SHEET_COLUMN_TOP, name = size_that_fits(w->name, SHEET_NAME_MAX_PT);

    add_wrapped(l, "SCHEIDINGSBLAD", 18, true, 1, &v);
    v += dots(14);
    add_wrapped(l, w->heading, 16, false, 1, &v);
    add_wrapped(l, w->name, name, true, 3, &v);
    v += dots(14);
    add_wrapped(l, w->title, 16, false, 4, &v);
    v += dots(10);
    add_wrapped(l, w->address, 16, true, 3, &v);
    v += dots(14);
    add_wrapped(l, w->box, size_that_fits(w->box, 30), true, 1, &v);
    v = SHEET_ADVICE_AT;
    add_wrapped(l, w->advice, 9, false, 4, &v);
}

BA_RC sheet_lay_out(const struct sheet_words *words, struct sheet_layout *layout,
                    struct ba_err *err)
{
    struct sheet_code line = { 0 }, square = { 0 };
    struct ba_err too_long = BA_ERR_INIT;
    enum ba_rc rc;

    *layout = (struct sheet_layout){ 0 };
    rc = sheet_encode(SHEET_QR, words->code, &square, err);
    /* What only a QR code can hold stands on the sheet as QR only. */
    if (rc == BA_OK && sheet_encode(SHEET_CODE128, words->code, &line, &too_long) < BA_ITEM) {
        *err = too_long;
        rc = too_long.rc;
    }
    for (int edge = 0; edge < 4 && rc == BA_OK; edge++)
        rc = add_edge(layout, edge, words->code, &line, &square, err);
    if (rc == BA_OK)
        add_words(layout, words);
    else
        sheet_layout_free(layout);
    sheet_code_free(&line);
    sheet_code_free(&square);
    return rc;
}

void sheet_layout_free(struct sheet_layout *layout)
{
    free(layout->rects);
    *layout = (struct sheet_layout){ 0 };
}
