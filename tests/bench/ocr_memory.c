/*
 * ocr_memory.c - what reading costs in memory: one process, pages drawn by code.
 *
 *   ocr_memory grey | bilevel     an A0 drawing at 300 dpi; prints the peak (bars: 900 and 400 MB)
 *   ocr_memory level PAGES        small pages; prints the memory held after 100 and after all
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/raster.h"
#include "ocr/page.h"

#define A0_W 14043
#define A0_H 9933
#define PAPER 215
#define INK 40

/* kB of a line of /proc/self/status. */
static long status_kb(const char *key)
{
    FILE *f = fopen("/proc/self/status", "re");
    char line[200];
    long kb = -1;

    while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0)
            kb = strtol(line + strlen(key) + 1, NULL, 10);
    }
    if (f != NULL)
        fclose(f);
    return kb;
}

static void set(struct raster *r, uint32_t x, uint32_t y)
{
    if (r->bits == 1)
        r->data[y * r->stride + x / 8] |= (uint8_t)(0x80u >> (x % 8));
    else
        r->data[y * r->stride + x] = INK;
}

static void bar(struct raster *r, uint32_t x0, uint32_t y0, uint32_t w, uint32_t h)
{
    for (uint32_t y = y0; y < y0 + h && y < r->height_px; y++)
        for (uint32_t x = x0; x < x0 + w && x < r->width_px; x++)
            set(r, x, y);
}

static void write_text(struct raster *r, L_BMF *font, const char *text, uint32_t x0, uint32_t y0)
{
    PIX *line = pixCreate(900, 80, 8);
    l_uint32 v;

    pixSetTextline(line, font, text, 255, 4, 50, NULL, NULL);
    for (l_int32 y = 0; y < 80; y++) {
        for (l_int32 x = 0; x < 900; x++) {
            pixGetPixel(line, x, y, &v);
            if (v > 127 && x0 + (uint32_t)x < r->width_px && y0 + (uint32_t)y < r->height_px)
                set(r, x0 + (uint32_t)x, y0 + (uint32_t)y);
        }
    }
    pixDestroy(&line);
}

/* Rooms with their names, dimension lines, and in grey the grain of a scan. */
static int draw(struct raster *r, uint32_t w, uint32_t h, uint8_t bits)
{
    L_BMF *font = bmfCreate(NULL, 12);
    uint32_t noise = 1;

    *r = (struct raster){ .width_px = w, .height_px = h, .bits = bits, .xdpi = 300, .ydpi = 300 };
    if (font == NULL || ba_raster_alloc(r) != 0)
        return -1;
    for (size_t i = 0; bits == 8 && i < (size_t)r->stride * h; i++) {
        noise = noise * 1664525u + 1013904223u;
        r->data[i] = (uint8_t)(PAPER + (noise >> 29));
    }
    for (uint32_t y = 200; y + 500 < h; y += 1200) {
        for (uint32_t x = 200; x + 900 < w; x += 1500) {
            bar(r, x, y, 1300, 6);
            bar(r, x, y, 6, 1000);
            write_text(r, font, "slaapkamer 3450 x 4120", x + 100, y + 200);
        }
    }
    write_text(r, font, "Bouwverordening der gemeente", 60, 60);
    bmfDestroy(&font);
    return 0;
}

static int read_it(struct ocr_engine *e, const struct raster *r, struct ocr_out *out)
{
    struct ocr_in in = { .image = r,
                         .master = "bench.tif",
                         .alto_path = "/dev/shm/ocr_memory.xml",
                         .text_path = "/dev/shm/ocr_memory.txt" };
    struct ba_err err = BA_ERR_INIT;

    if (ocr_page(e, &in, out, &err) == BA_OK)
        return 0;
    fprintf(stderr, "%s %s\n", err.code, err.msg);
    return -1;
}

static int level(struct ocr_engine *e, long pages)
{
    long at_100 = 0;
    struct raster r;
    struct ocr_out out;

    for (long i = 1; i <= pages; i++) {
        /* Sizes differ, as those of a batch do. */
        if (draw(&r, 700 + (uint32_t)(i * 37 % 300), 300 + (uint32_t)(i * 53 % 200), 8) != 0 ||
            read_it(e, &r, &out) != 0)
            return 1;
        ba_raster_free(&r);
        if (i == 100)
            at_100 = status_kb("VmRSS:");
    }
    printf("after 100 pages %ld MB, after %ld pages %ld MB, peak %ld MB\n", at_100 / 1024, pages,
           status_kb("VmRSS:") / 1024, status_kb("VmHWM:") / 1024);
    return 0;
}

static int drawing(struct ocr_engine *e, uint8_t bits)
{
    struct raster r;
    struct ocr_out out;

    if (draw(&r, A0_W, A0_H, bits) != 0 || read_it(e, &r, &out) != 0)
        return 1;
    printf("A0, %u bits a pixel: %u words, peak %ld MB, estimated %lu MB\n", bits, out.words,
           status_kb("VmHWM:") / 1024, (unsigned long)(ocr_page_memory(A0_W, A0_H, bits) >> 20));
    ba_raster_free(&r);
    return 0;
}

int main(int argc, char **argv)
{
    struct ocr_opts opts = { .languages = "nld", .max_skew_deg = 15, .doubtful_pct = 70 };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_engine *e = NULL;
    int rc = 64;

    if (ocr_engine_open(&opts, &e, &err) != BA_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 70;
    }
    if (argc == 3 && strcmp(argv[1], "level") == 0)
        rc = level(e, strtol(argv[2], NULL, 10));
    else if (argc == 2 && strcmp(argv[1], "grey") == 0)
        rc = drawing(e, 8);
    else if (argc == 2 && strcmp(argv[1], "bilevel") == 0)
        rc = drawing(e, 1);
    else
        fprintf(stderr, "usage: ocr_memory grey | bilevel | level PAGES\n");
    ocr_engine_close(e);
    return rc;
}
