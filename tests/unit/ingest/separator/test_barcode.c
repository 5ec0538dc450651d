/* Separator codes are read as scanners deliver them, and nothing else is taken for one. */
#include "ingest/separator/barcode.h"
#include "tests/unit/code_fixture.h"

#define TEXT "DOSSIER:1936/262"

/* DOCUMENT:permit as QR code of 21 x 21 modules, a bit each. */
static void load_qr(struct code *c)
{
    static const uint32_t rows[21] = { 0xFEFBF8, 0x828208, 0xBA5AE8, 0xBAAAE8, 0xBA32E8, 0x822208,
                                       0xFEABF8, 0x00D000, 0xB70A58, 0xD84770, 0xC6CA48, 0x9D6AD8,
                                       0x124BD0, 0x00C200, 0xFEBC18, 0x82E640, 0xBA1B38, 0xBAD6B0,
                                       0xBAF240, 0x827540, 0xFE96B0 };

    *c = (struct code){ .rows = 21, .columns = 21 };
    for (size_t i = 0; i < 21 * 21; i++)
        c->dark[i] = rows[i / 21] >> (23 - i % 21) & 1;
}

/* The only code of the page must be this one. */
static void assert_finds(const struct raster *page, const char *text, const char *what)
{
    struct barcodes found;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, barcode_find(page, &found, &err), &err);
    if (found.count != 1 || strcmp(found.at[0].text, text) != 0)
        fail_msg("%s: %zu codes, the first \"%s\"", what, found.count,
                 found.count == 0 ? "" : found.at[0].text);
}

static void assert_nothing(const struct raster *page, const char *what)
{
    struct barcodes found;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, barcode_find(page, &found, &err), &err);
    if (found.count != 0)
        fail_msg("%s: \"%s\"", what, found.at[0].text);
}

static void check_code128(double dpi, uint8_t bits, double deg, int noise)
{
    struct raster page = blank_page(dpi, bits);
    struct code c;
    char what[80];

    encode_code128(TEXT, &c);
    draw_code(&page, &c, page.width_px / 2.0, page.height_px * .4, 5.3 * dpi, 1.4 * dpi, deg);
    if (noise > 0)
        add_noise(&page, noise, 7);
    snprintf(what, sizeof(what), "%.0f dpi, %u bits, %.1f degrees, noise %d", dpi, bits, deg,
             noise);
    assert_finds(&page, TEXT, what);
    ba_raster_free(&page);
}

static void a_code_is_read_at_every_resolution_and_orientation(void **state)
{
    static const double dpi[] = { 200, 300, 400 };

    (void)state;
    for (int d = 0; d < 3; d++)
        for (int turn = 0; turn < 4; turn++) {
            check_code128(dpi[d], 1, 90 * turn, 0);
            check_code128(dpi[d], 8, 90 * turn, 0);
        }
}

static void a_code_is_read_when_the_sheet_was_fed_askew(void **state)
{
    static const double skew[] = { -8, -4.5, -1, 2.5, 6, 8 };

    (void)state;
    for (int i = 0; i < 6; i++) {
        check_code128(200, 1, skew[i], 10);
        check_code128(300, 8, skew[i] + 90, 10);
    }
}

static void a_code_under_heavy_grain_is_read(void **state)
{
    (void)state;
    check_code128(200, 8, 3, 25);
    check_code128(300, 8, -5, 30);
}

static void a_qr_code_is_read_turned_by_any_angle(void **state)
{
    static const double angles[] = { 0, 5, 97, 180, 265, 45 };

    (void)state;
    for (int i = 0; i < 6; i++) {
        struct raster page = blank_page(300, i % 2 == 0 ? 8 : 1);
        struct code c;

        load_qr(&c);
        draw_code(&page, &c, 700, 900, 380, 380, angles[i]);
        char what[40];
        snprintf(what, sizeof(what), "QR turned by %.0f degrees", angles[i]);
        assert_finds(&page, "DOCUMENT:permit", what);
        ba_raster_free(&page);
    }
}

static void two_codes_are_both_found_and_equal_ones_once(void **state)
{
    struct raster page = blank_page(200, 8);
    struct barcodes found;
    struct ba_err err = BA_ERR_INIT;
    struct code c;

    (void)state;
    encode_code128(TEXT, &c);
    draw_code(&page, &c, 827, 400, 1060, 280, 0);
    draw_code(&page, &c, 827, 1000, 1060, 280, 0);
    load_qr(&c);
    draw_code(&page, &c, 827, 1800, 300, 300, 0);
    assert_rc(BA_OK, barcode_find(&page, &found, &err), &err);
    assert_int_equal(2, found.count);
    assert_string_not_equal(found.at[0].text, found.at[1].text);
    ba_raster_free(&page);
}

static void the_place_of_a_code_is_in_pixels_of_the_page(void **state)
{
    struct raster page = blank_page(400, 1);
    struct barcodes found;
    struct ba_err err = BA_ERR_INIT;
    struct code c;

    (void)state;
    encode_code128(TEXT, &c);
    draw_code(&page, &c, 1700, 1500, 2100, 560, 0);
    assert_rc(BA_OK, barcode_find(&page, &found, &err), &err);
    assert_int_equal(1, found.count);
    assert_string_equal("CODE-128", found.at[0].symbology);
    assert_in_range(found.at[0].x_px, 620, 680);
    assert_in_range(found.at[0].x_px + found.at[0].w_px, 2700, 2780);
    assert_in_range(found.at[0].y_px, 1200, 1260);
    assert_in_range(found.at[0].y_px + found.at[0].h_px, 1740, 1800);
    ba_raster_free(&page);
}

static void pages_without_a_code_give_none(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 7; seed++) {
        struct raster page = blank_page(150 + 50 * (seed % 3), seed % 2 == 0 ? 1 : 8);

        draw_text(&page, page.xdpi, seed);
        add_noise(&page, 10, seed);
        assert_nothing(&page, "text");
        ba_raster_free(&page);
    }
}

static void a_hatched_drawing_is_no_code(void **state)
{
    struct raster page = blank_page(300, 1);
    uint32_t v = 3;

    (void)state;
    for (uint32_t x = 400; x < 2000; x += 5 + next_random(&v) % 12)
        for (uint32_t y = 800; y < 1500; y++) {
            set_dark(&page, x, y);
            set_dark(&page, x + 1, y);
        }
    assert_nothing(&page, "hatching");
    ba_raster_free(&page);
}

static void a_page_of_a_few_pixels_is_no_error(void **state)
{
    uint32_t sides[][2] = { { 1, 1 }, { 2, 3000 }, { 3000, 2 }, { 30, 30 } };

    (void)state;
    for (int i = 0; i < 4; i++)
        for (int bits = 1; bits <= 24; bits += bits == 1 ? 7 : 16) {
            struct raster page = { .width_px = sides[i][0],
                                   .height_px = sides[i][1],
                                   .bits = (uint8_t)bits,
                                   .xdpi = i == 0 ? 1200 : 0 };

            assert_int_equal(0, ba_raster_alloc(&page));
            assert_nothing(&page, "tiny");
            ba_raster_free(&page);
        }
}

static void a_missing_resolution_does_not_matter(void **state)
{
    struct raster page = blank_page(400, 1);
    struct code c;

    (void)state;
    encode_code128(TEXT, &c);
    draw_code(&page, &c, 1700, 1500, 2100, 560, 4);
    page.xdpi = page.ydpi = 0;
    assert_finds(&page, TEXT, "no resolution");
    page.xdpi = page.ydpi = 72; /* and a wrong one */
    assert_finds(&page, TEXT, "wrong resolution");
    ba_raster_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_read_at_every_resolution_and_orientation),
        cmocka_unit_test(a_code_is_read_when_the_sheet_was_fed_askew),
        cmocka_unit_test(a_code_under_heavy_grain_is_read),
        cmocka_unit_test(a_qr_code_is_read_turned_by_any_angle),
        cmocka_unit_test(two_codes_are_both_found_and_equal_ones_once),
        cmocka_unit_test(the_place_of_a_code_is_in_pixels_of_the_page),
        cmocka_unit_test(pages_without_a_code_give_none),
        cmocka_unit_test(a_hatched_drawing_is_no_code),
        cmocka_unit_test(a_page_of_a_few_pixels_is_no_error),
        cmocka_unit_test(a_missing_resolution_does_not_matter),
    };

    return cmocka_run_group_tests_name("ingest/barcode", tests, NULL, NULL);
}
