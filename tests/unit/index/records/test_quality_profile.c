/* The versions of the settings that pages were judged by. */
#include "index/records/quality_profile.h"

#include "index/db/sql.h"
#include "tests/unit/index_depot.h"

static bool same_text(const char *kept, const char *now, bool *learnt)
{
    *learnt = strcmp(kept, "{old}") == 0;
    return *learnt || strcmp(kept, now) == 0;
}

static int64_t count(struct depot *d, const char *sql)
{
    int64_t n = -1;

    assert_rc(BA_OK, sql_int(d->store, &n, &d->err, sql, ""), &d->err);
    return n;
}

static void a_new_version_is_audited_once(void **state)
{
    struct depot *d = *state;
    int64_t first, again, second;
    bool learnt;

    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 1, "{a}", "jan", same_text, &learnt, &first,
                                     &d->err),
              &d->err);
    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 1, "{a}", "jan", same_text, &learnt, &again,
                                     &d->err),
              &d->err);
    assert_int_equal(first, again);
    assert_int_equal(1, count(d, "SELECT count(*) FROM audit WHERE action = 'profile'"));
    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 2, "{b}", "jan", same_text, &learnt, &second,
                                     &d->err),
              &d->err);
    assert_int_not_equal(first, second);
    assert_int_equal(1,
                     count(d, "SELECT count(*) FROM audit WHERE action = 'profile' AND who = 'jan'"
                              " AND object = 'std 2' AND reason = 'follows std 1'"
                              " AND detail = '{b}'"));
}

static void what_a_kept_profile_learns_is_kept_with_it(void **state)
{
    struct depot *d = *state;
    int64_t id, again;
    bool learnt;

    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 1, "{old}", "jan", same_text, &learnt, &id,
                                     &d->err),
              &d->err);
    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 1, "{new}", "jan", same_text, &learnt, &again,
                                     &d->err),
              &d->err);
    assert_true(learnt);
    assert_int_equal(id, again);
    assert_int_equal(1, count(d, "SELECT count(*) FROM profile WHERE settings = '{new}'"));
    assert_rc(BA_FATAL,
              quality_profile_settle(d->store, "std", 1, "{other}", "jan", same_text, &learnt,
                                     &again, &d->err),
              &d->err);
}

static void a_used_version_keeps_its_settings(void **state)
{
    struct depot *d = *state;
    int64_t id;
    bool learnt;

    assert_rc(
        BA_OK,
        quality_profile_settle(d->store, "std", 1, "{a}", "jan", same_text, &learnt, &id, &d->err),
        &d->err);
    assert_rc(
        BA_FATAL,
        quality_profile_settle(d->store, "std", 1, "{b}", "jan", same_text, &learnt, &id, &d->err),
        &d->err);
    assert_string_equal("PROFILE_CHANGED", d->err.code);
    assert_non_null(strstr(d->err.msg, "{a}"));
    assert_rc(BA_OK,
              quality_profile_settle(d->store, "other", 1, "{b}", "jan", same_text, &learnt, &id,
                                     &d->err),
              &d->err);
}

static BA_RC note_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 400, "%s %s %s %s", p->reasons, p->reason, p->quality, p->patch);
    return BA_OK;
}

static void what_was_found_on_a_page_comes_with_it(void **state)
{
    struct depot *d = *state;
    struct file_row row = { .batch = d->batch,
                            .path = "1.tif",
                            .position = 1,
                            .size = 10,
                            .sha256 = "aa",
                            .taken = true,
                            .frames = 1 };
    bool learnt;
    struct page_new page = { .width_px = 10,
                             .height_px = 10,
                             .quality = "{}",
                             .patch = "T",
                             .reasons = { { "QUALITY_DPI_LOW", 'e', "72 dpi" },
                                          { "NO_RESOLUTION", 'w', "it looks like 300 dpi" } },
                             .reason_count = 2 };
    struct page_filter all = { 0 };
    char text[400];

    assert_rc(BA_OK,
              quality_profile_settle(d->store, "std", 1, "{a}", "jan", same_text, &learnt,
                                     &page.profile, &d->err),
              &d->err);
    assert_rc(BA_OK, file_add_taken(d->store, &row, "tif", "fmt/353", &page, 1, &d->err), &d->err);
    assert_rc(BA_OK, page_each(d->store, &all, note_page, text, &d->err), &d->err);
    assert_string_equal("[\"QUALITY_DPI_LOW\",\"NO_RESOLUTION\"] QUALITY_DPI_LOW {} T", text);
    assert_int_equal(1, count(d, "SELECT count(*) FROM page_reason WHERE code = 'NO_RESOLUTION' AND"
                                 " message LIKE '%looks like%'"));
    assert_int_equal(1, count(d, "SELECT count(*) FROM page p JOIN profile f ON f.id = p.profile"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_version_is_audited_once, depot_setup, depot_teardown),
        cmocka_unit_test_setup_teardown(what_a_kept_profile_learns_is_kept_with_it, depot_setup,
                                        depot_teardown),
        cmocka_unit_test_setup_teardown(a_used_version_keeps_its_settings, depot_setup,
                                        depot_teardown),
        cmocka_unit_test_setup_teardown(what_was_found_on_a_page_comes_with_it, depot_setup,
                                        depot_teardown),
    };

    return cmocka_run_group_tests_name("settings profiles", tests, NULL, NULL);
}
