/*
 * bag_manifest.c - manifests: lines of a digest and a path, in the encoding that bagit.txt names.
 */
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/utf8.h"
#include "export/verify/bag_private.h"

#define TAG_FILE_MAX_BYTES ((size_t)256 << 20)
#define MAX_LINES 4000000u

static BA_RC convert(const char *name, const char *encoding, const struct ba_buf *in,
                     struct ba_buf *out, struct ba_err *err)
{
    iconv_t cd = iconv_open("UTF-8", encoding);
    char *from = in->data, block[4096];
    size_t left = in->len;
    if (cd == (iconv_t)-1)
        return ba_fail(err, BA_ITEM, "BAG_ENCODING", "bagit.txt names the unknown encoding \"%s\"",
                       encoding);
    enum ba_rc rc = BA_OK;
    while (rc == BA_OK && left > 0) {
        char *to = block;
        size_t room = sizeof block;
        if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 && errno != E2BIG)
            rc = ba_fail(err, BA_ITEM, "BAG_ENCODING", "%s is not in the encoding %s", name,
                         encoding);
        ba_buf_add(out, block, sizeof block - room);
    }
    iconv_close(cd);
    return rc == BA_OK ? ba_buf_check(out, name, err) : rc;
}

BA_RC bag_read_text(struct bag *b, const char *name, const char *encoding, struct ba_buf *out,
                    struct ba_err *err)
{
    struct ba_buf raw = BA_BUF_INIT(TAG_FILE_MAX_BYTES);
    enum ba_rc rc = b->source->read(b->source->at, name, &raw, err);
    if (rc == BA_OK && raw.len > 0)
        rc = convert(name, encoding, &raw, out, err);
    if (rc == BA_OK && memchr(ba_buf_str(out), '\0', out->len) != NULL)
        rc = ba_fail(err, BA_ITEM, "BAG_ENCODING", "%s holds a NUL character", name);
    ba_buf_free(&raw);
    return rc;
}

char *bag_next_line(char **at)
{
    char *line = *at;
    if (line == NULL || *line == '\0')
        return NULL;
    size_t n = strcspn(line, "\r\n");
    char *end = line + n;
    *at = *end == '\0' ? end : end + (end[0] == '\r' && end[1] == '\n' ? 2 : 1);
    *end = '\0';
    return line;
}

/* RFC 8493, 2.1.3: line breaks, and from 1.0 on the percent sign, are written as %XX. */
static void decode_path(const struct bag *b, char *s)
{
    char *out = s;
    for (; *s; s++) {
        bool code = s[0] == '%' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2]);
        char hex[3] = { code ? s[1] : '0', code ? s[2] : '0', '\0' };
        long c = strtol(hex, NULL, 16);
        if (code && (c == '\n' || c == '\r' || (c == '%' && b->version >= 100))) {
            *out++ = (char)c;
            s += 2;
        } else {
            *out++ = *s;
        }
    }
    *out = '\0';
}

bool bag_path_ok(struct bag *b, const char *file, const char *path)
{
    bool ok = path[0] != '\0';
    if (path[0] == '/' || path[0] == '~') {
        /* Only a system that reads '/' and '~' so is led astray by it: the rest of the bag counts
         * (docs/decisions/007). */
        bag_note(b, file, "lists \"%.200s\", a place outside the bag, which was not looked at",
                 path);
        return false;
    }
    for (const char *part = path; ok && part != NULL;) {
        size_t n = strcspn(part, "/");
        ok = !(n == 2 && part[0] == '.' && part[1] == '.');
        part = part[n] == '\0' ? NULL : part + n + 1;
    }
    if (!ok)
        bag_differs(b, "BAG_PATH", file, "lists \"%.200s\", which leads out of the bag", path);
    return ok;
}

static const struct {
    const char *name;
    enum ba_hash_kind kind;
    size_t digits;
} algorithms[BAG_ALGORITHMS] = { { "md5", BA_MD5, 32 },       { "sha1", BA_SHA1, 40 },
                                 { "sha224", BA_SHA224, 56 }, { "sha256", BA_SHA256, 64 },
                                 { "sha384", BA_SHA384, 96 }, { "sha512", BA_SHA512, 128 } };

bool bag_find_algorithm(const char *name, enum ba_hash_kind *kind)
{
    for (size_t i = 0; i < BAG_ALGORITHMS; i++) {
        if (strcmp(algorithms[i].name, name) == 0) {
            *kind = algorithms[i].kind;
            return true;
        }
    }
    return false;
}

static size_t digits_of(enum ba_hash_kind kind)
{
    for (size_t i = 0; i < BAG_ALGORITHMS; i++) {
        if (algorithms[i].kind == kind)
            return algorithms[i].digits;
    }
    return 0;
}

static BA_RC take_line(struct bag *b, struct bag_manifest *m, char *line, struct ba_err *err)
{
    size_t n = strspn(line, "0123456789abcdefABCDEF");
    char *path = line + n;
    if (n != digits_of(m->kind) || (*path != ' ' && *path != '\t')) {
        bag_differs(b, "BAG_MANIFEST", m->name, "a line is no digest and path: \"%.80s\"", line);
        return BA_OK;
    }
    path += strspn(path, " \t");
    if (*path == '*') { /* as md5sum marks files that it read in binary */
        bag_note(b, m->name, "a path is marked with '*'");
        path++;
    }
    if (strncmp(path, "./", 2) == 0) {
        bag_note(b, m->name, "a path begins with \"./\"");
        path += 2;
    }
    decode_path(b, path);
    if (!bag_path_ok(b, m->name, path))
        return BA_OK;
    if (!m->tags && strncmp(path, "data/", 5) != 0) {
        bag_differs(b, "BAG_PATH", m->name, "lists \"%.200s\", which is no payload", path);
        return BA_OK;
    }
    if (m->count >= MAX_LINES || ba_grow(&m->lines, &m->cap, m->count + 1, sizeof *m->lines) != 0)
        return ba_fail_mem(err, m->name);
    struct bag_line *l = &m->lines[m->count];
    for (size_t i = 0; i < n; i++)
        l->digest[i] = (char)tolower((unsigned char)line[i]);
    l->digest[n] = '\0';
    l->path = strdup(path);
    if (l->path == NULL)
        return ba_fail_mem(err, m->name);
    m->count++;
    return BA_OK;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct bag_line *)a)->path, ((const struct bag_line *)b)->path);
}

const struct bag_line *bag_find(const struct bag_manifest *m, const char *path)
{
    struct bag_line key = { .path = (char *)path };
    return m->count == 0 ? NULL : bsearch(&key, m->lines, m->count, sizeof key, by_path);
}

static BA_RC read_one(struct bag *b, struct bag_manifest *m, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(TAG_FILE_MAX_BYTES);
    enum ba_rc rc = bag_read_text(b, m->name, b->encoding, &text, err);
    char *at = text.data, *line;
    if (at != NULL && strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (rc == BA_OK && (line = bag_next_line(&at)) != NULL) {
        if (*line != '\0')
            rc = take_line(b, m, line, err);
    }
    ba_buf_free(&text);
    if (m->count > 1)
        qsort(m->lines, m->count, sizeof *m->lines, by_path);
    for (size_t i = 1; i < m->count; i++) {
        const struct bag_line *x = &m->lines[i - 1], *y = &m->lines[i];
        if (strcmp(x->path, y->path) != 0)
            continue;
        if (b->version >= 100 || strcmp(x->digest, y->digest) != 0)
            bag_differs(b, "BAG_MANIFEST", m->name, "lists %.200s twice", y->path);
        else
            bag_note(b, m->name, "lists %.200s twice", y->path);
    }
    return rc;
}

bool bag_is_manifest(const char *name, bool *tags, char algorithm[24])
{
    *tags = strncmp(name, "tagmanifest-", 12) == 0;
    if (!*tags && strncmp(name, "manifest-", 9) != 0)
        return false;
    const char *start = name + (*tags ? 12 : 9), *end = strrchr(name, '.');
    if (end == NULL || strcmp(end, ".txt") != 0 || end <= start)
        return false;
    snprintf(algorithm, 24, "%.*s", (int)(end - start), start);
    return true;
}

BA_RC bag_add_manifest(struct bag *b, const char *name, struct ba_err *err)
{
    bool tags;
    char algorithm[24];
    enum ba_hash_kind kind;
    if (!bag_is_manifest(name, &tags, algorithm))
        return BA_OK;
    if (!bag_find_algorithm(algorithm, &kind)) {
        bag_note(b, name, "the algorithm %s is not known here; this manifest was not checked",
                 algorithm);
        return BA_OK;
    }
    if (ba_grow(&b->manifests, &b->manifest_cap, b->manifest_count + 1, sizeof *b->manifests) != 0)
        return ba_fail_mem(err, name);
    struct bag_manifest *m = &b->manifests[b->manifest_count++];
    *m = (struct bag_manifest){ .name = strdup(name), .kind = kind, .tags = tags };
    return m->name == NULL ? ba_fail_mem(err, name) : read_one(b, m, err);
}

/* A letter of Latin-1 or Latin Extended-A without its accent; other characters as they are. */
static uint32_t base_letter(uint32_t cp)
{
    static const char bases[] =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
        "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
        "NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    if (cp >= 0xC0 && cp - 0xC0 < sizeof bases - 1)
        cp = (unsigned char)bases[cp - 0xC0];
    return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
}

static uint32_t next_base(const char **s)
{
    uint32_t cp = 0;
    do {
        if (**s == '\0')
            return 0;
        *s += ba_utf8_decode(*s, strlen(*s), &cp);
    } while (cp >= 0x300 && cp <= 0x36F); /* combining marks */
    return base_letter(cp);
}

bool bag_namesakes(const char *a, const char *b)
{
    uint32_t x, y;
    do {
        x = next_base(&a);
        y = next_base(&b);
        if (x != y)
            return false;
    } while (x != 0);
    return true;
}
