#include "image/memory_estimate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "image/image_file_private.h"
#include "image/tiff/tiff_private.h"

/* Besides the pixels: the copy in grey that codes and quality are looked for in. */
#define GREY_BYTES 1

static uint64_t times(uint64_t a, uint64_t b)
{
    uint64_t v;

    return __builtin_mul_overflow(a, b, &v) ? UINT64_MAX / 4
           : v < UINT64_MAX / 4             ? v
                                            : UINT64_MAX / 4;
}

static uint64_t jp2_memory(FILE *f)
{
    struct jp2_head h;

    if (!master_jp2_head(f, &h))
        return 0;
    return times(times(h.width_px, h.height_px),
                 (h.components < 3 ? 1 : 3) + (h.tiles == 1 ? 8 : 5) * (uint64_t)h.components +
                     GREY_BYTES);
}

static uint64_t png_memory(FILE *f)
{
    struct png_chunks c;

    return master_png_chunks(f, &c) ? times(times(c.width_px, c.height_px), 6 + GREY_BYTES) : 0;
}

/* The frame header (ITU-T T.81, B.2.2), found by the lengths of the segments before it. */
static uint64_t jpeg_memory(FILE *f)
{
    unsigned char b[8];

    if (fseek(f, 2, SEEK_SET) != 0)
        return 0;
    while (fread(b, 1, 4, f) == 4 && b[0] == 0xFF) {
        unsigned len = (unsigned)b[2] << 8 | b[3];
        bool frame = b[1] >= 0xC0 && b[1] <= 0xCF && b[1] != 0xC4 && b[1] != 0xC8 && b[1] != 0xCC;
        bool progressive = b[1] == 0xC2;

        if (frame && fread(b, 1, 6, f) == 6) {
            uint64_t pixels = times((uint64_t)b[1] << 8 | b[2], (uint64_t)b[3] << 8 | b[4]);

            return times(pixels,
                         (b[5] == 1 ? 1 : 3) + (progressive ? 2 * (uint64_t)b[5] : 0) + GREY_BYTES);
        }
        if (frame || len < 2 || fseek(f, (long)len - 2, SEEK_CUR) != 0)
            break;
    }
    return 0;
}

/* The number behind the last `key` in the text before `end`. */
static uint64_t number_behind(const char *start, const char *end, const char *key)
{
    const char *at = memmem(start, (size_t)(end - start), key, strlen(key));
    uint64_t v = 0;

    if (at == NULL)
        return 0;
    for (at += strlen(key); at < end && *at == ' '; at++)
        continue;
    for (; at < end && *at >= '0' && *at <= '9' && v < UINT32_MAX; at++)
        v = v * 10 + (uint64_t)(*at - '0');
    return v;
}

/* The dictionaries of images stand in a PDF as plain text, as all of streams do (7.5.7). */
static uint64_t largest_in(const char *text, size_t len)
{
    enum { NEAR = 1000 };
    const char *end = text + len, *at = text;
    uint64_t most = 0;

    while ((at = memmem(at, (size_t)(end - at), "/Width", 6)) != NULL) {
        const char *from = at - text > NEAR ? at - NEAR : text;
        const char *to = end - at > NEAR ? at + NEAR : end;
        uint64_t height = number_behind(at, to, "/Height"), pixels;

        if (height == 0)
            height = number_behind(from, at, "/Height");
        pixels = times(number_behind(at, to, "/Width"), height);
        most = pixels > most ? pixels : most;
        at += 6;
    }
    return most;
}

/* What poppler needs of it is more than what our own decoders do. */
static uint64_t pdf_memory(FILE *f)
{
    enum { PIECE = 1 << 20, OVERLAP = 2048, A4_AT_300_DPI = 2480 * 3508 };
    char *text = malloc(PIECE);
    uint64_t most = A4_AT_300_DPI;
    size_t kept = 0, n;

    while (text != NULL && (n = fread(text + kept, 1, PIECE - kept, f)) > 0) {
        uint64_t found = largest_in(text, kept + n);

        most = found > most ? found : most;
        n += kept;
        kept = n < OVERLAP ? n : OVERLAP;
        memmove(text, text + n - kept, kept);
    }
    free(text);
    return times(most, 4 + 4 + 3 + GREY_BYTES);
}

static uint64_t tiff_memory(FILE *f)
{
    struct stat st;
    struct tiff_size size;

    if (fstat(fileno(f), &st) != 0 || !tiff_chain_largest(fileno(f), (uint64_t)st.st_size, &size))
        return 0;
    return times(times(size.width_px, size.height_px), GREY_BYTES) + size.raster_bytes +
           size.block_bytes;
}

uint64_t master_memory(const char *path)
{
    static uint64_t (*const by_format[])(FILE * f) = {
        [MASTER_TIFF] = tiff_memory, [MASTER_JPEG] = jpeg_memory, [MASTER_PNG] = png_memory,
        [MASTER_JP2] = jp2_memory,   [MASTER_J2K] = jp2_memory,   [MASTER_PDF] = pdf_memory,
    };
    int fd = ba_open_regular(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "rb");
    uint64_t bytes = 0;

    if (f != NULL) {
        bytes = by_format[master_sniff_file(f)](f);
        fclose(f);
    } else if (fd >= 0) {
        close(fd);
    }
    return bytes;
}
