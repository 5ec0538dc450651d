/* Patch codes are read from the edge of the paper inwards. */
#include <leptonica/allheaders.h>
#include <unistd.h>

#include "ingest/separator/patch.h"
#include "tests/unit/code_fixture.h"

static const char *const PATTERNS[] = { "", "WWNN", "WNNW", "WNWN", "NWWN", "NNWW", "NWNW" };

/* The bars as modules of 0.04 in, one column. */
static void make_bars(enum patch_kind kind, bool backwards, struct code *c)
{
    *c = (struct code){ .columns = 1 };
    for (int i = 0; i < 4; i++) {
        int n = PATTERNS[kind][backwards ? 3 - i : i] == 'W' ? 5 : 2;

        for (int k = 0; k < n; k++)
            c->dark[c->rows++] = 1;
        c->rows += i < 3 ? 2 : 0;
    }
    assert_int_equal(20, c->rows);
}

/* Bars of 5 in along an edge of the sheet, 0.5 in from it, the whole sheet turned clockwise. */
static void draw_edge(struct raster *page, double dpi, enum patch_kind kind, enum patch_edge edge,
                      double deg)
{
    double co = cos(deg * 3.14159265358979 / 180), si = sin(deg * 3.14159265358979 / 180);
    bool across = edge == PATCH_TOP || edge == PATCH_BOTTOM;
    double half = (across ? page->height_px : page->width_px) / 2.0 - 0.9 * dpi;
    double out = edge == PATCH_TOP || edge == PATCH_LEFT ? -half : half;
    double dx = across ? 0 : out, dy = across ? out : 0;
    struct code bars, turned = { 0 };

    make_bars(kind, edge == PATCH_BOTTOM || edge == PATCH_RIGHT, &bars);
    if (!across) {
        turned = bars;
        turned.columns = bars.rows;
        turned.rows = 1;
    }
    draw_code(page, across ? &bars : &turned, page->width_px / 2.0 + dx * co - dy * si,
              page->height_px / 2.0 + dx * si + dy * co, (across ? 5 : 0.8) * dpi,
              (across ? 0.8 : 5) * dpi, deg);
}

static struct patches find(const struct raster *page)
{
    struct patches found;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, patch_find(page, &found, &err), &err);
    return found;
}

static void every_kind_is_read_on_every_edge(void **state)
{
    (void)state;
    for (int kind = PATCH_1; kind <= PATCH_T; kind++)
        for (int edge = 0; edge < PATCH_EDGES; edge++) {
            struct raster page = blank_page(200, kind % 2 == 0 ? 1 : 8);
            struct patches found;

            draw_edge(&page, 200, (enum patch_kind)kind, (enum patch_edge)edge, 0);
            found = find(&page);
            if ((int)found.kind != kind || (int)found.edge[edge] != kind || found.conflict)
                fail_msg("%d on edge %d is read as \"%s\"", kind, edge, patch_name(found.kind));
            assert_float_equal(5, found.length_inch[edge], 0.2);
            ba_raster_free(&page);
        }
}

static void a_skewed_and_grainy_sheet_is_read(void **state)
{
    static const double skew[] = { -8, -3, 5, 8 };
    static const double dpi[] = { 200, 300, 400, 150 };

    (void)state;
    for (int kind = PATCH_1; kind <= PATCH_T; kind++)
        for (int i = 0; i < 4; i++) {
            struct raster page = blank_page(dpi[i], i % 2 == 0 ? 8 : 1);
            struct patches found;

            for (int edge = 0; edge < PATCH_EDGES; edge++)
                draw_edge(&page, dpi[i], (enum patch_kind)kind, (enum patch_edge)edge, skew[i]);
            add_noise(&page, 15, 3);
            found = find(&page);
            if ((int)found.kind != kind)
                fail_msg("%d at %.0f dpi, %.0f degrees, is read as \"%s\"", kind, dpi[i], skew[i],
                         patch_name(found.kind));
            ba_raster_free(&page);
        }
}

static void edges_that_disagree_are_left_to_a_person(void **state)
{
    struct raster page = blank_page(200, 1);
    struct patches found;

    (void)state;
    draw_edge(&page, 200, PATCH_2, PATCH_TOP, 0);
    draw_edge(&page, 200, PATCH_T, PATCH_BOTTOM, 0);
    found = find(&page);
    assert_true(found.conflict);
    assert_int_equal(PATCH_NONE, found.kind);
    assert_int_equal(PATCH_2, found.edge[PATCH_TOP]);
    assert_int_equal(PATCH_T, found.edge[PATCH_BOTTOM]);
    ba_raster_free(&page);
}

static void pages_without_bars_have_no_patch(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 5; seed++) {
        struct raster page = blank_page(200, 1);
        struct patches found;

        draw_text(&page, 200, seed);
        found = find(&page);
        assert_int_equal(PATCH_NONE, found.kind);
        assert_false(found.conflict);
        ba_raster_free(&page);
    }
}

static void bars_of_another_size_or_too_short_are_none(void **state)
{
    struct raster page = blank_page(200, 1);
    struct code bars;

    (void)state;
    make_bars(PATCH_T, false, &bars);
    draw_code(&page, &bars, 800, 300, 1000, 0.4 * 200, 0); /* half as high */
    assert_int_equal(PATCH_NONE, find(&page).kind);
    draw_code(&page, &bars, 800, 600, 0.5 * 200, 0.8 * 200, 0); /* half an inch long */
    assert_int_equal(PATCH_NONE, find(&page).kind);
    ba_raster_free(&page);
}

static void a_page_of_a_few_pixels_is_no_error(void **state)
{
    (void)state;
    for (uint32_t side = 1; side < 12; side++) {
        struct raster page = { .width_px = side, .height_px = 3 * side, .bits = 8, .xdpi = 300 };

        assert_int_equal(0, ba_raster_alloc(&page));
        assert_int_equal(PATCH_NONE, find(&page).kind);
        ba_raster_free(&page);
    }
}

/* Extra, where the project's reference material is at hand. */
static void kodaks_own_sheet_is_patch_t_on_four_edges(void **state)
{
    static const char path[] = "../shared/samples/patch/patcht.jpg";
    struct raster page = { .bits = 8, .xdpi = 300, .ydpi = 300 };
    PIX *jpeg, *grey;

    (void)state;
    if (access(path, R_OK) != 0) {
        print_message("%s is not here; the drawn sheets above are the test\n", path);
        return;
    }
    jpeg = pixRead(path);
    assert_non_null(jpeg);
    grey = pixConvertTo8(jpeg, 0);
    page.width_px = (uint32_t)pixGetWidth(grey);
    page.height_px = (uint32_t)pixGetHeight(grey);
    assert_int_equal(0, ba_raster_alloc(&page));
    for (uint32_t y = 0; y < page.height_px; y++) {
        const l_uint32 *line = pixGetData(grey) + y * (size_t)pixGetWpl(grey);

        for (uint32_t x = 0; x < page.width_px; x++)
            page.data[y * page.stride + x] = (uint8_t)GET_DATA_BYTE(line, x);
    }
    for (int edge = 0; edge < PATCH_EDGES; edge++)
        assert_int_equal(PATCH_T, find(&page).edge[edge]);
    assert_int_equal(PATCH_T, find(&page).kind);
    ba_raster_free(&page);
    pixDestroy(&jpeg);
    pixDestroy(&grey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read_on_every_edge),
        cmocka_unit_test(a_skewed_and_grainy_sheet_is_read),
        cmocka_unit_test(edges_that_disagree_are_left_to_a_person),
        cmocka_unit_test(pages_without_bars_have_no_patch),
        cmocka_unit_test(bars_of_another_size_or_too_short_are_none),
        cmocka_unit_test(a_page_of_a_few_pixels_is_no_error),
        cmocka_unit_test(kodaks_own_sheet_is_patch_t_on_four_edges),
    };

    return cmocka_run_group_tests_name("ingest/patch", tests, NULL, NULL);
}
