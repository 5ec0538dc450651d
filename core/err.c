#include "core/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void put(struct ba_err *err, enum ba_rc rc, int sys, const char *code)
{
    err->rc = rc;
    err->sys = sys;
    snprintf(err->code, sizeof(err->code), "%s", code);
}

static BA_PRINTF(4, 0) void set(struct ba_err *err, enum ba_rc rc, const char *code,
                                const char *fmt, va_list ap)
{
    char msg[sizeof(err->msg)]; /* the arguments may point into err */

    vsnprintf(msg, sizeof(msg), fmt, ap);
    put(err, rc, 0, code);
    memcpy(err->msg, msg, sizeof(msg));
}

void ba_err_set(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    set(err, rc, code, fmt, ap);
    va_end(ap);
}

BA_RC ba_fail(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    set(err, rc, code, fmt, ap);
    va_end(ap);
    return rc;
}

static BA_RC rc_of_errno(int e, enum ba_rc dflt)
{
    switch (e) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EAGAIN:
    case EBUSY:
    case EMFILE:
    case ENFILE:
        return BA_RETRY;
    case ENOMEM:
    case EIO:
        return BA_FATAL;
    default:
        return dflt;
    }
}

BA_RC ba_fail_sys(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
{
    int e = errno;
    char msg[sizeof(err->msg)];
    size_t n;
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    n = strlen(msg);
    snprintf(msg + n, sizeof(msg) - n, ": %s%s", strerror(e),
             e == EFBIG ? " (the limit of this login, ulimit -f, or of this kind of disk; raise it)"
                        : "");
    put(err, rc_of_errno(e, rc), e, code);
    memcpy(err->msg, msg, sizeof(msg));
    errno = e;
    return err->rc;
}

BA_RC ba_fail_mem(struct ba_err *err, const char *what)
{
    return ba_fail(err, BA_FATAL, "NO_MEMORY",
                   "%s: out of memory; close other programs or lower pool.workers", what);
}

void ba_err_wrap(struct ba_err *err, const char *fmt, ...)
{
    char old[sizeof(err->msg)], msg[sizeof(err->msg)];
    size_t n;
    va_list ap;

    memcpy(old, err->msg, sizeof(old));
    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    n = strlen(msg);
    snprintf(msg + n, sizeof(msg) - n, ": %.*s", (int)(sizeof(msg) - n), old);
    memcpy(err->msg, msg, sizeof(msg));
}
