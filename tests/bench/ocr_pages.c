/*
 * ocr_pages.c - reads image files with the ocr stage and prints one line of figures a page.
 *
 *   ocr_pages LANGUAGES OUTDIR [@HOW | FILE]...   writes OUTDIR/<name>.txt and
 * OUTDIR/<name>.alto.xml
 *
 * HOW is for the files behind it: geometry (only that, nothing is read or written), turn=DEG (the
 * image is turned counter-clockwise first), inverted, blueprint (white on blue), worn (150 dpi,
 * blurred, with noise). @words=FILE gives the recogniser a list of names, for all files.
 *
 * For measuring only: files are read by leptonica, first page of each. Linked with
 * -Wl,--wrap=recognise, so that the time of bare recognition is known.
 */
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/file.h"
#include "ocr/page.h"
#include "ocr/page_geometry.h"
#include "ocr/recognise.h"

static const char *const states[] = { "text", "drawing", "blank" };

/* How the files that follow are to be read. */
struct how {
    bool geometry, inverted, blueprint, worn;
    double turn_deg;
};

/* CPU seconds of one page in recognise(): the first of the whole page, and further ones. */
static struct {
    double first, again;
} spent;

BA_RC __real_recognise(struct ocr_engine *e, struct Pix *image, const struct recognise_opts *opts,
                       struct recognition *out, struct ba_err *err);
BA_RC __wrap_recognise(struct ocr_engine *e, struct Pix *image, const struct recognise_opts *opts,
                       struct recognition *out, struct ba_err *err);

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Trials of the orientation (one block) are no part of either. */
BA_RC __wrap_recognise(struct ocr_engine *e, struct Pix *image, const struct recognise_opts *opts,
                       struct recognition *out, struct ba_err *err)
{
    double start = cpu_seconds();
    enum ba_rc rc = __real_recognise(e, image, opts, out, err);

    if (opts->layout == LAYOUT_BLOCK)
        return rc;
    if (spent.first > 0)
        spent.again += cpu_seconds() - start;
    else
        spent.first = cpu_seconds() - start;
    return rc;
}

static void copy_row(const l_uint32 *line, int depth, struct raster *r, uint8_t *out)
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

static void replace(PIX **pix, PIX *with)
{
    pixDestroy(pix);
    *pix = with;
}

/* White ink on blue paper from dark ink on light paper. */
static PIX *blueprint_of(PIX *pix)
{
    PIX *grey = pixConvertTo8(pix, 0), *r, *g, *b, *rgb;

    pixInvert(grey, grey);
    r = pixGammaTRC(NULL, grey, 1, -60, 290);
    g = pixGammaTRC(NULL, grey, 1, -110, 280);
    b = pixGammaTRC(NULL, grey, 1, -260, 270);
    rgb = pixCreateRGBImage(r, g, b);
    pixDestroy(&grey);
    pixDestroy(&r);
    pixDestroy(&g);
    pixDestroy(&b);
    return rgb;
}

/* As a bad photocopy, scanned at half the resolution. */
static PIX *worn_of(PIX *pix)
{
    PIX *grey = pixConvertTo8(pix, 0), *half = pixScale(grey, 0.5F, 0.5F),
        *soft = pixBlockconv(half, 1, 1), *noisy = pixAddGaussianNoise(soft, 25);

    pixSetResolution(noisy, pixGetXRes(pix) / 2, pixGetYRes(pix) / 2);
    pixDestroy(&grey);
    pixDestroy(&half);
    pixDestroy(&soft);
    return noisy;
}

static void treat(PIX **pix, const struct how *how)
{
    if (how->turn_deg != 0) {
        replace(pix, pixConvertTo8(*pix, 0));
        replace(pix, pixRotate(*pix, (l_float32)(-how->turn_deg * M_PI / 180), L_ROTATE_AREA_MAP,
                               L_BRING_IN_WHITE, pixGetWidth(*pix), pixGetHeight(*pix)));
    }
    if (how->inverted)
        pixInvert(*pix, *pix);
    if (how->blueprint)
        replace(pix, blueprint_of(*pix));
    if (how->worn)
        replace(pix, worn_of(*pix));
}

static int load(const char *path, const struct how *how, struct raster *r)
{
    PIX *read = pixRead(path), *pix;
    l_int32 xres, yres;
    int depth;

    pix = read != NULL ? pixRemoveColormap(read, REMOVE_CMAP_BASED_ON_SRC) : NULL;
    pixDestroy(&read);
    if (pix == NULL)
        return -1;
    treat(&pix, how);
    if (pix == NULL)
        return -1;
    pixGetResolution(pix, &xres, &yres);
    depth = pixGetDepth(pix);
    *r = (struct raster){ .width_px = (uint32_t)pixGetWidth(pix),
                          .height_px = (uint32_t)pixGetHeight(pix),
                          .bits = depth == 32 ? 24 : (uint8_t)depth,
                          .xdpi = xres,
                          .ydpi = yres };
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

static void print_geometry(struct ocr_engine *e, const struct raster *r, const char *name, int len)
{
    struct ocr_image image;
    struct page_geometry g;
    struct ocr_transform t;
    struct ba_err err = BA_ERR_INIT;

    ocr_transform_init(&t, r->width_px, r->height_px, r->xdpi, r->ydpi, 0, 0);
    if (image_open(&image, r, &t, &err) != BA_OK)
        return;
    if (geometry_find(e, &image, &t, false, 0, &g, &err) == BA_OK)
        printf("%.*s\tgeometry\tturn=%u\tsure=%d\tskew=%.4f\tagreed=%d\tapplied=%d\trows=%.3f/%.2f"
               "\tbaselines=%.3f/%.2f\tcolumns=%.3f/%.2f\n",
               len, name, g.turn_deg, g.sure, g.skew.deg, g.skew.sure, g.skew_applied,
               g.skew.rows.deg, g.skew.rows.confidence, g.skew.baselines.deg,
               g.skew.baselines.confidence, g.skew.columns.deg, g.skew.columns.confidence);
    image_close(&image);
}

static void print_page(const struct ocr_out *out, const char *name, int len, double cpu)
{
    printf("%.*s\t%s\tturn=%u\tsure=%d\tskew=%.3f\tmeasured=%d\tapplied=%d\twords=%u\t"
           "confidence=%.1f\tdictionary=%.1f\tdoubtful=%d\trecognitions=%u\tink=%.2f\tcpu=%."
           "3f\tfirst=%.3f\tagain=%."
           "3f\t"
           "why=%s\n",
           len, name, states[out->state], out->orientation_deg, out->orientation_sure,
           out->skew_deg, out->skew_measured, out->skew_applied, out->words, out->confidence_pct,
           out->dictionary_pct, out->doubtful, out->recognitions, out->ink_pct, cpu, spent.first,
           spent.again, out->why);
}

static void read_one(struct ocr_engine *e, const char *path, const struct how *how,
                     const char *outdir)
{
    struct raster r = { 0 };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_out out;
    const char *base = ba_basename(path);
    int stem = (int)strcspn(base, ".");
    char *alto = ba_strf("%s/%.*s.alto.xml", outdir, stem, base);
    char *text = ba_strf("%s/%.*s.txt", outdir, stem, base);
    struct ocr_in in = { .image = &r, .master = base, .alto_path = alto, .text_path = text };
    double start;

    spent.first = spent.again = 0;
    if (load(path, how, &r) != 0) {
        printf("%.*s\tunreadable\n", stem, base);
        goto out;
    }
    if (how->geometry) {
        print_geometry(e, &r, base, stem);
        goto out;
    }
    start = cpu_seconds();
    if (ocr_page(e, &in, &out, &err) != BA_OK)
        printf("%.*s\tfailed\t%s %s\n", stem, base, err.code, err.msg);
    else
        print_page(&out, base, stem, cpu_seconds() - start);

out:
    fflush(stdout);
    ba_raster_free(&r);
    free(alto);
    free(text);
}

static void take_how(const char *word, struct how *how)
{
    if (strcmp(word, "geometry") == 0)
        how->geometry = true;
    else if (strcmp(word, "inverted") == 0)
        how->inverted = true;
    else if (strcmp(word, "blueprint") == 0)
        how->blueprint = true;
    else if (strcmp(word, "worn") == 0)
        how->worn = true;
    else if (strncmp(word, "turn=", 5) == 0)
        how->turn_deg = strtod(word + 5, NULL);
    else if (strncmp(word, "words=", 6) != 0)
        fprintf(stderr, "ocr_pages: unknown @%s\n", word);
}

int main(int argc, char **argv)
{
    struct ocr_opts opts = { .max_skew_deg = 15, .doubtful_pct = 70, .timeout_ms = 300000 };
    struct ocr_engine *e = NULL;
    struct ba_err err = BA_ERR_INIT;
    struct how how = { 0 };

    if (argc < 4) {
        fprintf(stderr, "usage: ocr_pages LANGUAGES OUTDIR [@HOW | FILE]...\n");
        return 64;
    }
    opts.languages = argv[1];
    for (int i = 3; i < argc; i++)
        if (strncmp(argv[i], "@words=", 7) == 0)
            opts.words = argv[i] + 7;
    if (ba_mkdirs(argv[2], &err) != BA_OK || ocr_engine_open(&opts, &e, &err) != BA_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 70;
    }
    for (int i = 3; i < argc; i++) {
        if (argv[i][0] == '@')
            take_how(argv[i] + 1, &how);
        else
            read_one(e, argv[i], &how, argv[2]);
    }
    ocr_engine_close(e);
    return 0;
}
