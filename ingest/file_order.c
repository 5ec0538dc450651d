#include "ingest/file_order.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/text/fold.h"
#include "core/utf8.h"

enum { ENDING_MAX = 5 }; /* ".tif", ".jpeg"; what is longer belongs to the name */

/* What a name is compared by, piece by piece, in this order. */
enum kind { END, SPACE, SIGN, NUMBER, LETTER };

struct piece {
    enum kind kind;
    uint32_t character; /* of SPACE and SIGN; of LETTER: folded */
    const char *digits; /* of NUMBER: without leading zeros */
    size_t digit_count, zeros;
};

/* What is left of a part of a name, and letters that one character was folded to ("ij"). */
struct reader {
    const char *at, *end;
    char folded[8];
    size_t next;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_number(struct reader *r, struct piece *p)
{
    p->kind = NUMBER;
    while (r->at < r->end && *r->at == '0') {
        p->zeros++;
        r->at++;
    }
    p->digits = r->at;
    while (r->at < r->end && is_digit(*r->at)) {
        p->digit_count++;
        r->at++;
    }
}

/* A character that is no digit: its folded letters, or itself. */
static void take_character(struct reader *r, struct piece *p)
{
    uint32_t cp;
    char text[5] = "", wide[FOLD_MAX];
    size_t n = ba_utf8_decode(r->at, (size_t)(r->end - r->at), &cp);

    memcpy(text, r->at, n);
    r->at += n;
    p->kind = SIGN;
    p->character = cp;
    if (cp == ' ' || cp == '\t' || cp == 0xA0)
        p->kind = SPACE;
    else if (cp < 0x80 && ((cp | 0x20) < 'a' || (cp | 0x20) > 'z'))
        return;
    else {
        fold_key(text, wide, sizeof(wide));
        if (*wide == '\0' || strlen(wide) >= sizeof(r->folded))
            return;
        p->kind = LETTER;
        memcpy(r->folded, wide, strlen(wide) + 1);
        r->next = 1;
        p->character = (unsigned char)wide[0];
    }
}

static struct piece next_piece(struct reader *r)
{
    struct piece p = { .kind = END };

    if (r->folded[r->next] != '\0' && r->next > 0) {
        p.kind = LETTER;
        p.character = (unsigned char)r->folded[r->next++];
        return p;
    }
    r->next = 0;
    r->folded[0] = '\0';
    /* A mark over the letter before it, as a Mac writes accents. */
    while (r->end - r->at >= 2 &&
           ((unsigned char)r->at[0] == 0xCC ||
            ((unsigned char)r->at[0] == 0xCD && (unsigned char)r->at[1] < 0xB0)))
        r->at += 2;
    if (r->at >= r->end)
        return p;
    if (is_digit(*r->at))
        take_number(r, &p);
    else
        take_character(r, &p);
    return p;
}

static int compare_numbers(const struct piece *a, const struct piece *b)
{
    if (a->digit_count != b->digit_count)
        return a->digit_count < b->digit_count ? -1 : 1;
    return memcmp(a->digits, b->digits, a->digit_count);
}

/* *zeros: the first difference in leading zeros of equal numbers; more come first. */
static int compare_part(const char *a, size_t a_len, const char *b, size_t b_len, int *zeros)
{
    struct reader x = { .at = a, .end = a + a_len }, y = { .at = b, .end = b + b_len };

    for (;;) {
        struct piece p = next_piece(&x), q = next_piece(&y);
        int c = 0;

        if (p.kind != q.kind)
            return p.kind < q.kind ? -1 : 1;
        if (p.kind == END)
            return 0;
        if (p.kind == NUMBER)
            c = compare_numbers(&p, &q);
        else if (p.character != q.character)
            c = p.character < q.character ? -1 : 1;
        if (c != 0)
            return c;
        if (*zeros == 0 && p.zeros != q.zeros)
            *zeros = p.zeros > q.zeros ? -1 : 1;
    }
}

/* Length of a file's name without its ending. */
static size_t stem_of(const char *name, size_t len)
{
    for (size_t i = len; i-- > 1 && len - i <= ENDING_MAX + 1;)
        if (name[i] == '.')
            return i;
    return len;
}

static int compare_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int c = memcmp(a, b, a_len < b_len ? a_len : b_len);

    return c != 0 || a_len == b_len ? c : a_len < b_len ? -1 : 1;
}

/* One part between slashes, the last of a path being the file's name. */
static int compare_names(const char *a, size_t a_len, bool a_file, const char *b, size_t b_len,
                         bool b_file)
{
    size_t a_stem = a_file ? stem_of(a, a_len) : a_len, b_stem = b_file ? stem_of(b, b_len) : b_len;
    int zeros = 0, c = compare_part(a, a_stem, b, b_stem, &zeros);

    if (c == 0)
        c = compare_part(a + a_stem, a_len - a_stem, b + b_stem, b_len - b_stem, &zeros);
    if (c == 0)
        c = zeros;
    if (c == 0)
        c = compare_bytes(a, a_len, b, b_len);
    return c;
}

int file_order_compare(const char *a, const char *b)
{
    for (;;) {
        size_t m = strcspn(a, "/"), n = strcspn(b, "/");
        bool a_file = a[m] == '\0', b_file = b[n] == '\0';
        int c = compare_names(a, m, a_file, b, n, b_file);

        if (c != 0)
            return c;
        if (a_file || b_file)
            return a_file && b_file ? 0 : a_file ? -1 : 1;
        a += m + 1;
        b += n + 1;
    }
}
