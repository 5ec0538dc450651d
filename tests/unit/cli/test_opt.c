/* Options of a command: what the table of commands allows, and nothing twice that cannot count
 * twice. */
#include "cli/opt.h"

#include <stdbool.h>
#include <string.h>

#include "cli/cmd.h"
#include "tests/unit/test.h"

enum { WORDS_MAX = 12, OPTIONS_MAX = 16 };

struct parsed {
    const char *out;
    bool kinds, only_missing;
    struct opt_list dossiers;
    struct opt_list others[OPTIONS_MAX]; /* the largest of what an option can fill */
    char **words;
    int count;
    struct ba_err err;
};

/* `separators` with these words, which end with NULL. */
static BA_RC parse(struct parsed *p, const char *const *words)
{
    static char *argv[WORDS_MAX + 2];
    int argc = 1;

    struct opt opts[OPTIONS_MAX + 1] = { { 0 } };
    const struct opt_row *row = cmd_find("separators")->options;

    *p = (struct parsed){ .err = BA_ERR_INIT };
    const struct opt known[] = { { "out", OPT_STRING, &p->out },
                                 { "kinds", OPT_FLAG, &p->kinds },
                                 { "dossier", OPT_LIST, &p->dossiers },
                                 { "only-missing", OPT_FLAG, &p->only_missing } };

    /* As the table has them; those that no test looks at are put aside. */
    for (size_t i = 0; row[i].name != NULL; i++) {
        assert_true(i < OPTIONS_MAX);
        opts[i] = (struct opt){ row[i].name, row[i].kind, &p->others[i] };
        for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
            if (strcmp(row[i].name, known[k].name) == 0)
                opts[i] = known[k];
    }
    argv[0] = (char *)(uintptr_t) "separators";
    for (; *words != NULL && argc <= WORDS_MAX; words++)
        argv[argc++] = (char *)(uintptr_t)*words;
    argv[argc] = NULL;
    return opt_parse(opts, argc, argv, 0, 0, &p->words, &p->count, &p->err);
}

static void refused(const char *const *words, const char *says)
{
    struct parsed p;

    assert_int_equal(BA_FATAL, parse(&p, words));
    assert_string_equal("USAGE", p.err.code);
    if (strstr(p.err.msg, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", p.err.msg, says);
}
#define REFUSED(says, ...) refused((const char *const[]){ __VA_ARGS__, NULL }, says)

static void an_option_that_repeats_takes_all(void **state)
{
    const char *const words[] = { "--dossier", "A", "--kinds", "--dossier", "B", NULL };
    struct parsed p;

    (void)state;
    assert_rc(BA_OK, parse(&p, words), &p.err);
    assert_int_equal(2, p.dossiers.count);
    assert_string_equal("A", p.dossiers.at[0]);
    assert_string_equal("B", p.dossiers.at[1]);
    assert_true(p.kinds);
}

static void any_other_option_twice_is_refused(void **state)
{
    (void)state;
    REFUSED("--out is given twice", "--out", "a", "--out", "b");
    REFUSED("--out is given twice", "--out", "a", "--out", "a");
    REFUSED("--kinds is given twice", "--kinds", "--json", "--kinds");
}

static void an_unknown_option_names_the_nearest(void **state)
{
    (void)state;
    REFUSED("did you mean --kinds?", "--kimds");
    REFUSED("no option -k", "-k");
    REFUSED("wants a value", "--out");
    REFUSED("too many words", "x");
}

static void a_count_has_the_bounds_of_its_row(void **state)
{
    uint64_t mb = 7;
    const char *html = NULL, *batch = NULL;
    bool json = false;
    const struct opt opts[] = { { "html", OPT_STRING, &html },
                                { "json", OPT_FLAG, &json },
                                { "batch", OPT_STRING, &batch },
                                { "pictures-mb", OPT_COUNT, &mb },
                                { 0 } };
    static const char *const bad[] = {
        "100001", "-1", "", "1x", "99999999999999999999", " 1", "+1"
    };
    char **words;
    int count;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char *argv[] = { (char *)(uintptr_t) "report", (char *)(uintptr_t) "--pictures-mb",
                         (char *)(uintptr_t)bad[i], NULL };
        struct ba_err err = BA_ERR_INIT;

        assert_int_equal(BA_FATAL, opt_parse(opts, 3, argv, 0, 0, &words, &count, &err));
        assert_non_null(strstr(err.msg, "a number from 0 to 100000"));
    }
    assert_int_equal(7, mb);
    char *argv[] = { (char *)(uintptr_t) "report", (char *)(uintptr_t) "--pictures-mb",
                     (char *)(uintptr_t) "100000", NULL };
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, opt_parse(opts, 3, argv, 0, 0, &words, &count, &err), &err);
    assert_int_equal(100000, mb);
}

static void a_command_that_is_not_as_its_row_says_is_a_fault_of_the_program(void **state)
{
    bool json = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json }, { 0 } };
    const struct opt other[] = { { "json", OPT_STRING, &json }, { 0 } };
    char *argv[] = { (char *)(uintptr_t) "report", NULL };
    char **words;
    int count;
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_int_equal(BA_FATAL, opt_parse(opts, 1, argv, 0, 0, &words, &count, &err));
    assert_string_equal("INTERNAL", err.code);
    assert_int_equal(BA_FATAL, opt_parse(other, 1, argv, 0, 0, &words, &count, &err));
    assert_string_equal("INTERNAL", err.code);
}

static void every_row_of_the_table_has_its_parts(void **state)
{
    (void)state;
    for (const struct cmd *c = cmd_table; c->name != NULL; c++) {
        size_t n = 0;

        assert_non_null(c->run);
        assert_true(*c->summary != '\0');
        for (const struct opt_row *r = c->options; r->name != NULL; r++, n++) {
            if (*r->help == '\0' || (r->kind == OPT_FLAG) != (r->value == NULL))
                fail_msg("%s --%s: a part is missing", c->name, r->name);
            for (const struct opt_row *o = c->options; o != r; o++)
                assert_string_not_equal(o->name, r->name);
        }
        assert_true(n <= OPT_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_that_repeats_takes_all),
        cmocka_unit_test(any_other_option_twice_is_refused),
        cmocka_unit_test(an_unknown_option_names_the_nearest),
        cmocka_unit_test(a_count_has_the_bounds_of_its_row),
        cmocka_unit_test(a_command_that_is_not_as_its_row_says_is_a_fault_of_the_program),
        cmocka_unit_test(every_row_of_the_table_has_its_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
