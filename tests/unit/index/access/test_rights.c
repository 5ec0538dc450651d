/* What everyone may be told of a dossier that is open: what somebody judged, and no more. */
#include "tests/unit/index_depot.h"

#include "index/correction/correction.h"

static const char *const everyone[] = { "openbaar", NULL };

#define LETTER                                                                                     \
    "Mevrouw E. van Andel\nVeerdam 4a\n3899 XB Oosterwaarde\n\n"                                   \
    "Hierbij verleen ik vergunning tot het bouwen van een schuur.\n"

static const char *public_search(struct depot *d, const char *text)
{
    return depot_query(
        d, (struct search_query){ .text = text, .limit = 20, .public_access = everyone });
}

struct told {
    char title[200], address[200], snippet[200];
};

static BA_RC note_told(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct told *t = ctx;

    (void)err;
    snprintf(t->title, sizeof t->title, "%s", hit->title);
    snprintf(t->address, sizeof t->address, "%s", hit->address);
    snprintf(t->snippet, sizeof t->snippet, "%s", hit->snippet);
    return BA_OK;
}

static struct told told(struct depot *d, const char *text, bool public)
{
    struct told t = { .title = "no hit" };
    struct search_query q = { .text = text,
                              .text_len = strlen(text),
                              .limit = 3,
                              .public_access = public ? everyone : NULL };

    assert_rc(BA_OK, search_run(d->store, &q, note_told, &t, &d->err), &d->err);
    return t;
}

static BA_RC note_judged(void *ctx, const struct address_row *row, struct ba_err *err)
{
    (void)err;
    *(int *)ctx = row->judged ? 1 : 0;
    return BA_OK;
}

static int judged(struct depot *d, const char *dossier)
{
    int j = -1;

    assert_rc(BA_OK, address_each(d->store, depot_dossier(d, dossier), note_judged, &j, &d->err),
              &d->err);
    return j;
}

/* On a page with a citizen service number, which everyone may not see. */
static void title_and_address_that_were_only_read_are_not_everyones(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1988/19;access=openbaar");
    depot_add(d, "1988/19", LETTER "bsn: 111222333");
    depot_index(d);
    assert_string_not_equal("", told(d, "1988/19", false).title);
    assert_string_not_equal("", told(d, "1988/19", false).address);
    assert_string_equal("", told(d, "1988/19", true).title);
    assert_string_equal("", told(d, "1988/19", true).address);
    assert_string_equal("", told(d, "1988/19", true).snippet);
    assert_string_equal("1988/19", depot_search(d, "Veerdam"));
    assert_string_equal("", public_search(d, "Veerdam"));
    assert_string_equal("", public_search(d, "Veerdam 4a"));
    assert_string_equal("", public_search(d, "schuur"));
    assert_int_equal(0, judged(d, "1988/19"));
}

static void title_and_address_of_the_register_are_everyones(void **state)
{
    struct depot *d = *state;

    depot_register(d, "dossier=1988/19;title=Schuur;street=Veerdam;number_from=4;access=openbaar");
    depot_add(d, "1988/19", LETTER "bsn: 111222333");
    depot_index(d);
    assert_string_equal("Schuur", told(d, "Veerdam 4", true).title);
    assert_non_null(strstr(told(d, "schuur", true).address, "Veerdam 4"));
    assert_int_equal(1, judged(d, "1988/19"));
}

/* A person puts a page in a dossier that is closed: at once it is nobody's in the open one. */
static void a_page_that_went_to_a_closed_dossier_is_not_shown_in_the_open_one(void **state)
{
    static const struct correction jan = { "Jan", "proef" };
    struct depot *d = *state;

    depot_register(d, "dossier=1974/1;title=Winkel;access=openbaar");
    depot_register(d, "dossier=1974/2;title=Schuur;access=levenssfeer");
    int64_t page = depot_add(d, "1974/1", "geheime kelder");
    depot_index(d);
    assert_string_equal("1974/1", public_search(d, "kelder"));
    struct assignment to = { .dossier = depot_dossier(d, "1974/2") };
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &to, &jan, &d->err), &d->err);
    assert_string_equal("", public_search(d, "kelder"));
    depot_index(d);
    assert_string_equal("", public_search(d, "kelder"));
    assert_string_equal("1974/2", depot_search(d, "kelder"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        T(title_and_address_that_were_only_read_are_not_everyones),
        T(title_and_address_of_the_register_are_everyones),
        T(a_page_that_went_to_a_closed_dossier_is_not_shown_in_the_open_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
