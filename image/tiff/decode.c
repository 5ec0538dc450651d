/* Every strip or tile of an image through libtiff, and from there to pixels. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "image/tiff/tiff_private.h"

/* The samples that make pixels, and one for all others, which are decoded as well: all bytes count.
 */
enum { PLANES = TIFF_USED_SAMPLES + 1 };

struct decoder {
    struct tiff_file *f;
    const struct tiff_frame *frame;
    struct tiff_layout *l;
    uint8_t *plane[PLANES]; /* decoded blocks, owned; the last of samples that make no pixels */
    struct tiff_lines *lines;
    struct raster *out; /* NULL: only decode */
    bool measure;       /* only look for the range of values */
    ba_band_fn band;    /* gets out, which holds one row of blocks; NULL: out holds all */
    void *ctx;
};

/* Says why block `index` could not be decoded: its bytes are missing, or they are wrong. */
static BA_RC blame(struct decoder *d, uint32_t index, struct ba_err *err)
{
    struct tiff_notes *n = &d->f->notes;
    const char *what = d->l->tiled ? "tile" : "strip";
    uint32_t total = d->l->tiled ? TIFFNumberOfTiles(d->f->tif) : TIFFNumberOfStrips(d->f->tif);
    char said[TIFF_NOTE_MAX];
    uint64_t at, count;

    memcpy(said, n->error, sizeof(said)); /* the two calls below may speak as well */
    at = TIFFGetStrileOffset(d->f->tif, index);
    count = TIFFGetStrileByteCount(d->f->tif, index);
    if (count == 0 || at > d->f->size_bytes || count > d->f->size_bytes - at)
        return ba_fail(err, BA_ITEM, "TIFF_TRUNCATED",
                       "image %" PRIu32 ", %s %" PRIu32 " of %" PRIu32
                       " is not in the file (%" PRIu64 " bytes at %" PRIu64
                       ", the file has %" PRIu64
                       "): it was cut off; copy it again from the scanner or scan again",
                       d->frame->index + 1, what, index + 1, total, count, at, d->f->size_bytes);
    return ba_fail(err, BA_ITEM, "TIFF_DAMAGED",
                   "image %" PRIu32 ", %s %" PRIu32 " of %" PRIu32
                   " cannot be decoded (libtiff: %s); scan the page again",
                   d->frame->index + 1, what, index + 1, total,
                   said[0] == '\0' ? "too few bytes" : said);
}

/* Of uncompressed strips libtiff takes what it needs from where they begin, even if the directory
 * says that they are shorter: then it reads into other data and calls that a success. */
static bool is_short(const struct decoder *d, uint32_t index, tmsize_t need)
{
    return d->frame->compression == COMPRESSION_NONE &&
           TIFFGetStrileByteCount(d->f->tif, index) < (uint64_t)need;
}

/*
 * libtiff ends a Group 4 strip without an error wherever its data end, and leaves the rows that are
 * not there as they were. So they are marked before, by bytes that no picture has, and white after.
 */
/* Of a narrower image a row may look like the mark by chance. */
#define MARKED_WIDTH_MIN 64

/* Bits behind the row's last pixel, which libtiff leaves as they are, stay 0. */
static uint8_t mark_of(const struct tiff_layout *l, size_t i)
{
    size_t bits = l->block_w - i * 8 < 8 ? l->block_w - i * 8 : 8;
    uint8_t mark = (uint8_t)((i * 167 + 0x5B) ^ i >> 3);

    return (uint8_t)(mark & 0xFF << (8 - bits));
}

static void mark_rows(const struct tiff_layout *l, uint8_t *to)
{
    for (size_t i = 0; i < l->block_bytes; i++)
        to[i] = mark_of(l, i % l->row_bytes);
}

static bool is_marked(const struct tiff_layout *l, const uint8_t *row)
{
    for (size_t i = 0; i < l->row_bytes; i++)
        if (row[i] != mark_of(l, i))
            return false;
    return true;
}

static bool is_white(const struct tiff_layout *l, const uint8_t *row)
{
    return row[0] == 0 && memcmp(row, row + 1, l->row_bytes - 1) == 0;
}

/* The row in which the end was found is filled with white: it is missing too. */
static uint32_t take_marks(const struct tiff_layout *l, uint8_t *block, size_t bytes)
{
    uint32_t missing = 0;
    size_t row = bytes / l->row_bytes;

    for (; row > 0 && is_marked(l, block + (row - 1) * l->row_bytes); row--) {
        memset(block + (row - 1) * l->row_bytes, 0, l->row_bytes);
        missing++;
    }
    return missing + (missing > 0 && row > 0 && is_white(l, block + (row - 1) * l->row_bytes));
}

/* Rows that the data say are no more may be those of a scanner that wrote too great a length: then
 * nothing is lost. Rows in the middle, and rows of which the data are lost, are damage. */
static BA_RC judge_missing(struct decoder *d, uint32_t missing, uint32_t y, struct ba_err *err)
{
    bool last = y + 1 == d->l->down;
    uint32_t end = last ? d->l->height_px : (y + 1) * d->l->block_h;

    if (missing == 0 && d->f->notes.ran_out)
        return ba_fail(err, BA_ITEM, "TIFF_TRUNCATED",
                       "image %" PRIu32 ": rows up to %" PRIu32 " of %" PRIu32
                       " are not in the data (libtiff: %s); copy the file again from the scanner "
                       "or scan again",
                       d->frame->index + 1, end, d->l->height_px, d->f->notes.warning);
    if (missing == 0)
        return BA_OK;
    if (!last || d->f->notes.ran_out)
        return ba_fail(err, BA_ITEM, "TIFF_TRUNCATED",
                       "image %" PRIu32 ": the rows %" PRIu32 " to %" PRIu32 " of %" PRIu32
                       " are not in the data; copy the file again from the scanner or scan again",
                       d->frame->index + 1, end - missing + 1, end, d->l->height_px);
    d->l->rows_missing = missing;
    return BA_OK;
}

/* Decodes all planes of the block in column x, row y of blocks. */
static BA_RC read_block(struct decoder *d, uint32_t x, uint32_t y, struct ba_err *err)
{
    const struct tiff_layout *l = d->l;
    uint64_t per_plane = (uint64_t)l->across * l->down;

    for (uint32_t p = 0; p < l->planes; p++) {
        uint64_t index = p * per_plane + (uint64_t)y * l->across + x;
        uint8_t *to = d->plane[p < PLANES ? p : PLANES - 1];
        uint32_t i = (uint32_t)index;
        tmsize_t n, want = (tmsize_t)l->block_bytes;
        bool fax = d->frame->compression == COMPRESSION_CCITTFAX4 && !l->tiled && p < PLANES;
        bool marked = fax && l->block_w >= MARKED_WIDTH_MIN;
        enum ba_rc rc = BA_OK;

        if (index > UINT32_MAX)
            return blame(d, UINT32_MAX, err);
        if (marked)
            mark_rows(l, to);
        n = l->tiled ? TIFFReadEncodedTile(d->f->tif, i, to, want)
                     : TIFFReadEncodedStrip(d->f->tif, i, to, want);
        if (n < 0 || d->f->notes.errors > 0 || is_short(d, i, n))
            return blame(d, i, err);
        if (fax)
            rc = judge_missing(d, marked ? take_marks(l, to, (size_t)n) : 0, y, err);
        if (rc != BA_OK)
            return rc;
    }
    return BA_OK;
}

static struct tiff_block block_at(const struct decoder *d, uint32_t x, uint32_t y)
{
    const struct tiff_layout *l = d->l;
    struct tiff_block b = { .x_px = x * l->block_w, .y_px = y * l->block_h };

    b.w_px = l->width_px - b.x_px < l->block_w ? l->width_px - b.x_px : l->block_w;
    b.h_px = l->height_px - b.y_px < l->block_h ? l->height_px - b.y_px : l->block_h;
    b.row_bytes = l->row_bytes;
    b.step = l->separate ? 1 : l->samples;
    for (uint32_t s = 0; s < TIFF_USED_SAMPLES; s++) {
        b.at[s] = d->plane[l->separate ? s : 0];
        b.offset[s] = l->separate ? 0 : s;
    }
    return b;
}

static BA_RC row_of_blocks(struct decoder *d, uint32_t y, struct ba_err *err)
{
    for (uint32_t x = 0; x < d->l->across; x++) {
        struct tiff_block b;
        enum ba_rc rc = read_block(d, x, y, err);

        if (rc != BA_OK)
            return rc;
        if (d->l->kind == TIFF_KIND_LIBTIFF || d->out == NULL)
            continue;
        b = block_at(d, x, y);
        if (d->band != NULL)
            b.y_px = 0;
        if (d->measure)
            tiff_block_range(d->l, &b);
        else
            tiff_block_convert(d->l, &b, d->lines, d->out);
    }
    return BA_OK;
}

static uint32_t rows_of(const struct decoder *d, uint32_t y)
{
    uint32_t left = d->l->height_px - y * d->l->block_h;

    return left < d->l->block_h ? left : d->l->block_h;
}

static BA_RC give_band(struct decoder *d, uint32_t y, struct ba_err *err)
{
    d->out->height_px = rows_of(d, y);
    return d->band(d->ctx, d->out, y * d->l->block_h, err);
}

static BA_RC each_block(struct decoder *d, struct ba_err *err)
{
    bool give = d->band != NULL && !d->measure && d->l->kind != TIFF_KIND_LIBTIFF;
    enum ba_rc rc = BA_OK;

    for (uint32_t y = 0; rc == BA_OK && y < d->l->down; y++) {
        rc = row_of_blocks(d, y, err);
        if (rc == BA_OK && give)
            rc = give_band(d, y, err);
    }
    return rc;
}

/* A row of libtiff's ABGR words over white paper; the colours are already multiplied by the
 * opacity. */
static void abgr_row(const uint32_t *from, uint8_t *to, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++, to += 3) {
        unsigned white = 255 - TIFFGetA(from[i]), c[3];

        c[0] = TIFFGetR(from[i]) + white;
        c[1] = TIFFGetG(from[i]) + white;
        c[2] = TIFFGetB(from[i]) + white;
        for (int k = 0; k < 3; k++)
            to[k] = (uint8_t)(c[k] > 255 ? 255 : c[k]);
    }
}

/* Colour spaces that libtiff converts: in bands of its own blocks, in the order they are stored. */
static BA_RC convert_by_libtiff(struct decoder *d, struct ba_err *err)
{
    const struct tiff_layout *l = d->l;
    TIFFRGBAImage img;
    char why[1024] = "";
    uint32_t *band = calloc((size_t)l->width_px * l->block_h, sizeof(*band));
    enum ba_rc rc = BA_OK;

    if (band == NULL)
        return ba_fail_mem(err, "pixels of an image");
    if (TIFFRGBAImageBegin(&img, d->f->tif, 1, why) != 1) {
        rc = ba_fail(err, BA_ITEM, "TIFF_UNSUPPORTED",
                     "image %" PRIu32 " has colours that libtiff does not convert (%s); set the "
                     "scanner to RGB or grey",
                     d->frame->index + 1, why);
        goto out;
    }
    img.req_orientation = img.orientation; /* rows as they are stored */
    for (uint32_t i = 0; i < l->down && rc == BA_OK; i++) {
        uint32_t y = i * l->block_h, rows = rows_of(d, i), to = d->band != NULL ? 0 : y;

        img.row_offset = (int)y;
        img.col_offset = 0;
        if (TIFFRGBAImageGet(&img, band, l->width_px, rows) != 1 || d->f->notes.errors > 0)
            rc = blame(d, i * l->across, err);
        for (uint32_t r = 0; r < rows && rc == BA_OK; r++)
            abgr_row(band + (size_t)r * l->width_px,
                     d->out->data + (size_t)(to + r) * d->out->stride, l->width_px);
        if (rc == BA_OK && d->band != NULL)
            rc = give_band(d, i, err);
    }
    TIFFRGBAImageEnd(&img);

out:
    free(band);
    return rc;
}

static BA_RC prepare(struct decoder *d, struct ba_err *err)
{
    uint32_t planes = d->l->planes < PLANES ? d->l->planes : PLANES;

    for (uint32_t p = 0; p < planes; p++) {
        /* Zeroed: a codec that fills less than it says must not show us old memory. */
        d->plane[p] = calloc(1, d->l->block_bytes);
        if (d->plane[p] == NULL)
            return ba_fail_mem(err, "strips of an image");
    }
    if (d->out == NULL)
        return BA_OK;
    *d->out = (struct raster){ .width_px = d->l->width_px,
                               .height_px = d->band != NULL ? rows_of(d, 0) : d->l->height_px,
                               .bits = d->l->out_bits,
                               .xdpi = d->frame->xdpi,
                               .ydpi = d->frame->ydpi };
    d->lines = tiff_lines_new(d->l);
    if (d->lines == NULL || ba_raster_alloc(d->out) != 0)
        return ba_fail_mem(err, "pixels of an image");
    return BA_OK;
}

/* Old-style JPEG: libtiff's decoder gives other pixels when it reads a strip for the second time,
 * and the conversion reads (and checks) them all itself. */
static bool once_only(const struct decoder *d)
{
    return d->l->kind == TIFF_KIND_LIBTIFF && d->frame->compression == COMPRESSION_OJPEG;
}

static BA_RC decode(struct decoder *d, struct ba_err *err)
{
    struct tiff_layout *l = d->l;
    enum ba_rc rc = prepare(d, err);

    if (rc == BA_OK && l->ranged && d->out != NULL) {
        d->measure = true;
        l->low = 1;
        l->high = 0;
        rc = each_block(d, err);
        d->measure = false;
    }
    if (rc == BA_OK && !(d->out != NULL && once_only(d)))
        rc = each_block(d, err);
    if (rc == BA_OK && d->out != NULL && l->kind == TIFF_KIND_LIBTIFF)
        rc = convert_by_libtiff(d, err);
    for (int p = 0; p < PLANES; p++)
        free(d->plane[p]);
    tiff_lines_free(d->lines);
    return rc;
}

BA_RC tiff_decode(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                  struct raster *out, struct ba_err *err)
{
    struct decoder d = { .f = f, .frame = frame, .l = l, .out = out };
    enum ba_rc rc = decode(&d, err);

    if (rc != BA_OK && out != NULL)
        ba_raster_free(out);
    return rc;
}

BA_RC tiff_decode_bands(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                        ba_band_fn fn, void *ctx, struct ba_err *err)
{
    struct raster out = { 0 };
    struct decoder d = { .f = f, .frame = frame, .l = l, .out = &out, .band = fn, .ctx = ctx };
    enum ba_rc rc = decode(&d, err);

    ba_raster_free(&out);
    return rc;
}
