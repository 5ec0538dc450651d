/* The register and the gazetteer are loaded; what is wrong is told by line, the rest is in. */
#include "tests/unit/desk_depot.h"

#include "desk/assign.h"
#include "desk/audit_log.h"
#include "desk/close.h"
#include "desk/gazetteer_load.h"
#include "desk/personal_review.h"
#include "desk/register_load.h"

static void good_lines_are_in_and_wrong_ones_are_told(void **state)
{
    struct desk *d = *state;
    struct register_load_result r;
    const char *path = desk_file(d, "register.csv",
                                 "dossier;titel;number_from\n1999/1;Iets;3\n;leeg;\n"
                                 "1931/0047;Ander;x\n");

    assert_int_equal(BA_ITEM, register_load(&d->depot, &d->by, path, &r, &d->err));
    assert_string_equal("REGISTER_LINES_REFUSED", d->err.code);
    assert_true(r.loaded);
    assert_int_equal(3, r.lines);
    assert_int_equal(1, r.added);
    assert_int_equal(2, r.refused);
    assert_int_equal(1, r.imported);
    assert_int_equal(3, d->messages.count);
    assert_int_equal(BA_NOTE, d->messages.at[0].class);
    assert_string_equal("column \"titel\" is kept as it is, but not used; did you mean \"title\"?",
                        d->messages.at[0].text);
    assert_string_equal("REGISTER_NO_DOSSIER", d->messages.at[1].code);
    assert_int_equal(3, d->messages.at[1].line);
    assert_string_equal("REGISTER_BAD_VALUE", d->messages.at[2].code);
    assert_string_equal("Jan|register import|proef", desk_recorded(d));
    assert_true(dossier_in_register(d->depot.store, "1999/1"));
}

static void a_dry_run_and_a_file_without_lines_load_nothing(void **state)
{
    struct desk *d = *state;
    struct register_load_result r;

    d->by.dry_run = true;
    assert_rc(BA_OK,
              register_load(&d->depot, &d->by,
                            desk_file(d, "register.csv", "dossier;title\n1999/1;Iets\n"), &r,
                            &d->err),
              &d->err);
    assert_int_equal(1, r.added);
    assert_false(dossier_in_register(d->depot.store, "1999/1"));
    assert_int_equal(
        BA_ITEM,
        register_load(&d->depot, &d->by, desk_file(d, "none.csv", "dossier;title\n"), &r, &d->err));
    assert_string_equal("REGISTER_NO_LINES", d->err.code);
    assert_int_equal(BA_FATAL, register_load(&d->depot, &d->by, "/nonexistent", &r, &d->err));
    assert_string_equal("INPUT_MISSING", d->err.code);
    assert_false(r.loaded);
}

static void streets_are_loaded_and_only_the_first_wrong_lines_are_told(void **state)
{
    struct desk *d = *state;
    struct gazetteer_load_result r;
    char text[4096] = "straat;huisnummer;postcode;woonplaats\nDorpsstraat;3;2271 AB;Voorburg\n";

    for (int i = 0; i < 25; i++)
        strncat(text, "Dorpsstraat;x;;Voorburg\n", sizeof text - strlen(text) - 1);
    assert_int_equal(BA_ITEM, gazetteer_load(&d->depot, &d->by, desk_file(d, "bag.csv", text),
                                             false, &r, &d->err));
    assert_string_equal("GAZETTEER_LINES_REFUSED", d->err.code);
    assert_true(r.loaded);
    assert_int_equal(1, r.counts.taken);
    assert_int_equal(25, r.counts.refused);
    assert_int_equal(20, d->messages.count);
    assert_int_equal(3, d->messages.at[0].line);
    assert_string_equal("Jan|gazetteer import|proef", desk_recorded(d));
    assert_int_equal(BA_FATAL,
                     gazetteer_load(&d->depot, &d->by, "/nonexistent", false, &r, &d->err));
    assert_false(r.loaded);
}

static BA_RC count_row(void *ctx, const struct audit_row *row, struct ba_err *err)
{
    (void)row;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

static BA_RC count_seen(void *ctx, const struct personal_row *row, struct ba_err *err)
{
    (void)row;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

static void the_log_is_asked_by_number_and_by_day(void **state)
{
    struct desk *d = *state;
    const char *nobody = "9999/1";
    const struct personal_review_what of = { .dossiers = &nobody, .count = 1 };
    struct audit_log_what what = { .object = "1974/0231", .who = "Piet" };
    int rows = 0;

    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, field_set(d->depot.store, 1, "title", "Schuur", "Piet", NULL, &d->err),
              &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, audit_log_each(&d->depot, &what, count_row, &rows, &d->err), &d->err);
    assert_int_equal(1, rows);
    what.since = "2999";
    assert_rc(BA_OK, audit_log_each(&d->depot, &what, count_row, &rows, &d->err), &d->err);
    assert_int_equal(1, rows);
    what.since = "gisteren";
    assert_int_equal(BA_FATAL, audit_log_each(&d->depot, &what, count_row, &rows, &d->err));
    assert_int_equal(BA_ITEM, personal_review_each(&d->depot, &of, count_seen, &rows, &d->err));
    assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
}

static int asked(struct desk *d, const char *object)
{
    const struct audit_log_what what = { .object = object };
    int rows = 0;
    enum ba_rc rc = audit_log_each(&d->depot, &what, count_row, &rows, &d->err);

    if (rc == BA_ITEM && strcmp(d->err.code, "OBJECT_UNKNOWN") == 0)
        return -1;
    assert_rc(BA_OK, rc, &d->err);
    return rows;
}

/* What other commands take finds its records; before, only "sheet 2 of b1 (page 2)" did. */
static void the_log_is_asked_by_every_name_of_an_object(void **state)
{
    struct desk *d = *state;
    static const char *const names[] = { "b1:2", "b1:p2.tif", "b1:p2", "2",
                                         "sheet 2 of b1 (page 2)" };
    const char *page = "b1:2";
    const struct assign_what what = { .pages = &page, .page_count = 1, .dossier = "1974/0231" };
    const struct close_what close = { .batch = "b1",
                                      .objects = (const char *[]){ "p3.tif#1" },
                                      .object_count = 1 };
    struct assign_result r;
    struct close_result c;

    assert_rc(BA_OK, assign_pages(&d->depot, &d->by, &what, &r, &d->err), &d->err);
    assign_result_free(&r);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(1, asked(d, names[i]));
    assert_int_equal(1, asked(d, "b1"));
    assert_int_equal(1, asked(d, "1974/0231"));
    assert_int_equal(0, asked(d, "1931/0047"));
    assert_int_equal(0, asked(d, "b1:3"));
    /* What was open on it is said of it, too. */
    assert_int_equal(BA_ITEM, close_batch(&d->depot, &d->by, &close, &c, &d->err));
    close_result_free(&c);
    assert_int_equal(1, asked(d, "b1:3"));
    assert_int_equal(1, asked(d, "b1:p3.tif"));
    assert_int_equal(2, asked(d, "b1"));
    assert_int_equal(-1, asked(d, "b1:99"));
    assert_int_equal(-1, asked(d, "99"));
    assert_int_equal(-1, asked(d, "b2"));
    assert_int_equal(-1, asked(d, "b2:1"));
    assert_int_equal(-1, asked(d, "9999/1"));
    assert_int_equal(-1, asked(d, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(good_lines_are_in_and_wrong_ones_are_told),
        desk_test(a_dry_run_and_a_file_without_lines_load_nothing),
        desk_test(streets_are_loaded_and_only_the_first_wrong_lines_are_told),
        desk_test(the_log_is_asked_by_number_and_by_day),
        desk_test(the_log_is_asked_by_every_name_of_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
