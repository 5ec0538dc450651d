/*
 * blank [PAGES [SEED]] - is a page with something on it ever called blank, and is an empty one
 * called so?
 *
 * Draws pages (1,000): half of them empty, with what empty pages have - show-through of up to 15 %,
 * punch holes, staples, specks, dark edges, creases, uneven paper - and half with one thing on them
 * besides: a line of text, a page number, a small stamp, a pencil line, a signature, a tick. Grey
 * and bilevel, 200 to 400 dpi. Bars: 0 pages with content called blank, at least 98 % of the empty
 * ones called blank.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/raster.h"
#include "ocr/sheet/blank.h"
#include "ocr/sheet/page_image.h"

#define PAPER_W_MM 210.0
#define PAPER_H_MM 297.0
#define BLANK_BAR 0.98

struct sheet {
    struct raster r; /* 8 bits */
    uint8_t *paper;  /* the same without anything on it */
    double dpi;
};

static uint64_t state;

static double chance(void) /* 0 .. 1 */
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 33) / 2147483648.0;
}

static double between(double low, double high)
{
    return low + (high - low) * chance();
}

static bool one_in(int n)
{
    return chance() * n < 1;
}

/* Takes so much of the light of a pixel; strokes over each other are as dark as the darkest. */
static void darken(struct sheet *s, int x, int y, double part)
{
    size_t at = (size_t)y * s->r.stride + (size_t)x;
    uint8_t v;

    if (x < 0 || y < 0 || x >= (int)s->r.width_px || y >= (int)s->r.height_px)
        return;
    v = (uint8_t)(s->paper[at] * (1 - part));
    if (v < s->r.data[at])
        s->r.data[at] = v;
}

/* A stroke with round ends, in millimetres; each pixel once. */
static void stroke(struct sheet *s, double x0, double y0, double x1, double y1, double width,
                   double part)
{
    double mm = s->dpi / 25.4, half = width * mm / 2;
    int left = (int)(fmin(x0, x1) * mm - half - 1), right = (int)(fmax(x0, x1) * mm + half + 1);
    int top = (int)(fmin(y0, y1) * mm - half - 1), bottom = (int)(fmax(y0, y1) * mm + half + 1);
    double dx = (x1 - x0) * mm, dy = (y1 - y0) * mm, length = dx * dx + dy * dy;

    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) {
            double px = x - x0 * mm, py = y - y0 * mm;
            double t = length > 0 ? fmax(0, fmin(1, (px * dx + py * dy) / length)) : 0;

            if (hypot(px - t * dx, py - t * dy) <= fmax(half, 0.5))
                darken(s, x, y, part);
        }
}

/* Figures as strokes in a box of 0.6 by 1. */
static void figure(struct sheet *s, int which, double x, double y, double height, double part,
                   bool mirrored)
{
    static const char *const strokes[] = {
        "00200020242404240400",   "10141014",         "0020202202220204042404",
        "0020202402220424",       "0002022220202420", "2000000202222224240424",
        "2000000404242422220222", "00202004",         "00202024240404000222",
        "2202020000202024",
    };
    const char *p = strokes[which % 10];
    size_t n = strlen(p) / 4;
    double w = height * 0.14;

    for (size_t i = 0; i < n; i++) {
        double ax = (p[4 * i] - '0') * 0.3, ay = (p[4 * i + 1] - '0') * 0.25;
        double bx = (p[4 * i + 2] - '0') * 0.3, by = (p[4 * i + 3] - '0') * 0.25;

        if (mirrored) {
            ax = 0.6 - ax;
            bx = 0.6 - bx;
        }
        stroke(s, x + ax * height, y + ay * height, x + bx * height, y + by * height, w, part);
    }
}

static void text_line(struct sheet *s, double x, double y, double until, double height, double part,
                      bool mirrored)
{
    for (; x < until; x += height * (one_in(6) ? 1.6 : 0.85))
        figure(s, (int)between(0, 9.99), x, y, height, part, mirrored);
}

static void show_through(struct sheet *s)
{
    double part = between(0.02, 0.15), from = between(15, 60), height = between(1.8, 3.5);

    for (double y = from; y < between(150, 280); y += height * 2.2)
        text_line(s, between(15, 30), y, between(80, 195), height, part, true);
}

static void holes(struct sheet *s)
{
    bool left = one_in(2);
    double x = left ? between(8, 14) : PAPER_W_MM - between(8, 14), part = between(0.3, 0.9);
    double middle = PAPER_H_MM / 2 + between(-5, 5), size = between(5, 6.5);
    bool four = one_in(3);

    for (int i = -1; i <= 1; i += 2) {
        stroke(s, x, middle + 40 * i, x + 0.01, middle + 40 * i, size, part);
        if (four)
            stroke(s, x, middle + 120 * i, x + 0.01, middle + 120 * i, size, part);
    }
}

static void staple(struct sheet *s)
{
    double x = one_in(2) ? between(6, 18) : PAPER_W_MM - between(6, 18), y = between(6, 18);
    double angle = between(-1, 1), length = between(8, 12) / 2, part = between(0.4, 0.9);

    if (one_in(2)) /* only its holes are left */
        for (int i = -1; i <= 1; i += 2)
            stroke(s, x + i * length * cos(angle), y + i * length * sin(angle),
                   x + i * length * cos(angle), y + i * length * sin(angle), between(0.4, 0.9),
                   part);
    else
        stroke(s, x - length * cos(angle), y - length * sin(angle), x + length * cos(angle),
               y + length * sin(angle), between(0.4, 0.8), part);
}

static void specks(struct sheet *s)
{
    for (int i = (int)between(5, 80); i > 0; i--) {
        double x = between(1, PAPER_W_MM), y = between(1, PAPER_H_MM);

        stroke(s, x, y, x + between(0, 0.3), y + between(0, 0.3), between(0.1, 0.5),
               between(0.2, 0.9));
    }
}

static void dark_edge(struct sheet *s)
{
    double wide = between(1, 6), part = between(0.4, 0.95), slant = between(-2, 2);

    if (one_in(2))
        stroke(s, PAPER_W_MM, 0, PAPER_W_MM + slant, PAPER_H_MM, wide, part);
    else
        stroke(s, 0, PAPER_H_MM, PAPER_W_MM, PAPER_H_MM + slant, wide, part);
}

static void crease(struct sheet *s)
{
    double y = PAPER_H_MM / 2 + between(-10, 10);

    stroke(s, 0, y, PAPER_W_MM, y + between(-2, 2), between(0.3, 1), between(0.02, 0.12));
}

static void blemishes(struct sheet *s)
{
    if (!one_in(3))
        show_through(s);
    if (one_in(2))
        holes(s);
    if (one_in(3))
        staple(s);
    if (!one_in(3))
        specks(s);
    if (one_in(3))
        dark_edge(s);
    if (one_in(3))
        crease(s);
}

static const char *const contents[] = { "line", "number", "stamp", "pencil", "signature", "tick" };

/* faint: what only a grey scan keeps. */
static void content(struct sheet *s, int kind, bool faint)
{
    double x = between(35, 140), y = between(30, 260), part = between(faint ? 0.3 : 0.65, 0.9);
    double angle;

    switch (kind) {
    case 0:
        text_line(s, x, y, x + between(20, 60), between(1.8, 3), part, false);
        break;
    case 1:
        x = one_in(2) ? PAPER_W_MM / 2 : PAPER_W_MM - between(15, 25);
        y = one_in(2) ? between(10, 18) : PAPER_H_MM - between(13, 20);
        for (int i = (int)between(1, 3.99); i > 0; i--, x -= 2)
            figure(s, (int)between(0, 9.99), x, y, between(2, 3), part, false);
        break;
    case 2:
        for (int i = 0; i < 48; i++)
            stroke(s, x + 7 * cos(i * M_PI / 24), y + 7 * sin(i * M_PI / 24),
                   x + 7 * cos((i + 1) * M_PI / 24), y + 7 * sin((i + 1) * M_PI / 24), 0.5,
                   part / 2);
        text_line(s, x - 4, y - 1, x + 4, 2, part, false);
        break;
    case 3:
        angle = between(-0.4, 0.4);
        stroke(s, x, y, x + between(20, 60) * cos(angle), y + between(20, 60) * sin(angle),
               between(0.3, 0.6), faint ? between(0.25, 0.5) : part);
        break;
    case 4:
        for (int i = 0; i < 60; i++)
            stroke(s, x + i * 0.4, y + 3 * sin(i * 0.5), x + (i + 1) * 0.4,
                   y + 3 * sin((i + 1) * 0.5), 0.4, part);
        break;
    default:
        stroke(s, x, y, x + 1.5, y + 2, 0.5, part);
        stroke(s, x + 1.5, y + 2, x + 5, y - 3, 0.5, part);
        break;
    }
}

static void new_sheet(struct sheet *s)
{
    static const double resolutions[] = { 200, 300, 400 };
    double paper = between(200, 250), tilt = between(-15, 15);

    s->dpi = resolutions[(int)between(0, 2.99)];
    s->r = (struct raster){ .width_px = (uint32_t)(PAPER_W_MM / 25.4 * s->dpi),
                            .height_px = (uint32_t)(PAPER_H_MM / 25.4 * s->dpi),
                            .bits = 8,
                            .xdpi = s->dpi,
                            .ydpi = s->dpi };
    if (ba_raster_alloc(&s->r) != 0)
        abort();
    for (uint32_t y = 0; y < s->r.height_px; y++) {
        double shade = paper + tilt * ((double)y / s->r.height_px - 0.5);
        uint64_t noise = state += y * 7919;

        for (uint32_t x = 0; x < s->r.width_px; x++) {
            noise = noise * 6364136223846793005u + 1442695040888963407u;
            s->r.data[y * s->r.stride + x] =
                (uint8_t)fmin(255, shade + (double)(noise >> 61) - 3.5);
        }
    }
    s->paper = malloc(s->r.stride * s->r.height_px);
    if (s->paper == NULL)
        abort();
    memcpy(s->paper, s->r.data, s->r.stride * s->r.height_px);
}

/* As a scanner that makes one bit of a pixel, with its threshold well under the paper. */
static void make_bilevel(struct sheet *s)
{
    struct raster b = s->r;
    int threshold = (int)between(110, 150);

    b.bits = 1;
    if (ba_raster_alloc(&b) != 0)
        abort();
    for (uint32_t y = 0; y < b.height_px; y++)
        for (uint32_t x = 0; x < b.width_px; x++)
            if (s->r.data[y * s->r.stride + x] < threshold)
                b.data[y * b.stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
    ba_raster_free(&s->r);
    s->r = b;
}

static bool is_blank(const struct sheet *s, struct blankness *b)
{
    struct ocr_transform t = { 0 };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_image im;

    ocr_transform_init(&t, s->r.width_px, s->r.height_px, s->r.xdpi, s->r.ydpi, 0, 0);
    if (image_open(&im, &s->r, &t, &err) != BA_OK) {
        fprintf(stderr, "blank: %s\n", err.msg);
        exit(2);
    }
    blank_judge(&im, b);
    image_close(&im);
    return b->blank;
}

int main(int argc, char **argv)
{
    int pages = argc > 1 ? atoi(argv[1]) : 1000, empty = 0, called = 0, lost = 0;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;

    for (int i = 0; i < pages; i++) {
        bool has_content = i % 2 == 1, bilevel;
        struct sheet s;
        struct blankness b;
        bool blank;

        state = (seed * 1000003u + (unsigned)i) * 0x9E3779B97F4A7C15u;
        bilevel = one_in(2);
        new_sheet(&s);
        blemishes(&s);
        if (has_content)
            content(&s, i / 2 % 6, !bilevel);
        if (bilevel)
            make_bilevel(&s);
        blank = is_blank(&s, &b);
        empty += !has_content;
        called += !has_content && blank;
        lost += has_content && blank;
        if (has_content == blank)
            printf("  page %d (%s, %s, %.0f dpi): called %s: %u marks, %.1f mm, %.3f %%\n", i,
                   has_content ? contents[i / 2 % 6] : "empty", bilevel ? "bilevel" : "grey", s.dpi,
                   blank ? "blank" : "written", b.marks, b.largest_mm, b.ink_pct);
        ba_raster_free(&s.r);
        free(s.paper);
    }
    printf("pages with content called blank: %d of %d (bar 0)\n", lost, pages - empty);
    printf("empty pages called blank: %d of %d = %.1f %% (bar %.0f)\n", called, empty,
           100.0 * called / empty, 100 * BLANK_BAR);
    return lost > 0 || called < BLANK_BAR * empty;
}
