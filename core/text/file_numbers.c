#include "core/text/file_numbers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 6 };

/* A name around its number: the bytes before, and what follows up to the extension. */
struct numbered {
    const char *path, *rest;
    size_t before, after; /* bytes of path before the number, and of rest */
    uint64_t number;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* False when the name has no number to count by. */
static bool parse(const char *path, struct numbered *n)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.'), *end = dot == NULL ? name + strlen(name) : dot;
    size_t best = 0;

    for (const char *p = name; p < end;) {
        size_t len = 0;

        while (p + len < end && is_digit(p[len]))
            len++;
        if (len >= best && len > 0 && len <= MAX_DIGITS) {
            best = len;
            *n = (struct numbered){ .path = path,
                                    .rest = p + len,
                                    .before = (size_t)(p - path),
                                    .after = (size_t)(end - p) - len };
            for (size_t i = 0; i < len; i++)
                n->number = n->number * 10 + (uint64_t)(p[i] - '0');
        }
        p += len > 0 ? len : 1;
    }
    return best > 0;
}

/* Names that differ only in the number are equal. */
static int compare_names(const struct numbered *a, const struct numbered *b)
{
    size_t len = a->before < b->before ? a->before : b->before;
    int c = memcmp(a->path, b->path, len);

    if (c == 0)
        c = (a->before > b->before) - (a->before < b->before);
    if (c == 0)
        c = (a->after > b->after) - (a->after < b->after);
    return c != 0 ? c : memcmp(a->rest, b->rest, a->after);
}

static int compare(const void *x, const void *y)
{
    const struct numbered *a = x, *b = y;
    int c = compare_names(a, b);

    if (c == 0)
        c = (a->number > b->number) - (a->number < b->number);
    return c != 0 ? c : strcmp(a->path, b->path);
}

/* The step of a run of names: the one that occurs most, of the small ones that a scanner uses. */
static uint64_t usual_step(const struct numbered *n, size_t count)
{
    size_t seen[5] = { 0 };
    uint64_t best = 1;

    for (size_t i = 1; i < count; i++)
        if (n[i].number - n[i - 1].number < 5)
            seen[n[i].number - n[i - 1].number]++;
    for (uint64_t s = 2; s < 5; s++)
        if (seen[s] > seen[best])
            best = s;
    /* Two or three files with the same distance are no habit. */
    return seen[best] >= 3 ? best : 1;
}

static BA_RC check_run(const struct numbered *n, size_t count, sequence_gap_fn fn, void *ctx,
                       struct ba_err *err)
{
    uint64_t step = usual_step(n, count);
    enum ba_rc rc = BA_OK;

    for (size_t i = 1; i < count && rc == BA_OK; i++) {
        struct sequence_gap gap = { .before = n[i - 1].path,
                                    .after = n[i].path,
                                    .first = n[i - 1].number + step,
                                    .last = n[i].number - 1,
                                    .step = step };

        if (n[i].number == n[i - 1].number)
            gap.last = gap.first - 1;
        else if (n[i].number <= gap.first)
            continue;
        rc = fn(ctx, &gap, err);
    }
    return rc;
}

BA_RC sequence_gaps(const char *const *paths, size_t count, sequence_gap_fn fn, void *ctx,
                    struct ba_err *err)
{
    struct numbered *n = calloc(count + 1, sizeof(*n));
    size_t used = 0, start = 0;
    enum ba_rc rc = BA_OK;

    if (n == NULL)
        return ba_fail_mem(err, "numbers of files");
    for (size_t i = 0; i < count; i++)
        used += parse(paths[i], &n[used]);
    qsort(n, used, sizeof(*n), compare);
    for (size_t i = 1; i <= used && rc == BA_OK; i++)
        if (i == used || compare_names(&n[i - 1], &n[i]) != 0) {
            rc = check_run(n + start, i - start, fn, ctx, err);
            start = i;
        }
    free(n);
    return rc;
}
