#include "tests/unit/index_depot.h"

#include "index/records/description.h"

struct seen {
    char text[4096];
};

static BA_RC list_dossier(void *ctx, const struct dossier_row *r, struct ba_err *err)
{
    struct seen *s = ctx;
    size_t n = strlen(s->text);

    (void)err;
    snprintf(s->text + n, sizeof s->text - n, "%s%s/%s|%s|%lld-%lld|%lld", n > 0 ? " ; " : "",
             r->archive, r->number, r->address, (long long)r->year_from, (long long)r->year_to,
             (long long)r->pages);
    return BA_OK;
}

static const char *dossiers(struct depot *d, const char *number)
{
    static struct seen s;

    s.text[0] = '\0';
    assert_rc(BA_OK, dossier_each(d->store, number, list_dossier, &s, &d->err), &d->err);
    return s.text;
}

static void a_register_line_makes_a_dossier(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/0231;street=Herenstraat;number_from=1;number_to=13;letter=a;"
                      "addition=II;postcode=2271ab;place=Voorburg;year_from=1974;eigen=waarde");
    assert_string_equal("Archief/1974/0231|Herenstraat 1-13a II, 2271 AB Voorburg|1974-1974|0",
                        dossiers(d, NULL));
    assert_true(dossier_in_register(d->store, "1974/0231"));
    assert_false(dossier_in_register(d->store, "1974/0232"));
    assert_string_equal("Herenstraat", depot_field(d, "1974/0231", "street"));
    assert_int_equal(FIELD_REGISTER, d->source);
}

static void dossiers_come_in_the_order_people_count(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/10");
    depot_register(d, "dossier=1974/9");
    depot_register(d, "dossier=1974/1;archive=Aa");
    assert_string_equal("Aa/1974/1||0-0|0 ; Archief/1974/9||0-0|0 ; Archief/1974/10||0-0|0",
                        dossiers(d, NULL));
    assert_string_equal("Archief/1974/9||0-0|0", dossiers(d, "1974/9"));
}

static void importing_again_updates(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;street=Parkweg;title=Oud");
    depot_register(d, "dossier=1974/1;street=Damlaan");
    assert_string_equal("Damlaan", depot_field(d, "1974/1", "street"));
    assert_string_equal("Oud", depot_field(d, "1974/1", "title"));
}

static void an_empty_cell_empties_and_a_missing_column_does_not(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;street=Parkweg;title=Oud;series=Reeks");
    depot_register(d, "dossier=1974/1;title=");
    assert_string_equal("", depot_field(d, "1974/1", "title"));
    assert_string_equal("Parkweg", depot_field(d, "1974/1", "street"));
}

static void two_archives_may_use_one_number(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1;archive=A;street=Een");
    depot_register(d, "dossier=1;archive=B;street=Twee");
    assert_string_equal("A/1|Een|0-0|0 ; B/1|Twee|0-0|0", dossiers(d, "1"));
}

static void a_dossier_of_pages_moves_to_the_archive_the_register_names(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1974/1", "tekst");
    depot_register(d, "dossier=1974/1;archive=Stompwijk");
    assert_string_equal("Stompwijk/1974/1||0-0|1", dossiers(d, NULL));
}

static void a_persons_value_is_never_replaced(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;street=Parkweg;number_from=3");
    assert_rc(BA_OK,
              field_set(d->store, depot_dossier(d, "1974/1"), "street", " Damlaan ", "jan",
                        "omgenoemd", &d->err),
              &d->err);
    assert_string_equal("Damlaan", depot_field(d, "1974/1", "street"));
    depot_register(d, "dossier=1974/1;street=Oosteinde;number_from=4");
    assert_string_equal("Damlaan", depot_field(d, "1974/1", "street"));
    assert_int_equal(FIELD_PERSON, d->source);
    assert_string_equal("4", depot_field(d, "1974/1", "number_from"));
    assert_string_equal("Archief/1974/1|Damlaan 4|0-0|0", dossiers(d, "1974/1"));
}

static void a_persons_last_word_counts_and_is_found(void **state)
{
    struct depot *d = *state;
    int64_t id;

    depot_add(d, "1974/1", "tekst");
    depot_index(d);
    id = depot_dossier(d, "1974/1");
    assert_rc(BA_OK, field_set(d->store, id, "street", "Damlaan", "jan", NULL, &d->err), &d->err);
    assert_rc(BA_OK, field_set(d->store, id, "street", "Parkweg", "piet", NULL, &d->err), &d->err);
    assert_string_equal("Parkweg", depot_field(d, "1974/1", "street"));
    depot_index(d);
    assert_string_equal("1974/1", depot_search(d, "parkweg"));
    assert_string_equal("", depot_search(d, "damlaan"));
}

/* Each is held against the other value that counts, whoever gave it. */
static void a_range_does_not_end_before_it_begins(void **state)
{
    struct depot *d = *state;
    static const struct {
        const char *name, *value;
        bool good;
    } steps[] = {
        { "number_to", "9", false },
        { "number_to", "12", true },
        { "number_from", "13", false },
        { "number_from", "12", true },
        { "year_from", "1980", true },
        { "year_to", "1979", false },
        { "year_to", "", true },
        { "address_from", "1950-03", true },
        { "address_to", "1950", true },
        { "address_to", "1949-12-31", false },
        { "date_granted", "2000-02-29", true },
    };
    depot_register(d, "dossier=1974/1;number_from=10");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assert_rc(steps[i].good ? BA_OK : BA_ITEM,
                  field_set(d->store, depot_dossier(d, "1974/1"), steps[i].name, steps[i].value,
                            "jan", NULL, &d->err),
                  &d->err);
        if (!steps[i].good)
            assert_string_equal("FIELD_BAD_VALUE", d->err.code);
    }
    assert_non_null(strstr(d->err.msg, "1949-12-31"));
    assert_non_null(strstr(d->err.msg, "1950-03"));
}

static void bad_fields_are_refused_with_what_is_expected(void **state)
{
    struct depot *d = *state;
    static const struct {
        const char *name, *value, *code;
    } cases[] = {
        { "colour", "red", "FIELD_UNKNOWN" },
        { "year_from", "74", "FIELD_BAD_VALUE" },
        { "number_from", "12a", "FIELD_BAD_VALUE" },
        { "postcode", "22711 AB", "FIELD_BAD_VALUE" },
        { "access_until", "2040-13-01", "FIELD_BAD_VALUE" },
        { "access_until", "2001-02-30", "FIELD_BAD_VALUE" },
        { "date_granted", "1900-02-29", "FIELD_BAD_VALUE" },
        { "date_granted", "1931-11-31", "FIELD_BAD_VALUE" },
        { "sheets_expected", "-1", "FIELD_BAD_VALUE" },
        { "title", "two\nlines", "FIELD_BAD_VALUE" },
        { "title", "\xff", "FIELD_BAD_VALUE" },
    };
    depot_register(d, "dossier=1974/1");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_rc(BA_ITEM,
                  field_set(d->store, depot_dossier(d, "1974/1"), cases[i].name, cases[i].value,
                            "jan", NULL, &d->err),
                  &d->err);
        assert_string_equal(cases[i].code, d->err.code);
    }
    assert_rc(BA_ITEM, field_set(d->store, 999, "title", "x", "jan", NULL, &d->err), &d->err);
    assert_string_equal("DOSSIER_UNKNOWN", d->err.code);
}

static void text_fills_only_what_the_register_leaves_open(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;street=Herenstraat");
    depot_add(d, "1974/1", "perceel plaatselijk gemerkt Herenstraat 12a, Voorburg;\n");
    depot_add(d, "1980/7", "perceel plaatselijk gemerkt Parkweg 3, Voorburg;\n");
    depot_index(d);
    assert_string_equal("Herenstraat", depot_field(d, "1974/1", "street"));
    assert_int_equal(FIELD_REGISTER, d->source);
    assert_string_equal("12", depot_field(d, "1974/1", "number_from"));
    assert_int_equal(FIELD_TEXT, d->source);
    assert_string_equal("Parkweg", depot_field(d, "1980/7", "street"));
    assert_string_equal("1980", depot_field(d, "1980/7", "year_from"));
    assert_string_equal("1974/1", depot_search(d, "herenstraat 12a"));
    assert_string_equal("1980/7", depot_search(d, "parkweg 3"));
}

static BA_RC list_provenance(void *ctx, const struct field_row *f, struct ba_err *err)
{
    (void)err;
    if (strcmp(f->name, "street") == 0)
        snprintf(ctx, 256, "%s|%d|%s|%d|%lld|%s", f->value, (int)f->source, f->rule,
                 f->confidence > 0.5, (long long)f->page, f->at);
    return BA_OK;
}

static void a_field_says_where_it_was_read(void **state)
{
    struct depot *d = *state;
    char seen[256] = "";

    setenv("SOURCE_DATE_EPOCH", "86400", 1);
    int64_t page = depot_add(d, "1980/7", "perceel plaatselijk gemerkt Parkweg 3, Voorburg;\n");
    depot_index(d);
    assert_rc(BA_OK,
              field_each(d->store, depot_dossier(d, "1980/7"), list_provenance, seen, &d->err),
              &d->err);
    unsetenv("SOURCE_DATE_EPOCH");
    char want[256];
    snprintf(want, sizeof want, "Parkweg|1|locally-marked|1|%lld|1970-01-02T00:00:00",
             (long long)page);
    assert_string_equal(want, seen);
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

static const char *depot_described(struct depot *d, const char *dossier, enum description_name name)
{
    struct description of = { 0 };

    assert_rc(BA_OK, description_read(d->store, depot_dossier(d, dossier), &of, &d->err), &d->err);
    snprintf(d->answer, sizeof d->answer, "%s", of.value[name]);
    description_free(&of);
    return d->answer;
}

/* What was read with the street is of the same address; with a street of the register, it need not
 * be. */
static void a_postcode_that_was_read_stays_with_a_street_that_was_read(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;street=Herenstraat");
    depot_add(d, "1974/1", "Adres bouwwerk: Parkweg 3, 2271 AB Voorburg\n");
    depot_add(d, "1980/7", "Adres bouwwerk: Parkweg 3, 2271 AB Voorburg\n");
    depot_index(d);
    assert_string_equal("2271 AB", depot_described(d, "1980/7", D_POSTCODE));
    assert_string_equal("", depot_described(d, "1974/1", D_POSTCODE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_register_line_makes_a_dossier),
        T(dossiers_come_in_the_order_people_count),
        T(importing_again_updates),
        T(an_empty_cell_empties_and_a_missing_column_does_not),
        T(two_archives_may_use_one_number),
        T(a_dossier_of_pages_moves_to_the_archive_the_register_names),
        T(a_persons_value_is_never_replaced),
        T(a_persons_last_word_counts_and_is_found),
        T(a_range_does_not_end_before_it_begins),
        T(bad_fields_are_refused_with_what_is_expected),
        T(text_fills_only_what_the_register_leaves_open),
        T(a_field_says_where_it_was_read),
        T(a_postcode_that_was_read_stays_with_a_street_that_was_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
