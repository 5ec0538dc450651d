/* What a first reading leaves on the page is read by itself, put where it stands, and told. */
#include "tests/unit/ocr_fixture.h"

#include "ocr/page.h"
#include "ocr/unread.h"

#define PAGE_W 1748
#define PAGE_H 1240

struct reading {
    PIX *pix;
    struct ocr_engine *engine;
    struct ocr_image image;
    struct ocr_transform t;
    struct recognition r;
};

static const struct ocr_opts opts = { .languages = "nld", .max_skew_deg = 15, .doubtful_pct = 60 };

static void open_reading(struct reading *a)
{
    struct recognise_opts how = { .layout = LAYOUT_PAGE, .dpi = 300 };
    struct ba_err err = BA_ERR_INIT;
    struct raster raster;

    *a = (struct reading){ .pix = fixture_page(PAGE_W, PAGE_H, 6, 225, 40) };
    raster = fixture_raster(a->pix);
    ocr_transform_init(&a->t, raster.width_px, raster.height_px, raster.xdpi, raster.ydpi, 0, 0);
    assert_rc(BA_OK, image_open(&a->image, &raster, &a->t, &err), &err);
    ba_raster_free(&raster);
    assert_rc(BA_OK, ocr_engine_open(&opts, &a->engine, &err), &err);
    assert_rc(BA_OK, recognise(a->engine, a->pix, &how, &a->r, &err), &err);
    assert_true(a->r.count > 20);
}

static void close_reading(struct reading *a)
{
    recognition_free(&a->r);
    image_close(&a->image);
    ocr_engine_close(a->engine);
    pixDestroy(&a->pix);
}

/* The reading forgets the words that begin right of x. */
static void forget(struct reading *a, double x)
{
    size_t kept = 0;

    for (size_t i = 0; i < a->r.count; i++) {
        if (a->r.words[i].box.x > x)
            free(a->r.words[i].text);
        else
            a->r.words[kept++] = a->r.words[i];
    }
    a->r.count = kept;
}

static struct unread look(struct reading *a, uint32_t *recognitions)
{
    struct ba_err err = BA_ERR_INIT;
    struct unread u;

    *recognitions = 0;
    assert_rc(BA_OK,
              unread_read(a->engine, &a->image, &a->t, false, 0, &a->r, recognitions, &u, &err),
              &err);
    return u;
}

static void a_page_that_was_read_whole_is_not_read_again(void **state)
{
    struct reading a;
    uint32_t recognitions;
    struct unread u;

    (void)state;
    open_reading(&a);
    u = look(&a, &recognitions);
    assert_int_equal(recognitions, 0);
    assert_int_equal(u.rows, 0);
    assert_false(unread_is_much(&u));
    close_reading(&a);
}

static void a_lost_column_is_read_and_stands_behind_the_words_of_its_lines(void **state)
{
    struct reading a;
    uint32_t recognitions;
    struct unread u;
    size_t all;

    (void)state;
    open_reading(&a);
    all = a.r.count;
    forget(&a, 800);
    assert_true(a.r.count + 8 < all);
    u = look(&a, &recognitions);
    assert_true(recognitions > 0);
    assert_true(a.r.count + 1 >= all && a.r.count <= all);
    assert_false(unread_is_much(&u));
    for (size_t i = 1; i < a.r.count; i++) {
        const struct found_word *p = &a.r.words[i - 1], *w = &a.r.words[i];

        assert_true(w->line >= p->line && w->block >= p->block);
        if (w->line == p->line)
            assert_true(w->box.x > p->box.x);
    }
    close_reading(&a);
}

/* Strokes in rows, as large as letters, that are none. */
static void what_cannot_be_read_is_told_with_its_place(void **state)
{
    struct reading a;
    uint32_t recognitions;
    struct unread u;

    (void)state;
    open_reading(&a);
    for (int line = 0; line < 3; line++)
        for (int i = 0; i < 24; i++)
            fixture_rect(a.pix, 300 + 34 * i, 800 + 70 * line + 2 * (i % 3), 22, 18 + 5 * (i % 2),
                         40);
    image_close(&a.image);
    {
        struct raster raster = fixture_raster(a.pix);
        struct ba_err err = BA_ERR_INIT;

        assert_rc(BA_OK, image_open(&a.image, &raster, &a.t, &err), &err);
        ba_raster_free(&raster);
    }
    u = look(&a, &recognitions);
    assert_true(unread_is_much(&u));
    assert_true(u.boxes[0].y > 780 && u.boxes[0].w > 400);
    close_reading(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_was_read_whole_is_not_read_again),
        cmocka_unit_test(a_lost_column_is_read_and_stands_behind_the_words_of_its_lines),
        cmocka_unit_test(what_cannot_be_read_is_told_with_its_place),
    };

    return cmocka_run_group_tests_name("unread ink", tests, NULL, NULL);
}
