/*
 * err.h - how every function of bouwarchief reports failure.
 *
 * A function that can fail takes a struct ba_err * as its last parameter (never NULL) and returns
 * an enum ba_rc. The class says what the caller must DO next; the struct says what HAPPENED. On
 * BA_OK the struct is left as it was.
 *
 * Codes are MODULE_WHAT, at most 31 characters, and stable: scripts, the database and
 * docs/OPERATIONS.md refer to them. core/codes.h is the table of them all, and `make codes` fails
 * when a source file raises one that is not in it.
 */
#ifndef BA_CORE_ERR_H
#define BA_CORE_ERR_H

#include <stddef.h>

/* Ordered: a smaller value is worse, so ba_worst() is a minimum. */
enum ba_rc {
    BA_OK = 0,
    BA_ITEM = -1,  /* this page, file or package is bad: record it, go on with the next */
    BA_RETRY = -2, /* may succeed later: locked, disk full, time-out */
    BA_FATAL = -3, /* stop, after committing what is done */
};

struct ba_err {
    enum ba_rc rc;
    int sys;       /* errno at the time, or 0 */
    char code[32]; /* stable, greppable: "TIFF_TRUNCATED" */
    char msg[700]; /* for people: what, where, what to do next; outermost context first */
};

#define BA_ERR_INIT                                                                                \
    {                                                                                              \
        .rc = BA_OK                                                                                \
    }
#define BA_PRINTF(f, a) __attribute__((format(printf, f, a)))

/*
 * What a function returns that can fail: "BA_RC file_read(...)". The result must be looked at; a
 * call that throws it away does not compile. The attribute stands on each function, because GCC
 * knows none for an enum; make boundaries refuses a declaration with the bare enum. A pointer to
 * such a function is "BA_CHECKED enum ba_rc (*name)(...)".
 */
#define BA_CHECKED __attribute__((warn_unused_result))
#define BA_RC BA_CHECKED enum ba_rc

/* Fills err and returns rc, so that callers can write: rc = ba_fail(...). */
BA_RC ba_fail(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
    BA_PRINTF(4, 5);

/*
 * The same, with strerror(errno) appended. The class follows errno where errno knows better:
 * BA_RETRY for a full disk, a busy or exhausted resource; BA_FATAL for ENOMEM and EIO; else rc.
 */
BA_RC ba_fail_sys(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
    BA_PRINTF(4, 5);

/* Out of memory: always BA_FATAL, code NO_MEMORY. */
BA_RC ba_fail_mem(struct ba_err *err, const char *what);

/* The same as ba_fail, where an error is made to be kept or handed on as a value. */
void ba_err_set(struct ba_err *err, enum ba_rc rc, const char *code, const char *fmt, ...)
    BA_PRINTF(4, 5);

/*
 * The few places where a failure changes nothing that the caller could do. why says to the reader
 * of the code what is lost, or who will notice. Nothing is done with either.
 */
static inline void ba_ignore(enum ba_rc rc, const char *why)
{
    (void)rc;
    (void)why;
}

/* Puts "context: " in front of an error that is on its way up. */
void ba_err_wrap(struct ba_err *err, const char *fmt, ...) BA_PRINTF(2, 3);

static inline BA_RC ba_worst(enum ba_rc a, enum ba_rc b)
{
    return a < b ? a : b;
}

#endif
