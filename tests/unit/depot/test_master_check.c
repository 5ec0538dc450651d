/* A master that changed since it arrived is never read, however often it was found right. */
#include "tests/unit/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "depot/master_check.h"

#define SHA_A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" /* "a" */

static char dir[] = "/tmp/test-master-XXXXXX", path[64];

static void put(const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(1, fputs(text, f) >= 0);
    assert_int_equal(0, fclose(f));
}

static void a_change_is_seen_after_the_file_was_found_right(void **state)
{
    struct master_seen seen = { 0 };
    struct ba_err err = BA_ERR_INIT;
    struct stat st;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/m", dir);
    assert_rc(BA_ITEM, master_check(&seen, path, SHA_A, &err), &err);
    assert_string_equal("MASTER_MISSING", err.code);
    put("a");
    assert_rc(BA_OK, master_check(&seen, path, SHA_A "-0", &err), &err);
    assert_rc(BA_OK, master_check(&seen, path, SHA_A "-1", &err), &err);
    /* Of another master nothing is known yet. */
    assert_rc(BA_ITEM, master_check(&seen, path, "0" SHA_A, &err), &err);
    assert_string_equal("MASTER_CHANGED", err.code);
    /* Other bytes of equal size, under the old time of writing. */
    assert_int_equal(0, stat(path, &st));
    usleep(20000);
    put("b");
    const struct timespec times[] = { st.st_atim, st.st_mtim };
    assert_int_equal(0, utimensat(AT_FDCWD, path, times, 0));
    assert_rc(BA_ITEM, master_check(&seen, path, SHA_A, &err), &err);
    assert_string_equal("MASTER_CHANGED", err.code);
    assert_int_equal(0, unlink(path));
    assert_rc(BA_ITEM, master_check(&seen, path, SHA_A, &err), &err);
    assert_string_equal("MASTER_MISSING", err.code);
    assert_int_equal(0, rmdir(dir));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_seen_after_the_file_was_found_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
