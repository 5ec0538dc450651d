#include "export/bag.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "export/bag_parts.h"

#define DECLARATION "bagit.txt"
#define MAX_DEPTH 64
#define MAX_FILES 4000000u

void bag_differs(struct bag *b, const char *code, const char *path, const char *fmt, ...)
{
    char text[500];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    b->counts->differences++;
    if (b->fn != NULL)
        b->fn(b->ctx, code, path, text);
}

void bag_note(struct bag *b, const char *path, const char *fmt, ...)
{
    char text[500];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (b->fn != NULL)
        b->fn(b->ctx, "VERIFY_NOTE", path, text);
}

static bool there(const char *folder, const char *name)
{
    char *path = ba_path_join(folder, name);
    bool yes = path != NULL && access(path, F_OK) == 0;
    free(path);
    return yes;
}

bool bag_is_one(const char *folder)
{
    struct dirent **names = NULL;
    bool manifest = false;
    if (there(folder, DECLARATION))
        return true;
    int n = there(folder, "data") ? scandir(folder, &names, NULL, NULL) : 0;
    for (int i = 0; i < n; i++) {
        manifest |= strncmp(names[i]->d_name, "manifest-", 9) == 0;
        free(names[i]);
    }
    free(names);
    return manifest;
}

/* Two lines exactly (RFC 8493, 2.1.1): no byte order mark, one space after the colon, none before
 * it. */
static enum ba_rc read_declaration(struct bag *b, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)1 << 16);
    unsigned major = 0, minor = 0;
    int end = 0;
    if (!there(b->folder, DECLARATION)) {
        bag_differs(b, "BAG_DECLARATION", DECLARATION, "is not there");
        return BA_OK;
    }
    enum ba_rc rc = bag_read_text(b, DECLARATION, "UTF-8", &text, err);
    char *at = text.data;
    const char *version = bag_next_line(&at), *encoding = bag_next_line(&at),
               *more = bag_next_line(&at);
    if (rc == BA_OK) {
        bool ok = version != NULL && encoding != NULL && more == NULL &&
                  sscanf(version, "BagIt-Version: %2u.%3u%n", &major, &minor, &end) == 2 &&
                  version[end] == '\0' && version[15] >= '0' && version[15] <= '9' &&
                  sscanf(encoding, "Tag-File-Character-Encoding: %39[A-Za-z0-9_-]%n", b->encoding,
                         &end) == 1 &&
                  encoding[end] == '\0' && encoding[29] != ' ';
        if (!ok)
            bag_differs(
                b, "BAG_DECLARATION", DECLARATION,
                "must be two lines, \"BagIt-Version: M.N\" and \"Tag-File-Character-Encoding: X\"");
        b->version = 100 * major + minor;
    }
    ba_buf_free(&text);
    return rc;
}

static int skip_dots(const struct dirent *d)
{
    return strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
}

static enum ba_rc add_file(struct bag *b, const char *path, uint64_t bytes, struct ba_err *err)
{
    char *copy = strdup(path);
    if (copy == NULL || b->file_count >= MAX_FILES ||
        ba_grow(&b->files, &b->file_cap, b->file_count + 1, sizeof *b->files) != 0) {
        free(copy);
        return ba_fail_mem(err, "the list of files");
    }
    b->files[b->file_count++] = copy;
    b->bytes += bytes;
    return BA_OK;
}

/* path: inside the bag. */
static enum ba_rc walk(struct bag *b, const char *path, int depth, struct ba_err *err)
{
    struct dirent **names = NULL;
    char *folder = ba_path_join(b->folder, path);
    int n =
        folder == NULL || depth > MAX_DEPTH ? -1 : scandir(folder, &names, skip_dots, alphasort);
    enum ba_rc rc =
        n < 0 ? ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno)) : BA_OK;
    for (int i = 0; i < n; i++) {
        char *inner = ba_path_join(path, names[i]->d_name);
        char *full = inner == NULL ? NULL : ba_path_join(b->folder, inner);
        struct stat st;
        if (full == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (rc == BA_OK && lstat(full, &st) != 0)
            rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", inner, strerror(errno));
        else if (rc == BA_OK && S_ISDIR(st.st_mode))
            rc = walk(b, inner, depth + 1, err);
        else if (rc == BA_OK && !S_ISREG(st.st_mode))
            bag_differs(b, "BAG_PAYLOAD", inner, "is neither a file nor a folder");
        else if (rc == BA_OK)
            rc = add_file(b, inner, (uint64_t)st.st_size, err);
        free(inner);
        free(full);
        free(names[i]);
    }
    free(names);
    free(folder);
    return rc;
}

/* Files of desktop systems that copying tools leave out. */
static bool is_litter(const char *path, const char *digest, enum ba_hash_kind kind)
{
    static const char *const names[] = { ".DS_Store", "Thumbs.db", "desktop.ini" };
    char empty[BA_HASH_HEX_MAX + 1];
    struct ba_hash *h = ba_hash_new(kind);
    bool nothing = h != NULL && ba_hash_hex(h, empty) == 0 && strcmp(empty, digest) == 0;
    ba_hash_free(h);
    for (size_t i = 0; nothing && i < sizeof names / sizeof *names; i++) {
        if (strcmp(ba_basename(path), names[i]) == 0)
            return true;
    }
    return false;
}

/* Is there an entry of the same digest whose file is there, under nearly the same name? */
static bool has_namesake(const struct bag *b, const struct bag_manifest *m,
                         const struct bag_line *l)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct bag_line *o = &m->lines[i];
        if (strcmp(o->digest, l->digest) == 0 && strcmp(o->path, l->path) != 0 &&
            bag_namesakes(o->path, l->path) && there(b->folder, o->path))
            return true;
    }
    return false;
}

static enum ba_rc check_line(struct bag *b, const struct bag_manifest *m, const struct bag_line *l,
                             size_t *litter, struct ba_err *err)
{
    char *path = ba_path_join(b->folder, l->path), hex[BA_HASH_HEX_MAX + 1];
    struct ba_err why = BA_ERR_INIT;
    if (path == NULL)
        return ba_fail_mem(err, "a name");
    if (ba_hash_file(path, m->kind, hex, NULL, &why) != BA_OK) {
        if (is_litter(l->path, l->digest, m->kind)) {
            bag_note(b, l->path, "a desktop system's file that is not there any more");
            (*litter)++;
        } else if (has_namesake(b, m, l)) {
            bag_note(b, l->path, "is there under a name that differs in case or accents only");
        } else {
            bag_differs(b, "BAG_MISSING", l->path, "is in %s, and not there", m->name);
        }
    } else if (strcmp(hex, l->digest) != 0) {
        bag_differs(b, "BAG_CHECKSUM", l->path, "has another digest than %s says", m->name);
    }
    b->counts->checksums++;
    free(path);
    return BA_OK;
}

/* From 1.0 on every manifest lists every file; before, one of them did. */
static void check_listed(struct bag *b)
{
    for (size_t i = 0; i < b->file_count; i++) {
        size_t payload = 0, listing = 0;
        for (size_t k = 0; k < b->manifest_count; k++) {
            if (b->manifests[k].tags)
                continue;
            payload++;
            listing += bag_find(&b->manifests[k], b->files[i]) != NULL;
        }
        if (listing == 0 || (b->version >= 100 && listing < payload))
            bag_differs(b, "BAG_UNLISTED", b->files[i], "is in %zu of %zu manifests", listing,
                        payload);
    }
}

/* fetch.txt: URL, length, path; what is to be fetched must be payload that a manifest lists. */
static enum ba_rc check_fetch(struct bag *b, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)64 << 20);
    if (!there(b->folder, "fetch.txt"))
        return BA_OK;
    enum ba_rc rc = bag_read_text(b, "fetch.txt", b->encoding, &text, err);
    char *at = text.data, *line;
    while (rc == BA_OK && (line = bag_next_line(&at)) != NULL) {
        char *path = line;
        for (int field = 0; field < 2; field++) {
            path += strcspn(path, " \t");
            path += strspn(path, " \t");
        }
        if (*line == '\0' || !bag_path_ok(b, "fetch.txt", path))
            continue;
        bool listed = false;
        for (size_t k = 0; k < b->manifest_count; k++)
            listed |= !b->manifests[k].tags && bag_find(&b->manifests[k], path) != NULL;
        if (!listed)
            bag_differs(b, "BAG_FETCH", "fetch.txt", "wants %.200s, which no manifest lists", path);
    }
    ba_buf_free(&text);
    return rc;
}

/* Payload-Oxum: bytes and number of the payload files (2.2.2). */
static enum ba_rc check_oxum(struct bag *b, size_t litter, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)64 << 20);
    const char *name = b->version < 94 ? "package-info.txt" : "bag-info.txt";
    if (!there(b->folder, name))
        return BA_OK;
    enum ba_rc rc = bag_read_text(b, name, b->encoding, &text, err);
    char *at = text.data, *line;
    if (at != NULL && strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (rc == BA_OK && (line = bag_next_line(&at)) != NULL) {
        uint64_t bytes, count;
        char rest;
        if (strncasecmp(line, "Payload-Oxum:", 13) != 0)
            continue;
        if (sscanf(line + 13, " %" SCNu64 ".%" SCNu64 " %c", &bytes, &count, &rest) != 2)
            bag_differs(b, "BAG_OXUM", name, "Payload-Oxum is no pair of numbers");
        else if (bytes != b->bytes || count != b->file_count + litter)
            bag_differs(b, "BAG_OXUM", name,
                        "Payload-Oxum says %" PRIu64 " bytes in %" PRIu64
                        " files, there are %" PRIu64 " in %zu",
                        bytes, count, b->bytes, b->file_count);
    }
    ba_buf_free(&text);
    return rc;
}

static enum ba_rc check_manifests(struct bag *b, struct ba_err *err)
{
    size_t payload = 0, litter = 0;
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < b->manifest_count; i++) {
        const struct bag_manifest *m = &b->manifests[i];
        size_t dropped = 0;
        payload += !m->tags;
        for (size_t k = 0; rc == BA_OK && k < m->count; k++)
            rc = check_line(b, m, &m->lines[k], &dropped, err);
        if (!m->tags && dropped > litter)
            litter = dropped;
    }
    if (payload == 0)
        bag_differs(b, "BAG_MANIFEST", "", "there is no manifest-<algorithm>.txt");
    check_listed(b);
    if (rc == BA_OK)
        rc = check_fetch(b, err);
    return rc == BA_OK ? check_oxum(b, litter, err) : rc;
}

static void free_all(struct bag *b)
{
    for (size_t i = 0; i < b->manifest_count; i++) {
        for (size_t k = 0; k < b->manifests[i].count; k++)
            free(b->manifests[i].lines[k].path);
        free(b->manifests[i].lines);
        free(b->manifests[i].name);
    }
    for (size_t i = 0; i < b->file_count; i++)
        free(b->files[i]);
    free(b->manifests);
    free(b->files);
}

enum ba_rc bag_verify(const char *folder, verify_fn fn, void *ctx, struct verify_counts *counts,
                      struct ba_err *err)
{
    struct bag b = {
        .folder = folder, .fn = fn, .ctx = ctx, .counts = counts, .encoding = "UTF-8"
    };
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = read_declaration(&b, &why);
    if (rc == BA_OK)
        rc = bag_read_manifests(&b, &why);
    if (rc == BA_OK && !there(folder, "data"))
        bag_differs(&b, "BAG_PAYLOAD", "data", "the folder of the payload is not there");
    else if (rc == BA_OK)
        rc = walk(&b, "data", 0, &why);
    if (rc == BA_OK)
        rc = check_manifests(&b, &why);
    /* A tag file that cannot be read as it should is the bag's fault. */
    if (rc == BA_ITEM && strncmp(why.code, "BAG_", 4) == 0) {
        bag_differs(&b, why.code, "", "%s", why.msg);
        rc = BA_OK;
    }
    if (rc != BA_OK)
        *err = why;
    counts->checked = true;
    counts->files += b.file_count;
    counts->content_bytes += b.bytes;
    free_all(&b);
    return rc;
}
