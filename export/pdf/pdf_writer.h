/*
 * pdf_writer.h - the syntax of a PDF file (ISO 32000-1, 7.5), object after object, nothing kept but
 * offsets.
 *
 * Errors stick: after the first one everything does nothing, and pdf_writer_finish returns it.
 */
#ifndef BA_EXPORT_PDF_PDF_WRITER_H
#define BA_EXPORT_PDF_PDF_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"

struct pdf_writer {
    struct ba_out file;
    struct ba_buf pending; /* not written yet */
    uint64_t at;           /* offset of the next byte */
    uint64_t *offsets;     /* by object number; 0: not written */
    size_t count, cap;     /* count: one more than the highest number */
    struct ba_hash *sha, *id;
    enum ba_rc rc;
    struct ba_err err;
};

BA_RC pdf_writer_open(struct pdf_writer *o, const char *path, struct ba_err *err);
/* Reserves n consecutive object numbers and returns the first. */
unsigned pdf_writer_reserve(struct pdf_writer *o, unsigned n);
void pdf_writer_begin(struct pdf_writer *o, unsigned number);
void pdf_writer_printf(struct pdf_writer *o, const char *fmt, ...) BA_PRINTF(2, 3);
/* A text string: UTF-16 in hexadecimal (7.9.2.2), of at most 2,000 characters. */
void pdf_writer_text(struct pdf_writer *o, const char *utf8);
void pdf_writer_end(struct pdf_writer *o);
/* A whole object of dictionary entries (without Length) and data that go out as they are. */
void pdf_writer_stream(struct pdf_writer *o, unsigned number, const char *entries, const void *data,
                       size_t len);
/* The same, deflated here: entries must not name a Filter. */
void pdf_writer_deflated(struct pdf_writer *o, unsigned number, const char *entries,
                         const void *data, size_t len);
/* Cross-reference table, trailer, rename. hex gets the SHA-256 of the file, *size its length. */
BA_RC pdf_writer_finish(struct pdf_writer *o, unsigned root, unsigned info,
                        char hex[BA_SHA256_HEX + 1], uint64_t *size, struct ba_err *err);
/* Removes what was not finished; accepts what was never opened, when zeroed. */
void pdf_writer_close(struct pdf_writer *o);

/* A number with at most three decimals, whatever the locale. Buffer: at least 32 bytes. */
#define PDF_NUM_LEN 32
const char *pdf_num(double v, char out[PDF_NUM_LEN]);

#endif
