/* Is what begins here a telephone number, a date, an account ... as people write them? */
#include <string.h>
#include <strings.h>

#include "core/date.h"
#include "index/extract/fields_private.h"
#include "index/extract/personal_data_private.h"

#define NATIONAL_DIGITS 10 /* 070-3861234, 06 12345678 */
#define OLD_DIGITS 9       /* (01717) 4321, before 1995 */
#define LOCAL_DIGITS 7     /* 86 12 34, 386 12 34 */
#define ABROAD_DIGITS 13   /* 0031 6 1234 5678 */
#define BIRTH_YEAR_MIN 1840
#define BIRTH_YEAR_MAX FILE_YEAR_MAX

/* The signs of one group: digits and what is taken for them, at least half of them digits; one or
 * two letters count where digits stand around them. */
static size_t group_end(const struct personal_view *v, size_t at, bool inside, size_t *real)
{
    size_t end = at, n = 0;

    *real = 0;
    for (; end < v->len && personal_digit(v->text[end]) != '\0'; end++, n++)
        *real += personal_is_digit(v->text[end]);
    if (end < v->len && personal_is_letter(v->text[end]))
        return at; /* a word */
    if (*real * 2 >= n || (inside && *real > 0 && n <= 3) ||
        (inside && n <= 2 && strspn(v->text + at, "OoIl") >= n))
        return end;
    return at;
}

/* From the end of a group to the next one: the signs that may stand between; SIZE_MAX: it ends. */
static size_t over_between(const struct personal_view *v, size_t at, const char *between,
                           bool *dash)
{
    bool sign = false;

    for (int spaces = 0; at < v->len; at++) {
        char c = v->text[at];

        if (personal_is_space(c) && ++spaces <= 2)
            continue;
        if ((c == ')' || c == '(') && strchr(between, c) != NULL)
            continue;
        if (c == '\0' || sign || strchr(between, c) == NULL)
            break;
        sign = true;
        *dash |= c == '-' || c == '/';
    }
    return at;
}

/* "12-3-1961", "3 maart '52"; not three groups with nothing but spaces between. */
static bool is_marked_date(const struct personal_view *v, size_t at)
{
    size_t end;

    if (!personal_date_at(v, at, &end))
        return false;
    for (; at < end; at++)
        if (!personal_is_digit(v->text[at]) && !personal_is_space(v->text[at]))
            return true;
    return false;
}

bool personal_digits_at(const struct personal_view *v, size_t at, size_t max, const char *between,
                        struct personal_digits *out)
{
    size_t real, end;

    *out = (struct personal_digits){ .end = at };
    if (at < v->len && v->text[at] == '(' && strchr(between, '(') != NULL) {
        out->bracket = true;
        at++;
    }
    if (at < v->len && v->text[at] == '+') {
        out->plus = true;
        at++;
    }
    if (max >= sizeof out->digit)
        max = sizeof out->digit - 1;
    while ((end = group_end(v, at, out->count > 0, &real)) > at && out->count + (end - at) <= max) {
        bool dash = false;

        for (size_t i = at; i < end; i++)
            out->digit[out->count++] = personal_digit(v->text[i]);
        out->real += real;
        out->first = out->first == 0 ? end - at : out->first;
        out->end = end;
        at = over_between(v, end, between, &dash);
        if (at == end || (out->first >= 7 && personal_is_space(v->text[end]) && !out->dash) ||
            (out->count >= 6 && personal_is_space(v->text[end]) && is_marked_date(v, at)))
            break; /* a group's signs end where another sign begins */
        out->dash |= dash && group_end(v, at, true, &real) > at;
    }
    out->digit[out->count] = '\0';
    return out->real > 0 && out->real * 2 >= out->count;
}

/* "3-4-1952" and "14.03.61" are no telephone numbers. */
static bool is_date(const struct personal_view *v, size_t at, size_t end)
{
    size_t date_end;

    return personal_date_at(v, at, &date_end) && date_end >= end;
}

/* As many digits as the notation wants: the number is cut where a second one begins. */
static size_t telephone_digits(const char *first, bool plus)
{
    if (plus && strncmp(first, "31", 2) == 0)
        return first[2] == '0' ? 12 : 11; /* +31 (0)70 ..., +31 70 ... */
    if (plus || strncmp(first, "00", 2) == 0)
        return ABROAD_DIGITS;
    return first[0] == '0' ? NATIONAL_DIGITS : LOCAL_DIGITS;
}

static bool telephone_at(const struct personal_view *v, size_t at, bool near, size_t *end)
{
    static const char between[] = "-./()";
    struct personal_digits d, old;
    bool district = false;
    size_t max;

    /* "K 1700-34567": the letter of a district. */
    if (v->text[at] == 'K' && at + 2 < v->len && strchr(" \n.-", v->text[at + 1]) != NULL) {
        district = true;
        at += 2;
    }
    if (!personal_digits_at(v, at, ABROAD_DIGITS, between, &d))
        return false;
    max = district ? OLD_DIGITS : telephone_digits(d.digit, d.plus);
    /* "4321 12 mei": what is no area and has four figures is whole. */
    if (max == LOCAL_DIGITS && d.first >= 4 && (!d.dash || d.first > 4))
        max = d.first;
    if (!personal_digits_at(v, at, max, between, &d))
        return false;
    /* Of nine digits it was whole before 1995; a single figure behind it is another number. */
    if (d.count == NATIONAL_DIGITS && d.first >= 4 && d.first < NATIONAL_DIGITS &&
        personal_digits_at(v, at, OLD_DIGITS, between, &old) && old.count == OLD_DIGITS)
        d = old;
    *end = d.end;
    if (d.count < (near ? 3u : 6u) || is_date(v, at, d.end))
        return false;
    return d.real * 2 > d.count || d.real >= 6;
}

static bool bsn_at(const struct personal_view *v, size_t at, size_t *end)
{
    struct personal_digits d;

    if (!personal_digits_at(v, at, 9, "-./", &d) || d.count < 8 || is_date(v, at, d.end))
        return false;
    *end = d.end;
    return true;
}

static bool account_at(const struct personal_view *v, size_t at, bool near, size_t *end)
{
    struct personal_digits d;

    /* "P 1234567": the letter of the post's giro. */
    if (at + 2 < v->len && v->text[at] == 'P' && strchr(" .-", v->text[at + 1]) != NULL)
        at += 2;
    if (!personal_digits_at(v, at, 10, ".-", &d))
        return false;
    /* Six figures in one piece are whole: what follows stands in the next cell. */
    if (d.first >= 6 && !d.dash)
        (void)personal_digits_at(v, at, d.first, ".-", &d);
    if (d.count < (near ? 4u : 6u) || is_date(v, at, d.end))
        return false;
    *end = d.end;
    return true;
}

/* Signs of a document's number: letters and digits, three of them digits; it may have spaces. */
static bool identity_at(const struct personal_view *v, size_t at, size_t *end)
{
    size_t signs = 0, digits = 0;

    for (size_t i = at; i < v->len && signs < 12;) {
        size_t n = 0, here = 0, start = i;

        for (; i < v->len && personal_is_sign(v->text[i]); i++, n++)
            here += personal_is_digit(v->text[i]);
        /* A word of small letters is no part of a number. */
        if (n == 0 || (here == 0 && (signs > 0 || v->text[start] >= 'a' || n > 3)))
            break;
        signs += n;
        digits += here;
        *end = digits > 0 ? i : *end;
        if (signs >= 9 && digits >= 3)
            break;
        if (i < v->len && (personal_is_space(v->text[i]) || strchr("-.", v->text[i]) != NULL))
            i++;
    }
    return signs >= 5 && digits >= 3;
}

/* Letters or digits of one group of a plate: 'a' or '1'; '\0' both or neither. A letter among
 * digits that looks like one is one. */
static char plate_group(const struct personal_view *v, size_t at, size_t *n)
{
    size_t digits = 0, letters = 0;

    for (*n = 0; personal_is_sign(v->text[at + *n]); ++*n) {
        char c = v->text[at + *n];

        if (c >= 'a' && c != 'l' && c != 'o')
            return '\0';
        digits += personal_is_digit(c);
        letters += personal_is_letter(c) && personal_digit(c) == '\0';
    }
    if (*n == 0 || (digits > 0 && letters > 0))
        return '\0';
    return digits > 0 || v->text[at] == 'l' ? '1' : 'a';
}

/* 12-AB-34, AB 12 34, 1-ABC-23, and those with the letters of a province: GZ-12345, H 4567. The
 * kinds of groups alternate, but where all have two signs. */
static bool plate_at(const struct personal_view *v, size_t at, size_t *end)
{
    size_t i = at, n, length[3] = { 0 }, groups = 0, gap = 0;
    char kind[3] = { 0 };
    bool letters = false, digits = false, pairs;

    while (groups < 3 && (kind[groups] = plate_group(v, i, &n)) != '\0' && n <= 5) {
        letters |= kind[groups] == 'a';
        digits |= kind[groups] == '1';
        length[groups++] = n;
        *end = i += n;
        gap = strspn(v->text + i, "-. \n");
        if (gap == 0 || gap > 3 || (groups == 2 && n > 3))
            break;
        i += gap;
    }
    if (!letters || !digits)
        return false;
    pairs = length[0] == 2 && length[1] == 2 && length[2] == 2;
    if (groups == 3 && (pairs || (length[0] + length[1] + length[2] == 6 && kind[0] != kind[1] &&
                                  kind[1] != kind[2])))
        return true;
    if (length[0] > 2 || length[1] < 3 || kind[0] != 'a' || kind[1] != '1')
        return false;
    *end = at + length[0];
    *end += strspn(v->text + *end, "-. \n") + length[1];
    return true;
}

bool personal_value_at(const struct personal_view *v, enum personal_kind kind, size_t at, bool near,
                       size_t *end)
{
    switch (kind) {
    case PERSONAL_TELEPHONE:
        return telephone_at(v, at, near, end);
    case PERSONAL_BIRTH:
        return personal_date_at(v, at, end);
    case PERSONAL_BSN:
        return bsn_at(v, at, end);
    case PERSONAL_ACCOUNT:
        return account_at(v, at, near, end);
    case PERSONAL_IDENTITY:
        return identity_at(v, at, end);
    case PERSONAL_PLATE:
        return plate_at(v, at, end);
    default:
        return false;
    }
}

bool personal_begins_well(const struct personal_view *v, size_t at)
{
    char c = at > 0 ? v->text[at - 1] : ' ';

    return !personal_is_sign(c) &&
           !(strchr(".,-/", c) != NULL && at > 1 && personal_is_sign(v->text[at - 2]));
}

bool personal_ends_well(const struct personal_view *v, size_t end)
{
    char c = v->text[end], next = c != '\0' ? v->text[end + 1] : '\0';

    return !personal_is_sign(c) && !(c != '\0' && strchr(".,-/", c) != NULL &&
                                     (personal_is_digit(next) || (c == ',' && next == '-')));
}

/* --- dates --- */

/* One or two digits of a day or month, OCR's letters too. */
static bool small_number(const struct personal_view *v, size_t *at, int max, int *value)
{
    size_t i = *at;

    *value = 0;
    for (; i < v->len && i < *at + 2 && personal_digit(v->text[i]) != '\0'; i++)
        *value = *value * 10 + (personal_digit(v->text[i]) - '0');
    if (i == *at || (i < v->len && personal_is_digit(v->text[i])) || *value < 1 || *value > max)
        return false;
    *at = i;
    return true;
}

static bool year_at(const struct personal_view *v, size_t *at)
{
    size_t i = *at, n = 0, real = 0;
    bool quote = i < v->len && v->text[i] == '\'';
    int value = 0;

    for (i += quote; i < v->len && n < 4 && personal_digit(v->text[i]) != '\0'; i++, n++) {
        real += personal_is_digit(v->text[i]);
        value = value * 10 + (personal_digit(v->text[i]) - '0');
    }
    if (i < v->len && (personal_is_sign(v->text[i]) || real * 2 < n || real == 0))
        return false;
    if (n == 2 || (n == 4 && !quote && value >= BIRTH_YEAR_MIN && value <= BIRTH_YEAR_MAX)) {
        *at = i;
        return true;
    }
    return false;
}

/* Over the sign between the parts of a date, with spaces around it; false: there is none. */
static bool part_sign(const struct personal_view *v, size_t *at, const char *signs)
{
    size_t i = *at;
    bool any = false;

    while (i < v->len && (personal_is_space(v->text[i]) || strchr(signs, v->text[i]) != NULL) &&
           i < *at + 4) {
        any = true;
        i++;
    }
    *at = i;
    return any;
}

/* "XII", "iii" */
static bool roman_at(const struct personal_view *v, size_t *at)
{
    size_t n = strspn(v->text + *at, "IVXl");

    if (n == 0 || n > 4 || personal_is_sign(v->text[*at + n]))
        return false;
    *at += n;
    return true;
}

/* Letters to change, add or leave out to get from one to the other, as skeletons; more than `max`
 * counts as max + 1. */
static size_t letters_apart(const char *word, size_t n, const char *name, size_t max)
{
    size_t len = strlen(name), row[16];

    if (n > len + max || len > n + max || len >= sizeof row / sizeof *row)
        return max + 1;
    for (size_t k = 0; k <= len; k++)
        row[k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t before = row[0];

        row[0] = i;
        for (size_t k = 1; k <= len; k++) {
            size_t change = before + (personal_bone(word[i - 1]) != personal_bone(name[k - 1]));

            before = row[k];
            row[k] = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;
            row[k] = change < row[k] ? change : row[k];
        }
    }
    return row[len] > max ? max + 1 : row[len];
}

/* Not date_month: that weighs every spelling, and this is asked of every word of a form. */
bool personal_is_month(const char *word, size_t n)
{
    static const char *const names[] = { "januari",  "februari", "maart",    "april",     "mei",
                                         "juni",     "juli",     "augustus", "september", "october",
                                         "november", "december", "oktober",  "louwmaand", "mrt",
                                         "meert",    "sprokkel" };

    for (size_t i = 0; n >= 3 && i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]), max = len < 5 ? 0 : len < 8 ? 1 : 2;

        if (n <= len && strncasecmp(names[i], word, n) == 0) /* "jul", "sept" */
            return true;
        if (max > 0 && letters_apart(word, n, names[i], max) <= max)
            return true;
    }
    return false;
}

/* "maart", "Mrt.", "rnaart"; any word of a month's length where a year of four digits follows. */
static bool month_word(const struct personal_view *v, size_t *at, bool *known)
{
    char word[16];
    size_t n = 0;

    while (n + 1 < sizeof word && *at + n < v->len && personal_is_sign(v->text[*at + n])) {
        word[n] = v->text[*at + n];
        n++;
    }
    word[n] = '\0';
    if (n < 3 || n > 11 || !personal_is_letter(word[0]))
        return false;
    *known = personal_is_month(word, n);
    *at += n;
    return true;
}

/* Behind the day: "-4-1952", " maart 1961", "den Maart '61". */
static bool month_and_year(const struct personal_view *v, size_t at, size_t *end)
{
    static const char *const behind_day[] = { "sten", "ste", "den", "de", "en", "e" };
    bool known = true;
    size_t i = at;
    int month;

    for (size_t k = 0; k < sizeof behind_day / sizeof *behind_day; k++) {
        size_t n = strlen(behind_day[k]);

        if (strncasecmp(v->text + i, behind_day[k], n) == 0 && !personal_is_sign(v->text[i + n])) {
            i += n;
            break;
        }
    }
    if (!part_sign(v, &i, "-./,"))
        return false;
    size_t from = i;
    bool number = small_number(v, &i, 12, &month) && !personal_is_letter(v->text[i]);
    if (!number) {
        i = from;
        number = roman_at(v, &i);
    }
    if (!number && (i = from, !month_word(v, &i, &known)))
        return false;
    if (!part_sign(v, &i, "-./,"))
        return false;
    from = i;
    if (!year_at(v, &i) || (!known && i - from < 4))
        return false;
    *end = i;
    return true;
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

/* 14031961, or with the year first 19610314. */
static bool compact_at(const struct personal_view *v, size_t at, bool year_first, size_t *end)
{
    size_t year = at + (year_first ? 0 : 4), rest = at + (year_first ? 4 : 0), i = year;

    for (size_t n = 0; n < 8; n++)
        if (at + n >= v->len || !personal_is_digit(v->text[at + n]))
            return false;
    int one = two_digits(v->text + rest), two = two_digits(v->text + rest + 2);
    int day = year_first ? two : one, month = year_first ? one : two;
    char behind = v->text[at + 8], century = v->text[year + 1];
    bool in_time = (v->text[year] == '1' && (century == '8' || century == '9')) ||
                   (v->text[year] == '2' && century == '0');

    if (day < 1 || day > 31 || month < 1 || month > 12 || personal_is_digit(behind) || !in_time)
        return false;
    *end = at + 8;
    return year_first || (year_at(v, &i) && i == at + 8);
}

/* 1961-03-14 and 14031961. */
static bool written_as_one(const struct personal_view *v, size_t at, size_t *end)
{
    size_t i = at;
    int month, day;

    if (year_at(v, &i) && i - at == 4 && part_sign(v, &i, "-./") &&
        small_number(v, &i, 12, &month) && part_sign(v, &i, "-./") &&
        small_number(v, &i, 31, &day)) {
        *end = i;
        return true;
    }
    return compact_at(v, at, false, end) || compact_at(v, at, true, end);
}

bool personal_date_at(const struct personal_view *v, size_t at, size_t *end)
{
    size_t i = at;
    int day;

    if (small_number(v, &i, 31, &day) && month_and_year(v, i, end))
        return true;
    return written_as_one(v, at, end);
}
