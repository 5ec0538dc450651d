#include "core/text/fold.h"

#include <string.h>

#include "core/utf8.h"

/* U+00C0 .. U+017F, two letters at most each; "" separates words. */
static const char latin[][3] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  /* C0 */
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss", /* D0 */
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  /* E0 */
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",  /* F0 */
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  /* 100 */
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  /* 110 */
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  /* 120 */
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  /* 130 */
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  /* 140 */
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  /* 150 */
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  /* 160 */
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",  /* 170 */
};
_Static_assert(sizeof latin / sizeof *latin == 0x180 - 0xC0, "one entry a character");

static const struct {
    uint32_t cp;
    char as[4];
} others[] = {
    { 0xAA, "a" },    { 0xB2, "2" },    { 0xB3, "3" },    { 0xB9, "1" },     { 0xBA, "o" },
    { 0xFB00, "ff" }, { 0xFB01, "fi" }, { 0xFB02, "fl" }, { 0xFB03, "ffi" }, { 0xFB04, "ffl" },
    { 0xFB05, "st" }, { 0xFB06, "st" }, { 0x1E9E, "ss" },
};

/* Blocks without letters, beyond Latin. */
static const struct {
    uint32_t from, to;
} separators[] = {
    { 0x80, 0xA9 },     { 0xAB, 0xBF },       { 0x2000, 0x2BFF },    { 0x2E00, 0x2E7F },
    { 0x3000, 0x3004 }, { 0x3008, 0x3020 },   { 0xD800, 0xDFFF },    { 0xFE00, 0xFE6F },
    { 0xFF00, 0xFF0F }, { 0xFF1A, 0xFF20 },   { 0xFF3B, 0xFF40 },    { 0xFF5B, 0xFF65 },
    { 0xFFE0, 0xFFFF }, { 0x1F000, 0x1FAFF }, { 0xE0000, 0x10FFFF },
};

/* Folds one character beyond ASCII into out; 0: it separates, -1: it is passed over. */
static int fold_wide(uint32_t cp, char out[4])
{
    if (cp == 0xAD || (cp >= 0x300 && cp <= 0x36F) || cp == 0x200B || cp == 0x200C ||
        cp == 0x200D || cp == 0xFEFF)
        return -1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].cp == cp) {
            size_t n = strlen(others[i].as);
            memcpy(out, others[i].as, n);
            return (int)n;
        }
    }
    if (cp >= 0xC0 && cp < 0x180) {
        size_t n = strlen(latin[cp - 0xC0]);
        memcpy(out, latin[cp - 0xC0], n);
        return (int)n;
    }
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (cp >= separators[i].from && cp <= separators[i].to)
            return 0;
    if ((cp >= 0x391 && cp <= 0x3A9) || (cp >= 0x410 && cp <= 0x42F))
        cp += 0x20;
    else if (cp >= 0x400 && cp <= 0x40F)
        cp += 0x50;
    return (int)ba_utf8_encode(cp, out);
}

/* Most of a page: letters and figures as they are folded, 0 for what separates. */
static const char ascii_fold[128] = {
    ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ['A'] = 'a', 'b', 'c',
    'd',         'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n',         'o', 'p',
    'q',         'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', ['a'] = 'a', 'b', 'c',
    'd',         'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n',         'o', 'p',
    'q',         'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};

/* The ASCII letters and figures from f->at on, into the word. */
static size_t fold_run(struct fold *f)
{
    const unsigned char *text = (const unsigned char *)f->text;
    size_t n = 0, at = f->at, len = f->word_len;

    for (; at < f->len && text[at] < 0x80 && ascii_fold[text[at]] != '\0'; at++, n++)
        if (len + 1 < FOLD_MAX)
            f->word[len++] = ascii_fold[text[at]];
    f->word_len = len;
    f->at = at;
    return n;
}

/* Folds the character at f->at; *step: its bytes. As fold_wide, but 0 for ASCII separators too. */
static int fold_one(const struct fold *f, char out[4], size_t *step)
{
    unsigned char c = (unsigned char)f->text[f->at];
    uint32_t cp;

    *step = 1;
    if (c < 0x80) {
        out[0] = ascii_fold[c];
        return out[0] != '\0';
    }
    *step = ba_utf8_decode(f->text + f->at, f->len - f->at, &cp);
    return fold_wide(cp, out);
}

bool fold_next(struct fold *f)
{
    size_t n = 0;

    f->word_len = 0;
    while (f->at < f->len) {
        char out[4];
        size_t step, start = f->at, run = fold_run(f);
        if (run > 0) {
            if (n == 0)
                f->start = start;
            f->end = f->at;
            n += run;
            continue;
        }
        int got = fold_one(f, out, &step);
        if (got == 0 && n > 0)
            break;
        if (got > 0) {
            if (n == 0)
                f->start = f->at;
            f->end = f->at + step;
            if (f->word_len + (size_t)got < FOLD_MAX) {
                memcpy(f->word + f->word_len, out, (size_t)got);
                f->word_len += (size_t)got;
            }
            n++;
        }
        f->at += step;
    }
    f->word[f->word_len] = '\0';
    return n > 0;
}

static void join(const char *text, const char *between, char *out, size_t out_size)
{
    struct fold f = fold_start(text, strlen(text));
    size_t n = 0;

    out[0] = '\0';
    while (fold_next(&f)) {
        size_t gap = n > 0 ? strlen(between) : 0;
        if (n + gap + f.word_len >= out_size)
            return;
        memcpy(out + n, between, gap);
        memcpy(out + n + gap, f.word, f.word_len + 1);
        n += gap + f.word_len;
    }
}

void fold_key(const char *text, char *out, size_t out_size)
{
    join(text, "", out, out_size);
}

void fold_line(const char *text, char *out, size_t out_size)
{
    join(text, " ", out, out_size);
}
