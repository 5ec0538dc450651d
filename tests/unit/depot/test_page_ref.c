/* How people name pages: by number, by sheet, by the file of a batch. */
#include "tests/unit/desk_depot.h"

#include "depot/page_ref.h"
#include "desk/insert.h"
#include "index/correction/page_replace.h"

/* "1 2 " for a word, or the code of the refusal. */
static const char *pages_of(struct desk *d, const char *word)
{
    struct page_refs r = { 0 };
    struct ba_err err = BA_ERR_INIT;
    size_t n = 0;
    enum ba_rc rc = page_refs_add(&r, &d->depot, word, &err);

    d->answer[0] = '\0';
    for (size_t i = 0; i < r.count; i++)
        n += (size_t)snprintf(d->answer + n, sizeof d->answer - n, "%lld ", (long long)r.ids[i]);
    if (rc != BA_OK)
        snprintf(d->answer, sizeof d->answer, "%s: %s", err.code, err.msg);
    page_refs_free(&r);
    return d->answer;
}

static void add(struct desk *d, const char *batch, const char *path, int64_t position, int frames)
{
    struct page_new pages[4];
    struct file_row row = { .path = path,
                            .position = position,
                            .size = 1,
                            .sha256 = path,
                            .taken = true,
                            .frames = (uint32_t)frames };

    for (int i = 0; i < frames; i++)
        pages[i] = (struct page_new){
            .frame = (uint32_t)i, .width_px = 1, .height_px = 1, .bits_per_sample = 1, .samples = 1
        };
    struct batch_row known;
    bool found;

    assert_rc(BA_OK, batch_find(d->depot.store, batch, &known, &found, &d->err), &d->err);
    row.batch = known.id;
    if (!found)
        assert_rc(BA_OK, batch_add(d->depot.store, batch, "/in", &row.batch, &d->err), &d->err);
    assert_rc(
        BA_OK,
        file_add_taken(d->depot.store, &row, "tif", "fmt/353", pages, (size_t)frames, &d->err),
        &d->err);
}

static void a_page_is_named_by_number_sheet_or_file(void **state)
{
    struct desk *d = *state;

    add(d, "b1", "2b.tif", 3, 1);
    assert_string_equal("3 ", pages_of(d, "3"));
    assert_string_equal("2 ", pages_of(d, "b1:2"));
    assert_string_equal("7 ", pages_of(d, "b1:2a"));
    assert_string_equal("7 ", pages_of(d, "b1:2A"));
    assert_string_equal("1 2 7 3 ", pages_of(d, "b1:1-3"));
    assert_string_equal("7 3 ", pages_of(d, "b1:2a-3"));
    assert_string_equal("4 ", pages_of(d, "b1:p4.tif"));
    assert_string_equal("4 ", pages_of(d, "b1:p4"));
    assert_string_equal("7 ", pages_of(d, "b1:2b.tif"));
}

static void the_images_and_folders_of_files_are_named_too(void **state)
{
    struct desk *d = *state;

    add(d, "x:y", "a/stapel.tif", 1, 3);
    add(d, "x:y", "b/los.tif", 2, 1);
    add(d, "x:y", "c/los.tif", 3, 1);
    assert_string_equal("7 8 9 ", pages_of(d, "x:y:stapel.tif"));
    assert_string_equal("8 ", pages_of(d, "x:y:a/stapel.tif#2"));
    assert_string_equal("9 ", pages_of(d, "x:y:stapel#3"));
    assert_string_equal("10 ", pages_of(d, "x:y:b/los.tif"));
    assert_non_null(strstr(pages_of(d, "x:y:los.tif"), "PAGE_UNKNOWN: 2 files"));
    assert_non_null(strstr(pages_of(d, "x:y:stapel.tif#4"), "PAGE_UNKNOWN"));
}

static void what_names_nothing_is_told(void **state)
{
    struct desk *d = *state;

    assert_non_null(strstr(pages_of(d, "b1:99"), "has no sheet 99;"));
    assert_non_null(strstr(pages_of(d, "b1:3-99"), "has no sheet 99;"));
    assert_non_null(strstr(pages_of(d, "b1:3-2"), "USAGE"));
    assert_non_null(strstr(pages_of(d, "b1:"), "PAGE_UNKNOWN"));
    assert_non_null(strstr(pages_of(d, "b1:geen.tif"), "no sheet or file \"geen.tif\""));
    assert_non_null(strstr(pages_of(d, "b2:1"), "BATCH_UNKNOWN"));
    assert_non_null(strstr(pages_of(d, "b1"), "USAGE"));
    assert_non_null(strstr(pages_of(d, "99"), "PAGE_UNKNOWN"));
    assert_non_null(strstr(pages_of(d, "0"), "USAGE"));
}

static void the_first_file_of_a_page_still_names_it(void **state)
{
    struct desk *d = *state;
    const struct correction jan = { "Jan", "proef" };

    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    assert_rc(BA_OK, page_replace_by(d->depot.store, 2, 4, &jan, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
    assert_string_equal("2 ", pages_of(d, "b1:p4.tif"));
    assert_string_equal("2 ", pages_of(d, "b1:p2.tif"));
    assert_non_null(strstr(pages_of(d, "b1:4"), "no sheet 4 any more"));
    assert_string_equal("5 ", pages_of(d, "b1:5"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(a_page_is_named_by_number_sheet_or_file),
        desk_test(the_images_and_folders_of_files_are_named_too),
        desk_test(what_names_nothing_is_told),
        desk_test(the_first_file_of_a_page_still_names_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
