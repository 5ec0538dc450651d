/* What a page is before it is read: blank, skewed, turned, inverted, a drawing. No Tesseract here.
 */
#include "tests/unit/ocr_fixture.h"

#include "ocr/deskew.h"
#include "ocr/drawing.h"
#include "ocr/orientation.h"
#include "ocr/sheet/blank.h"
#include "ocr/sheet/faint.h"
#include "ocr/sheet/page_image.h"

#define A5_W 1748
#define A5_H 2480
#define PAPER 220

static void open_image(PIX *pix, struct ocr_image *im)
{
    struct raster r = fixture_raster(pix);
    struct ba_err err = BA_ERR_INIT;
    struct ocr_transform t;

    ocr_transform_init(&t, r.width_px, r.height_px, r.xdpi, r.ydpi, 0, 0);
    assert_rc(BA_OK, image_open(im, &r, &t, &err), &err);
    ba_raster_free(&r);
}

static bool is_blank(PIX *pix)
{
    struct blankness b;
    struct ocr_image im;

    open_image(pix, &im);
    blank_judge(&im, &b);
    image_close(&im);
    return b.blank;
}

static PIX *paper(void)
{
    PIX *pix = pixCreate(A5_W, A5_H, 8);

    pixSetAllArbitrary(pix, PAPER);
    return pix;
}

/* The other side shines through: mirrored text, a few per cent darker than the paper. */
static void shine_through(PIX *pix, int contrast)
{
    PIX *other = fixture_page(A5_W, A5_H, 12, 255, 0), *mirrored = pixFlipLR(NULL, other);

    for (int y = 0; y < A5_H; y++) {
        for (int x = 0; x < A5_W; x++) {
            l_uint32 v, o;

            pixGetPixel(pix, x, y, &v);
            pixGetPixel(mirrored, x, y, &o);
            pixSetPixel(pix, x, y, v - v * (255 - o) * (l_uint32)contrast / 25500);
        }
    }
    pixDestroy(&other);
    pixDestroy(&mirrored);
}

static void dirty(PIX *pix)
{
    uint32_t seed = 7;

    for (int i = 0; i < 300; i++) {
        int x, y;

        seed = seed * 1664525u + 1013904223u;
        x = (int)(seed >> 8) % (A5_W - 4);
        seed = seed * 1664525u + 1013904223u;
        y = (int)(seed >> 8) % (A5_H - 4);
        fixture_rect(pix, x, y, 1 + i % 3, 1 + i % 2, 60);
    }
    fixture_rect(pix, 0, 0, 14, A5_H, 12); /* dark edge of the scan */
    for (int i = 0; i < 2; i++) {
        for (int y = -33; y <= 33; y++) { /* punch holes of 5.6 mm */
            int half = (int)sqrt(33.0 * 33 - y * y);

            fixture_rect(pix, 110 - half, 900 + 700 * i + y, 2 * half + 1, 1, 20);
        }
    }
}

static void an_empty_sheet_is_blank_whatever_its_dirt(void **state)
{
    PIX *pix = paper();

    (void)state;
    assert_true(is_blank(pix));
    dirty(pix);
    assert_true(is_blank(pix));
    pixDestroy(&pix);
}

static void show_through_is_not_writing(void **state)
{
    static const int contrasts[] = { 5, 10, 15 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        PIX *pix = paper();

        dirty(pix);
        shine_through(pix, contrasts[i]);
        assert_true(is_blank(pix));
        pixDestroy(&pix);
    }
}

static void one_line_of_text_is_writing(void **state)
{
    PIX *pix = fixture_page(A5_W, A5_H, 1, PAPER, 40);

    (void)state;
    dirty(pix);
    assert_false(is_blank(pix));
    pixDestroy(&pix);
}

static void one_pale_line_of_text_is_writing(void **state)
{
    PIX *pix = fixture_page(A5_W, A5_H, 1, PAPER, PAPER * 6 / 10);

    (void)state;
    assert_false(is_blank(pix));
    pixDestroy(&pix);
}

static void a_small_stamp_is_writing(void **state)
{
    PIX *pix = paper();

    (void)state;
    fixture_rect(pix, 1200, 300, 200, 6, 90); /* a box of 17 x 8 mm, as an "ingekomen" stamp */
    fixture_rect(pix, 1200, 400, 200, 6, 90);
    fixture_rect(pix, 1200, 300, 6, 100, 90);
    fixture_rect(pix, 1394, 300, 6, 106, 90);
    assert_false(is_blank(pix));
    pixDestroy(&pix);
}

static void a_known_skew_is_found_on_every_side_of_zero(void **state)
{
    static const double angles[] = { -14, -6.3, -1.1, 0, 0.4, 3.7, 12.5 };

    (void)state;
    for (size_t i = 0; i < sizeof(angles) / sizeof(angles[0]); i++) {
        PIX *page = fixture_page(A5_W, A5_H, 24, PAPER, 40);
        PIX *pix = fixture_turned(page, 0, angles[i], PAPER);
        struct ocr_image im;
        struct skew s;

        open_image(pix, &im);
        deskew_find(&im, 0, 15, false, &s);
        if (!s.sure || fabs(s.deg - angles[i]) > 0.1)
            fail_msg("drawn at %.2f, found %.3f (sure %d)", angles[i], s.deg, s.sure);
        image_close(&im);
        pixDestroy(&pix);
        pixDestroy(&page);
    }
}

static void the_skew_of_a_turned_page_has_the_same_sign(void **state)
{
    PIX *page = fixture_page(A5_W, A5_H, 24, PAPER, 40);
    PIX *pix = fixture_turned(page, 3, 2.5, PAPER); /* a quarter counter-clockwise */
    struct ocr_image im;
    struct skew s;

    (void)state;
    open_image(pix, &im);
    assert_true(line_direction_find(&im).along);
    deskew_find(&im, 1, 15, false, &s);
    assert_true(s.sure);
    assert_true(fabs(s.deg - 2.5) < 0.1);
    assert_true(upright_confidence(&im, 1, s.deg) > 0.5);
    assert_true(upright_confidence(&im, 3, s.deg) < -0.5);
    image_close(&im);
    pixDestroy(&pix);
    pixDestroy(&page);
}

static void a_skew_beyond_the_range_is_refused(void **state)
{
    PIX *page = fixture_page(A5_W, A5_H, 24, PAPER, 40);
    PIX *pix = fixture_turned(page, 0, 8, PAPER);
    struct ocr_image im;
    struct skew s;

    (void)state;
    open_image(pix, &im);
    deskew_find(&im, 0, 5, false, &s);
    assert_false(s.sure);
    image_close(&im);
    pixDestroy(&pix);
    pixDestroy(&page);
}

static void an_empty_sheet_has_no_skew_and_no_direction(void **state)
{
    PIX *pix = paper();
    struct ocr_image im;
    struct skew s;

    (void)state;
    open_image(pix, &im);
    deskew_find(&im, 0, 15, false, &s);
    assert_false(s.sure);
    assert_true(line_direction_find(&im).confidence == 0);
    image_close(&im);
    pixDestroy(&pix);
}

static void white_on_dark_is_turned_into_dark_on_white(void **state)
{
    PIX *light = fixture_page(A5_W, A5_H, 12, PAPER, 40), *dark = pixInvert(NULL, light);
    struct ocr_image im;

    (void)state;
    open_image(dark, &im);
    assert_true(im.inverted);
    assert_true(im.chars.count > 100);
    image_close(&im);
    open_image(light, &im);
    assert_false(im.inverted);
    image_close(&im);
    pixDestroy(&light);
    pixDestroy(&dark);
}

static void a_worn_blueprint_is_inverted_and_a_grainy_dark_sheet_is_not(void **state)
{
    PIX *worn = fixture_page(A5_W, A5_H, 12, 70, 118), *grainy = paper();
    uint32_t noise = 1;
    struct ocr_image im;

    (void)state;
    open_image(worn, &im);
    assert_true(im.inverted);
    assert_true(im.chars.count > 100);
    image_close(&im);
    for (int y = 0; y < A5_H; y++) {
        for (int x = 0; x < A5_W; x++) {
            noise = noise * 1664525u + 1013904223u;
            pixSetPixel(grainy, x, y, 40 + (noise >> 25));
        }
    }
    open_image(grainy, &im);
    assert_false(im.inverted);
    image_close(&im);
    pixDestroy(&worn);
    pixDestroy(&grainy);
}

static void a_large_sheet_is_a_drawing_and_a_form_is_not(void **state)
{
    PIX *form = fixture_page(2480, 3508, 10, PAPER, 40);
    PIX *sheet = pixCreate(4961, 3508, 1);
    struct ocr_image im;

    (void)state;
    for (int i = 0; i < 12; i++)
        fixture_rect(form, 280, 1600 + 120 * i, 1900, 4, 0);
    for (int i = 0; i < 3; i++) {
        fixture_rect(sheet, 300 + 900 * i, 400, 700, 8, 1);
        fixture_rect(sheet, 300 + 900 * i, 400, 8, 900, 1);
    }
    open_image(form, &im);
    assert_false(drawing_is(&im));
    image_close(&im);
    open_image(sheet, &im);
    assert_true(drawing_is(&im));
    image_close(&im);
    pixDestroy(&form);
    pixDestroy(&sheet);
}

static void an_image_too_small_for_a_line_is_refused(void **state)
{
    PIX *pix = pixCreate(200, 10, 8);
    struct raster r = fixture_raster(pix);
    struct ba_err err = BA_ERR_INIT;
    struct ocr_transform t;
    struct ocr_image im;

    (void)state;
    ocr_transform_init(&t, r.width_px, r.height_px, r.xdpi, r.ydpi, 0, 0);
    assert_rc(BA_ITEM, image_open(&im, &r, &t, &err), &err);
    assert_string_equal(err.code, "OCR_TOO_SMALL");
    ba_raster_free(&r);
    pixDestroy(&pix);
}

/* Pieces as large as characters that image_open sees. */
static size_t characters_of(PIX *pix)
{
    struct ocr_image im;
    size_t n;

    open_image(pix, &im);
    n = im.chars.count;
    image_close(&im);
    return n;
}

static void a_black_lid_round_the_sheet_changes_nothing(void **state)
{
    static const int lids[] = { 0, 30, 70 };
    PIX *pix = fixture_page(1800, 2400, 12, 235, 150), *framed;
    size_t bare = characters_of(pix), seen;

    (void)state;
    assert_true(bare > 100);
    for (size_t i = 0; i < 3; i++) {
        framed = pixAddBorderGeneral(pix, 300, 40, 20, 350, (l_uint32)lids[i]);
        seen = characters_of(framed);
        assert_true(seen + 3 >= bare && seen <= bare + 3);
        pixDestroy(&framed);
    }
    pixDestroy(&pix);
}

static void a_sheet_that_is_black_all_over_is_known_as_that(void **state)
{
    PIX *pix = pixCreate(1800, 2400, 8);
    struct ocr_image im;

    (void)state;
    pixSetAllArbitrary(pix, 12);
    open_image(pix, &im);
    assert_true(im.dark);
    image_close(&im);
    pixDestroy(&pix);
}

/* White letters on a bar of this grey become letters; a photograph in its place does not. */
static void light_letters_on_a_dark_bar_are_letters(void **state)
{
    static const int bars[] = { 0, 40, 90 };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        PIX *pix = fixture_page(1800, 2400, 0, 235, 20), *with;
        L_BMF *font = bmfCreate(NULL, 14);
        BOX *box = boxCreate(200, 600, 1300, 100);

        pixSetInRectArbitrary(pix, box, (l_uint32)bars[i]);
        assert_true(characters_of(pix) < 3);
        with = pixCopy(NULL, pix);
        pixSetTextline(with, font, "Hoofdstuk Fundeering", 250, 300, 665, NULL, NULL);
        assert_true(characters_of(with) >= 15);
        bmfDestroy(&font);
        boxDestroy(&box);
        pixDestroy(&pix);
        pixDestroy(&with);
    }
}

static struct faintness faintness_of(PIX *pix)
{
    struct ocr_image im;
    struct faintness f;

    open_image(pix, &im);
    assert_int_equal(faint_look(&im, &f), 0);
    if (f.found) {
        assert_int_equal(faint_strengthen(&im, &f), 0);
        assert_true(im.chars.count > 100);
    }
    image_close(&im);
    return f;
}

static void writing_paler_than_ink_is_seen_by_its_rows(void **state)
{
    (void)state;
    for (int ink = 190; ink <= 230; ink += 10) {
        PIX *pix = fixture_page(A5_W, A5_H, 12, 250, ink);
        struct faintness f = faintness_of(pix);

        assert_true(f.found && f.sharp);
        pixDestroy(&pix);
    }
}

static void paper_with_noise_bears_no_faint_writing(void **state)
{
    (void)state;
    for (int noise = 2; noise <= 8; noise += 3) {
        PIX *pix = paper(), *noisy = pixAddGaussianNoise(pix, (l_float32)noise);

        assert_false(faintness_of(noisy).found);
        pixDestroy(&pix);
        pixDestroy(&noisy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_sheet_is_blank_whatever_its_dirt),
        cmocka_unit_test(writing_paler_than_ink_is_seen_by_its_rows),
        cmocka_unit_test(paper_with_noise_bears_no_faint_writing),
        cmocka_unit_test(a_black_lid_round_the_sheet_changes_nothing),
        cmocka_unit_test(a_sheet_that_is_black_all_over_is_known_as_that),
        cmocka_unit_test(light_letters_on_a_dark_bar_are_letters),
        cmocka_unit_test(show_through_is_not_writing),
        cmocka_unit_test(one_line_of_text_is_writing),
        cmocka_unit_test(one_pale_line_of_text_is_writing),
        cmocka_unit_test(a_small_stamp_is_writing),
        cmocka_unit_test(a_known_skew_is_found_on_every_side_of_zero),
        cmocka_unit_test(the_skew_of_a_turned_page_has_the_same_sign),
        cmocka_unit_test(a_skew_beyond_the_range_is_refused),
        cmocka_unit_test(an_empty_sheet_has_no_skew_and_no_direction),
        cmocka_unit_test(white_on_dark_is_turned_into_dark_on_white),
        cmocka_unit_test(a_worn_blueprint_is_inverted_and_a_grainy_dark_sheet_is_not),
        cmocka_unit_test(a_large_sheet_is_a_drawing_and_a_form_is_not),
        cmocka_unit_test(an_image_too_small_for_a_line_is_refused),
    };

    setMsgSeverity(L_SEVERITY_NONE);
    return cmocka_run_group_tests_name("ocr geometry", tests, NULL, NULL);
}
