/*
 * split_pdf.c - one page of a PDF as a PDF of its own, by qpdf: its streams are copied as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <qpdf/qpdf-c.h>

#include "core/file.h"
#include "export/sip/master_split.h"
#include "image/puid.h"

static BA_RC failed(const char *path, uint32_t page, qpdf_data q, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "SPLIT_FAILED", "page %u of %s cannot be taken out (qpdf: %s)",
                   page + 1, path,
                   qpdf_has_error(q) ? qpdf_get_error_message_detail(q, qpdf_get_error(q))
                                     : "no reason given");
}

static void be_quiet(qpdf_data q)
{
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
}

/* What is written has no time and no random ID in it. */
static bool write_page(qpdf_data in, qpdf_data out, qpdf_oh page)
{
    if ((qpdf_add_page(out, in, page, QPDF_FALSE) & QPDF_ERRORS) != 0 ||
        (qpdf_init_write_memory(out) & QPDF_ERRORS) != 0)
        return false;
    qpdf_force_pdf_version(out, qpdf_get_pdf_version(in));
    qpdf_set_deterministic_ID(out, QPDF_TRUE);
    qpdf_set_stream_data_mode(out, qpdf_s_preserve);
    qpdf_set_object_stream_mode(out, qpdf_o_disable);
    return (qpdf_write(out) & QPDF_ERRORS) == 0;
}

/* Of the bytes that were written: the description that said PDF/A stayed behind. */
static const char *puid_of(const char *bytes, size_t len)
{
    size_t window = len < PUID_WINDOW_BYTES ? len : PUID_WINDOW_BYTES;
    const struct puid_window w = {
        .head = bytes, .head_len = window, .tail = bytes + len - window, .tail_len = window
    };

    return puid_identify(&w);
}

BA_RC master_split_pdf_page(const char *path, uint32_t page, const char *out_path,
                            char sha256[BA_SHA256_HEX + 1], uint64_t *size_bytes, const char **puid,
                            struct ba_err *err)
{
    qpdf_data in = qpdf_init(), out = qpdf_init();
    enum ba_rc rc = BA_OK;

    if (in == NULL || out == NULL) {
        rc = ba_fail_mem(err, "a page of a PDF");
        goto out;
    }
    be_quiet(in);
    be_quiet(out);
    if ((qpdf_read(in, path, NULL) & QPDF_ERRORS) != 0 ||
        (qpdf_push_inherited_attributes_to_page(in) & QPDF_ERRORS) != 0 ||
        qpdf_get_num_pages(in) <= (int64_t)page)
        rc = failed(path, page, in, err);
    else if ((qpdf_empty_pdf(out) & QPDF_ERRORS) != 0 ||
             !write_page(in, out, qpdf_get_page_n(in, page)))
        rc = failed(path, page, out, err);
    if (rc == BA_OK) {
        *puid = puid_of((const char *)qpdf_get_buffer(out), qpdf_get_buffer_length(out));
        rc =
            ba_file_replace(out_path, qpdf_get_buffer(out), qpdf_get_buffer_length(out), 0644, err);
    }
    if (rc == BA_OK)
        rc = ba_sha256_mem(qpdf_get_buffer(out), qpdf_get_buffer_length(out), sha256, err);
    if (rc == BA_OK)
        *size_bytes = qpdf_get_buffer_length(out);

out:
    if (in != NULL)
        qpdf_cleanup(&in);
    if (out != NULL)
        qpdf_cleanup(&out);
    return rc;
}
