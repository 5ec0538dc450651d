/*
 * likeness_scale.c - what the search for sheets scanned twice costs in a batch of one layout.
 *
 *   bench_likeness_scale PAGES [SEED]
 *
 * Draws PAGES pages: forms of one kind filled in, typed letters of one letterhead, and every tenth
 * page of another layout; every fiftieth is one of the 900 before it, scanned again. Then each page
 * looks back at the 1,000 before it, as intake does. Status 1 when a page costs more than 20 ms of
 * CPU, or under 95 % of the sheets scanned again are among those that get a closer look.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "ingest/duplicate/candidates.h"

enum { W = 827, H = 1169, WINDOW = 1000, AGAIN_EVERY = 50, AGAIN_WITHIN = 900 };
#define BOUND_MS 20.0
/* What a closer look costs in a worker: two A4 at 300 dpi decoded, reduced, measured finely. */
#define CLOSER_MS 150.0

static uint8_t ink[W * H];
static struct duplicate_packed *kept;
static uint64_t state;

static uint32_t dice(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static void stroke(int x, int y, int w, int h)
{
    for (int j = y; j < y + h; j++)
        for (int i = x; i < x + w; i++)
            if (i >= 0 && j >= 0 && i < W && j < H)
                ink[j * W + i] = 255;
}

/* One of 30 letters: always the same strokes. */
static void letter(int x, int y, unsigned which)
{
    uint32_t s = which * 2654435761u + 977;

    for (int k = 0; k < 3; k++) {
        s = s * 1664525u + 1013904223u;
        if (s >> 31)
            stroke(x + (int)(s >> 8) % 4, y, 2, 7);
        else
            stroke(x, y + (int)(s >> 8) % 6, 5, 2);
    }
}

/* Words, as many letters as fit in so many places. */
static void words(int x, int y, int places)
{
    for (int at = 0; at < places;) {
        int length = 2 + (int)dice(9);

        for (int i = 0; i < length && at < places; i++, at++)
            letter(x + 9 * at, y, dice(30));
        at++;
    }
}

/* What is printed on every sheet of a layout. */
static void printed(uint64_t layout, int lines, int y, int places)
{
    uint64_t was = state;

    state = layout;
    for (int l = 0; l < lines; l++)
        words(90, y + 40 * l, places);
    state = was;
}

static void form(uint64_t layout)
{
    int fields = 22;

    printed(layout, fields, 120, 22);
    for (int l = 0; l <= fields; l++)
        stroke(80, 110 + 40 * l, 660, 2);
    stroke(310, 110, 2, 40 * fields);
    for (int l = 0; l < fields; l++)
        if (dice(3) != 0)
            words(325, 121 + 40 * l + (int)dice(8), 4 + (int)dice(36));
}

static void typed(uint64_t layout)
{
    int lines = 12 + (int)dice(30);

    printed(layout, 3, 60, 60);
    for (int l = 0; l < lines; l++)
        words(100, 230 + 17 * l, dice(6) == 0 ? (int)dice(60) : 55 + (int)dice(12));
    words(400, 1000, 12);
}

/* The sheet of this number: the same whenever it is drawn. */
static void draw(uint64_t seed, size_t page)
{
    memset(ink, 0, sizeof(ink));
    state = seed * 1000003 + page;
    dice(2);
    if (page % 10 == 9)
        form(seed + 100 + dice(40));
    else if (page % 2 == 0)
        form(seed + 1);
    else
        typed(seed + 2);
}

/* Onto the glass: askew, shifted, lighter or darker, some upside down. */
static void scan(struct duplicate_grid *out)
{
    struct grey g = { W, H, 3, malloc((size_t)W * H) };
    double skew = ((int)dice(400) - 200) / 100.0 * M_PI / 180, c = cos(skew), s = sin(skew);
    double dx = (int)dice(32) - 16, dy = (int)dice(32) - 16;
    int paper = 190 + (int)dice(60), dark = 40 + (int)dice(60), noise = 1 + (int)dice(14);
    bool turned = dice(8) == 0, bits = dice(2) == 0;
    struct ba_err err = BA_ERR_INIT;

    if (g.data == NULL)
        exit(1);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            double u = (turned ? W - 1 - x : x) - W / 2.0, v = (turned ? H - 1 - y : y) - H / 2.0;
            int sx = (int)(W / 2.0 + u * c - v * s + dx), sy = (int)(H / 2.0 + u * s + v * c + dy);
            bool black = sx >= 0 && sy >= 0 && sx < W && sy < H && ink[sy * W + sx] != 0;
            int l = (black ? dark : paper) + (int)dice(2 * (unsigned)noise) - noise;

            g.data[y * W + x] = (uint8_t)(bits ? (l < (paper + dark) / 2 ? 0 : 255) : l);
        }
    if (duplicate_measure(&g, 100, LIKENESS_COARSE, out, &err) != BA_OK)
        exit(1);
    grey_free(&g);
}

static BA_RC grid(void *ctx, size_t id, struct duplicate_grid *out, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    duplicate_unpack(kept[id].data, kept[id].size, out);
    return BA_OK;
}

static BA_RC known(void *ctx, size_t id, size_t other, bool *is, struct ba_err *err)
{
    (void)ctx;
    (void)id;
    (void)other;
    (void)err;
    *is = false;
    return BA_OK;
}

static double cpu(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static long peak_mb(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    size_t pages = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000, again = 0, found = 0, closer = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct duplicate_candidates_calls calls = { NULL, grid, known };
    size_t *sheet = calloc(pages, sizeof(*sheet)), others[WINDOW];
    struct duplicate_candidates f = { 0 };
    struct ba_err err = BA_ERR_INIT;
    double begin, ms;
    long before;

    kept = calloc(pages, sizeof(*kept));
    if (kept == NULL || sheet == NULL || duplicate_candidates_begin(&f, &calls, &err) != BA_OK)
        return 1;
    for (size_t i = 0; i < pages; i++) {
        struct duplicate_grid l;

        state = seed * 77 + i;
        dice(2);
        sheet[i] = i;
        if (i % AGAIN_EVERY == AGAIN_EVERY - 1)
            sheet[i] = sheet[i - 1 - dice((uint32_t)(i < AGAIN_WITHIN ? i : AGAIN_WITHIN))];
        draw(seed, sheet[i]);
        state = seed * 99991 + i;
        dice(2);
        scan(&l);
        if (duplicate_pack(&l, &kept[i], &err) != BA_OK)
            return 1;
        duplicate_free(&l);
    }
    before = peak_mb();
    begin = cpu();
    for (size_t i = 0; i < pages; i++) {
        struct duplicate_candidates_closer out;
        size_t count = i < WINDOW ? i : WINDOW, hit = 0;

        for (size_t k = 0; k < count; k++)
            others[k] = i - count + k;
        if (duplicate_candidates_look(&f, i, others, count, &out, &err) != BA_OK)
            return 1;
        closer += out.count;
        for (size_t k = 0; k < out.count; k++)
            hit += sheet[out.at[k].id] == sheet[i];
        again += sheet[i] != i;
        found += sheet[i] != i && hit > 0;
        closer -= sheet[i] != i && hit > 0;
    }
    ms = 1000 * (cpu() - begin) / (double)pages;
    printf(
        "%zu pages: %.1f ms CPU a page; %.0f sketches and %.1f grids compared a page, %.3f closer "
        "looks in vain (about %.1f ms in workers); %zu of %zu scanned again get one; %ld MB more\n",
        pages, ms, (double)f.sketches / (double)pages, (double)f.grids / (double)pages,
        (double)closer / (double)pages, CLOSER_MS * (double)closer / (double)pages, found, again,
        peak_mb() - before);
    duplicate_candidates_end(&f);
    return ms + CLOSER_MS * (double)closer / (double)pages > BOUND_MS ||
           (double)found < 0.95 * (double)again;
}
