/* Which way up a camera held a picture. */
#include "image/exif.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

#define EXIF(bytes) ((const uint8_t *)("Exif\0\0" bytes)), sizeof("Exif\0\0" bytes) - 1

static void the_tag_is_read_in_both_byte_orders(void **state)
{
    (void)state;
    assert_int_equal(
        exif_orientation(EXIF("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0")), 6);
    assert_int_equal(exif_orientation(EXIF("MM\0*\0\0\0\x08\0\x02"
                                           "\x01\x0F\0\x02\0\0\0\x02"
                                           "A\0\0\0"
                                           "\x01\x12\0\x03\0\0\0\x01\0\x03\0\0")),
                     3);
}

static void what_makes_no_sense_is_as_it_lies(void **state)
{
    static const char good[] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
    (void)state;
    assert_int_equal(
        exif_orientation(EXIF("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0")), 1);
    assert_int_equal(
        exif_orientation(EXIF("II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x06\0\0\0")), 1);
    assert_int_equal(exif_orientation(EXIF("II*\0\xFF\xFF\xFF\xFF\x01\0\x12\x01\x03\0\x01\0")), 1);
    assert_int_equal(exif_orientation(EXIF("http")), 1);
    /* Cut off anywhere, from a buffer of just that size. */
    for (size_t n = 0; n < sizeof good - 1; n++) {
        uint8_t *part = malloc(n + 1);
        assert_non_null(part);
        memcpy(part, good, n);
        assert_int_equal(exif_orientation(part, n), n == sizeof good - 1 ? 6 : 1);
        free(part);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tag_is_read_in_both_byte_orders),
        cmocka_unit_test(what_makes_no_sense_is_as_it_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
