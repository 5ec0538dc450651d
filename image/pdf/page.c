/* A page: its boxes, its content, its notes, and whether it shows what it has. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "image/pdf/graphics.h"
#include "image/tiff/tiff_private.h"

void pdf_remark(struct pdf_page *page, const char *said)
{
    if (page->remarks++ == 0)
        tiff_text_copy(page->remark, sizeof(page->remark), said);
}

static BA_RC damaged(uint32_t index, const char *what, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                   "page %u of the PDF %s; make the file again from the scanner", index + 1, what);
}

/* What a note looks like: a form, or one for each of its states (12.5.5). */
static void look_at_appearance(struct pdf_look *l, qpdf_oh annotation)
{
    qpdf_data q = l->f->q;
    qpdf_oh normal =
        qpdf_oh_get_key_if_dict(q, qpdf_oh_get_key_if_dict(q, annotation, "/AP"), "/N");
    qpdf_oh state = qpdf_oh_get_key(q, annotation, "/AS");

    if (qpdf_oh_is_dictionary(q, normal) && qpdf_oh_is_name(q, state))
        normal = qpdf_oh_get_key(q, normal, qpdf_oh_get_name(q, state));
    l->only_check = true;
    if (qpdf_oh_is_stream(q, normal))
        pdf_follow_form(l, normal);
}

/* Notes, stamps and form fields that are shown lie over the scan. Links and what pops up do not. */
static bool look_at_annotations(struct pdf_look *l, qpdf_oh page)
{
    struct pdf_file *f = l->f;
    bool shown = false;
    qpdf_oh list = qpdf_oh_get_key(f->q, page, "/Annots");
    int n = qpdf_oh_is_array(f->q, list) ? qpdf_oh_get_array_n_items(f->q, list) : 0;

    for (int i = 0; i < n; i++) {
        qpdf_oh a = qpdf_oh_get_array_item(f->q, list, i);
        qpdf_oh kind = qpdf_oh_get_key_if_dict(f->q, a, "/Subtype");
        bool hidden = ((unsigned)pdf_number(f, a, "/F", 0) & 0x22) != 0; /* Hidden, NoView */

        if (!hidden && !qpdf_oh_is_name_and_equals(f->q, kind, "/Link") &&
            !qpdf_oh_is_name_and_equals(f->q, kind, "/Popup")) {
            shown = true;
            look_at_appearance(l, a);
        }
    }
    return shown;
}

static bool read_box(const struct pdf_file *f, qpdf_oh page, const char *key, double box[4])
{
    qpdf_oh array = pdf_inherited(f, page, key);

    if (!qpdf_oh_is_array(f->q, array) || qpdf_oh_get_array_n_items(f->q, array) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        box[i] = pdf_item_number(f, array, i, 0);
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

/* Content that the page names and the file does not hold; none at all is an empty page. */
static bool content_is_missing(const struct pdf_file *f, qpdf_oh page)
{
    qpdf_oh content = qpdf_oh_get_key(f->q, page, "/Contents");
    int n = qpdf_oh_is_array(f->q, content) ? qpdf_oh_get_array_n_items(f->q, content) : 0;

    if (pdf_is_dangling(f, content))
        return true;
    for (int i = 0; i < n; i++)
        if (!qpdf_oh_is_stream(f->q, qpdf_oh_get_array_item(f->q, content, i)))
            return true;
    return n == 0 && !qpdf_oh_is_null(f->q, content) && !qpdf_oh_is_stream(f->q, content) &&
           !qpdf_oh_is_array(f->q, content);
}

/* Of the streams that are the page's content. */
static BA_RC check_sums(struct pdf_file *f, qpdf_oh page, struct ba_err *err)
{
    qpdf_oh content = qpdf_oh_get_key(f->q, page, "/Contents");
    int n = qpdf_oh_is_array(f->q, content) ? qpdf_oh_get_array_n_items(f->q, content) : 0;
    enum ba_rc rc = pdf_check_sum(f, content, err);

    for (int i = 0; rc == BA_OK && i < n; i++)
        rc = pdf_check_sum(f, qpdf_oh_get_array_item(f->q, content, i), err);
    return rc;
}

static BA_RC read_content(struct pdf_file *f, qpdf_oh page, uint32_t index, unsigned char **data,
                          size_t *len, struct ba_err *err)
{
    QPDF_ERROR_CODE code;
    const char *said = "no reason given";

    if (content_is_missing(f, page))
        return damaged(index, "has content that is not in the file", err);
    if (check_sums(f, page, err) != BA_OK)
        return damaged(index, "has content whose sum is another than it says", err);
    pdf_take_warnings(f);
    code = qpdf_oh_get_page_content_data(f->q, page, data, len);
    if (qpdf_has_error(f->q))
        said = qpdf_get_error_message_detail(f->q, qpdf_get_error(f->q));
    else if (qpdf_more_warnings(f->q))
        said = qpdf_get_error_message_detail(f->q, qpdf_next_warning(f->q));
    else if ((code & (QPDF_ERRORS | QPDF_WARNINGS)) == 0)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                   "the content of page %u of the PDF cannot be read (qpdf: %.200s); make the file "
                   "again from the scanner",
                   index + 1, said);
}

/* Of the images and forms that a page may draw: one that no page looked at so far has drawn. */
static bool has_undrawn(const struct pdf_file *f, qpdf_oh page)
{
    qpdf_data q = f->q;
    qpdf_oh objects = qpdf_oh_get_key_if_dict(q, pdf_inherited(f, page, "/Resources"), "/XObject");

    if (!qpdf_oh_is_dictionary(q, objects))
        return false;
    qpdf_oh_begin_dict_key_iter(q, objects);
    while (qpdf_oh_dict_more_keys(q)) {
        qpdf_oh object = qpdf_oh_get_key(q, objects, qpdf_oh_dict_next_key(q));
        int id = qpdf_oh_get_object_id(q, object);

        if (qpdf_oh_is_stream(q, object) &&
            (f->drawn == NULL || (f->drawn[id / 8] >> id % 8 & 1) == 0))
            return true;
    }
    return false;
}

static qpdf_oh page_object(const struct pdf_file *f, uint32_t index)
{
    return qpdf_get_object_by_id(f->q, f->pages[index].id, f->pages[index].generation);
}

static bool shows_nothing(const struct pdf_page *p)
{
    return p->image_count == 0 && !p->marks;
}

/*
 * A page that shows nothing, or whose content ends within something, and that holds an image or a
 * form that no page draws: its content was lost. All pages are looked at once to know.
 */
static BA_RC check_shown(struct pdf_look *l, qpdf_oh page)
{
    struct pdf_file *f = l->f;
    uint32_t index = l->page->index;

    if (!has_undrawn(f, page))
        return BA_OK;
    if (!shows_nothing(l->page) && l->depth == 0) {
        pdf_remark(l->page, "the page holds an image that it does not show");
        return BA_OK;
    }
    if (!f->all_looked_at) {
        struct pdf_page *other = malloc(sizeof(*other));
        struct ba_err ignored = BA_ERR_INIT;

        if (other == NULL)
            return ba_fail_mem(l->err, "page of a PDF");
        f->all_looked_at = true;
        for (uint32_t i = 0; i < f->page_count; i++)
            if (i != index && pdf_page_look(f, i, other, &ignored) == BA_OK)
                pdf_page_done(f, other);
        free(other);
    }
    if (!has_undrawn(f, page_object(f, index)))
        return BA_OK;
    return damaged(index,
                   "shows less than it holds: its content is lost or cut off, for it has an image "
                   "that no page draws",
                   l->err);
}

BA_RC pdf_page_look(struct pdf_file *f, uint32_t index, struct pdf_page *out, struct ba_err *err)
{
    qpdf_oh page = page_object(f, index);
    struct pdf_look l = {
        .f = f, .page = out, .err = err, .rc = BA_OK, .now = { .ctm = { 1, 0, 0, 1, 0, 0 } }
    };
    unsigned char *data = NULL;
    size_t len = 0;

    out->index = index;
    out->image_count = 0;
    out->marks = out->coloured = out->text = false;
    out->remarks = 0;
    if (!read_boxes(f, page, out))
        return damaged(index, "has no size", err);
    l.rc = read_content(f, page, index, &data, &len, err);
    if (l.rc == BA_OK)
        pdf_follow(&l, data, len, pdf_inherited(f, page, "/Resources"));
    free(data);
    if (l.rc == BA_OK)
        l.rc = check_shown(&l, page);
    if (l.rc == BA_OK) /* handles of before may have been let go */
        out->marks |= look_at_annotations(&l, page_object(f, index));
    if (l.rc != BA_OK)
        pdf_page_done(f, out);
    qpdf_oh_release_all(f->q);
    return l.rc;
}

void pdf_page_done(struct pdf_file *f, const struct pdf_page *page)
{
    for (size_t i = 0; i < page->image_count; i++)
        if (page->images[i].inlined)
            pdf_forget_object(f, page->images[i].image);
}
