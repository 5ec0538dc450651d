/*
 * Are the images of a page whole? Poppler shows a damaged image as far as it goes, so each one that
 * a drawn page shows, and each mask of one, is decoded strictly first, and thrown away.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/image_file_private.h"
#include "image/pdf/fax_check.h"
#include "image/pdf/jbig2_check.h"
#include "image/pdf/pdf_file_private.h"

enum { MAX_ID = 8388607 /* ISO 32000-1, Annex C */ };

/* What the dictionary says (8.9.5), and the data up to the filter for images. */
struct look {
    struct pdf_file *f;
    qpdf_oh stream, dict, params;
    uint32_t width_px, height_px;
    unsigned bits;
    unsigned components; /* 0: not known */
    const char *filter;  /* "" for none that is for images */
    unsigned char *data; /* owned */
    size_t len;
};

static BA_RC wrong(const struct look *l, const char *code, const char *what, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, code,
                   "an image of %u x %u pixels in the PDF is damaged: %s; make the file again from "
                   "the scanner",
                   l->width_px, l->height_px, what);
}

/* Components of any colour space (8.6); 0 for one that is not understood. */
static unsigned components_of(const struct pdf_file *f, qpdf_oh space)
{
    static const struct {
        const char *name;
        unsigned components;
    } plain[] = {
        { "/DeviceGray", 1 }, { "/CalGray", 1 },    { "/DeviceRGB", 3 },  { "/CalRGB", 3 },
        { "/Lab", 3 },        { "/DeviceCMYK", 4 }, { "/Separation", 1 }, { "/Indexed", 1 },
        { "/G", 1 },          { "/RGB", 3 },        { "/CMYK", 4 },       { "/I", 1 },
    };
    qpdf_data q = f->q;
    qpdf_oh name = space, second;

    if (qpdf_oh_is_array(q, space) && qpdf_oh_get_array_n_items(q, space) > 0)
        name = qpdf_oh_get_array_item(q, space, 0);
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (qpdf_oh_is_name_and_equals(q, name, plain[i].name))
            return plain[i].components;
    if (!qpdf_oh_is_array(q, space) || qpdf_oh_get_array_n_items(q, space) < 2)
        return 0;
    second = qpdf_oh_get_array_item(q, space, 1);
    if (qpdf_oh_is_name_and_equals(q, name, "/ICCBased") && qpdf_oh_is_stream(q, second))
        return (unsigned)pdf_number(f, qpdf_oh_get_dict(q, second), "/N", 0);
    if (qpdf_oh_is_name_and_equals(q, name, "/DeviceN") && qpdf_oh_is_array(q, second))
        return (unsigned)qpdf_oh_get_array_n_items(q, second);
    return 0;
}

static BA_RC check_fax(struct look *l, struct ba_err *err)
{
    struct fax_check fax = {
        .data = l->data,
        .len = l->len,
        .k = pdf_number(l->f, l->params, "/K", 0),
        .columns = (uint32_t)pdf_number(l->f, l->params, "/Columns", 1728),
        .rows = l->height_px,
        .end_of_line = pdf_flag(l->f, l->params, "/EndOfLine", false),
        .byte_align = pdf_flag(l->f, l->params, "/EncodedByteAlign", false),
    };
    char what[100];
    uint32_t row = 0;

    if (fax.columns < l->width_px)
        return wrong(l, "IMAGE_DAMAGED", "its rows are shorter than it is wide", err);
    if (master_check_size(l->f->limits, fax.columns, fax.rows, 1, err) != BA_OK)
        return BA_ITEM;
    switch (fax_check(&fax, &row)) {
    case FAX_WHOLE:
        return BA_OK;
    case FAX_NO_MEMORY:
        return ba_fail_mem(err, "an image in a PDF");
    case FAX_ENDS_EARLY:
        snprintf(what, sizeof(what), "the data end in row %u of %u", row + 1, fax.rows);
        return wrong(l, "IMAGE_TRUNCATED", what, err);
    case FAX_BAD_CODE:
        break;
    }
    snprintf(what, sizeof(what), "row %u of %u has a code that is none", row + 1, fax.rows);
    return wrong(l, "IMAGE_DAMAGED", what, err);
}

/* The same codes as the fax image that they are, in the place of what poppler draws wrongly. */
static void take_as_fax(struct look *l, const struct jbig2_data *d)
{
    qpdf_data q = l->f->q;
    qpdf_oh params = qpdf_oh_new_dictionary(q);
    const unsigned char *codes;
    size_t len;

    if (!jbig2_is_fax(d, &codes, &len))
        return;
    qpdf_oh_replace_key(q, params, "/K", qpdf_oh_new_integer(q, -1));
    qpdf_oh_replace_key(q, params, "/Columns", qpdf_oh_new_integer(q, l->width_px));
    qpdf_oh_replace_key(q, params, "/Rows", qpdf_oh_new_integer(q, l->height_px));
    qpdf_oh_replace_stream_data(q, l->stream, codes, len, qpdf_oh_new_name(q, "/CCITTFaxDecode"),
                                params);
    l->f->rewritten = true;
    pdf_render_close(l->f); /* it has the file as it was */
}

static BA_RC check_jbig2(struct look *l, struct ba_err *err)
{
    qpdf_oh globals = qpdf_oh_get_key_if_dict(l->f->q, l->params, "/JBIG2Globals");
    struct jbig2_data d = {
        .data = l->data, .len = l->len, .width_px = l->width_px, .height_px = l->height_px
    };
    unsigned char *shared = NULL;
    const char *said;
    enum ba_rc rc = BA_OK;

    if (qpdf_oh_is_stream(l->f->q, globals))
        rc = pdf_stream_data(l->f, globals, false, &shared, &d.globals_len, err);
    else if (pdf_is_dangling(l->f, globals))
        rc = wrong(l, "IMAGE_DAMAGED", "what it shares with other pages is not in the file", err);
    d.globals = shared;
    if (rc == BA_OK) {
        said = jbig2_check(&d);
        if (said != NULL)
            rc = wrong(l, "IMAGE_DAMAGED", said, err);
        else
            take_as_fax(l, &d);
    }
    free(shared);
    return rc;
}

static BA_RC check_file(struct look *l, struct ba_err *err)
{
    FILE *file = l->len == 0 ? NULL : fmemopen(l->data, l->len, "rb");
    struct tiff_frame frame = { .orientation_tag = 1 };
    struct raster r = { 0 };
    enum ba_rc rc;

    if (file == NULL)
        return wrong(l, "IMAGE_TRUNCATED", "it is empty", err);
    rc = strcmp(l->filter, "/DCTDecode") == 0
             ? master_jpeg_read(file, l->f->limits, &frame, &r, err)
             : master_jp2_read(file, l->f->limits, &frame, &r, err);
    fclose(file);
    if (rc == BA_OK && (r.width_px < l->width_px || r.height_px < l->height_px))
        rc = wrong(l, "IMAGE_DAMAGED", "its data are of a smaller image", err);
    if (rc == BA_OK && frame.warnings > 0 && l->f->page != NULL)
        pdf_remark(l->f->page, frame.warning);
    ba_raster_free(&r);
    return rc;
}

static BA_RC check_samples(struct look *l, struct ba_err *err)
{
    uint64_t row = ((uint64_t)l->width_px * l->bits * l->components + 7) / 8;
    char what[100];

    if (l->len >= row * l->height_px)
        return BA_OK;
    snprintf(what, sizeof(what), "it has %zu bytes of %llu", l->len,
             (unsigned long long)(row * l->height_px));
    return wrong(l, "IMAGE_TRUNCATED", what, err);
}

static BA_RC check_data(struct look *l, qpdf_oh stream, struct ba_err *err)
{
    static const struct {
        const char *filter;
        BA_CHECKED enum ba_rc (*check)(struct look *l, struct ba_err *err);
    } kinds[] = { { "/CCITTFaxDecode", check_fax },
                  { "/JBIG2Decode", check_jbig2 },
                  { "/DCTDecode", check_file },
                  { "/JPXDecode", check_file } };
    enum ba_rc rc = pdf_stream_data(l->f, stream, *l->filter != '\0', &l->data, &l->len, err);

    if (rc == BA_OK && *l->filter == '\0')
        rc = check_samples(l, err);
    for (size_t i = 0; rc == BA_OK && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(l->filter, kinds[i].filter) == 0)
            rc = kinds[i].check(l, err);
    free(l->data);
    return rc;
}

static BA_RC check_one(struct pdf_file *f, qpdf_oh stream, struct ba_err *err)
{
    qpdf_oh dict = qpdf_oh_get_dict(f->q, stream);
    struct look l = { .f = f,
                      .stream = stream,
                      .dict = dict,
                      .width_px = pdf_pixels(f, dict, "/Width"),
                      .height_px = pdf_pixels(f, dict, "/Height"),
                      .bits = (unsigned)pdf_number(f, dict, "/BitsPerComponent", 1),
                      .components = components_of(f, qpdf_oh_get_key(f->q, dict, "/ColorSpace")) };
    enum ba_rc rc;

    l.filter = pdf_image_filter(f, dict, &l.params);
    if (pdf_flag(f, dict, "/ImageMask", false))
        l.bits = l.components = 1;
    if (l.width_px == 0 || l.height_px == 0)
        return wrong(&l, "IMAGE_DAMAGED", "it has no size", err);
    rc = master_check_size(f->limits, l.width_px, l.height_px, 4, err);
    return rc == BA_OK ? check_data(&l, stream, err) : rc;
}

static bool already(struct pdf_file *f, int id)
{
    if (f->sound == NULL)
        f->sound = calloc(MAX_ID / 8 + 1, 1);
    if (f->sound == NULL || id <= 0 || id > MAX_ID)
        return false;
    return (f->sound[id / 8] >> id % 8 & 1) != 0;
}

BA_RC pdf_image_check(struct pdf_file *f, qpdf_oh image, struct ba_err *err)
{
    static const char *const masks[] = { "/SMask", "/Mask" };
    int id = qpdf_oh_get_object_id(f->q, image);
    enum ba_rc rc;

    if (already(f, id))
        return BA_OK;
    rc = check_one(f, image, err);
    for (int i = 0; rc == BA_OK && i < 2; i++) {
        qpdf_oh mask = qpdf_oh_get_key(f->q, qpdf_oh_get_dict(f->q, image), masks[i]);

        if (qpdf_oh_is_stream(f->q, mask))
            rc = check_one(f, mask, err);
        else if (pdf_is_dangling(f, mask))
            rc = ba_fail(err, BA_ITEM, "IMAGE_DAMAGED",
                         "the mask of an image in the PDF is not in the file; make the file again "
                         "from the scanner");
    }
    if (rc == BA_OK && f->sound != NULL && id > 0 && id <= MAX_ID)
        f->sound[id / 8] |= (uint8_t)(1 << id % 8);
    return rc;
}
