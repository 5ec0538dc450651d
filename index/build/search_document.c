#include "index/build/search_document.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "index/db/sql.h"
#include "index/records/address_terms.h"

/* Texts of before migration 11 are packed with zlib, whose first byte is another. */
static bool unpack(const void *data, size_t len, char *text, size_t size)
{
    uLongf got = (uLongf)size;

    if (len >= 4 && memcmp(data, "\x28\xB5\x2F\xFD", 4) == 0)
        return ZSTD_decompress(text, size, data, len) == size;
    return uncompress((Bytef *)text, &got, data, (uLong)len) == Z_OK && got == size;
}

BA_RC search_document_unpack(const void *data, size_t len, size_t size, struct ba_buf *out,
                             struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char *text = size <= DOC_TEXT_MAX_BYTES ? malloc(size + 1) : NULL;

    if (text == NULL)
        return ba_fail_mem(err, "a page's text");
    if (size > 0 && !unpack(data, len, text, size))
        rc = ba_fail(err, BA_FATAL, "STORE_DAMAGED",
                     "a page's stored text cannot be unpacked; run `bouwarchief index --rebuild`");
    else
        ba_buf_add(out, text, size);
    free(text);
    return rc;
}

BA_RC search_document_text_read(struct store *s, int64_t page, struct ba_buf *out,
                                struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err, "SELECT text, size FROM page_text WHERE page = ?", "i", page);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row) {
        const void *data = sqlite3_column_blob(st, 0);
        rc = search_document_unpack(data, (size_t)sqlite3_column_bytes(st, 0),
                                    (size_t)sqlite3_column_int64(st, 1), out, err);
    }
    sql_close(s, st);
    return rc;
}

/* The marks of keys.h must not come in with a text. */
static void drop_marks(char *text, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++)
        if ((unsigned char)text[i] == 0xEE && (unsigned char)text[i + 1] >= 0x80 &&
            (unsigned char)text[i + 1] <= 0x83)
            memset(text + i, ' ', 3);
}

BA_RC search_document_text_drop(struct store *s, int64_t page, struct ba_err *err)
{
    return sql_run(s, err, "DELETE FROM page_text WHERE page = ?", "i", page);
}

/* The statements of each of the two indexes. A page's text lies in one document (page_text.doc),
 * and in what everyone may see of it or not (page_text.open). */
static const struct {
    const char *in, *out, *read, *put, *place, *texts, *leave, *drop, *merge;
} sqls[READERS] = {
    [READERS_STAFF] = { "INSERT INTO search(rowid, body, keys, meta) VALUES(?,?,?,?)",
                        "INSERT INTO search(search, rowid, body, keys, meta)"
                        " VALUES('delete',?,?,?,?)",
                        "SELECT keys, meta FROM doc WHERE id = ?",
                        "INSERT INTO doc(id, dossier, page, keys, meta) VALUES(?,?,?,?,?)",
                        "UPDATE page_text SET doc = ?1 WHERE page = ?2",
                        "SELECT text, size, '' FROM page_text WHERE doc = ? ORDER BY page",
                        "UPDATE page_text SET doc = NULL, open = 0 WHERE doc = ?",
                        "DELETE FROM doc WHERE id = ?",
                        "INSERT INTO search(search, rank) VALUES('merge', ?)" },
    [READERS_ALL] = { "INSERT INTO open_search(rowid, body, keys, meta) VALUES(?,?,?,?)",
                      "INSERT INTO open_search(open_search, rowid, body, keys, meta)"
                      " VALUES('delete',?,?,?,?)",
                      "SELECT keys, meta FROM open_doc WHERE id = ?",
                      "INSERT INTO open_doc(id, dossier, page, keys, meta) VALUES(?,?,?,?,?)",
                      "UPDATE page_text SET open = 1, hidden = ?3 WHERE doc = ?1 AND page = ?2",
                      "SELECT text, size, hidden FROM page_text WHERE doc = ? AND open = 1"
                      " ORDER BY page",
                      "UPDATE page_text SET open = 0 WHERE doc = ?",
                      "DELETE FROM open_doc WHERE id = ?",
                      "INSERT INTO open_search(open_search, rank) VALUES('merge', ?)" },
};

void search_document_text_hide(char *text, size_t len, const char *hidden)
{
    while (*hidden != '\0') {
        char *end;
        unsigned long from = strtoul(hidden, &end, 10), to;

        if (*end != '-')
            return;
        to = strtoul(end + 1, &end, 10);
        for (size_t i = from; i < to && i < len; i++)
            text[i] = text[i] == '\n' ? '\n' : ' ';
        hidden = end + (*end == ' ');
        if (*end != ' ' && *end != '\0')
            return;
    }
}

/* All texts of a document, in the order of the page ids: it never changes, so the words that are
 * told to FTS5 when a document goes are those that came. */
static BA_RC body_of(struct store *s, enum readers readers, int64_t id, struct ba_buf *body,
                     struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sqls[readers].texts, "i", id);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        const void *data = sqlite3_column_blob(st, 0);
        size_t begin = body->len;

        rc = search_document_unpack(data, (size_t)sqlite3_column_bytes(st, 0),
                                    (size_t)sqlite3_column_int64(st, 1), body, err);
        if (rc == BA_OK && !body->failed)
            search_document_text_hide(body->data + begin, body->len - begin, sql_text(st, 2));
        ba_buf_puts(body, "\n");
    }
    sql_close(s, st);
    return rc == BA_OK ? ba_buf_check(body, "the texts of a dossier", err) : rc;
}

/* What waits for search_documents_flush is at most so much text. */
#define WAITING_MAX_BYTES (64u << 20)

struct waiting {
    int64_t id;
    bool gone;
    char *keys, *meta, *body; /* owned */
};

struct search_documents {
    struct store *store;
    enum readers readers;
    struct term_counts *terms;
    struct waiting *at;
    size_t count, cap, bytes;
    ZSTD_CCtx *packer; /* made with the first text: it costs more than packing a page */
};

struct search_documents *search_documents_new(struct store *s, enum readers readers,
                                              struct term_counts *t)
{
    struct search_documents *d = calloc(1, sizeof *d);

    if (d != NULL)
        *d = (struct search_documents){ .store = s, .readers = readers, .terms = t };
    return d;
}

static void drop_waiting(struct search_documents *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->at[i].keys);
        free(d->at[i].meta);
        free(d->at[i].body);
    }
    d->count = d->bytes = 0;
}

void search_documents_free(struct search_documents *d)
{
    if (d == NULL)
        return;
    drop_waiting(d);
    ZSTD_freeCCtx(d->packer);
    free(d->at);
    free(d);
}

/* A page is a few hundred words: higher levels take twice the time for a few per cent. */
#define PACK_LEVEL 1

BA_RC search_document_text_store(struct search_documents *d, int64_t page, const char *rev,
                                 char *text, struct ba_err *err)
{
    size_t size = strlen(text), room = ZSTD_compressBound(size);
    void *packed = size <= DOC_TEXT_MAX_BYTES ? malloc(room) : NULL;
    enum ba_rc rc = BA_OK;

    if (packed == NULL)
        return ba_fail_mem(err, "a page's text");
    drop_marks(text, size);
    if (d->packer == NULL)
        d->packer = ZSTD_createCCtx();
    size_t packed_size =
        d->packer != NULL ? ZSTD_compressCCtx(d->packer, packed, room, text, size, PACK_LEVEL) : 0;
    if (d->packer == NULL || ZSTD_isError(packed_size))
        rc = ba_fail_mem(err, "packing a page's text");
    if (rc == BA_OK)
        rc = sql_run(d->store, err,
                     "INSERT OR REPLACE INTO page_text(page, doc, rev, size, text)"
                     " VALUES(?,NULL,?,?,?)",
                     "itib", page, rev, (int64_t)size, (const void *)packed, packed_size);
    free(packed);
    return rc;
}

BA_RC search_documents_flush(struct search_documents *d, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < d->count; i++) {
        const struct waiting *w = &d->at[i];
        rc = sql_run(d->store, err, w->gone ? sqls[d->readers].out : sqls[d->readers].in, "ittt",
                     w->id, w->body, w->keys, w->meta);
    }
    drop_waiting(d);
    return rc;
}

/* Counts the words of a document, and lets it wait. What goes is told to FTS5 in the words with
 * which it came, so both are made here, from the same keys, description and texts. */
static BA_RC add_waiting(struct search_documents *d, int64_t id, bool gone, const char *keys,
                         const char *meta, const struct ba_buf *body, struct ba_err *err)
{
    struct ba_buf all = BA_BUF_INIT(DOC_TEXT_MAX_BYTES), tiers = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    struct waiting w = { .id = id, .gone = gone };
    enum ba_rc rc = BA_OK;

    if (term_counts_document(d->terms, gone ? -1 : 1) != 0 ||
        term_counts_count(d->terms, ba_buf_str(body), body->len) != 0 ||
        term_counts_tiers(d->terms, &tiers) != 0 ||
        term_counts_count(d->terms, meta, strlen(meta)) != 0 || term_counts_all(d->terms) != 0)
        rc = ba_fail_mem(err, "counting words");
    ba_buf_puts(&all, keys);
    keys_of_meta(meta, &all);
    ba_buf_puts(&all, ba_buf_str(&tiers));
    ba_buf_free(&tiers);
    if (rc == BA_OK)
        rc = ba_buf_check(&all, "the keys of a dossier", err);
    w.keys = strdup(ba_buf_str(&all));
    w.meta = strdup(meta);
    w.body = strdup(ba_buf_str(body));
    ba_buf_free(&all);
    if (rc == BA_OK && (w.keys == NULL || w.meta == NULL || w.body == NULL ||
                        ba_grow(&d->at, &d->cap, d->count + 1, sizeof *d->at) != 0))
        rc = ba_fail_mem(err, "a dossier");
    if (rc != BA_OK) {
        free(w.keys);
        free(w.meta);
        free(w.body);
        return rc;
    }
    d->at[d->count++] = w;
    d->bytes += body->len + 256;
    return d->bytes > WAITING_MAX_BYTES ? search_documents_flush(d, err) : BA_OK;
}

BA_RC search_document_forget(struct search_documents *w, int64_t id, struct ba_err *err)
{
    struct ba_buf body = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    struct store *s = w->store;
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, sqls[w->readers].read, "i", id);

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc != BA_OK || !row)
        goto out;
    rc = body_of(s, w->readers, id, &body, err);
    if (rc == BA_OK)
        rc = add_waiting(w, id, true, sql_text(st, 0), sql_text(st, 1), &body, err);
    if (rc == BA_OK)
        rc = sql_run(s, err, sqls[w->readers].leave, "i", id);
    if (rc == BA_OK)
        rc = sql_run(s, err, sqls[w->readers].drop, "i", id);
out:
    sql_close(s, st);
    ba_buf_free(&body);
    return rc;
}

BA_RC search_document_put(struct search_documents *w, const struct search_document_new *d,
                          const struct search_document_text *texts, size_t count,
                          struct ba_err *err)
{
    struct ba_buf body = BA_BUF_INIT(DOC_TEXT_MAX_BYTES);
    enum ba_rc rc = sql_run(w->store, err, sqls[w->readers].put, "inntt", d->id, d->dossier,
                            d->page, d->keys, d->meta);

    for (size_t i = 0; rc == BA_OK && i < count; i++) {
        const char *hidden = texts[i].hidden != NULL ? texts[i].hidden : "";
        size_t begin = body.len;

        rc = w->readers == READERS_ALL
                 ? sql_run(w->store, err, sqls[w->readers].place, "iit", d->id, texts[i].page,
                           hidden)
                 : sql_run(w->store, err, sqls[w->readers].place, "ii", d->id, texts[i].page);
        ba_buf_puts(&body, texts[i].text);
        if (rc == BA_OK && !body.failed && w->readers == READERS_ALL)
            search_document_text_hide(body.data + begin, body.len - begin, hidden);
        ba_buf_puts(&body, "\n");
    }
    if (rc == BA_OK)
        rc = ba_buf_check(&body, "the texts of a dossier", err);
    if (rc == BA_OK)
        rc = add_waiting(w, d->id, false, d->keys, d->meta, &body, err);
    ba_buf_free(&body);
    return rc;
}

/* Pages of FTS5 (4 kB) that are written in one transaction. */
#define MERGE_STEP 4000

BA_RC search_documents_join(struct store *s, enum readers readers, struct ba_err *err)
{
    int64_t step = -MERGE_STEP, before = 0, after = 2;
    enum ba_rc rc = BA_OK;

    /* Less than two changes: there was nothing to do. */
    while (rc == BA_OK && after - before >= 2) {
        rc = store_begin(s, err);
        if (rc == BA_OK)
            rc = sql_int(s, &before, err, "SELECT total_changes()", "");
        if (rc == BA_OK)
            rc = sql_run(s, err, sqls[readers].merge, "i", step);
        if (rc == BA_OK)
            rc = sql_int(s, &after, err, "SELECT total_changes()", "");
        if (rc == BA_OK)
            rc = store_commit(s, err);
        step = MERGE_STEP;
    }
    if (rc != BA_OK)
        store_rollback(s);
    return rc;
}
