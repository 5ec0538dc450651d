/* What goes between the coordinator and its workers: each value as it was, and nothing else taken.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/worker/wire.h"
#include "tests/unit/test.h"

static struct wire_in of(const struct ba_buf *b, size_t len)
{
    return (struct wire_in){ (const unsigned char *)b->data, (const unsigned char *)b->data + len,
                             false };
}

static void put_all(struct ba_buf *b)
{
    struct ba_err e = BA_ERR_INIT;

    ba_err_set(&e, BA_ITEM, "A_CODE", "a sentence");
    e.sys = EIO;
    wire_put_u64(b, UINT64_MAX);
    wire_put_i64(b, -2);
    wire_put_f64(b, -0.25);
    wire_put_str(b, "text");
    wire_put_str(b, "");
    wire_put_str(b, NULL);
    wire_put_bytes(b, "a\0b", 3);
    wire_put_bytes(b, NULL, 0);
    wire_put_err(b, &e);
}

static bool take_all(struct wire_in *in)
{
    struct ba_err e = BA_ERR_INIT;
    size_t size = 9, none = 9;
    bool same = wire_take_u64(in) == UINT64_MAX;

    same = wire_take_i64(in) == -2 && same;
    double d = wire_take_f64(in);
    same = d < -0.2 && d > -0.3 && same;
    const char *text = wire_take_str(in), *empty = wire_take_str(in), *null = wire_take_str(in);
    const void *bytes = wire_take_bytes(in, &size);
    wire_take_bytes(in, &none);
    wire_take_err(in, &e);
    return same && text != NULL && strcmp(text, "text") == 0 && empty != NULL && *empty == '\0' &&
           null == NULL && size == 3 && memcmp(bytes, "a\0b", 3) == 0 && none == 0 &&
           e.rc == BA_ITEM && e.sys == EIO && strcmp(e.code, "A_CODE") == 0 &&
           strcmp(e.msg, "a sentence") == 0 && wire_done(in);
}

static void each_value_comes_as_it_went(void **state)
{
    struct ba_buf b = BA_BUF_INIT(4096);

    (void)state;
    put_all(&b);
    struct wire_in in = of(&b, b.len);
    assert_true(take_all(&in));
    ba_buf_free(&b);
}

static void what_is_cut_off_is_bad_and_read_no_further(void **state)
{
    struct ba_buf b = BA_BUF_INIT(4096);

    (void)state;
    put_all(&b);
    for (size_t len = 0; len < b.len; len++) {
        struct wire_in in = of(&b, len);

        assert_false(take_all(&in));
        assert_true(in.bad);
        assert_false(wire_done(&in));
        assert_true(in.p <= in.end);
    }
    ba_buf_free(&b);
}

static void another_kind_or_length_is_bad(void **state)
{
    struct ba_buf b = BA_BUF_INIT(4096);
    size_t size = 1;
    struct wire_in in;

    (void)state;
    wire_put_bytes(&b, "abc", 3);
    in = of(&b, b.len);
    wire_take_u64(&in);
    assert_true(in.bad);
    assert_null(wire_take_bytes(&in, &size)); /* what is bad stays so */
    assert_int_equal(0, size);
    b.data[1] = 4; /* one more than there is */
    in = of(&b, b.len);
    assert_null(wire_take_bytes(&in, &size));
    assert_true(in.bad);
    assert_int_equal(0, size);
    ba_buf_reset(&b);
    wire_put_str(&b, "abc");
    b.data[1] = 2; /* ends in the middle */
    in = of(&b, b.len);
    assert_null(wire_take_str(&in));
    assert_true(in.bad);
    b.data[1] = 3;
    b.data[10] = '\0'; /* ends before its end */
    in = of(&b, b.len);
    assert_null(wire_take_str(&in));
    assert_true(in.bad);
    ba_buf_free(&b);
}

static void frames_keep_their_ends(void **state)
{
    struct ba_buf b = BA_BUF_INIT(100000), got = BA_BUF_INIT(100000);
    int at[2];

    (void)state;
    assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, at));
    for (size_t n = 0; n < 70000; n = n * 2 + 1) {
        ba_buf_reset(&b);
        for (size_t i = 0; i < n; i++)
            ba_buf_add(&b, (char[]){ (char)i }, 1);
        assert_int_equal(0, wire_send(at[0], &b));
        assert_int_equal(1, wire_recv(at[1], &got));
        assert_int_equal(n, got.len);
        assert_true(n == 0 || memcmp(b.data, got.data, n) == 0);
    }
    /* One more than a frame may have. */
    assert_int_equal(4, write(at[0], "\x01\0\0\x01", 4));
    errno = 0;
    assert_int_equal(-1, wire_recv(at[1], &got));
    assert_int_equal(EMSGSIZE, errno);
    /* Closed in the middle of a head, and before one. */
    assert_int_equal(2, write(at[0], "\x01\0", 2));
    close(at[0]);
    assert_int_equal(-1, wire_recv(at[1], &got));
    assert_int_equal(0, wire_recv(at[1], &got));
    close(at[1]);
    ba_buf_free(&b);
    ba_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_comes_as_it_went),
        cmocka_unit_test(what_is_cut_off_is_bad_and_read_no_further),
        cmocka_unit_test(another_kind_or_length_is_bad),
        cmocka_unit_test(frames_keep_their_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
