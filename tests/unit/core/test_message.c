#include <stdio.h>
#include <string.h>

#include "core/message.h"
#include "tests/unit/test.h"

static void messages_are_kept_in_order_with_class_code_and_line(void **state)
{
    struct ba_messages m = { 0 };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    ba_messages_printf(&m, BA_WARNING, "ACCESS_WIDENED", "%d pages", 2);
    ba_messages_line(&m, BA_REFUSED, "FIELD_BAD_VALUE", 7, "100% wrong");
    assert_int_equal(2, m.count);
    assert_int_equal(BA_WARNING, m.at[0].class);
    assert_string_equal("2 pages", m.at[0].text);
    assert_int_equal(0, m.at[0].line);
    assert_string_equal("FIELD_BAD_VALUE", m.at[1].code);
    assert_int_equal(7, m.at[1].line);
    assert_string_equal("100% wrong", m.at[1].text);
    assert_ptr_equal(&m.at[1], ba_messages_find(&m, "FIELD_BAD_VALUE"));
    assert_null(ba_messages_find(&m, "FIELD"));
    assert_rc(BA_OK, ba_messages_check(&m, &err), &err);
    ba_messages_free(&m);
    assert_int_equal(0, m.count);
}

static void hear(void *ctx, const struct ba_message *m)
{
    snprintf(ctx, 100, "%s: %s", m->code, m->text);
}

static void who_hears_them_at_once_gets_each_and_nothing_is_kept(void **state)
{
    char heard[100] = "";
    struct ba_messages m = { .hear = hear, .ctx = heard };

    (void)state;
    ba_messages_printf(&m, BA_NOTE, "PROGRESS", "page %d", 3);
    assert_string_equal("PROGRESS: page 3", heard);
    assert_int_equal(0, m.count);
    ba_messages_free(&m);
    assert_ptr_equal(heard, m.ctx);
}

static void too_many_are_counted_and_not_kept(void **state)
{
    struct ba_messages m = { 0 };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    for (int i = 0; i < BA_MESSAGES_MAX + 3; i++)
        ba_messages_line(&m, BA_REFUSED, "X", i, "wrong");
    assert_int_equal(BA_MESSAGES_MAX, m.count);
    assert_int_equal(3, m.left_out);
    assert_rc(BA_OK, ba_messages_check(&m, &err), &err);
    ba_messages_free(&m);
    assert_int_equal(0, m.left_out);
}

static void a_lost_message_is_found_at_the_end_and_nobody_need_listen(void **state)
{
    struct ba_messages m = { .failed = true };
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_int_equal(BA_FATAL, ba_messages_check(&m, &err));
    assert_string_equal("NO_MEMORY", err.code);
    ba_messages_printf(NULL, BA_NOTE, "X", "to nobody");
    ba_messages_line(NULL, BA_NOTE, "X", 1, "to nobody");
    err = (struct ba_err)BA_ERR_INIT;
    assert_rc(BA_OK, ba_messages_check(NULL, &err), &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_kept_in_order_with_class_code_and_line),
        cmocka_unit_test(who_hears_them_at_once_gets_each_and_nothing_is_kept),
        cmocka_unit_test(too_many_are_counted_and_not_kept),
        cmocka_unit_test(a_lost_message_is_found_at_the_end_and_nobody_need_listen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
