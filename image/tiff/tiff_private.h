/*
 * tiff_private.h - what the files tiff*.c share: an open TIFF, its messages and the layout of
 * one image. Nobody else includes it; the public side is tiff.h.
 *
 * Reading one image is: tiff_tags_read (what the header says), tiff_layout_read (sizes in memory,
 * checked against the limits before anything is allocated), tiff_decode (every strip or tile).
 */
#ifndef BA_IMAGE_TIFF_TIFF_PRIVATE_H
#define BA_IMAGE_TIFF_TIFF_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "image/raster.h"
#include "image/tiff/tiff.h"

#define TIFF_NOTE_MAX 200

/* What libtiff said since the last tiff_notes_reset. */
struct tiff_notes {
    uint32_t errors, warnings;
    char error[TIFF_NOTE_MAX], warning[TIFF_NOTE_MAX]; /* the first of each, printable UTF-8 */
    bool ran_out; /* fax data that were read to their last bit, and more was wanted */
};

struct tiff_file {
    struct tiff *tif; /* libtiff's handle, at the first image after opening; NULL when closed */
    uint64_t size_bytes;
    uint32_t frame_count; /* different images in the main chain */
    bool circle;          /* the last of them names an earlier one as the next */
    const struct tiff_limits *limits;
    struct tiff_notes notes;
};
#define TIFF_FILE_INIT                                                                             \
    {                                                                                              \
        .tif = NULL                                                                                \
    }

/* Opens a regular file and follows its chain of directories once. Errors of tiff_read. The struct
 * must stay where it is until tiff_file_close: libtiff's handlers point into it. */
BA_RC tiff_file_open(struct tiff_file *f, const char *path, const struct tiff_limits *limits,
                     struct ba_err *err);
/* The same for a descriptor, which it takes over; -1 is an open that failed, with its errno. */
BA_RC tiff_file_open_fd(struct tiff_file *f, int fd, const char *path,
                        const struct tiff_limits *limits, struct ba_err *err);
/* The only image of a file that is open; the descriptor is closed. Errors of tiff_read_frame. */
BA_RC tiff_read_frame_of(int fd, const char *name, const struct tiff_limits *limits,
                         struct tiff_frame *frame, struct raster *out, struct ba_err *err);
void tiff_file_close(struct tiff_file *f); /* accepts TIFF_FILE_INIT and a closed one */
void tiff_notes_reset(struct tiff_notes *n);

/*
 * Counts the images of the main chain by reading the directories' links only. BA_ITEM
 * TIFF_TRUNCATED when one lies beyond the end, TIFF_DAMAGED when the chain runs in a circle,
 * TIFF_TOO_LARGE over limits->max_frames, and what tiff_read says of bytes that are no TIFF.
 */
BA_RC tiff_chain_count(int fd, struct tiff_file *f, struct ba_err *err);
/* What the largest image of the main chain needs in memory, by the tags of its directories. */
struct tiff_size {
    uint64_t width_px, height_px;
    uint64_t raster_bytes, block_bytes; /* as pixels; of a decoded strip or tile, all planes */
};
/* Without libtiff, and reading no more than the directories. False when there is no image. */
bool tiff_chain_largest(int fd, uint64_t size_bytes, struct tiff_size *out);
/* What a file looks like from its first bytes, as the object of "it looks like": "a PDF document".
 */
const char *tiff_other_format(const unsigned char *head, size_t len);

/* Fills the frame from the tags of the current directory; everything but index and warnings. */
void tiff_tags_read(struct tiff_file *f, struct tiff_frame *frame);
/* Copies text of unknown encoding as printable UTF-8, trimmed, cut at a character. */
void tiff_text_copy(char *out, size_t out_size, const char *text);

/* How the samples of the current directory become pixels. */
enum tiff_kind {
    TIFF_KIND_BILEVEL, /* one bit, to 1-bit pixels */
    TIFF_KIND_GREY,    /* first sample, to 8 bits */
    TIFF_KIND_PALETTE, /* by ColorMap, to 8 or 24 bits */
    TIFF_KIND_RGB,
    TIFF_KIND_CMYK,
    TIFF_KIND_LIBTIFF, /* colour spaces left to libtiff's own conversion, to 24 bits */
};

enum tiff_number { TIFF_NUM_UINT, TIFF_NUM_INT, TIFF_NUM_FLOAT };

struct tiff_layout {
    enum tiff_kind kind;
    bool white_is_zero;
    uint32_t width_px, height_px;
    uint16_t bits, samples; /* bits a sample (of a complex one: of its real part) */
    uint16_t sample_bits;   /* bits from one sample to the next */
    enum tiff_number number;
    uint16_t colours; /* samples that carry colour, from the first */
    int alpha;        /* index of the sample that holds the opacity, -1: none */
    bool alpha_multiplied;
    bool tiled, separate; /* separate: every sample has its own strips (PlanarConfiguration 2) */
    uint32_t block_w, block_h, across, down; /* a strip or tile in pixels, and how many there are */
    uint32_t planes;                         /* samples with their own blocks, else 1 */
    uint32_t rows_missing;                   /* filled by tiff_decode, as in struct tiff_frame */
    size_t row_bytes, block_bytes;           /* of a decoded block of one plane */
    uint8_t out_bits;                        /* of the raster */
    const uint16_t *map[3];                  /* ColorMap, owned by libtiff; 1 << bits entries */
    unsigned map_shift;                      /* from its entries to 8 bits */
    double low, high;                        /* values that become 0 and 255, when `ranged` */
    bool ranged;
};

BA_RC tiff_layout_read(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                       struct ba_err *err);

/* Decodes every block of the current directory. out NULL: only to see whether it can be decoded. */
BA_RC tiff_decode(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                  struct raster *out, struct ba_err *err);
/* The same, each row of blocks given to fn. */
BA_RC tiff_decode_bands(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                        ba_band_fn fn, void *ctx, struct ba_err *err);

/* Decoded samples of a rectangle of the image. */
#define TIFF_USED_SAMPLES 5 /* C M Y K and an opacity */
struct tiff_block {
    uint32_t x_px, y_px, w_px, h_px;      /* on the image; clipped to it */
    const uint8_t *at[TIFF_USED_SAMPLES]; /* where sample s begins in memory (plane or pixel) */
    uint32_t offset[TIFF_USED_SAMPLES];   /* index of sample s of the first pixel of a row */
    uint32_t step;                        /* samples from a pixel to the next */
    size_t row_bytes;
};

struct tiff_lines;                                              /* room for a row of each sample */
struct tiff_lines *tiff_lines_new(const struct tiff_layout *l); /* NULL when out of memory */
void tiff_lines_free(struct tiff_lines *lines);
/* Writes the block's pixels into the raster. */
void tiff_block_convert(const struct tiff_layout *l, const struct tiff_block *b,
                        struct tiff_lines *lines, struct raster *out);
/* Widens l->low..high by the colour values of the block. */
void tiff_block_range(struct tiff_layout *l, const struct tiff_block *b);
/* Value of sample i of a row, as a number. */
double tiff_sample_value(const struct tiff_layout *l, const uint8_t *row, uint64_t i);
/* The same for unsigned samples of at most 32 bits. */
uint32_t tiff_sample_bits(const uint8_t *row, uint64_t i, unsigned sample_bits, unsigned bits);

#endif
