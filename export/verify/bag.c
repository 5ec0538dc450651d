/*
 * bag.c - judges a bag, wherever its files are.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "export/verify/bag_private.h"

#define NAMESAKES_MAX 100

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

static bool there(const struct bag *b, const char *path)
{
    return b->source->there(b->source->at, path);
}

/* Two lines exactly (RFC 8493, 2.1.1): no byte order mark, one space after the colon, none before
 * it. */
static BA_RC read_declaration(struct bag *b, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)1 << 16);
    unsigned major = 0, minor = 0;
    int end = 0;
    if (!there(b, BAG_DECLARATION)) {
        bag_differs(b, "BAG_DECLARATION", BAG_DECLARATION, "is not there");
        return BA_OK;
    }
    enum ba_rc rc = bag_read_text(b, BAG_DECLARATION, "UTF-8", &text, err);
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
                b, "BAG_DECLARATION", BAG_DECLARATION,
                "must be two lines, \"BagIt-Version: M.N\" and \"Tag-File-Character-Encoding: X\"");
        b->version = 100 * major + minor;
    }
    ba_buf_free(&text);
    return rc;
}

BA_RC bag_add_file(struct bag *b, const char *path, uint64_t bytes, struct ba_err *err)
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

/* Is there an entry of the same digest whose file is there, under nearly the same name? Of very
 * many with one digest the first are looked at: copies of one file, or a list made to keep us busy.
 */
static bool has_namesake(const struct bag *b, const struct bag_manifest *m,
                         const struct bag_line *l)
{
    size_t at = bag_first_of_digest(m, l->digest);
    for (size_t i = at; i < m->count && i < at + NAMESAKES_MAX; i++) {
        const struct bag_line *o = m->by_digest[i];
        if (strcmp(o->digest, l->digest) != 0)
            break;
        if (strcmp(o->path, l->path) != 0 && bag_namesakes(o->path, l->path) && there(b, o->path))
            return true;
    }
    return false;
}

static BA_RC check_line(struct bag *b, const struct bag_manifest *m, const struct bag_line *l,
                        size_t *litter, struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = b->source->hash(b->source->at, l->path, m->kind, hex, &why);
    const char *composed = rc == BA_ITEM ? bag_names_find(&b->names, l->path) : NULL;
    if (composed != NULL) {
        bag_note(b, l->path, "is there under a name that writes its accents in another way");
        rc = b->source->hash(b->source->at, composed, m->kind, hex, &why);
    }
    if (rc != BA_OK && rc != BA_ITEM) { /* no memory; a disk that cannot read */
        *err = why;
        return rc;
    }
    if (rc != BA_OK) {
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
            listing += bag_find(&b->manifests[k], b->files[i]) != NULL ||
                       bag_names_find(&b->manifests[k].names, b->files[i]) != NULL;
        }
        if (listing == 0 || (b->version >= 100 && listing < payload))
            bag_differs(b, "BAG_UNLISTED", b->files[i], "is in %zu of %zu manifests", listing,
                        payload);
    }
}

/* fetch.txt: URL, length, path; what is to be fetched must be payload that a manifest lists. */
static BA_RC check_fetch(struct bag *b, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)64 << 20);
    if (!there(b, "fetch.txt"))
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
static BA_RC check_oxum(struct bag *b, size_t litter, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT((size_t)64 << 20);
    const char *name = b->version < 94 ? "package-info.txt" : "bag-info.txt";
    if (!there(b, name))
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

static BA_RC check_manifests(struct bag *b, struct ba_err *err)
{
    size_t payload = 0, litter = 0;
    enum ba_rc rc = bag_names_make(b, err);
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
        free(b->manifests[i].by_digest);
        bag_names_free(&b->manifests[i].names);
        free(b->manifests[i].name);
    }
    for (size_t i = 0; i < b->file_count; i++)
        free(b->files[i]);
    free(b->manifests);
    free(b->files);
    bag_names_free(&b->names);
}

BA_RC bag_judge(const struct bag_source *source, verify_fn fn, void *ctx,
                struct verify_counts *counts, struct ba_err *err)
{
    struct bag b = {
        .source = source, .fn = fn, .ctx = ctx, .counts = counts, .encoding = "UTF-8"
    };
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = read_declaration(&b, &why);
    if (rc == BA_OK)
        rc = source->tag_files(source->at, &b, &why);
    if (rc == BA_OK && !there(&b, "data"))
        bag_differs(&b, "BAG_PAYLOAD", "data", "the folder of the payload is not there");
    else if (rc == BA_OK)
        rc = source->payload(source->at, &b, &why);
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
