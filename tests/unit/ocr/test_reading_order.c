/* The plain text of pages drawn by code: columns one after the other, tables row by row, words
 * divided over two lines joined within their column. */
#include "tests/unit/ocr_fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "core/file.h"
#include "ocr/page.h"

enum { LINE_PX = 62 };

static int setup(void **state)
{
    static const struct ocr_opts opts = {
        .languages = "nld", .max_skew_deg = 15, .doubtful_pct = 60, .timeout_ms = 120000
    };
    struct ba_err err = BA_ERR_INIT;

    return ocr_engine_open(&opts, (struct ocr_engine **)state, &err) == BA_OK ? 0 : -1;
}

static int teardown(void **state)
{
    ocr_engine_close(*state);
    return 0;
}

static void write_at(PIX *page, const char *text, int x, int y)
{
    L_BMF *font = bmfCreate(NULL, 10);

    pixSetTextline(page, font, text, 40, x, y, NULL, NULL);
    bmfDestroy(&font);
}

static PIX *paper(int w, int h)
{
    PIX *page = pixCreate(w, h, 8);

    pixSetAllArbitrary(page, 225);
    return page;
}

/* The text that the stage writes of the page, which is used up. New memory. */
static char *text_of(struct ocr_engine *e, PIX *page)
{
    char dir[] = "/tmp/ba-test-order-XXXXXX", alto[60], text[60], *out;
    struct raster r = fixture_raster(page);
    struct ocr_in in = { .image = &r, .master = "ab.tif", .alto_path = alto, .text_path = text };
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    struct ocr_out figures;

    assert_non_null(mkdtemp(dir));
    snprintf(alto, sizeof(alto), "%s/a.xml", dir);
    snprintf(text, sizeof(text), "%s/a.txt", dir);
    assert_rc(BA_OK, ocr_page(e, &in, &figures, &err), &err);
    assert_int_equal(figures.state, OCR_TEXT);
    assert_rc(BA_OK, ba_file_read(text, &b, &err), &err);
    out = strdup(ba_buf_str(&b));
    ba_buf_free(&b);
    ba_raster_free(&r);
    pixDestroy(&page);
    unlink(alto);
    unlink(text);
    rmdir(dir);
    return out;
}

/* Each word stands in the text, behind the one before it. */
static void assert_in_order(const char *text, const char *const *words, size_t count)
{
    const char *at = text;

    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(at, words[i]);

        if (found == NULL)
            fail_msg("'%s' does not come behind '%s' in:\n%s", words[i], i > 0 ? words[i - 1] : "",
                     text);
        at = found + strlen(words[i]);
    }
}

#define ASSERT_IN_ORDER(text, words)                                                               \
    assert_in_order(text, words, sizeof(words) / sizeof((words)[0]))

static void two_columns_are_read_one_after_the_other(void **state)
{
    static const char *const left[] = {
        "Burgemeester en Wethouders der",   "gemeente hebben besloten aan de",
        "aanvrager vergunning te verlenen", "voor het bouwen van een woonhuis",
        "met garage op het perceel dat in", "de aanvraag is genoemd en de bouw-",
        "verordening toe te passen zoals",  "deze laatstelijk is gewijzigd en",
        "door de raad is vastgesteld.",
    };
    static const char *const right[] = {
        "De fundering wordt op staal",       "aangelegd met een diepte van",
        "tenminste zestig centimeter onder", "het maaiveld. De muren worden",
        "als spouwmuur opgetrokken van",     "baksteen en de kap wordt gedekt",
        "met rode pannen. Het hemelwater",   "wordt afgevoerd naar het riool",
        "in de straat achter het huis.",
    };
    static const char *const words[] = {
        "Burgemeester", "gemeente", "bouwverordening", "laatstelijk", "vastgesteld.",
        "fundering",    "maaiveld", "baksteen",        "riool",       "straat",
    };
    PIX *page = paper(2000, 1200);
    char *text;

    for (int i = 0; i < 9; i++) {
        write_at(page, left[i], 200, 250 + i * LINE_PX);
        write_at(page, right[i], 1120, 250 + i * LINE_PX);
    }
    text = text_of(*state, page);
    ASSERT_IN_ORDER(text, words);
    free(text);
}

static void a_ruled_table_is_read_row_by_row(void **state)
{
    static const char *const rows[][3] = {
        { "Onderdeel", "Materiaal", "Bedrag" },
        { "fundering", "beton", "1250,00" },
        { "gevel", "baksteen", "3400,00" },
        { "vloer", "grenen planken", "980,00" },
        { "kapconstructie", "vuren hout", "2150,00" },
        { "dakbedekking", "rode pannen", "1675,00" },
    };
    static const char *const words[] = { "Onderdeel", "Materiaal",    "Bedrag",         "fundering",
                                         "1250,00",   "gevel",        "baksteen",       "3400,00",
                                         "vloer",     "980,00",       "kapconstructie", "vuren",
                                         "2150,00",   "dakbedekking", "pannen",         "1675,00" };
    PIX *page = paper(2000, 1200);
    char *text;

    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 3; k++)
            write_at(page, rows[i][k], 250 + k * 550, 240 + i * 110);
        fixture_rect(page, 220, 200 + i * 110, 1600, 4, 40);
    }
    fixture_rect(page, 220, 200 + 6 * 110, 1600, 4, 40);
    for (int k = 0; k < 4; k++)
        fixture_rect(page, 220 + (k < 3 ? k * 550 : 1596), 200, 4, 660, 40);
    text = text_of(*state, page);
    ASSERT_IN_ORDER(text, words);
    free(text);
}

static void a_letter_is_read_from_its_head_to_its_foot(void **state)
{
    static const struct {
        const char *text;
        int x, y;
    } lines[] = {
        { "Bouw- en Woningtoezicht", 200, 200 },
        { "Datum: 4 juni 1974", 1300, 200 },
        { "Onderwerp: aanvraag bouwvergunning voor een schuur", 200, 400 },
        { "Naar aanleiding van uw brief delen wij u mede dat de gevraagde", 200, 560 },
        { "vergunning voor het oprichten van een schuur langs het Noord-", 200, 560 + LINE_PX },
        { "Hollandsch kanaal nummers 1-13 kan worden verleend.", 200, 560 + 2 * LINE_PX },
        { "Hoogachtend,", 200, 900 },
        { "de directeur", 200, 900 + LINE_PX },
    };
    static const char *const words[] = { "Woningtoezicht", "Onderwerp",       "aanleiding",
                                         "oprichten",      "Noord-\nHolland", "1-13",
                                         "Hoogachtend,",   "directeur" };
    PIX *page = paper(2000, 1200);
    char *text;

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        write_at(page, lines[i].text, lines[i].x, lines[i].y);
    text = text_of(*state, page);
    ASSERT_IN_ORDER(text, words);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_columns_are_read_one_after_the_other),
        cmocka_unit_test(a_ruled_table_is_read_row_by_row),
        cmocka_unit_test(a_letter_is_read_from_its_head_to_its_foot),
    };

    return cmocka_run_group_tests_name("ocr order", tests, setup, teardown);
}
