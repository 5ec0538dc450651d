/* From the tags of an image to sizes in memory and a way to make pixels, before anything is
 * allocated. */
#include <inttypes.h>
#include <string.h>

#include <tiffio.h>

#include "image/tiff/tiff_private.h"

static BA_RC too_large(const struct tiff_frame *frame, uint64_t need_bytes, uint64_t max_bytes,
                       struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "TIFF_TOO_LARGE",
                   "image %" PRIu32 " of %" PRIu32 " x %" PRIu32 " pixels needs %" PRIu64
                   " MB in memory, the limit is %" PRIu64
                   " MB; scan in parts, or raise the limit if the sheet is really that large",
                   frame->index + 1, frame->width_px, frame->height_px, (need_bytes >> 20) + 1,
                   max_bytes >> 20);
}

/* Bits and meaning of one sample. False for numbers that we cannot turn into grey. */
static bool read_number(TIFF *tif, struct tiff_layout *l)
{
    uint16_t format = SAMPLEFORMAT_UINT;

    TIFFGetFieldDefaulted(tif, TIFFTAG_SAMPLEFORMAT, &format);
    l->sample_bits = l->bits;
    l->number = TIFF_NUM_UINT;
    if (format == SAMPLEFORMAT_COMPLEXINT || format == SAMPLEFORMAT_COMPLEXIEEEFP)
        l->bits /= 2; /* the real part stands first */
    if (format == SAMPLEFORMAT_INT || format == SAMPLEFORMAT_COMPLEXINT)
        l->number = TIFF_NUM_INT;
    if ((format == SAMPLEFORMAT_IEEEFP || format == SAMPLEFORMAT_COMPLEXIEEEFP) &&
        (l->bits == 16 || l->bits == 24 || l->bits == 32 || l->bits == 64))
        l->number = TIFF_NUM_FLOAT;
    /* Unsigned samples up to 16 bits use their whole range; of the others nobody knows it. */
    l->ranged = l->number != TIFF_NUM_UINT || l->bits > 16;
    return l->bits >= 1 && (l->bits <= 32 || l->bits == 64);
}

static void look_at_palette(struct tiff_layout *l)
{
    bool grey = true, eight_bits = true;

    for (uint32_t i = 0; i < 1u << l->bits; i++) {
        grey = grey && l->map[0][i] == l->map[1][i] && l->map[0][i] == l->map[2][i];
        for (int c = 0; c < 3; c++)
            eight_bits = eight_bits && l->map[c][i] < 256;
    }
    l->out_bits = grey ? 8 : 24;
    /* Some writers put values of 8 bits where the format has 16; libtiff guesses the same way. */
    l->map_shift = eight_bits ? 0 : 8;
}

static void read_palette(TIFF *tif, struct tiff_layout *l)
{
    uint16_t *map[3];

    if (l->bits > 16 || l->number != TIFF_NUM_UINT ||
        TIFFGetField(tif, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) != 1)
        return;
    for (int i = 0; i < 3; i++)
        l->map[i] = map[i];
    l->kind = TIFF_KIND_PALETTE;
    look_at_palette(l);
}

/* True when libtiff's own conversion to RGB knows this image. */
static bool libtiff_converts(TIFF *tif)
{
    char why[1024];

    return TIFFRGBAImageOK(tif, why) == 1;
}

static void set_kind(TIFF *tif, const struct tiff_frame *frame, struct tiff_layout *l)
{
    uint16_t photometric = frame->photometric;

    l->kind = l->samples >= 3 ? TIFF_KIND_RGB : TIFF_KIND_GREY;
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_MASK:
        l->white_is_zero = photometric == PHOTOMETRIC_MINISWHITE;
        l->kind = l->bits == 1 && l->samples == 1 ? TIFF_KIND_BILEVEL : TIFF_KIND_GREY;
        break;
    case PHOTOMETRIC_PALETTE:
        l->kind = TIFF_KIND_GREY;
        break;
    case PHOTOMETRIC_SEPARATED:
        l->white_is_zero = true;
        l->kind = l->samples >= 3 ? TIFF_KIND_CMYK : TIFF_KIND_GREY;
        break;
    case PHOTOMETRIC_YCBCR:
        /* Of JPEG, libtiff hands out RGB when asked (see ask_for_rgb). */
        if (frame->compression == COMPRESSION_JPEG && !l->separate)
            break;
        /* fall through */
    case PHOTOMETRIC_CIELAB:
    case PHOTOMETRIC_LOGL:
    case PHOTOMETRIC_LOGLUV:
        l->kind = libtiff_converts(tif) ? TIFF_KIND_LIBTIFF : TIFF_KIND_GREY;
        break;
    case PHOTOMETRIC_ICCLAB:
    case PHOTOMETRIC_ITULAB:
        l->kind = TIFF_KIND_GREY; /* the lightness */
        break;
    default:
        break;
    }
    l->out_bits = l->kind == TIFF_KIND_BILEVEL ? 1 : l->kind == TIFF_KIND_GREY ? 8 : 24;
    if (photometric == PHOTOMETRIC_PALETTE)
        read_palette(tif, l);
}

static void set_alpha(TIFF *tif, struct tiff_layout *l)
{
    uint16_t count = 0, *extra = NULL;
    uint16_t most = l->kind == TIFF_KIND_CMYK ? 4 : l->kind == TIFF_KIND_RGB ? 3 : 1;

    TIFFGetFieldDefaulted(tif, TIFFTAG_EXTRASAMPLES, &count, &extra);
    l->alpha = -1;
    l->colours = count < l->samples ? (uint16_t)(l->samples - count) : l->samples;
    for (uint16_t i = 0; i < count && l->alpha < 0 && l->colours < l->samples; i++)
        if (l->colours + i < TIFF_USED_SAMPLES &&
            (extra[i] == EXTRASAMPLE_ASSOCALPHA || extra[i] == EXTRASAMPLE_UNASSALPHA)) {
            l->alpha = l->colours + i;
            l->alpha_multiplied = extra[i] == EXTRASAMPLE_ASSOCALPHA;
        }
    if (l->colours > most)
        l->colours = most;
    if (l->kind == TIFF_KIND_LIBTIFF || l->ranged)
        l->alpha = -1; /* libtiff does it; and what opacity is in a measured range is not defined */
}

static BA_RC set_blocks(TIFF *tif, struct tiff_layout *l)
{
    uint64_t row, block;

    l->tiled = TIFFIsTiled(tif) != 0;
    if (l->tiled) {
        TIFFGetField(tif, TIFFTAG_TILEWIDTH, &l->block_w);
        TIFFGetField(tif, TIFFTAG_TILELENGTH, &l->block_h);
        row = TIFFTileRowSize64(tif);
        block = TIFFTileSize64(tif);
    } else {
        l->block_w = l->width_px;
        TIFFGetFieldDefaulted(tif, TIFFTAG_ROWSPERSTRIP, &l->block_h);
        if (l->block_h == 0 || l->block_h > l->height_px)
            l->block_h = l->height_px;
        row = TIFFScanlineSize64(tif);
        block = TIFFVStripSize64(tif, l->block_h);
    }
    if (l->block_w == 0 || l->block_h == 0 || row == 0 || block == 0 || block > INT64_MAX)
        return BA_ITEM;
    l->row_bytes = (size_t)row;
    l->block_bytes = (size_t)block;
    l->across = (l->width_px - 1) / l->block_w + 1;
    l->down = (l->height_px - 1) / l->block_h + 1;
    l->planes = l->separate ? l->samples : 1;
    return BA_OK;
}

/* The bytes of a row as we count them; libtiff packs subsampled colour otherwise. */
static bool rows_are_plain(const struct tiff_layout *l)
{
    uint64_t samples = l->separate ? 1 : l->samples;
    uint64_t row = ((uint64_t)l->block_w * samples * l->sample_bits + 7) / 8;

    return row == l->row_bytes && l->block_bytes / l->row_bytes >= l->block_h;
}

static BA_RC check_size(const struct tiff_file *f, const struct tiff_frame *frame,
                        struct ba_err *err)
{
    uint64_t pixels = (uint64_t)frame->width_px * frame->height_px, max = f->limits->max_pixels;

    if (frame->width_px == 0 || frame->height_px == 0)
        return ba_fail(err, BA_ITEM, "TIFF_DAMAGED",
                       "image %" PRIu32 " has no width or height; scan the page again",
                       frame->index + 1);
    if (max != 0 && pixels > max)
        return ba_fail(
            err, BA_ITEM, "TIFF_TOO_LARGE",
            "image %" PRIu32 " is %" PRIu32 " x %" PRIu32 " = %" PRIu64
            " million pixels, the limit is %" PRIu64
            " million; scan in parts, or raise the limit if the sheet is really that large",
            frame->index + 1, frame->width_px, frame->height_px, pixels / 1000000, max / 1000000);
    if (!TIFFIsCODECConfigured(frame->compression))
        return ba_fail(err, BA_ITEM, "TIFF_UNSUPPORTED",
                       "image %" PRIu32
                       " is compressed by method %u, which libtiff cannot decode here; "
                       "set the scanner to Group 4, LZW, Deflate or JPEG",
                       frame->index + 1, (unsigned)frame->compression);
    return BA_OK;
}

static BA_RC check_memory(const struct tiff_file *f, const struct tiff_frame *frame,
                          const struct tiff_layout *l, struct ba_err *err)
{
    uint64_t max = f->limits->max_memory_bytes, need, blocks, scratch;

    blocks = l->planes < TIFF_USED_SAMPLES ? l->planes : TIFF_USED_SAMPLES + 1;
    need = ((uint64_t)l->width_px * l->out_bits + 7) / 8 * l->height_px;
    if (max == 0)
        return BA_OK;
    if (l->block_bytes > max || need > max)
        return too_large(frame, l->block_bytes > need ? l->block_bytes : need, max, err);
    scratch = l->kind == TIFF_KIND_LIBTIFF ? (uint64_t)l->width_px * l->block_h * 4 : 0;
    need += blocks * l->block_bytes + scratch;
    return need > max ? too_large(frame, need, max, err) : BA_OK;
}

/* Ask the codecs for colours we can use; must come before sizes are asked. */
static void ask_for_rgb(TIFF *tif, const struct tiff_frame *frame, const struct tiff_layout *l)
{
    if (frame->compression == COMPRESSION_JPEG && frame->photometric == PHOTOMETRIC_YCBCR &&
        !l->separate)
        TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (frame->compression == COMPRESSION_SGILOG || frame->compression == COMPRESSION_SGILOG24)
        TIFFSetField(tif, TIFFTAG_SGILOGDATAFMT, SGILOGDATAFMT_8BIT);
}

BA_RC tiff_layout_read(struct tiff_file *f, const struct tiff_frame *frame, struct tiff_layout *l,
                       struct ba_err *err)
{
    uint16_t planar = PLANARCONFIG_CONTIG;
    enum ba_rc rc;

    *l = (struct tiff_layout){ .width_px = frame->width_px,
                               .height_px = frame->height_px,
                               .bits = frame->bits_per_sample,
                               .samples = frame->samples };
    rc = check_size(f, frame, err);
    if (rc != BA_OK)
        return rc;
    TIFFGetFieldDefaulted(f->tif, TIFFTAG_PLANARCONFIG, &planar);
    l->separate = planar == PLANARCONFIG_SEPARATE && l->samples > 1;
    ask_for_rgb(f->tif, frame, l);
    if (!read_number(f->tif, l))
        return ba_fail(err, BA_ITEM, "TIFF_UNSUPPORTED",
                       "image %" PRIu32 " has %u bits a sample, which is no scan; use 1, 8 or 16",
                       frame->index + 1, (unsigned)frame->bits_per_sample);
    set_kind(f->tif, frame, l);
    set_alpha(f->tif, l);
    if (set_blocks(f->tif, l) != BA_OK)
        return ba_fail(err, BA_ITEM, "TIFF_DAMAGED",
                       "image %" PRIu32
                       " has impossible strip or tile sizes (libtiff: %s); make the "
                       "file again from the scanner",
                       frame->index + 1, f->notes.error);
    if (l->kind != TIFF_KIND_LIBTIFF && !rows_are_plain(l))
        return ba_fail(err, BA_ITEM, "TIFF_UNSUPPORTED",
                       "image %" PRIu32
                       " has colours of kind %u in a packing that libtiff does not "
                       "turn into pixels; set the scanner to RGB or grey",
                       frame->index + 1, (unsigned)frame->photometric);
    return check_memory(f, frame, l, err);
}
