#include "export/pdf/pdf_writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/utf8.h"

#define PENDING_BYTES (1u << 16)
#define PENDING_MAX (1u << 20)
/* ISO 19005-2, 6.1.13: no more indirect objects. */
#define MAX_OBJECTS 8388607u
#define MAX_TEXT_CHARACTERS 2000

static void fail(struct pdf_writer *o, enum ba_rc rc)
{
    if (o->rc == BA_OK)
        o->rc = rc;
}

static void write_through(struct pdf_writer *o, const void *data, size_t len)
{
    if (o->rc != BA_OK || len == 0)
        return;
    ba_hash_update(o->sha, data, len);
    ba_hash_update(o->id, data, len);
    fail(o, ba_out_write(&o->file, data, len, &o->err));
}

static void flush(struct pdf_writer *o)
{
    if (o->rc == BA_OK)
        fail(o, ba_buf_check(&o->pending, "a PDF object", &o->err));
    write_through(o, o->pending.data, o->pending.len);
    ba_buf_reset(&o->pending);
}

static void put(struct pdf_writer *o, const void *data, size_t len)
{
    o->at += len;
    if (len > PENDING_BYTES) {
        flush(o);
        write_through(o, data, len);
        return;
    }
    ba_buf_add(&o->pending, data, len);
    if (o->pending.len >= PENDING_BYTES)
        flush(o);
}

BA_RC pdf_writer_open(struct pdf_writer *o, const char *path, struct ba_err *err)
{
    /* The comment tells transfer programs that this is no text: four bytes above 127. */
    static const char head[] = "%PDF-1.7\n%\xC2\xB5\xC2\xB6\n";
    *o =
        (struct pdf_writer){ .file = BA_OUT_INIT, .pending = BA_BUF_INIT(PENDING_MAX), .count = 1 };
    o->err = (struct ba_err)BA_ERR_INIT;
    o->sha = ba_hash_new(BA_SHA256);
    o->id = ba_hash_new(BA_SHA256);
    if (o->sha == NULL || o->id == NULL)
        return ba_fail_mem(err, "a PDF file");
    enum ba_rc rc = ba_out_open(&o->file, path, 0644, err);
    if (rc == BA_OK)
        put(o, head, sizeof head - 1);
    return rc;
}

unsigned pdf_writer_reserve(struct pdf_writer *o, unsigned n)
{
    size_t first = o->count;
    if (o->rc != BA_OK)
        return 1;
    if (n > MAX_OBJECTS - first) {
        o->rc =
            ba_fail(&o->err, BA_ITEM, "PDF_TOO_LARGE",
                    "the document needs more than %u PDF objects; divide it with separator sheets",
                    MAX_OBJECTS);
        return 1;
    }
    if (ba_grow(&o->offsets, &o->cap, first + n, sizeof *o->offsets) != 0) {
        o->rc = ba_fail_mem(&o->err, "a PDF file");
        return 1;
    }
    memset(o->offsets + first, 0, n * sizeof *o->offsets);
    o->count = first + n;
    return (unsigned)first;
}

void pdf_writer_begin(struct pdf_writer *o, unsigned number)
{
    if (o->rc == BA_OK)
        o->offsets[number] = o->at;
    pdf_writer_printf(o, "%u 0 obj\n", number);
}

void pdf_writer_printf(struct pdf_writer *o, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        o->rc = ba_fail(&o->err, BA_FATAL, "INTERNAL", "a PDF entry of %d bytes", n);
    else
        put(o, text, (size_t)n);
}

void pdf_writer_text(struct pdf_writer *o, const char *utf8)
{
    size_t len = strlen(utf8);
    pdf_writer_printf(o, "<FEFF");
    for (size_t i = 0, n = 0; i < len && n < MAX_TEXT_CHARACTERS; n++) {
        uint32_t cp;
        i += ba_utf8_decode(utf8 + i, len - i, &cp);
        if (cp > 0xFFFF)
            pdf_writer_printf(o, "%04X%04X", 0xD800 + ((cp - 0x10000) >> 10),
                              0xDC00 + ((cp - 0x10000) & 0x3FF));
        else if (cp >= 0x20 && cp < 0xFFFE && cp != 0xFEFF)
            pdf_writer_printf(o, "%04X", cp);
    }
    pdf_writer_printf(o, ">");
}

void pdf_writer_end(struct pdf_writer *o)
{
    pdf_writer_printf(o, "\nendobj\n");
}

void pdf_writer_stream(struct pdf_writer *o, unsigned number, const char *entries, const void *data,
                       size_t len)
{
    pdf_writer_begin(o, number);
    pdf_writer_printf(o, "<< %s /Length %zu >>\nstream\n", entries, len);
    put(o, data, len);
    pdf_writer_printf(o, "\nendstream");
    pdf_writer_end(o);
}

void pdf_writer_deflated(struct pdf_writer *o, unsigned number, const char *entries,
                         const void *data, size_t len)
{
    uLong bound = compressBound(len);
    uLongf out_len = bound;
    char dict[512];
    Bytef *out = malloc(bound);
    if (out == NULL || compress2(out, &out_len, data, len, 9) != Z_OK) {
        if (o->rc == BA_OK)
            o->rc = ba_fail_mem(&o->err, "a deflated stream");
    } else {
        snprintf(dict, sizeof dict, "%s /Filter /FlateDecode", entries);
        pdf_writer_stream(o, number, dict, out, out_len);
    }
    free(out);
}

static void write_xref(struct pdf_writer *o)
{
    pdf_writer_printf(o, "xref\n0 %zu\n0000000000 65535 f \n", o->count);
    for (size_t i = 1; i < o->count; i++)
        pdf_writer_printf(o, "%010" PRIu64 " 00000 n \n", o->offsets[i]);
}

BA_RC pdf_writer_finish(struct pdf_writer *o, unsigned root, unsigned info,
                        char hex[BA_SHA256_HEX + 1], uint64_t *size, struct ba_err *err)
{
    char digest[BA_HASH_HEX_MAX + 1];
    uint64_t xref = o->at;
    write_xref(o);
    flush(o);
    if (o->rc == BA_OK && ba_hash_hex(o->id, digest) != 0)
        o->rc = ba_fail(&o->err, BA_FATAL, "HASH_FAILED", "the digest of a PDF cannot be made");
    digest[32] = '\0'; /* 14.4: 16 bytes */
    pdf_writer_printf(o,
                      "trailer\n<< /Size %zu /Root %u 0 R /Info %u 0 R /ID [<%s> <%s>] >>\n"
                      "startxref\n%" PRIu64 "\n%%%%EOF\n",
                      o->count, root, info, digest, digest, xref);
    if (o->rc == BA_OK)
        o->rc = ba_buf_check(&o->pending, "a PDF trailer", &o->err);
    /* The identifier is complete: what follows counts for the file's hash only. */
    if (o->rc == BA_OK) {
        ba_hash_update(o->sha, o->pending.data, o->pending.len);
        o->rc = ba_out_write(&o->file, o->pending.data, o->pending.len, &o->err);
    }
    if (o->rc == BA_OK && ba_hash_hex(o->sha, digest) != 0)
        o->rc = ba_fail(&o->err, BA_FATAL, "HASH_FAILED", "the digest of a PDF cannot be made");
    if (o->rc == BA_OK)
        o->rc = ba_out_commit(&o->file, &o->err);
    if (o->rc != BA_OK) {
        *err = o->err;
        return o->rc;
    }
    memcpy(hex, digest, BA_SHA256_HEX + 1);
    *size = o->at;
    return BA_OK;
}

void pdf_writer_close(struct pdf_writer *o)
{
    if (o->count == 0)
        return;
    ba_out_abort(&o->file);
    ba_buf_free(&o->pending);
    ba_hash_free(o->sha);
    ba_hash_free(o->id);
    free(o->offsets);
    *o = (struct pdf_writer){ .file = BA_OUT_INIT };
}

const char *pdf_num(double v, char out[PDF_NUM_LEN])
{
    long long thousandths = llround(v * 1000);
    unsigned long long size =
        thousandths < 0 ? 0ULL - (unsigned long long)thousandths : (unsigned long long)thousandths;
    int n = snprintf(out, PDF_NUM_LEN, "%s%llu.%03llu", thousandths < 0 ? "-" : "", size / 1000,
                     size % 1000);
    while (out[n - 1] == '0')
        out[--n] = '\0';
    if (out[n - 1] == '.')
        out[--n] = '\0';
    return out;
}
