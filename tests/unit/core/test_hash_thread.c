#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "core/hash_thread.h"

/* The digest of `total` bytes handed over in pieces of at most `piece`. */
static void digest(struct ba_side_hash *s, size_t total, size_t piece, char *hex)
{
    assert_int_equal(ba_side_hash_begin(s), 0);
    for (size_t done = 0; done < total;) {
        size_t n = total - done < piece ? total - done : piece;
        char *b = ba_side_hash_buffer(s);
        for (size_t i = 0; i < n; i++)
            b[i] = (char)((done + i) * 31 % 251);
        ba_side_hash_add(s, n);
        done += n;
    }
    assert_int_equal(ba_side_hash_hex(s, hex), 0);
}

static void it_is_that_of_the_same_bytes_in_one_piece(void **state)
{
    static const size_t totals[] = { 0, 1, 1000, 5u << 20, (5u << 20) + 7 };
    struct ba_side_hash *s = ba_side_hash_new(BA_SHA256);
    char hex[BA_HASH_HEX_MAX + 1], want[BA_SHA256_HEX + 1];
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_non_null(s);
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) { /* one after the other */
        char *all = malloc(totals[i] + 1);
        assert_non_null(all);
        for (size_t k = 0; k < totals[i]; k++)
            all[k] = (char)(k * 31 % 251);
        assert_rc(BA_OK, ba_sha256_mem(all, totals[i], want, &err), &err);
        digest(s, totals[i], BA_SIDE_BUFFER_BYTES, hex);
        assert_string_equal(hex, want);
        digest(s, totals[i] < 5000 ? totals[i] : 5000, 13, hex);
        free(all);
    }
    ba_side_hash_free(s);
}

static void it_may_be_dropped_half_way(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        struct ba_side_hash *s = ba_side_hash_new(BA_SHA256);
        assert_non_null(s);
        assert_int_equal(ba_side_hash_begin(s), 0);
        memset(ba_side_hash_buffer(s), 'x', 1000);
        ba_side_hash_add(s, 1000);
        ba_side_hash_free(s);
    }
    ba_side_hash_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_that_of_the_same_bytes_in_one_piece),
        cmocka_unit_test(it_may_be_dropped_half_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
