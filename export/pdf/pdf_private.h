/*
 * pdf_private.h - what pdf.c puts together: shared objects, metadata, one page. Inside this room
 * only.
 */
#ifndef BA_EXPORT_PDF_PDF_PRIVATE_H
#define BA_EXPORT_PDF_PDF_PRIVATE_H

#include "export/pdf/image_stream.h"
#include "export/pdf/pdf.h"
#include "export/pdf/pdf_writer.h"

/* The two files that every PDF embeds. Start from PDF_RES_INIT. */
struct pdf_resources {
    struct ba_buf icc, font;
};
#define PDF_RES_MAX_BYTES ((size_t)4 << 20)
#define PDF_RES_INIT                                                                               \
    {                                                                                              \
        .icc = BA_BUF_INIT(PDF_RES_MAX_BYTES), .font = BA_BUF_INIT(PDF_RES_MAX_BYTES)              \
    }
BA_RC pdf_resources_load(const struct pdf_opts *opts, struct pdf_resources *res,
                         struct ba_err *err);
void pdf_resources_free(struct pdf_resources *res);
/* The Type 0 font as object `number`, with what belongs to it. */
void pdf_resources_put_font(struct pdf_writer *o, const struct pdf_resources *res, unsigned number);
void pdf_resources_put_icc(struct pdf_writer *o, const struct pdf_resources *res, unsigned number);

/* The metadata stream (ISO 16684-1) as object `number`, and the Info dictionary that agrees with
 * it. */
void pdf_xmp_put(struct pdf_writer *o, const struct pdf_doc *doc, unsigned number,
                 struct ba_err *err);
void pdf_info_put(struct pdf_writer *o, const struct pdf_doc *doc, unsigned number);

/* From pixels of the master to the page: size of the upright page and the image matrix. */
struct pdf_place {
    double dpi; /* pixels of the upright page an inch */
    double width_px, height_px;
    double width_pt, height_pt; /* the MediaBox */
    double m[6];                /* unit square of the image -> points */
};
void pdf_place_page(const struct pdf_page *page, struct pdf_place *place);

/* Objects that all pages refer to. */
struct pdf_shared {
    unsigned pages, font, document;
};
/* What remains of a page after it was written. */
struct pdf_written {
    unsigned page;    /* object numbers */
    unsigned parents; /* array of the page's structure elements; 0: it has none */
    unsigned first_element, elements;
};
/* What goes on from page to page. */
struct pdf_running {
    size_t dropped;   /* characters */
    unsigned heading; /* level of the last heading; 0: none yet */
};
/* A sequence of marked content on a page, by its number. */
struct pdf_mark {
    unsigned element; /* of the page's, from 0; never decreasing */
    bool span;        /* a word in it that is divided over lines */
    unsigned nth;     /* of the page's spans */
    size_t text;      /* of a span: where the whole word begins in texts */
};
/* What a page draws, and how that is tagged. Start from PDF_CONTENT_INIT. */
struct pdf_content {
    struct ba_buf ops;   /* the content stream */
    struct ba_buf types; /* a byte an element: 'F' figure, 'P', or the digit of a heading */
    struct ba_buf texts; /* words of spans, each with its zero */
    struct pdf_mark *marks;
    size_t count, cap;
    unsigned spans;
};
#define PDF_CONTENT_MAX_BYTES ((size_t)64 << 20)
#define PDF_CONTENT_INIT                                                                           \
    {                                                                                              \
        .ops = BA_BUF_INIT(PDF_CONTENT_MAX_BYTES), .types = BA_BUF_INIT(PDF_CONTENT_MAX_BYTES),    \
        .texts = BA_BUF_INIT(PDF_CONTENT_MAX_BYTES)                                                \
    }
/* The image as a figure or an artifact, and the words invisibly over it. NO_MEMORY. */
BA_RC pdf_content_make(struct pdf_content *c, const struct pdf_page *page,
                       const struct pdf_place *place, const struct pdf_word *words, size_t count,
                       struct pdf_running *running, struct ba_err *err);
void pdf_content_free(struct pdf_content *c);

/* Writes page `index` with its image, content and structure elements. */
void pdf_page_put(struct pdf_writer *o, const struct pdf_page *page, size_t index,
                  const struct image_stream *scan, const struct pdf_word *words, size_t count,
                  const struct pdf_shared *shared, struct pdf_written *written,
                  struct pdf_running *running);

#endif
