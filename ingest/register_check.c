#include "ingest/register_check.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/text/column_check.h"

#define DOSSIER_MAX_BYTES 63

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

static bool is_anything(const char *s)
{
    (void)s;
    return true;
}

/* Columns with a check of their own: what the table does not know, and what refuses no line - a
 * line is worth more than a postcode, or an id that a spreadsheet has spoilt. */
static const struct {
    enum register_column column;
    bool (*good)(const char *s);
    const char *allowed;
} own_checks[] = {
    { REG_DOSSIER, is_dossier,
      "a number of at most 63 bytes, as it stands on the dossier (a spreadsheet may have made a "
      "date or 1,95E+07 of it: give the column the type text there)" },
    { REG_ARCHIVE, is_anything, "" },
    { REG_POSTCODE, is_anything, "" },
    { REG_BAG_ID, is_anything, "" },
    { REG_ACCESS, is_access,
      "empty, openbaar, beperkt, niet beoordeeld, or a key or code of beperkingGebruik.csv" },
};

const char *register_check(enum register_column c, const char *value)
{
    for (size_t i = 0; i < sizeof(own_checks) / sizeof(own_checks[0]); i++)
        if (own_checks[i].column == c)
            return own_checks[i].good(value) ? NULL : own_checks[i].allowed;
    /* Of other columns the value is left out when it is taken over, and told. */
    const struct column *of = &columns[register_column_of(c)];
    return of->contract ? column_check(of->check, value) : NULL;
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
