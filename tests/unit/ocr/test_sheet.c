/* Drawings: text on its end, sheets longer than the recogniser takes, photos without text. */
#include "tests/unit/ocr_fixture.h"

#include "core/buf.h"
#include "ocr/drawing.h"
#include "ocr/page.h"
#include "ocr/page_geometry.h"
#include "ocr/recognise.h"
#include "ocr/text.h"

#define PAPER 225
#define INK 40

static int setup(void **state)
{
    static const struct ocr_opts opts = { .languages = "nld", .max_skew_deg = 15 };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_engine *e = NULL;

    if (ocr_engine_open(&opts, &e, &err) != BA_OK) {
        print_error("%s: %s\n", err.code, err.msg);
        return -1;
    }
    *state = e;
    return 0;
}

static int teardown(void **state)
{
    ocr_engine_close(*state);
    return 0;
}

/* A sheet with lines across and down, as drawings have them. */
static PIX *sheet(int w, int h)
{
    PIX *pix = pixCreate(w, h, 8);

    pixSetAllArbitrary(pix, PAPER);
    for (int i = 0; i < 3; i++)
        fixture_rect(pix, 40, 40 + i * (h - 86) / 2, w - 80, 5, INK);
    return pix;
}

static void write_at(PIX *pix, const char *text, int x, int y, int quarters)
{
    L_BMF *font = bmfCreate(NULL, 14);
    PIX *line = pixCreate(900, 90, 8), *turned;

    pixSetAllArbitrary(line, PAPER);
    pixSetTextline(line, font, text, INK, 10, 60, NULL, NULL);
    turned = pixRotateOrth(line, quarters);
    pixRasterop(pix, x, y, pixGetWidth(turned), pixGetHeight(turned), PIX_SRC, turned, 0, 0);
    pixDestroy(&turned);
    pixDestroy(&line);
    bmfDestroy(&font);
}

static PIX *bilevel(PIX *grey)
{
    PIX *bin = pixThresholdToBinary(grey, 140);

    pixDestroy(&grey);
    return bin;
}

static void read_drawing(struct ocr_engine *e, PIX *pix, struct recognition *out)
{
    struct raster r = fixture_raster(pix);
    struct ba_err err = BA_ERR_INIT;
    struct ocr_transform t;
    struct ocr_image im;

    ocr_transform_init(&t, r.width_px, r.height_px, r.xdpi, r.ydpi, 0, 0);
    assert_rc(BA_OK, image_open(&im, &r, &t, &err), &err);
    assert_true(drawing_is(&im));
    assert_rc(BA_OK, drawing_read(e, &im, &t, 0, out, &err), &err);
    image_close(&im);
    ba_raster_free(&r);
}

static const struct found_word *find(const struct recognition *r, const char *text)
{
    for (size_t i = 0; i < r->count; i++) {
        if (strcmp(r->words[i].text, text) == 0)
            return &r->words[i];
    }
    fail_msg("'%s' is not among the %zu words read", text, r->count);
    return NULL;
}

static void assert_inside(const struct ocr_box *b, double x, double y, double w, double h)
{
    if (b->x < x || b->y < y || b->x + b->w > x + w || b->y + b->h > y + h)
        fail_msg("box %.0f,%.0f %.0fx%.0f is not inside %.0f,%.0f %.0fx%.0f", b->x, b->y, b->w,
                 b->h, x, y, w, h);
}

static void text_on_its_end_is_read_with_its_rotation_and_place(void **state)
{
    PIX *pix = sheet(4960, 3508);
    struct recognition r;

    write_at(pix, "slaapkamer keuken", 600, 600, 0);
    write_at(pix, "doorsnede gevel", 3000, 400, 3); /* runs upwards */
    write_at(pix, "plattegrond verdieping", 3600, 400, 3);
    pix = bilevel(pix);
    read_drawing(*state, pix, &r);
    assert_int_equal(find(&r, "slaapkamer")->rotation_deg, 0);
    assert_int_equal(find(&r, "doorsnede")->rotation_deg, 90);
    assert_inside(&find(&r, "slaapkamer")->box, 600, 600, 900, 90);
    assert_inside(&find(&r, "plattegrond")->box, 3600, 400, 90, 900);
    recognition_free(&r);
    pixDestroy(&pix);
}

static void a_sheet_longer_than_the_recogniser_takes_is_read_in_tiles(void **state)
{
    PIX *pix = sheet(33600, 800);
    struct recognition r;

    write_at(pix, "fundering", 300, 150, 0);
    write_at(pix, "verdieping", 23900, 150, 0); /* across the border of two tiles */
    write_at(pix, "achtergevel", 33100, 150, 0);
    pix = bilevel(pix);
    read_drawing(*state, pix, &r);
    assert_inside(&find(&r, "fundering")->box, 300, 150, 900, 90);
    assert_inside(&find(&r, "verdieping")->box, 23900, 150, 900, 90);
    assert_inside(&find(&r, "achtergevel")->box, 33100, 150, 500, 90);
    for (size_t i = 0, times = 0; i < r.count; i++) {
        times += strcmp(r.words[i].text, "verdieping") == 0;
        assert_true(times <= 1);
    }
    recognition_free(&r);
    pixDestroy(&pix);
}

/* Patches of light and dark of all sizes, as on a photo: sums of sines and grain. */
static PIX *photo(int w, int h)
{
    PIX *pix = pixCreate(w, h, 8);
    uint32_t noise = 7;

    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            double v = 128 + 40 * sin(x * 0.011 + y * 0.003) + 30 * sin(y * 0.017 - x * 0.006) +
                       20 * sin(x * 0.09) * sin(y * 0.07);

            noise = noise * 1664525u + 1013904223u;
            pixSetPixel(pix, x, y, (l_uint32)fmin(255, fmax(0, v + (double)(noise >> 27))));
        }
    }
    return pix;
}

static void a_photo_gives_few_words(void **state)
{
    PIX *pix = photo(1700, 1200);
    struct raster r = fixture_raster(pix);
    struct ba_err err = BA_ERR_INIT;
    struct ocr_transform t;
    struct text_how how;
    struct recognition found;
    struct ocr_image im;

    ocr_transform_init(&t, r.width_px, r.height_px, r.xdpi, r.ydpi, 0, 0);
    assert_rc(BA_OK, image_open(&im, &r, &t, &err), &err);
    assert_rc(BA_OK, text_read(*state, &im, &t, 0, &found, &how, &err), &err);
    text_prune(&found);
    assert_true(found.count <= 5);
    recognition_free(&found);
    image_close(&im);
    ba_raster_free(&r);
    pixDestroy(&pix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_on_its_end_is_read_with_its_rotation_and_place),
        cmocka_unit_test(a_sheet_longer_than_the_recogniser_takes_is_read_in_tiles),
        cmocka_unit_test(a_photo_gives_few_words),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
