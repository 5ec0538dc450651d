#include "core/csv.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/utf8.h"

struct ba_csv {
    const char *name, *p, *end;
    char delimiter;
    size_t line, row_line;
    struct ba_buf text; /* the fields of the row, NUL-separated */
    char *fields[BA_CSV_MAX_FIELDS];
};

/* What separates the fields of the first line: the candidate that stands there most often. */
static char find_delimiter(const char *p, const char *end)
{
    static const char candidates[] = ";,\t";
    size_t count[3] = { 0 }, best = 0;
    bool quoted = false;

    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        const char *c = *p == '\0' ? NULL : strchr(candidates, *p);

        if (*p == '"')
            quoted = !quoted;
        else if (c != NULL && !quoted)
            count[c - candidates]++;
    }
    for (size_t i = 1; i < 3; i++)
        if (count[i] > count[best])
            best = i;
    return candidates[best];
}

/* Excel's first line "sep=;" names the delimiter and is no row. */
static void take_separator_line(struct ba_csv *c)
{
    const char *p = c->p;
    bool quoted = p < c->end && *p == '"';

    p += quoted;
    if (c->end - p < 5 || strncasecmp(p, "sep=", 4) != 0 || strchr(";,\t|", p[4]) == NULL)
        return;
    if (quoted && (c->end - p < 6 || p[5] != '"'))
        return;
    c->delimiter = p[4];
    c->p = p + 5 + quoted;
    while (c->p < c->end && *c->p != '\n' && *c->p != '\r')
        c->p++; /* delimiters that a spreadsheet put behind it */
}

/* Blanks that nobody sees: of what comes from a spreadsheet or a web page, a no-break space is a
 * space, and what has no width is nothing. *length: bytes of the character; 0 for any other. */
static size_t unseen(const char *s, size_t len, bool *space)
{
    uint32_t cp;
    size_t n;

    if ((unsigned char)*s < 0xC2)
        return 0;
    n = ba_utf8_decode(s, len, &cp);
    *space = cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
             cp == 0x3000;
    return *space || cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 || cp == 0xFEFF
               ? n
               : 0;
}

/* Cleans the field that begins at start: such blanks become spaces or go, and at its ends all go.
 */
static void clean_field(struct ba_csv *c, size_t start)
{
    char *s = c->text.data + start;
    size_t len = c->text.len - start, to = 0;
    bool cleaned = false, space;

    for (size_t i = 0, n; i < len; i += n) {
        n = unseen(s + i, len - i, &space);
        cleaned = cleaned || n > 0;
        if (n > 0 && space)
            s[to++] = ' ';
        else if (n == 0)
            s[to++] = s[i + n++];
    }
    while (cleaned && to > 0 && s[to - 1] == ' ')
        to--;
    for (len = 0; cleaned && len < to && s[len] == ' ';)
        len++;
    memmove(s, s + len, to - len);
    c->text.len = start + to - len;
}

struct ba_csv *ba_csv_open(const char *name, const char *data, size_t len)
{
    struct ba_csv *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->name = name;
    c->p = data;
    c->end = data + len;
    c->line = 1;
    c->text.max = (size_t)BA_CSV_MAX_FIELDS * (BA_CSV_MAX_FIELD_BYTES + 1);
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        c->p += 3;
    c->delimiter = find_delimiter(c->p, c->end);
    take_separator_line(c);
    return c;
}

static BA_RC bad(const struct ba_csv *c, const char *what, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "CSV_SYNTAX",
                   "%s:%zu: %s; nothing was imported: correct this line and import again", c->name,
                   c->row_line, what);
}

static bool at_line_end(const struct ba_csv *c)
{
    return c->p == c->end || *c->p == '\n' || *c->p == '\r';
}

static void skip_line_end(struct ba_csv *c)
{
    if (c->p < c->end && *c->p == '\r')
        c->p++;
    if (c->p < c->end && *c->p == '\n')
        c->p++;
    c->line++;
}

/* Appends one field to c->text, without its quotes. */
static BA_RC take_field(struct ba_csv *c, struct ba_err *err)
{
    size_t start = c->text.len;
    bool quoted = c->p < c->end && *c->p == '"';

    if (quoted)
        c->p++;
    for (;;) {
        if (c->p == c->end) {
            if (quoted)
                return bad(c, "a quote (\") is opened and never closed", err);
            break;
        }
        if (quoted && *c->p == '"') {
            c->p++;
            if (c->p < c->end && *c->p == '"') {
                ba_buf_add(&c->text, c->p++, 1);
                continue;
            }
            quoted = false; /* what follows up to the delimiter is taken as it stands */
            continue;
        }
        if (!quoted && (*c->p == c->delimiter || at_line_end(c)))
            break;
        if (*c->p == '\n')
            c->line++;
        ba_buf_add(&c->text, c->p++, 1);
        if (c->text.len - start > BA_CSV_MAX_FIELD_BYTES)
            return bad(c, "a field is longer than 65536 bytes", err);
    }
    if (c->text.len > start && (memchr(c->text.data + start, '\0', c->text.len - start) != NULL ||
                                !ba_utf8_valid(c->text.data + start, c->text.len - start)))
        return bad(c, "the text is not UTF-8; save the file as \"CSV UTF-8\"", err);
    if (c->text.len > start)
        clean_field(c, start);
    ba_buf_add(&c->text, "", 1);
    return ba_buf_check(&c->text, c->name, err);
}

BA_RC ba_csv_row(struct ba_csv *c, char ***fields, size_t *n, struct ba_err *err)
{
    size_t offset[BA_CSV_MAX_FIELDS];
    enum ba_rc rc;

    *n = 0;
    *fields = c->fields;
    while (c->p < c->end && at_line_end(c))
        skip_line_end(c);
    c->row_line = c->line;
    ba_buf_reset(&c->text);
    if (c->p == c->end)
        return BA_OK;
    for (;;) {
        if (*n == BA_CSV_MAX_FIELDS)
            return bad(c, "more than 256 fields", err);
        offset[(*n)++] = c->text.len;
        rc = take_field(c, err);
        if (rc != BA_OK)
            return rc;
        if (at_line_end(c))
            break;
        c->p++; /* the delimiter */
    }
    if (c->p < c->end)
        skip_line_end(c);
    for (size_t i = 0; i < *n; i++)
        c->fields[i] = c->text.data + offset[i];
    return BA_OK;
}

size_t ba_csv_line(const struct ba_csv *c)
{
    return c->row_line;
}

void ba_csv_close(struct ba_csv *c)
{
    if (c == NULL)
        return;
    ba_buf_free(&c->text);
    free(c);
}
