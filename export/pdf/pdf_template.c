#include "export/pdf/pdf_template.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NUMBER 2147483647.0 /* ISO 19005-2, 6.1.13 */
#define MAX_REAL 32767.0
#define MAX_UNITS 4000

bool pdf_template_take(const char **at, const char *word)
{
    size_t n = strlen(word);
    if (strncmp(*at, word, n) != 0)
        return false;
    *at += n;
    return true;
}

bool pdf_template_take_number(const char **at, unsigned *number)
{
    size_t n = strspn(*at, "0123456789");
    if (n == 0 || n > 10 || strtod(*at, NULL) > MAX_NUMBER || (n > 1 && **at == '0'))
        return false;
    *number = (unsigned)strtoul(*at, NULL, 10);
    *at += n;
    return true;
}

bool pdf_template_take_ref(const char **at, unsigned *number)
{
    return pdf_template_take_number(at, number) && pdf_template_take(at, " 0 R");
}

static bool take_real(const char **at, double *v)
{
    size_t sign = **at == '-', whole = strspn(*at + sign, "0123456789"), n = sign + whole;
    if (whole == 0 || whole > 5)
        return false;
    if ((*at)[n] == '.') {
        size_t part = strspn(*at + n + 1, "0123456789");
        if (part == 0 || part > 3)
            return false;
        n += 1 + part;
    }
    *v = strtod(*at, NULL);
    *at += n;
    return fabs(*v) <= MAX_REAL;
}

/* Whole units of UTF-16, pairs complete, no zero and no byte order mark but the first. */
static bool take_hexadecimal(const char **at, struct pdf_template_text *text)
{
    const char *p = *at;
    bool high = false;
    if (!pdf_template_take(&p, "<FEFF"))
        return false;
    text->at = p;
    for (; *p != '>'; p += 4) {
        char unit[5] = "";
        strncpy(unit, p, 4);
        if (strspn(unit, "0123456789ABCDEF") != 4 || (p - text->at) / 4 >= MAX_UNITS)
            return false;
        unsigned long u = strtoul(unit, NULL, 16);
        bool low = u >= 0xDC00 && u <= 0xDFFF;
        if (u < 0x20 || u == 0xFEFF || u >= 0xFFFE || low != high)
            return false;
        high = u >= 0xD800 && u <= 0xDBFF;
    }
    text->len = (size_t)(p - text->at);
    *at = p + 1;
    return text->len > 0 && !high;
}

static bool take_plain(const char **at, struct pdf_template_text *text)
{
    size_t n = strcspn(*at, "()\\\n");
    *text = (struct pdf_template_text){ *at, n };
    *at += n;
    return n > 0 && **at == ')';
}

static bool take_language(const char **at)
{
    const char *p = *at;
    for (bool first = true;; first = false) {
        size_t n = 0;
        while (isalpha((unsigned char)p[n]) || (!first && isdigit((unsigned char)p[n])))
            n++;
        if (n < 1 || n > 8)
            return false;
        p += n;
        if (*p != '-')
            break;
        p++;
    }
    *at = p;
    return true;
}

static bool take_wild(char kind, const char **at, struct pdf_template *out)
{
    switch (kind) {
    case 'u':
        return out->u_count < FORM_NUMBERS && pdf_template_take_number(at, &out->u[out->u_count++]);
    case 'f':
        return out->f_count < FORM_NUMBERS && take_real(at, &out->f[out->f_count++]);
    case 'x':
        return out->text_count < FORM_TEXTS && take_hexadecimal(at, &out->text[out->text_count++]);
    case 't':
        return out->text_count < FORM_TEXTS && take_plain(at, &out->text[out->text_count++]);
    case 'l':
        return take_language(at);
    default:
        return false;
    }
}

/* Matches a pattern, or a group of one, as far as `end`; *at stays where it went wrong. */
static bool match(const char **at, const char *pattern, const char *end, struct pdf_template *out)
{
    unsigned group = 0;
    for (const char *p = pattern; p < end; p++) {
        if (*p != '%') {
            if (*p != **at)
                return false;
            (*at)++;
        } else if (*++p == '*') {
            out->rest = *at;
            return true;
        } else if (*p == '[') {
            const char *close = strstr(p, "%]"), *from = *at;
            struct pdf_template before = *out;
            if (match(at, p + 1, close, out)) {
                out->options |= 1u << group;
            } else {
                *out = before;
                *at = from;
            }
            group++;
            p = close + 1;
        } else if (!take_wild(*p, at, out)) {
            return false;
        }
    }
    return true;
}

bool pdf_template_match(const char *text, const char *pattern, struct pdf_template *out)
{
    const char *at = text;
    *out = (struct pdf_template){ .rest = NULL };
    bool ok = match(&at, pattern, pattern + strlen(pattern), out);
    out->matched = (size_t)(at - text);
    return ok && (out->rest != NULL || *at == '\0');
}
