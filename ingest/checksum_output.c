#include "ingest/checksum_output.h"

#include <string.h>
#include <strings.h>

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

void checksum_output_reset(struct checksum_output *o)
{
    o->has_name = o->has_hex = false;
    o->name[0] = o->hex[0] = '\0';
}

static bool set_name(struct checksum_output *o, const char *s, size_t len, bool more)
{
    size_t had = more ? strlen(o->name) : 0;

    while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\r'))
        len--;
    if (len == 0 || had + len >= sizeof(o->name))
        return false;
    memcpy(o->name + had, s, len);
    o->name[had + len] = '\0';
    o->has_name = true;
    return true;
}

/* Digits, with blanks between them. */
static bool set_hex(struct checksum_output *o, const char *s, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (s[i] == ' ' || s[i] == '\r')
            continue;
        if (!is_hex(s[i]) || n + 1 >= sizeof(o->hex))
            return false;
        o->hex[n++] = s[i];
    }
    o->hex[n] = '\0';
    o->has_hex = n >= 32;
    return o->has_hex;
}

/* "SHA256 hash of file C:\x\1.tif:", in English, Dutch or German. */
static bool take_heading(struct checksum_output *o, const char *s, size_t len,
                         size_t (*algorithm)(const char *s, size_t len))
{
    static const char *const words[] = { "hash of file ", "hash of ", "hash van bestand ",
                                         "hash van ", "hash von " };
    size_t n = algorithm(s, len);

    if (n == 0 || len < n + 2 || s[len - 1] != ':' || (s[n] != ' ' && s[n] != '-'))
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t w = strlen(words[i]);

        if (len > n + 1 + w && strncasecmp(s + n + 1, words[i], w) == 0)
            return set_name(o, s + n + 1 + w, len - n - 2 - w, false);
    }
    return false;
}

/* "Path      : C:\x\1.tif": the value, or NULL. */
static const char *value_of(const char *s, size_t len, const char *name, size_t *value_len)
{
    size_t n = strlen(name);

    if (len < n || strncasecmp(s, name, n) != 0)
        return NULL;
    while (n < len && s[n] == ' ')
        n++;
    if (n >= len || s[n] != ':')
        return NULL;
    n++;
    while (n < len && s[n] == ' ')
        n++;
    *value_len = len - n;
    return s + n;
}

/* The next cell of a row of a table or of CSV. */
static size_t cell(const char **s, size_t *len, const char **out, bool last)
{
    bool quoted = *len > 0 && **s == '"';
    size_t n = 0;

    *s += quoted;
    *len -= quoted;
    *out = *s;
    while (n < *len && (quoted ? (*s)[n] != '"' : last || ((*s)[n] != ' ' && (*s)[n] != '\r')))
        n++;
    *s += n;
    *len -= n;
    while (*len > 0 && strchr(quoted ? "\",; " : " ", **s) != NULL &&
           !(quoted && **s == '"' && n == 0)) {
        bool next = quoted && (**s == ',' || **s == ';');

        ++*s;
        --*len;
        if (next)
            break;
    }
    return n;
}

/* "SHA256  DIGEST  C:\x\1.tif" and "\"SHA256\",\"DIGEST\",\"C:\x\1.tif\"" */
static bool take_row(struct checksum_output *o, const char *s, size_t len,
                     size_t (*algorithm)(const char *s, size_t len))
{
    const char *kind, *hex, *name;
    size_t kind_len = cell(&s, &len, &kind, false);
    size_t hex_len = cell(&s, &len, &hex, false), name_len;

    if (algorithm(kind, kind_len) != kind_len || kind_len == 0 || hex_len < 32 ||
        !set_hex(o, hex, hex_len))
        return false;
    name_len = cell(&s, &len, &name, true);
    return set_name(o, name, name_len, false);
}

static bool is_decoration(const char *s, size_t len)
{
    static const char *const begins[] = { "CertUtil:", "Algorithm ", "\"Algorithm\"", "---------" };

    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
        if (len >= strlen(begins[i]) && strncasecmp(s, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

/* A line of a list: its path may be broken over several, indented. */
static enum checksum_line take_list(struct checksum_output *o, const char *line, size_t len)
{
    size_t n;
    const char *value = value_of(line, len, "Hash", &n);

    if (value != NULL)
        return set_hex(o, value, n) ? CHECKSUM_PART : CHECKSUM_OTHER;
    value = value_of(line, len, "Path", &n);
    if (value != NULL)
        return o->has_hex && set_name(o, value, n, false) ? CHECKSUM_PART : CHECKSUM_OTHER;
    if (o->has_hex && o->has_name && len > 12 && strncmp(line, "            ", 12) == 0)
        return set_name(o, line + 12, len - 12, true) ? CHECKSUM_PART : CHECKSUM_OTHER;
    return CHECKSUM_OTHER;
}

enum checksum_line checksum_output_take(struct checksum_output *o, const char *line, size_t len,
                                        size_t (*algorithm)(const char *s, size_t len))
{
    while (len > 0 && (line[len - 1] == '\r' || line[len - 1] == ' '))
        len--;
    if (len == 0)
        return o->has_hex && o->has_name ? CHECKSUM_WHOLE : CHECKSUM_PART;
    if (o->has_name && !o->has_hex && set_hex(o, line, len))
        return CHECKSUM_WHOLE;
    if (take_list(o, line, len) == CHECKSUM_PART)
        return CHECKSUM_PART;
    if (is_decoration(line, len))
        return CHECKSUM_PART;
    checksum_output_reset(o);
    if (take_heading(o, line, len, algorithm))
        return CHECKSUM_PART;
    return take_row(o, line, len, algorithm) ? CHECKSUM_WHOLE : CHECKSUM_OTHER;
}
