/*
 * ALTO files of strange pages, checked against tests/alto.rng; and faults in them, which that check
 * must find. ALTO_XSD=FILE in the environment has the standard's own schema look at them too.
 */
#include <libxml/relaxng.h>
#include <libxml/xmlschemas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "ocr/alto/alto.h"
#include "tests/unit/test.h"

struct fixture {
    char dir[40], path[60];
    xmlRelaxNG *profile;
    xmlSchema *standard; /* NULL: not at hand */
};

static void be_silent(void *ctx, const char *format, ...)
{
    (void)ctx;
    (void)format;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    xmlRelaxNGParserCtxt *c = xmlRelaxNGNewParserCtxt(BA_SOURCEDIR "/tests/alto.rng");
    const char *xsd = getenv("ALTO_XSD");

    strcpy(f->dir, "/tmp/ba-test-alto-XXXXXX");
    if (mkdtemp(f->dir) == NULL)
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/a.xml", f->dir);
    f->profile = xmlRelaxNGParse(c);
    xmlRelaxNGFreeParserCtxt(c);
    if (xsd != NULL) {
        xmlSchemaParserCtxt *s = xmlSchemaNewParserCtxt(xsd);

        f->standard = xmlSchemaParse(s);
        xmlSchemaFreeParserCtxt(s);
        if (f->standard == NULL)
            return -1;
    }
    *state = f;
    return f->profile != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    xmlRelaxNGFree(f->profile);
    xmlSchemaFree(f->standard);
    unlink(f->path);
    rmdir(f->dir);
    free(f);
    return 0;
}

static bool is_valid(const struct fixture *f, const char *text, size_t len)
{
    xmlDoc *doc = xmlReadMemory(text, (int)len, NULL, NULL, XML_PARSE_NOERROR | XML_PARSE_NONET);
    xmlRelaxNGValidCtxt *c = xmlRelaxNGNewValidCtxt(f->profile);
    bool valid;

    xmlRelaxNGSetValidErrors(c, be_silent, be_silent, NULL);
    valid = doc != NULL && xmlRelaxNGValidateDoc(c, doc) == 0;
    xmlRelaxNGFreeValidCtxt(c);
    if (valid && f->standard != NULL) {
        xmlSchemaValidCtxt *s = xmlSchemaNewValidCtxt(f->standard);

        valid = xmlSchemaValidateDoc(s, doc) == 0;
        xmlSchemaFreeValidCtxt(s);
    }
    xmlFreeDoc(doc);
    return valid;
}

/* ---- pages ----------------------------------------------------------------------------------- */

static const struct alto_step steps[] = {
    { "preOperation", "orientation & <deskew>", "skew=1", "bouwarchief", "1", "leptonica-1" },
    { "contentGeneration", "text recognition", "languages=nld+fra", "Tesseract", "5", NULL },
    { "postOperation", "letters", NULL, "bouwarchief", "1", NULL },
};
static const struct alto_source source = { .master = "ab.tif",
                                           .frame = 2,
                                           .kind = "drawing",
                                           .confidence = 0.75,
                                           .steps = steps,
                                           .step_count = 3 };

struct drawn {
    const char *text, *language;
    int32_t x, y;
    uint32_t block, paragraph, line, rotation_deg;
};

/* Words of 90 x 40 pixels on a page of 5000 x 4000. */
static struct alto_page draw(const struct drawn *words, size_t count)
{
    struct alto_page p = {
        .width_px = 5000, .height_px = 4000, .xdpi = 300, .ydpi = 300, .count = count
    };

    p.words = calloc(count + 1, sizeof(*p.words));
    for (size_t i = 0; i < count; i++) {
        p.words[i] = (struct alto_word){ .text = strdup(words[i].text),
                                         .x = words[i].x,
                                         .y = words[i].y,
                                         .w = 90,
                                         .h = 40,
                                         .confidence = (double)(i % 11) / 10,
                                         .block = words[i].block,
                                         .paragraph = words[i].paragraph,
                                         .line = words[i].line,
                                         .rotation_deg = words[i].rotation_deg };
        snprintf(p.words[i].language, sizeof(p.words[i].language), "%s", words[i].language);
    }
    alto_find_hyphens(&p);
    return p;
}

static void write_page(const struct fixture *f, const struct alto_page *p,
                       const struct alto_source *src, struct ba_buf *out)
{
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, alto_write(f->path, p, src, &err), &err);
    ba_buf_reset(out);
    assert_rc(BA_OK, ba_file_read(f->path, out, &err), &err);
}

/* A drawing: text in two languages, on end, divided twice, in a title block. */
static const struct drawn drawing[] = {
    { "Aan", "nld", 100, 100, 0, 0, 0, 0 },      { "aan-", "nld", 200, 100, 0, 0, 0, 0 },
    { "vraag-", "nld", 100, 200, 0, 0, 1, 0 },   { "formulier", "nld", 100, 300, 0, 0, 2, 0 },
    { "le", "fra", 100, 900, 0, 1, 3, 0 },       { "plancher", "fra", 200, 900, 0, 1, 3, 0 },
    { "Gevel", "nld", 4000, 100, 1, 2, 4, 90 },  { "kelder", "", 4100, 900, 2, 3, 5, 270 },
    { "Schaal", "nld", 4000, 3000, 3, 4, 6, 0 }, { "1:100", "nld", 4200, 3000, 3, 4, 6, 0 },
};
#define DRAWN(words) draw(words, sizeof(words) / sizeof((words)[0]))

static void a_drawing_with_all_that_there_is_is_valid(void **state)
{
    const struct fixture *f = *state;
    struct ba_buf b = BA_BUF_INIT(1 << 20);

    for (uint32_t turn = 0; turn < 360; turn += 90) {
        struct alto_page p = DRAWN(drawing);

        p.orientation_deg = turn;
        p.skew_deg = turn == 0 ? 0 : -3.25;
        p.title = (struct alto_title){ true, 3900, 2900, 1000, 1000, 3 };
        write_page(f, &p, &source, &b);
        assert_true(is_valid(f, b.data, b.len));
        alto_free(&p);
    }
    assert_non_null(strstr(b.data, "TYPE=\"titleblock\""));
    assert_non_null(strstr(b.data, "LANG=\"nl\""));
    assert_non_null(strstr(b.data, "LANG=\"fr\""));
    assert_non_null(strstr(b.data, "PC=\"0.750\""));
    ba_buf_free(&b);
}

static void every_part_of_a_word_over_three_lines_names_the_whole(void **state)
{
    const struct fixture *f = *state;
    struct alto_page p = DRAWN(drawing);
    struct ba_buf b = BA_BUF_INIT(1 << 20), text = BA_BUF_INIT(1000);
    size_t times = 0;

    write_page(f, &p, &source, &b);
    for (const char *s = b.data; (s = strstr(s, "SUBS_CONTENT=\"aanvraagformulier\"")) != NULL; s++)
        times++;
    assert_int_equal(times, 3);
    alto_text(&p, &text);
    assert_non_null(strstr(ba_buf_str(&text), "Aan aanvraagformulier\n"));
    alto_free(&p);
    ba_buf_free(&b);
    ba_buf_free(&text);
}

static void pages_without_words_are_valid(void **state)
{
    static const char *const kinds[] = { "text", "drawing", "blank" };
    const struct fixture *f = *state;
    struct ba_buf b = BA_BUF_INIT(1 << 20);

    for (size_t i = 0; i < 3; i++) {
        struct alto_page p = { .width_px = 10, .height_px = 20, .title.found = i == 1 };
        struct alto_source src = source;

        src.kind = kinds[i];
        src.confidence = -1;
        src.step_count = i == 2 ? 1 : 3;
        write_page(f, &p, &src, &b);
        assert_true(is_valid(f, b.data, b.len));
        assert_null(strstr(b.data, " PC="));
    }
    ba_buf_free(&b);
}

static void odd_letters_are_valid_and_come_back(void **state)
{
    static const struct drawn odd[] = {
        { "\"<&>'", "nld", 1, 1, 0, 0, 0, 0 },
        { "]]>", "nld", 200, 1, 0, 0, 0, 0 },
        { "\xE2\x82\xAC", "nld", 1, 90, 0, 0, 1, 0 },
        { "\xF0\x9F\x8F\xA0", "", 1, 180, 0, 0, 2, 0 },
        { "e\xCC\x81\xCC\x81", "", 1, 270, 0, 0, 3, 0 },
        { "&amp;#0;", "", 1, 360, 0, 0, 4, 0 },
        { "-", "", 1, 450, 0, 0, 5, 0 },
        { "\xEF\xBF\xBD", "", 1, 540, 0, 0, 6, 0 },
        { "<!--", "", 1, 640, 0, 0, 7, 0 },
        { "\xC2\xA0", "", 1, 740, 0, 0, 8, 0 },
    };
    const struct fixture *f = *state;
    struct alto_page p = DRAWN(odd), back;
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;

    write_page(f, &p, &source, &b);
    assert_true(is_valid(f, b.data, b.len));
    assert_rc(BA_OK, alto_read(f->path, &back, &err), &err);
    assert_int_equal(back.count, p.count);
    for (size_t i = 0; i < p.count; i++)
        assert_string_equal(back.words[i].text, p.words[i].text);
    alto_free(&p);
    alto_free(&back);
    ba_buf_free(&b);
}

static void the_largest_page_is_valid(void **state)
{
    const struct fixture *f = *state;
    struct drawn last = { "X", "nld", 999910, 999960, 0, 0, 0, 0 };
    struct alto_page p = draw(&last, 1);
    struct ba_buf b = BA_BUF_INIT(1 << 20);

    p.width_px = p.height_px = 1000000;
    write_page(f, &p, &source, &b);
    assert_true(is_valid(f, b.data, b.len));
    assert_non_null(strstr(b.data, "HPOS=\"999910\""));
    alto_free(&p);
    ba_buf_free(&b);
}

static void languages_have_their_shortest_code(void **state)
{
    (void)state;
    assert_string_equal("nl", alto_language("nld"));
    assert_string_equal("de-Latf", alto_language("frk"));
    assert_string_equal("fy", alto_language("fry"));
    assert_string_equal("grc", alto_language("grc"));
    assert_null(alto_language("osd"));
    assert_null(alto_language("chi_sim_vert"));
    assert_null(alto_language(""));
    assert_null(alto_language("NL<"));
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* The file with the first `from` made `to`. False: it is not in there. */
static bool change(const char *text, const char *from, const char *to, struct ba_buf *out)
{
    const char *at = strstr(text, from);

    if (at == NULL)
        return false;
    ba_buf_reset(out);
    ba_buf_add(out, text, (size_t)(at - text));
    ba_buf_puts(out, to);
    ba_buf_puts(out, at + strlen(from));
    return true;
}

static void every_fault_is_found(void **state)
{
    static const struct {
        const char *from, *to;
    } faults[] = {
        { "ns-v4#", "ns-v3#" },
        { "<alto ", "<Alto " },
        { "<MeasurementUnit>pixel", "<MeasurementUnit>inch" },
        { "  <MeasurementUnit>pixel</MeasurementUnit>\n", "" },
        { "<Layout>", "<Layout/><Layout>" },
        { "<Processing ID=\"STEP1\">", "<Processing>" },
        { "<Processing ID=\"STEP2\">", "<Processing ID=\"2\">" },
        { "<Processing ID=\"STEP2\">", "<Processing ID=\"STEP1\">" },
        { ">preOperation<", ">pre-operation<" },
        { "<processingCategory>preOperation</processingCategory>", "" },
        { "<softwareVersion>1</softwareVersion>", "" },
        { "   <processingStepDescription>", "<processingDateTime>2026</processingDateTime><a>" },
        { "<Page ID=\"PAGE\" ", "<Page " },
        { " PHYSICAL_IMG_NR=\"3\"", "" },
        { "PHYSICAL_IMG_NR=\"3\"", "PHYSICAL_IMG_NR=\"drie\"" },
        { "PC=\"0.750\"", "PC=\"75\"" },
        { "PC=\"0.750\"", "PC=\"nan\"" },
        { "PAGECLASS=\"drawing\"", "PAGECLASS=\"tekening\"" },
        { "<PrintSpace", "<Printspace" },
        { "ID=\"B1\" ", "" },
        { "ID=\"B2\"", "ID=\"B1\"" },
        { "ID=\"P1\" ", "" },
        { "ID=\"S2\"", "ID=\"S1\"" },
        { "ID=\"L2\"", "ID=\"P1\"" },
        { "ID=\"S2\"", "ID=\"S 2\"" },
        { "HPOS=\"200\"", "HPOS=\"-200\"" },
        { "WIDTH=\"90\"", "WIDTH=\"0\"" },
        { "WIDTH=\"90\"", "WIDTH=\"-90\"" },
        { "HEIGHT=\"40\"", "HEIGHT=\"4O\"" },
        { "VPOS=\"100\"", "VPOS=\"1e9999\"" },
        { "CONTENT=\"Aan\" ", "" },
        { "CONTENT=\"Aan\"", "CONTENT=\"Aan de\"" },
        { "CONTENT=\"Aan\"", "CONTENT=\"\"" },
        { "CONTENT=\"Aan\"", "CONTENT=\"Aan\" CS=\"ja\"" },
        { "CONTENT=\"Aan\"", "CONTENT=\"Aan\" colour=\"red\"" },
        { "WC=\"0.00\"", "WC=\"-0.5\"" },
        { "WC=\"0.10\"", "WC=\"1.01\"" },
        { "HypPart1", "HypPart3" },
        { "SUBS_TYPE=\"HypPart2\" ", "" },
        { "LANG=\"nl\"", "LANG=\"nederlands \xC3\xA9\"" },
        { "LANG=\"nl\"", "lang=\"nl\"" },
        { "ROTATION=\"86.7500\"", "ROTATION=\"steep\"" },
        { "<HYP CONTENT=\"-\"/>", "<HYP CONTENT=\"-\"/><HYP CONTENT=\"-\"/>" },
        { "<HYP CONTENT=\"-\"/>", "<HYP/>" },
        { "<SP ", "<SP/><SP " },
        { "<TextLine ID=\"L1\"", "<SP/><TextLine ID=\"L1\"" },
        { "<TextBlock ID=\"P1\"", "<TextBlock ID=\"P0\"/><TextBlock ID=\"P1\"" },
        { "</Layout>", "</Layout><Description/>" },
        { "</alto>", "" },
    };
    const struct fixture *f = *state;
    struct alto_page p = DRAWN(drawing);
    struct ba_buf good = BA_BUF_INIT(1 << 20), bad = BA_BUF_INIT(1 << 20);

    p.skew_deg = -3.25;
    write_page(f, &p, &source, &good);
    assert_true(is_valid(f, good.data, good.len));
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        if (!change(good.data, faults[i].from, faults[i].to, &bad))
            fail_msg("nothing to spoil: %s", faults[i].from);
        if (is_valid(f, bad.data, bad.len))
            fail_msg("taken for valid: %s instead of %s", faults[i].to, faults[i].from);
    }
    alto_free(&p);
    ba_buf_free(&good);
    ba_buf_free(&bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drawing_with_all_that_there_is_is_valid),
        cmocka_unit_test(every_part_of_a_word_over_three_lines_names_the_whole),
        cmocka_unit_test(pages_without_words_are_valid),
        cmocka_unit_test(odd_letters_are_valid_and_come_back),
        cmocka_unit_test(the_largest_page_is_valid),
        cmocka_unit_test(languages_have_their_shortest_code),
        cmocka_unit_test(every_fault_is_found),
    };

    return cmocka_run_group_tests_name("ocr alto valid", tests, setup, teardown);
}
