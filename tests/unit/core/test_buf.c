#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "tests/unit/test.h"

static void a_buffer_keeps_what_was_added_and_ends_in_nul(void **state)
{
    struct ba_buf b = BA_BUF_INIT(100);

    (void)state;
    ba_buf_puts(&b, "dossier ");
    ba_buf_printf(&b, "%d/%04d", 1974, 231);
    assert_string_equal("dossier 1974/0231", ba_buf_str(&b));
    assert_int_equal(17, b.len);
    ba_buf_free(&b);
    assert_string_equal("", ba_buf_str(&b));
}

static void a_buffer_over_its_limit_fails_closed_and_says_so(void **state)
{
    struct ba_buf b = BA_BUF_INIT(4);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    ba_buf_puts(&b, "abcd");
    assert_false(b.failed);
    ba_buf_puts(&b, "e");
    ba_buf_puts(&b, "");
    assert_true(b.failed);
    assert_string_equal("abcd", ba_buf_str(&b));
    assert_int_equal(BA_FATAL, ba_buf_check(&b, "text", &err));
    assert_string_equal("NO_MEMORY", err.code);
    ba_buf_reset(&b);
    assert_int_equal(BA_OK, ba_buf_check(&b, "text", &err));
    ba_buf_free(&b);
}

static void growing_an_array_refuses_a_size_that_overflows(void **state)
{
    int *p = NULL;
    size_t cap = 0;

    (void)state;
    assert_int_equal(0, ba_grow(&p, &cap, 9, sizeof(*p)));
    assert_true(cap >= 9);
    p[8] = 7;
    assert_int_equal(-1, ba_grow(&p, &cap, SIZE_MAX / 2 + 2, sizeof(*p)));
    assert_int_equal(-1, ba_grow(&p, &cap, SIZE_MAX / 4, 16));
    assert_int_equal(7, p[8]);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_buffer_keeps_what_was_added_and_ends_in_nul),
        cmocka_unit_test(a_buffer_over_its_limit_fails_closed_and_says_so),
        cmocka_unit_test(growing_an_array_refuses_a_size_that_overflows),
    };

    return cmocka_run_group_tests_name("core buf", tests, NULL, NULL);
}
