/* What is on a sheet besides the codes of a separator: a separator has no content of its own. */
#include <math.h>

#include "ingest/separator/sheet_content.h"
#include "tests/unit/sheet_picture.h"
#include "tests/unit/test.h"

#define DPI 300
#define CODE "DOSSIER:1974/0231"

static int px(double mm)
{
    return (int)(mm * DPI / 25.4);
}

static void write_text(PIX *pix, const char *text, double x_mm, double y_mm, int size,
                       l_uint32 shade)
{
    L_BMF *bmf = bmfCreate(NULL, size);

    assert_non_null(bmf);
    pixSetTextline(pix, bmf, text, shade, px(x_mm), px(y_mm), NULL, NULL);
    bmfDestroy(&bmf);
}

/* In letters of 10 mm. */
static void write_large(PIX *pix, const char *text, double x_mm, double y_mm)
{
    PIX *line = pixCreate(px(60), px(8), 8), *large;

    assert_non_null(line);
    pixSetAll(line);
    write_text(line, text, 1, 6, 20, 0);
    large = pixScale(line, 2, 2);
    pixRasterop(pix, px(x_mm), px(y_mm), pixGetWidth(large), pixGetHeight(large), PIX_SRC, large, 0,
                0);
    pixDestroy(&line);
    pixDestroy(&large);
}

/* Our own sheet with its words, as it is printed. */
static PIX *own_sheet(void)
{
    const struct sheet_words words = { .code = CODE,
                                       .heading = "Dossier",
                                       .name = "1974/0231",
                                       .title = "Vergroten van een woonhuis met garage",
                                       .address = "Wilhelminalaan 9",
                                       .box = "Doos 44",
                                       .advice = "Leg dit blad voor het eerste stuk." };
    struct sheet_layout layout;
    struct ba_err err = BA_ERR_INIT;
    PIX *pix;

    assert_rc(BA_OK, sheet_lay_out(&words, &layout, &err), &err);
    pix = sheet_pix(&layout, DPI);
    for (size_t i = 0; i < layout.line_count; i++)
        if (layout.lines[i].quarters == 0)
            write_text(pix, layout.lines[i].text, layout.lines[i].x * 25.4 / SHEET_DPI,
                       layout.lines[i].y * 25.4 / SHEET_DPI, layout.lines[i].size_pt > 10 ? 16 : 8,
                       0);
    sheet_layout_free(&layout);
    return pix;
}

static PIX *white_page(void)
{
    PIX *pix = pixCreate(px(210), px(297), 8);

    assert_non_null(pix);
    pixSetAll(pix);
    return pix;
}

/* A Code 128 w_mm long: cut from the top edge of our own sheet. */
static void stick(PIX *pix, double x_mm, double y_mm, double w_mm)
{
    PIX *sheet = own_sheet();
    BOX *box = boxCreate(px(43), px(54), px(124), px(12.4));
    PIX *code = pixClipRectangle(sheet, box, NULL), *scaled;
    float factor = (float)(w_mm / 124);

    scaled = pixScale(code, factor, factor < 0.8f ? 0.8f : factor);
    pixRasterop(pix, px(x_mm), px(y_mm), pixGetWidth(scaled), pixGetHeight(scaled), PIX_SRC, scaled,
                0, 0);
    boxDestroy(&box);
    pixDestroy(&sheet);
    pixDestroy(&code);
    pixDestroy(&scaled);
}

static void write_letter(PIX *pix, int lines, l_uint32 shade)
{
    for (int i = 0; i < lines; i++)
        write_text(pix, "Ondergeteekende verzoekt beleefd vergunning tot het bouwen", 25,
                   50 + 12 * i, 12, shade);
}

/* Judges the page and frees it. */
static enum sheet_content judge(PIX *pix, int threshold, size_t codes_wanted)
{
    struct raster r = sheet_raster(pix, DPI, threshold);
    struct ba_err err = BA_ERR_INIT;
    struct barcodes codes;
    struct patches patches;
    enum sheet_content out;

    assert_rc(BA_OK, barcode_find(&r, &codes, &err), &err);
    assert_int_equal(codes.count, codes_wanted);
    assert_rc(BA_OK, patch_find(&r, &patches, &err), &err);
    assert_rc(BA_OK, sheet_content_judge(&r, &codes, &patches, &out, &err), &err);
    ba_raster_free(&r);
    pixDestroy(&pix);
    return out;
}

static PIX *turned(PIX *pix, int quarters, double deg)
{
    sheet_turn(&pix, quarters, deg);
    return pix;
}

static void our_own_sheets_are_bare_however_they_lie(void **state)
{
    (void)state;
    assert_int_equal(judge(own_sheet(), 0, 1), SHEET_BARE);
    assert_int_equal(judge(turned(own_sheet(), 1, 3), 0, 1), SHEET_BARE);
    assert_int_equal(judge(turned(own_sheet(), 2, -6), 128, 1), SHEET_BARE);
    assert_int_equal(judge(turned(own_sheet(), 3, 7.5), 128, 1), SHEET_BARE);
}

static void a_copied_and_a_cut_sheet_are_bare(void **state)
{
    PIX *whole = own_sheet(), *copy = pixScale(whole, 0.96f, 0.96f);
    BOX *box = boxCreate(0, px(22), pixGetWidth(whole), pixGetHeight(whole) - px(22));
    PIX *cut = pixClipRectangle(whole, box, NULL);

    (void)state;
    assert_int_equal(judge(copy, 0, 1), SHEET_BARE);
    assert_int_equal(judge(cut, 0, 1), SHEET_BARE);
    boxDestroy(&box);
    pixDestroy(&whole);
}

static void a_note_on_our_own_sheet_is_for_a_person(void **state)
{
    PIX *beside = own_sheet(), *below = own_sheet(), *pencil = own_sheet();

    (void)state;
    write_text(beside, "drie tekeningen ontbreken", 20, 80, 16, 0);
    assert_int_equal(judge(beside, 0, 1), SHEET_UNSURE);
    write_text(below, "drie tekeningen ontbreken", 82, 178, 16, 0);
    assert_int_equal(judge(below, 0, 1), SHEET_UNSURE);
    write_text(pencil, "drie tekeningen ontbreken", 78, 178, 16, 0xA0);
    assert_int_equal(judge(pencil, 0, 1), SHEET_UNSURE);
}

static void a_letter_with_a_code_on_a_sticker_has_content(void **state)
{
    static const double widths[] = { 70, 85, 124 };

    (void)state;
    for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        PIX *pix = white_page();

        write_letter(pix, 12, 0);
        stick(pix, 90, 15, widths[i]);
        assert_int_equal(judge(pix, i == 1 ? 128 : 0, 1), SHEET_CONTENT);
    }
}

static void a_code_on_an_empty_sheet_is_bare_and_with_a_line_unsure(void **state)
{
    PIX *empty = white_page(), *line = white_page(), *cover = white_page();

    (void)state;
    stick(empty, 90, 15, 70);
    assert_int_equal(judge(empty, 0, 1), SHEET_BARE);
    stick(line, 90, 15, 70);
    write_text(line, "zie dossier 1975/0003", 25, 90, 12, 0);
    assert_int_equal(judge(line, 0, 1), SHEET_UNSURE);
    stick(cover, 90, 15, 70);
    write_letter(cover, 4, 0);
    assert_int_equal(judge(cover, 0, 1), SHEET_CONTENT);
}

static void a_large_code_with_a_title_in_large_letters_is_a_separator(void **state)
{
    PIX *pix = white_page();

    (void)state;
    stick(pix, 40, 120, 124);
    write_large(pix, "DOSSIER", 50, 70);
    write_large(pix, "1974/0231", 50, 90);
    write_text(pix, "Niet bewaren.", 50, 250, 12, 0);
    assert_int_equal(judge(pix, 0, 1), SHEET_BARE);
}

static void faint_writing_beside_a_code_is_not_passed_over(void **state)
{
    PIX *pix = white_page();

    (void)state;
    stick(pix, 90, 15, 70);
    write_letter(pix, 10, 0xC4);
    assert_true(judge(pix, 0, 1) != SHEET_BARE);
}

/* A photograph over the whole page: soft tones, no mark of any size. */
static void a_photograph_with_a_code_on_it_is_no_bare_sheet(void **state)
{
    PIX *pix = white_page();

    (void)state;
    for (l_int32 y = 0; y < pixGetHeight(pix); y++)
        for (l_int32 x = 0; x < pixGetWidth(pix); x++)
            pixSetPixel(pix, x, y, (l_uint32)(150 + 50 * sin(x / 180.0) + 50 * sin(y / 230.0)));
    stick(pix, 90, 15, 70);
    assert_true(judge(pix, 0, 1) != SHEET_BARE);
}

/* What shines through the paper: mirrored, at a part of its ink. */
static PIX *from_behind(PIX *front, double part)
{
    PIX *back = pixFlipLR(NULL, front);

    pixMultConstantGray(back, (l_float32)part);
    pixAddConstantGray(back, (l_int32)(255 * (1 - part)));
    pixDestroy(&front);
    return back;
}

static void the_back_of_a_sheet_is_empty(void **state)
{
    PIX *letter = white_page(), *note = white_page();

    (void)state;
    assert_int_equal(judge(white_page(), 0, 0), SHEET_EMPTY);
    assert_int_equal(judge(from_behind(own_sheet(), 0.06), 0, 0), SHEET_EMPTY);
    assert_int_equal(judge(from_behind(own_sheet(), 0.13), 0, 0), SHEET_BEHIND);
    write_letter(letter, 12, 0);
    assert_int_equal(judge(letter, 0, 0), SHEET_CONTENT);
    write_text(note, "zie ook doos 12", 40, 60, 14, 0);
    assert_int_equal(judge(note, 0, 0), SHEET_CONTENT);
}

static void words_are_read_back(void **state)
{
    (void)state;
    for (enum sheet_content c = SHEET_NOT_JUDGED; c <= SHEET_CONTENT; c++)
        assert_int_equal(sheet_content_of(sheet_content_name(c)), c);
    assert_int_equal(sheet_content_of(NULL), SHEET_NOT_JUDGED);
    assert_int_equal(sheet_content_of("other"), SHEET_NOT_JUDGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_own_sheets_are_bare_however_they_lie),
        cmocka_unit_test(a_copied_and_a_cut_sheet_are_bare),
        cmocka_unit_test(a_note_on_our_own_sheet_is_for_a_person),
        cmocka_unit_test(a_letter_with_a_code_on_a_sticker_has_content),
        cmocka_unit_test(a_code_on_an_empty_sheet_is_bare_and_with_a_line_unsure),
        cmocka_unit_test(a_large_code_with_a_title_in_large_letters_is_a_separator),
        cmocka_unit_test(faint_writing_beside_a_code_is_not_passed_over),
        cmocka_unit_test(a_photograph_with_a_code_on_it_is_no_bare_sheet),
        cmocka_unit_test(the_back_of_a_sheet_is_empty),
        cmocka_unit_test(words_are_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
