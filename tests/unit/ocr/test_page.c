/* The whole stage on pages drawn by code: text, places, states, failures, same bytes. */
#include "tests/unit/ocr_fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "ocr/alto/alto.h"
#include "ocr/page.h"

#define PAGE_W 1748
#define PAGE_H 1240
#define PAPER 225
#define INK 40

struct fixture {
    char dir[40], alto[60], text[60];
    struct ocr_engine *engine;
};

static const struct ocr_opts plain_opts = {
    .languages = "nld", .max_skew_deg = 15, .doubtful_pct = 60, .timeout_ms = 120000
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct ba_err err = BA_ERR_INIT;

    strcpy(f->dir, "/tmp/ba-test-ocr-XXXXXX");
    if (mkdtemp(f->dir) == NULL)
        return -1;
    snprintf(f->alto, sizeof(f->alto), "%s/a.xml", f->dir);
    snprintf(f->text, sizeof(f->text), "%s/a.txt", f->dir);
    if (ocr_engine_open(&plain_opts, &f->engine, &err) != BA_OK) {
        print_error("%s: %s\n", err.code, err.msg);
        return -1;
    }
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    ocr_engine_close(f->engine);
    unlink(f->alto);
    unlink(f->text);
    rmdir(f->dir);
    free(f);
    return 0;
}

/* Runs the stage on the picture with the given engine; the files are those of the fixture. */
static BA_RC read_with(const struct fixture *f, struct ocr_engine *e, PIX *pix, struct ocr_out *out,
                       struct ba_err *err)
{
    struct raster r = fixture_raster(pix);
    struct ocr_in in = {
        .image = &r, .master = "ab.tif", .frame = 0, .alto_path = f->alto, .text_path = f->text
    };
    enum ba_rc rc = ocr_page(e, &in, out, err);

    ba_raster_free(&r);
    return rc;
}

static struct ocr_out read_page(const struct fixture *f, PIX *pix)
{
    struct ba_err err = BA_ERR_INIT;
    struct ocr_out out;

    assert_rc(BA_OK, read_with(f, f->engine, pix, &out, &err), &err);
    return out;
}

static char *contents(const char *path)
{
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    char *s;

    assert_rc(BA_OK, ba_file_read(path, &b, &err), &err);
    s = strdup(ba_buf_str(&b));
    ba_buf_free(&b);
    return s;
}

/* How many of the drawn words are in the text file. */
static size_t words_found(const struct fixture *f, size_t lines, size_t *drawn)
{
    char *text = contents(f->text), word[40];
    size_t found = 0;

    *drawn = 0;
    for (size_t i = 0; i < lines; i++) {
        const char *p = fixture_lines[i];
        int n;

        while (sscanf(p, "%39s%n", word, &n) == 1) {
            ++*drawn;
            found += strstr(text, word) != NULL;
            p += n;
        }
    }
    free(text);
    return found;
}

static void assert_read(const struct fixture *f, size_t lines)
{
    size_t drawn, found = words_found(f, lines, &drawn);

    if (found * 100 < drawn * 90)
        fail_msg("%zu of %zu words were read", found, drawn);
}

/* Share of the words whose box on the master holds ink: at least a tenth of its pixels. */
static double on_the_ink(const struct fixture *f, PIX *pix)
{
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p;
    size_t good = 0;
    double share;

    assert_rc(BA_OK, alto_read(f->alto, &p, &err), &err);
    assert_true(p.count > 0);
    for (size_t i = 0; i < p.count; i++) {
        const struct alto_word *w = &p.words[i];
        long dark = 0;

        for (int y = w->y; y < w->y + w->h; y++) {
            for (int x = w->x; x < w->x + w->w; x++) {
                l_uint32 v = 255;

                pixGetPixel(pix, x, y, &v);
                dark += v < 130;
            }
        }
        good += dark * 10 >= (long)w->w * w->h;
    }
    share = (double)good / (double)p.count;
    alto_free(&p);
    return share;
}

static void a_straight_page_is_read_and_its_boxes_lie_on_the_ink(void **state)
{
    struct fixture *f = *state;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 12, PAPER, INK);
    struct ocr_out out = read_page(f, pix);

    assert_int_equal(out.state, OCR_TEXT);
    assert_int_equal(out.orientation_deg, 0);
    assert_true(out.orientation_sure);
    assert_int_equal(out.recognitions, 1);
    assert_true(out.confidence_pct > 70);
    assert_read(f, 12);
    assert_true(on_the_ink(f, pix) > 0.95);
    pixDestroy(&pix);
}

static void turned_and_skewed_pages_are_read_and_their_boxes_lie_on_the_ink(void **state)
{
    struct fixture *f = *state;

    for (int quarters = 1; quarters < 4; quarters++) {
        PIX *page = fixture_page(PAGE_W, PAGE_H, 12, PAPER, INK);
        PIX *pix = fixture_turned(page, quarters, 4.0 - 3.0 * quarters, PAPER);
        struct ocr_out out = read_page(f, pix);

        assert_int_equal(out.orientation_deg, 360 - 90 * quarters);
        assert_true(out.orientation_sure);
        assert_true(out.skew_applied);
        assert_true(fabs(out.skew_deg - (4.0 - 3.0 * quarters)) < 0.15);
        assert_read(f, 12);
        assert_true(on_the_ink(f, pix) > 0.9);
        pixDestroy(&pix);
        pixDestroy(&page);
    }
}

/* Columns of figures, as in a calculation: their neighbours stand below them, and no ascenders. */
static PIX *page_of_figures(void)
{
    PIX *page = fixture_page(PAGE_W, PAGE_H, 0, PAPER, INK);
    L_BMF *font = bmfCreate(NULL, 10);
    char figures[40];

    assert_non_null(font);
    for (int row = 0; row < 14; row++) {
        for (int column = 0; column < 4; column++) {
            snprintf(figures, sizeof(figures), "%d,%d%d", 37 * row + 11 * column + 120,
                     (row + 3) % 10, (column * 7 + row) % 10);
            pixSetTextline(page, font, figures, INK, 220 + 360 * column, 200 + 64 * row, NULL,
                           NULL);
        }
    }
    pixSetTextline(page, font, "Berekening van de balklaag boven de begane grond", INK, 220, 120,
                   NULL, NULL);
    bmfDestroy(&font);
    return page;
}

static void a_calculation_is_read_once_and_upside_down_it_is_turned(void **state)
{
    struct fixture *f = *state;
    PIX *page = page_of_figures(), *turned = pixRotateOrth(page, 2);
    struct ocr_out out = read_page(f, page);
    char *text = contents(f->text);

    assert_int_equal(out.orientation_deg, 0);
    assert_true(out.orientation_sure);
    assert_int_equal(out.recognitions, 1);
    assert_non_null(strstr(text, "balklaag"));
    free(text);
    out = read_page(f, turned);
    text = contents(f->text);
    assert_int_equal(out.orientation_deg, 180);
    assert_true(out.orientation_sure);
    assert_non_null(strstr(text, "balklaag"));
    free(text);
    pixDestroy(&turned);
    pixDestroy(&page);
}

static void a_bilevel_page_with_specks_is_read(void **state)
{
    struct fixture *f = *state;
    PIX *grey = fixture_page(PAGE_W, PAGE_H, 6, PAPER, INK);
    PIX *pix = pixThresholdToBinary(grey, 140);

    for (int i = 0; i < 400; i++)
        pixSetPixel(pix, (i * 7919) % PAGE_W, (i * 104729) % PAGE_H, 1);
    assert_int_equal(read_page(f, pix).state, OCR_TEXT);
    assert_read(f, 6);
    pixDestroy(&pix);
    pixDestroy(&grey);
}

static void an_inverted_page_is_read(void **state)
{
    struct fixture *f = *state;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 6, PAPER, INK);

    pixInvert(pix, pix);
    read_page(f, pix);
    assert_read(f, 6);
    pixDestroy(&pix);
}

static void the_cells_of_a_ruled_form_are_read(void **state)
{
    struct fixture *f = *state;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 6, PAPER, INK);

    for (int i = 0; i < 7; i++)
        fixture_rect(pix, 120, PAGE_H / 8 - 44 + 62 * i, 1500, 4, INK);
    fixture_rect(pix, 120, PAGE_H / 8 - 44, 4, 376, INK);
    fixture_rect(pix, 1620, PAGE_H / 8 - 44, 4, 376, INK);
    read_page(f, pix);
    assert_read(f, 6);
    pixDestroy(&pix);
}

static void a_blank_page_is_not_recognised_but_has_its_files(void **state)
{
    struct fixture *f = *state;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 0, PAPER, INK);
    struct ocr_out out = read_page(f, pix);
    struct ba_err err = BA_ERR_INIT;
    struct alto_page p;
    char *text = contents(f->text);

    assert_int_equal(out.state, OCR_BLANK);
    assert_int_equal(out.recognitions, 0);
    assert_int_equal(out.words, 0);
    assert_true(out.confidence_pct == -1);
    assert_false(out.doubtful);
    assert_string_equal(text, "");
    assert_rc(BA_OK, alto_read(f->alto, &p, &err), &err);
    assert_int_equal(p.count, 0);
    alto_free(&p);
    free(text);
    pixDestroy(&pix);
}

static void the_same_page_gives_the_same_bytes_whatever_came_before(void **state)
{
    struct fixture *f = *state;
    PIX *one = fixture_page(PAGE_W, PAGE_H, 4, PAPER, INK);
    PIX *other = fixture_page(PAGE_W, PAGE_H, 12, PAPER, 90);
    char *first, *second;

    read_page(f, one);
    first = contents(f->alto);
    read_page(f, other);
    read_page(f, one);
    second = contents(f->alto);
    assert_string_equal(first, second);
    free(first);
    free(second);
    pixDestroy(&one);
    pixDestroy(&other);
}

static void a_page_that_takes_too_long_fails_and_the_engine_goes_on(void **state)
{
    struct fixture *f = *state;
    struct ocr_opts opts = plain_opts;
    struct ocr_engine *hasty = NULL;
    struct ba_err err = BA_ERR_INIT;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 12, PAPER, INK);
    struct ocr_out out;

    opts.timeout_ms = 60;
    assert_rc(BA_OK, ocr_engine_open(&opts, &hasty, &err), &err);
    unlink(f->text);
    for (int i = 0; i < 2; i++) {
        assert_rc(BA_ITEM, read_with(f, hasty, pix, &out, &err), &err);
        assert_string_equal(err.code, "OCR_TIMEOUT");
        assert_true(out.ink_pct > 0);
    }
    assert_int_not_equal(access(f->text, F_OK), 0);
    ocr_engine_close(hasty);
    pixDestroy(&pix);
}

static void a_folder_that_is_gone_is_a_write_error(void **state)
{
    struct fixture *f = *state, gone = *f;
    struct ba_err err = BA_ERR_INIT;
    PIX *pix = fixture_page(PAGE_W, PAGE_H, 0, PAPER, INK);
    struct ocr_out out;

    strcpy(gone.text, "/nonexistent/a.txt");
    assert_rc(BA_FATAL, read_with(&gone, f->engine, pix, &out, &err), &err);
    assert_string_equal(err.code, "FILE_WRITE");
    pixDestroy(&pix);
}

static void a_missing_model_names_the_package(void **state)
{
    struct ocr_opts opts = plain_opts;
    struct ocr_engine *e = NULL;
    struct ba_err err = BA_ERR_INIT;
    char *rev = NULL;

    (void)state;
    opts.languages = "nld+xyz";
    assert_rc(BA_FATAL, ocr_engine_open(&opts, &e, &err), &err);
    assert_string_equal(err.code, "OCR_ENGINE");
    assert_non_null(strstr(err.msg, "tesseract-ocr-xyz"));
    assert_null(e);
    assert_rc(BA_FATAL, ocr_revision(&opts, &rev, &err), &err);
    assert_string_equal(err.code, "OCR_ENGINE");
    opts.languages = "../../etc/passwd";
    assert_rc(BA_FATAL, ocr_engine_open(&opts, &e, &err), &err);
    opts = plain_opts;
    opts.tessdata = "/nonexistent";
    assert_rc(BA_FATAL, ocr_engine_open(&opts, &e, &err), &err);
    assert_string_equal(err.code, "OCR_ENGINE");
}

static void the_revision_is_stable_and_changes_with_what_decides_the_text(void **state)
{
    struct ocr_opts opts = plain_opts;
    struct ba_err err = BA_ERR_INIT;
    char *a, *b, *c;

    (void)state;
    assert_rc(BA_OK, ocr_revision(&opts, &a, &err), &err);
    opts.timeout_ms = 5; /* how long we wait decides no text */
    assert_rc(BA_OK, ocr_revision(&opts, &b, &err), &err);
    opts.max_skew_deg = 7;
    assert_rc(BA_OK, ocr_revision(&opts, &c, &err), &err);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
    assert_null(strchr(a, '\n'));
    free(a);
    free(b);
    free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_straight_page_is_read_and_its_boxes_lie_on_the_ink),
        cmocka_unit_test(turned_and_skewed_pages_are_read_and_their_boxes_lie_on_the_ink),
        cmocka_unit_test(a_calculation_is_read_once_and_upside_down_it_is_turned),
        cmocka_unit_test(a_bilevel_page_with_specks_is_read),
        cmocka_unit_test(an_inverted_page_is_read),
        cmocka_unit_test(the_cells_of_a_ruled_form_are_read),
        cmocka_unit_test(a_blank_page_is_not_recognised_but_has_its_files),
        cmocka_unit_test(the_same_page_gives_the_same_bytes_whatever_came_before),
        cmocka_unit_test(a_page_that_takes_too_long_fails_and_the_engine_goes_on),
        cmocka_unit_test(a_folder_that_is_gone_is_a_write_error),
        cmocka_unit_test(a_missing_model_names_the_package),
        cmocka_unit_test(the_revision_is_stable_and_changes_with_what_decides_the_text),
    };

    setMsgSeverity(L_SEVERITY_NONE);
    return cmocka_run_group_tests_name("ocr page", tests, setup, teardown);
}
