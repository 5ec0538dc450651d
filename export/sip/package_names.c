#include "export/sip/package_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/hash.h"
#include "core/utf8.h"

#define PLAIN_MAX 32
#define READABLE_MAX 24
#define HASH_DIGITS 12
#define ROOT_MAX 40

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z');
}

/* A name that DOS and its heirs keep for a device. */
static bool is_device(const char *name)
{
    static const char *const devices[] = { "CON", "PRN", "AUX", "NUL" };
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        if (strcasecmp(name, devices[i]) == 0)
            return true;
    }
    return (strncasecmp(name, "COM", 3) == 0 || strncasecmp(name, "LPT", 3) == 0) &&
           is_digit(name[3]) && name[4] == '\0';
}

bool package_name_is_good(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > NAME_MAX_BYTES || !is_alnum(name[0]) || is_device(name))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_alnum(name[i]) && strchr("._-", name[i]) == NULL)
            return false;
    }
    return true;
}

bool package_name_is_plain(const char *number, const char *archive_id)
{
    size_t n = strlen(number);
    if (n == 0 || n > PLAIN_MAX || is_device(number) || strcasecmp(number, archive_id) == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool inside = i > 0 && i + 1 < n;
        if (!is_digit(number[i]) && !is_upper(number[i]) &&
            !(inside && (number[i] == '/' || number[i] == '-')))
            return false;
    }
    return true;
}

/* Some of the text to recognise it by, and enough of its hash to be the only one. */
static BA_RC hashed(const char *text, char out[NAME_LEN], struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1];
    size_t n = 0;
    enum ba_rc rc = ba_sha256_mem(text, strlen(text), hex, err);
    for (const char *p = text; *p && n < READABLE_MAX; p++) {
        if (is_alnum(*p))
            out[n++] = *p;
        else if (n > 0 && out[n - 1] != '-')
            out[n++] = '-';
    }
    if (n == 0)
        out[n++] = 'X';
    if (rc == BA_OK)
        snprintf(out + n, NAME_LEN - n, "_%.*s", HASH_DIGITS, hex);
    return rc;
}

BA_RC package_name_dossier(const char *number, const char *archive_id, char out[NAME_LEN],
                           struct ba_err *err)
{
    char root[NAME_LEN];
    if (!package_name_is_plain(number, archive_id))
        return hashed(number, out, err);
    size_t n = 0;
    for (; number[n]; n++)
        out[n] = number[n] == '/' ? '-' : number[n] == '-' ? '.' : number[n];
    out[n] = '\0';
    enum ba_rc rc = package_name_archive(archive_id, root, err);
    /* "A/B" in the archive "A-B" would be named like the root. */
    return rc == BA_OK && strcasecmp(out, root) == 0 ? hashed(number, out, err) : rc;
}

BA_RC package_name_archive(const char *archive_id, char out[NAME_LEN], struct ba_err *err)
{
    size_t n = strlen(archive_id);
    /* An underscore is what tells derived names from dossiers' names. */
    if (!package_name_is_good(archive_id) || n > ROOT_MAX || archive_id[n - 1] == '.' ||
        strchr(archive_id, '_') != NULL || strcasestr(archive_id, ".bestand") != NULL)
        return hashed(archive_id, out, err);
    memcpy(out, archive_id, n + 1);
    return BA_OK;
}

BA_RC package_name_series(const char *series, char out[NAME_LEN], struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1];
    enum ba_rc rc = ba_sha256_mem(series, strlen(series), hex, err);
    if (rc == BA_OK)
        snprintf(out, NAME_LEN, "s_%.9s", hex);
    return rc;
}

void package_name_document(const char *dossier, uint32_t seq, char out[NAME_LEN])
{
    snprintf(out, NAME_LEN, "%.48s_%03u", dossier, seq);
}

void package_name_page(const char *document, size_t number, const char *ending, char out[NAME_LEN])
{
    snprintf(out, NAME_LEN, "%.64s_%04zu.%.8s", document, number, ending);
}
