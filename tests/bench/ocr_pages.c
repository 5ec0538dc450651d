/*
 * ocr_pages.c - reads image files with the ocr stage and prints one line of figures a page.
 *
 *   ocr_pages LANGUAGES OUTDIR FILE...      writes OUTDIR/<name>.txt and OUTDIR/<name>.alto.xml
 *
 * For measuring only: files are read by leptonica, first page of each.
 */
#include <leptonica/allheaders.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "core/file.h"
#include "ocr/page.h"

static const char *const states[] = { "text", "drawing", "blank" };

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void copy_row(const l_uint32 *line, int depth, struct ba_raster *r, uint8_t *out)
{
    if (depth == 32) {
        for (uint32_t x = 0; x < r->width_px; x++) {
            out[3 * x] = (uint8_t)GET_DATA_BYTE(&line[x], 0);
            out[3 * x + 1] = (uint8_t)GET_DATA_BYTE(&line[x], 1);
            out[3 * x + 2] = (uint8_t)GET_DATA_BYTE(&line[x], 2);
        }
        return;
    }
    for (uint32_t x = 0; x < (depth == 1 ? (r->width_px + 7) / 8 : r->width_px); x++)
        out[x] = (uint8_t)GET_DATA_BYTE(line, x);
}

static int load(const char *path, struct ba_raster *r)
{
    PIX *read = pixRead(path), *pix;
    int depth;

    pix = read != NULL ? pixRemoveColormap(read, REMOVE_CMAP_BASED_ON_SRC) : NULL;
    pixDestroy(&read);
    if (pix == NULL)
        return -1;
    depth = pixGetDepth(pix);
    *r = (struct ba_raster){ .width_px = (uint32_t)pixGetWidth(pix),
                             .height_px = (uint32_t)pixGetHeight(pix),
                             .bits = depth == 32 ? 24 : (uint8_t)depth,
                             .xdpi = pixGetXRes(pix),
                             .ydpi = pixGetYRes(pix) };
    if ((depth != 1 && depth != 8 && depth != 32) || ba_raster_alloc(r) != 0) {
        pixDestroy(&pix);
        return -1;
    }
    for (uint32_t y = 0; y < r->height_px; y++)
        copy_row(pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix), depth, r,
                 r->data + (size_t)y * r->stride);
    pixDestroy(&pix);
    return 0;
}

static void read_one(struct ocr_engine *e, const char *path, const char *outdir)
{
    struct ba_raster r = { 0 };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_out out;
    struct rusage usage;
    const char *base = ba_basename(path);
    int stem = (int)strcspn(base, ".");
    char *alto = ba_strf("%s/%.*s.alto.xml", outdir, stem, base);
    char *text = ba_strf("%s/%.*s.txt", outdir, stem, base);
    struct ocr_in in = { .image = &r, .master = base, .alto_path = alto, .text_path = text };
    double start;

    if (load(path, &r) != 0) {
        printf("%.*s\tunreadable\n", stem, base);
        goto out;
    }
    start = cpu_seconds();
    if (ocr_page(e, &in, &out, &err) != BA_OK)
        printf("%.*s\tfailed\t%s %s\n", stem, base, err.code, err.msg);
    else
        printf("%.*s\t%s\tturn=%u\tsure=%d\tskew=%.3f\tmeasured=%d\tapplied=%d\twords=%u\t"
               "confidence=%.1f\trecognitions=%u\tink=%.2f\tcpu=%.2f\twhy=%s\n",
               stem, base, states[out.state], out.orientation_deg, out.orientation_sure,
               out.skew_deg, out.skew_measured, out.skew_applied, out.words, out.confidence_pct,
               out.recognitions, out.ink_pct, cpu_seconds() - start, out.why);
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "%s peak=%ld MB\n", base, usage.ru_maxrss / 1024);

out:
    fflush(stdout);
    ba_raster_free(&r);
    free(alto);
    free(text);
}

int main(int argc, char **argv)
{
    struct ocr_opts opts = { .max_skew_deg = 15, .doubtful_pct = 70, .timeout_ms = 300000 };
    struct ocr_engine *e = NULL;
    struct ba_err err = BA_ERR_INIT;

    if (argc < 4) {
        fprintf(stderr, "usage: ocr_pages LANGUAGES OUTDIR FILE...\n");
        return 64;
    }
    opts.languages = argv[1];
    if (ba_mkdirs(argv[2], &err) != BA_OK || ocr_engine_open(&opts, &e, &err) != BA_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 70;
    }
    for (int i = 3; i < argc; i++)
        read_one(e, argv[i], argv[2]);
    ocr_engine_close(e);
    return 0;
}
