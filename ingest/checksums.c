#include "ingest/checksums.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/utf8.h"
#include "ingest/checksum_output.h"

enum { LINE_MAX_BYTES = 8192 };

static const struct {
    const char *name, *bsd; /* as people write it, as BSD's tools do */
    size_t digits;
    enum ba_hash_kind kind;
} kinds[] = {
    { "MD5", "MD5", 32, BA_MD5 },           { "SHA-1", "SHA1", 40, BA_SHA1 },
    { "SHA-224", "SHA224", 56, BA_SHA224 }, { "SHA-256", "SHA256", 64, BA_SHA256 },
    { "SHA-384", "SHA384", 96, BA_SHA384 }, { "SHA-512", "SHA512", 128, BA_SHA512 },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

const char *checksums_kind_name(enum ba_hash_kind kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].kind == kind)
            return kinds[i].name;
    return "checksum";
}

/* Do the len bytes of s begin with an algorithm's name, "md5" or "sha512", whatever its case? Its
 * length, or 0. */
static size_t algorithm(const char *s, size_t len)
{
    for (size_t i = KINDS; i-- > 0;) {
        size_t n = strlen(kinds[i].bsd);

        if (n <= len && strncasecmp(s, kinds[i].bsd, n) == 0)
            return n;
    }
    return 0;
}

/* "md5", "md5sum", "md5sums" and nothing behind it but an ending of text files. */
static bool is_algorithm_word(const char *s)
{
    size_t n = algorithm(s, strlen(s));

    if (n == 0)
        return false;
    s += n;
    if (strncasecmp(s, "sum", 3) == 0)
        s += s[3] == 's' || s[3] == 'S' ? 4 : 3;
    return *s == '\0' || strcasecmp(s, ".txt") == 0;
}

bool checksums_is_list(const char *path)
{
    static const char *const plain[] = { "checksum", "checksums", "checksum.txt", "checksums.txt" };
    const char *name = ba_basename(path), *ending = strrchr(name, '.');

    if (is_algorithm_word(name) || (ending != NULL && is_algorithm_word(ending + 1)))
        return true;
    if (strncasecmp(name, "tagmanifest-", 12) == 0 && is_algorithm_word(name + 12))
        return true;
    if (strncasecmp(name, "manifest-", 9) == 0 && is_algorithm_word(name + 9))
        return true;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (strcasecmp(name, plain[i]) == 0)
            return true;
    return false;
}

/* ---- one line -----------------------------------------------------------------------------------
 */

/* A line, cut in its two parts. */
struct parts {
    const char *hex, *name;
    size_t hex_len, name_len;
    bool escaped; /* the name is written with \\, \n, \r */
};

static size_t hex_run(const char *s, size_t len)
{
    size_t n = 0;

    while (n < len && ((s[n] >= '0' && s[n] <= '9') || (s[n] >= 'a' && s[n] <= 'f') ||
                       (s[n] >= 'A' && s[n] <= 'F')))
        n++;
    return n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool kind_of(size_t digits, enum ba_hash_kind *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].digits == digits) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

/* "SHA256 (name) = hash" */
static bool split_bsd(const char *s, size_t len, struct parts *p)
{
    size_t n = algorithm(s, len), at;

    if (n == 0 || n + 6 > len || memcmp(s + n, " (", 2) != 0)
        return false;
    for (at = len; at > n + 4 && memcmp(s + at - 4, ") = ", 4) != 0; at--)
        ;
    if (at <= n + 6)
        return false;
    p->name = s + n + 2;
    p->name_len = at - 4 - (n + 2);
    p->hex = s + at;
    p->hex_len = len - at;
    return hex_run(p->hex, p->hex_len) == p->hex_len;
}

/* "hash  name", "hash *name", "hash name", or the hash alone */
static bool split_gnu(const char *s, size_t len, struct parts *p)
{
    size_t n = hex_run(s, len), at = n;

    p->hex = s;
    p->hex_len = n;
    if (n == len) {
        p->name_len = 0;
        return true;
    }
    if (!is_blank(s[at]))
        return false;
    at++;
    if (at < len && (s[at] == ' ' || s[at] == '*'))
        at++; /* the mark of text or binary; a further blank belongs to the name */
    else
        while (at < len && is_blank(s[at]))
            at++;
    p->name = s + at;
    p->name_len = len - at;
    return p->name_len > 0;
}

static bool split(const char *s, size_t len, struct parts *p)
{
    *p = (struct parts){ 0 };
    if (len > 0 && s[0] == '\\') {
        p->escaped = true;
        s++;
        len--;
    }
    return split_bsd(s, len, p) || split_gnu(s, len, p);
}

/* Copies a name, undoing md5sum's escapes. Never longer than it was. */
static void copy_name(char *out, const struct parts *p)
{
    for (size_t i = 0; i < p->name_len; i++) {
        char c = p->name[i];

        if (p->escaped && c == '\\' && i + 1 < p->name_len) {
            c = p->name[++i];
            c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
        }
        *out++ = c;
    }
    *out = '\0';
}

/* The name of a list without its ending: what a list of one hash is about. */
static struct parts named_after(const char *list, const struct parts *p)
{
    struct parts out = *p;
    const char *ending = strrchr(list, '.');

    out.escaped = false;
    out.name = ba_basename(list);
    out.name_len = ending == NULL || ending < out.name ? 0 : (size_t)(ending - out.name);
    return out;
}

static BA_RC add(struct checksums *c, const char *list, const struct parts *p,
                 enum ba_hash_kind kind, struct ba_err *err)
{
    char *memory;

    if (c->count == CHECKSUMS_MAX)
        return ba_fail(err, BA_ITEM, "CHECKSUM_TOO_MANY",
                       "%s: more than %d checksums came with this batch; divide the batch", list,
                       CHECKSUMS_MAX);
    memory = malloc(p->hex_len + p->name_len + 2);
    if (memory == NULL || ba_grow(&c->at, &c->cap, c->count + 1, sizeof(*c->at)) != 0) {
        free(memory);
        return ba_fail_mem(err, "checksums");
    }
    for (size_t i = 0; i < p->hex_len; i++)
        memory[i] = p->hex[i] >= 'A' && p->hex[i] <= 'F' ? (char)(p->hex[i] + 32) : p->hex[i];
    memory[p->hex_len] = '\0';
    copy_name(memory + p->hex_len + 1, p);
    c->at[c->count++] = (struct checksum){
        .kind = kind, .hex = memory, .name = memory + p->hex_len + 1, .list = list
    };
    return BA_OK;
}

/* One that Windows' tools printed; *good: it is such a line, or the end of one. */
static BA_RC take_output(const char *list, struct checksum_output *o, const char *line, size_t len,
                         struct checksums *c, bool *good, struct ba_err *err)
{
    enum checksum_line is = checksum_output_take(o, line, len, algorithm);
    enum ba_hash_kind kind;
    enum ba_rc rc = BA_OK;

    *good = is != CHECKSUM_OTHER;
    if (is != CHECKSUM_WHOLE)
        return BA_OK;
    *good = kind_of(strlen(o->hex), &kind);
    if (*good) {
        struct parts p = {
            .hex = o->hex, .hex_len = strlen(o->hex), .name = o->name, .name_len = strlen(o->name)
        };

        rc = add(c, list, &p, kind, err);
    }
    checksum_output_reset(o);
    return rc;
}

static BA_RC take_line(const char *list, struct checksum_output *o, const char *line, size_t len,
                       struct checksums *c, bool *good, struct ba_err *err)
{
    struct parts p;
    enum ba_hash_kind kind;
    enum ba_rc rc;

    *good = true;
    while (len > 0 && (line[len - 1] == '\r' || is_blank(line[len - 1])))
        len--;
    if (len > 0 && (*line == '#' || *line == ';'))
        return BA_OK;
    *good = len <= LINE_MAX_BYTES && memchr(line, '\0', len) == NULL;
    if (!*good)
        return BA_OK;
    rc = take_output(list, o, line, len, c, good, err);
    if (rc != BA_OK || *good)
        return rc;
    *good = split(line, len, &p) && kind_of(p.hex_len, &kind);
    if (*good && p.name_len == 0)
        p = named_after(list, &p);
    *good = *good && p.name_len > 0;
    return *good ? add(c, list, &p, kind, err) : BA_OK;
}

/* UTF-16 with its byte order mark, as Windows writes a list, into UTF-8; what is no character
 * becomes U+FFFD. */
static void from_utf16(const unsigned char *text, size_t len, struct ba_buf *out)
{
    size_t low = text[0] == 0xFF ? 0 : 1;
    char c[4];

    for (size_t i = 2; i + 1 < len; i += 2) {
        uint32_t cp = text[i + low] | (uint32_t)text[i + 1 - low] << 8;
        uint32_t next = i + 3 < len ? text[i + 2 + low] | (uint32_t)text[i + 3 - low] << 8 : 0;
        size_t n;

        if (cp >= 0xD800 && cp < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
            cp = 0x10000 + ((cp - 0xD800) << 10) + (next - 0xDC00);
            i += 2;
        }
        n = ba_utf8_encode(cp, c);
        if (n == 0)
            n = ba_utf8_encode(0xFFFD, c);
        ba_buf_add(out, c, n);
    }
}

static BA_RC read_lines(const char *list, const char *text, size_t len, struct checksums *c,
                        size_t *bad_line, struct ba_err *err)
{
    struct checksum_output o = { .has_name = false };
    size_t line = 0;
    bool good;
    enum ba_rc rc = BA_OK;

    while (len > 0 && rc == BA_OK) {
        const char *end = memchr(text, '\n', len);
        size_t n = end == NULL ? len : (size_t)(end - text);

        line++;
        rc = take_line(list, &o, text, n, c, &good, err);
        if (!good && *bad_line == 0)
            *bad_line = line;
        text += end == NULL ? n : n + 1;
        len -= end == NULL ? n : n + 1;
    }
    return rc == BA_OK ? take_output(list, &o, "", 0, c, &good, err) : rc;
}

BA_RC checksums_read(const char *list, const char *text, size_t len, struct checksums *c,
                     size_t *bad_line, struct ba_err *err)
{
    struct ba_buf utf8 = BA_BUF_INIT(2 * (size_t)CHECKSUMS_MAX_BYTES);
    enum ba_rc rc = BA_OK;

    *bad_line = 0;
    if (len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        from_utf16((const unsigned char *)text, len, &utf8);
        rc = ba_buf_check(&utf8, list, err);
        text = ba_buf_str(&utf8);
        len = utf8.len;
    } else if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (rc == BA_OK)
        rc = read_lines(list, text, len, c, bad_line, err);
    ba_buf_free(&utf8);
    return rc;
}

void checksums_free(struct checksums *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->at[i].hex);
    free(c->at);
    *c = (struct checksums){ 0 };
}

const struct checksum *checksums_of(const struct checksums *c, const char *path, size_t *count)
{
    size_t low = 0, high = c->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const char *target = c->at[mid].target;

        if (target == NULL || strcmp(target, path) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *count = 0;
    while (low + *count < c->count && strcmp(c->at[low + *count].target, path) == 0)
        ++*count;
    return *count == 0 ? NULL : &c->at[low];
}

BA_RC checksum_verify(enum ba_hash_kind kind, const char *hex, const char *list, const char *path,
                      const char *sha256, struct ba_err *err)
{
    char is[BA_HASH_HEX_MAX + 1], *name;
    enum ba_rc rc = BA_OK;

    if (kind == BA_SHA256 && *sha256 != '\0')
        snprintf(is, sizeof(is), "%s", sha256);
    else
        rc = ba_hash_file(path, kind, is, NULL, err);
    if (rc != BA_OK || strcmp(is, hex) == 0)
        return rc;
    name = ba_name_escape(list);
    rc = name == NULL
             ? ba_fail_mem(err, "checksums")
             : ba_fail(err, BA_ITEM, "CHECKSUM_DIFFERS",
                       "its %s is %s, and %s says %s: the file was changed on its way; copy it "
                       "from the scanner again and run this again",
                       checksums_kind_name(kind), is, name, hex);
    free(name);
    return rc;
}
