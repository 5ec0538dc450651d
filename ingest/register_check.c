#include "ingest/register_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DOSSIER_MAX_BYTES 63
#define MAX_SHEETS 1000000

/* True for digits only, in min..max. */
static bool is_whole(const char *s, long min, long max)
{
    size_t len = strspn(s, "0123456789");
    long v;

    if (len == 0 || len > 9 || s[len] != '\0')
        return false;
    v = strtol(s, NULL, 10);
    return v >= min && v <= max;
}

/* "1,95E+07": digits are lost. "mei-50", "12-jan": no number begins or ends so. */
static bool is_spoilt(const char *s)
{
    static const char *const months[] = { "jan", "feb", "mrt", "mar", "apr", "mei", "may", "jun",
                                          "jul", "aug", "sep", "okt", "oct", "nov", "dec" };
    size_t n = strspn(s, "0123456789");
    const char *e = s + n;

    if (n == 1 && (*e == ',' || *e == '.')) {
        e += 1 + strspn(e + 1, "0123456789");
        if ((*e == 'E' || *e == 'e') && e[1] == '+' && e[2] != '\0' &&
            e[2 + strspn(e + 2, "0123456789")] == '\0')
            return true;
    }
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        size_t digits = strlen(s) == 6 && s[3] == '-' ? strspn(s + 4, "0123456789") : 0;

        if (digits == 2 && strncasecmp(s, months[i], 3) == 0)
            return true;
        if ((n == 1 || n == 2) && s[n] == '-' && strcasecmp(s + n + 1, months[i]) == 0)
            return true;
    }
    return false;
}

static bool is_dossier(const char *s)
{
    return strlen(s) <= DOSSIER_MAX_BYTES && !is_spoilt(s);
}

static bool is_year(const char *s)
{
    return strlen(s) == 4 && is_whole(s, 1500, 2100);
}

static bool is_house_number(const char *s)
{
    return is_whole(s, 1, 99999);
}

static bool is_sheets(const char *s)
{
    return is_whole(s, 0, MAX_SHEETS);
}

static bool is_metres(const char *s)
{
    size_t whole = strspn(s, "0123456789"), rest;

    if (whole == 0 || whole > 6)
        return false;
    if (s[whole] == '\0')
        return true;
    rest = s[whole] != '.' && s[whole] != ',' ? 0 : strspn(s + whole + 1, "0123456789");
    return rest > 0 && s[whole + 1 + rest] == '\0';
}

static bool is_date(const char *s)
{
    static const char days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    long year, month, day;

    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (s[i] < '0' || s[i] > '9'))
            return false;
    year = strtol(s, NULL, 10);
    month = strtol(s + 5, NULL, 10);
    day = strtol(s + 8, NULL, 10);
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day != 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

/* The keys and codes of config/lists/beperkingGebruik.csv, and the words of the contract. */
static bool is_access(const char *s)
{
    static const char *const words[] = {
        "openbaar",
        "beperkt",
        "niet beoordeeld",
        "niet-beoordeeld",
        "openbaar-milieu",
        "levenssfeer",
        "staatsbelang",
        "benadeling",
        "bijzondere-persoonsgegevens",
        "particulier",
        "Openbaarheid/AW1995/Openbaar/1.0",
        "Openbaarheid/AW1995/NietBeoordeeld/1.0",
        "Openbaarheid/AW1995/Openbaar-Milieu/1.0",
        "Openbaarheid/AW1995/BeperktOpenbaar-Levenssfeer/1.0",
        "Openbaarheid/AW1995/BeperktOpenbaar-Staatsbelang/1.0",
        "Openbaarheid/AW1995/BeperktOpenbaar-Benadeling/1.0",
        "Openbaarheid/AW1995/BeperktOpenbaar-BijzonderePersoonsgegevens/1.0",
        "Openbaarheid/AW1995/BeperktOpenbaar-Particulier/1.0",
        "Openbaarheid/AW2021/NietBeoordeeld/1.0",
        "Openbaarheid/AW2021/Openbaar/1.0",
        "Openbaarheid/AW2021/Openbaar-MilieuEmissies/1.0",
        "Openbaarheid/AW2021/BeperktOpenbaar-PersoonlijkeLevenssfeer/1.0",
        "Openbaarheid/AW2021/BeperktOpenbaar-VeiligheidStaat/1.0",
        "Openbaarheid/AW2021/BeperktOpenbaar-AndereBelangen/1.0",
        "Openbaarheid/AW2021/BeperktOpenbaar-BijzonderePersoonsgegevens/1.0",
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(s, words[i]) == 0)
            return true;
    return false;
}

const char *register_check(enum register_column c, const char *value)
{
    static const struct {
        bool (*good)(const char *s);
        const char *allowed;
    } rules[REG_COLUMNS] = {
        [REG_DOSSIER] = { is_dossier, "a number of at most 63 bytes, as it stands on the dossier "
                                      "(a spreadsheet may have made a date or "
                                      "1,95E+07 of it: give the column the type text there)" },
        [REG_NUMBER_FROM] = { is_house_number,
                              "a house number of digits only (letters go in `letter`, \"bis\" or "
                              "\"II\" in `addition`)" },
        [REG_NUMBER_TO] = { is_house_number, "a house number of digits only" },
        [REG_YEAR_FROM] = { is_year, "a year from 1500 to 2100" },
        [REG_YEAR_TO] = { is_year, "a year from 1500 to 2100" },
        [REG_ACCESS] = { is_access,
                         "empty, openbaar, beperkt, niet beoordeeld, or a key or code of "
                         "beperkingGebruik.csv" },
        [REG_ACCESS_UNTIL] = { is_date, "a date written as 2031-12-31" },
        [REG_SHEETS_EXPECTED] = { is_sheets, "a count of pages, digits only" },
        [REG_SHELF_M] = { is_metres, "a length in metres such as 0,35" },
    };

    if (rules[c].good == NULL || rules[c].good(value))
        return NULL;
    return rules[c].allowed;
}

#define NAME_MAX_BYTES 40

/* Letters to change, add or drop between two names (Levenshtein), case ignored. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1], m = strlen(a), n = strlen(b);

    if (m > NAME_MAX_BYTES || n > NAME_MAX_BYTES)
        return SIZE_MAX;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = diagonal + (strncasecmp(a + i - 1, b + j - 1, 1) != 0);

            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[n];
}

const char *register_nearest(const char *wanted, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t least = strlen(wanted) / 2 + 1; /* half of the letters wrong is another word */

    for (size_t i = 0; i < count; i++) {
        /* "dossiernummer" is nearer to "dossier" than "door" is. */
        size_t d = strcasestr(names[i], wanted) != NULL ? 0 : distance(names[i], wanted);

        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}
