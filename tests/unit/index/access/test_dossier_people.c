/* Whose names are looked for on the pages of a dossier. */
#include "index/access/dossier_people.h"

#include "index/db/sql.h"
#include "tests/unit/index_depot.h"

static bool knows(const struct dossier_people *p, const char *name)
{
    for (size_t i = 0; i < p->known.people_count; i++)
        if (strcmp(p->known.people[i], name) == 0)
            return true;
    return false;
}

static void persons_are_known_and_firms_are_not(void **state)
{
    static const char *const firms[] = {
        "N.V. Bouw",      "N. V. Bouw",           "Bouw B.V.",
        "b v Bouw",       "Fa. Jansen",           "Gebr. de Wit",
        "Gemeente Delft", "Aannemersbedrijf Vos", "Stichting Wonen"
    };
    static const char *const people[] = { "J. Bakker", "V. de Boer", "N. Vos", "Bedrijf",
                                          "B. N. V\u00F6lker" };
    struct depot *d = *state;
    struct dossier_people p = { 0 };
    char line[200];

    for (size_t i = 0; i < sizeof firms / sizeof *firms; i++) {
        snprintf(line, sizeof line, "dossier=%zu;applicant=%s", i + 1, firms[i]);
        depot_register(d, line);
        assert_rc(BA_OK, dossier_people_read(d->store, (int64_t)i + 1, &p, &d->err), &d->err);
        if (p.known.people_count != 0)
            fail_msg("%s is a person", firms[i]);
        dossier_people_free(&p);
    }
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        snprintf(line, sizeof line, "dossier=%zu;applicant=%s;architect=Ir. Rood;street=Kade",
                 i + 101, people[i]);
        depot_register(d, line);
        assert_rc(BA_OK, dossier_people_read(d->store, (int64_t)(9 + i) + 1, &p, &d->err), &d->err);
        assert_int_equal(1, p.known.people_count);
        assert_true(knows(&p, people[i]));
        assert_int_equal(1, p.known.street_count);
        assert_string_equal("Kade", p.known.streets[0]);
        assert_false(p.names_public);
        dossier_people_free(&p);
        assert_null(p.people);
    }
}

static void every_name_that_was_given_counts_and_what_was_read_does_not(void **state)
{
    struct depot *d = *state;
    struct dossier_people p = { 0 };
    struct personal_spans spans = { 0 };

    depot_register(d, "dossier=1;applicant=J. Bakker");
    assert_rc(BA_OK, field_set(d->store, 1, "applicant", "P. Smit", "Jan", "", &d->err), &d->err);
    assert_rc(BA_OK,
              sql_script(d->store,
                         "INSERT INTO field(dossier,name,value,source,rule,confidence,at)"
                         " VALUES(1,'applicant','Q. Gelezen',1,'r',0.9,'2026-11-21'),"
                         "(1,'names_public','ja',1,'r',0.9,'2026-11-21')",
                         &d->err),
              &d->err);
    assert_rc(BA_OK, dossier_people_read(d->store, 1, &p, &d->err), &d->err);
    assert_int_equal(2, p.known.people_count);
    assert_true(knows(&p, "J. Bakker") && knows(&p, "P. Smit"));
    assert_false(p.names_public);
    assert_rc(BA_OK, dossier_people_find(&p, "de heer P. Smit vroeg", &spans, &d->err), &d->err);
    assert_true(spans.count > 0);
    personal_data_spans_free(&spans);
    dossier_people_free(&p);
    assert_rc(BA_OK, field_set(d->store, 1, "names_public", "ja", "Jan", "", &d->err), &d->err);
    assert_rc(BA_OK, dossier_people_read(d->store, 1, &p, &d->err), &d->err);
    assert_true(p.names_public);
    spans = (struct personal_spans){ 0 };
    assert_rc(BA_OK, dossier_people_find(&p, "de heer P. Smit vroeg", &spans, &d->err), &d->err);
    assert_int_equal(0, spans.count);
    personal_data_spans_free(&spans);
    dossier_people_free(&p);
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(persons_are_known_and_firms_are_not),
        T(every_name_that_was_given_counts_and_what_was_read_does_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
