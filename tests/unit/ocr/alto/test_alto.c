#include "tests/unit/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/page_transform.h"
#include "ocr/alto/alto.h"

struct fixture {
    char dir[40], path[60];
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    strcpy(f->dir, "/tmp/ba-test-alto-XXXXXX");
    if (mkdtemp(f->dir) == NULL)
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/a.xml", f->dir);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    unlink(f->path);
    rmdir(f->dir);
    free(f);
    return 0;
}

static const struct alto_step step = {
    "preOperation", "deskew & <turn>", "skew=1", "bouwarchief", "1", "leptonica-1"
};
static const struct alto_source source = {
    .master = "ab.tif", .frame = 2, .kind = "text", .steps = &step, .step_count = 1
};

/* Five words on three lines in two paragraphs on a page that was turned and skewed. */
static struct alto_page sample(uint32_t turn_deg, double skew_deg)
{
    static const struct {
        const char *text;
        double x, y, w, h;
        uint32_t paragraph, line;
    } words[] = {
        { "Bouw", 300, 300, 120, 40, 0, 0 },    { "ver-", 440, 300, 90, 40, 0, 0 },
        { "gunning", 300, 360, 200, 40, 0, 1 }, { "\"<&>'\xC3\xA9", 520, 360, 80, 40, 0, 1 },
        { "boven-", 300, 460, 150, 40, 1, 2 },
    };
    struct alto_page p = { .width_px = 2480,
                           .height_px = 3508,
                           .xdpi = 300,
                           .ydpi = 300,
                           .orientation_deg = turn_deg,
                           .skew_deg = skew_deg,
                           .count = 5 };
    struct ocr_transform t;

    ocr_transform_init(&t, 2480, 3508, 300, 300, turn_deg, skew_deg);
    p.words = calloc(5, sizeof(*p.words));
    for (size_t i = 0; i < 5; i++) {
        struct ocr_box page = { words[i].x, words[i].y, words[i].w, words[i].h };
        struct ocr_box m = ocr_box_to_master(&t, page);

        p.words[i] = (struct alto_word){ .text = strdup(words[i].text),
                                         .x = (int32_t)lround(m.x),
                                         .y = (int32_t)lround(m.y),
                                         .w = (int32_t)lround(m.w),
                                         .h = (int32_t)lround(m.h),
                                         .confidence = 0.5 + 0.1 * (double)i,
                                         .ux = page.x,
                                         .uy = page.y,
                                         .uw = page.w,
                                         .uh = page.h,
                                         .paragraph = words[i].paragraph,
                                         .line = words[i].line };
    }
    return p;
}

static void assert_near(double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance))
        fail_msg("%f is not %f", a, b);
}

static void what_was_written_is_read_back(void **state)
{
    static const double skews[] = { 0, 2.25, -11.5 };
    struct fixture *f = *state;
    struct ba_err err = BA_ERR_INIT;

    for (uint32_t turn = 0; turn < 360; turn += 90) {
        for (size_t s = 0; s < 3; s++) {
            struct alto_page p = sample(turn, skews[s]), q;

            alto_find_hyphens(&p);
            assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
            assert_rc(BA_OK, alto_read(f->path, &q, &err), &err);
            assert_int_equal(q.count, p.count);
            assert_int_equal(q.orientation_deg, turn);
            assert_near(q.skew_deg, skews[s], 1e-4);
            assert_int_equal(q.width_px, 2480);
            for (size_t i = 0; i < p.count; i++) {
                const struct alto_word *a = &p.words[i], *b = &q.words[i];

                assert_string_equal(a->text, b->text);
                assert_int_equal(a->x, b->x);
                assert_int_equal(a->h, b->h);
                assert_int_equal(a->paragraph, b->paragraph);
                assert_int_equal(a->line, b->line);
                assert_int_equal(a->hyphenated, b->hyphenated);
                assert_int_equal(b->rotation_deg, 0);
                assert_near(a->confidence, b->confidence, 0.005);
                assert_near(a->ux, b->ux, 2);
                assert_near(a->uy, b->uy, 2);
                assert_near(a->uw, b->uw, 2);
                assert_near(a->uh, b->uh, 2);
            }
            alto_free(&p);
            alto_free(&q);
        }
    }
}

static void text_on_end_keeps_its_rotation(void **state)
{
    struct fixture *f = *state;
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p = sample(180, -1.5), q;

    p.words[4].rotation_deg = 90;
    assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
    assert_rc(BA_OK, alto_read(f->path, &q, &err), &err);
    assert_int_equal(q.words[3].rotation_deg, 0);
    assert_int_equal(q.words[4].rotation_deg, 90);
    alto_free(&p);
    alto_free(&q);
}

static void the_words_of_a_title_block_lie_together_and_are_read_back_so(void **state)
{
    const struct fixture *f = *state;
    struct alto_page p = sample(90, 1.5), back;
    struct ba_err err = BA_ERR_INIT;

    p.title = (struct alto_title){ true, 200, 310, 800, 400, 1 };
    for (size_t i = 3; i < p.count; i++)
        p.words[i].block = p.words[i].paragraph + 1;
    assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
    assert_rc(BA_OK, alto_read(f->path, &back, &err), &err);
    assert_true(back.title.found);
    assert_int_equal(back.title.x, 200);
    assert_int_equal(back.title.y, 310);
    assert_int_equal(back.title.w, 800);
    assert_int_equal(back.title.h, 400);
    assert_int_equal(back.title.first_block, 1);
    assert_int_equal(back.count, p.count);
    for (size_t i = 0; i < p.count; i++)
        assert_int_equal(back.words[i].block >= 1, i >= 3);
    alto_free(&p);
    alto_free(&back);
}

static void a_divided_word_is_joined_in_the_text_and_a_suspended_hyphen_stays(void **state)
{
    struct alto_page p = sample(0, 0);
    struct ba_buf text = BA_BUF_INIT(1000);

    (void)state;
    p.words[3].line = 2; /* "boven-" ends a line, "en" follows */
    p.words[4].line = 2;
    p.words[4].paragraph = 0;
    p.words = realloc(p.words, 6 * sizeof(*p.words));
    p.words[5] = (struct alto_word){ .text = strdup("en"), .line = 3 };
    p.count = 6;
    alto_find_hyphens(&p);
    alto_text(&p, &text);
    assert_string_equal(ba_buf_str(&text), "Bouw vergunning\n\"<&>'\xC3\xA9 boven-\nen\n");
    assert_true(p.words[1].hyphenated);
    assert_false(p.words[4].hyphenated);
    alto_free(&p);
    ba_buf_free(&text);
}

/* The text of two words, the second on the next line. */
static char *text_of_two(const char *first, const char *second)
{
    struct alto_page p = { .count = 2 };
    struct ba_buf text = BA_BUF_INIT(1000);
    char *out;

    p.words = calloc(2, sizeof(*p.words));
    p.words[0] = (struct alto_word){ .text = strdup(first) };
    p.words[1] = (struct alto_word){ .text = strdup(second), .line = 1 };
    alto_find_hyphens(&p);
    alto_text(&p, &text);
    out = strdup(ba_buf_str(&text));
    alto_free(&p);
    ba_buf_free(&text);
    return out;
}

static void a_hyphen_at_a_line_s_end_is_taken_off_only_where_a_word_was_divided(void **state)
{
    static const struct {
        const char *first, *second, *text;
    } cases[] = {
        { "bouw-", "vergunning", "bouwvergunning\n" },
        { "Bouw-", "vergunning.", "Bouwvergunning.\n" },
        { "goedge-", "keurd,", "goedgekeurd,\n" },
        { "ge\xC3\xAF-", "soleerd", "ge\xC3\xAFsoleerd\n" },
        { "bouw\xC2\xAC", "vergunning", "bouwvergunning\n" },
        { "bouw\xE2\x80\x90", "vergunning", "bouwvergunning\n" },
        { "Noord-", "Holland", "Noord-\nHolland\n" },
        { "Burgemeester-", "Wethouder", "Burgemeester-\nWethouder\n" },
        { "voor-", "en", "voor-\nen\n" },
        { "op-", "of", "op-\nof\n" },
        { "op-", "en/of", "op-\nen/of\n" },
        { "PTT-", "kantoor", "PTT-\nkantoor\n" },
        { "1-", "13", "1-\n13\n" },
        { "1931-", "heden", "1931-\nheden\n" },
        { "nr.12-", "a", "nr.12-\na\n" },
        { "x-", "as", "x-\nas\n" },
        { "-", "vergunning", "-\nvergunning\n" },
        { "f.-", "per", "f.-\nper\n" },
        { "bouw-", "12", "bouw-\n12\n" },
        { "BOUWVERGUN-", "NING", "BOUWVERGUNNING\n" },
        { "WONINGBOUW-", "VERENIGING,", "WONINGBOUWVERENIGING,\n" },
        { "NOORD-", "HOLLAND", "NOORD-\nHOLLAND\n" },
        { "PTT-", "KANTOOR", "PTT-\nKANTOOR\n" },
        { "AANVRA-", "Gelet", "AANVRA-\nGelet\n" },
        { "BOUW-", "1931", "BOUW-\n1931\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *text = text_of_two(cases[i].first, cases[i].second);

        assert_string_equal(text, cases[i].text);
        free(text);
    }
}

static void paragraphs_are_separated_by_an_empty_line(void **state)
{
    struct alto_page p = sample(0, 0);
    struct ba_buf text = BA_BUF_INIT(1000);

    (void)state;
    alto_text(&p, &text);
    assert_string_equal(ba_buf_str(&text), "Bouw ver-\ngunning \"<&>'\xC3\xA9\n\nboven-\n");
    alto_free(&p);
    ba_buf_free(&text);
}

static void a_page_without_words_is_written_and_read(void **state)
{
    struct fixture *f = *state;
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p = { .width_px = 10, .height_px = 20 }, q;

    assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
    assert_rc(BA_OK, alto_read(f->path, &q, &err), &err);
    assert_int_equal(q.count, 0);
    assert_int_equal(q.height_px, 20);
    alto_free(&q);
}

static void the_same_page_gives_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct ba_err err = BA_ERR_INIT;
    struct ba_buf one = BA_BUF_INIT(1 << 20), two = BA_BUF_INIT(1 << 20);
    struct alto_page p = sample(90, 1.25);

    assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
    assert_rc(BA_OK, ba_file_read(f->path, &one, &err), &err);
    assert_rc(BA_OK, alto_write(f->path, &p, &source, &err), &err);
    assert_rc(BA_OK, ba_file_read(f->path, &two, &err), &err);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    ba_buf_free(&one);
    ba_buf_free(&two);
    alto_free(&p);
}

#define HEAD                                                                                       \
    "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Description>"                       \
    "<Processing ID=\"GEOMETRY\"><processingStepSettings>turn_deg=0 skew_deg=0.0 xdpi=300.0 "      \
    "ydpi=300.0</processingStepSettings></Processing></Description><Layout>"                       \
    "<Page ID=\"PAGE\" WIDTH=\"100\" HEIGHT=\"100\"><PrintSpace>"
#define LINE "<ComposedBlock><TextBlock><TextLine>"
#define TAIL "</PrintSpace></Page></Layout></alto>"
#define BACK "</TextLine></TextBlock></ComposedBlock>"
#define AT "HPOS=\"1\" VPOS=\"1\" WIDTH=\"5\" HEIGHT=\"5\" WC=\"1\" "

static void damaged_and_hostile_files_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "not xml at all",
        "<alto/>",
        "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"/>",
        HEAD LINE "<String " AT "CONTENT=\"cut",
        HEAD LINE "<String " AT "CONTENT=\"\"/>" BACK TAIL,
        HEAD LINE
        "<String HPOS=\"x\" VPOS=\"1\" WIDTH=\"5\" HEIGHT=\"5\" WC=\"1\" CONTENT=\"a\"/>" BACK TAIL,
        HEAD LINE
        "<String HPOS=\"1\" VPOS=\"1\" WIDTH=\"5e99\" HEIGHT=\"5\" WC=\"1\" CONTENT=\"a\"/>" BACK
            TAIL,
        HEAD LINE
        "<String HPOS=\"1\" VPOS=\"1\" WIDTH=\"nan\" HEIGHT=\"5\" WC=\"1\" CONTENT=\"a\"/>" BACK
            TAIL,
        HEAD LINE
        "<String HPOS=\"1\" VPOS=\"1\" WIDTH=\"5\" HEIGHT=\"5\" WC=\"7\" CONTENT=\"a\"/>" BACK TAIL,
        HEAD "<String " AT "CONTENT=\"outside\"/>" TAIL,
        "<!DOCTYPE alto [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" HEAD LINE "<String " AT
        "CONTENT=\"a\"/>" BACK TAIL,
        "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" HEAD TAIL,
        ("<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Layout><Page ID=\"P\" "
         "WIDTH=\"9\" HEIGHT=\"9\"/></Layout></alto>"),
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct ba_err err = BA_ERR_INIT;
        struct alto_page p;

        assert_rc(BA_OK, ba_file_replace(f->path, bad[i], strlen(bad[i]), 0644, &err), &err);
        if (alto_read(f->path, &p, &err) != BA_ITEM)
            fail_msg("accepted: %s", bad[i]);
        assert_string_equal(err.code, "ALTO_DAMAGED");
        assert_null(p.words);
        assert_int_equal(p.count, 0);
    }
}

static void a_well_formed_file_of_that_kind_is_accepted(void **state)
{
    static const char good[] = HEAD LINE "<String " AT "CONTENT=\"a\"/>" BACK TAIL;
    struct fixture *f = *state;
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p;

    assert_rc(BA_OK, ba_file_replace(f->path, good, strlen(good), 0644, &err), &err);
    assert_rc(BA_OK, alto_read(f->path, &p, &err), &err);
    assert_int_equal(p.count, 1);
    alto_free(&p);
}

static void a_missing_file_is_said_to_be_unreadable(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p;

    (void)state;
    assert_rc(BA_ITEM, alto_read("/nonexistent/a.xml", &p, &err), &err);
    assert_string_equal(err.code, "FILE_READ");
}

static void a_folder_that_is_not_there_fails_the_write(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p = { .width_px = 10, .height_px = 20 };

    (void)state;
    assert_rc(BA_FATAL, alto_write("/nonexistent/a.xml", &p, &source, &err), &err);
    assert_string_equal(err.code, "FILE_WRITE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(the_words_of_a_title_block_lie_together_and_are_read_back_so),
        cmocka_unit_test(text_on_end_keeps_its_rotation),
        cmocka_unit_test(a_divided_word_is_joined_in_the_text_and_a_suspended_hyphen_stays),
        cmocka_unit_test(a_hyphen_at_a_line_s_end_is_taken_off_only_where_a_word_was_divided),
        cmocka_unit_test(paragraphs_are_separated_by_an_empty_line),
        cmocka_unit_test(a_page_without_words_is_written_and_read),
        cmocka_unit_test(the_same_page_gives_the_same_bytes),
        cmocka_unit_test(damaged_and_hostile_files_are_refused),
        cmocka_unit_test(a_well_formed_file_of_that_kind_is_accepted),
        cmocka_unit_test(a_missing_file_is_said_to_be_unreadable),
        cmocka_unit_test(a_folder_that_is_not_there_fails_the_write),
    };

    return cmocka_run_group_tests_name("ocr alto", tests, setup, teardown);
}
