/* What is printed on a separator sheet, and that our own readers read it back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ingest/separator/barcode.h"
#include "ingest/separator/patch.h"
#include "ingest/separator/sheet.h"
#include "ingest/separator/sheet_private.h"
#include "tests/unit/sheet_picture.h"
#include "tests/unit/test.h"

static const struct sheet_words ordinary = { .code = "DOSSIER:1974/0231",
                                             .heading = "Dossier",
                                             .name = "1974/0231",
                                             .title = "Vergroten van een woonhuis",
                                             .address = "Wilhelminalaan 9, Oosterwaarde",
                                             .box = "Doos 44",
                                             .advice = "V\xC3\xB3\xC3\xB3r de stukken leggen" };

static struct sheet_layout lay_out(const struct sheet_words *w)
{
    struct ba_err err = BA_ERR_INIT;
    struct sheet_layout l;

    assert_rc(BA_OK, sheet_lay_out(w, &l, &err), &err);
    return l;
}

/* ---- codes --------------------------------------------------------------------------------------
 */

static void a_code_128_begins_and_ends_as_the_standard_says(void **state)
{
    static const char start_b[] = "11010010000", stop[] = "1100011101011";
    struct ba_err err = BA_ERR_INIT;
    struct sheet_code c;

    (void)state;
    assert_rc(BA_OK, sheet_encode(SHEET_CODE128, "DOCUMENT:drawing", &c, &err), &err);
    assert_int_equal(1, c.rows);
    for (int i = 0; i < 11; i++)
        assert_int_equal(start_b[i] == '1', c.black[i]);
    for (int i = 0; i < 13; i++)
        assert_int_equal(stop[i] == '1', c.black[c.width - 13 + i]);
    sheet_code_free(&c);
}

static void a_qr_code_has_a_finder_in_three_corners(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct sheet_code c;
    int corner[4];

    (void)state;
    assert_rc(BA_OK, sheet_encode(SHEET_QR, "DOSSIER:1974/0231", &c, &err), &err);
    assert_int_equal(c.rows, c.width);
    for (int k = 0; k < 4; k++) {
        int x0 = k % 2 == 0 ? 0 : c.width - 7, y0 = k < 2 ? 0 : c.rows - 7;

        corner[k] = 1;
        for (int y = 0; y < 7; y++)
            for (int x = 0; x < 7; x++) {
                bool ring = x == 0 || y == 0 || x == 6 || y == 6;
                bool core = x > 1 && x < 5 && y > 1 && y < 5;

                if (c.black[(y0 + y) * c.width + x0 + x] != (ring || core))
                    corner[k] = 0;
            }
    }
    assert_int_equal(1, corner[0] && corner[1] && corner[2]);
    assert_int_equal(0, corner[3]);
    sheet_code_free(&c);
}

static void a_code_that_could_not_be_read_back_is_refused(void **state)
{
    char longest[SHEET_CODE_MAX + 2];
    const char *const bad[] = { "", "DOSSIER:caf\xC3\xA9", "DOSSIER:1\n2", longest };
    struct ba_err err = BA_ERR_INIT;
    struct sheet_layout l;

    (void)state;
    memset(longest, '7', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct sheet_words w = ordinary;

        w.code = bad[i];
        assert_rc(BA_ITEM, sheet_lay_out(&w, &l, &err), &err);
        assert_string_equal("SHEET_CODE", err.code);
        assert_int_equal(0, l.rect_count);
    }
    longest[SHEET_CODE_MAX] = '\0';
    assert_rc(BA_OK,
              sheet_lay_out(&(struct sheet_words){ .code = longest,
                                                   .heading = "",
                                                   .name = longest,
                                                   .title = "",
                                                   .address = "",
                                                   .box = "",
                                                   .advice = "" },
                            &l, &err),
              &err);
    sheet_layout_free(&l);
}

/* ---- the layout ---------------------------------------------------------------------------------
 */

static bool is_black(const struct sheet_layout *l, int x, int y)
{
    for (size_t i = 0; i < l->rect_count; i++) {
        const struct sheet_rect *r = &l->rects[i];

        if (x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h)
            return true;
    }
    return false;
}

/* The point `in` dots inwards from the middle of an edge. */
static bool black_at(const struct sheet_layout *l, int edge, int in)
{
    const int x[] = { SHEET_WIDTH_DOTS / 2, SHEET_WIDTH_DOTS - 1 - in, SHEET_WIDTH_DOTS / 2, in };
    const int y[] = { in, SHEET_HEIGHT_DOTS / 2, SHEET_HEIGHT_DOTS - 1 - in,
                      SHEET_HEIGHT_DOTS / 2 };

    return is_black(l, x[edge], y[edge]);
}

static void every_edge_has_a_patch_t_read_from_the_paper_edge_inwards(void **state)
{
    /* white, then bars and spaces of N W N W, then white, in 1/600 in */
    static const int runs[] = { 300, 48, 48, 120, 48, 48, 48, 120, 480 };
    struct sheet_layout l = lay_out(&ordinary);

    (void)state;
    for (int edge = 0; edge < 4; edge++) {
        int in = 0;

        for (size_t k = 0; k < sizeof(runs) / sizeof(runs[0]); k++)
            for (int i = 0; i < runs[k]; i++, in++)
                assert_int_equal(k % 2, black_at(&l, edge, in));
    }
    sheet_layout_free(&l);
}

static void nothing_is_printed_within_ten_narrow_bars_of_a_patch(void **state)
{
    struct sheet_layout l = lay_out(&ordinary);

    (void)state;
    for (size_t i = 0; i < l.rect_count; i++) {
        const struct sheet_rect *bar = &l.rects[i];

        if ((bar->w < 1200 && bar->h < 1200) || (bar->w > 150 && bar->h > 150))
            continue; /* only the bars of a patch are that long, 2 in */
        for (size_t k = 0; k < l.rect_count; k++) {
            const struct sheet_rect *r = &l.rects[k];
            bool along = bar->w > bar->h;
            bool same = along ? r->x == bar->x && r->w == bar->w : r->y == bar->y && r->h == bar->h;
            int dx = r->x > bar->x ? r->x - bar->x - bar->w : bar->x - r->x - r->w;
            int dy = r->y > bar->y ? r->y - bar->y - bar->h : bar->y - r->y - r->h;

            if (!same)
                assert_true(dx >= 480 || dy >= 480);
        }
    }
    sheet_layout_free(&l);
}

static void everything_stays_on_the_paper_however_long_the_words(void **state)
{
    char word[600], phrase[900];
    struct sheet_words w = ordinary;
    struct sheet_layout l;

    (void)state;
    memset(word, 'W', sizeof(word) - 1);
    word[sizeof(word) - 1] = '\0';
    for (size_t i = 0; i < sizeof(phrase) - 1; i++)
        phrase[i] = i % 7 == 6 ? ' ' : 'm';
    phrase[sizeof(phrase) - 1] = '\0';
    w.name = w.title = w.advice = word;
    w.address = phrase;
    w.box = "(\\) \xE2\x82\xAC \xF0\x9F\x98\x80 \xFF";
    l = lay_out(&w);
    for (size_t i = 0; i < l.line_count; i++) {
        const struct sheet_line *line = &l.lines[i];
        int width = sheet_text_width(line->text, strlen(line->text)) * line->size_pt / 120;

        assert_in_range(line->y, 200, SHEET_HEIGHT_DOTS - 200);
        if (line->quarters == 0)
            assert_in_range(line->x + width, 200, SHEET_WIDTH_DOTS - 1700);
    }
    sheet_layout_free(&l);
}

static void a_cut_text_ends_with_an_ellipsis(void **state)
{
    char title[400] = "";
    struct sheet_words w = ordinary;
    struct sheet_layout l;
    bool cut = false;

    (void)state;
    for (int i = 0; i < 30; i++)
        strcat(title, "verbouwing ");
    w.title = title;
    l = lay_out(&w);
    for (size_t i = 0; i < l.line_count; i++)
        cut = cut || strchr(l.lines[i].text, '\x85') != NULL;
    assert_true(cut);
    sheet_layout_free(&l);
}

/* ---- reading it back ----------------------------------------------------------------------------
 */

static void reads(const char *code, int dpi, int quarters, double deg, int threshold)
{
    struct sheet_words w = ordinary;
    struct ba_err err = BA_ERR_INIT;
    struct barcodes found;
    struct sheet_layout l;
    struct raster r;
    PIX *pix;

    w.code = code;
    l = lay_out(&w);
    pix = sheet_pix(&l, dpi);
    sheet_turn(&pix, quarters, deg);
    r = sheet_raster(pix, dpi, threshold);
    assert_rc(BA_OK, barcode_find(&r, &found, &err), &err);
    if (found.count != 1 || strcmp(found.at[0].text, code) != 0)
        fail_msg("%s at %d dpi, %d quarters, %g deg: %zu codes, first %s", code, dpi, quarters, deg,
                 found.count, found.count == 0 ? "" : found.at[0].text);
    ba_raster_free(&r);
    pixDestroy(&pix);
    sheet_layout_free(&l);
}

static void a_sheet_is_read_turned_skewed_and_in_black_and_white(void **state)
{
    static const double skews[] = { 0, 8, -8, 3.3 };

    (void)state;
    for (int q = 0; q < 4; q++) {
        reads("DOSSIER:1974/0231", 200, q, skews[q], 128);
        reads("DOSSIER:1974/0231", 300, q, -skews[q], 0);
        reads("DOCUMENT:drawing", 200, q, skews[3 - q], 128);
    }
}

static void a_long_number_is_read_too(void **state)
{
    (void)state;
    reads("DOSSIER:Gem. Voorbeelddam BWT 1974-1975 / A-0231 (vervolg, deel 2)", 200, 1, 4, 128);
    reads("DOSSIER:Gem. Voorbeelddam BWT 1974-1975 / A-0231 (vervolg, deel 2)", 300, 0, 0, 0);
}

static void the_patch_is_read_on_every_edge(void **state)
{
    static const double skews[] = { 0, 5, -5, 8 };

    (void)state;
    for (int q = 0; q < 4; q++) {
        struct sheet_layout l = lay_out(&ordinary);
        PIX *pix = sheet_pix(&l, q % 2 == 0 ? 200 : 300);
        struct ba_err err = BA_ERR_INIT;
        struct patches found;
        struct raster r;

        sheet_turn(&pix, q, skews[q]);
        r = sheet_raster(pix, q % 2 == 0 ? 200 : 300, q < 2 ? 128 : 0);
        assert_rc(BA_OK, patch_find(&r, &found, &err), &err);
        assert_false(found.conflict);
        assert_string_equal("T", patch_name(found.kind));
        for (int edge = 0; edge < PATCH_EDGES; edge++) {
            assert_int_equal(PATCH_T, found.edge[edge]);
            assert_true(found.length_inch[edge] >= 2);
        }
        ba_raster_free(&r);
        pixDestroy(&pix);
        sheet_layout_free(&l);
    }
}

/* Only the Code 128, only the QR codes: each alone says it on every edge. */
static void either_kind_of_code_is_enough_on_any_one_edge(void **state)
{
    struct sheet_layout l = lay_out(&ordinary);

    (void)state;
    for (int edge = 0; edge < 4; edge++)
        for (int qr = 0; qr < 2; qr++) {
            PIX *pix = sheet_pix(&l, 300);
            PIX *part;
            BOX *box;
            struct ba_err err = BA_ERR_INIT;
            struct barcodes found;
            struct raster r;

            sheet_turn(&pix, (4 - edge) % 4, 0); /* this edge on top */
            box =
                qr ? boxCreate(90, 90, 420, 420) : boxCreate(480, 610, pixGetWidth(pix) - 960, 170);
            part = pixClipRectangle(pix, box, NULL);
            r = sheet_raster(part, 300, 0);
            assert_rc(BA_OK, barcode_find(&r, &found, &err), &err);
            assert_int_equal(1, found.count);
            assert_string_equal("DOSSIER:1974/0231", found.at[0].text);
            assert_string_equal(qr ? "QR-Code" : "CODE-128", found.at[0].symbology);
            ba_raster_free(&r);
            boxDestroy(&box);
            pixDestroy(&part);
            pixDestroy(&pix);
        }
    sheet_layout_free(&l);
}

/* ---- the PDF ------------------------------------------------------------------------------------
 */

static BA_RC keep(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    (void)err;
    ba_buf_add(ctx, data, len);
    return BA_OK;
}

static void write_pdf(struct ba_buf *out, size_t pages)
{
    struct ba_err err = BA_ERR_INIT;
    struct sheet_layout l = lay_out(&ordinary);
    struct sheets *s;

    assert_rc(BA_OK, sheets_open(keep, out, &s, &err), &err);
    for (size_t i = 0; i < pages; i++)
        assert_rc(BA_OK, sheets_add(s, &l, &err), &err);
    assert_rc(BA_OK, sheets_finish(s, &err), &err);
    sheets_free(s);
    sheet_layout_free(&l);
}

static void the_cross_references_of_the_pdf_point_at_its_objects(void **state)
{
    struct ba_buf pdf = BA_BUF_INIT(16 << 20);
    const char *xref, *line;
    size_t count = 0;

    (void)state;
    write_pdf(&pdf, 3);
    assert_memory_equal("%PDF-1.6\n", pdf.data, 9);
    line = pdf.data + pdf.len - 7;
    while (*--line != '\n')
        ;
    xref = pdf.data + strtoul(line, NULL, 10);
    assert_memory_equal("xref\n0 11\n", xref, 10);
    for (const char *p = xref + 30; count < 10; p += 20) {
        char want[24];

        snprintf(want, sizeof(want), "%zu 0 obj\n", ++count);
        assert_memory_equal(want, pdf.data + strtoul(p, NULL, 10), strlen(want));
    }
    ba_buf_free(&pdf);
}

static void equal_sheets_give_equal_bytes(void **state)
{
    struct ba_buf a = BA_BUF_INIT(16 << 20), b = BA_BUF_INIT(16 << 20);

    (void)state;
    write_pdf(&a, 2);
    write_pdf(&b, 2);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    ba_buf_free(&a);
    ba_buf_free(&b);
}

static void brackets_and_accents_are_written_as_pdf_wants_them(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_buf out = BA_BUF_INIT(16 << 20);
    struct sheet_words w = ordinary;
    struct sheet_layout l;
    struct sheets *s;

    (void)state;
    w.title = "Caf\xC3\xA9 (\\)";
    l = lay_out(&w);
    assert_rc(BA_OK, sheets_open(keep, &out, &s, &err), &err);
    assert_rc(BA_OK, sheets_add(s, &l, &err), &err);
    assert_non_null(memmem(out.data, out.len, "(Caf\xE9 \\(\\\\\\)) Tj", 16));
    sheets_free(s);
    sheet_layout_free(&l);
    ba_buf_free(&out);
}

static BA_RC refuse(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    size_t *left = ctx;

    (void)data;
    if (*left < len)
        return ba_fail(err, BA_RETRY, "DISK_FULL", "no room");
    *left -= len;
    return BA_OK;
}

static void a_full_disk_is_told_wherever_it_comes(void **state)
{
    struct sheet_layout l = lay_out(&ordinary);
    bool through = false;

    (void)state;
    for (size_t room = 0; !through; room += 40) {
        struct ba_err err = BA_ERR_INIT;
        struct sheets *s;
        size_t left = room;
        enum ba_rc rc = sheets_open(refuse, &left, &s, &err);

        if (rc == BA_OK)
            rc = sheets_add(s, &l, &err);
        if (rc == BA_OK)
            rc = sheets_finish(s, &err);
        through = rc == BA_OK;
        if (!through)
            assert_string_equal("DISK_FULL", err.code);
        sheets_free(s);
    }
    sheet_layout_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_128_begins_and_ends_as_the_standard_says),
        cmocka_unit_test(a_qr_code_has_a_finder_in_three_corners),
        cmocka_unit_test(a_code_that_could_not_be_read_back_is_refused),
        cmocka_unit_test(every_edge_has_a_patch_t_read_from_the_paper_edge_inwards),
        cmocka_unit_test(nothing_is_printed_within_ten_narrow_bars_of_a_patch),
        cmocka_unit_test(everything_stays_on_the_paper_however_long_the_words),
        cmocka_unit_test(a_cut_text_ends_with_an_ellipsis),
        cmocka_unit_test(a_sheet_is_read_turned_skewed_and_in_black_and_white),
        cmocka_unit_test(a_long_number_is_read_too),
        cmocka_unit_test(the_patch_is_read_on_every_edge),
        cmocka_unit_test(either_kind_of_code_is_enough_on_any_one_edge),
        cmocka_unit_test(the_cross_references_of_the_pdf_point_at_its_objects),
        cmocka_unit_test(equal_sheets_give_equal_bytes),
        cmocka_unit_test(brackets_and_accents_are_written_as_pdf_wants_them),
        cmocka_unit_test(a_full_disk_is_told_wherever_it_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
