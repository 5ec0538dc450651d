/* Technical checks: what is measured on a page, and what a profile says of it. */
#include <stdlib.h>

#include "ingest/quality/quality.h"
#include "tests/unit/code_fixture.h"

static struct tiff_frame frame_of(const struct raster *page)
{
    return (struct tiff_frame){ .width_px = page->width_px,
                                .height_px = page->height_px,
                                .xdpi = page->xdpi,
                                .ydpi = page->ydpi,
                                .compression = 5 };
}

static struct quality_figures measure(const struct raster *page)
{
    struct tiff_frame frame = frame_of(page);
    struct quality_figures f;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, quality_measure(&frame, page, &f, NULL, &err), &err);
    return f;
}

/* The only finding of the default profile must be this one. */
static void assert_only(const struct quality_figures *f, enum quality_rule rule, const char *says)
{
    struct quality_profile p = quality_default_profile();
    struct quality_finding found[QUALITY_RULES];
    size_t n = quality_judge(f, &p, found);

    if (n != 1 || found[0].rule != rule || strstr(found[0].message, says) == NULL)
        fail_msg("%zu findings, the first %s: %s", n, n == 0 ? "" : quality_code(found[0].rule),
                 n == 0 ? "" : found[0].message);
}

static void assert_no_finding(const struct quality_figures *f)
{
    struct quality_profile p = quality_default_profile();
    struct quality_finding found[QUALITY_RULES];

    if (quality_judge(f, &p, found) != 0)
        fail_msg("%s: %s", quality_code(found[0].rule), found[0].message);
}

static void fill(struct raster *page, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1)
{
    for (uint32_t y = y0; y < y1; y++)
        for (uint32_t x = x0; x < x1; x++)
            set_dark(page, x, y);
}

/* Each pixel the mean of a row of 2 n + 1. */
static void blur(struct raster *page, int n)
{
    for (uint32_t y = 0; y < page->height_px; y++) {
        uint8_t *row = page->data + y * page->stride, *copy = malloc(page->width_px);

        memcpy(copy, row, page->width_px);
        for (int x = n; x + n < (int)page->width_px; x++) {
            int sum = 0;

            for (int k = -n; k <= n; k++)
                sum += copy[x + k];
            row[x] = (uint8_t)(sum / (2 * n + 1));
        }
        free(copy);
    }
}

static void a_good_page_of_any_depth_has_no_finding(void **state)
{
    (void)state;
    for (int bits = 1; bits <= 8; bits += 7) {
        struct raster page = blank_page(300, (uint8_t)bits);
        struct quality_figures f;

        draw_text(&page, 300, 3);
        if (bits == 8)
            blur(&page, 1);
        add_noise(&page, bits == 8 ? 4 : 1, 3);
        f = measure(&page);
        assert_string_equal("A4", f.paper);
        assert_int_equal(bits, f.bits);
        assert_no_finding(&f);
        ba_raster_free(&page);
    }
}

static void a_low_or_missing_or_unequal_resolution_is_found(void **state)
{
    struct raster page = blank_page(200, 1);
    struct quality_figures f = measure(&page);

    (void)state;
    assert_only(&f, QUALITY_DPI_LOW, "200 dpi, 300 is asked");
    ba_raster_free(&page);
    page = blank_page(400, 1);
    page.xdpi = page.ydpi = 0;
    f = measure(&page);
    assert_only(&f, QUALITY_NO_DPI, "looks like 400 dpi");
    assert_float_equal(0, f.width_mm, 0);
    page.xdpi = 400;
    page.ydpi = 440;
    f = measure(&page);
    assert_only(&f, QUALITY_DPI_UNEQUAL, "differ");
    ba_raster_free(&page);
}

static void grey_needs_fewer_dots_than_one_bit(void **state)
{
    struct raster page = blank_page(200, 8);
    struct quality_figures f = measure(&page);

    (void)state;
    assert_no_finding(&f);
    ba_raster_free(&page);
    page = blank_page(150, 8);
    f = measure(&page);
    assert_only(&f, QUALITY_DPI_LOW, "150 dpi, 200 is asked");
    ba_raster_free(&page);
}

static void an_edge_with_a_border_is_not_cut_off(void **state)
{
    struct quality_figures f = { .dpi = 300, .bits = 1, .edge_ink_pct = { 60, 0, 0, 0 } };

    (void)state;
    assert_only(&f, QUALITY_CUT_OFF, "top edge");
    f.border_mm[QUALITY_TOP] = 2;
    assert_no_finding(&f);
}

static void papers_are_known_lying_or_standing(void **state)
{
    static const struct {
        double w_mm, h_mm;
        const char *name;
    } sheets[] = { { 210, 297, "A4" },  { 299, 212, "A4" },    { 420, 297, "A3" },
                   { 841, 1189, "A0" }, { 210, 330, "folio" }, { 148, 208, "A5" },
                   { 100, 297, "" },    { 250, 250, "" } };

    (void)state;
    for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++) {
        struct raster page = { .width_px = (uint32_t)(sheets[i].w_mm * 4),
                               .height_px = (uint32_t)(sheets[i].h_mm * 4),
                               .bits = 1,
                               .xdpi = 101.6,
                               .ydpi = 101.6 };

        assert_int_equal(0, ba_raster_alloc(&page));
        assert_string_equal(sheets[i].name, measure(&page).paper);
        ba_raster_free(&page);
    }
}

static void a_dark_border_is_measured_in_millimetres(void **state)
{
    struct raster page = blank_page(300, 1);
    struct quality_figures f;

    (void)state;
    fill(&page, page.width_px - 118, 0, page.width_px, page.height_px);
    f = measure(&page);
    assert_float_equal(10, f.border_mm[QUALITY_RIGHT], 0.6);
    assert_float_equal(0, f.border_mm[QUALITY_LEFT], 0.6);
    assert_only(&f, QUALITY_BORDER, "10 mm at the right");
    ba_raster_free(&page);
}

static void text_that_runs_off_the_paper_is_found(void **state)
{
    struct raster page = blank_page(300, 8);
    struct quality_figures f;

    (void)state;
    for (uint32_t y = 400; y < 3000; y += 60)
        fill(&page, 0, y, 500, y + 20);
    f = measure(&page);
    assert_only(&f, QUALITY_CUT_OFF, "left edge");
    ba_raster_free(&page);
}

static void a_blurred_page_is_not_sharp(void **state)
{
    struct raster page = blank_page(300, 8);
    struct quality_figures sharp, soft;

    (void)state;
    draw_text(&page, 300, 5);
    blur(&page, 1);
    sharp = measure(&page);
    blur(&page, 4);
    soft = measure(&page);
    assert_in_range(sharp.sharpness_um, 80, 400);
    assert_only(&soft, QUALITY_UNSHARP, "not sharp");
    ba_raster_free(&page);
}

static void an_underexposed_page_is_found(void **state)
{
    struct raster page = blank_page(300, 8);
    struct quality_figures f;

    (void)state;
    for (uint32_t y = page.height_px / 4; y < page.height_px / 4 * 3; y++)
        memset(page.data + y * page.stride + page.width_px * 3 / 10, 0, page.width_px * 4 / 10);
    f = measure(&page);
    assert_float_equal(20, f.black_pct, 0.5);
    assert_only(&f, QUALITY_BLACK_CLIPPED, "20 %");
    ba_raster_free(&page);
}

static void a_rule_that_is_off_is_silent_and_one_that_is_on_speaks(void **state)
{
    struct raster page = blank_page(200, 1);
    struct quality_profile p = quality_default_profile();
    struct quality_finding found[QUALITY_RULES];
    struct quality_figures f = measure(&page);

    (void)state;
    p.level[QUALITY_DPI_LOW] = QUALITY_OFF;
    assert_int_equal(0, quality_judge(&f, &p, found));
    p.level[QUALITY_DEPTH] = QUALITY_ERROR;
    assert_int_equal(1, quality_judge(&f, &p, found));
    assert_int_equal(QUALITY_DEPTH, found[0].rule);
    assert_int_equal(QUALITY_ERROR, found[0].level);
    assert_string_equal("QUALITY_DEPTH", quality_code(found[0].rule));
    ba_raster_free(&page);
}

static void a_page_of_a_few_pixels_is_no_error(void **state)
{
    (void)state;
    for (uint32_t side = 1; side < 9; side++)
        for (int bits = 1; bits <= 24; bits += bits == 1 ? 7 : 16) {
            struct raster page = {
                .width_px = side, .height_px = side, .bits = (uint8_t)bits, .xdpi = 300, .ydpi = 300
            };

            assert_int_equal(0, ba_raster_alloc(&page));
            assert_string_equal("", measure(&page).paper);
            ba_raster_free(&page);
        }
}

static void as_many_bits_as_are_asked_are_enough(void **state)
{
    struct quality_figures f = { .dpi = 300, .bits = 8, .paper = "A4" };
    struct quality_profile p = quality_default_profile();
    struct quality_finding found[QUALITY_RULES];

    (void)state;
    p.limit[QUALITY_LIMIT_bits_min] = 8;
    for (size_t i = 0; i < QUALITY_RULES; i++)
        p.level[i] = strcmp(quality_code((enum quality_rule)i), "QUALITY_DEPTH") == 0
                         ? QUALITY_WARNING
                         : QUALITY_OFF;
    assert_int_equal(0, quality_judge(&f, &p, found));
    f.bits = 1;
    assert_int_equal(1, quality_judge(&f, &p, found));
    assert_non_null(strstr(found[0].message, "1 bits a pixel, 8 are asked"));
}

static void the_ends_of_the_scale_are_counted(void **state)
{
    struct raster page = blank_page(100, 8);

    (void)state;
    memset(page.data, 128, page.stride * page.height_px);
    for (uint32_t y = 0; y < page.height_px; y++) {
        memset(page.data + y * page.stride, 2, page.width_px / 4);
        memset(page.data + y * page.stride + page.width_px / 2, 253, page.width_px / 2);
    }
    struct quality_figures f = measure(&page);
    assert_true(f.black_pct > 24.5 && f.black_pct < 25.5);
    assert_true(f.white_pct > 49.5 && f.white_pct < 50.5);
    memset(page.data, 3, page.stride * page.height_px / 2);
    memset(page.data + page.stride * page.height_px / 2, 252, page.stride * page.height_px / 2);
    f = measure(&page);
    assert_true(f.black_pct <= 0 && f.white_pct <= 0);
    free(page.data);
}

static void ink_is_told_at_the_edge_where_it_runs_off(void **state)
{
    (void)state;
    for (int edge = 0; edge < QUALITY_EDGES; edge++) {
        struct raster page = blank_page(100, 1);
        uint32_t w = page.width_px, h = page.height_px;
        uint32_t x0 = edge == QUALITY_RIGHT ? w - 40 : edge == QUALITY_LEFT ? 0 : w / 4;
        uint32_t x1 = edge == QUALITY_LEFT ? 40 : edge == QUALITY_RIGHT ? w : w / 2;
        uint32_t y0 = edge == QUALITY_BOTTOM ? h - 40 : edge == QUALITY_TOP ? 0 : h / 4;
        uint32_t y1 = edge == QUALITY_TOP ? 40 : edge == QUALITY_BOTTOM ? h : h / 2;

        fill(&page, x0, y0, x1, y1); /* a quarter of that edge */
        struct quality_figures f = measure(&page);
        for (int e = 0; e < QUALITY_EDGES; e++) {
            if (e == edge)
                assert_true(f.edge_ink_pct[e] > 22 && f.edge_ink_pct[e] < 28);
            else
                assert_true(f.edge_ink_pct[e] < 1);
            assert_true(f.border_mm[e] <= 0);
        }
        free(page.data);
    }
}

static void what_loses_by_compression_is_known_by_its_number(void **state)
{
    static const uint16_t with[] = { 6, 7, 50001, 50002 }, without[] = { 1, 4, 5, 8, 50000, 50003 };
    struct raster page = blank_page(100, 1);
    struct tiff_frame frame = frame_of(&page);
    struct ba_err err = BA_ERR_INIT;
    struct quality_figures f;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        frame.compression = with[i];
        assert_rc(BA_OK, quality_measure(&frame, &page, &f, NULL, &err), &err);
        assert_true(f.lossy);
    }
    for (size_t i = 0; i < 6; i++) {
        frame.compression = without[i];
        assert_rc(BA_OK, quality_measure(&frame, &page, &f, NULL, &err), &err);
        assert_false(f.lossy);
    }
    free(page.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ends_of_the_scale_are_counted),
        cmocka_unit_test(ink_is_told_at_the_edge_where_it_runs_off),
        cmocka_unit_test(what_loses_by_compression_is_known_by_its_number),
        cmocka_unit_test(a_good_page_of_any_depth_has_no_finding),
        cmocka_unit_test(a_low_or_missing_or_unequal_resolution_is_found),
        cmocka_unit_test(grey_needs_fewer_dots_than_one_bit),
        cmocka_unit_test(an_edge_with_a_border_is_not_cut_off),
        cmocka_unit_test(papers_are_known_lying_or_standing),
        cmocka_unit_test(a_dark_border_is_measured_in_millimetres),
        cmocka_unit_test(text_that_runs_off_the_paper_is_found),
        cmocka_unit_test(a_blurred_page_is_not_sharp),
        cmocka_unit_test(an_underexposed_page_is_found),
        cmocka_unit_test(a_rule_that_is_off_is_silent_and_one_that_is_on_speaks),
        cmocka_unit_test(a_page_of_a_few_pixels_is_no_error),
        cmocka_unit_test(as_many_bits_as_are_asked_are_enough),
    };

    return cmocka_run_group_tests_name("ingest/quality", tests, NULL, NULL);
}
