/* Values that are known by their own form, whatever stands before them. */
#include <string.h>

#include "index/extract/personal_data_private.h"

#define IBAN_MAX 34
#define EMAIL_PART_MAX 64

/* Letters and digits of an IBAN, over spaces and line ends; what is no letter or digit ends it. */
static size_t iban_signs(const struct personal_view *v, size_t at, size_t max, char *out,
                         size_t *ends)
{
    size_t n = 0, i = at;

    while (n < max && i < v->len) {
        char c = v->text[i];

        if (personal_is_sign(c) || c == '|') {
            out[n] =
                c >= 'a' && c <= 'z' && c != 'l' && c != 'o' && c != 'i' && c != 's' && c != 'z'
                    ? (char)(c - 'a' + 'A')
                    : c;
            ends[n++] = ++i;
        } else if ((personal_is_space(c) || c == '.' || c == '-') && n > 0) {
            i++;
        } else {
            break;
        }
    }
    out[n] = '\0';
    return n;
}

/* Digits where a Dutch number has them, letters where it has those. */
static bool straighten_dutch(char *s)
{
    for (size_t i = 0; i < 18; i++) {
        bool letter = i < 2 || (i >= 4 && i < 8);
        char digit = personal_digit(s[i]);

        if (letter && personal_is_digit(s[i]))
            s[i] = s[i] == '0'   ? 'O'
                   : s[i] == '1' ? 'I'
                   : s[i] == '5' ? 'S'
                   : s[i] == '8' ? 'B'
                                 : 'X';
        else if (letter && s[i] >= 'a')
            s[i] = (char)(s[i] - 'a' + 'A');
        else if (!letter && digit == '\0')
            return false;
        else if (!letter)
            s[i] = digit;
    }
    return true;
}

/* NL91 ABNA 0417 1643 00: also when the check digits do not hold, for it was misread then; those of
 * other countries only when they do. */
static bool iban_at(const struct personal_view *v, size_t at, size_t *end)
{
    char s[IBAN_MAX + 1];
    size_t ends[IBAN_MAX], n, digits = 0;

    if ((v->bone[at] != 'n' || v->bone[at + 1] != 'l') &&
        !(personal_is_letter(v->text[at]) && personal_is_letter(v->text[at + 1])))
        return false;
    if (personal_digit(v->text[at + 2]) == '\0' && !personal_is_space(v->text[at + 2]))
        return false;
    n = iban_signs(v, at, IBAN_MAX, s, ends);
    if (n >= 18 && v->bone[at] == 'n' && v->bone[at + 1] == 'l' &&
        strncmp(v->text + at, "nl", 2) <= 0) {
        char after = v->text[ends[17]];

        for (size_t i = 8; i < 18; i++)
            digits += personal_is_digit(s[i]);
        s[18] = '\0';
        if (digits >= 6 && !personal_is_digit(after) && straighten_dutch(s) &&
            (s[2] >= '0' && s[2] <= '9')) {
            *end = ends[17];
            return true;
        }
    }
    for (size_t len = n; len >= 15; len--) {
        s[len] = '\0';
        if (s[0] >= 'A' && s[0] <= 'Z' && !personal_is_sign(v->text[ends[len - 1]]) &&
            iban_valid(s)) {
            *end = ends[len - 1];
            return true;
        }
    }
    return false;
}

static bool is_local(char c)
{
    return personal_is_sign(c) || c == '.' || c == '_' || c == '+' || c == '-';
}

static bool is_domain(char c)
{
    return personal_is_sign(c) || c == '.' || c == '-';
}

/* Back over what stands before the @: on this line, and on the one before when it was broken. */
static size_t email_from(const struct personal_view *v, size_t at)
{
    size_t from = at;

    while (from > 0 && personal_is_space(v->text[from - 1]) && at - from < 2)
        from--;
    size_t local = from;
    while (from > 0 && local - from < EMAIL_PART_MAX && is_local(v->text[from - 1]))
        from--;
    if (from == local)
        return at;
    /* "jan.\nsen@", "jan_\nsen@", "e-mail: p.jan\nsen@" */
    if (from > 1 && v->text[from - 1] != ' ' && personal_is_space(v->text[from - 1])) {
        size_t i = from - 1;
        bool dotted = strchr(".-_+", v->text[i - 1]) != NULL, sign = false;

        while (i > 0 && from - i < EMAIL_PART_MAX && is_local(v->text[i - 1])) {
            i--;
            sign |= v->text[i] == '_' || (v->text[i] == '.' && personal_is_letter(v->text[i + 1]));
        }
        size_t label = i;
        while (label > 0 && !personal_is_letter(v->text[label - 1]) && i - label < 4)
            label--;
        bool mail = label >= 4 && strncmp(v->bone + label - 4, "mall", 4) == 0;
        if (i < from - 1 && ((dotted && sign) || mail || (sign && personal_is_letter(v->text[i]))))
            from = i;
    }
    return from;
}

/* From behind the @ over the domain: at least one dot, broken over lines or with a space OCR put.
 */
static size_t email_end(const struct personal_view *v, size_t at)
{
    size_t end = at, i = at, dots = 0;

    while (i < v->len && personal_is_space(v->text[i]) && i < at + 2)
        i++;
    while (i < v->len && i - at < 2 * EMAIL_PART_MAX) {
        if (is_domain(v->text[i])) {
            dots += v->text[i] == '.' && personal_is_sign(v->text[i + 1]);
            end = ++i;
            continue;
        }
        /* Goes on where a dot or dash ended the line, or where no dot came yet. */
        char next = v->text[i + 1];
        bool broken = v->text[i] == PERSONAL_LINE || v->text[i] == ' ';
        bool open =
            strchr(".-", v->text[i - 1]) != NULL ||
            (next == '.' && (personal_is_letter(v->text[i + 2]) ||
                             (v->text[i + 2] == ' ' && personal_is_letter(v->text[i + 3]))));
        bool undotted = dots == 0 && v->text[i] == PERSONAL_LINE && next >= 'a' && next <= 'z';

        if (!broken || (!undotted && (!open || (dots > 0 && next >= 'A' && next <= 'Z'))))
            break;
        if (open && dots > 0 && v->text[i - 1] == '.' && v->text[i] == ' ')
            break; /* the sentence ended */
        dots += v->text[i - 1] == '.';
        i++;
    }
    while (end > at && !personal_is_sign(v->text[end - 1]))
        end--;
    return dots > 0 && end >= at + 4 ? end : at;
}

/* "@", and what recognisers make of it where an address stands: (a), (at), [at]. */
static bool at_sign(const struct personal_view *v, size_t at, size_t *end)
{
    static const char *const signs[] = { "@", "(a)", "(at)", "[at]", "(@)", "(Q)" };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(v->text + at, signs[i], strlen(signs[i])) == 0) {
            *end = at + strlen(signs[i]);
            return true;
        }
    return false;
}

static void find_emails(struct personal_found *f)
{
    const struct personal_view *v = f->view;
    size_t sign_end;

    for (size_t at = 1; at < v->len; at++) {
        if (!at_sign(v, at, &sign_end))
            continue;
        size_t from = email_from(v, at), end = email_end(v, sign_end);
        if (from < at && end > sign_end)
            personal_add(f, PERSONAL_EMAIL, "e-mail", 0.9, from, end, true);
    }
}

/* (070) 386 12 34, 070-3861234, 01717-4321, 0703861234; 06 12 34 56 78; +31 6 12345678. */
static bool national_at(const struct personal_view *v, size_t at, const char **rule, size_t *end)
{
    struct personal_digits d;

    if (!personal_value_at(v, PERSONAL_TELEPHONE, at, false, end) ||
        !personal_digits_at(v, at, 13, "-./()", &d))
        return false;
    bool abroad = d.plus || strncmp(d.digit, "0031", 4) == 0;
    if (!personal_digits_at(v, at, abroad ? 13 : 10, "-./()", &d))
        return false;
    *rule = abroad                           ? "telephone-abroad"
            : strncmp(d.digit, "06", 2) == 0 ? "mobile"
                                             : "telephone-form";
    if (abroad)
        return d.count >= 11 && d.count <= 13 && personal_ends_well(v, d.end);
    if (d.digit[0] != '0' || d.digit[1] == '0' || d.real + 2 < d.count ||
        !personal_ends_well(v, *end))
        return false;
    if (d.count == 10)
        return d.first == 10 || (d.first >= 2 && d.first <= 4);
    /* before 1995: the area in brackets or with a dash */
    return d.count == 9 && (d.bracket || d.dash) && d.first >= 3 && d.first <= 5;
}

/* The groups in which nine digits are written, with a check digit that holds. */
static bool bsn_at(const struct personal_view *v, size_t at, size_t *end)
{
    struct personal_digits d;

    if (!personal_digits_at(v, at, 9, ".-", &d) || d.count != 9 || d.real < 7 || d.first < 2 ||
        !bsn_valid(d.digit) || !personal_ends_well(v, d.end))
        return false;
    *end = d.end;
    return true;
}

/* 12.34.56.789: the form of a bank's account before IBAN. */
static bool bank_at(const struct personal_view *v, size_t at, size_t *end)
{
    static const size_t groups[] = { 2, 2, 2, 3 };
    size_t i = at;

    for (size_t g = 0; g < 4; g++) {
        for (size_t n = 0; n < groups[g]; n++, i++)
            if (personal_digit(v->text[i]) == '\0' || (g == 0 && !personal_is_digit(v->text[i])))
                return false;
        if (g < 3 && v->text[i++] != '.')
            return false;
    }
    *end = i;
    return personal_ends_well(v, i);
}

void personal_find_forms(struct personal_found *f)
{
    const struct personal_view *v = f->view;

    find_emails(f);
    for (size_t at = 0; at < v->len; at++) {
        const char *rule = "telephone-form";
        size_t end;
        char c = v->text[at];

        if (!personal_begins_well(v, at) || (!personal_is_sign(c) && c != '(' && c != '+'))
            continue;
        if (personal_is_letter(c) && iban_at(v, at, &end))
            personal_add(f, PERSONAL_IBAN, "iban", 0.95, at, end, true);
        else if (national_at(v, at, &rule, &end))
            personal_add(f, PERSONAL_TELEPHONE, rule, 0.6, at, end, true);
        else if (bank_at(v, at, &end))
            personal_add(f, PERSONAL_ACCOUNT, "bank-form", 0.6, at, end, true);
        else if (personal_is_digit(c) && bsn_at(v, at, &end))
            personal_add(f, PERSONAL_BSN, "bsn", 0.5, at, end, true);
        else
            continue;
        at = end - 1;
    }
}
