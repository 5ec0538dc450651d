/* Sheets scanned twice, drawn by code: words of letters, forms filled in, settings of the scanner.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/duplicate/candidates.h"
#include "tests/unit/test.h"

enum { W = 827, H = 1169 }; /* A4 at 100 dpi */
#define PI 3.14159265358979323846

struct sheet {
    uint8_t ink[W * H]; /* 0 paper .. 255 */
};

static uint32_t dice(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void stroke(struct sheet *s, int x, int y, int w, int h)
{
    for (int j = y; j < y + h; j++)
        for (int i = x; i < x + w; i++)
            if (i >= 0 && j >= 0 && i < W && j < H)
                s->ink[j * W + i] = 255;
}

/* A letter of 5 x 7 pixels from three strokes. */
static void letter(struct sheet *s, int x, int y, uint32_t *state)
{
    for (int k = 0; k < 3; k++)
        if (dice(state) % 2 == 0)
            stroke(s, x + (int)(dice(state) % 4), y, 2, 7);
        else
            stroke(s, x, y + (int)(dice(state) % 6), 5, 2);
}

static void words(struct sheet *s, int x, int y, int letters, uint32_t seed)
{
    uint32_t state = seed * 2654435761u + 1;

    for (int i = 0; i < letters; i++)
        if (dice(&state) % 6 != 0)
            letter(s, x + 8 * i, y, &state);
}

/* A typed letter; from line `other` on the text is that of another seed. */
static struct sheet *typed(uint32_t seed, int lines, int other, uint32_t other_seed)
{
    struct sheet *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    for (int l = 0; l < lines; l++)
        words(s, 110, 130 + 17 * l, 62, (l >= other ? other_seed : seed) * 1000 + (uint32_t)l);
    return s;
}

/* A form of twelve boxed lines with printed labels, and what was filled in. */
static struct sheet *form(uint32_t filled)
{
    struct sheet *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    for (int l = 0; l < 12; l++) {
        stroke(s, 90, 120 + 40 * l, 640, 2);
        words(s, 100, 135 + 40 * l, 20, 500 + (uint32_t)l);
        words(s, 320, 135 + 40 * l, 24, filled * 1000 + (uint32_t)l);
    }
    stroke(s, 90, 600, 640, 2);
    stroke(s, 300, 120, 2, 480);
    return s;
}

struct setting {
    double skew_deg, dx_px, dy_px;
    int paper, ink, noise; /* lightness; amplitude */
    bool bits, turned;
};

static void scan(const struct sheet *s, const struct setting *how, enum duplicate_grain grain,
                 struct duplicate_grid *out)
{
    struct grey g = { W, H, 3, malloc((size_t)W * H) };
    double c = cos(how->skew_deg * PI / 180), d = sin(how->skew_deg * PI / 180);
    struct ba_err err = BA_ERR_INIT;
    uint32_t state = 7;

    assert_non_null(g.data);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            double u = (how->turned ? W - 1 - x : x) - W / 2.0;
            double v = (how->turned ? H - 1 - y : y) - H / 2.0;
            int sx = (int)lround(W / 2.0 + u * c - v * d + how->dx_px);
            int sy = (int)lround(H / 2.0 + u * d + v * c + how->dy_px);
            bool ink = sx >= 0 && sy >= 0 && sx < W && sy < H && s->ink[sy * W + sx] != 0;
            int l = (ink ? how->ink : how->paper) +
                    (how->noise > 0 ? (int)(dice(&state) % (2u * (unsigned)how->noise)) - how->noise
                                    : 0);

            if (how->bits)
                l = l < (how->paper + how->ink) / 2 ? 0 : 255;
            g.data[y * W + x] = (uint8_t)(l < 0 ? 0 : l > 255 ? 255 : l);
        }
    assert_rc(BA_OK, duplicate_measure(&g, 100, grain, out, &err), &err);
    grey_free(&g);
}

static const struct setting plain = { .paper = 240, .ink = 40, .noise = 6 };

static struct duplicate_verdict compare(const struct sheet *a, const struct sheet *b,
                                        const struct setting *how, enum duplicate_grain grain)
{
    struct duplicate_verdict v;
    struct duplicate_grid first, second;
    struct ba_err err = BA_ERR_INIT;

    scan(a, &plain, grain, &first);
    scan(b, how, grain, &second);
    assert_rc(BA_OK, duplicate_compare(&first, &second, &v, &err), &err);
    duplicate_free(&first);
    duplicate_free(&second);
    return v;
}

static const struct setting others[] = {
    { .paper = 235, .ink = 60, .noise = 10, .dx_px = 14, .dy_px = -9 },
    { .paper = 190, .ink = 80, .noise = 8, .skew_deg = 1.6 },
    { .paper = 245, .ink = 30, .bits = true, .skew_deg = -2, .dx_px = -5, .dy_px = 7 },
    { .paper = 240, .ink = 40, .noise = 5, .turned = true, .skew_deg = 0.7, .dy_px = 11 },
};

static void a_letter_scanned_again_is_found_with_any_setting(void **state)
{
    struct sheet *s = typed(1, 45, 99, 0);

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_true(compare(s, s, &others[i], LIKENESS_COARSE).may);
        assert_true(compare(s, s, &others[i], LIKENESS_FINE).same);
    }
    assert_int_equal(180, compare(s, s, &others[3], LIKENESS_FINE).turn_deg);
    free(s);
}

static void a_form_scanned_again_is_found(void **state)
{
    struct sheet *s = form(3);

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_true(compare(s, s, &others[i], LIKENESS_FINE).same);
    free(s);
}

static void the_same_form_filled_in_otherwise_is_another_sheet(void **state)
{
    struct sheet *a = form(3), *b = form(4);

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_false(compare(a, b, &others[i], LIKENESS_FINE).same);
    free(a);
    free(b);
}

static void two_letters_of_one_layout_are_two_sheets(void **state)
{
    struct sheet *a = typed(1, 45, 99, 0), *b = typed(2, 45, 99, 0);

    (void)state;
    assert_false(compare(a, b, &plain, LIKENESS_FINE).same);
    free(a);
    free(b);
}

static void a_letter_of_which_the_last_lines_differ_is_another_sheet(void **state)
{
    struct sheet *a = typed(1, 45, 99, 0), *b = typed(1, 45, 43, 9);

    (void)state;
    assert_false(compare(a, b, &plain, LIKENESS_FINE).same);
    free(a);
    free(b);
}

static void blank_sheets_never_pair(void **state)
{
    struct sheet *s = calloc(1, sizeof(*s));

    (void)state;
    assert_non_null(s);
    assert_false(compare(s, s, &plain, LIKENESS_COARSE).may);
    assert_false(compare(s, s, &plain, LIKENESS_FINE).same);
    stroke(s, 120, 1080, 40, 6); /* a page number is not enough */
    assert_false(compare(s, s, &plain, LIKENESS_FINE).same);
    free(s);
}

static void a_grid_comes_out_of_its_pack_as_it_went_in(void **state)
{
    struct sheet *s = typed(1, 45, 99, 0);
    struct duplicate_grid l, back;
    struct duplicate_packed p;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    scan(s, &plain, LIKENESS_COARSE, &l);
    assert_rc(BA_OK, duplicate_pack(&l, &p, &err), &err);
    assert_true(p.size < 16000);
    assert_true(duplicate_unpack(p.data, p.size, &back));
    assert_int_equal(l.width, back.width);
    assert_int_equal(l.height, back.height);
    assert_memory_equal(l.cells, back.cells, (size_t)l.width * l.height);
    duplicate_free(&back);
    assert_false(duplicate_unpack(p.data, p.size - 1, &back));
    assert_false(duplicate_unpack(p.data, 7, &back));
    ((uint8_t *)p.data)[0] ^= 1; /* another width than was packed */
    assert_false(duplicate_unpack(p.data, p.size, &back));
    free(p.data);
    duplicate_free(&l);
    free(s);
}

static struct duplicate_grid many[30]; /* forms filled in; the last is the fourth, scanned again */

static BA_RC grid_of(void *ctx, size_t id, struct duplicate_grid *out, struct ba_err *err)
{
    const struct duplicate_grid *l = &many[id];

    (void)ctx;
    *out = *l;
    out->cells = malloc((size_t)l->width * l->height);
    if (out->cells == NULL)
        return ba_fail_mem(err, "a grid");
    memcpy(out->cells, l->cells, (size_t)l->width * l->height);
    return BA_OK;
}

static BA_RC known_of(void *ctx, size_t id, size_t other, bool *known, struct ba_err *err)
{
    (void)id;
    (void)other;
    (void)err;
    *known = *(bool *)ctx;
    return BA_OK;
}

static void of_many_forms_the_one_scanned_again_gets_the_look(void **state)
{
    size_t ids[29];
    bool known = false;
    struct duplicate_candidates_calls calls = { &known, grid_of, known_of };
    struct duplicate_candidates f;
    struct duplicate_candidates_closer closer;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    for (size_t i = 0; i < 30; i++) {
        struct sheet *s = form((uint32_t)(i == 29 ? 3 : i) + 1);

        scan(s, i == 29 ? &others[3] : &plain, LIKENESS_COARSE, &many[i]);
        free(s);
        if (i < 29)
            ids[i] = i;
    }
    assert_rc(BA_OK, duplicate_candidates_begin(&f, &calls, &err), &err);
    assert_rc(BA_OK, duplicate_candidates_look(&f, 29, ids, 29, &closer, &err), &err);
    assert_true(closer.count >= 1);
    assert_int_equal(3, closer.at[0].id);
    assert_int_equal(180, closer.at[0].place.turn_deg);
    assert_int_equal(29, f.sketches);
    assert_true(f.grids <= FIND_COARSE_MAX);
    known = true;
    assert_rc(BA_OK, duplicate_candidates_look(&f, 29, ids, 29, &closer, &err), &err);
    assert_int_equal(0, closer.count); /* what was looked at is not looked at again */
    duplicate_candidates_end(&f);
    for (size_t i = 0; i < 30; i++)
        duplicate_free(&many[i]);
}

static void only_the_likest_few_are_kept(void **state)
{
    struct duplicate_best_one room[2];
    struct duplicate_best l = { room, 0, 2 };

    (void)state;
    for (size_t i = 0; i < 5; i++)
        duplicate_best_add(&l,
                           &(struct duplicate_best_one){ .id = i, .alike = i == 2 ? 0.9 : 0.5 });
    assert_int_equal(2, l.count);
    assert_int_equal(2, room[0].id);
    assert_int_equal(4, room[1].id); /* of equals the last: a second scan follows soon */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_scanned_again_is_found_with_any_setting),
        cmocka_unit_test(a_form_scanned_again_is_found),
        cmocka_unit_test(the_same_form_filled_in_otherwise_is_another_sheet),
        cmocka_unit_test(two_letters_of_one_layout_are_two_sheets),
        cmocka_unit_test(a_letter_of_which_the_last_lines_differ_is_another_sheet),
        cmocka_unit_test(blank_sheets_never_pair),
        cmocka_unit_test(of_many_forms_the_one_scanned_again_gets_the_look),
        cmocka_unit_test(only_the_likest_few_are_kept),
        cmocka_unit_test(a_grid_comes_out_of_its_pack_as_it_went_in),
    };

    return cmocka_run_group_tests_name("likeness", tests, NULL, NULL);
}
