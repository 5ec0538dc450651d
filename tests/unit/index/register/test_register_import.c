#include "tests/unit/index_depot.h"

/* Imports lines as one file: "dossier=1;street=A|dossier=1;street=B". What differs is in told. */
struct told {
    char text[2048];
};

static BA_RC note(void *ctx, int64_t line, const char *code, const char *message,
                  struct ba_err *err)
{
    struct told *t = ctx;
    size_t n = strlen(t->text);

    (void)err;
    assert_non_null(message);
    snprintf(t->text + n, sizeof t->text - n, "%s%lld:%s", n > 0 ? " " : "", (long long)line, code);
    return BA_OK;
}

static const char *import(struct depot *d, const char *file, struct told *told)
{
    struct register_file *r = NULL;
    char copy[4096], *lines = copy, *line;
    int64_t number = 1;
    uint64_t added;

    *told = (struct told){ "" };
    assert_rc(BA_OK, register_begin(d->store, "Archief", &r, &d->err), &d->err);
    snprintf(copy, sizeof copy, "%s", file);
    while ((line = strsep(&lines, "|")) != NULL) {
        const char *names[24], *values[24];
        struct register_values v = { names, values, 0 };
        char *part;
        while ((part = strsep(&line, ";")) != NULL) {
            char *value = strchr(part, '=');
            *value = '\0';
            names[v.count] = part;
            values[v.count++] = value[1] != '\0' ? value + 1 : NULL;
        }
        assert_rc(BA_OK, register_add(r, ++number, &v, &d->err), &d->err);
    }
    assert_rc(BA_OK, register_end(r, note, told, &added, &d->err), &d->err);
    register_free(r);
    return told->text;
}

static BA_RC list_address(void *ctx, const struct address_row *a, struct ba_err *err)
{
    char *text = ctx;
    size_t n = strlen(text);

    (void)err;
    snprintf(text + n, 1024 - n, "%s%lld:%s", n > 0 ? "; " : "", (long long)a->item, a->shown);
    return BA_OK;
}

static const char *addresses(struct depot *d, const char *number)
{
    static char text[1024];

    text[0] = '\0';
    assert_rc(BA_OK, address_each(d->store, depot_dossier(d, number), list_address, text, &d->err),
              &d->err);
    return text;
}

static void set(struct depot *d, const char *name, const char *value)
{
    assert_rc(BA_OK, field_set(d->store, depot_dossier(d, "1"), name, value, "jan", NULL, &d->err),
              &d->err);
}

#define TWO                                                                                        \
    "dossier=1;title=Woonhuis;street=Herenstraat;number_from=1;postcode=2271AB"                    \
    "|dossier=2;title=Schuur;street=Damlaan;number_from=4;postcode="                               \
    "|dossier=1;title=Woonhuis;street=Parkweg;number_from=9;postcode=2271BB"

static void two_lines_of_one_number_are_two_addresses_and_both_are_found(void **state)
{
    struct depot *d = *state;
    struct told told;

    assert_string_equal("", import(d, TWO, &told));
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 9, 2271 BB", addresses(d, "1"));
    assert_string_equal("1:Damlaan 4", addresses(d, "2"));
    depot_index(d);
    assert_string_equal("1", depot_search(d, "herenstraat 1"));
    assert_string_equal("1", depot_search(d, "parkweg 9"));
    assert_string_equal("1", depot_search(d, "2271 bb"));
    assert_string_equal("2", depot_search(d, "damlaan 4"));
}

static void the_same_file_again_and_in_another_order_changes_no_address(void **state)
{
    struct depot *d = *state;
    struct told told;

    import(d, TWO, &told);
    import(d, TWO, &told);
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 9, 2271 BB", addresses(d, "1"));
    import(d,
           "dossier=1;street=Parkweg;number_from=9;postcode=2271 BB"
           "|dossier=1;street=Herenstraat;number_from=1;number_to=1;postcode=2271 AB",
           &told);
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 9, 2271 BB", addresses(d, "1"));
}

static void a_line_that_went_takes_its_address_with_it(void **state)
{
    struct depot *d = *state;
    struct told told;

    import(d, TWO, &told);
    import(d, "dossier=1;street=Parkweg;number_from=9;postcode=2271BB", &told);
    assert_string_equal("1:Parkweg 9, 2271 BB", addresses(d, "1"));
    depot_index(d);
    assert_string_equal("", depot_search(d, "herenstraat 1"));
}

static void an_address_that_a_person_spoke_of_stays(void **state)
{
    struct depot *d = *state;
    struct told told;

    import(d, TWO, &told);
    set(d, "letter@2", "a");
    set(d, "street@3", "Kerkweg");
    import(d, "dossier=1;street=Herenstraat;number_from=1;postcode=2271AB", &told);
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 9a, 2271 BB; 3:Kerkweg",
                        addresses(d, "1"));
    /* A new line does not take the place of an address that a person made. */
    import(d, TWO "|dossier=1;title=Woonhuis;street=Damlaan;number_from=7;postcode=", &told);
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 9a, 2271 BB; 3:Kerkweg; 4:Damlaan 7",
                        addresses(d, "1"));
    set(d, "street@2", "");
    assert_string_equal("1:Herenstraat 1, 2271 AB; 3:Kerkweg; 4:Damlaan 7", addresses(d, "1"));
}

static void a_changed_line_changes_its_address(void **state)
{
    struct depot *d = *state;
    struct told told;

    import(d, TWO, &told);
    import(d,
           "dossier=1;street=Herenstraat;number_from=1;postcode=2271AB"
           "|dossier=1;street=Parkweg;number_from=11;postcode=2271BB",
           &told);
    assert_string_equal("1:Herenstraat 1, 2271 AB; 2:Parkweg 11, 2271 BB", addresses(d, "1"));
}

static void lines_that_disagree_are_told_and_the_first_counts(void **state)
{
    struct depot *d = *state;
    struct told told;
    const char *file = "dossier=1;title=;street=Herenstraat;applicant=J. Bakker"
                       "|dossier=1;title=Woonhuis;street=Parkweg;applicant=P. Smit"
                       "|dossier=1;title=Villa;street=Parkweg;applicant=";

    assert_string_equal("3:REGISTER_LINES_DIFFER 4:REGISTER_LINES_DIFFER", import(d, file, &told));
    assert_string_equal("J. Bakker", depot_field(d, "1", "applicant"));
    assert_string_equal("Woonhuis", depot_field(d, "1", "title"));
    assert_string_equal("1:Herenstraat; 2:Parkweg", addresses(d, "1"));
    /* Again the same: told again. */
    assert_string_equal("3:REGISTER_LINES_DIFFER 4:REGISTER_LINES_DIFFER", import(d, file, &told));
}

static void columns_beyond_the_contract_are_used_and_never_refuse_a_line(void **state)
{
    struct depot *d = *state;
    struct told told;

    assert_string_equal("2:REGISTER_VALUE_UNUSED",
                        import(d,
                               "dossier=1;zaaknummer=Z-1;appraisal=B;date_granted=1-5-1974"
                               ";pand_id=1916100000000001;kleur=rood",
                               &told));
    assert_string_equal("Z-1", depot_field(d, "1", "case_number"));
    assert_string_equal("B", depot_field(d, "1", "appraisal"));
    assert_string_equal("1916100000000001", depot_field(d, "1", "pand_id"));
    assert_string_equal("", depot_field(d, "1", "date_granted"));
    assert_string_equal("", depot_field(d, "1", "kleur"));
}

static void one_number_in_two_archives_is_two_dossiers(void **state)
{
    struct depot *d = *state;
    struct told told;

    import(d, "dossier=1;archive=Aa;street=Herenstraat|dossier=1;archive=Bee;street=Parkweg",
           &told);
    assert_string_equal("1:Parkweg", addresses(d, "1")); /* of the last one */
    assert_string_equal("", told.text);
}

static void more_addresses_than_a_dossier_has_are_refused(void **state)
{
    struct depot *d = *state;
    struct register_file *r = NULL;
    struct told told = { "" };
    uint64_t added;

    assert_rc(BA_OK, register_begin(d->store, "Archief", &r, &d->err), &d->err);
    for (int64_t i = 1; i <= 501; i++) {
        const char *names[] = { "dossier", "street", "number_from" };
        char number[32];
        const char *values[] = { "1", "Herenstraat", number };
        struct register_values v = { names, values, 3 };
        snprintf(number, sizeof number, "%lld", (long long)i);
        assert_rc(BA_OK, register_add(r, i, &v, &d->err), &d->err);
    }
    assert_rc(BA_ITEM, register_end(r, note, &told, &added, &d->err), &d->err);
    assert_string_equal("REGISTER_ADDRESSES", d->err.code);
    register_free(r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(two_lines_of_one_number_are_two_addresses_and_both_are_found),
        T(the_same_file_again_and_in_another_order_changes_no_address),
        T(a_line_that_went_takes_its_address_with_it),
        T(an_address_that_a_person_spoke_of_stays),
        T(a_changed_line_changes_its_address),
        T(lines_that_disagree_are_told_and_the_first_counts),
        T(columns_beyond_the_contract_are_used_and_never_refuse_a_line),
        T(one_number_in_two_archives_is_two_dossiers),
        T(more_addresses_than_a_dossier_has_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
