/* A TIFF of one strip around the data, in memory, so that the reader of TIFF does the rest. */
#include "image/tiff/g4.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tiffio.h>

#include "image/tiff/tiff_private.h"

enum { ENTRIES = 10, HEAD_BYTES = 8, DIRECTORY_BYTES = 2 + ENTRIES * 12 + 4, SHORT = 3, LONG = 4 };

static void put(unsigned char *p, uint32_t v, int len)
{
    for (int i = 0; i < len; i++)
        p[i] = (unsigned char)(v >> 8 * i);
}

/* Header and directory (TIFF 6.0 section 2); the data follow. */
static void write_head(unsigned char head[HEAD_BYTES + DIRECTORY_BYTES], const struct tiff_g4 *fax)
{
    const struct {
        uint16_t tag, type;
        uint32_t value;
    } entries[ENTRIES] = {
        { TIFFTAG_IMAGEWIDTH, LONG, fax->width_px },
        { TIFFTAG_IMAGELENGTH, LONG, fax->height_px },
        { TIFFTAG_BITSPERSAMPLE, SHORT, 1 },
        { TIFFTAG_COMPRESSION, SHORT, COMPRESSION_CCITTFAX4 },
        { TIFFTAG_PHOTOMETRIC, SHORT, PHOTOMETRIC_MINISWHITE },
        { TIFFTAG_FILLORDER, SHORT, FILLORDER_MSB2LSB },
        { TIFFTAG_STRIPOFFSETS, LONG, HEAD_BYTES + DIRECTORY_BYTES },
        { TIFFTAG_SAMPLESPERPIXEL, SHORT, 1 },
        { TIFFTAG_ROWSPERSTRIP, LONG, fax->height_px },
        { TIFFTAG_STRIPBYTECOUNTS, LONG, (uint32_t)fax->len },
    };
    unsigned char *p = head + HEAD_BYTES;

    memset(head, 0, HEAD_BYTES + DIRECTORY_BYTES);
    memcpy(head, "II*\0\x08\0\0\0", HEAD_BYTES);
    put(p, ENTRIES, 2);
    p += 2;
    for (int i = 0; i < ENTRIES; i++, p += 12) {
        put(p, entries[i].tag, 2);
        put(p + 2, entries[i].type, 2);
        put(p + 4, 1, 4);
        put(p + 8, entries[i].value, 4);
    }
}

static bool write_all(int fd, const unsigned char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

BA_RC tiff_fax_read(const struct tiff_g4 *fax, const struct tiff_limits *limits,
                    struct tiff_frame *frame, struct raster *out, struct ba_err *err)
{
    unsigned char head[HEAD_BYTES + DIRECTORY_BYTES];
    int fd;

    if (fax->len > UINT32_MAX - sizeof(head))
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE", "fax data of more than 4 GB");
    fd = memfd_create("fax", MFD_CLOEXEC);
    write_head(head, fax);
    if (fd < 0 || !write_all(fd, head, sizeof(head)) || !write_all(fd, fax->data, fax->len) ||
        lseek(fd, 0, SEEK_SET) != 0) {
        if (fd >= 0)
            close(fd);
        return ba_fail_mem(err, "fax data");
    }
    return tiff_read_frame_of(fd, "an image in the PDF", limits, frame, out, err);
}
