/* What the page looks like before it is read: rows of tables, dotted lines of forms, dark sheets.
 */
#include "tests/unit/ocr_fixture.h"

#include "ocr/dot_leaders.h"
#include "ocr/ocr_input.h"
#include "ocr/sheet/page_image.h"
#include "ocr/text_lines.h"

#define W 2480
#define H 1800
#define PAPER 230
#define INK 30

struct looked_at {
    struct raster raster;
    struct ocr_transform t;
    struct ocr_image im;
};

static void look_at(PIX *page, struct looked_at *l)
{
    struct ba_err err = BA_ERR_INIT;

    l->raster = fixture_raster(page);
    ocr_transform_init(&l->t, l->raster.width_px, l->raster.height_px, FIXTURE_DPI, FIXTURE_DPI, 0,
                       0);
    assert_rc(BA_OK, image_open(&l->im, &l->raster, &l->t, &err), &err);
}

static void look_away(PIX **page, struct looked_at *l)
{
    image_close(&l->im);
    ba_raster_free(&l->raster);
    pixDestroy(page);
}

static PIX *sheet(int paper)
{
    PIX *page = pixCreate(W, H, 8);

    assert_non_null(page);
    pixSetAllArbitrary(page, (l_uint32)paper);
    return page;
}

static void write(PIX *page, const char *text, int x, int y, int ink)
{
    L_BMF *font = bmfCreate(NULL, 10);

    assert_non_null(font);
    pixSetTextline(page, font, text, (l_uint32)ink, x, y, NULL, NULL);
    bmfDestroy(&font);
}

/* Rows of `columns` texts at equal distances over the whole width. */
static PIX *columns_of(const char *text, int columns)
{
    PIX *page = sheet(PAPER);

    for (int row = 0; row < 20; row++) {
        for (int i = 0; i < columns; i++)
            write(page, text, 100 + i * (W - 150) / columns, 120 + row * 70, INK);
    }
    return page;
}

static bool are_short(PIX *page)
{
    struct looked_at l;
    bool answer;

    look_at(page, &l);
    answer = lines_are_short(&l.im, &l.t);
    look_away(&page, &l);
    return answer;
}

static void rows_of_a_wide_table_are_not_columns_of_text(void **state)
{
    (void)state;
    assert_true(are_short(columns_of("4711,50", 5)));
}

static void three_columns_of_text_are_no_table(void **state)
{
    (void)state;
    assert_false(are_short(columns_of("gelet op de bepalingen van de wet", 3)));
}

static void full_lines_are_not_short_and_a_list_is(void **state)
{
    PIX *page = sheet(PAPER);

    (void)state;
    for (int row = 0; row < 20; row++) {
        write(page, fixture_lines[row % 12], 100, 120 + row * 70, INK);
        write(page, fixture_lines[row % 12], 900, 120 + row * 70, INK);
        write(page, fixture_lines[row % 12], 1700, 120 + row * 70, INK);
    }
    assert_false(are_short(page));
    assert_true(are_short(columns_of("balklaag 59 x 156", 1)));
}

/* Dark pixels of the view in the box, after what dot_leaders_remove() does. */
static l_int32 ink_after(PIX *page, int x, int y, int w, int h)
{
    struct looked_at l;
    struct ocr_input v;
    BOX *box = boxCreate(x, y, w, h);
    PIX *part, *bin;
    l_int32 n = 0;

    look_at(page, &l);
    assert_int_equal(ocr_input_make(&l.im, &l.t, VIEW_PLAIN, FIXTURE_DPI, false, &v), 0);
    assert_int_equal(dot_leaders_remove(&l.im, &l.t, &v), 0);
    part = pixClipRectangle(v.pix, box, NULL);
    bin = pixConvertTo1(part, 120);
    pixCountPixels(bin, &n, NULL);
    pixDestroy(&part);
    pixDestroy(&bin);
    boxDestroy(&box);
    ocr_input_free(&v);
    look_away(&page, &l);
    return n;
}

static void a_dashed_line_goes_and_the_words_on_it_stay(void **state)
{
    PIX *page = sheet(PAPER);

    (void)state;
    write(page, "Kornelis Terpstra", 600, 580, INK);
    for (int i = 0; i < 50; i++)
        fixture_rect(page, 500 + i * 24, 600, 14, 3, INK);
    assert_int_equal(ink_after(pixClone(page), 480, 594, 1300, 14), 0);
    assert_true(ink_after(page, 480, 530, 1300, 60) > 500);
}

static void a_dotted_line_goes(void **state)
{
    PIX *page = sheet(PAPER);

    (void)state;
    for (int i = 0; i < 60; i++)
        fixture_rect(page, 500 + i * 15, 600, 5, 5, INK);
    assert_int_equal(ink_after(page, 480, 590, 1300, 24), 0);
}

static void the_dots_of_an_ellipsis_and_the_hyphens_of_a_text_stay(void **state)
{
    PIX *page = sheet(PAPER);

    (void)state;
    for (int i = 0; i < 4; i++)
        fixture_rect(page, 500 + i * 15, 600, 5, 5, INK);
    for (int i = 0; i < 9; i++)
        fixture_rect(page, 300 + i * 140 + i % 3 * 30, 900, 16, 4, INK);
    assert_true(ink_after(pixClone(page), 480, 590, 200, 24) >= 80);
    assert_true(ink_after(page, 200, 890, 1800, 24) >= 9 * 50);
}

static bool is_inverted(PIX *page)
{
    struct looked_at l;
    bool inverted;

    look_at(page, &l);
    inverted = l.im.inverted;
    look_away(&page, &l);
    return inverted;
}

static void a_dark_sheet_with_two_words_is_light_on_dark(void **state)
{
    PIX *page = sheet(25);

    (void)state;
    write(page, "bijlage foto en meetstaten", 900, 900, 230);
    assert_true(is_inverted(page));
}

static void a_light_sheet_with_two_words_and_one_without_any_are_not(void **state)
{
    PIX *page = sheet(PAPER);

    (void)state;
    write(page, "bijlage foto en meetstaten", 900, 900, INK);
    assert_false(is_inverted(page));
    assert_false(is_inverted(sheet(25)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_a_wide_table_are_not_columns_of_text),
        cmocka_unit_test(three_columns_of_text_are_no_table),
        cmocka_unit_test(full_lines_are_not_short_and_a_list_is),
        cmocka_unit_test(a_dashed_line_goes_and_the_words_on_it_stay),
        cmocka_unit_test(a_dotted_line_goes),
        cmocka_unit_test(the_dots_of_an_ellipsis_and_the_hyphens_of_a_text_stay),
        cmocka_unit_test(a_dark_sheet_with_two_words_is_light_on_dark),
        cmocka_unit_test(a_light_sheet_with_two_words_and_one_without_any_are_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
