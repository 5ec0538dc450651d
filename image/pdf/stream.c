/* The data of a stream by qpdf, whose every warning counts. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "image/pdf/pdf_file_private.h"
#include "image/tiff/tiff_private.h"

bool pdf_is_dangling(const struct pdf_file *f, qpdf_oh value)
{
    return qpdf_oh_is_null(f->q, value) && qpdf_oh_is_indirect(f->q, value);
}

bool pdf_flag(const struct pdf_file *f, qpdf_oh dict, const char *key, bool otherwise)
{
    qpdf_oh v = qpdf_oh_get_key_if_dict(f->q, dict, key);
    bool set = qpdf_oh_is_bool(f->q, v) ? qpdf_oh_get_bool_value(f->q, v) : otherwise;

    qpdf_oh_release(f->q, v);
    return set;
}

double pdf_item_number(const struct pdf_file *f, qpdf_oh array, int index, double otherwise)
{
    qpdf_oh v;
    double n = otherwise;

    if (!qpdf_oh_is_array(f->q, array) || index >= qpdf_oh_get_array_n_items(f->q, array))
        return otherwise;
    v = qpdf_oh_get_array_item(f->q, array, index);
    if (qpdf_oh_is_number(f->q, v))
        n = qpdf_oh_get_numeric_value(f->q, v);
    qpdf_oh_release(f->q, v);
    return n;
}

qpdf_oh pdf_new_stream(struct pdf_file *f, const unsigned char *data, size_t len, qpdf_oh filter,
                       qpdf_oh params)
{
    qpdf_oh s = qpdf_oh_new_stream(f->q);

    qpdf_oh_replace_stream_data(f->q, s, data, len, filter, params);
    return s;
}

void pdf_forget_object(struct pdf_file *f, struct pdf_ref ref)
{
    qpdf_replace_object(f->q, ref.id, ref.generation, qpdf_oh_new_null(f->q));
}

static BA_RC damaged(const char *said, struct ba_err *err)
{
    char text[PDF_NOTE_MAX];

    tiff_text_copy(text, sizeof(text), said);
    return ba_fail(err, BA_ITEM, "IMAGE_DAMAGED",
                   "the data of an image in the PDF are damaged (%s); make the file again from the "
                   "scanner",
                   text);
}

static BA_RC get(struct pdf_file *f, qpdf_oh stream, enum qpdf_stream_decode_level_e level,
                 unsigned char **data, size_t *len, struct ba_err *err)
{
    QPDF_BOOL filtered = QPDF_FALSE;
    QPDF_ERROR_CODE code;

    pdf_take_warnings(f);
    code = qpdf_oh_get_stream_data(f->q, stream, level, &filtered, data, len);
    if (qpdf_has_error(f->q))
        return damaged(qpdf_get_error_message_detail(f->q, qpdf_get_error(f->q)), err);
    if (qpdf_more_warnings(f->q))
        return damaged(qpdf_get_error_message_detail(f->q, qpdf_next_warning(f->q)), err);
    if ((code & (QPDF_ERRORS | QPDF_WARNINGS)) != 0)
        return damaged("qpdf gives no reason", err);
    if (level != qpdf_dl_none && !filtered)
        return damaged("its filter is none that PDF has", err);
    return BA_OK;
}

/* The first n of a list, or nothing. */
static qpdf_oh first_of(const struct pdf_file *f, qpdf_oh array, int n)
{
    qpdf_oh list;

    if (!qpdf_oh_is_array(f->q, array) || qpdf_oh_get_array_n_items(f->q, array) < n)
        return qpdf_oh_new_null(f->q);
    list = qpdf_oh_new_array(f->q);
    for (int i = 0; i < n; i++)
        qpdf_oh_append_item(f->q, list, qpdf_oh_get_array_item(f->q, array, i));
    return list;
}

/* qpdf undoes all filters or none: the data go into a stream that has all but the last. */
static BA_RC get_but_last(struct pdf_file *f, qpdf_oh stream, int n, unsigned char **data,
                          size_t *len, struct ba_err *err)
{
    qpdf_oh dict = qpdf_oh_get_dict(f->q, stream), inner;
    struct pdf_ref ref;
    unsigned char *raw = NULL;
    size_t raw_len = 0;
    enum ba_rc rc = get(f, stream, qpdf_dl_none, &raw, &raw_len, err);

    if (rc == BA_OK) {
        inner =
            pdf_new_stream(f, raw, raw_len, first_of(f, qpdf_oh_get_key(f->q, dict, "/Filter"), n),
                           first_of(f, qpdf_oh_get_key(f->q, dict, "/DecodeParms"), n));
        ref = (struct pdf_ref){ qpdf_oh_get_object_id(f->q, inner), 0 };
        rc = get(f, inner, qpdf_dl_specialized, data, len, err);
        pdf_forget_object(f, ref);
    }
    free(raw);
    return rc;
}

static bool is_deflated(const struct pdf_file *f, qpdf_oh stream)
{
    qpdf_oh filter = qpdf_oh_get_key(f->q, qpdf_oh_get_dict(f->q, stream), "/Filter");

    if (qpdf_oh_is_array(f->q, filter) && qpdf_oh_get_array_n_items(f->q, filter) == 1)
        filter = qpdf_oh_get_array_item(f->q, filter, 0);
    return qpdf_oh_is_name_and_equals(f->q, filter, "/FlateDecode");
}

/* The sum that stands behind deflated data (RFC 1950, 2.2). True when it is another one. */
static bool sum_differs(unsigned char *data, size_t len)
{
    unsigned char out[32768];
    z_stream z = { .next_in = data, .avail_in = len > UINT32_MAX ? UINT32_MAX : (uInt)len };
    int rc = inflateInit(&z);
    bool differs;

    while (rc == Z_OK) {
        z.next_out = out;
        z.avail_out = sizeof(out);
        rc = inflate(&z, Z_NO_FLUSH);
    }
    differs = rc == Z_DATA_ERROR && z.msg != NULL && strcmp(z.msg, "incorrect data check") == 0;
    inflateEnd(&z);
    return differs;
}

BA_RC pdf_check_sum(struct pdf_file *f, qpdf_oh stream, struct ba_err *err)
{
    unsigned char *raw = NULL;
    size_t len = 0;
    enum ba_rc rc;

    if (!qpdf_oh_is_stream(f->q, stream) || !is_deflated(f, stream))
        return BA_OK;
    rc = get(f, stream, qpdf_dl_none, &raw, &len, err);
    if (rc == BA_OK && sum_differs(raw, len))
        rc = damaged("the sum of deflated data is another than they say", err);
    free(raw);
    return rc;
}

BA_RC pdf_stream_data(struct pdf_file *f, qpdf_oh stream, bool keep_last, unsigned char **data,
                      size_t *len, struct ba_err *err)
{
    qpdf_oh filter = qpdf_oh_get_key(f->q, qpdf_oh_get_dict(f->q, stream), "/Filter");
    int n = qpdf_oh_is_array(f->q, filter) ? qpdf_oh_get_array_n_items(f->q, filter) : 1;

    *data = NULL;
    *len = 0;
    if (!keep_last) {
        enum ba_rc rc = pdf_check_sum(f, stream, err);

        return rc != BA_OK ? rc : get(f, stream, qpdf_dl_specialized, data, len, err);
    }
    return n <= 1 ? get(f, stream, qpdf_dl_none, data, len, err)
                  : get_but_last(f, stream, n - 1, data, len, err);
}
