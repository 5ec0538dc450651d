/*
 * image_stream.h - the compressed image of one frame of a master, as a PDF can hold it.
 *
 * Group 4 and JPEG data are taken from the file as they are; strips are joined only where that
 * changes no pixel. Everything else is decoded by the caller's hook and encoded anew. In this room
 * only scan*.c include libtiff and libjpeg.
 */
#ifndef BA_EXPORT_PDF_IMAGE_STREAM_H
#define BA_EXPORT_PDF_IMAGE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"
#include "export/pdf/pdf_box.h"
#include "image/raster.h"

#define SCAN_MAX_BYTES ((size_t)1 << 30) /* of one compressed image */

enum image_stream_kind {
    SCAN_G4,
    SCAN_JPEG,
    SCAN_FLATE, /* deflated rows, each with the PNG filter Up before it (predictor 15) */
};

/* Of grey or colour that is larger - an A2 at 300 dpi - not everything is held at once. */
#define SCAN_BANDS_FROM_PX 30000000u
/* A JPEG of libjpeg is not longer or wider; rolls of drawings are. */
#define SCAN_JPEG_MAX_PX 65500

struct image_stream {
    enum image_stream_kind kind;
    uint32_t width_px, height_px;
    unsigned components; /* 1 or 3; samples are 1 bit in G4, else 8 */
    bool black_is_1;     /* G4: /BlackIs1 of the PDF's filter: black runs are the paper */
    bool inverted;       /* JPEG of one component in which 0 is white */
    bool ycc;            /* JPEG of three components: YCbCr, else RGB; SCAN_FLATE is RGB */
    bool copied;         /* the entropy-coded data are those of the file */
    struct ba_buf data;  /* the stream, owned */
};
#define SCAN_INIT                                                                                  \
    {                                                                                              \
        .data = BA_BUF_INIT(SCAN_MAX_BYTES)                                                        \
    }

typedef BA_CHECKED enum ba_rc (*scan_raster_fn)(void *ctx, const char *path, uint32_t frame,
                                                struct raster *out, struct ba_err *err);

/* What is done to an image. All zero but the quality: nothing, where its kind allows. */
struct image_stream_how {
    int quality;     /* of a JPEG made anew, 1..100 */
    unsigned shrink; /* grey and colour are averaged over squares of so many pixels; 0 and 1: not */
    const struct pdf_box *black; /* painted over */
    size_t black_count;
    /* As pdf_hooks.bands, with the context of the raster hook; or NULL. */
    BA_CHECKED enum ba_rc (*bands)(void *ctx, const char *path, uint32_t frame, ba_band_fn fn,
                                   void *fn_ctx, struct ba_err *err);
    bool bare; /* a JPEG file loses EXIF, thumbnails and comments; its coded image stays */
};

/*
 * Reads frame `frame` (0-based IFD). An image with something black in it is decoded, painted and
 * encoded anew, whatever its kind; each box grows to whole blocks of a JPEG, so that no block holds
 * a trace of what was under it. BA_ITEM PDF_IMAGE when the file cannot be opened or has no such
 * frame; the hook's error otherwise. Start from SCAN_INIT.
 */
BA_RC image_stream_read(const char *path, uint32_t frame, const struct image_stream_how *how,
                        scan_raster_fn raster, void *ctx, struct image_stream *out,
                        struct ba_err *err);
/* Paints the boxes, as far as they lie on the image. */
void image_stream_blacken(struct raster *r, const struct pdf_box *boxes, size_t count);
/* Makes a grey or colour image smaller; bilevel ones stay. BA_FATAL NO_MEMORY. */
BA_RC image_stream_shrink(struct raster *r, unsigned factor, struct ba_err *err);
/* Grey pixels of black and white alone become bilevel: Group 4 is smaller, and loses nothing. */
BA_RC image_stream_reduce(struct raster *r, struct ba_err *err);
void image_stream_free(struct image_stream *s);

/* By the first bytes; true also when they cannot be read, so that the reader of TIFF says why. */
bool image_stream_is_tiff(const char *path);
/* Takes a JPEG file as it is. False when it is none, or of a kind that a PDF cannot hold. */
bool image_stream_take_jpeg_file(const char *path, struct image_stream *s);

/* Takes notes out of a JPEG file, and what follows its end. False, and nothing done, for what is
 * not whole. */
bool image_stream_bare_jpeg(struct ba_buf *jpeg);

/* Bilevel pixels -> Group 4 (ITU-T T.6) in s->data, most significant bit first. */
BA_RC image_stream_encode_g4(const struct raster *r, struct image_stream *s, struct ba_err *err);
/* Grey or colour pixels -> baseline JPEG in s->data. */
BA_RC image_stream_encode_jpeg(const struct raster *r, int quality, struct image_stream *s,
                               struct ba_err *err);

/* The same from bands of an image of height_px rows, whose first gives its width and kind. One that
 * is finished has all its rows. */
struct image_stream_jpeg;
BA_RC image_stream_jpeg_rows(struct image_stream_jpeg **j, const struct raster *band,
                             uint32_t height_px, int quality, struct ba_err *err);
BA_RC image_stream_jpeg_finish(struct image_stream_jpeg *j, struct image_stream *s,
                               struct ba_err *err);
void image_stream_jpeg_free(struct image_stream_jpeg *j); /* accepts NULL */

/* Grey or colour pixels without loss, for what is too large to be a JPEG. */
BA_RC image_stream_encode_flate(const struct raster *r, struct image_stream *s, struct ba_err *err);

/* A strip of a TIFF with JPEG compression. */
struct image_stream_strip {
    const uint8_t *data;
    size_t len;
};
/*
 * Joins the strips of a JPEG-in-TIFF (TIFF Technical Note 2) and its tables into one JPEG file in
 * s->data, strips separated by restart markers (ITU-T T.81 B.2.1). False, with s unchanged, when
 * that is not certain to be lossless. rows_per_strip and the dimensions as the TIFF says.
 */
bool image_stream_join_jpeg(const struct image_stream_strip *tables,
                            const struct image_stream_strip *strips, size_t count,
                            uint32_t rows_per_strip, struct image_stream *s);

#endif
