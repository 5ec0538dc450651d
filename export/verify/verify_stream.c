/*
 * verify_stream.c - an entry's bytes on their way past: digest, size, format by content.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/sip/sidecar.h"
#include "export/verify/verify_private.h"

#define MAX_SIDECAR_BYTES ((uint64_t)64 << 20)
#define MAX_ENTRIES 4000000u
/* Of the identification in a PDF: what lies across two blocks must lie in the window. */
#define OVERLAP_BYTES 512
#define TAIL_BYTES 4096
/* How far into a file PRONOM looks for the header of a PDF. */
#define PDF_HEADER_BYTES 149

static BA_RC add_entry(struct verify_package_read *p, const char *path, bool folder,
                       struct verify_entry **out, struct ba_err *err)
{
    uint64_t most = p->opts->max_entries > 0 ? p->opts->max_entries : MAX_ENTRIES;
    if (p->count >= most)
        return ba_fail(err, BA_ITEM, "VERIFY_TOO_LARGE", "more than %llu files and folders",
                       (unsigned long long)most);
    if (ba_grow(&p->entries, &p->cap, p->count + 1, sizeof *p->entries) != 0)
        return ba_fail_mem(err, "the list of files");
    struct verify_entry *e = &p->entries[p->count];
    *e = (struct verify_entry){ .path = strdup(path), .folder = folder };
    if (e->path == NULL)
        return ba_fail_mem(err, "the list of files");
    p->count++;
    *out = e;
    return BA_OK;
}

BA_RC verify_add_folder(struct verify_package_read *p, const char *path, struct ba_err *err)
{
    struct verify_entry *e;
    return add_entry(p, path, true, &e, err);
}

BA_RC verify_stream_begin(struct verify_stream *s, struct verify_package_read *p, const char *path,
                          struct ba_err *err)
{
    uint64_t most = p->opts->max_sidecar_bytes > 0 ? p->opts->max_sidecar_bytes : MAX_SIDECAR_BYTES;
    verify_stream_free(s);
    *s = (struct verify_stream){ .package = p,
                                 .hash = ba_hash_new(BA_SHA256),
                                 .sidecar = BA_BUF_INIT((size_t)most),
                                 .is_sidecar = sidecar_is(p->lists.receiver, path) };
    if (s->hash == NULL)
        return ba_fail_mem(err, "a digest");
    return add_entry(p, path, false, &s->entry, err);
}

/* The value behind a name in XMP, written as element or attribute; '\0' when it is another thing.
 */
static char xmp_value(const char *at, const char *end, const char *allowed)
{
    if (end - at >= 2 && at[0] == '>')
        at++;
    else if (end - at >= 3 && at[0] == '=' && (at[1] == '"' || at[1] == '\''))
        at += 2;
    else
        return '\0';
    return *at != '\0' && strchr(allowed, *at) != NULL ? *at : '\0';
}

static void look_for_level(struct verify_stream *s, const char *data, size_t len)
{
    static const char part[] = "pdfaid:part", level[] = "pdfaid:conformance";
    static const char ours[] = "<pdf:Producer>bouwarchief ";
    const char *end = data + len, *at = data;
    s->our_pdf = s->our_pdf || memmem(data, len, ours, sizeof ours - 1) != NULL;
    while (s->pdf_part == '\0' &&
           (at = memmem(at, (size_t)(end - at), part, sizeof part - 1)) != NULL) {
        at += sizeof part - 1;
        char found = xmp_value(at, end, "123");
        size_t room = (size_t)(end - at) < 160 ? (size_t)(end - at) : 160;
        const char *next = memmem(at, room, level, sizeof level - 1);
        if (found == '\0' || next == NULL)
            continue;
        s->pdf_level = xmp_value(next + sizeof level - 1, end, "ABU");
        if (s->pdf_level != '\0')
            s->pdf_part = found;
    }
}

/* Keeps the last bytes, so that a pattern over the edge of a block is whole in the window. */
static void slide(struct verify_stream *s, const char *data, size_t len)
{
    if (len >= TAIL_BYTES) {
        char edge[2 * OVERLAP_BYTES];
        size_t old = s->window_len < OVERLAP_BYTES ? s->window_len : OVERLAP_BYTES;
        memcpy(edge, s->window + s->window_len - old, old);
        memcpy(edge + old, data, OVERLAP_BYTES);
        look_for_level(s, edge, old + OVERLAP_BYTES);
        look_for_level(s, data, len);
        memcpy(s->window, data + len - TAIL_BYTES, TAIL_BYTES);
        s->window_len = TAIL_BYTES;
        return;
    }
    if (s->window_len + len > sizeof s->window) {
        size_t kept = TAIL_BYTES;
        memmove(s->window, s->window + s->window_len - kept, kept);
        s->window_len = kept;
    }
    memcpy(s->window + s->window_len, data, len);
    s->window_len += len;
    look_for_level(s, s->window, s->window_len);
}

/* The last bytes of the file so far, as many as PRONOM's tools look at. */
static void keep_tail(struct verify_stream *s, const char *data, size_t len)
{
    size_t kept = s->tail_len;

    if (len >= sizeof s->tail) {
        data += len - sizeof s->tail;
        len = sizeof s->tail;
    }
    if (kept + len > sizeof s->tail)
        kept = sizeof s->tail - len;
    memmove(s->tail, s->tail + s->tail_len - kept, kept);
    memcpy(s->tail + kept, data, len);
    s->tail_len = kept + len;
}

static bool is_pdf(const struct verify_stream *s)
{
    size_t first = s->head_len < PDF_HEADER_BYTES ? s->head_len : PDF_HEADER_BYTES;
    return memmem(s->head, first, "%PDF-", 5) != NULL;
}

BA_RC verify_stream_data(struct verify_stream *s, const void *data, size_t len, struct ba_err *err)
{
    ba_hash_update(s->hash, data, len);
    s->entry->size_bytes += len;
    if (s->head_len < sizeof s->head) {
        size_t n = sizeof s->head - s->head_len < len ? sizeof s->head - s->head_len : len;
        memcpy(s->head + s->head_len, data, n);
        s->head_len += n;
    }
    keep_tail(s, data, len);
    if (s->is_sidecar) {
        ba_buf_add(&s->sidecar, data, len);
        if (s->sidecar.failed)
            return ba_fail(err, BA_ITEM, "VERIFY_TOO_LARGE", "%s: a sidecar of more than %zu bytes",
                           s->entry->path, s->sidecar.max);
    } else if (is_pdf(s)) {
        slide(s, data, len);
    }
    return BA_OK;
}

/* The level of PDF/A wherever the file says it: what a tool finds that reads it all. */
static const char *deep_puid(const struct verify_stream *s)
{
    static const char *const by_level[3][3] = { { "fmt/95", "fmt/354", "" },
                                                { "fmt/476", "fmt/477", "fmt/478" },
                                                { "fmt/479", "fmt/480", "fmt/481" } };

    if (s->pdf_part == '\0')
        return "";
    return by_level[s->pdf_part - '1'][s->pdf_level == 'A' ? 0 : s->pdf_level == 'B' ? 1 : 2];
}

BA_RC verify_stream_end(struct verify_stream *s, struct ba_err *err)
{
    struct verify_entry *e = s->entry;
    const struct puid_window window = {
        .head = s->head, .head_len = s->head_len, .tail = s->tail, .tail_len = s->tail_len
    };
    char hex[BA_HASH_HEX_MAX + 1];
    if (ba_hash_hex(s->hash, hex) != 0)
        return ba_fail(err, BA_FATAL, "HASH_FAILED", "%s: no digest can be made", e->path);
    memcpy(e->sha256, hex, sizeof e->sha256);
    snprintf(e->puid, sizeof e->puid, "%s", puid_identify(&window));
    snprintf(e->deep_puid, sizeof e->deep_puid, "%s", deep_puid(s));
    e->our_pdf = s->our_pdf;
    size_t tail = s->window_len < TAIL_BYTES ? s->window_len : TAIL_BYTES;
    e->encrypted = memmem(s->window + s->window_len - tail, tail, "/Encrypt", 8) != NULL;
    if (!s->is_sidecar)
        return BA_OK;
    return verify_parse_sidecar(s->package, e->path, ba_buf_str(&s->sidecar), s->sidecar.len,
                                &e->sidecar, err);
}

void verify_stream_free(struct verify_stream *s)
{
    ba_hash_free(s->hash);
    ba_buf_free(&s->sidecar);
    s->hash = NULL;
}
