/*
 * pdf.h - one document's pages as a searchable PDF/A-2a and PDF/UA-1 file.
 *
 * The scan's own compressed stream goes in byte for byte where its kind allows (scan.h); the page
 * is turned and deskewed by the matrix, never by resampling. Objects are streamed to the file:
 * memory is that of one page, whatever the length of the document; of one strip where a large page
 * can be read in bands. Rules: ISO 19005-2 and ISO 14289-1.
 *
 * The upright page: the image turned clockwise by orientation_deg (so its sides may change places)
 * and then turned clockwise by skew_deg about its centre, in pixels, keeping its size. Words are
 * placed on it.
 */
#ifndef BA_EXPORT_PDF_PDF_H
#define BA_EXPORT_PDF_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"
#include "export/pdf/pdf_box.h"
#include "image/raster.h"

struct pdf_word {
    const char *text;   /* UTF-8, no white space; what a PDF may not hold is dropped and counted */
    double x, y, w, h;  /* box on the upright page, pixels, y downwards */
    uint32_t paragraph; /* never decreasing; a change starts a new P */
    uint32_t line;      /* never decreasing; words of a line get one height and baseline */
    double doubt;       /* of the recogniser, 0..1; 0 when it is not known */
    /* Counter-clockwise turn of the word on the upright page: 0, 90, 180, 270. */
    uint32_t rotation_deg;
    bool divided; /* stands before a hyphen, which text lacks, and goes on in the next word */
};

struct pdf_page {
    const char *path;   /* of the TIFF */
    const char *sha256; /* of the TIFF, for messages and identity */
    uint32_t frame;     /* 0-based IFD */
    uint32_t width_px, height_px;
    double xdpi, ydpi;        /* 0: unknown, taken as 300 */
    uint32_t orientation_deg; /* 0, 90, 180, 270 */
    double skew_deg;          /* counter-clockwise skew to take out; 0 when none is applied */
    const char *alt;      /* the image is a figure (drawing, photo) described so; NULL: it is not */
    const char *bookmark; /* title of its bookmark; NULL: none */
    /* Painted over before the image is encoded anew: never the scan's own stream then. The words
     * there are for the words hook to leave out. */
    const struct pdf_box *black;
    size_t black_count;
    bool bare;       /* a JPEG file loses its EXIF, thumbnails and comments (scan.h) */
    unsigned shrink; /* of a grey or colour image; 0: as it is (scan.h) */
};

struct pdf_doc {
    const char *title;    /* never empty */
    const char *subject;  /* or "" */
    const char *language; /* "nl-NL" */
    int64_t time;         /* CreationDate and ModDate: newest of the stored data */
    const struct pdf_page *pages;
    size_t count;
};

struct pdf_hooks {
    void *ctx;
    /* Words of page `index` in reading order; owned by the callee until its next call. */
    BA_CHECKED enum ba_rc (*words)(void *ctx, size_t index, const struct pdf_word **words,
                                   size_t *count, struct ba_err *err);
    /* Decoded pixels for an image whose stream cannot be copied; freed by the caller of the hook.
     */
    BA_CHECKED enum ba_rc (*raster)(void *ctx, const char *path, uint32_t frame, struct raster *out,
                                    struct ba_err *err);
    /* The same band after band, for a TIFF too large to be held whole; NULL: there is no such way.
     */
    BA_CHECKED enum ba_rc (*bands)(void *ctx, const char *path, uint32_t frame, ba_band_fn fn,
                                   void *fn_ctx, struct ba_err *err);
};

struct pdf_opts {
    int jpeg_quality;      /* of images that are encoded anew: 1..100; 0: 80 */
    const char *icc_path;  /* sRGB profile, version 2; NULL: that of icc-profiles-free */
    const char *font_path; /* GlyphLessFont; NULL: pdf.ttf of tesseract-ocr */
};

struct pdf_result {
    char sha256[BA_SHA256_HEX + 1];
    uint64_t size;        /* bytes */
    size_t pages, copied; /* copied: pages whose stream went in as it is */
    size_t dropped;       /* characters that a PDF may not hold */
};

/*
 * Writes the file beside out_path and renames it over. BA_ITEM PDF_IMAGE (with the raster hook's
 * own code where it refused) when a page cannot be read; BA_FATAL PDF_RESOURCE when the profile or
 * font is missing (the message names the package); FILE_WRITE. Nothing remains after a failure.
 * Does not follow the locale; equal input gives equal bytes.
 */
BA_RC pdf_make(const struct pdf_doc *doc, const struct pdf_hooks *hooks,
               const struct pdf_opts *opts, const char *out_path, struct pdf_result *res,
               struct ba_err *err);

/* A line that changes when the bytes pdf_make writes for equal input would: code revision, the
 * resources' hashes, quality. For keys of kept PDFs. New memory. Errors as pdf_make's PDF_RESOURCE.
 */
BA_RC pdf_revision(const struct pdf_opts *opts, char **out, struct ba_err *err);

#endif
