/*
 * The loops over pixels that are our own because they are cheaper: each makes the very pixels that
 * leptonica makes, at sizes that fill words and at those that do not.
 */
#include "tests/unit/ocr_fixture.h"

#include "ocr/sheet/morphology.h"
#include "ocr/sheet/pixel_rows.h"
#include "ocr/sheet/rotate.h"

#define PAPER 200

static const int sizes[][2] = { { 640, 400 }, { 641, 399 }, { 95, 300 }, { 33, 31 } };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

/* Text, a line near each edge, and grain everywhere. */
static PIX *drawn(int w, int h)
{
    PIX *pix = fixture_page(w, h, (size_t)h / 100, PAPER, 40);
    uint32_t seed = 11;

    fixture_rect(pix, 0, 2, w, 3, 30);
    fixture_rect(pix, w - 2, 0, 2, h, 60);
    for (int i = 0; i < w * h / 6; i++) {
        seed = seed * 1664525u + 1013904223u;
        pixSetPixel(pix, (int)(seed >> 9) % w, (int)(seed >> 5) % h, seed >> 24);
    }
    return pix;
}

/* Uses both up. */
static void assert_same(PIX *want, PIX *got, const char *what, int n)
{
    l_int32 same = 0;

    assert_non_null(want);
    assert_non_null(got);
    pixEqual(want, got, &same);
    if (!same)
        fail_msg("%s, case %d: other pixels than leptonica's", what, n);
    pixDestroy(&want);
    pixDestroy(&got);
}

static void a_grey_page_is_turned_as_leptonica_turns_it(void **state)
{
    static const double angles[] = { 0.02, 0.06, -0.4, 1.0, -3.7, 9.0, -14.9, 15.0 };

    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        PIX *pix = drawn(sizes[s][0], sizes[s][1]);

        for (int i = 0; i < 16; i++) {
            int px = i % 2 * 21, py = i % 2 * 34;
            double deg = angles[i / 2];
            PIX *padded = pixAddBorderGeneral(pix, px, px, py, py, PAPER);

            assert_same(pixRotateAMGray(padded, (l_float32)(deg * M_PI / 180), PAPER),
                        turn_grey(pix, deg, px, py, PAPER), "turn", i);
            pixDestroy(&padded);
        }
        pixDestroy(&pix);
    }
}

static void bricks_dilate_open_and_close_as_in_leptonica(void **state)
{
    static const int bricks[][2] = { { 1, 1 },  { 2, 1 }, { 1, 3 },   { 4, 4 },   { 9, 9 },
                                     { 33, 1 }, { 1, 7 }, { 165, 1 }, { 1, 165 }, { 5, 70 } };

    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        PIX *pix = drawn(sizes[s][0], sizes[s][1]), *bin = pixThresholdToBinary(pix, 130);

        for (int i = 0; i < 10; i++) {
            int w = bricks[i][0], h = bricks[i][1];

            assert_same(pixDilateBrick(NULL, bin, w, h), bits_dilate(bin, w, h), "dilate", i);
            assert_same(pixOpenBrick(NULL, bin, w, h), bits_open(bin, w, h), "open", i);
            assert_same(pixCloseBrick(NULL, bin, w, h), bits_close(bin, w, h), "close", i);
            assert_same(pixCloseSafeBrick(NULL, bin, w, h), bits_close_safe(bin, w, h),
                        "close safely", i);
        }
        pixDestroy(&pix);
        pixDestroy(&bin);
    }
}

static void what_is_darker_is_set_and_what_is_masked_is_painted(void **state)
{
    static const int values[] = { 1, 40, 128, 156, 255 };

    (void)state;
    for (size_t s = 0; s < SIZES; s++) {
        PIX *pix = drawn(sizes[s][0], sizes[s][1]);

        for (int i = 0; i < 5; i++) {
            PIX *bin = pixThresholdToBinary(pix, values[i]);
            PIX *theirs = pixCopy(NULL, pix), *ours = pixCopy(NULL, pix);

            assert_same(pixCopy(NULL, bin), bits_darker(pix, values[i]), "darker", i);
            pixSetMasked(theirs, bin, PAPER);
            bits_paint(ours, bin, PAPER);
            assert_same(theirs, ours, "paint", i);
            pixDestroy(&bin);
        }
        pixDestroy(&pix);
    }
}

static void rows_are_swapped_there_and_back_and_scaled_up_to_white(void **state)
{
    static const uint16_t factors[] = { 0, 1, 255, 256, 300, 9000, 65535 };
    uint32_t row[67], there[67], back[67];
    uint8_t *bytes = (uint8_t *)row;

    (void)state;
    for (size_t i = 0; i < sizeof(row); i++)
        bytes[i] = (uint8_t)(i * 7 + i / 50);
    for (size_t n = 1; n <= sizeof(row); n++) {
        memset(back, 0, sizeof(back));
        rows_swap(there, row, n);
        rows_swap(back, there, n);
        assert_memory_equal(row, back, n);
        assert_int_equal(GET_DATA_BYTE(there, n - 1), bytes[n - 1]);
    }
    for (size_t f = 0; f < 7; f++) {
        for (unsigned v = 0; v < 256; v++) {
            uint8_t one = (uint8_t)v;
            uint32_t want = v * factors[f] / 256;

            rows_scale(&one, 1, factors[f]);
            assert_int_equal(one, want < 255 ? want : 255);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grey_page_is_turned_as_leptonica_turns_it),
        cmocka_unit_test(bricks_dilate_open_and_close_as_in_leptonica),
        cmocka_unit_test(what_is_darker_is_set_and_what_is_masked_is_painted),
        cmocka_unit_test(rows_are_swapped_there_and_back_and_scaled_up_to_white),
    };

    setMsgSeverity(L_SEVERITY_NONE);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
