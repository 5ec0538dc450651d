/*
 * pdf_file_private.h - what the files pdf*.c share: reading the scans out of a PDF. Nobody else
 * includes it but master_pdf.c; the public side is master.h.
 *
 * Two libraries (docs/decisions/009): qpdf tells how the file is built and hands out the streams of
 * its images, which our own strict decoders read; poppler draws the pages that are more than one
 * image. In this room only pdf*.c include their headers.
 *
 * Reading is: pdf_open (structure, nothing decoded), then for each page pdf_page_look (what is
 * drawn on it, by its content stream) and pdf_image_read or pdf_render.
 */
#ifndef BA_IMAGE_PDF_PDF_FILE_PRIVATE_H
#define BA_IMAGE_PDF_PDF_FILE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <qpdf/qpdf-c.h>

#include "core/err.h"
#include "image/pdf/tokens.h"
#include "image/raster.h"
#include "image/tiff/tiff.h"

#define PDF_NOTE_MAX 200

struct pdf_ref {
    int id, generation;
};

struct pdf_page;

struct pdf_file {
    qpdf_data q;           /* NULL when closed */
    void *drawing;         /* poppler's document, opened when a page must be drawn */
    const char *path;      /* borrowed */
    struct pdf_ref *pages; /* in order, owned */
    uint32_t page_count;
    uint32_t warnings; /* of qpdf, on opening */
    char warning[PDF_NOTE_MAX];
    bool miscounted;          /* /Size is not one more than the highest object that qpdf knows */
    char grave[PDF_NOTE_MAX]; /* the first that means lost objects, "" for none */
    /* one bit an object number, owned, NULL before the first: images that were found whole, and
     * what the pages drew that were looked at */
    uint8_t *sound, *drawn;
    bool all_looked_at;
    bool rewritten;        /* streams were replaced: poppler draws what qpdf writes, not the file */
    struct pdf_page *page; /* that is read, for remarks on its images; NULL between */
    const struct tiff_limits *limits;
};

/*
 * Opens a PDF and looks at all that its trailer leads to. BA_ITEM with
 *   PDF_DAMAGED      qpdf cannot read the structure, or has to guess; its words are in the message
 *   PDF_ENCRYPTED    also when no password is asked for reading
 *   PDF_ACTIVE       scripts, programs to start, forms that are sent, films
 *   PDF_ATTACHMENT   embedded files
 *   IMAGE_TOO_LARGE  more pages, objects or pixels of one image than allowed
 *   TIFF_NO_IMAGE    no page
 */
BA_RC pdf_open(struct pdf_file *f, const char *path, const struct tiff_limits *limits,
               struct ba_err *err);
void pdf_close(struct pdf_file *f); /* accepts a zeroed and a closed one */

/* The banned and the boundless, pdf_gate.c; part of pdf_open. */
BA_RC pdf_gate(struct pdf_file *f, struct ba_err *err);

/* Value of a page's own or inherited attribute; null object without. */
qpdf_oh pdf_inherited(const struct pdf_file *f, qpdf_oh page, const char *key);
/* A number of a dictionary, or the default. */
double pdf_number(const struct pdf_file *f, qpdf_oh dict, const char *key, double otherwise);

/* A number of pixels of a dictionary; 0 for what is none. */
uint32_t pdf_pixels(const struct pdf_file *f, qpdf_oh dict, const char *key);
/* A number of an array, or the default. */
double pdf_item_number(const struct pdf_file *f, qpdf_oh array, int index, double otherwise);
bool pdf_flag(const struct pdf_file *f, qpdf_oh dict, const char *key, bool otherwise);
/* A reference to an object that is not in the file. */
bool pdf_is_dangling(const struct pdf_file *f, qpdf_oh value);
/* Takes over what qpdf has warned of since the last time. */
void pdf_take_warnings(struct pdf_file *f);

/* The filter for images that a stream ends with, "" without one, and its parameters. */
const char *pdf_image_filter(const struct pdf_file *f, qpdf_oh dict, qpdf_oh *params);
/* The data of a stream, every filter undone, or (keep_last) all but the last. *data is the
 * caller's, also after a failure. BA_ITEM IMAGE_DAMAGED at the least that qpdf has to say. */
BA_RC pdf_stream_data(struct pdf_file *f, qpdf_oh stream, bool keep_last, unsigned char **data,
                      size_t *len, struct ba_err *err);
/* qpdf overlooks a wrong sum behind deflated data. BA_ITEM IMAGE_DAMAGED. */
BA_RC pdf_check_sum(struct pdf_file *f, qpdf_oh stream, struct ba_err *err);
/* A stream that is not in the file; pdf_forget_object frees it. */
qpdf_oh pdf_new_stream(struct pdf_file *f, const unsigned char *data, size_t len, qpdf_oh filter,
                       qpdf_oh params);
void pdf_forget_object(struct pdf_file *f, struct pdf_ref ref);
/* The inline image that pdf_content_next has just passed, as a new stream. False when its
 * dictionary is none. */
bool pdf_inline_image(struct pdf_file *f, const struct pdf_content *c, qpdf_oh resources,
                      qpdf_oh *stream);

/* An affine map as the operator cm writes it. */
struct pdf_matrix {
    double a, b, c, d, e, f;
};
/* First m, then n. */
struct pdf_matrix pdf_multiply(struct pdf_matrix m, struct pdf_matrix n);

/* On one page that are looked at; some scanners write each strip as an image. */
#define PDF_MAX_IMAGES 2000

struct pdf_placed {
    struct pdf_ref image;
    uint32_t width_px, height_px; /* of the finest of the image and its masks */
    struct pdf_matrix to;         /* unit square -> page, points */
    bool mask;                    /* it is a stencil or has one: what it shows is text */
    bool inlined;                 /* made of an inline image; is forgotten with the page */
};

struct pdf_page {
    uint32_t index;
    double x0, y0, x1, y1; /* what is shown, points */
    double unit;           /* points of 1/72 inch a unit: UserUnit */
    int rotate;            /* clockwise, for showing: 0, 90, 180, 270 */
    struct pdf_placed images[PDF_MAX_IMAGES];
    size_t image_count;
    bool marks;    /* something visible besides images, or a look that only drawing gives */
    bool coloured; /* a colour was chosen: matters to image masks only */
    bool text;     /* text that is seen */
    uint32_t remarks;
    char remark[PDF_NOTE_MAX]; /* the first thing that is odd and harms nothing */
};

void pdf_remark(struct pdf_page *page, const char *said);

/*
 * Follows the content of a page. BA_ITEM PDF_DAMAGED when it cannot be read, is cut off, has
 * operators that PDF does not have, or draws what is not in the file; also when it draws nothing
 * although the page has images that no page draws. IMAGE_DAMAGED, IMAGE_TRUNCATED of images in
 * patterns and notes.
 */
BA_RC pdf_page_look(struct pdf_file *f, uint32_t index, struct pdf_page *out, struct ba_err *err);

/*
 * The pixels of the only image of a page as they are stored, turned and mirrored as the page shows
 * them, no sample changed. *done is false, and nothing is changed, for a kind of image that only
 * poppler can decode. BA_ITEM IMAGE_TRUNCATED, IMAGE_DAMAGED, IMAGE_TOO_LARGE.
 */
BA_RC pdf_image_read(struct pdf_file *f, struct pdf_page *page, struct tiff_frame *frame,
                     struct raster *out, bool *done, struct ba_err *err);

/* Frees what the page's inline images took. */
void pdf_page_done(struct pdf_file *f, const struct pdf_page *page);

/* Decodes an image and its masks as strictly as their kind allows, and keeps nothing. BA_ITEM
 * IMAGE_TRUNCATED, IMAGE_DAMAGED, IMAGE_TOO_LARGE. */
BA_RC pdf_image_check(struct pdf_file *f, qpdf_oh image, struct ba_err *err);

/* Turns the raster as the page shows the unit square. False when out of memory. */
bool pdf_turn(const struct pdf_page *page, struct raster *r);

/*
 * The same by poppler, for what pdf_image_read leaves: the image at its own size when the page is
 * nothing else (native), the whole page drawn at so many dots an inch otherwise, after each of its
 * images was found whole. The raster has as many bits as its pixels need. BA_ITEM IMAGE_DAMAGED
 * with poppler's words.
 */
BA_RC pdf_render_image(struct pdf_file *f, struct pdf_page *page, struct raster *out,
                       struct ba_err *err);
BA_RC pdf_render_page(struct pdf_file *f, struct pdf_page *page, double xdpi, double ydpi,
                      struct raster *out, struct ba_err *err);
void pdf_render_close(struct pdf_file *f);

#endif
