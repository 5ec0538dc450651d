/*
 * pdf_page.c - one page: where it lies, its image, and its structure elements.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/page_transform.h"
#include "export/pdf/pdf_private.h"

#define POINTS 72.0
#define DEFAULT_DPI 300.0
/* Outside it the number is no resolution of a scanner: a page would be metres wide, or a dot. */
#define MIN_DPI 10.0
#define MAX_DPI 10000.0
/* ISO 19005-2, 6.1.13: sides of a page in points. */
#define MIN_SIDE_PT 3.0
#define MAX_SIDE_PT 14400.0
/* A place on the master, in pixels, to a place on the page, in points from the lower left corner.
 */
static void to_points(const struct ocr_transform *t, const struct pdf_place *place, double mx,
                      double my, double *x, double *y)
{
    double px, py;

    ocr_to_page(t, mx, my, &px, &py);
    *x = px * POINTS / place->dpi;
    *y = (place->height_px - py) * POINTS / place->dpi;
}

void pdf_place_page(const struct pdf_page *page, struct pdf_place *place)
{
    struct ocr_transform t;
    double x0, y0, x1, y1, x2, y2;

    ocr_transform_init(&t, page->width_px, page->height_px, page->xdpi, page->ydpi,
                       page->orientation_deg, page->skew_deg);
    place->width_px = t.page_w;
    place->height_px = t.page_h;
    place->dpi = t.stretch_x > 1 ? page->ydpi : page->xdpi;
    if (!(place->dpi >= MIN_DPI && place->dpi <= MAX_DPI))
        place->dpi = DEFAULT_DPI;
    double longest = fmax(t.page_w, t.page_h) * POINTS / place->dpi;
    if (longest > MAX_SIDE_PT)
        place->dpi *= longest / MAX_SIDE_PT;
    place->width_pt = fmax(MIN_SIDE_PT, place->width_px * POINTS / place->dpi);
    place->height_pt = fmax(MIN_SIDE_PT, place->height_px * POINTS / place->dpi);
    if (place->width_pt > MAX_SIDE_PT)
        place->width_pt = MAX_SIDE_PT;
    if (place->height_pt > MAX_SIDE_PT)
        place->height_pt = MAX_SIDE_PT;
    /* Corners of the unit square: lower left is the master's last row, upper left its first. */
    to_points(&t, place, 0, page->height_px, &x0, &y0);
    to_points(&t, place, page->width_px, page->height_px, &x1, &y1);
    to_points(&t, place, 0, 0, &x2, &y2);
    double m[6] = { x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0 };
    memcpy(place->m, m, sizeof m);
}

static void put_xobject(struct pdf_writer *o, unsigned number, const struct image_stream *s)
{
    char entries[400], filter[200];
    const char *space = s->components == 3 ? "/DeviceRGB" : "/DeviceGray";
    if (s->kind == SCAN_G4)
        snprintf(
            filter, sizeof filter,
            "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %u /Rows %u /BlackIs1 %s >>",
            s->width_px, s->height_px, s->black_is_1 ? "true" : "false");
    else if (s->kind == SCAN_FLATE)
        snprintf(filter, sizeof filter,
                 "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %u "
                 "/BitsPerComponent 8 /Columns %u >>",
                 s->components, s->width_px);
    else
        snprintf(filter, sizeof filter, "/Filter /DCTDecode%s%s",
                 s->components == 3 && !s->ycc ? " /DecodeParms << /ColorTransform 0 >>" : "",
                 s->inverted ? " /Decode [1 0]" : "");
    snprintf(entries, sizeof entries,
             "/Type /XObject /Subtype /Image /Width %u /Height %u /ColorSpace %s "
             "/BitsPerComponent %d %s",
             s->width_px, s->height_px, space, s->kind == SCAN_G4 ? 1 : 8, filter);
    pdf_writer_stream(o, number, entries, s->data.data, s->data.len);
}

static void put_type(struct pdf_writer *o, char type)
{
    if (type == 'F')
        pdf_writer_printf(o, "/Figure");
    else if (type == 'P')
        pdf_writer_printf(o, "/P");
    else
        pdf_writer_printf(o, "/H%c", type);
}

/* Numbers of the objects of a page's elements: those under the document, then the spans in them. */
static unsigned element_of(const struct pdf_content *c, const struct pdf_written *w, size_t mark)
{
    const struct pdf_mark *m = &c->marks[mark];
    return w->first_element + (m->span ? w->elements + m->nth : m->element);
}

/* What an element holds: identifiers of marked content, and spans. */
static void put_kids(struct pdf_writer *o, const struct pdf_content *c, const struct pdf_written *w,
                     unsigned element, size_t *at)
{
    size_t end = *at;
    while (end < c->count && c->marks[end].element == element)
        end++;
    if (end == *at + 1 && !c->marks[*at].span) {
        pdf_writer_printf(o, " /K %zu", *at);
        *at = end;
        return;
    }
    pdf_writer_printf(o, " /K [");
    for (const char *space = ""; *at < end; (*at)++, space = " ") {
        if (c->marks[*at].span)
            pdf_writer_printf(o, "%s%u 0 R", space, element_of(c, w, *at));
        else
            pdf_writer_printf(o, "%s%zu", space, *at);
    }
    pdf_writer_printf(o, "]");
}

static void put_figure(struct pdf_writer *o, const struct pdf_page *page,
                       const struct pdf_place *place)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    pdf_writer_printf(o, " /A << /O /Layout /Placement /Block /BBox [0 0 %s %s] >> /Alt ",
                      pdf_num(place->width_pt, a), pdf_num(place->height_pt, b));
    pdf_writer_text(o, page->alt);
}

/* A word divided over lines: read as one. */
static void put_span(struct pdf_writer *o, const struct pdf_content *c, const struct pdf_written *w,
                     size_t mark)
{
    pdf_writer_begin(o, element_of(c, w, mark));
    pdf_writer_printf(o, "<< /Type /StructElem /S /Span /P %u 0 R /Pg %u 0 R /K %zu /ActualText ",
                      w->first_element + c->marks[mark].element, w->page, mark);
    pdf_writer_text(o, c->texts.data + c->marks[mark].text);
    pdf_writer_printf(o, " >>");
    pdf_writer_end(o);
}

/* The structure elements of a page: the figure first, if it is one, then the paragraphs. */
static void put_elements(struct pdf_writer *o, const struct pdf_page *page,
                         const struct pdf_place *place, const struct pdf_shared *shared,
                         const struct pdf_written *w, const struct pdf_content *c)
{
    size_t mark = 0;
    for (unsigned i = 0; i < w->elements && o->rc == BA_OK; i++) {
        pdf_writer_begin(o, w->first_element + i);
        pdf_writer_printf(o, "<< /Type /StructElem /S ");
        put_type(o, c->types.data[i]);
        pdf_writer_printf(o, " /P %u 0 R /Pg %u 0 R", shared->document, w->page);
        put_kids(o, c, w, i, &mark);
        if (c->types.data[i] == 'F')
            put_figure(o, page, place);
        pdf_writer_printf(o, " >>");
        pdf_writer_end(o);
    }
    for (size_t i = 0; i < c->count && o->rc == BA_OK; i++)
        if (c->marks[i].span)
            put_span(o, c, w, i);
    pdf_writer_begin(o, w->parents);
    pdf_writer_printf(o, "[");
    for (size_t i = 0; i < c->count; i++)
        pdf_writer_printf(o, "%s%u 0 R", i % 16 ? " " : "\n", element_of(c, w, i));
    pdf_writer_printf(o, "]");
    pdf_writer_end(o);
}

static void put_page_object(struct pdf_writer *o, const struct pdf_place *place, size_t index,
                            unsigned image, unsigned content, const struct pdf_shared *shared,
                            const struct pdf_written *w)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    pdf_writer_begin(o, w->page);
    pdf_writer_printf(
        o,
        "<< /Type /Page /Parent %u 0 R /MediaBox [0 0 %s %s] /Contents %u 0 R /Tabs /S "
        "/Resources << /XObject << /Im0 %u 0 R >> /Font << /F0 %u 0 R >> >>",
        shared->pages, pdf_num(place->width_pt, a), pdf_num(place->height_pt, b), content, image,
        shared->font);
    if (w->parents != 0)
        pdf_writer_printf(o, " /StructParents %zu", index);
    pdf_writer_printf(o, " >>");
    pdf_writer_end(o);
}

void pdf_page_put(struct pdf_writer *o, const struct pdf_page *page, size_t index,
                  const struct image_stream *scan, const struct pdf_word *words, size_t count,
                  const struct pdf_shared *shared, struct pdf_written *written,
                  struct pdf_running *running)
{
    struct pdf_content c = PDF_CONTENT_INIT;
    struct pdf_place place;
    unsigned first = pdf_writer_reserve(o, 3);
    unsigned content = first + 1, image = first + 2;

    pdf_place_page(page, &place);
    enum ba_rc rc = pdf_content_make(&c, page, &place, words, count, running, &o->err);
    if (o->rc == BA_OK)
        o->rc = rc;
    *written = (struct pdf_written){ .page = first, .elements = (unsigned)c.types.len };
    if (c.count > 0) {
        written->first_element = pdf_writer_reserve(o, written->elements + c.spans + 1);
        written->parents = written->first_element + written->elements + c.spans;
    }
    if (o->rc == BA_OK) {
        put_page_object(o, &place, index, image, content, shared, written);
        pdf_writer_deflated(o, content, "", c.ops.data, c.ops.len);
        put_xobject(o, image, scan);
        if (c.count > 0)
            put_elements(o, page, &place, shared, written, &c);
    }
    pdf_content_free(&c);
}
