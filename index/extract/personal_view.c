#include <stdlib.h>
#include <string.h>

#include "core/text/fold.h"
#include "core/utf8.h"
#include "index/extract/personal_data_private.h"

/* What a sign beyond ASCII becomes; capitals stay capitals. */
static size_t plain(uint32_t cp, char out[4])
{
    static const struct {
        uint32_t from, to;
        char as;
    } signs[] = {
        { 0x00A0, 0x00A0, ' ' },  { 0x2000, 0x200A, ' ' },  { 0x202F, 0x202F, ' ' },
        { 0x2028, 0x2029, '\n' }, { 0x3000, 0x3000, ' ' },  { 0x00AD, 0x00AD, '-' },
        { 0x2010, 0x2015, '-' },  { 0x2212, 0x2212, '-' },  { 0xFE58, 0xFE63, '-' },
        { 0x2018, 0x201B, '\'' }, { 0x02BC, 0x02BC, '\'' }, { 0x00B4, 0x00B4, '\'' },
        { 0x2032, 0x2032, '\'' }, { 0x201C, 0x201F, '"' },  { 0x00B7, 0x00B7, '.' },
        { 0x2022, 0x2027, '.' },  { 0x2219, 0x2219, '.' },  { 0x00A6, 0x00A6, '|' },
        { 0x2500, 0x2503, '|' },  { 0x00A9, 0x00A9, '@' },  { 0x00AE, 0x00AE, '@' },
        { 0x00BA, 0x00BA, '.' },  { 0x00B0, 0x00B0, '.' },
    };
    char small[8] = "";
    struct fold f;

    if (cp >= 0xFF01 && cp <= 0xFF5E) { /* full width */
        out[0] = (char)(cp - 0xFF01 + '!');
        return 1;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (cp >= signs[i].from && cp <= signs[i].to) {
            out[0] = signs[i].as;
            return 1;
        }
    if (cp == 0x200B || cp == 0x200C || cp == 0x200D || cp == 0xFEFF || cp == 0x2060 ||
        (cp >= 0x300 && cp <= 0x36F))
        return 0;
    f = fold_start(small, ba_utf8_encode(cp, small));
    if (!fold_next(&f) || f.word_len > 3) {
        out[0] = '~';
        return 1;
    }
    memcpy(out, f.word, f.word_len);
    for (size_t i = 0; i < f.word_len; i++)
        if ((unsigned char)out[i] >= 0x80)
            out[i] = 'x'; /* a letter of another script */
    /* Latin-1 capitals, and the even ones of what follows. */
    if ((cp >= 0xC0 && cp <= 0xDE) || (cp >= 0x100 && cp < 0x180 && cp % 2 == 0))
        out[0] = (char)(out[0] >= 'a' && out[0] <= 'z' ? out[0] - 'a' + 'A' : out[0]);
    return f.word_len;
}

const char personal_digit_like[128] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5',
    ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['O'] = '0', ['o'] = '0',
    ['Q'] = '0', ['D'] = '0', ['I'] = '1', ['l'] = '1', ['i'] = '1', ['|'] = '1',
    ['!'] = '1', ['Z'] = '2', ['z'] = '2', ['S'] = '5', ['s'] = '5', ['B'] = '8',
    ['G'] = '6', ['b'] = '6', ['g'] = '9', ['q'] = '9', ['A'] = '4', ['T'] = '7'
};

/* Small letters; what looks alike is one: 0 o, 1 l i j |, 5 s, 8 6 b, 9 g q, 2 z, 4 a, c e. */
const char personal_bones[128] = {
    0,   1,    2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,  15,  16,   17,  18,
    19,  20,   21,  22,  23,  24,  25,  26,  27,  28,  29,  30,  31,  ' ', 'l', '"', '#',  '$', '%',
    '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', 'o', 'l', 'z', '3', 'a', 's', 'b',  '7', 'b',
    'g', ':',  ';', '<', '=', '>', '?', '@', 'a', 'b', 'e', 'd', 'e', 'f', 'g', 'h', 'l',  'l', 'k',
    'l', 'm',  'n', 'o', 'p', 'o', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '[', '\\', ']', '^',
    '_', '`',  'a', 'b', 'e', 'd', 'e', 'f', 'g', 'h', 'l', 'l', 'k', 'l', 'm', 'n', 'o',  'p', 'g',
    'r', 's',  't', 'u', 'v', 'w', 'x', 'y', 'z', '{', 'l', '}', '~', 127
};

/* Runs of white space become one: the gravest of them. */
static void put(struct personal_view *v, char c, size_t at)
{
    if (c == '\t' || c == '\r' || c == '\v' || ((unsigned char)c < ' ' && c != '\n' && c != '\f'))
        c = ' ';
    if (v->len > 0 && personal_is_space(c) && personal_is_space(v->text[v->len - 1])) {
        char *last = &v->text[v->len - 1];

        if (c != ' ')
            *last = *last == ' ' ? c : PERSONAL_PARAGRAPH;
        return;
    }
    v->text[v->len] = c;
    v->bone[v->len] = personal_bone(c);
    v->at[v->len++] = at;
}

int personal_view_make(const char *text, struct personal_view *out)
{
    size_t len = strnlen(text, PERSONAL_TEXT_MAX), step = 1;

    /* A sign of n bytes becomes three at most: never more than twice the bytes. */
    *out = (struct personal_view){ .text = malloc(2 * len + 1),
                                   .bone = malloc(2 * len + 1),
                                   .at = malloc((2 * len + 1) * sizeof *out->at) };
    if (out->text == NULL || out->bone == NULL || out->at == NULL) {
        personal_view_free(out);
        return -1;
    }
    for (size_t i = 0; i < len; i += step) {
        uint32_t cp = (unsigned char)text[i];
        char as[4] = { text[i] };
        size_t n = 1;

        step = 1;
        if (cp >= 0x80) {
            step = ba_utf8_decode(text + i, len - i, &cp);
            n = plain(cp, as);
        }
        for (size_t k = 0; k < n; k++)
            put(out, as[k], i);
    }
    out->text[out->len] = out->bone[out->len] = '\0';
    out->at[out->len] = len;
    return 0;
}

void personal_view_free(struct personal_view *v)
{
    free(v->text);
    free(v->bone);
    free(v->at);
    *v = (struct personal_view){ 0 };
}
