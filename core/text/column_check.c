#include "core/text/column_check.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/text/bag_id.h"
#include "core/text/house_unit.h"

#define LANGUAGES_MAX 60
#define METRES_DIGITS_MAX 6

/* Digits only, in min..max. */
static bool is_whole(const char *s, long min, long max)
{
    size_t len = strspn(s, "0123456789");

    if (len == 0 || len > 9 || s[len] != '\0')
        return false;
    long v = strtol(s, NULL, 10);
    return v >= min && v <= max;
}

static bool is_text(const char *s)
{
    (void)s;
    return true;
}

static bool is_year(const char *s)
{
    return strlen(s) == 4 && is_whole(s, YEAR_MIN, YEAR_MAX);
}

static bool is_count(const char *s)
{
    return is_whole(s, 0, COLUMN_COUNT_MAX);
}

static bool is_house_number(const char *s)
{
    return is_whole(s, 1, HOUSE_NUMBER_MAX);
}

static bool is_metres(const char *s)
{
    size_t whole = strspn(s, "0123456789");

    if (whole == 0 || whole > METRES_DIGITS_MAX)
        return false;
    if (s[whole] == '\0')
        return true;
    size_t rest = s[whole] != '.' && s[whole] != ',' ? 0 : strspn(s + whole + 1, "0123456789");
    return rest > 0 && s[whole + 1 + rest] == '\0';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_postcode(const char *s)
{
    if (strspn(s, "0123456789") != 4 || s[0] == '0')
        return false;
    s += 4;
    s += *s == ' ';
    return is_letter(s[0]) && is_letter(s[1]) && s[2] == '\0';
}

static bool is_yes_no(const char *s)
{
    return strcmp(s, "ja") == 0 || strcmp(s, "nee") == 0;
}

static bool is_appraisal(const char *s)
{
    return strlen(s) == 1 && strchr("BVN", s[0]) != NULL;
}

bool column_languages_valid(const char *languages)
{
    const char *p = languages;

    if (strlen(languages) > LANGUAGES_MAX)
        return false;
    for (;;) {
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_");
        if (n < 3 || (p[n] != '+' && p[n] != '\0'))
            return false;
        if (p[n] == '\0')
            return true;
        p += n + 1;
    }
}

static const struct {
    bool (*ok)(const char *s);
    const char *expected;
} checks[] = {
    [CHECK_TEXT] = { is_text, "text" },
    [CHECK_YEAR] = { is_year, "a year from 1500 to 2100" },
    [CHECK_COUNT] = { is_count, "a count, digits only" },
    [CHECK_METRES] = { is_metres, "a length in metres such as 0,35" },
    [CHECK_NUMBER] = { is_house_number,
                       "a house number of digits only (letters go in `letter`, \"bis\" or "
                       "\"II\" in `addition`)" },
    [CHECK_POSTCODE] = { is_postcode, "a postcode such as 2271 AB" },
    [CHECK_DATE] = { date_is, "a date of the calendar such as 2031-12-31, or 2031" },
    [CHECK_YES_NO] = { is_yes_no, "ja or nee" },
    [CHECK_APPRAISAL] = { is_appraisal,
                          "B (blijvend te bewaren), V (te vernietigen) or N (nader te bepalen)" },
    [CHECK_BAG] = { bag_id_is,
                    "an id of the BAG: 16 digits, the 5th and 6th of which are its kind" },
    [CHECK_LANGUAGES] = { column_languages_valid, "a list of languages such as nld+eng" },
};

const char *column_check(enum column_check check, const char *value)
{
    return checks[check].ok(value) ? NULL : checks[check].expected;
}
