#include "index/records/field_value.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/text/bag_id.h"
#include "core/utf8.h"
#include "index/records/languages.h"

static bool is_digits(const char *s)
{
    return s[0] != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static bool is_year(const char *s)
{
    if (strlen(s) != 4 || !is_digits(s))
        return false;
    int year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static bool is_count(const char *s)
{
    return is_digits(s) && strlen(s) <= 9;
}

static bool is_house_number(const char *s)
{
    return is_digits(s) && strlen(s) <= 5 && strspn(s, "0") < strlen(s);
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

static bool is_date(const char *s)
{
    static const char shape[] = "dddd-dd-dd";
    size_t len = strlen(s);

    /* A year or a month will do: "until 2040". */
    if (len != 4 && len != 7 && len != 10)
        return false;
    for (size_t i = 0; i < len; i++)
        if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    long month = len >= 7 ? strtol(s + 5, NULL, 10) : 1,
         day = len == 10 ? strtol(s + 8, NULL, 10) : 1;
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= date_days_in((int)strtol(s, NULL, 10), (int)month);
}

static bool is_text(const char *s)
{
    (void)s;
    return true;
}

static bool is_yes_no(const char *s)
{
    return strcmp(s, "ja") == 0 || strcmp(s, "nee") == 0;
}

static bool is_appraisal(const char *s)
{
    return strlen(s) == 1 && strchr("BVN", s[0]) != NULL;
}

static const struct {
    bool (*ok)(const char *s);
    const char *expected;
} checks[] = {
    [CHECK_TEXT] = { is_text, "text" },
    [CHECK_YEAR] = { is_year, "a year of four digits" },
    [CHECK_COUNT] = { is_count, "a whole number" },
    [CHECK_NUMBER] = { is_house_number, "a house number (its letter has a column of its own)" },
    [CHECK_POSTCODE] = { is_postcode, "a postcode such as 2271 AB" },
    [CHECK_DATE] = { is_date, "a date of the calendar such as 2040-12-31, or 2040" },
    [CHECK_YES_NO] = { is_yes_no, "ja or nee" },
    [CHECK_APPRAISAL] = { is_appraisal,
                          "B (blijvend te bewaren), V (te vernietigen) or N (nader te bepalen)" },
    [CHECK_BAG] = { bag_id_is,
                    "an id of the BAG: 16 digits, the 5th and 6th of which are its kind" },
    [CHECK_LANGUAGES] = { languages_valid, "a list of languages such as nld+eng" },
};

BA_RC field_value_check(enum description_name column, const char *value, char out[VALUE_MAX],
                        struct ba_err *err)
{
    const struct column *c = &columns[column];
    char probable[BAG_ID_SIZE];

    value += strspn(value, " \t");
    size_t len = strlen(value);
    while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
        len--;
    if (len >= VALUE_MAX || !ba_utf8_valid(value, len))
        return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                       "%s: a value must be UTF-8 text of at most %d bytes", c->name,
                       VALUE_MAX - 1);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] < ' ')
            return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                           "%s: a value must be one line without control characters", c->name);
    memcpy(out, value, len);
    out[len] = '\0';
    if (len > 0 && !checks[c->check].ok(out)) {
        bool known = c->check == CHECK_BAG && bag_id_probable(out, probable);

        return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE", "%s: \"%.60s\" is not %s%s%s", c->name, out,
                       checks[c->check].expected, known ? "; it is probably " : "",
                       known ? probable : "");
    }
    return BA_OK;
}

static const struct {
    enum description_name from, to;
} ranges[] = {
    { D_NUMBER_FROM, D_NUMBER_TO },
    { D_YEAR_FROM, D_YEAR_TO },
    { D_ADDRESS_FROM, D_ADDRESS_TO },
};

enum description_name field_value_other_end(enum description_name column)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].from == column || ranges[i].to == column)
            return ranges[i].from == column ? ranges[i].to : ranges[i].from;
    return D_COUNT;
}

/* Numbers by what they count; of years and dates what both tell, so that 1950-03 to 1950 is well.
 */
static bool is_after(enum column_check check, const char *from, const char *to)
{
    size_t a = strlen(from), b = strlen(to);

    if (check == CHECK_NUMBER)
        return strtol(from, NULL, 10) > strtol(to, NULL, 10);
    return strncmp(from, to, a < b ? a : b) > 0;
}

BA_RC field_value_range(enum description_name column, const char *value, const char *other,
                        struct ba_err *err)
{
    enum description_name at = field_value_other_end(column);
    bool first = false;

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        first = first || ranges[i].from == column;
    if (at == D_COUNT || value[0] == '\0' || other[0] == '\0' ||
        !is_after(columns[column].check, first ? value : other, first ? other : value))
        return BA_OK;
    return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                   "%s: \"%.60s\" is %s `%s`, which is \"%.60s\"; correct that one first",
                   columns[column].name, value, first ? "after" : "before", columns[at].name,
                   other);
}
