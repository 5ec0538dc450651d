/*
 * What is drawn on a page: enough of the graphics model (ISO 32000-1, 8 and 9) to know whether a
 * page is nothing but one image, and where that image lies. In doubt the page has marks, and is
 * drawn as a whole.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/pdf/pdf_file_private.h"
#include "image/pdf/tokens.h"

enum { MAX_SAVED = 64, MAX_FORMS = 5, MAX_OPERATORS = 2000000, INVISIBLE = 3 };

struct state {
    struct pdf_matrix ctm;
    int text_mode;
};

struct look {
    struct pdf_file *f;
    struct pdf_page *page;
    struct state now, saved[MAX_SAVED];
    int depth, floor; /* a form does not undo what was saved outside of it */
    double rect[4];   /* the path, when it is one rectangle, in page units */
    int rects;        /* 1: rect; 2: a path of another kind */
    long operators;   /* of the page and its forms */
    int forms;        /* how deep */
};

struct pdf_matrix pdf_multiply(struct pdf_matrix m, struct pdf_matrix n)
{
    return (struct pdf_matrix){
        .a = m.a * n.a + m.b * n.c,
        .b = m.a * n.b + m.b * n.d,
        .c = m.c * n.a + m.d * n.c,
        .d = m.c * n.b + m.d * n.d,
        .e = m.e * n.a + m.f * n.c + n.e,
        .f = m.e * n.b + m.f * n.d + n.f,
    };
}

/* Bounds of a rectangle under a matrix. */
static void bounds(struct pdf_matrix m, const double *xywh, double out[4])
{
    out[0] = out[1] = INFINITY;
    out[2] = out[3] = -INFINITY;
    for (int i = 0; i < 4; i++) {
        double x = xywh[0] + (i & 1 ? xywh[2] : 0), y = xywh[1] + (i & 2 ? xywh[3] : 0);
        double px = m.a * x + m.c * y + m.e, py = m.b * x + m.d * y + m.f;

        out[0] = fmin(out[0], px);
        out[1] = fmin(out[1], py);
        out[2] = fmax(out[2], px);
        out[3] = fmax(out[3], py);
    }
}

/* A clip that lets the whole page through changes nothing. */
static void clip(struct look *l, const double box[4])
{
    const struct pdf_page *p = l->page;
    double slack = 0.005 * (p->x1 - p->x0 + p->y1 - p->y0);

    if (box[0] > p->x0 + slack || box[1] > p->y0 + slack || box[2] < p->x1 - slack ||
        box[3] < p->y1 - slack)
        l->page->marks = true;
}

static bool is_plain_name(const struct look *l, qpdf_oh dict, const char *key, const char *a,
                          const char *b)
{
    qpdf_oh v = qpdf_oh_get_key_if_dict(l->f->q, dict, key);

    return qpdf_oh_is_null(l->f->q, v) || qpdf_oh_is_name_and_equals(l->f->q, v, a) ||
           qpdf_oh_is_name_and_equals(l->f->q, v, b);
}

static qpdf_oh resource(const struct look *l, qpdf_oh resources, const char *kind, const char *name)
{
    return qpdf_oh_get_key_if_dict(l->f->q, qpdf_oh_get_key_if_dict(l->f->q, resources, kind),
                                   name);
}

/* Transparency and blending are poppler's to draw. */
static void set_graphics_state(struct look *l, qpdf_oh state)
{
    if (!is_plain_name(l, state, "/SMask", "/None", "/None") ||
        !is_plain_name(l, state, "/BM", "/Normal", "/Compatible") ||
        pdf_number(l->f, state, "/ca", 1) < 1 || pdf_number(l->f, state, "/CA", 1) < 1)
        l->page->marks = true;
}

static void place_image(struct look *l, qpdf_oh image, qpdf_oh dict)
{
    struct pdf_page *p = l->page;
    double w = pdf_number(l->f, dict, "/Width", 0), h = pdf_number(l->f, dict, "/Height", 0);

    if (p->image_count == PDF_MAX_IMAGES || !(w >= 1 && w <= UINT32_MAX) ||
        !(h >= 1 && h <= UINT32_MAX)) {
        p->marks = true;
        return;
    }
    p->images[p->image_count++] = (struct pdf_placed){
        .image = { qpdf_oh_get_object_id(l->f->q, image), qpdf_oh_get_generation(l->f->q, image) },
        .width_px = (uint32_t)w,
        .height_px = (uint32_t)h,
        .to = l->now.ctm,
    };
}

static void run(struct look *l, const unsigned char *data, size_t len, qpdf_oh resources);

static struct pdf_matrix matrix_of(const struct look *l, qpdf_oh array)
{
    double v[6] = { 1, 0, 0, 1, 0, 0 };

    for (int i = 0; i < 6 && qpdf_oh_get_array_n_items(l->f->q, array) == 6; i++)
        v[i] = qpdf_oh_get_numeric_value(l->f->q, qpdf_oh_get_array_item(l->f->q, array, i));
    return (struct pdf_matrix){ v[0], v[1], v[2], v[3], v[4], v[5] };
}

/* A form is content within content, with its own matrix, clip and resources (8.10). */
static void run_form(struct look *l, qpdf_oh form, qpdf_oh dict, qpdf_oh resources)
{
    qpdf_data q = l->f->q;
    qpdf_oh own = qpdf_oh_get_key(q, dict, "/Resources"), box = qpdf_oh_get_key(q, dict, "/BBox");
    struct state before = l->now;
    int depth = l->depth, floor = l->floor;
    unsigned char *data = NULL;
    size_t len = 0;
    QPDF_BOOL filtered = QPDF_FALSE;

    if (l->forms >= MAX_FORMS ||
        (qpdf_oh_get_stream_data(q, form, qpdf_dl_specialized, &filtered, &data, &len) &
         QPDF_ERRORS) != 0 ||
        !filtered) {
        l->page->marks = true;
        free(data);
        return;
    }
    l->forms++;
    l->floor = l->depth;
    l->now.ctm = pdf_multiply(matrix_of(l, qpdf_oh_get_key(q, dict, "/Matrix")), l->now.ctm);
    if (qpdf_oh_is_array(q, box) && qpdf_oh_get_array_n_items(q, box) == 4) {
        double c[4], out[4];

        for (int i = 0; i < 4; i++)
            c[i] = qpdf_oh_get_numeric_value(q, qpdf_oh_get_array_item(q, box, i));
        c[2] -= c[0];
        c[3] -= c[1];
        bounds(l->now.ctm, c, out);
        clip(l, out);
    }
    run(l, data, len, qpdf_oh_is_dictionary(q, own) ? own : resources);
    l->now = before;
    l->depth = depth;
    l->floor = floor;
    l->forms--;
    free(data);
}

static void draw_object(struct look *l, const char *name, qpdf_oh resources)
{
    qpdf_data q = l->f->q;
    qpdf_oh object = resource(l, resources, "/XObject", name), dict, kind;

    if (!qpdf_oh_is_stream(q, object)) {
        l->page->marks = true; /* poppler says what is wrong */
        return;
    }
    dict = qpdf_oh_get_dict(q, object);
    kind = qpdf_oh_get_key(q, dict, "/Subtype");
    if (qpdf_oh_has_key(q, dict, "/OC"))
        l->page->marks = true; /* a layer, which may be off */
    if (qpdf_oh_is_name_and_equals(q, kind, "/Image"))
        place_image(l, object, dict);
    else
        run_form(l, object, dict, resources);
}

static bool is_one_of(const char *op, const char *list)
{
    size_t len = strlen(op);

    for (const char *p = list; (p = strstr(p, op)) != NULL; p += len)
        if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
            return true;
    return false;
}

static void path_operator(struct look *l, const struct pdf_content *c)
{
    if (strcmp(c->op, "re") == 0 && c->number_count >= 4) {
        bounds(l->now.ctm, c->numbers + c->number_count - 4, l->rect);
        l->rects++;
    } else if (is_one_of(c->op, "m l c v y h re")) {
        l->rects = 2;
    } else if (is_one_of(c->op, "W W*")) {
        if (l->rects == 1)
            clip(l, l->rect);
        else
            l->page->marks = true;
    } else if (strcmp(c->op, "n") == 0) {
        l->rects = 0;
    } else if (is_one_of(c->op, "f F f* B B* b b* S s")) {
        l->rects = 0;
        l->page->marks = true;
    }
}

static void state_operator(struct look *l, const struct pdf_content *c)
{
    const double *n = c->numbers + (c->number_count > 6 ? c->number_count - 6 : 0);

    if (strcmp(c->op, "q") == 0 && l->depth < MAX_SAVED)
        l->saved[l->depth++] = l->now;
    else if (strcmp(c->op, "q") == 0)
        l->page->marks = true;
    else if (strcmp(c->op, "Q") == 0 && l->depth > l->floor)
        l->now = l->saved[--l->depth];
    else if (strcmp(c->op, "cm") == 0 && c->number_count >= 6)
        l->now.ctm =
            pdf_multiply((struct pdf_matrix){ n[0], n[1], n[2], n[3], n[4], n[5] }, l->now.ctm);
    else if (strcmp(c->op, "Tr") == 0 && c->number_count > 0)
        l->now.text_mode = (int)c->numbers[c->number_count - 1];
}

static void run(struct look *l, const unsigned char *data, size_t len, qpdf_oh resources)
{
    struct pdf_content c = { .p = data, .end = data + len };

    while (pdf_content_next(&c)) {
        if (l->operators++ > MAX_OPERATORS) {
            l->page->marks = true;
            return;
        }
        if (is_one_of(c.op, "q Q cm Tr"))
            state_operator(l, &c);
        else if (strcmp(c.op, "Do") == 0)
            draw_object(l, c.name, resources);
        else if (strcmp(c.op, "gs") == 0)
            set_graphics_state(l, resource(l, resources, "/ExtGState", c.name));
        else if (is_one_of(c.op, "BI sh") ||
                 (is_one_of(c.op, "Tj TJ ' \"") && l->now.text_mode != INVISIBLE) ||
                 (strcmp(c.op, "BDC") == 0 && strcmp(c.name, "/OC") == 0))
            l->page->marks = true;
        else if (is_one_of(c.op, "g rg k cs sc scn"))
            l->page->coloured = true;
        else
            path_operator(l, &c);
    }
}

/* Notes, stamps and form fields that are shown lie over the scan. Links and what pops up do not. */
static bool has_annotations(const struct pdf_file *f, qpdf_oh page)
{
    qpdf_oh list = qpdf_oh_get_key(f->q, page, "/Annots");
    int n = qpdf_oh_is_array(f->q, list) ? qpdf_oh_get_array_n_items(f->q, list) : 0;

    for (int i = 0; i < n; i++) {
        qpdf_oh a = qpdf_oh_get_array_item(f->q, list, i);
        qpdf_oh kind = qpdf_oh_get_key_if_dict(f->q, a, "/Subtype");
        bool hidden = ((unsigned)pdf_number(f, a, "/F", 0) & 0x22) != 0; /* Hidden, NoView */

        if (!hidden && !qpdf_oh_is_name_and_equals(f->q, kind, "/Link") &&
            !qpdf_oh_is_name_and_equals(f->q, kind, "/Popup"))
            return true;
    }
    return false;
}

static bool read_box(const struct pdf_file *f, qpdf_oh page, const char *key, double box[4])
{
    qpdf_oh array = pdf_inherited(f, page, key);

    if (!qpdf_oh_is_array(f->q, array) || qpdf_oh_get_array_n_items(f->q, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        box[i] = qpdf_oh_get_numeric_value(f->q, qpdf_oh_get_array_item(f->q, array, i));
    for (int i = 0; i < 2; i++)
        if (box[i] > box[i + 2]) {
            double swap = box[i];

            box[i] = box[i + 2];
            box[i + 2] = swap;
        }
    return box[2] > box[0] && box[3] > box[1];
}

/* What is shown is the crop box, within the media box (14.11.2). */
static bool read_boxes(const struct pdf_file *f, qpdf_oh page, struct pdf_page *p)
{
    double media[4], crop[4];
    qpdf_oh turn = pdf_inherited(f, page, "/Rotate");
    long long degrees = qpdf_oh_is_integer(f->q, turn) ? qpdf_oh_get_int_value(f->q, turn) : 0;

    if (!read_box(f, page, "/MediaBox", media))
        return false;
    if (read_box(f, page, "/CropBox", crop))
        for (int i = 0; i < 2; i++) {
            media[i] = fmax(media[i], crop[i]);
            media[i + 2] = fmin(media[i + 2], crop[i + 2]);
        }
    p->x0 = media[0];
    p->y0 = media[1];
    p->x1 = media[2];
    p->y1 = media[3];
    p->unit = pdf_number(f, page, "/UserUnit", 1);
    p->rotate = (int)((degrees % 360 + 360) % 360);
    return p->x1 > p->x0 && p->y1 > p->y0 && p->rotate % 90 == 0 && p->unit > 0 && p->unit < 1e4;
}

enum ba_rc pdf_page_look(struct pdf_file *f, uint32_t index, struct pdf_page *out,
                         struct ba_err *err)
{
    qpdf_oh page = qpdf_get_object_by_id(f->q, f->pages[index].id, f->pages[index].generation);
    struct look l = { .f = f, .page = out, .now = { .ctm = { 1, 0, 0, 1, 0, 0 } } };
    unsigned char *data = NULL;
    size_t len = 0;

    *out = (struct pdf_page){ .index = index };
    if (!read_boxes(f, page, out))
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "page %u of the PDF has no size; make the file again from the scanner",
                       index + 1);
    if ((qpdf_oh_get_page_content_data(f->q, page, &data, &len) & QPDF_ERRORS) != 0) {
        free(data);
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "the content of page %u of the PDF cannot be read (qpdf: %s); make the file "
                       "again from the scanner",
                       index + 1, qpdf_get_error_message_detail(f->q, qpdf_get_error(f->q)));
    }
    out->marks = has_annotations(f, page);
    run(&l, data, len, pdf_inherited(f, page, "/Resources"));
    free(data);
    qpdf_oh_release_all(f->q);
    return BA_OK;
}
