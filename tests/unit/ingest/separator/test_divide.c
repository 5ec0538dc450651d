/* From codes on pages to dossiers and documents. */
#include <string.h>
#include <strings.h>

#include "ingest/separator/divide.h"
#include "tests/unit/test.h"

#define PATTERN "[0-9]{4}/[0-9]{1,4}"
#define PAGES_MAX 16

struct batch {
    struct barcode codes[PAGES_MAX][3];
    struct divide_page pages[PAGES_MAX];
    size_t count;
};

static void add_page(struct batch *b, const char *first, const char *second)
{
    struct divide_page *p = &b->pages[b->count];
    struct barcode *codes = b->codes[b->count++];

    *p = (struct divide_page){ .codes = codes, .kind = "old", .document = 99 };
    if (first != NULL)
        strcpy(codes[p->code_count++].text, first);
    if (second != NULL)
        strcpy(codes[p->code_count++].text, second);
}

static bool only_old_numbers(void *ctx, const char *number)
{
    (void)ctx;
    return strcmp(number, "B.12 bis") == 0;
}

static void separate(struct batch *b)
{
    struct divide_rules *r = NULL;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, divide_rules_new(PATTERN, only_old_numbers, NULL, &r, &err), &err);
    assert_rc(BA_OK, divide_pages(r, b->pages, b->count, &err), &err);
    divide_rules_free(r);
}

static void assert_page(const struct batch *b, size_t i, bool separator, const char *dossier,
                        uint32_t document, const char *kind)
{
    const struct divide_page *p = &b->pages[i];

    if (p->separator != separator || strcmp(p->dossier, dossier) != 0 || p->document != document ||
        strcmp(p->kind, kind) != 0)
        fail_msg("page %zu: separator %d, dossier \"%s\", document %u, kind \"%s\"", i,
                 p->separator, p->dossier, p->document, p->kind);
}

static void pages_before_the_first_separator_belong_to_nothing(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, NULL, NULL);
    add_page(&b, "DOCUMENT:permit", NULL);
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 0, false, "", 0, "");
    assert_page(&b, 1, true, "", 0, "");
    assert_page(&b, 2, false, "", 0, "");
}

static void a_separator_belongs_to_the_dossier_that_it_opens(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:1936/262", NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, "DOSSIER:1992/797", NULL);
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 0, true, "1936/262", 1, "");
    assert_page(&b, 1, false, "1936/262", 1, "");
    assert_page(&b, 2, true, "1992/797", 1, "");
    assert_page(&b, 3, false, "1992/797", 1, "");
}

static void documents_are_counted_and_pages_before_the_first_are_one(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:1936/262", NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, "DOCUMENT:permit", NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, "DOCUMENT:permit", NULL);
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 1, false, "1936/262", 1, "");
    assert_page(&b, 2, true, "1936/262", 2, "permit");
    assert_page(&b, 4, false, "1936/262", 2, "permit");
    assert_page(&b, 6, false, "1936/262", 3, "permit");
}

static void a_sheet_with_both_codes_opens_dossier_and_document(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOCUMENT:drawing", "DOSSIER:1936/262");
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 0, true, "1936/262", 1, "drawing");
    assert_page(&b, 1, false, "1936/262", 1, "drawing");
}

static void the_same_sheet_on_both_sides_opens_nothing_twice(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:1936/262", NULL);
    add_page(&b, "DOSSIER:1936/262", "DOSSIER:1936/262");
    add_page(&b, "DOCUMENT:letter", NULL);
    add_page(&b, "DOCUMENT:letter", NULL);
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 1, true, "1936/262", 1, "");
    assert_page(&b, 3, true, "1936/262", 1, "letter");
    assert_page(&b, 4, false, "1936/262", 1, "letter");
}

static void a_dossier_that_comes_back_goes_on_counting(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:1936/262", "DOCUMENT:permit");
    add_page(&b, NULL, NULL);
    add_page(&b, "DOSSIER:1992/797", NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, "DOSSIER:1936/262", NULL);
    add_page(&b, NULL, NULL);
    add_page(&b, "DOSSIER:1992/797", NULL);
    add_page(&b, NULL, NULL);
    separate(&b);
    assert_page(&b, 4, true, "1936/262", 2, "");
    assert_page(&b, 5, false, "1936/262", 2, "");
    /* without document codes a dossier stays one document */
    assert_page(&b, 7, false, "1992/797", 1, "");
}

static void codes_of_other_things_are_no_separators(void **state)
{
    static const char *const others[] = {
        "8711234567890",
        "DOSSIER:",
        "DOSSIER:1936/26299",
        "DOSSIER: 1936/262",
        "DOSSIER:1936/262 ",
        "dossier:1936/262",
        "DOSSIER:x1936/262y",
        "DOCUMENT:invoice",
        "DOCUMENT:Permit",
        "DOCUMENT:",
        "1936/262",
        "DOSSIER:1936/262\n",
        "DOSSIER:1111111111111111111111111111111111111111111111111111111111111111/1"
    };
    struct batch b = { .count = 0 };

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        add_page(&b, others[i], NULL);
    separate(&b);
    for (size_t i = 0; i < b.count; i++) {
        bool like_one = strncasecmp(others[i], "do", 2) == 0;

        assert_page(&b, i, false, "", 0, "");
        assert_int_equal(like_one, b.pages[i].unknown); /* a person is told */
    }
}

static void a_number_that_only_the_register_knows_counts(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:B.12 bis", NULL);
    add_page(&b, "DOSSIER:B.13", NULL);
    separate(&b);
    assert_page(&b, 0, true, "B.12 bis", 1, "");
    assert_false(b.pages[0].unknown);
    assert_page(&b, 1, false, "B.12 bis", 1, "");
    assert_true(b.pages[1].unknown);
}

static void two_different_codes_of_a_kind_are_left_to_a_person(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add_page(&b, "DOSSIER:1936/262", NULL);
    add_page(&b, "DOSSIER:1936/262", "DOSSIER:1992/797");
    add_page(&b, "DOCUMENT:permit", "DOCUMENT:letter");
    add_page(&b, "DOSSIER:1992/797", "DOSSIER:none");
    separate(&b);
    assert_true(b.pages[1].conflict);
    assert_page(&b, 1, false, "1936/262", 1, "");
    assert_true(b.pages[2].conflict);
    assert_page(&b, 2, false, "1936/262", 1, "");
    assert_false(b.pages[3].conflict);
    assert_page(&b, 3, true, "1992/797", 1, "");
}

static void alternatives_in_a_pattern_must_match_to_the_end(void **state)
{
    struct barcode code = { .text = "DOSSIER:12b" };
    struct divide_page page = { .codes = &code, .code_count = 1 };
    struct divide_rules *r = NULL;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, divide_rules_new("12|12a|12b", NULL, NULL, &r, &err), &err);
    assert_rc(BA_OK, divide_pages(r, &page, 1, &err), &err);
    assert_true(page.separator);
    strcpy(code.text, "DOSSIER:12c");
    assert_rc(BA_OK, divide_pages(r, &page, 1, &err), &err);
    assert_false(page.separator);
    divide_rules_free(r);
}

static void a_wrong_pattern_is_a_configuration_error(void **state)
{
    struct divide_rules *r = NULL;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_FATAL, divide_rules_new("[0-9{4}", NULL, NULL, &r, &err), &err);
    assert_string_equal("CONFIG", err.code);
    assert_non_null(strstr(err.msg, "[0-9{4}"));
    assert_null(r);
    divide_rules_free(r);
}

static void a_pattern_that_runs_away_is_stopped(void **state)
{
    struct barcode code = { .text = "DOSSIER:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX" };
    struct divide_page page = { .codes = &code, .code_count = 1 };
    struct divide_rules *r = NULL;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, divide_rules_new("(a+)+(b|c)", NULL, NULL, &r, &err), &err);
    assert_rc(BA_FATAL, divide_pages(r, &page, 1, &err), &err);
    assert_string_equal("CONFIG", err.code);
    divide_rules_free(r);
}

static struct divide_page *add(struct batch *b, const char *code, enum sheet_content content)
{
    add_page(b, code, NULL);
    b->pages[b->count - 1].content = content;
    return &b->pages[b->count - 1];
}

static void a_page_with_content_begins_its_dossier_and_stays_a_page(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add(&b, "DOSSIER:1936/262", SHEET_CONTENT);
    add(&b, NULL, SHEET_CONTENT);
    add(&b, "DOCUMENT:letter", SHEET_UNSURE);
    add(&b, "DOSSIER:1936/262", SHEET_CONTENT); /* every page may bear the number */
    add(&b, "DOSSIER:1992/797", SHEET_BARE);
    separate(&b);
    assert_page(&b, 0, false, "1936/262", 1, "");
    assert_true(b.pages[0].begins);
    assert_page(&b, 1, false, "1936/262", 1, "");
    assert_page(&b, 2, false, "1936/262", 2, "letter");
    assert_true(b.pages[2].begins);
    assert_page(&b, 3, false, "1936/262", 2, "letter");
    assert_page(&b, 4, true, "1992/797", 1, "");
    assert_false(b.pages[4].begins);
}

static void the_empty_back_of_a_separator_belongs_to_the_sheet(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        add(&b, i == 0 ? "DOSSIER:1936/262" : "DOSSIER:1992/797", SHEET_BARE);
        add(&b, NULL, SHEET_EMPTY);
        add(&b, NULL, SHEET_CONTENT);
        add(&b, NULL, SHEET_EMPTY); /* the back of a letter is a page */
    }
    separate(&b);
    assert_page(&b, 1, true, "1936/262", 1, "");
    assert_true(b.pages[1].back);
    assert_page(&b, 3, false, "1936/262", 1, "");
    assert_true(b.pages[5].back);
    assert_false(b.pages[7].separator);
}

static void in_a_batch_of_one_side_an_empty_page_is_a_page(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add(&b, "DOSSIER:1936/262", SHEET_BARE);
    add(&b, NULL, SHEET_EMPTY);
    add(&b, NULL, SHEET_CONTENT);
    add(&b, "DOSSIER:1992/797", SHEET_BARE);
    add(&b, NULL, SHEET_CONTENT);
    separate(&b);
    assert_page(&b, 1, false, "1936/262", 1, "");
}

static void a_back_through_which_the_sheet_shines_needs_no_other_sign(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add(&b, "DOSSIER:1936/262", SHEET_BARE);
    add(&b, NULL, SHEET_BEHIND);
    add(&b, NULL, SHEET_CONTENT);
    separate(&b);
    assert_true(b.pages[1].back);
    assert_page(&b, 2, false, "1936/262", 1, "");
}

static void a_written_back_is_a_page(void **state)
{
    struct batch b = { .count = 0 };

    (void)state;
    add(&b, "DOSSIER:1936/262", SHEET_BARE);
    add(&b, NULL, SHEET_CONTENT);
    add(&b, NULL, SHEET_CONTENT);
    add(&b, NULL, SHEET_EMPTY);
    separate(&b);
    assert_page(&b, 1, false, "1936/262", 1, "");
    assert_page(&b, 3, false, "1936/262", 1, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_before_the_first_separator_belong_to_nothing),
        cmocka_unit_test(a_separator_belongs_to_the_dossier_that_it_opens),
        cmocka_unit_test(documents_are_counted_and_pages_before_the_first_are_one),
        cmocka_unit_test(a_sheet_with_both_codes_opens_dossier_and_document),
        cmocka_unit_test(the_same_sheet_on_both_sides_opens_nothing_twice),
        cmocka_unit_test(a_dossier_that_comes_back_goes_on_counting),
        cmocka_unit_test(codes_of_other_things_are_no_separators),
        cmocka_unit_test(a_number_that_only_the_register_knows_counts),
        cmocka_unit_test(two_different_codes_of_a_kind_are_left_to_a_person),
        cmocka_unit_test(alternatives_in_a_pattern_must_match_to_the_end),
        cmocka_unit_test(a_wrong_pattern_is_a_configuration_error),
        cmocka_unit_test(a_pattern_that_runs_away_is_stopped),
        cmocka_unit_test(a_page_with_content_begins_its_dossier_and_stays_a_page),
        cmocka_unit_test(the_empty_back_of_a_separator_belongs_to_the_sheet),
        cmocka_unit_test(in_a_batch_of_one_side_an_empty_page_is_a_page),
        cmocka_unit_test(a_back_through_which_the_sheet_shines_needs_no_other_sign),
        cmocka_unit_test(a_written_back_is_a_page),
    };

    return cmocka_run_group_tests_name("ingest/separate", tests, NULL, NULL);
}
