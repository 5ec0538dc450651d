/* The report: what it foresees, in which words, and that nothing of a delivery becomes markup. */
#include "report/report_html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void the_forecast_follows_pages_so_far_and_narrows(void **state)
{
    struct project_figures p = { .register_dossiers = 110,
                                 .register_without_pages = 100,
                                 .dossiers = 10,
                                 .pages = 300,
                                 .pages_sd = 12,
                                 .all_pages = 300,
                                 .master_bytes = 30000000,
                                 .days = 2 };
    struct forecast f, later;

    (void)state;
    report_foresee(&p, &f);
    assert_int_equal(100, f.dossiers);
    assert_float_equal(3000, f.pages.value, 0.01);
    assert_float_equal(3e8, f.bytes.value, 1);
    assert_float_equal(20, f.days.value, 0.01);
    assert_float_equal(3000 - 1.96 * (1 + 1.5 / sqrt(10)) * 12 * sqrt(1100), f.pages.low, 0.01);
    assert_float_equal(3000 + 1.96 * (1 + 1.5 / sqrt(10)) * 12 * sqrt(1100), f.pages.high, 0.01);
    p.dossiers = 100;
    p.pages = p.all_pages = 3000;
    report_foresee(&p, &later);
    assert_true(later.pages.high - later.pages.low < f.pages.high - f.pages.low);
}

static void without_a_dossier_nothing_is_foreseen_and_with_one_no_range(void **state)
{
    struct project_figures p = { .register_dossiers = 5, .register_without_pages = 5 };
    struct forecast f;

    (void)state;
    report_foresee(&p, &f);
    assert_true(f.pages.value < 0 && f.bytes.value < 0 && f.days.value < 0);
    p.dossiers = 1;
    p.pages = p.all_pages = 7;
    report_foresee(&p, &f);
    assert_float_equal(35, f.pages.value, 0.01);
    assert_true(f.pages.low < 0);
}

static void a_minute_says_nothing_of_an_hour(void **state)
{
    struct project_figures p = { .all_pages = 100, .active_s = 59 };

    (void)state;
    assert_true(report_pages_an_hour(&p) < 0);
    p.active_s = 360;
    assert_float_equal(1000, report_pages_an_hour(&p), 0.01);
}

static void assert_label(const char *want, const struct report_item *i)
{
    char *label = report_label(i);

    assert_string_equal(want, label);
    free(label);
}

static void sheets_are_named_as_the_operator_counts(void **state)
{
    struct report_item i = { .batch = (char[]){ "7" },
                             .box = (char[]){ "12" },
                             .sheet = (char[]){ "31a" },
                             .page = 3,
                             .seq = 33 };

    (void)state;
    assert_label("blad 31a van batch 7, doos 12", &i);
    i.box = (char[]){ "" };
    assert_label("blad 31a van batch 7", &i);
    i.page = 0;
    assert_label("na blad 31a van batch 7", &i);
    i.seq = 0;
    assert_label("vóór het eerste blad van batch 7", &i);
}

static void nothing_of_a_delivery_becomes_markup(void **state)
{
    struct report_reason reason = { .code = (char[]){ "TIFF_DAMAGED" },
                                    .message = (char[]){ "\"><script>alert('x')</script>&\x01" },
                                    .level = 'e' };
    struct report_item item = { .batch = (char[]){ "<b>" },
                                .file = (char[]){ "<img src=x onerror=alert(1)>\xFF" },
                                .dossier = (char[]){ "" },
                                .box = (char[]){ "1&2" },
                                .sheet = (char[]){ "1" },
                                .page = 1,
                                .seq = 1,
                                .reasons = &reason,
                                .count = 1 };
    struct report_batch batch = { .name = (char[]){ "</td><script>" } };
    struct report r = { .batches = &batch, .batch_count = 1, .pages = &item, .page_count = 1 };
    struct ba_buf html = BA_BUF_INIT(1 << 20);
    const char *text;

    (void)state;
    report_html(&r, &html);
    text = ba_buf_str(&html);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "<img"));
    assert_null(strstr(text, "<b>"));
    assert_null(strstr(text, "\x01"));
    assert_null(strstr(text, "\xFF"));
    assert_non_null(strstr(text, "&lt;img src=x onerror=alert(1)&gt;"));
    assert_non_null(strstr(text, "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)"));
    assert_non_null(strstr(text, "doos 1&amp;2"));
    ba_buf_free(&html);
}

static void every_code_has_words(void **state)
{
    (void)state;
    assert_string_equal("QUALITY_UNSHARP", report_words("QUALITY_UNSHARP")->name);
    assert_true(report_words("QUALITY_UNSHARP")->again);
    assert_true(*report_words("NO_SUCH_CODE")->wat != '\0');
    assert_false(report_words("NO_SUCH_CODE")->again);
}

/* ---- the forecast against projects of which the end is known ---- */

static uint32_t chance(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Dossiers of a city: most small, some ten times as large, with a share of thick ones. */
static int64_t draw_pages(uint32_t *state, int typical, unsigned thick_pct)
{
    double u = (chance(state) % 10000 + 1) / 10001.0;
    double pages = 1 + typical * -log(u);

    return (int64_t)(chance(state) % 100 < thick_pct ? pages * 5 : pages);
}

/* What is foreseen when the first so many dossiers are done, and what it will be. */
static void foresee_at(const int64_t *pages, int count, int done, struct forecast *f, double *truth)
{
    struct project_figures p = { .register_dossiers = count,
                                 .register_without_pages = count - done,
                                 .dossiers = done };
    double squares = 0;

    *truth = 0;
    for (int i = 0; i < count; i++)
        if (i < done) {
            p.pages += pages[i];
            squares += (double)pages[i] * (double)pages[i];
        } else {
            *truth += (double)pages[i];
        }
    p.all_pages = p.pages;
    p.pages_sd = sqrt((squares - (double)p.pages * (double)p.pages / done) / (done - 1));
    report_foresee(&p, f);
}

static void the_forecast_holds_what_comes_and_narrows_in_three_cities(void **state)
{
    static const struct {
        int dossiers, typical;
        unsigned thick_pct;
    } cities[] = { { 300, 25, 5 }, { 1200, 8, 10 }, { 4000, 60, 2 } };
    static const int at_pct[] = { 10, 30, 60 };
    enum { RUNS = 200 };
    uint32_t seed = 11;

    (void)state;
    for (size_t c = 0; c < sizeof(cities) / sizeof(cities[0]); c++) {
        int64_t *pages = calloc((size_t)cities[c].dossiers, sizeof(*pages));
        int held[3] = { 0 };
        double width[3] = { 0 };

        assert_non_null(pages);
        for (int run = 0; run < RUNS; run++) {
            for (int i = 0; i < cities[c].dossiers; i++)
                pages[i] = draw_pages(&seed, cities[c].typical, cities[c].thick_pct);
            for (int k = 0; k < 3; k++) {
                struct forecast f;
                double truth;

                foresee_at(pages, cities[c].dossiers, cities[c].dossiers * at_pct[k] / 100, &f,
                           &truth);
                held[k] += f.pages.low <= truth && truth <= f.pages.high;
                width[k] += (f.pages.high - f.pages.low) / RUNS;
            }
        }
        for (int k = 0; k < 3; k++)
            assert_true(held[k] * 100 >= 90 * RUNS);
        assert_true(width[1] < 0.7 * width[0] && width[2] < 0.7 * width[1]);
        free(pages);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_forecast_follows_pages_so_far_and_narrows),
        cmocka_unit_test(without_a_dossier_nothing_is_foreseen_and_with_one_no_range),
        cmocka_unit_test(a_minute_says_nothing_of_an_hour),
        cmocka_unit_test(sheets_are_named_as_the_operator_counts),
        cmocka_unit_test(nothing_of_a_delivery_becomes_markup),
        cmocka_unit_test(every_code_has_words),
        cmocka_unit_test(the_forecast_holds_what_comes_and_narrows_in_three_cities),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
