/*
 * pdf_page.c - one page: the scan turned by its matrix, and the words invisibly over the ink.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "export/pdf_heading.h"
#include "export/pdf_parts.h"

#define POINTS 72.0
#define DEFAULT_DPI 300.0
/* ISO 19005-2, 6.1.13: sides of a page in points. */
#define MIN_SIDE_PT 3.0
#define MAX_SIDE_PT 14400.0
/* Resolutions that differ more (fax: 204 x 98) have no square pixels. */
#define SQUARE_TOLERANCE 1.05
#define MAX_STRETCH 5.0
#define CONTENT_MAX_BYTES ((size_t)64 << 20)
/* An advance of the font without glyphs, in ems. */
#define ADVANCE 0.5
#define MAX_WORD_CHARACTERS 500
/* Height of a line in heights of its average word. */
#define MAX_BAND 2.5

/* A place on the master, in pixels, to a place on the page, in points from the lower left corner.
 */
static void to_points(const struct pdf_page *page, const struct pdf_place *place, double stretch_x,
                      double stretch_y, double mx, double my, double *x, double *y)
{
    double rad = page->skew_deg * M_PI / 180, tx, ty;
    mx *= stretch_x;
    my *= stretch_y;
    switch (page->orientation_deg) {
    case 90:
        tx = place->width_px - my;
        ty = mx;
        break;
    case 180:
        tx = place->width_px - mx;
        ty = place->height_px - my;
        break;
    case 270:
        tx = my;
        ty = place->height_px - mx;
        break;
    default:
        tx = mx;
        ty = my;
        break;
    }
    tx -= place->width_px / 2;
    ty -= place->height_px / 2;
    double px = tx * cos(rad) - ty * sin(rad) + place->width_px / 2;
    double py = tx * sin(rad) + ty * cos(rad) + place->height_px / 2;
    *x = px * POINTS / place->dpi;
    *y = (place->height_px - py) * POINTS / place->dpi;
}

static void choose_dpi(const struct pdf_page *page, struct pdf_place *place, double *stretch_x,
                       double *stretch_y)
{
    double x = page->xdpi, y = page->ydpi;
    *stretch_x = *stretch_y = 1;
    place->dpi = x > 0 ? x : DEFAULT_DPI;
    if (!(x > 0 && y > 0 && x / y < MAX_STRETCH && y / x < MAX_STRETCH))
        return;
    if (x > y * SQUARE_TOLERANCE) {
        *stretch_y = x / y;
    } else if (y > x * SQUARE_TOLERANCE) {
        *stretch_x = y / x;
        place->dpi = y;
    }
}

void pdf_place_page(const struct pdf_page *page, struct pdf_place *place)
{
    double stretch_x, stretch_y, x0, y0, x1, y1, x2, y2;
    choose_dpi(page, place, &stretch_x, &stretch_y);
    double w = page->width_px * stretch_x, h = page->height_px * stretch_y;
    bool turned = page->orientation_deg == 90 || page->orientation_deg == 270;
    place->width_px = turned ? h : w;
    place->height_px = turned ? w : h;
    double longest = fmax(w, h) * POINTS / place->dpi;
    if (longest > MAX_SIDE_PT)
        place->dpi *= longest / MAX_SIDE_PT;
    place->width_pt = fmax(MIN_SIDE_PT, place->width_px * POINTS / place->dpi);
    place->height_pt = fmax(MIN_SIDE_PT, place->height_px * POINTS / place->dpi);
    if (place->width_pt > MAX_SIDE_PT)
        place->width_pt = MAX_SIDE_PT;
    if (place->height_pt > MAX_SIDE_PT)
        place->height_pt = MAX_SIDE_PT;
    /* Corners of the unit square: lower left is the master's last row, upper left its first. */
    to_points(page, place, stretch_x, stretch_y, 0, page->height_px, &x0, &y0);
    to_points(page, place, stretch_x, stretch_y, page->width_px, page->height_px, &x1, &y1);
    to_points(page, place, stretch_x, stretch_y, 0, 0, &x2, &y2);
    double m[6] = { x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0 };
    memcpy(place->m, m, sizeof m);
}

/*
 * What may stand in the text of a PDF/A-2a: one 16-bit unit, no byte order mark, no white space,
 * and no private character, which would need an ActualText (ISO 19005-2, 6.2.11.7).
 */
static bool holdable(uint32_t cp)
{
    return cp > 0x20 && !(cp >= 0x7F && cp <= 0xA0) && cp < 0xFFFD && cp != 0xFEFF &&
           !(cp >= 0xD800 && cp <= 0xF8FF);
}

/* The word's codes in hexadecimal; returns how many characters it has. */
static unsigned put_codes(struct ba_buf *codes, const char *text, size_t *dropped)
{
    size_t len = strlen(text);
    unsigned n = 0;
    ba_buf_reset(codes);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (holdable(cp) && n < MAX_WORD_CHARACTERS) {
            ba_buf_printf(codes, "%04X", cp);
            n++;
        } else {
            (*dropped)++;
        }
    }
    return n;
}

/* State of one page's content while it is put together. */
struct content {
    struct ba_buf ops, codes;
    unsigned elements; /* marked-content sequences so far */
    bool in_paragraph;
    double size, stretch; /* font as last set */
    unsigned level;       /* of the paragraph that comes: 0, or a heading's */
    struct ba_buf types;  /* a byte a sequence: 'F' figure, 'P', or the digit of a heading */
    struct pdf_running *running;
};

static void close_paragraph(struct content *c)
{
    if (c->in_paragraph)
        ba_buf_puts(&c->ops, "ET\nEMC\n");
    c->in_paragraph = false;
}

static void open_paragraph(struct content *c)
{
    char type = c->level == 0 ? 'P' : (char)('0' + c->level);
    ba_buf_printf(&c->ops, "/%s%.1s << /MCID %u >> BDC\nBT\n3 Tr\n", c->level > 0 ? "H" : "", &type,
                  c->elements++);
    ba_buf_add(&c->types, &type, 1);
    if (c->level > 0)
        c->running->heading = c->level;
    c->in_paragraph = true;
    c->size = c->stretch = 0;
}

/* The band in which a line's words stand, pixels. */
struct band {
    double top, bottom;
};

/*
 * Of the line that begins at words[0] (*n words). One height and baseline for all its words, or
 * readers of the file take each word for a line of its own. A line that is much higher than its
 * words is none.
 */
static struct band find_band(const struct pdf_word *words, size_t count, size_t *n)
{
    struct band b = { words[0].y, words[0].y + words[0].h };
    double sum = 0;
    for (*n = 0;
         *n < count && words[*n].line == words[0].line && words[*n].paragraph == words[0].paragraph;
         (*n)++) {
        const struct pdf_word *w = &words[*n];
        b.top = fmin(b.top, w->y);
        b.bottom = fmax(b.bottom, w->y + w->h);
        sum += w->h;
    }
    if (b.bottom - b.top <= MAX_BAND * sum / (double)*n)
        return b;
    *n = 1;
    return (struct band){ words[0].y, words[0].y + words[0].h };
}

static void put_word(struct content *c, const struct pdf_word *w, struct band band,
                     const struct pdf_place *place)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    unsigned n = put_codes(&c->codes, w->text, &c->running->dropped);
    if (n == 0)
        return;
    if (!c->in_paragraph)
        open_paragraph(c);
    /* Steps of a tenth of a point: font changes are most of the bytes of a page. */
    double size = fmax(1, round((band.bottom - band.top) * POINTS / place->dpi * 10) / 10);
    double width = fmax(0.1, w->w * POINTS / place->dpi);
    double stretch = round(1000 * width / (ADVANCE * size * n)) / 10;
    if (fabs(size - c->size) > 0.05)
        ba_buf_printf(&c->ops, "/F0 %s Tf\n", pdf_num(size, a));
    if (fabs(stretch - c->stretch) > 0.05)
        ba_buf_printf(&c->ops, "%s Tz\n", pdf_num(stretch, a));
    c->size = size;
    c->stretch = stretch;
    ba_buf_printf(&c->ops, "1 0 0 1 %s %s Tm <%s0020> Tj\n", pdf_num(w->x * POINTS / place->dpi, a),
                  pdf_num((place->height_px - band.bottom) * POINTS / place->dpi, b),
                  ba_buf_str(&c->codes));
}

static void put_image(struct content *c, const struct pdf_page *page, const struct pdf_place *place)
{
    char n[6][PDF_NUM_LEN];
    if (page->alt != NULL) {
        ba_buf_printf(&c->ops, "/Figure << /MCID %u >> BDC\n", c->elements++);
        ba_buf_add(&c->types, "F", 1);
    } else
        ba_buf_puts(&c->ops, "/Artifact BMC\n");
    ba_buf_printf(&c->ops, "q %s %s %s %s %s %s cm /Im0 Do Q\nEMC\n", pdf_num(place->m[0], n[0]),
                  pdf_num(place->m[1], n[1]), pdf_num(place->m[2], n[2]),
                  pdf_num(place->m[3], n[3]), pdf_num(place->m[4], n[4]),
                  pdf_num(place->m[5], n[5]));
}

static void put_xobject(struct pdf_out *o, unsigned number, const struct scan *s)
{
    char entries[400], filter[160];
    const char *space = s->components == 3 ? "/DeviceRGB" : "/DeviceGray";
    if (s->kind == SCAN_G4)
        snprintf(
            filter, sizeof filter,
            "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %u /Rows %u /BlackIs1 %s >>",
            s->width_px, s->height_px, s->black_is_1 ? "true" : "false");
    else
        snprintf(filter, sizeof filter, "/Filter /DCTDecode%s%s",
                 s->components == 3 && !s->ycc ? " /DecodeParms << /ColorTransform 0 >>" : "",
                 s->inverted ? " /Decode [1 0]" : "");
    snprintf(entries, sizeof entries,
             "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace %s "
             "/BitsPerComponent %d %s",
             s->width_px, s->height_px, space, s->kind == SCAN_G4 ? 1 : 8, filter);
    pdf_out_stream(o, number, entries, s->data.data, s->data.len);
}

/* The structure elements of a page: the figure first, if it is one, then the paragraphs. */
static void put_elements(struct pdf_out *o, const struct pdf_page *page,
                         const struct pdf_place *place, const struct pdf_shared *shared,
                         const struct pdf_written *w, const char *types)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    for (unsigned i = 0; i < w->elements && o->rc == BA_OK; i++) {
        bool figure = types[i] == 'F', heading = types[i] >= '1' && types[i] <= '9';
        pdf_out_begin(o, w->first_element + i);
        pdf_out_printf(o, "<< /Type /StructElem /S /%s%.1s /P %u 0 R /Pg %u 0 R /K %u",
                       figure    ? "Figure"
                       : heading ? "H"
                                 : "",
                       figure ? "" : &types[i], shared->document, w->page, i);
        if (figure) {
            pdf_out_printf(o, " /A << /O /Layout /Placement /Block /BBox [0 0 %s %s] >> /Alt ",
                           pdf_num(place->width_pt, a), pdf_num(place->height_pt, b));
            pdf_out_text(o, page->alt);
        }
        pdf_out_printf(o, " >>");
        pdf_out_end(o);
    }
    pdf_out_begin(o, w->parents);
    pdf_out_printf(o, "[");
    for (unsigned i = 0; i < w->elements; i++)
        pdf_out_printf(o, "%s%u 0 R", i % 16 ? " " : "\n", w->first_element + i);
    pdf_out_printf(o, "]");
    pdf_out_end(o);
}

/* How many words the paragraph has that begins here. */
static size_t length_of(const struct pdf_word *words, size_t count)
{
    size_t n = 1;
    while (n < count && words[n].paragraph == words[0].paragraph)
        n++;
    return n;
}

static void put_content(struct content *c, const struct pdf_page *page,
                        const struct pdf_place *place, const struct pdf_word *words, size_t count)
{
    size_t n = 0;
    /* What stands on a drawing is large where it is large; it is no outline of a text. */
    double usual = page->alt != NULL ? 0 : pdf_usual_height(words, count);
    put_image(c, page, place);
    for (size_t i = 0; i < count; i += n) {
        struct band band = find_band(words + i, count - i, &n);
        if (i > 0 && words[i].paragraph != words[i - 1].paragraph)
            close_paragraph(c);
        if (i == 0 || words[i].paragraph != words[i - 1].paragraph)
            c->level = pdf_heading_level(words + i, length_of(words + i, count - i), usual,
                                         c->running->heading);
        for (size_t k = i; k < i + n; k++)
            put_word(c, &words[k], band, place);
    }
    close_paragraph(c);
}

static void put_page_object(struct pdf_out *o, const struct pdf_place *place, size_t index,
                            unsigned image, unsigned content, const struct pdf_shared *shared,
                            const struct pdf_written *w)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    pdf_out_begin(o, w->page);
    pdf_out_printf(o,
                   "<< /Type /Page /Parent %u 0 R /MediaBox [0 0 %s %s] /Contents %u 0 R /Tabs /S "
                   "/Resources << /XObject << /Im0 %u 0 R >> /Font << /F0 %u 0 R >> >>",
                   shared->pages, pdf_num(place->width_pt, a), pdf_num(place->height_pt, b),
                   content, image, shared->font);
    if (w->parents != 0)
        pdf_out_printf(o, " /StructParents %zu", index);
    pdf_out_printf(o, " >>");
    pdf_out_end(o);
}

void pdf_page_put(struct pdf_out *o, const struct pdf_page *page, size_t index,
                  const struct scan *scan, const struct pdf_word *words, size_t count,
                  const struct pdf_shared *shared, struct pdf_written *written,
                  struct pdf_running *running)
{
    struct content c = { .ops = BA_BUF_INIT(CONTENT_MAX_BYTES),
                         .codes = BA_BUF_INIT(MAX_WORD_CHARACTERS * 4 + 1),
                         .types = BA_BUF_INIT(CONTENT_MAX_BYTES),
                         .running = running };
    struct pdf_place place;
    unsigned first = pdf_out_reserve(o, 3);
    unsigned content = first + 1, image = first + 2;

    pdf_place_page(page, &place);
    put_content(&c, page, &place, words, count);
    if (o->rc == BA_OK)
        o->rc = ba_buf_check(&c.ops, "the text of a page", &o->err);
    if (o->rc == BA_OK)
        o->rc = ba_buf_check(&c.types, "the parts of a page", &o->err);
    *written = (struct pdf_written){ .page = first, .elements = c.elements };
    if (c.elements > 0) {
        written->first_element = pdf_out_reserve(o, c.elements + 1);
        written->parents = written->first_element + c.elements;
    }
    if (o->rc == BA_OK) {
        put_page_object(o, &place, index, image, content, shared, written);
        pdf_out_deflated(o, content, "", c.ops.data, c.ops.len);
        put_xobject(o, image, scan);
        if (c.elements > 0)
            put_elements(o, page, &place, shared, written, c.types.data);
    }
    ba_buf_free(&c.ops);
    ba_buf_free(&c.codes);
    ba_buf_free(&c.types);
}
