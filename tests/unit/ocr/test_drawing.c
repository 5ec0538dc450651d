/* Drawings drawn by code: text on end, sheets in tiles, title blocks, empty sheets. */
#include "tests/unit/ocr_fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "core/file.h"
#include "ocr/alto/alto.h"
#include "ocr/drawing.h"
#include "ocr/page.h"
#include "ocr/title_block/title_block.h"

/* An A2 at 150 dpi: larger than any letter, so a drawing whatever is on it. */
#define SHEET_W 3508
#define SHEET_H 2480
#define SHEET_DPI 150
#define PAPER 225
#define INK 40

struct fixture {
    char dir[40], alto[60], text[60];
    struct ocr_engine *engine;
};

static const struct ocr_opts opts = {
    .languages = "nld", .max_skew_deg = 15, .doubtful_pct = 60, .timeout_ms = 60000
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct ba_err err = BA_ERR_INIT;

    strcpy(f->dir, "/tmp/ba-test-drw-XXXXXX");
    if (mkdtemp(f->dir) == NULL)
        return -1;
    snprintf(f->alto, sizeof(f->alto), "%s/a.xml", f->dir);
    snprintf(f->text, sizeof(f->text), "%s/a.txt", f->dir);
    if (ocr_engine_open(&opts, &f->engine, &err) != BA_OK) {
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

static PIX *sheet(int w, int h)
{
    PIX *pix = pixCreate(w, h, 8);

    assert_non_null(pix);
    pixSetAllArbitrary(pix, PAPER);
    return pix;
}

static void write_at(PIX *pix, const char *text, int x, int y)
{
    L_BMF *font = bmfCreate(NULL, 10);

    assert_non_null(font);
    pixSetTextline(pix, font, text, INK, x, y, NULL, NULL);
    bmfDestroy(&font);
}

/* Reads the picture as a drawing; p gets what the ALTO says. */
static struct ocr_out read_drawing(const struct fixture *f, PIX *pix, double dpi,
                                   struct alto_page *p)
{
    struct raster r = fixture_raster(pix);
    struct ocr_in in = {
        .image = &r, .master = "ab.tif", .alto_path = f->alto, .text_path = f->text
    };
    struct ba_err err = BA_ERR_INIT;
    struct ocr_out out;

    r.xdpi = r.ydpi = dpi;
    assert_rc(BA_OK, ocr_page(f->engine, &in, &out, &err), &err);
    assert_int_equal(out.state, OCR_DRAWING);
    assert_rc(BA_OK, alto_read(f->alto, p, &err), &err);
    ba_raster_free(&r);
    return out;
}

/* The word is there once, with this rotation, and its middle lies in x..x+w, y..y+h of the master.
 */
static void assert_word(const struct alto_page *p, const char *text, uint32_t rotation, int x,
                        int y, int w, int h)
{
    size_t count = 0;

    for (size_t i = 0; i < p->count; i++) {
        const struct alto_word *found = &p->words[i];

        if (strcmp(found->text, text) != 0)
            continue;
        count++;
        assert_int_equal(found->rotation_deg, rotation);
        assert_true(rotation == 0 ? found->w > found->h : found->h > found->w);
        assert_in_range(found->x + found->w / 2, x, x + w);
        assert_in_range(found->y + found->h / 2, y, y + h);
    }
    if (count != 1)
        fail_msg("'%s' was found %zu times", text, count);
}

/* ---- text on end ----------------------------------------------------------------------------- */

static void text_on_end_is_read(const struct fixture *f, int quarters, uint32_t rotation)
{
    PIX *pix = sheet(SHEET_W, SHEET_H), *block = fixture_page(1100, 600, 6, PAPER, INK), *turned;
    struct alto_page p;

    for (int i = 6; i < 12; i++)
        write_at(pix, fixture_lines[i], 300, 300 + 80 * (i - 6));
    turned = pixRotateOrth(block, quarters);
    pixRasterop(pix, 2400, 800, 600, 1100, PIX_SRC, turned, 0, 0);
    read_drawing(f, pix, SHEET_DPI, &p);
    assert_word(&p, "gewaarmerkte", 0, 300, 200, 1000, 700);
    assert_word(&p, "Wethouders", rotation, 2400, 800, 600, 1100);
    assert_word(&p, "woonhuis", rotation, 2400, 800, 600, 1100);
    alto_free(&p);
    pixDestroy(&pix);
    pixDestroy(&block);
    pixDestroy(&turned);
}

static void text_that_runs_upwards_is_read(void **state)
{
    text_on_end_is_read(*state, 3, 90);
}

static void text_that_runs_downwards_is_read(void **state)
{
    text_on_end_is_read(*state, 1, 270);
}

/* ---- tiles ----------------------------------------------------------------------------------- */

static void words_at_the_seam_of_two_tiles_are_found_once(void **state)
{
    static const char *const words[] = { "bouwverordening", "voorwaarden", "tekeningen",
                                         "vergunning",      "gemeente",    "perceel",
                                         "spouwmuur",       "aangelegd" };
    PIX *grey = sheet(33000, 1400), *pix;
    struct alto_page p;

    /* The tiles part at 24000; each row begins a little further to the left of it. */
    for (int i = 0; i < 8; i++) {
        write_at(grey, words[i], 24000 - 45 * i, 200 + 140 * i);
        write_at(grey, fixture_lines[i], 600, 200 + 140 * i);
    }
    write_at(grey, "fundering", 32700, 700);
    pix = pixThresholdToBinary(grey, 128);
    pixDestroy(&grey);
    read_drawing(*state, pix, 300, &p);
    for (int i = 0; i < 8; i++) {
        size_t near = 0;

        for (size_t k = 0; k < p.count; k++) {
            const struct alto_word *w = &p.words[k];

            if (w->x > 23000 && w->x < 25000 && abs(w->y - (200 + 140 * i)) < 60) {
                near++;
                assert_string_equal(w->text, words[i]);
                assert_in_range(w->x, 24000 - 45 * i - 20, 24000 - 45 * i + 30);
            }
        }
        assert_int_equal(near, 1);
    }
    assert_word(&p, "fundering", 0, 32700, 640, 300, 120);
    alto_free(&p);
    pixDestroy(&pix);
}

/* ---- title blocks ---------------------------------------------------------------------------- */

static void frame(PIX *pix, int x, int y, int w, int h)
{
    fixture_rect(pix, x, y, w, 4, INK);
    fixture_rect(pix, x, y + h, w + 4, 4, INK);
    fixture_rect(pix, x, y, 4, h, INK);
    fixture_rect(pix, x + w, y, 4, h + 4, INK);
}

static void cell(PIX *pix, int x, int y, int w, const char *label, const char *value)
{
    frame(pix, x, y, w, 150);
    write_at(pix, label, x + 25, y + 55);
    write_at(pix, value, x + 25, y + 125);
}

static PIX *drawing_with_title_block(void)
{
    PIX *pix = sheet(SHEET_W, SHEET_H);

    frame(pix, 60, 60, SHEET_W - 120, SHEET_H - 120);
    frame(pix, 400, 400, 900, 700);
    write_at(pix, "keuken", 600, 700);
    cell(pix, 2000, 1960, 1400, "werk", "het bouwen van een woonhuis");
    cell(pix, 2000, 2110, 700, "schaal", "1 : 100");
    cell(pix, 2700, 2110, 700, "datum", "12 mei 1950");
    cell(pix, 2000, 2260, 700, "getekend", "P. Jansen");
    cell(pix, 2700, 2260, 700, "tekening nr.", "14");
    return pix;
}

static const char *field_of(const struct title_fields *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->at[i].name, name) == 0)
            return f->at[i].value;
    return "";
}

static void assert_title_block(const struct fixture *f, PIX *pix)
{
    struct ba_err err = BA_ERR_INIT;
    struct title_fields fields;
    struct alto_page p;

    read_drawing(f, pix, SHEET_DPI, &p);
    assert_true(p.title.found);
    assert_rc(BA_OK, title_fields(&p, &fields, &err), &err);
    assert_string_equal(field_of(&fields, "work"), "het bouwen van een woonhuis");
    assert_string_equal(field_of(&fields, "scale"), "1:100");
    assert_string_equal(field_of(&fields, "date"), "1950-05-12");
    assert_string_equal(field_of(&fields, "drawing_number"), "14");
    for (size_t i = 0; i < fields.count; i++) {
        const struct title_field *one = &fields.at[i];

        assert_in_range(one->x + one->w / 2, p.title.x, p.title.x + p.title.w);
        assert_in_range(one->y + one->h / 2, p.title.y, p.title.y + p.title.h);
        assert_true(one->w > 0 && one->h > 0);
    }
    title_fields_free(&fields);
    alto_free(&p);
}

static void a_title_block_is_found_and_read_cell_by_cell(void **state)
{
    PIX *pix = drawing_with_title_block();

    assert_title_block(*state, pix);
    pixDestroy(&pix);
}

static void a_title_block_is_read_on_a_drawing_that_lies_askew_and_on_its_side(void **state)
{
    PIX *upright = drawing_with_title_block();
    PIX *pix = fixture_turned(upright, 3, 1.2, PAPER);

    pixDestroy(&upright);
    assert_title_block(*state, pix);
    pixDestroy(&pix);
}

static void a_drawing_without_labels_has_no_title_block(void **state)
{
    PIX *pix = sheet(SHEET_W, SHEET_H);
    struct alto_page p;

    frame(pix, 400, 400, 900, 700);
    write_at(pix, "keuken", 600, 700);
    write_at(pix, "voorgevel", 1800, 1900);
    read_drawing(*state, pix, SHEET_DPI, &p);
    assert_true(p.count > 0);
    assert_false(p.title.found);
    alto_free(&p);
    pixDestroy(&pix);
}

/* ---- sheets with little or nothing on them --------------------------------------------------- */

static void a_drawing_without_text_is_no_failure(void **state)
{
    PIX *pix = sheet(SHEET_W, SHEET_H);
    struct alto_page p;

    for (int i = 0; i < 6; i++)
        frame(pix, 300 + 400 * i, 300 + 200 * i, 900, 700);
    read_drawing(*state, pix, SHEET_DPI, &p);
    assert_int_equal(p.count, 0);
    assert_false(p.title.found);
    alto_free(&p);
    pixDestroy(&pix);
}

/* Without drawing_still_paper Tesseract takes the noise of the paper for ink, and minutes. */
static void a_nearly_empty_drawing_on_noisy_paper_is_read_in_time(void **state)
{
    PIX *pix = sheet(SHEET_W, SHEET_H), *noise;
    struct alto_page p;

    write_at(pix, "woonhuis met garage", 600, 700);
    write_at(pix, "doorsnede over de voorgevel", 1500, 1200);
    noise = pixAddGaussianNoise(pix, 9);
    assert_non_null(noise);
    read_drawing(*state, noise, SHEET_DPI, &p);
    assert_word(&p, "woonhuis", 0, 500, 600, 600, 200);
    alto_free(&p);
    pixDestroy(&pix);
    pixDestroy(&noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_runs_upwards_is_read),
        cmocka_unit_test(text_that_runs_downwards_is_read),
        cmocka_unit_test(words_at_the_seam_of_two_tiles_are_found_once),
        cmocka_unit_test(a_title_block_is_found_and_read_cell_by_cell),
        cmocka_unit_test(a_title_block_is_read_on_a_drawing_that_lies_askew_and_on_its_side),
        cmocka_unit_test(a_drawing_without_labels_has_no_title_block),
        cmocka_unit_test(a_drawing_without_text_is_no_failure),
        cmocka_unit_test(a_nearly_empty_drawing_on_noisy_paper_is_read_in_time),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
