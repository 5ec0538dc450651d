/* In which languages a page is read, who may say so, and what is kept of the reading. */
#include "tests/unit/index_depot.h"

#include "index/records/languages.h"

static BA_RC count_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)row;
    (void)err;
    ++*(int64_t *)ctx;
    return BA_OK;
}

/* Every page of the depot is to be read in these languages, and in no others. */
static void assert_all_in(struct depot *d, const char *languages)
{
    struct page_filter all = { 0 }, those = { .languages = languages };
    int64_t n = 0, found = 0;

    assert_rc(BA_OK, page_each(d->store, &all, count_page, &n, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &those, count_page, &found, &d->err), &d->err);
    assert_true(n > 0);
    if (n != found)
        fail_msg("%lld of %lld pages in \"%s\"", (long long)found, (long long)n, languages);
}

static void announce(struct depot *d, const char *dossier, const char *languages)
{
    struct announced list[] = { { dossier, languages } };

    assert_rc(BA_OK, languages_announced(d->store, d->batch, list, 1, &d->err), &d->err);
}

static void of_all_who_say_something_the_one_who_knows_best_is_believed(void **state)
{
    struct depot *d = *state;
    const struct announced both[] = { { "", "eng" }, { "1950/012", "fra" } };

    depot_add(d, "1950/012", "");
    assert_all_in(d, "");
    announce(d, "", "eng");
    assert_all_in(d, "eng");
    assert_rc(BA_OK, languages_of_batch(d->store, "b1", "deu", "jan", &d->err), &d->err);
    assert_all_in(d, "deu");
    assert_rc(BA_OK, languages_announced(d->store, d->batch, both, 2, &d->err), &d->err);
    assert_all_in(d, "fra");
    depot_register(d, "dossier=1950/012;languages=nld+fra");
    assert_all_in(d, "nld+fra");
    assert_rc(
        BA_OK,
        field_set(d->store, depot_dossier(d, "1950/012"), "languages", "lat", "jan", NULL, &d->err),
        &d->err);
    assert_all_in(d, "lat");
    assert_rc(
        BA_OK,
        field_set(d->store, depot_dossier(d, "1950/012"), "languages", "", "jan", NULL, &d->err),
        &d->err);
    assert_all_in(d, "fra"); /* nothing of its own any more */
}

static void what_is_announced_takes_the_place_of_what_was_announced(void **state)
{
    struct depot *d = *state;

    depot_add(d, "1950/012", "");
    announce(d, "1950/012", "fra");
    announce(d, "1950/013", "eng");
    assert_all_in(d, "");
    assert_rc(BA_OK, languages_announced(d->store, d->batch, NULL, 0, &d->err), &d->err);
    assert_all_in(d, "");
}

static BA_RC list(void *ctx, const char *languages, struct ba_err *err)
{
    char *out = ctx;

    (void)err;
    snprintf(out + strlen(out), 100 - strlen(out), "[%s]", languages);
    return BA_OK;
}

static void every_value_that_may_count_is_listed_once(void **state)
{
    struct depot *d = *state;
    char seen[100] = "";

    announce(d, "1950/012", "fra");
    assert_rc(BA_OK, languages_of_batch(d->store, "b1", "fra", "jan", &d->err), &d->err);
    depot_register(d, "dossier=1950/012;languages=eng");
    assert_rc(BA_OK, languages_each(d->store, list, seen, &d->err), &d->err);
    assert_string_equal("[][eng][fra]", seen);
}

static BA_RC note(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 100, "%s %.1f \"%s\" %s %d", page_state_name(row->state), row->dictionary_pct,
             row->languages, row->reasons, row->measured);
    return BA_OK;
}

static void assert_kept(struct depot *d, const char *want)
{
    struct page_filter all = { 0 };
    char seen[100] = "";

    assert_rc(BA_OK, page_each(d->store, &all, note, seen, &d->err), &d->err);
    assert_string_equal(want, seen);
}

static void figures_of_the_reading_are_kept_and_go_when_it_fails(void **state)
{
    struct depot *d = *state;
    struct page_result r = { .page = depot_add(d, "1950/012", ""),
                             .rev = "r1",
                             .state = PAGE_TEXT,
                             .orientation_sure = true,
                             .skew_measured = true,
                             .words = 10,
                             .confidence_pct = 90,
                             .dictionary_pct = 71.5,
                             .languages = "nld+fra" };

    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_kept(d, "text 71.5 \"nld+fra\" [] 1");
    r.state = PAGE_DRAWING;
    r.words = 0;
    r.confidence_pct = r.dictionary_pct = -1;
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_kept(d, "drawing -1.0 \"nld+fra\" [\"DRAWING_NO_TEXT\"] 1");
    r.state = PAGE_BLANK;
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_kept(d, "blank -1.0 \"\" [] 1");
    r.state = PAGE_FAILED;
    r.code = "OCR_TIMEOUT";
    r.message = "took too long";
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    assert_kept(d, "failed -1.0 \"\" [\"OCR_TIMEOUT\"] 0");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        TEST(of_all_who_say_something_the_one_who_knows_best_is_believed),
        TEST(what_is_announced_takes_the_place_of_what_was_announced),
        TEST(every_value_that_may_count_is_listed_once),
        TEST(figures_of_the_reading_are_kept_and_go_when_it_fails),
    };

    return cmocka_run_group_tests_name("index languages", tests, NULL, NULL);
}
