/* cmocka wants these before its own header, in this order; and an assertion that knows our errors.
 */
#ifndef BA_TESTS_UNIT_TEST_H
#define BA_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* then */
#include <cmocka.h>

#include "core/err.h"

/* Fails with the message of the error, not just with two numbers. */
#define assert_rc(want, call, err)                                                                 \
    do {                                                                                           \
        enum ba_rc rc_ = (call);                                                                   \
        if (rc_ != (want))                                                                         \
            fail_msg("%s: rc %d, want %d: [%s] %s", #call, rc_, (int)(want),                       \
                     rc_ == BA_OK ? "" : (err)->code, rc_ == BA_OK ? "(no error)" : (err)->msg);   \
    } while (0)

#endif
