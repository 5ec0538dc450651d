#include "core/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for extra bytes and a NUL. */
static bool reserve(struct ba_buf *b, size_t extra)
{
    size_t need, cap;
    char *p;

    if (b->failed)
        return false;
    if (extra > b->max - b->len) {
        b->failed = true;
        return false;
    }
    need = b->len + extra + 1;
    if (need <= b->cap)
        return true;
    cap = b->cap < 64 ? 64 : b->cap;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    p = realloc(b->data, cap);
    if (p == NULL) {
        b->failed = true;
        return false;
    }
    b->data = p;
    b->cap = cap;
    return true;
}

void ba_buf_add(struct ba_buf *b, const void *data, size_t len)
{
    if (!reserve(b, len))
        return;
    if (len > 0)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void ba_buf_puts(struct ba_buf *b, const char *s)
{
    ba_buf_add(b, s, strlen(s));
}

void ba_buf_printf(struct ba_buf *b, const char *fmt, ...)
{
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) {
        b->failed = true;
        return;
    }
    if (!reserve(b, (size_t)n))
        return;
    va_start(ap, fmt);
    vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->len += (size_t)n;
}

void ba_buf_reset(struct ba_buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void ba_buf_free(struct ba_buf *b)
{
    free(b->data);
    b->data = NULL;
    b->len = b->cap = 0;
    b->failed = false;
}

const char *ba_buf_str(const struct ba_buf *b)
{
    return b->data == NULL ? "" : b->data;
}

BA_RC ba_buf_check(const struct ba_buf *b, const char *what, struct ba_err *err)
{
    if (!b->failed)
        return BA_OK;
    return ba_fail(err, BA_FATAL, "NO_MEMORY", "%s: out of memory, or more than %zu bytes", what,
                   b->max);
}

int ba_grow(void *p, size_t *cap, size_t need, size_t size)
{
    void **array = p;
    size_t n = *cap < 8 ? 8 : *cap;
    void *q;

    if (need <= *cap)
        return 0;
    while (n < need) {
        if (n > SIZE_MAX / 2)
            return -1;
        n *= 2;
    }
    if (size != 0 && n > SIZE_MAX / size)
        return -1;
    q = realloc(*array, n * size);
    if (q == NULL)
        return -1;
    *array = q;
    *cap = n;
    return 0;
}
