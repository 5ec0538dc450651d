#include "index/records/dossier_number.h"

#include <string.h>

#include "index/db/sql.h"

#define SORT_DIGITS 12

BA_RC archive_of(struct store *s, const char *name, int64_t *id, struct ba_err *err)
{
    *id = 0;
    enum ba_rc rc = sql_int(s, id, err, "SELECT id FROM archive WHERE name = ?", "t", name);
    if (rc != BA_OK || *id != 0)
        return rc;
    rc = sql_run(s, err, "INSERT INTO archive(name) VALUES(?)", "t", name);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}

BA_RC dossier_add(struct store *s, int64_t archive, const char *number, int64_t *id,
                  struct ba_err *err)
{
    char key[NUMBER_KEY_MAX];

    dossier_number_sort_key(number, key);
    enum ba_rc rc = sql_run(s, err, "INSERT INTO dossier(archive, number, sort_key) VALUES(?,?,?)",
                            "itt", archive, number, key);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(s->db);
    return rc;
}

static int is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

void dossier_number_sort_key(const char *number, char out[NUMBER_KEY_MAX])
{
    size_t n = 0;

    while (*number != '\0' && n + SORT_DIGITS + 1 < NUMBER_KEY_MAX) {
        size_t digits = 0;
        while (is_digit((unsigned char)number[digits]))
            digits++;
        if (digits == 0) {
            out[n++] = *number++;
            continue;
        }
        for (size_t pad = digits; pad < SORT_DIGITS; pad++)
            out[n++] = '0';
        for (; digits > 0 && n + 1 < NUMBER_KEY_MAX; digits--)
            out[n++] = *number++;
        number += digits;
    }
    out[n] = '\0';
}

void dossier_number_key(const char *number, size_t len, char out[NUMBER_KEY_MAX])
{
    size_t n = 0, i = 0;

    while (i < len && n + 2 < NUMBER_KEY_MAX) {
        unsigned char c = (unsigned char)number[i];
        if (!is_digit(c) && !is_letter(c)) {
            i++;
            continue;
        }
        if (n > 0)
            out[n++] = '/';
        if (is_digit(c)) {
            while (i + 1 < len && number[i] == '0' && is_digit((unsigned char)number[i + 1]))
                i++;
            while (i < len && is_digit((unsigned char)number[i]) && n + 1 < NUMBER_KEY_MAX)
                out[n++] = number[i++];
            continue;
        }
        for (; i < len && is_letter((unsigned char)number[i]) && n + 1 < NUMBER_KEY_MAX; i++) {
            c = (unsigned char)number[i];
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
    }
    out[n] = '\0';
}
