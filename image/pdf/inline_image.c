/* An image that stands in the content itself (ISO 32000-1, 8.9.7) as a stream like any other. */
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "image/pdf/pdf_file_private.h"

enum { MAX_DICT_BYTES = 64 * 1024 };

/* Tables 93 and 94. */
static const char *const keys[][2] = {
    { "/BPC", "/BitsPerComponent" }, { "/CS", "/ColorSpace" }, { "/D", "/Decode" },
    { "/DP", "/DecodeParms" },       { "/F", "/Filter" },      { "/H", "/Height" },
    { "/IM", "/ImageMask" },         { "/W", "/Width" },
};
static const char *const filters[][2] = {
    { "/AHx", "/ASCIIHexDecode" }, { "/A85", "/ASCII85Decode" },  { "/LZW", "/LZWDecode" },
    { "/Fl", "/FlateDecode" },     { "/RL", "/RunLengthDecode" }, { "/CCF", "/CCITTFaxDecode" },
    { "/DCT", "/DCTDecode" },
};

static qpdf_oh long_filter(const struct pdf_file *f, qpdf_oh name)
{
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
        if (qpdf_oh_is_name_and_equals(f->q, name, filters[i][0]))
            return qpdf_oh_new_name(f->q, filters[i][1]);
    return name;
}

static qpdf_oh long_filters(const struct pdf_file *f, qpdf_oh filter)
{
    qpdf_oh list;
    int n = qpdf_oh_is_array(f->q, filter) ? qpdf_oh_get_array_n_items(f->q, filter) : -1;

    if (n < 0)
        return long_filter(f, filter);
    list = qpdf_oh_new_array(f->q);
    for (int i = 0; i < n; i++)
        qpdf_oh_append_item(f->q, list, long_filter(f, qpdf_oh_get_array_item(f->q, filter, i)));
    return list;
}

/* A name that is none of PDF's own is one of the page's. */
static qpdf_oh long_space(const struct pdf_file *f, qpdf_oh space, qpdf_oh resources)
{
    qpdf_oh named = qpdf_oh_get_key_if_dict(f->q, resources, "/ColorSpace"), found;

    if (!qpdf_oh_is_name(f->q, space))
        return space;
    found = qpdf_oh_get_key_if_dict(f->q, named, qpdf_oh_get_name(f->q, space));
    return qpdf_oh_is_null(f->q, found) ? space : found;
}

static qpdf_oh parse(const struct pdf_file *f, const struct pdf_content *c)
{
    struct ba_buf text = BA_BUF_INIT(MAX_DICT_BYTES);
    qpdf_oh dict = qpdf_oh_new_null(f->q);

    ba_buf_add(&text, "<<", 2);
    ba_buf_add(&text, c->inline_dict, (size_t)(c->inline_dict_end - c->inline_dict));
    ba_buf_add(&text, ">>", 3); /* with its NUL */
    if (!text.failed)
        dict = qpdf_oh_parse(f->q, text.data);
    ba_buf_free(&text);
    return dict;
}

bool pdf_inline_image(struct pdf_file *f, const struct pdf_content *c, qpdf_oh resources,
                      qpdf_oh *stream)
{
    qpdf_data q = f->q;
    qpdf_oh dict = parse(f, c), own;

    if (!qpdf_oh_is_dictionary(q, dict))
        return false;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (qpdf_oh_has_key(q, dict, keys[i][0]))
            qpdf_oh_replace_key(q, dict, keys[i][1], qpdf_oh_get_key(q, dict, keys[i][0]));
    *stream = pdf_new_stream(f, c->inline_data, (size_t)(c->inline_end - c->inline_data),
                             long_filters(f, qpdf_oh_get_key(q, dict, "/Filter")),
                             qpdf_oh_get_key(q, dict, "/DecodeParms"));
    own = qpdf_oh_get_dict(q, *stream);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (strcmp(keys[i][1], "/Filter") != 0 && strcmp(keys[i][1], "/DecodeParms") != 0)
            qpdf_oh_replace_key(q, own, keys[i][1], qpdf_oh_get_key(q, dict, keys[i][1]));
    qpdf_oh_replace_key(q, own, "/ColorSpace",
                        long_space(f, qpdf_oh_get_key(q, dict, "/ColorSpace"), resources));
    return true;
}
