/* What is wrong with a delivery as a whole. */
#include "index/records/finding.h"
#include "tests/unit/index_depot.h"

struct told {
    int count;
    char text[4096]; /* "code object;" */
    char last[700];
};

static BA_RC note(void *ctx, const struct finding *f, struct ba_err *err)
{
    struct told *t = ctx;
    size_t n = strlen(t->text);

    (void)err;
    t->count++;
    snprintf(t->text + n, sizeof(t->text) - n, "%s/%s/%c/%s;", f->batch, f->code, f->level,
             f->object);
    snprintf(t->last, sizeof(t->last), "%s", f->message);
    return BA_OK;
}

static struct told findings(struct depot *d, int64_t batch)
{
    struct told t = { 0 };

    assert_rc(BA_OK, findings_each(d->store, batch, 0, note, &t, &d->err), &d->err);
    return t;
}

static void findings_take_the_place_of_earlier_ones_of_their_batch(void **state)
{
    static const struct finding one[] = {
        { .code = "B", .level = 'e', .object = "2.tif", .message = "m" },
        { .code = "A", .level = 'i', .object = "", .message = "m" },
        { .code = "A", .level = 'e', .object = "", .message = "the first counts" }
    };
    struct depot *d = *state;
    int64_t other;

    assert_rc(BA_OK, batch_add(d->store, "b2", "/in/b2", &other, &d->err), &d->err);
    assert_rc(BA_OK, findings_set(d->store, d->batch, one, 3, &d->err), &d->err);
    assert_rc(BA_OK, findings_set(d->store, other, one, 1, &d->err), &d->err);
    assert_string_equal("b1/A/i/;b1/B/e/2.tif;", findings(d, d->batch).text);
    assert_string_equal("b1/A/i/;b1/B/e/2.tif;b2/B/e/2.tif;", findings(d, 0).text);
    assert_rc(BA_OK, findings_set(d->store, d->batch, NULL, 0, &d->err), &d->err);
    assert_string_equal("b2/B/e/2.tif;", findings(d, 0).text);
}

static void a_missing_file_that_came_later_is_not_missed(void **state)
{
    static const struct finding missing[] = {
        { .code = "CHECKSUM_FILE_MISSING", .level = 'e', .object = "1.tif", .message = "m" },
        { .code = "CHECKSUM_FILE_MISSING", .level = 'e', .object = "2.tif", .message = "m" }
    };
    struct depot *d = *state;

    assert_rc(BA_OK, findings_set(d->store, d->batch, missing, 2, &d->err), &d->err);
    assert_int_equal(2, findings(d, 0).count);
    depot_file(d, d->batch, "1.tif", 1, "one", 1);
    assert_string_equal("b1/CHECKSUM_FILE_MISSING/e/2.tif;", findings(d, 0).text);
}

static void expect(struct depot *d, const char *dossier, const char *relation, int64_t pages)
{
    const struct expectation e = { .dossier = dossier, .relation = relation, .pages = pages };

    assert_rc(BA_OK, expectations_set(d->store, d->batch, &e, 1, &d->err), &d->err);
}

static void counts_that_differ_are_found_in_the_pages_of_the_moment(void **state)
{
    static const struct {
        const char *dossier, *relation;
        int64_t pages;
        bool met;
    } cases[] = {
        { "", "=", 5, true },         { "", "=", 6, false },       { "", "<=", 5, true },
        { "", "<=", 4, false },       { "", ">=", 5, true },       { "", ">=", 6, false },
        { "1974/1", "=", 2, true },   { "1974/1", "=", 3, false }, { "1974/2", "=", 3, true },
        { "1974/3", ">=", 1, false }, { "1974/3", "=", 0, true },
    };
    struct depot *d = *state;

    for (int i = 1; i <= 5; i++) {
        char name[24];

        snprintf(name, sizeof name, "%d.tif", i);
        depot_file(d, d->batch, name, i, name, 1);
    }
    depot_place(d, d->batch, 1, 2, "1974/1", "permit");
    depot_place(d, d->batch, 3, 5, "1974/2", "permit");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told t;

        expect(d, cases[i].dossier, cases[i].relation, cases[i].pages);
        t = findings(d, d->batch);
        if (t.count != (cases[i].met ? 0 : 1))
            fail_msg("%s %s %d: %s", cases[i].dossier, cases[i].relation, (int)cases[i].pages,
                     t.text);
        if (!cases[i].met)
            assert_non_null(strstr(t.text, "COUNT_DIFFERS"));
    }
    expect(d, "1974/1", ">=", 3);
    assert_string_equal("b1, dossier 1974/1: batch.csv expects >= 3 pages, 2 came",
                        findings(d, 0).last);
    depot_file(d, d->batch, "6.tif", 6, "six", 1);
    assert_int_equal(1, findings(d, 0).count);
    depot_place(d, d->batch, 6, 6, "1974/1", "permit");
    assert_int_equal(0, findings(d, 0).count);
}

static void separators_are_not_counted(void **state)
{
    struct depot *d = *state;
    struct page_place p = { .separator = true, .dossier = "1974/1", .kind = "" };

    depot_file(d, d->batch, "1.tif", 1, "one", 1);
    p.page = depot_page(d, d->batch, 1);
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &p, 1, &d->err), &d->err);
    expect(d, "", "=", 0);
    assert_int_equal(0, findings(d, 0).count);
    expect(d, "1974/1", "=", 1);
    assert_int_equal(1, findings(d, 0).count);
}

#define with_depot(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_depot(findings_take_the_place_of_earlier_ones_of_their_batch),
        with_depot(a_missing_file_that_came_later_is_not_missed),
        with_depot(counts_that_differ_are_found_in_the_pages_of_the_moment),
        with_depot(separators_are_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
