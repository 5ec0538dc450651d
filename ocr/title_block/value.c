/* What stands behind a label, made into a value; or refused. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "ocr/title_block/title_block_private.h"

/* A figure, or a letter that is read for one inside a number; -1. */
static int figure(char c)
{
    if (isdigit((unsigned char)c))
        return c - '0';
    if (c == 'O' || c == 'o')
        return 0;
    return c == 'l' || c == 'I' || c == '|' ? 1 : -1;
}

/* A number that begins with a figure; *text moves behind it. -1: there is none. */
static long number_at(const char **text)
{
    long n = 0;
    const char *p = *text;
    int f, digits = 0;

    if (!isdigit((unsigned char)*p) && !(figure(*p) >= 0 && isdigit((unsigned char)p[1])))
        return -1;
    while (digits < 6 && (f = figure(*p)) >= 0) {
        n = n * 10 + f;
        p++;
        digits++;
    }
    *text = p;
    return n;
}

static const char *past(const char *p, const char *signs)
{
    return p + strspn(p, signs);
}

/* The long side of a scale, behind "1:". */
static bool is_scale(long n)
{
    static const long known[] = { 1,   2,   5,   10,  20,   25,   50,   75,   100,  125,
                                  200, 250, 400, 500, 1000, 1250, 2000, 2500, 5000, 10000 };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (known[i] == n)
            return true;
    return false;
}

/* The sign between both numbers of a scale. loosely: as it may be misread, or not read at all. */
static const char *past_colon(const char *p, bool loosely)
{
    const char *q = past(p, " ");

    if (strncmp(q, "\xC3\xA0", 2) == 0) /* "1 a 100" with an accent */
        return past(q + 2, " .:");
    if (*q != '\0' && strchr(":;/.a", *q) != NULL)
        return past(q + 1, " .:");
    if (!loosely)
        return NULL;
    if (*q != '\0' && strchr(q == p ? "-*'=,5" : "-*'=,", *q) != NULL &&
        isdigit((unsigned char)q[1]))
        return q + 1;
    return q > p ? q : NULL;
}

static size_t scales_in(const char *text, bool loosely, char out[TITLE_VALUE_MAX])
{
    size_t n = 0;

    out[0] = '\0';
    for (const char *p = text; *p != '\0' && n + 16 < TITLE_VALUE_MAX; p++) {
        const char *q;
        long other;

        if ((p > text && isalnum((unsigned char)p[-1])) ||
            (figure(*p) != 1 && !(loosely && strchr("Lt", *p) != NULL)))
            continue;
        q = past_colon(p + 1, loosely);
        other = q != NULL ? number_at(&q) : -1;
        if (!is_scale(other))
            continue;
        n += (size_t)snprintf(out + n, TITLE_VALUE_MAX - n, "%s1:%ld", n > 0 ? ", " : "", other);
        p = q - 1;
    }
    return n;
}

bool title_form_scale(const char *text, char out[TITLE_VALUE_MAX])
{
    return scales_in(text, false, out) > 0;
}

/* Behind a label: "1:100", "1 a 50", "15100" for "1:100", "100". */
bool title_normal_scale(const char *text, char out[TITLE_VALUE_MAX])
{
    const char *p = past(text, " :.");
    long other;

    if (scales_in(text, false, out) > 0 || scales_in(text, true, out) > 0)
        return true;
    other = number_at(&p);
    if (!is_scale(other) || other < 5 || *past(p, " ") != '\0')
        return false;
    snprintf(out, TITLE_VALUE_MAX, "1:%ld", other);
    return true;
}

static long month_named(const char *p, size_t len)
{
    static const char *const names[] = { "jan", "feb", "maa", "apr", "mei", "jun",
                                         "jul", "aug", "sep", "okt", "nov", "dec" };
    static const struct {
        const char *name;
        long month;
    } others[] = { { "mrt", 3 }, { "mai", 5 }, { "oct", 10 }, { "me1", 5 }, { "mel", 5 } };
    char folded[TITLE_FOLD_MAX], word[TITLE_FOLD_MAX];

    if (len < 3 || len >= sizeof(word))
        return 0;
    snprintf(word, sizeof(word), "%.*s", (int)len, p);
    title_fold(word, folded);
    for (size_t i = 0; i < 12; i++)
        if (strncmp(folded, names[i], 3) == 0)
            return (long)i + 1;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (strncmp(folded, others[i].name, 3) == 0)
            return others[i].month;
    return 0;
}

/* Old drawings number their months in Roman figures. */
static long month_roman(const char *p, size_t len)
{
    static const char *const roman[] = { "I",   "II",   "III", "IV", "V",  "VI",
                                         "VII", "VIII", "IX",  "X",  "XI", "XII" };

    for (size_t i = 0; i < 12; i++)
        if (strlen(roman[i]) == len && strncmp(p, roman[i], len) == 0)
            return (long)i + 1;
    return 0;
}

/* A month in words or figures at *p. */
static long month_at(const char **p)
{
    size_t letters = 0;
    const char *q = *p;
    long m;

    while (isalnum((unsigned char)q[letters]) || (q[letters] & 0x80) != 0)
        letters++;
    m = month_named(q, letters);
    if (m == 0)
        m = month_roman(q, letters);
    if (m != 0) {
        *p += letters;
        return m;
    }
    m = number_at(p);
    return m >= 1 && m <= 12 ? m : 0;
}

/* "1950", "'50", "50". */
static long year_at(const char **p)
{
    const char *q = past(*p, "'`\xE2\x80\x99\x98 "), *begin = q;
    long y = number_at(&q);

    if (q - begin == 2)
        y += 1900;
    if ((q - begin != 2 && q - begin != 4) || y < FILE_YEAR_MIN || y > FILE_YEAR_MAX)
        return 0;
    *p = q;
    return y;
}

static bool full_date(const char *p, char out[TITLE_VALUE_MAX])
{
    static const char between[] = " -./,:";
    long d = number_at(&p), m, y;

    if (d < 1 || d > 31)
        return false;
    p = past(p, between);
    m = month_at(&p);
    if (m == 0)
        return false;
    p = past(p, between);
    y = year_at(&p);
    if (y == 0)
        return false;
    snprintf(out, TITLE_VALUE_MAX, "%04ld-%02ld-%02ld", y, m, d);
    return true;
}

static bool part_date(const char *p, char out[TITLE_VALUE_MAX])
{
    const char *q = p;
    long m = isalpha((unsigned char)*p) ? month_at(&q) : 0, y;

    if (m != 0)
        q = past(q, " -./,:");
    y = year_at(&q);
    if (y == 0)
        return false;
    if (m != 0)
        snprintf(out, TITLE_VALUE_MAX, "%04ld-%02ld", y, m);
    else
        snprintf(out, TITLE_VALUE_MAX, "%04ld", y);
    return m != 0 || (q - p) >= 4;
}

bool title_normal_date(const char *text, char out[TITLE_VALUE_MAX])
{
    for (int whole = 1; whole >= 0; whole--) {
        for (const char *p = text; *p != '\0'; p++) {
            if (p > text && isalnum((unsigned char)p[-1]))
                continue;
            if (whole ? full_date(p, out) : part_date(p, out))
                return true;
        }
    }
    return false;
}

/* Single spaces, without the signs that frames and dotted lines leave at both ends. */
bool title_normal_text(const char *text, char out[TITLE_VALUE_MAX])
{
    static const char signs[] = " :;.,-_|=~*[]{}\"";
    size_t n = 0, letters = 0;

    out[0] = '\0';
    for (const char *p = past(text, signs); *p != '\0' && n + 1 < TITLE_VALUE_MAX; p++) {
        bool quote = strncmp(p, "\xE2\x80\x98", 3) == 0 || strncmp(p, "\xE2\x80\x99", 3) == 0;

        if (*p == ' ' && n > 0 && out[n - 1] == ' ')
            continue;
        out[n++] = quote || *p == '`' ? '\'' : *p;
        letters += isalnum((unsigned char)*p) || (!quote && (*p & 0x80) != 0);
        p += quote ? 2 : 0;
    }
    while (n > 0 && strchr(" :;,-_|=~*[{\"", out[n - 1]) != NULL)
        n--;
    /* The full stop of an abbreviation ("B.V.") stays, that of a sentence goes. */
    if (n > 2 && out[n - 1] == '.' && out[n - 3] != '.' && out[n - 3] != ' ')
        n--;
    out[n] = '\0';
    return letters >= 1;
}

/* "Plan tot het bouwen van ..." is for het bouwen. */
bool title_normal_work(const char *text, char out[TITLE_VALUE_MAX])
{
    static const char *const openings[] = { "bouwplan", "plan",    "ontwerp", "teekening",
                                            "tekening", "project", "aanvraag" };
    static const char *const links[] = { "tot ", "voor ", "van " };
    const char *p;

    if (!title_normal_text(text, out))
        return false;
    for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
        size_t n = strlen(openings[i]);

        if (strncasecmp(out, openings[i], n) != 0 || out[n] != ' ')
            continue;
        for (size_t k = 0; k < 3; k++) {
            p = out + n + 1;
            if (strncasecmp(p, links[k], strlen(links[k])) != 0)
                continue;
            p += strlen(links[k]);
            memmove(out, p, strlen(p) + 1);
            return *out != '\0';
        }
    }
    return true;
}

static bool number_goes_on(const char *word, size_t len)
{
    size_t digits = 0;

    for (size_t i = 0; i < len; i++)
        digits += isdigit((unsigned char)word[i]) != 0;
    return digits > 0 || len <= 1;
}

/* Up to three words with figures: "3", "B 12", "62-014 / 3". "no." before it belongs to the label.
 */
bool title_normal_number(const char *text, char out[TITLE_VALUE_MAX])
{
    const char *p = past(text, " :;.,-_|=");
    size_t n = 0;
    bool digits = false;

    out[0] = '\0';
    if (strncasecmp(p, "nr", 2) == 0 || strncasecmp(p, "no", 2) == 0)
        p = past(p + 2, " .:");
    for (int i = 0; i < 3 && *p != '\0'; i++) {
        size_t len = strcspn(p, " ");

        if (i > 0 && !number_goes_on(p, len))
            break;
        if (n + len + 2 > 32)
            break;
        if (n > 0)
            out[n++] = ' ';
        memcpy(out + n, p, len);
        n += len;
        p = past(p + len, " ");
    }
    while (n > 0 && strchr(" :;.,-_|=", out[n - 1]) != NULL)
        n--;
    out[n] = '\0';
    for (size_t i = 0; i < n; i++)
        digits |= isdigit((unsigned char)out[i]) != 0;
    return digits || (n >= 1 && n <= 2 && isupper((unsigned char)out[0]));
}

/* "2", "2 van 5", "2/5". */
bool title_normal_sheet(const char *text, char out[TITLE_VALUE_MAX])
{
    const char *p = past(text, " :;.,-_|=");
    long of = -1, sheet;

    if (strncasecmp(p, "nr", 2) == 0 || strncasecmp(p, "no", 2) == 0)
        p = past(p + 2, " .:");
    sheet = number_at(&p);
    if (sheet < 0)
        return title_normal_number(text, out);
    p = past(p, " (");
    if (strncasecmp(p, "van", 3) == 0 || strncasecmp(p, "der", 3) == 0 || *p == '/') {
        p = past(p + (*p == '/' ? 1 : 3), " ");
        of = number_at(&p);
    }
    if (of > 0)
        snprintf(out, TITLE_VALUE_MAX, "%ld van %ld", sheet, of);
    else
        return title_normal_number(text, out);
    return true;
}

/* "te" between a house and a place, also where a space was not seen: "3-te Voorburg", "11ate V". */
static const char *te_in(const char *text)
{
    for (const char *p = strstr(text, "te "); p != NULL; p = strstr(p + 1, "te ")) {
        const char *before = p - 1;

        if (p == text || !(isupper((unsigned char)p[3]) || p[3] == '\''))
            continue;
        if (isalpha((unsigned char)*before) &&
            (before == text || !isdigit((unsigned char)before[-1])))
            continue;
        return p;
    }
    return NULL;
}

/* Where the place begins in an address; the text before it ends at the value. NULL. */
static const char *place_in(const char *text, const char **place)
{
    static const char *const between[] = { ", ", " in de gemeente ", " gem. ", " TE ", " Te " };
    const char *at = te_in(text);

    if (at != NULL) {
        *place = at + 3;
        return at;
    }
    for (size_t i = 0; i < sizeof(between) / sizeof(between[0]); i++) {
        at = strstr(text, between[i]);
        if (at != NULL && at > text) {
            *place = at + strlen(between[i]);
            return at;
        }
    }
    return NULL;
}

/* "12-Il" is read for "12-II": behind a number and a dash strokes are a Roman figure. */
static void mend_unit(char *text)
{
    for (char *p = text; *p != '\0'; p++) {
        size_t n = strspn(p + 1, "IlL1|");

        if (*p != '-' || p == text || !isdigit((unsigned char)p[-1]) || n < 1 || n > 3 ||
            isalnum((unsigned char)p[1 + n]) || strspn(p + 1, "1") == n)
            continue;
        memset(p + 1, 'I', n);
    }
}

bool title_normal_address(const char *text, char out[TITLE_VALUE_MAX])
{
    char whole[TITLE_VALUE_MAX];
    const char *place, *end;

    if (!title_normal_text(text, whole) || strpbrk(whole, "abcdefghijklmnopqrstuvwxyz"
                                                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL)
        return false;
    end = place_in(whole, &place);
    if (end != NULL)
        whole[end - whole] = '\0';
    mend_unit(whole);
    return title_normal_text(whole, out);
}

/* A postcode before the place is not part of it. */
static const char *past_postcode(const char *p)
{
    const char *q = p;

    while (isdigit((unsigned char)*q))
        q++;
    if (q - p != 4)
        return p;
    q = past(q, " ");
    if (isupper((unsigned char)q[0]) && isupper((unsigned char)q[1]) &&
        !isalpha((unsigned char)q[2]))
        q = past(q + 2, " ,");
    return q;
}

bool title_place_of(const char *address, char out[TITLE_VALUE_MAX])
{
    char whole[TITLE_VALUE_MAX];
    const char *place = NULL;

    if (!title_normal_text(address, whole) || place_in(whole, &place) == NULL)
        return false;
    place = past_postcode(place);
    if (!isalpha((unsigned char)*place) && *place != '\'')
        return false;
    return title_normal_text(place, out);
}
