/* Title blocks as words in cells: which label belongs to which value, and what the value is. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "ocr/title_block/title_block.h"
#include "ocr/title_block/title_block_private.h"

/* A line of text in a cell; x and y in pixels, 40 pixels high. */
struct line {
    uint32_t cell;
    int x, y;
    const char *text;
};

#define HEIGHT 40
#define ADVANCE 22 /* width of a letter */
#define MAX_WORDS 100

/* The page with these lines as its title block; rotation: of the words (the page is 4000 wide). */
static struct alto_page page_of(const struct line *lines, size_t count, uint32_t rotation)
{
    struct alto_page p = { .width_px = 4000, .height_px = 4000, .xdpi = 300, .ydpi = 300 };

    p.title = (struct alto_title){ true, 0, 0, 4000, 4000, 0 };
    p.words = calloc(MAX_WORDS, sizeof(*p.words));
    assert_non_null(p.words);
    for (size_t i = 0; i < count; i++) {
        int x = lines[i].x;

        for (const char *s = lines[i].text; *s != '\0';) {
            size_t n = strcspn(s, " ");
            struct alto_word w = { .text = strndup(s, n),
                                   .ux = x,
                                   .uy = lines[i].y,
                                   .uw = (double)n * ADVANCE,
                                   .uh = HEIGHT,
                                   .confidence = 0.9,
                                   .block = lines[i].cell,
                                   .rotation_deg = rotation };

            if (rotation == 90) {
                w.ux = lines[i].y;
                w.uy = 4000 - x - (double)n * ADVANCE;
                w.uw = HEIGHT;
                w.uh = (double)n * ADVANCE;
            }
            w.x = (int32_t)w.ux;
            w.y = (int32_t)w.uy;
            w.w = (int32_t)w.uw;
            w.h = (int32_t)w.uh;
            if (n > 0)
                p.words[p.count++] = w;
            else
                free(w.text);
            x += (int)(n + (s[n] == ' ')) * ADVANCE;
            s += n + (s[n] == ' ');
            assert_true(p.count < MAX_WORDS);
        }
    }
    return p;
}

/* "work=...; scale=1:100": the fields in the order given. */
static void assert_fields(const struct line *lines, size_t count, uint32_t rotation,
                          const char *const *want)
{
    struct alto_page p = page_of(lines, count, rotation);
    struct ba_err err = BA_ERR_INIT;
    struct title_fields f;
    size_t wanted = 0;

    assert_rc(BA_OK, title_fields(&p, &f, &err), &err);
    for (; want[wanted] != NULL; wanted++) {
        bool there = false;

        for (size_t i = 0; i < f.count && !there; i++) {
            size_t n = strlen(f.at[i].name);

            there = strncmp(want[wanted], f.at[i].name, n) == 0 && want[wanted][n] == '=' &&
                    strcmp(want[wanted] + n + 1, f.at[i].value) == 0;
        }
        if (!there) {
            for (size_t i = 0; i < f.count; i++)
                print_error("%s=%s (%s)\n", f.at[i].name, f.at[i].value, f.at[i].rule);
            fail_msg("no field %s", want[wanted]);
        }
    }
    assert_int_equal(f.count, wanted);
    title_fields_free(&f);
    alto_free(&p);
}

#define FIELDS(lines, ...)                                                                         \
    assert_fields(lines, sizeof(lines) / sizeof(lines[0]), 0,                                      \
                  (const char *const[]){ __VA_ARGS__, NULL })

static void labels_stand_before_their_values_on_one_line(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "Werk: het bouwen van een woonhuis" },
        { 0, 100, 180, "Adres: Parkweg 12a te Voorburg" },
        { 0, 100, 260, "Schaal 1:100   Datum: 12 mei 1950" },
        { 0, 100, 340, "Tek. nr. 3   Dossier 1950/012" },
    };

    (void)state;
    FIELDS(lines, "work=het bouwen van een woonhuis", "address=Parkweg 12a", "place=Voorburg",
           "scale=1:100", "date=1950-05-12", "drawing_number=3", "dossier=1950/012");
}

static void labels_stand_above_their_values_in_a_cell(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "opdrachtgever" }, { 0, 120, 160, "Wed. J. de Lange" },
        { 1, 900, 100, "architect" },     { 1, 920, 160, "W.F. Overeem" },
        { 1, 920, 220, "Molenstraat 8" }, { 2, 100, 400, "onderdeel" },
        { 2, 120, 460, "plattegrond" },   { 2, 120, 510, "begane grond" },
    };

    (void)state;
    FIELDS(lines, "applicant=Wed. J. de Lange", "architect=W.F. Overeem",
           "part=plattegrond begane grond");
}

static void a_label_alone_in_its_cell_belongs_to_the_cell_beside_it(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "Schaal" },  { 1, 600, 100, "1 : 50" },         { 2, 100, 180, "Datum" },
        { 3, 600, 180, "4-11-36" }, { 4, 100, 260, "Tekeningnummer" }, { 5, 600, 260, "62-014" },
    };

    (void)state;
    FIELDS(lines, "scale=1:50", "date=1936-11-04", "drawing_number=62-014");
}

static void a_row_of_labels_has_its_values_below(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "schaal" }, { 0, 700, 100, "datum" },    { 0, 1400, 100, "blad" },
        { 0, 100, 150, "1:200" },  { 0, 700, 150, "Mei 1912" }, { 0, 1400, 150, "2 van 5" },
    };

    (void)state;
    FIELDS(lines, "scale=1:200", "date=1912-05", "drawing_number=2 van 5");
}

static void values_in_a_column_of_their_own_do_not_run_into_each_other(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "Project" },       { 0, 900, 100, "verbouwing van een" },
        { 0, 900, 150, "winkelpand" },    { 0, 100, 250, "Locatie" },
        { 0, 900, 250, "Korte Wal 18" },  { 0, 100, 300, "Opdrachtgever" },
        { 0, 900, 300, "Gebr. Hofstra" },
    };

    (void)state;
    FIELDS(lines, "work=verbouwing van een winkelpand", "address=Korte Wal 18",
           "applicant=Gebr. Hofstra");
}

static void old_spelling_and_abbreviations_are_known(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "Plan tot het bouwen van een schuur" },
        { 0, 100, 180, "Teekening: gevels" },
        { 0, 100, 260, "Schaal 1 \xC3\xA0 100   Wijk B" },
        { 0, 100, 340, "Dat. 3.II.1911   get. J.V.   gew." },
        { 0, 100, 420, "Opdr.g.: A. Kuipers" },
        { 0, 100, 500, "Bestek nr. 31   Teek. No. 7" },
    };

    (void)state;
    FIELDS(lines, "work=het bouwen van een schuur", "part=gevels", "scale=1:100", "district=B",
           "date=1911-02-03", "drawn_by=J.V.", "applicant=A. Kuipers", "specification_number=31",
           "drawing_number=7");
}

static void lines_without_labels_are_known_by_their_form(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "Uitbreiding woonhuis met garage" },
        { 0, 100, 180, "Wilhelminalaan 9 te Oosterwaarde" },
        { 0, 100, 260, "doorsnede A-A" },
        { 0, 100, 340, "1:20" },
        { 0, 100, 420, "28.01.1984" },
    };

    (void)state;
    FIELDS(lines, "work=Uitbreiding woonhuis met garage", "address=Wilhelminalaan 9",
           "place=Oosterwaarde", "part=doorsnede A-A", "scale=1:20", "date=1984-01-28");
}

static void misread_labels_are_known_and_words_of_a_sentence_are_none(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "0pdrachtqever: H. Timmer" },
        { 0, 100, 180, "5chaal 1:500" },
        { 1, 100, 300, "Plaats de balken op het werk" },
    };

    (void)state;
    FIELDS(lines, "applicant=H. Timmer", "scale=1:500");
}

static void a_block_on_end_is_read_along_its_text(void **state)
{
    static const struct line lines[] = {
        { 0, 100, 100, "schaal" },
        { 0, 120, 160, "1:100" },
        { 1, 700, 100, "datum" },
        { 1, 720, 160, "1 april 1960" },
    };

    (void)state;
    assert_fields(lines, 4, 90, (const char *const[]){ "scale=1:100", "date=1960-04-01", NULL });
}

static void a_page_without_title_block_has_no_fields(void **state)
{
    static const struct line lines[] = { { 0, 100, 100, "Schaal 1:100" } };
    struct alto_page p = page_of(lines, 1, 0);
    struct ba_err err = BA_ERR_INIT;
    struct title_fields f;

    (void)state;
    p.title.found = false;
    assert_rc(BA_OK, title_fields(&p, &f, &err), &err);
    assert_int_equal(f.count, 0);
    alto_free(&p);
}

static void values_are_made_uniform_or_refused(void **state)
{
    static const struct {
        title_normal_fn normal;
        const char *text, *value; /* NULL: refused */
    } cases[] = {
        { title_normal_scale, "1:100", "1:100" },
        { title_normal_scale, "1 : 50 en 1 : 5", "1:50, 1:5" },
        { title_normal_scale, "l:1OO", "1:100" },
        { title_normal_scale, "15100", "1:100" },
        { title_normal_scale, "1 500", "1:500" },
        { title_normal_scale, "200", "1:200" },
        { title_normal_scale, "12345", NULL },
        { title_normal_scale, "zie detail", NULL },
        { title_form_scale, "1 500", NULL },
        { title_normal_date, "12 mei 1950", "1950-05-12" },
        { title_normal_date, "3 Maart '08", "1908-03-03" },
        { title_normal_date, "31/12/85", "1985-12-31" },
        { title_normal_date, "aug. 1933", "1933-08" },
        { title_normal_date, "1933", "1933" },
        { title_normal_date, "45-13-1933", "1933" },
        { title_normal_date, "J. de Wit", NULL },
        { title_normal_number, "nr. 12", "12" },
        { title_normal_number, "B 12 gewijzigd", "B 12" },
        { title_normal_number, "zie boven", NULL },
        { title_normal_sheet, "2 (van 5)", "2 van 5" },
        { title_normal_sheet, "2/5", "2 van 5" },
        { title_normal_address, "Damlaan 121-Il te Voorburg", "Damlaan 121-II" },
        { title_normal_address, "\xE2\x80\x98s-Gravenweg 3-te Leiden", "'s-Gravenweg 3" },
        { title_normal_address, "12", NULL },
        { title_normal_text, ": __H. Timmer |", "H. Timmer" },
        { title_normal_text, "...", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char value[TITLE_VALUE_MAX] = "";
        bool taken = cases[i].normal(cases[i].text, value);

        if (taken != (cases[i].value != NULL) || (taken && strcmp(value, cases[i].value) != 0))
            fail_msg("'%s' became '%s'", cases[i].text, taken ? value : "(refused)");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_stand_before_their_values_on_one_line),
        cmocka_unit_test(labels_stand_above_their_values_in_a_cell),
        cmocka_unit_test(a_label_alone_in_its_cell_belongs_to_the_cell_beside_it),
        cmocka_unit_test(a_row_of_labels_has_its_values_below),
        cmocka_unit_test(values_in_a_column_of_their_own_do_not_run_into_each_other),
        cmocka_unit_test(old_spelling_and_abbreviations_are_known),
        cmocka_unit_test(lines_without_labels_are_known_by_their_form),
        cmocka_unit_test(misread_labels_are_known_and_words_of_a_sentence_are_none),
        cmocka_unit_test(a_block_on_end_is_read_along_its_text),
        cmocka_unit_test(a_page_without_title_block_has_no_fields),
        cmocka_unit_test(values_are_made_uniform_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
