/*
 * What is drawn on a page: enough of the graphics model (ISO 32000-1, 8 and 9) to know whether a
 * page is nothing but one image, and where that image lies. In doubt the page has marks, and is
 * drawn as a whole.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/pdf/graphics.h"

enum { MAX_FORMS = 12, MAX_OPERATORS = 2000000, INVISIBLE = 3, MAX_ID = 8388607 };

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

static void fail(struct pdf_look *l, const char *what, const char *name)
{
    if (l->rc == BA_OK)
        l->rc = ba_fail(l->err, BA_ITEM, "PDF_DAMAGED",
                        "page %u of the PDF %s%s; make the file again from the scanner",
                        l->page->index + 1, what, name);
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
static void clip(struct pdf_look *l, const double box[4])
{
    const struct pdf_page *p = l->page;
    double slack = 0.005 * (p->x1 - p->x0 + p->y1 - p->y0);

    if (box[0] > p->x0 + slack || box[1] > p->y0 + slack || box[2] < p->x1 - slack ||
        box[3] < p->y1 - slack)
        l->page->marks = true;
}

static bool is_plain_name(const struct pdf_look *l, qpdf_oh dict, const char *key, const char *a,
                          const char *b)
{
    qpdf_oh v = qpdf_oh_get_key_if_dict(l->f->q, dict, key);

    return qpdf_oh_is_null(l->f->q, v) || qpdf_oh_is_name_and_equals(l->f->q, v, a) ||
           qpdf_oh_is_name_and_equals(l->f->q, v, b);
}

static qpdf_oh resource(const struct pdf_look *l, qpdf_oh resources, const char *kind,
                        const char *name)
{
    return qpdf_oh_get_key_if_dict(l->f->q, qpdf_oh_get_key_if_dict(l->f->q, resources, kind),
                                   name);
}

static void run_form(struct pdf_look *l, qpdf_oh form, qpdf_oh dict, qpdf_oh resources);

/* Transparency and blending are poppler's to draw. */
static void set_graphics_state(struct pdf_look *l, qpdf_oh state)
{
    qpdf_oh mask = qpdf_oh_get_key_if_dict(l->f->q, state, "/SMask");
    qpdf_oh group = qpdf_oh_get_key_if_dict(l->f->q, mask, "/G");

    if (!is_plain_name(l, state, "/SMask", "/None", "/None") ||
        !is_plain_name(l, state, "/BM", "/Normal", "/Compatible") ||
        pdf_number(l->f, state, "/ca", 1) < 1 || pdf_number(l->f, state, "/CA", 1) < 1)
        l->page->marks = true;
    if (qpdf_oh_is_stream(l->f->q, group))
        run_form(l, group, qpdf_oh_get_dict(l->f->q, group), qpdf_oh_new_null(l->f->q));
}

/* A tiling pattern is a form that is drawn again and again (8.7.3). */
static void set_pattern(struct pdf_look *l, qpdf_oh pattern)
{
    bool before = l->only_check;

    if (!qpdf_oh_is_stream(l->f->q, pattern))
        return;
    l->only_check = true;
    run_form(l, pattern, qpdf_oh_get_dict(l->f->q, pattern), qpdf_oh_new_null(l->f->q));
    l->only_check = before;
}

/* The size of the finest of an image and its masks; one of these means that poppler draws it. */
static void take_masks(struct pdf_look *l, qpdf_oh dict, struct pdf_placed *p)
{
    static const char *const masks[] = { "/SMask", "/Mask" };
    qpdf_data q = l->f->q;

    p->mask = pdf_flag(l->f, dict, "/ImageMask", false);
    for (int i = 0; i < 2; i++) {
        qpdf_oh mask = qpdf_oh_get_key(q, dict, masks[i]);
        uint32_t w = 0, h = 0;

        if (!qpdf_oh_is_stream(q, mask))
            continue;
        w = pdf_pixels(l->f, qpdf_oh_get_dict(q, mask), "/Width");
        h = pdf_pixels(l->f, qpdf_oh_get_dict(q, mask), "/Height");
        p->width_px = w > p->width_px ? w : p->width_px;
        p->height_px = h > p->height_px ? h : p->height_px;
        p->mask = l->page->marks = true;
    }
}

static void place_image(struct pdf_look *l, qpdf_oh image, qpdf_oh dict, bool inlined)
{
    struct pdf_page *p = l->page;
    struct pdf_ref ref = { qpdf_oh_get_object_id(l->f->q, image),
                           qpdf_oh_get_generation(l->f->q, image) };
    struct pdf_placed placed = { .image = ref,
                                 .width_px = pdf_pixels(l->f, dict, "/Width"),
                                 .height_px = pdf_pixels(l->f, dict, "/Height"),
                                 .to = l->now.ctm,
                                 .inlined = inlined };

    if (placed.width_px == 0 || placed.height_px == 0) {
        fail(l, "draws an image that has no size", "");
    } else if (!l->only_check && p->image_count < PDF_MAX_IMAGES) {
        take_masks(l, dict, &placed);
        p->images[p->image_count++] = placed;
    } else {
        p->marks = true;
        if (l->rc == BA_OK)
            l->rc = pdf_image_check(l->f, image, l->err);
        if (inlined)
            pdf_forget_object(l->f, ref);
    }
}

static struct pdf_matrix matrix_of(const struct pdf_look *l, qpdf_oh array)
{
    double v[6] = { 1, 0, 0, 1, 0, 0 };

    for (int i = 0; i < 6; i++)
        v[i] = pdf_item_number(l->f, array, i, v[i]);
    return (struct pdf_matrix){ v[0], v[1], v[2], v[3], v[4], v[5] };
}

/* A form is content within content, with its own matrix, clip and resources (8.10). */
static void run_form(struct pdf_look *l, qpdf_oh form, qpdf_oh dict, qpdf_oh resources)
{
    qpdf_data q = l->f->q;
    qpdf_oh own = qpdf_oh_get_key(q, dict, "/Resources"), box = qpdf_oh_get_key(q, dict, "/BBox");
    struct pdf_look_state before = l->now;
    int depth = l->depth, floor = l->floor;
    unsigned char *data = NULL;
    size_t len = 0;

    if (l->forms >= MAX_FORMS) {
        l->page->marks = true;
        return;
    }
    if (l->rc == BA_OK)
        l->rc = pdf_stream_data(l->f, form, false, &data, &len, l->err);
    l->forms++;
    l->floor = l->depth;
    l->now.ctm = pdf_multiply(matrix_of(l, qpdf_oh_get_key(q, dict, "/Matrix")), l->now.ctm);
    if (qpdf_oh_is_array(q, box) && qpdf_oh_get_array_n_items(q, box) == 4) {
        double c[4], out[4];

        for (int i = 0; i < 4; i++)
            c[i] = pdf_item_number(l->f, box, i, 0);
        c[2] -= c[0];
        c[3] -= c[1];
        bounds(l->now.ctm, c, out);
        clip(l, out);
    }
    pdf_follow(l, data, len, qpdf_oh_is_dictionary(q, own) ? own : resources);
    l->now = before;
    l->depth = depth;
    l->floor = floor;
    l->forms--;
    free(data);
}

void pdf_follow_form(struct pdf_look *l, qpdf_oh form)
{
    run_form(l, form, qpdf_oh_get_dict(l->f->q, form), qpdf_oh_new_null(l->f->q));
}

static void note_drawn(struct pdf_look *l, qpdf_oh object)
{
    int id = qpdf_oh_get_object_id(l->f->q, object);

    if (l->f->drawn == NULL)
        l->f->drawn = calloc(MAX_ID / 8 + 1, 1);
    if (l->f->drawn != NULL && id > 0 && id <= MAX_ID)
        l->f->drawn[id / 8] |= (uint8_t)(1 << id % 8);
}

static void draw_object(struct pdf_look *l, const char *name, qpdf_oh resources)
{
    qpdf_data q = l->f->q;
    qpdf_oh object = resource(l, resources, "/XObject", name), dict, kind;

    if (!qpdf_oh_is_stream(q, object)) {
        fail(l, "draws something that is not in the file: ", name);
        return;
    }
    note_drawn(l, object);
    dict = qpdf_oh_get_dict(q, object);
    kind = qpdf_oh_get_key(q, dict, "/Subtype");
    if (qpdf_oh_has_key(q, dict, "/OC"))
        l->page->marks = true; /* a layer, which may be off */
    if (qpdf_oh_is_name_and_equals(q, kind, "/Image"))
        place_image(l, object, dict, false);
    else
        run_form(l, object, dict, resources);
}

static void draw_inline(struct pdf_look *l, const struct pdf_content *c, qpdf_oh resources)
{
    qpdf_oh image;

    l->page->marks = true;
    if (c->inline_dict == NULL || c->inline_end == NULL ||
        !pdf_inline_image(l->f, c, resources, &image))
        fail(l, "has an image in its content that cannot be read", "");
    else
        place_image(l, image, qpdf_oh_get_dict(l->f->q, image), true);
}

static bool is_one_of(const char *op, const char *list)
{
    size_t len = strlen(op);

    for (const char *p = list; (p = strstr(p, op)) != NULL; p += len)
        if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
            return true;
    return false;
}

static void path_operator(struct pdf_look *l, const struct pdf_content *c)
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

static void state_operator(struct pdf_look *l, const struct pdf_content *c)
{
    const double *n = c->numbers + (c->number_count > 6 ? c->number_count - 6 : 0);

    if (strcmp(c->op, "q") == 0 && l->depth < PDF_MAX_SAVED)
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

/* Every operator there is (Annex A). */
static bool is_operator(const char *op)
{
    return is_one_of(op,
                     "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G "
                     "g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc "
                     "Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"");
}

/* The numbers without which an operator says nothing. */
static int operands_of(const char *op)
{
    static const struct {
        const char *op;
        int count;
    } needs[] = { { "cm", 6 }, { "Tm", 6 }, { "c", 6 }, { "re", 4 },
                  { "Td", 2 }, { "m", 2 },  { "l", 2 } };

    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
        if (strcmp(op, needs[i].op) == 0)
            return needs[i].count;
    return 0;
}

static void check_operator(struct pdf_look *l, const struct pdf_content *c)
{
    if (strcmp(c->op, "BX") == 0 || strcmp(c->op, "EX") == 0)
        l->lenient += c->op[0] == 'B' ? 1 : -1;
    else if (l->lenient <= 0 && !is_operator(c->op))
        fail(l, "has a word in its content that is no operator", "");
    else if (c->number_count < operands_of(c->op) ||
             (strcmp(c->op, "Do") == 0 && c->name[0] == '\0'))
        fail(l, "has an operator without its operands: ", c->op);
}

static void other_operator(struct pdf_look *l, const struct pdf_content *c, qpdf_oh resources)
{
    if (strcmp(c->op, "Do") == 0) {
        draw_object(l, c->name, resources);
    } else if (strcmp(c->op, "ID") == 0) {
        draw_inline(l, c, resources);
    } else if (strcmp(c->op, "gs") == 0) {
        set_graphics_state(l, resource(l, resources, "/ExtGState", c->name));
    } else if (is_one_of(c->op, "Tj TJ ' \"")) {
        l->page->text |= l->now.text_mode != INVISIBLE;
        l->page->marks |= l->now.text_mode != INVISIBLE;
    } else if (strcmp(c->op, "sh") == 0 ||
               (strcmp(c->op, "BDC") == 0 && strcmp(c->name, "/OC") == 0)) {
        l->page->marks = true;
    } else if (is_one_of(c->op, "g rg k cs sc scn")) {
        l->page->coloured = true;
        if (c->name[0] != '\0' && strcmp(c->op, "scn") == 0)
            set_pattern(l, resource(l, resources, "/Pattern", c->name));
    } else {
        path_operator(l, c);
    }
}

void pdf_follow(struct pdf_look *l, const unsigned char *data, size_t len, qpdf_oh resources)
{
    struct pdf_content c = { .p = data, .end = len > 0 ? data + len : data };

    while (l->rc == BA_OK && pdf_content_next(&c)) {
        if (l->operators++ > MAX_OPERATORS) {
            l->page->marks = true;
            return;
        }
        check_operator(l, &c);
        if (l->rc == BA_OK && is_one_of(c.op, "q Q cm Tr"))
            state_operator(l, &c);
        else if (l->rc == BA_OK)
            other_operator(l, &c, resources);
    }
    if (c.cut)
        fail(l, "has content that is cut off", "");
}
