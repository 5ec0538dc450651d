/* PDFs of drawn A4 pages: CPU a page, size over the scans' own streams, memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "export/pdf/pdf.h"
#include "export/pdf/pdf_check.h"
#include "image/image_file.h"
#include "tests/bench/export_parts.h"

#define WIDTH 2480 /* A4 at 300 dpi */
#define HEIGHT 3508
#define WORDS 300
#define DRAWN 8 /* different pages of a kind; a document takes them in turn */

struct kind {
    const char *name;
    uint16_t compression, bits;
    double cpu_bar;
    bool own_stream; /* the scan's goes into the PDF as it is */
};
static const struct kind kinds[] = {
    { "G4", COMPRESSION_CCITTFAX4, 1, 0.15, true },
    { "JPEG grey", COMPRESSION_JPEG, 8, 0.15, true },
    { "LZW grey", COMPRESSION_LZW, 8, 0.4, false },
};

static uint32_t next_random(uint32_t *seed)
{
    return *seed = *seed * 1664525u + 1013904223u;
}

/* Grey paper with noise, and words of small strokes in lines; 0 is black. */
static void draw(uint8_t *page, struct pdf_word *words, uint32_t seed, bool noise)
{
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++)
        page[i] = noise ? (uint8_t)(230 + next_random(&seed) % 16) : 255;
    for (unsigned w = 0; w < WORDS; w++) {
        uint32_t x0 = 250 + w % 10 * 200, y0 = 300 + w / 10 * 95;
        uint32_t length = 60 + next_random(&seed) % 120;
        for (uint32_t x = x0; x < x0 + length; x++)
            for (uint32_t y = y0; y < y0 + 34; y++)
                if ((x / 5 + y / 11 * 3 + w) % 4 == 0)
                    page[(size_t)y * WIDTH + x] = (uint8_t)(noise ? 30 : 0);
        words[w] = (struct pdf_word){ .text = "vergunning",
                                      .x = x0,
                                      .y = y0,
                                      .w = length,
                                      .h = 34,
                                      .paragraph = w / 50,
                                      .line = w / 10 };
    }
}

static void write_tiff(const char *path, const struct kind *k, const uint8_t *page)
{
    TIFF *t = TIFFOpen(path, "w");
    uint8_t row[WIDTH];
    if (t == NULL)
        exit(1);
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, WIDTH);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, HEIGHT);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, k->bits);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(t, TIFFTAG_COMPRESSION, k->compression);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC,
                 k->bits == 1 ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, HEIGHT);
    TIFFSetField(t, TIFFTAG_XRESOLUTION, 300.0);
    TIFFSetField(t, TIFFTAG_YRESOLUTION, 300.0);
    if (k->compression == COMPRESSION_JPEG)
        TIFFSetField(t, TIFFTAG_JPEGQUALITY, 85);
    for (uint32_t y = 0; y < HEIGHT; y++) {
        memcpy(row, page + (size_t)y * WIDTH, WIDTH);
        if (k->bits == 1) {
            memset(row, 0, sizeof row);
            for (uint32_t x = 0; x < WIDTH; x++)
                if (page[(size_t)y * WIDTH + x] < 128)
                    row[x / 8] |= (uint8_t)(0x80 >> (x % 8));
        }
        if (TIFFWriteScanline(t, row, y, 0) != 1)
            exit(1);
    }
    TIFFClose(t);
}

struct pages {
    struct pdf_word words[DRAWN][WORDS];
};

static BA_RC give_words(void *ctx, size_t index, const struct pdf_word **words, size_t *count,
                        struct ba_err *err)
{
    struct pages *p = ctx;
    (void)err;
    *words = p->words[index % DRAWN];
    *count = WORDS;
    return BA_OK;
}

static BA_RC give_pixels(void *ctx, const char *path, uint32_t frame, struct raster *out,
                         struct ba_err *err)
{
    const struct tiff_limits limits = { .max_pixels = 1000000000 };
    struct tiff_frame found;
    (void)ctx;
    return master_read_frame(path, frame, &limits, &found, out, err);
}

static uint64_t stream_bytes(const char *path)
{
    TIFF *t = TIFFOpen(path, "r");
    uint64_t n = 0;
    for (uint32_t i = 0; t != NULL && i < TIFFNumberOfStrips(t); i++)
        n += TIFFRawStripSize64(t, i);
    if (t != NULL)
        TIFFClose(t);
    return n;
}

static void bench_kind(const char *dir, const struct kind *k, size_t count)
{
    struct pages *p = calloc(1, sizeof *p);
    uint8_t *pixels = malloc((size_t)WIDTH * HEIGHT);
    struct pdf_page *pages = calloc(count, sizeof *pages);
    char *paths[DRAWN], *out = ba_strf("%s/%s.pdf", dir, k->name);
    uint64_t streams[DRAWN], sum = 0;
    size_t faults = 0;
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    if (p == NULL || pixels == NULL || pages == NULL || out == NULL)
        exit(1);
    for (uint32_t i = 0; i < DRAWN; i++) {
        paths[i] = ba_strf("%s/%s-%u.tif", dir, k->name, i);
        draw(pixels, p->words[i], i + 1, k->bits > 1);
        write_tiff(paths[i], k, pixels);
        streams[i] = stream_bytes(paths[i]);
    }
    free(pixels);
    for (size_t i = 0; i < count; i++) {
        sum += streams[i % DRAWN];
        pages[i] = (struct pdf_page){ .path = paths[i % DRAWN],
                                      .sha256 = "",
                                      .width_px = WIDTH,
                                      .height_px = HEIGHT,
                                      .xdpi = 300,
                                      .ydpi = 300,
                                      .skew_deg = 0.4 };
    }
    const struct pdf_doc doc = { "Bench", "", "nl-NL", 1700000000, pages, count };
    const struct pdf_hooks hooks = { p, give_words, give_pixels, NULL };
    const struct pdf_opts opts = { 0 };
    double cpu = bench_cpu_s();
    bench_check(pdf_make(&doc, &hooks, &opts, out, &res, &err), &err);
    bench_check(pdf_check(out, &faults, &err), &err);
    cpu = bench_cpu_s() - cpu;
    printf("%-9s %zu pages: %.3f CPU s a page (bar %.2f); PDF %.1f MB, scans' streams %.1f MB",
           k->name, count, cpu / (double)count, k->cpu_bar, (double)res.size / 1e6,
           (double)sum / 1e6);
    if (k->own_stream)
        printf(", over them %.1f kB a page (bar 12 and 40 a file)",
               ((double)res.size - (double)sum - 40e3) / 1e3 / (double)count);
    printf("; peak memory %.0f MB (bar 200)\n", bench_peak_mb());
    fflush(stdout);
    unlink(out);
    for (uint32_t i = 0; i < DRAWN; i++) {
        unlink(paths[i]);
        free(paths[i]);
    }
    free(pages);
    free(p);
    free(out);
}

int bench_pdf(const char *dir, size_t count)
{
    struct ba_err err = BA_ERR_INIT;
    bench_check(ba_mkdirs(dir, &err), &err);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        bench_kind(dir, &kinds[i], count);
    return 0;
}
