/*
 * buf.h - bytes that grow, up to a limit.
 *
 * Every buffer has a maximum given at its start, because what goes in it comes from a delivery. A
 * buffer fails closed: after the limit or a failed allocation `failed` stays set, further additions
 * do nothing, and the caller checks once at the end. data is always NUL-terminated when not NULL.
 */
#ifndef BA_CORE_BUF_H
#define BA_CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct ba_buf {
    char *data; /* owned; NULL while empty */
    size_t len, cap, max;
    bool failed;
};

/* An empty buffer that holds at most max_bytes. */
#define BA_BUF_INIT(max_bytes)                                                                     \
    {                                                                                              \
        .max = (max_bytes)                                                                         \
    }

void ba_buf_add(struct ba_buf *b, const void *data, size_t len);
void ba_buf_puts(struct ba_buf *b, const char *s);
void ba_buf_printf(struct ba_buf *b, const char *fmt, ...) BA_PRINTF(2, 3);
/* Empties it but keeps the memory and clears `failed`. */
void ba_buf_reset(struct ba_buf *b);
void ba_buf_free(struct ba_buf *b);
/* The text, "" when nothing was added; borrowed until the next addition. */
const char *ba_buf_str(const struct ba_buf *b);
/* BA_OK, or BA_FATAL NO_MEMORY naming `what` when the buffer failed. */
BA_RC ba_buf_check(const struct ba_buf *b, const char *what, struct ba_err *err);

/*
 * Makes room for `need` elements of `size` bytes in the array *p of capacity *cap (realloc,
 * doubling). Returns 0, or -1 with the array unchanged when memory or the multiplication overflows.
 */
int ba_grow(void *p, size_t *cap, size_t need, size_t size);

#endif
