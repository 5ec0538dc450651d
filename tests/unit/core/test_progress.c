/* Long work counts; whoever watches is told of its begin, each step and its end. */
#include "tests/unit/test.h"

#include "core/progress.h"

struct seen {
    int begins, ticks, ends;
    uint64_t done, total;
};

static void note(void *ctx, const struct progress *p, enum progress_step step)
{
    struct seen *s = ctx;

    s->begins += step == PROGRESS_BEGINS;
    s->ticks += step == PROGRESS_GOES_ON;
    s->ends += step == PROGRESS_ENDS;
    s->done = p->done;
    s->total = p->total;
}

static void a_watcher_hears_each_step(void **state)
{
    struct seen seen = { 0 };
    const struct progress_watcher watcher = { note, &seen };
    struct progress p;

    (void)state;
    progress_start(&p, &watcher, "reading text", "pages", 7);
    assert_int_equal(1, seen.begins);
    assert_int_equal(0, seen.done);
    p.done = 3;
    progress_tick(&p);
    assert_int_equal(1, seen.ticks);
    assert_int_equal(3, seen.done);
    progress_end(&p);
    assert_int_equal(1, seen.ends);
    assert_int_equal(7, seen.total);
    assert_int_equal(1, seen.begins);
}

static void nobody_needs_to_watch(void **state)
{
    struct progress p;

    (void)state;
    progress_start(&p, NULL, "reading text", "pages", 7);
    progress_tick(&p);
    progress_end(&p);
    assert_int_equal(7, p.total);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_watcher_hears_each_step),
        cmocka_unit_test(nobody_needs_to_watch),
    };

    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
