#include "core/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t ba_utf8_decode(const char *s, size_t len, uint32_t *cp)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)s;
    size_t n;
    uint32_t c;

    *cp = 0xFFFD;
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        n = 2;
        c = p[0] & 0x1Fu;
    } else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        n = 3;
        c = p[0] & 0x0Fu;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        n = 4;
        c = p[0] & 0x07u;
    } else {
        return 1;
    }
    if (n > len)
        return 1;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 1;
    *cp = c;
    return n;
}

size_t ba_utf8_encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp >= 0xD800 && cp <= 0xDFFF)
        return 0;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    if (cp > 0x10FFFF)
        return 0;
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* A decoded U+FFFD of one byte is a malformed byte; a real one has three. */
static bool malformed(uint32_t cp, size_t n)
{
    return cp == 0xFFFD && n == 1;
}

bool ba_utf8_valid(const char *s, size_t len)
{
    uint32_t cp;

    for (size_t i = 0, n; i < len; i += n) {
        n = ba_utf8_decode(s + i, len - i, &cp);
        if (malformed(cp, n))
            return false;
    }
    return true;
}

static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0);
}

char *ba_name_escape(const char *name)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t len = strlen(name), out = 0;
    char *s = malloc(4 * len + 1);
    uint32_t cp;

    if (s == NULL)
        return NULL;
    for (size_t i = 0, n; i < len; i += n) {
        n = ba_utf8_decode(name + i, len - i, &cp);
        if (!malformed(cp, n) && !is_control(cp) && cp != '\\') {
            memcpy(s + out, name + i, n);
            out += n;
            continue;
        }
        for (size_t k = 0; k < n; k++) {
            unsigned char c = (unsigned char)name[i + k];

            memcpy(s + out, (char[]){ '\\', 'x', digits[c >> 4], digits[c & 15] }, 4);
            out += 4;
        }
    }
    s[out] = '\0';
    return s;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

char *ba_name_unescape(const char *s)
{
    char *out = malloc(strlen(s) + 1), *p = out;

    if (out == NULL)
        return NULL;
    while (*s != '\0') {
        int hi, lo;

        if (*s != '\\') {
            *p++ = *s++;
            continue;
        }
        hi = s[1] == 'x' ? hex_digit(s[2]) : -1;
        lo = hi >= 0 ? hex_digit(s[3]) : -1;
        if (lo < 0) {
            free(out);
            return NULL;
        }
        *p++ = (char)(hi << 4 | lo);
        s += 4;
    }
    *p = '\0';
    return out;
}

size_t ba_utf8_scrub_xml(char *s)
{
    size_t len = strlen(s), out = 0, removed = 0;
    uint32_t cp;

    for (size_t i = 0, n; i < len; i += n) {
        n = ba_utf8_decode(s + i, len - i, &cp);
        if (malformed(cp, n) || (is_control(cp) && cp != '\t' && cp != '\n') || cp == 0xFFFE ||
            cp == 0xFFFF) {
            removed++;
            continue;
        }
        memmove(s + out, s + i, n);
        out += n;
    }
    s[out] = '\0';
    return removed;
}

/* White space of XML and Unicode's no-break space. */
static bool is_space(uint32_t cp)
{
    return cp <= 0x20 || cp == 0x7F || cp == 0xA0 || (cp >= 0x80 && cp < 0xA0);
}

char *ba_utf8_cut(const char *text, size_t chars)
{
    size_t len = strlen(text), out = 0, count = 0, word_end = 0;
    char *s = malloc(3 * len + 4); /* a malformed byte becomes U+FFFD */
    if (s == NULL)
        return NULL;
    bool space = false, cut = false;
    for (size_t i = 0; i < len && !cut;) {
        uint32_t cp;
        char bytes[4];
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (is_space(cp)) {
            if (out > 0 && !space)
                word_end = out;
            space = out > 0;
            continue;
        }
        if (cp == 0xFFFE || cp == 0xFFFF || cp == 0xFEFF)
            continue;
        cut = count + 1 + space > chars;
        if (!cut) {
            size_t n = ba_utf8_encode(cp, bytes);
            if (space)
                s[out++] = ' ';
            memcpy(s + out, bytes, n);
            out += n;
            count += 1 + space;
            space = false;
        }
    }
    /* A cut inside a word goes back to the word before, unless that is most of the text. */
    if (cut && !space && word_end > out / 2)
        out = word_end;
    s[out] = '\0';
    return s;
}
