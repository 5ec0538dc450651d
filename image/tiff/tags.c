/* What the tags of a directory say, with everything in it doubted. */
#include <math.h>
#include <string.h>

#include <tiffio.h>

#include "image/tiff/tiff_private.h"

#define MAX_DPI 100000.0
#define CM_PER_INCH 2.54

/* Dots an inch from a resolution tag; 0 for what is absent or no resolution. */
static double resolution_dpi(TIFF *tif, uint32_t tag, uint16_t unit)
{
    float v = 0;

    if (unit == RESUNIT_NONE || TIFFGetField(tif, tag, &v) != 1)
        return 0;
    if (!isfinite(v) || v <= 0 || v > MAX_DPI)
        return 0;
    return unit == RESUNIT_CENTIMETER ? (double)v * CM_PER_INCH : (double)v;
}

static void text_tag(TIFF *tif, uint32_t tag, char *out, size_t out_size)
{
    char *text = NULL;

    if (TIFFGetField(tif, tag, &text) == 1 && text != NULL)
        tiff_text_copy(out, out_size, text);
}

static bool is_fax(uint16_t compression)
{
    return compression == COMPRESSION_CCITTRLE || compression == COMPRESSION_CCITTRLEW ||
           compression == COMPRESSION_CCITTFAX3 || compression == COMPRESSION_CCITTFAX4;
}

void tiff_tags_read(struct tiff_file *f, struct tiff_frame *frame)
{
    TIFF *tif = f->tif;
    uint32_t subfile = 0;
    uint16_t unit = RESUNIT_INCH;

    TIFFGetFieldDefaulted(tif, TIFFTAG_SUBFILETYPE, &subfile);
    frame->reduced = (subfile & FILETYPE_REDUCEDIMAGE) != 0;
    TIFFGetField(tif, TIFFTAG_IMAGEWIDTH, &frame->width_px);
    TIFFGetField(tif, TIFFTAG_IMAGELENGTH, &frame->height_px);
    TIFFGetFieldDefaulted(tif, TIFFTAG_BITSPERSAMPLE, &frame->bits_per_sample);
    TIFFGetFieldDefaulted(tif, TIFFTAG_SAMPLESPERPIXEL, &frame->samples);
    TIFFGetFieldDefaulted(tif, TIFFTAG_COMPRESSION, &frame->compression);
    TIFFGetFieldDefaulted(tif, TIFFTAG_ORIENTATION, &frame->orientation_tag);
    /* Required, and yet forgotten by some writers: then what libtiff takes it for, as every viewer
     * does. */
    if (TIFFGetField(tif, TIFFTAG_PHOTOMETRIC, &frame->photometric) != 1)
        frame->photometric = is_fax(frame->compression) ? PHOTOMETRIC_MINISWHITE
                             : frame->samples >= 3      ? PHOTOMETRIC_RGB
                                                        : PHOTOMETRIC_MINISBLACK;
    TIFFGetFieldDefaulted(tif, TIFFTAG_RESOLUTIONUNIT, &unit);
    frame->xdpi = resolution_dpi(tif, TIFFTAG_XRESOLUTION, unit);
    frame->ydpi = resolution_dpi(tif, TIFFTAG_YRESOLUTION, unit);
    text_tag(tif, TIFFTAG_MAKE, frame->make, sizeof(frame->make));
    text_tag(tif, TIFFTAG_MODEL, frame->model, sizeof(frame->model));
    text_tag(tif, TIFFTAG_SOFTWARE, frame->software, sizeof(frame->software));
    text_tag(tif, TIFFTAG_CAMERASERIALNUMBER, frame->serial, sizeof(frame->serial));
    text_tag(tif, TIFFTAG_DATETIME, frame->datetime, sizeof(frame->datetime));
}
