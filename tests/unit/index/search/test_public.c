/*
 * What everyone is answered: the very same by an archive with closed dossiers, documents and pages,
 * and by one in which these had never been. Whatever differs would tell what stands in them.
 */
#include "tests/unit/index_depot.h"

#include "core/text/fold.h"
#include "index/correction/correction.h"

static const char *const everyone[] = { "openbaar", NULL };

#define ANSWERS_MAX 65536

struct told {
    char text[ANSWERS_MAX];
    size_t len;
};

static void tell(struct told *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void tell(struct told *t, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    t->len += (size_t)vsnprintf(t->text + t->len, sizeof t->text - t->len, format, ap);
    va_end(ap);
    assert_true(t->len < sizeof t->text);
}

/* All of a hit, but for row numbers. */
static BA_RC tell_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct told *t = ctx;

    (void)err;
    tell(t, "  %s|%s|%s|%s|%s|%s|%lld|%.9f|%d|%s|%s|", hit->dossier, hit->document, hit->title,
         hit->address, hit->kind, hit->snippet, (long long)hit->year, hit->score, (int)hit->match,
         hit->citation, hit->access);
    for (size_t i = 0; i < hit->term_count; i++)
        tell(t, "%s,", hit->terms[i]);
    tell(t, "\n");
    return BA_OK;
}

static BA_RC tell_facet(void *ctx, const struct search_facet *f, struct ba_err *err)
{
    (void)err;
    tell(ctx, "  %s=%s:%lld\n", f->name, f->value, (long long)f->dossiers);
    return BA_OK;
}

static BA_RC tell_meaning(void *ctx, const struct search_meaning *m, struct ba_err *err)
{
    (void)err;
    tell(ctx, "  %zu %s %s %s %.6f %d\n", m->clause, m->role, m->what, m->text, m->sure,
         (int)m->when);
    return BA_OK;
}

static void tell_answers(struct depot *d, struct search_query q, struct told *t)
{
    struct search_total total;

    q.public_access = everyone;
    q.text_len = strlen(q.text);
    tell(t, "%s (%s)\n", q.text, q.kind != NULL ? q.kind : "");
    for (q.limit = 1; q.limit <= 20; q.limit += 19) {
        assert_rc(BA_OK, search_run(d->store, &q, tell_hit, t, &d->err), &d->err);
        q.by_page = !q.by_page;
        assert_rc(BA_OK, search_run(d->store, &q, tell_hit, t, &d->err), &d->err);
        q.by_page = !q.by_page;
    }
    assert_rc(BA_OK, search_facets(d->store, &q, 20, tell_facet, t, &total, &d->err), &d->err);
    tell(t, "  total %lld %lld %d\n", (long long)total.dossiers, (long long)total.loose_pages,
         (int)total.more);
    assert_rc(BA_OK, search_explain(d->store, &q, tell_meaning, t, &d->err), &d->err);
}

static const struct search_query questions[] = {
    { .text = "vergunning" },
    { .text = "dakkapel" },
    { .text = "dakkapal" },
    { .text = "dak kapel" },
    { .text = "kelder" },
    { .text = "vergunning -kelder" },
    { .text = "geheim*" },
    { .text = "winkel ligger" },
    { .text = "Veerdam 4" },
    { .text = "Veerdam 6" },
    { .text = "Veerdam 44" },
    { .text = "Veerdan" },
    { .text = "Marktplein tekening 3" },
    { .text = "1962" },
    { .text = "Jansen" },
    { .text = "vergunning", .kind = "calculation" },
    { .text = "vergunning", .year_from = 1950, .year_to = 1979 },
    { .text = "", .street = "Veerdam" },
};

static void answer_all(struct depot *d, struct told *t)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        tell_answers(d, questions[i], t);
}

/* A page in a document of its own. */
static void add_document(struct depot *d, const char *dossier, uint32_t document, const char *kind,
                         const char *text)
{
    char name[40];
    int64_t at = ++d->count;

    snprintf(name, sizeof name, "d%lld.tif", (long long)at);
    depot_file(d, d->batch, name, at, name, 1);
    int64_t page = depot_page(d, d->batch, at);
    struct page_place place = {
        .page = page, .dossier = dossier, .document = document, .kind = kind
    };
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err), &d->err);
    depot_read(d, page, text);
}

static void fill_open(struct depot *d)
{
    depot_register(d, "dossier=1974/1;title=Winkel;street=Veerdam;number_from=4;access=openbaar");
    depot_register(d, "dossier=A2;title=Schuur;street=Marktplein;number_from=3;access=openbaar");
    depot_register(d, "dossier=A3;street=Veerdam;number_from=8;year_from=1962;access=openbaar");
    /* The closed ones come behind, with numbers of their own, in both. */
    depot_register(d, "dossier=Z1;access=levenssfeer");
    add_document(d, "1974/1", 11, "permit", "Vergunning voor een winkel. De ligger is van staal.");
    add_document(d, "A2", 12, "letter", "Vergunning. Vergunning voor een schuur met een dakkapel.");
    add_document(d, "A3", 13, "permit", "Vergunning voor een loods, vergunning verleend.");
    add_document(d, "A3", 14, "letter", "Een brief over de loods en de dakkapel.");
}

/* Words that would push an open hit down or up, spell it otherwise, or be found themselves. */
static void fill_closed(struct depot *d)
{
    static const char *const texts[] = {
        "geheime kelder, vergunning dakkapal dakkapal dak kapel Jansen ligger ligger",
        "vergunning vergunning vergunning vergunning vergunning winkel kelder dakkapel 1962",
    };
    struct field_subject of = { 0 };

    depot_register(d, "dossier=Z1;title=Kelder;street=Veerdam;number_from=6;access=levenssfeer");
    for (size_t i = 0; i < 12; i++)
        add_document(d, "Z1", 21, "drawing", texts[i % 2]);
    add_document(d, "1974/1", 22, "calculation", texts[0]);
    of = (struct field_subject){ depot_dossier(d, "1974/1"), 2 };
    assert_rc(BA_OK,
              field_change(d->store, &of, "access", "levenssfeer", "Jan", "", NULL, NULL, &d->err),
              &d->err);
    add_document(d, "A2", 23, "drawing", "Tekening van de kelder. Jansen, bsn: 111222333. 1962");
    add_document(d, "A2", 23, "drawing", texts[1]);
    for (size_t i = 0; i < 3; i++)
        depot_add(d, "", texts[i % 2]);
}

/* Of a depot made anew. Freed by the caller. */
static struct told *answers_of(void (*const fills[])(struct depot *d), size_t count)
{
    struct told *t = calloc(1, sizeof *t);
    void *state = NULL;

    assert_non_null(t);
    depot_setup(&state);
    for (size_t i = 0; i < count; i++)
        fills[i](state);
    depot_index(state);
    answer_all(state, t);
    depot_teardown(&state);
    return t;
}

static void everyone_is_answered_as_if_what_is_closed_had_never_been(void **state)
{
    void (*const fills[])(struct depot * d) = { fill_open, fill_closed };
    struct told *without = answers_of(fills, 1), *with = answers_of(fills, 2);

    (void)state;
    assert_non_null(strstr(without->text, "1974/1"));
    assert_string_equal(without->text, with->text);
    free(without);
    free(with);
}

/* What was open and is indexed anew after it was closed leaves nothing behind. */
static void close_again(struct depot *d)
{
    depot_index(d);
    for (int i = 0; i < 2; i++) {
        assert_rc(BA_OK,
                  field_set(d->store, depot_dossier(d, "Z1"), "access",
                            i == 0 ? "openbaar" : "levenssfeer", "Jan", "", &d->err),
                  &d->err);
        depot_index(d);
    }
}

static void what_was_open_for_a_while_is_forgotten(void **state)
{
    void (*const fills[])(struct depot * d) = { fill_open, fill_closed, close_again };
    struct told *without = answers_of(fills, 1), *with = answers_of(fills, 3);

    (void)state;
    assert_string_equal(without->text, with->text);
    free(without);
    free(with);
}

/* Withdrawing and putting elsewhere go through the index for everyone too. */
static void an_open_page_that_goes_to_a_closed_dossier_leaves_no_words(void **state)
{
    static const struct correction jan = { "Jan", "proef" };
    struct depot *d = *state;
    struct told *t = calloc(1, sizeof *t);

    assert_non_null(t);
    fill_open(d);
    int64_t page = depot_add(d, "A2", "geheime kelder");
    depot_index(d);
    tell_answers(d, (struct search_query){ .text = "geheime" }, t);
    assert_non_null(strstr(t->text, "A2"));
    struct assignment to = { .dossier = depot_dossier(d, "Z1") };
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &to, &jan, &d->err), &d->err);
    depot_index(d);
    t->len = 0;
    tell_answers(d, (struct search_query){ .text = "geheimen" }, t);
    assert_null(strstr(t->text, "A2"));
    assert_null(strstr(t->text, "geheime "));
    free(t);
}

/* The lists of the program say what is open; when they change the index for everyone is another. */
static void other_values_that_mean_open_make_another_index(void **state)
{
    static const char *const more[] = { "openbaar", "levenssfeer", NULL };
    struct depot *d = *state;
    const struct index_source from = { .ctx = d, .text = depot_text, .public_access = more };
    struct search_query q = { .text = "kelder", .limit = 9, .public_access = more };
    int64_t n;
    bool made = true;

    fill_open(d);
    fill_closed(d);
    assert_rc(BA_OK, search_is_open_to(d->store, everyone, &made, &d->err), &d->err);
    assert_false(made);
    depot_index(d);
    assert_rc(BA_OK, search_is_open_to(d->store, everyone, &made, &d->err), &d->err);
    assert_true(made);
    assert_rc(BA_OK, search_is_open_to(d->store, more, &made, &d->err), &d->err);
    assert_false(made);
    assert_string_equal("", depot_query(d, q));
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_OK, index_update_from(d->store, &from, &n, &d->err), &d->err);
    assert_string_equal("Z1 1974/1", depot_query(d, q));
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    depot_index(d);
    assert_string_equal("", depot_query(d, q));
}

/* A year that was only read may stand on a closed page; that of the number or the register is told.
 */
static void a_year_that_was_only_read_is_not_told(void **state)
{
    struct depot *d = *state;
    struct told *t = calloc(1, sizeof *t);

    assert_non_null(t);
    depot_register(d, "dossier=A5;title=Loods;access=openbaar");
    depot_add(d, "A5", "Vergunning verleend op 3 mei 1962. bsn: 111222333");
    depot_index(d);
    assert_string_equal("1962", depot_field(d, "A5", "year_from"));
    tell_answers(d, (struct search_query){ .text = "loods" }, t);
    assert_null(strstr(t->text, "1962"));
    assert_string_equal("", depot_query(d, (struct search_query){ .text = "loods",
                                                                  .limit = 9,
                                                                  .year_from = 1962,
                                                                  .year_to = 1962,
                                                                  .public_access = everyone }));
    free(t);
}

/* The register knows when a dossier begins; when it ends was read on a page that is closed. */
static void the_last_year_is_told_only_where_it_was_judged_itself(void **state)
{
    struct depot *d = *state;
    struct search_query q = {
        .text = "loods", .limit = 9, .year_from = 1970, .year_to = 1979, .public_access = everyone
    };
    struct dossier_told told;

    depot_register(d, "dossier=A5;title=Loods;year_from=1962;access=openbaar");
    depot_register(d, "dossier=A6;title=Loods;year_from=1962;year_to=1975;access=openbaar");
    depot_add(d, "A5", "Vergunning verleend op 3 mei 1975. bsn: 111222333");
    depot_index(d);
    assert_string_equal("1975", depot_field(d, "A5", "year_to"));
    assert_string_equal("A6", depot_query(d, q));
    assert_rc(BA_OK, dossier_told(d->store, depot_dossier(d, "A5"), &told, &d->err), &d->err);
    assert_true(told.column[D_YEAR_FROM]);
    assert_false(told.column[D_YEAR_TO]);
    q.year_from = q.year_to = 1962;
    assert_string_equal("A5 A6", depot_query(d, q));
}

/* A name that copies black out is found by nobody, is in no snippet, and leaves with its page. */
static void names_on_an_open_page_are_not_told(void **state)
{
    struct depot *d = *state;
    struct told *t = calloc(1, sizeof *t);
    struct field_subject of;

    assert_non_null(t);
    depot_register(d, "dossier=A7;title=Loods;access=openbaar;applicant=J. Verschuren");
    depot_add(d, "A7", "Geachte heer Verschuren, de loods met zolder is vergund.");
    depot_index(d);
    assert_string_equal("A7", depot_search(d, "zolder Verschuren"));
    assert_string_equal("A7", depot_query(d, (struct search_query){ .text = "zolder",
                                                                    .limit = 9,
                                                                    .public_access = everyone }));
    assert_string_equal("", depot_query(d, (struct search_query){ .text = "Verschuren",
                                                                  .limit = 9,
                                                                  .public_access = everyone }));
    tell_answers(d, (struct search_query){ .text = "zolder" }, t);
    assert_non_null(strstr(t->text, "loods met zolder"));
    assert_null(strstr(t->text, "Verschuren"));
    of = (struct field_subject){ depot_dossier(d, "A7"), 0 };
    assert_rc(BA_OK,
              field_change(d->store, &of, "names_public", "ja", "Jan", "", NULL, NULL, &d->err),
              &d->err);
    depot_index(d);
    assert_string_equal("A7", depot_query(d, (struct search_query){ .text = "Verschuren",
                                                                    .limit = 9,
                                                                    .public_access = everyone }));
    assert_rc(BA_OK,
              field_change(d->store, &of, "access", "levenssfeer", "Jan", "", NULL, NULL, &d->err),
              &d->err);
    depot_index(d);
    assert_string_equal("", depot_query(d, (struct search_query){ .text = "zolder",
                                                                  .limit = 9,
                                                                  .public_access = everyone }));
    free(t);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyone_is_answered_as_if_what_is_closed_had_never_been),
        cmocka_unit_test(what_was_open_for_a_while_is_forgotten),
        T(an_open_page_that_goes_to_a_closed_dossier_leaves_no_words),
        T(other_values_that_mean_open_make_another_index),
        T(a_year_that_was_only_read_is_not_told),
        T(names_on_an_open_page_are_not_told),
        T(the_last_year_is_told_only_where_it_was_judged_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
