/*
 * likeness.c - sheets scanned twice, among sheets that only look like them.
 *
 *   bench_likeness FOLDER... [--verbose]   every TIFF in the folders is a sheet
 *
 * Each sheet is scanned again: askew, shifted, in another resolution, lightness, depth, noise and
 * dirt, and in a third of the trials the other way round. Recall: sheets found again. A false pair:
 * two different sheets taken for one, or a scan of one sheet and a second scan of another. Status 1
 * when a false pair was found or recall is under 95 %.
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "image/image_file.h"
#include "ingest/batch_files.h"
#include "ingest/duplicate/candidates.h"

enum { SHEETS_MAX = 4000 };

struct sheet {
    char name[300];
    char *text; /* what the generator wrote on it; NULL: unknown */
    struct duplicate_grid first, again, fine[2];
    struct duplicate_query query; /* of the first scan */
    struct duplicate_sketch sketch[2];
};
static struct sheet *sheets;
static size_t sheet_count;
static uint64_t state = 1;
static bool verbose;
static double measuring_s;

static double dice(double from, double to)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return from + (to - from) * (double)(state * UINT64_C(2685821657736338717) >> 11) /
                      (double)(UINT64_C(1) << 53);
}

static double cpu(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static uint8_t light(const struct raster *r, double x, double y)
{
    const uint8_t *row;
    uint32_t px, py;

    if (x < 0 || y < 0 || x >= r->width_px || y >= r->height_px)
        return 255;
    px = (uint32_t)x;
    py = (uint32_t)y;
    row = r->data + (size_t)py * r->stride;
    if (r->bits == 1)
        return row[px / 8] >> (7 - px % 8) & 1 ? 0 : 255;
    if (r->bits == 8)
        return row[px];
    return (uint8_t)((77 * row[3 * px] + 150 * row[3 * px + 1] + 29 * row[3 * px + 2]) / 256);
}

/* Mean of the pixels of the sheet under one of the new scan. */
static double sample(const struct raster *r, double x, double y, double scale)
{
    int n = scale > 1.2 ? 2 : 1;
    double sum = 0;

    for (int j = 0; j < n; j++)
        for (int i = 0; i < n; i++)
            sum += light(r, x + (i + 0.5) * scale / n, y + (j + 0.5) * scale / n);
    return sum / (n * n);
}

/* The commonest lightness: a scanner that gives black and white sets itself by it. */
static double paper_of(const struct raster *r)
{
    size_t count[256] = { 0 };
    int paper = 255;

    for (uint32_t y = 0; y < r->height_px; y += 7)
        for (uint32_t x = 0; x < r->width_px; x += 7)
            count[light(r, x, y)]++;
    for (int v = 254; v > 100; v--)
        if (count[v] > count[paper])
            paper = v;
    return paper;
}

static void scan_again(const struct raster *r, struct raster *out)
{
    static const double dpis[] = { 200, 300, 300, 400 };
    double from = grey_page_dpi(r), dpi = dpis[(int)dice(0, 4)], scale = from / dpi;
    double skew = dice(-2, 2) * M_PI / 180, c = cos(skew), s = sin(skew);
    double dx = dice(-6, 6) / 25.4 * from, dy = dice(-6, 6) / 25.4 * from;
    double gain = dice(0.75, 1.05), lift = dice(-20, 25), noise = dice(0, 20);
    double level = dice(0.55, 0.72) * paper_of(r) * gain + lift, stretch = dice(0.997, 1.003);
    bool turned = dice(0, 3) < 1, bits = dice(0, 2) < 1;

    *out =
        (struct raster){ .width_px = (uint32_t)(r->width_px / scale + dice(-4, 4) / 25.4 * dpi),
                         .height_px = (uint32_t)(r->height_px / scale + dice(-4, 4) / 25.4 * dpi),
                         .bits = bits ? 1 : 8,
                         .xdpi = dpi,
                         .ydpi = dpi };
    if (ba_raster_alloc(out) != 0)
        exit(1);
    for (uint32_t y = 0; y < out->height_px; y++)
        for (uint32_t x = 0; x < out->width_px; x++) {
            double u = ((turned ? out->width_px - 1 - x : x) - out->width_px / 2.0) * scale;
            double v =
                ((turned ? out->height_px - 1 - y : y) - out->height_px / 2.0) * scale * stretch;
            double p = sample(r, r->width_px / 2.0 + u * c - v * s + dx,
                              r->height_px / 2.0 + u * s + v * c + dy, scale) *
                           gain +
                       lift;

            p += dice(-noise, noise);
            if (bits && p < level)
                out->data[(size_t)y * out->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
            else if (!bits)
                out->data[(size_t)y * out->stride + x] = (uint8_t)(p < 0 ? 0 : p > 255 ? 255 : p);
        }
}

static void measure(const struct raster *r, struct duplicate_grid *l, struct duplicate_sketch *p,
                    struct duplicate_grid *fine)
{
    struct ba_err err = BA_ERR_INIT;
    struct grey g = { 0 };
    double dpi = grey_page_dpi(r), begin;
    uint32_t factor = grey_factor(r, 100, 4500000);

    if (grey_reduce(r, factor, &g) != 0)
        exit(1);
    begin = cpu();
    if (duplicate_measure(&g, dpi / factor, LIKENESS_COARSE, l, &err) != BA_OK)
        exit(1);
    if (duplicate_sketch_make(l, p, &err) != BA_OK)
        exit(1);
    measuring_s += cpu() - begin;
    if (duplicate_measure(&g, dpi / factor, LIKENESS_FINE, fine, &err) != BA_OK)
        exit(1);
    grey_free(&g);
}

/* DIR/BATCH/00001.tif -> the text of DIR/truth/00001.txt. */
static char *truth_of(const char *path)
{
    const char *name = strrchr(path, '/');
    const char *batch = name == NULL ? NULL : memrchr(path, '/', (size_t)(name - path));
    char file[4200], *text = NULL;
    size_t n;
    FILE *f;

    if (batch == NULL)
        return NULL;
    snprintf(file, sizeof(file), "%.*s/truth/%.*s.txt", (int)(batch - path), path,
             (int)strlen(name + 1) - 4, name + 1);
    f = fopen(file, "r");
    if (f == NULL)
        return NULL;
    text = calloc(1, 20000);
    n = text == NULL ? 0 : fread(text, 1, 19999, f);
    (void)n;
    fclose(f);
    return text;
}

static BA_RC take(void *ctx, const struct tiff_frame *frame, const struct raster *r,
                  struct ba_err *err)
{
    struct sheet *s = &sheets[sheet_count];
    struct raster again;

    if (r == NULL || sheet_count == SHEETS_MAX)
        return BA_OK;
    s->text = truth_of(ctx);
    if (s->text != NULL &&
        (s->text[strspn(s->text, " \n")] == '\0' || strncmp(s->text, "SCHEIDINGSBLAD", 14) == 0))
        return BA_OK; /* blanks and separators are never compared */
    snprintf(s->name, sizeof(s->name), "%s:%u", (const char *)ctx, frame->index);
    measure(r, &s->first, &s->sketch[0], &s->fine[0]);
    if (duplicate_query_make(&s->first, &s->query, err) != BA_OK)
        exit(1);
    scan_again(r, &again);
    measure(&again, &s->again, &s->sketch[1], &s->fine[1]);
    ba_raster_free(&again);
    sheet_count++;
    return BA_OK;
}

static void folder(const char *dir)
{
    struct tiff_limits limits = { .max_pixels = 400000000, .max_frames = 100 };
    struct batch_files w = { 0 };
    struct ba_err err = BA_ERR_INIT;

    if (walk_folder(dir, &w, &err) != BA_OK)
        return;
    for (size_t i = 0; i < w.count; i++) {
        char path[4096];

        snprintf(path, sizeof(path), "%s/%s", dir, w.files[i].path);
        if (strstr(path, ".tif") != NULL)
            ba_ignore(master_read(path, &limits, take, path, &err),
                      "what cannot be read is no page of this bench");
    }
    walk_free(&w);
}

struct tally {
    size_t pairs, may, fine, same;
    double cpu_s;
};

static void compare(size_t i, size_t j, bool second, struct tally *t)
{
    const struct sheet *a = &sheets[i], *b = &sheets[j];
    const struct duplicate_grid *other = second ? &b->again : &b->first;
    struct duplicate_verdict v = { 0 }, coarse;
    struct ba_err err = BA_ERR_INIT;
    double begin = cpu();
    struct duplicate_place place = duplicate_near(&a->query, &b->sketch[second]);
    bool may = place.alike >= SKETCH_ALIKE;

    t->pairs++;
    t->may += may;
    if (may && duplicate_compare_at(other, &a->first, &place, &v, &err) != BA_OK)
        exit(1);
    t->fine += v.may;
    coarse = v;
    if (v.may && duplicate_compare_at(&b->fine[second], &a->fine[0], &place, &v, &err) != BA_OK)
        exit(1);
    t->same += v.same;
    t->cpu_s += cpu() - begin;
    if (verbose && ((i == j) != v.same || (i == j)))
        printf("%s %s %s: may %d, %u of %u contradict, alike %.3f; %u of %u contradict, alike "
               "%.3f, rules %.2f, turn %u\n",
               i == j ? (v.same ? "found" : "LOST") : "FALSE", a->name, b->name, may,
               coarse.contradicting, coarse.tiles, coarse.alike, v.contradicting, v.tiles, v.alike,
               v.rules_missing, v.turn_deg);
    if (verbose && i != j && coarse.may)
        printf("near %u of %u contradict, alike %.3f, rules %.2f: %s %s\n", v.contradicting,
               v.tiles, v.alike, v.rules_missing, a->name, b->name);
}

int main(int argc, char **argv)
{
    struct tally found = { 0 }, wrong = { 0 };
    size_t with_ink = 0;

    sheets = calloc(SHEETS_MAX, sizeof(*sheets));
    if (sheets == NULL)
        return 1;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--verbose") == 0)
            verbose = true;
        else
            folder(argv[i]);
    for (size_t i = 0; i < sheet_count; i++) {
        struct duplicate_verdict v = { 0 };
        struct ba_err err = BA_ERR_INIT;

        /* A sheet that is not even like itself has nothing on it. */
        if (duplicate_compare(&sheets[i].first, &sheets[i].first, &v, &err) == BA_OK && v.may) {
            compare(i, i, true, &found);
            with_ink++;
        } else if (verbose)
            printf("empty %s: %u tiles\n", sheets[i].name, v.tiles);
        for (size_t j = 0; j < sheet_count; j++) {
            if (sheets[i].text != NULL && sheets[j].text != NULL &&
                strcmp(sheets[i].text, sheets[j].text) == 0)
                continue; /* the generator drew one sheet twice */
            if (j > i)
                compare(i, j, false, &wrong);
            if (j != i)
                compare(i, j, true, &wrong);
        }
    }
    printf("%zu sheets, %zu with ink: %zu found again (%.1f %%); %zu false pairs of %zu, %zu "
           "compared (%.2f %%), %zu finely; %.1f ms CPU a page, %.1f us a pair\n",
           sheet_count, with_ink, found.same,
           100.0 * (double)found.same / (double)(with_ink ? with_ink : 1), wrong.same, wrong.pairs,
           wrong.may, 100.0 * (double)wrong.may / (double)(wrong.pairs ? wrong.pairs : 1),
           wrong.fine, 1000 * measuring_s / (double)(2 * sheet_count + 1),
           1e6 * wrong.cpu_s / (double)(wrong.pairs ? wrong.pairs : 1));
    return wrong.same > 0 || (double)found.same < 0.95 * (double)with_ink;
}
