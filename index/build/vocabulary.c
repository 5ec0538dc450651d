#include "index/build/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "index/db/sql.h"

/* A shelf is one letter of a word's first three: a thousand words or so, of an archive of a million
 * pages. */
#define SHELF_MAX_BYTES (64u << 20)

#define TAIL_SHELVES ((int64_t)1 << 32)
#define HASHED_SHELVES ((int64_t)1 << 33)
#define HASHED_COUNT 8192

/* Two letters that OCR takes for one. */
static const struct {
    char from[3], to;
} pairs[] = { { "rn", 'm' }, { "ij", 'y' }, { "vv", 'w' }, { "cl", 'd' } };

void skeleton_of(const char *word, char out[SKELETON_MAX])
{
    size_t n = 0;

    while (*word != '\0' && n + 1 < SKELETON_MAX) {
        char c = skeleton_letter(*word++);
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            if (word[-1] == pairs[i].from[0] && *word == pairs[i].from[1]) {
                c = pairs[i].to;
                word++;
                break;
            }
        }
        out[n++] = c;
    }
    out[n] = '\0';
}

static int64_t letter_number(char c)
{
    if (c >= 'a' && c <= 'z')
        return 1 + (c - 'a');
    return c >= '0' && c <= '9' ? 27 + (c - '0') : 40;
}

int64_t shelf_number(enum shelf shelf, size_t length, const char *letters, size_t count,
                     int64_t fill)
{
    int64_t number = (int64_t)length;

    for (size_t i = 0; i < SHELF_LETTERS; i++)
        number = number * (SHELF_LETTER_MAX + 1) + (i < count ? letter_number(letters[i]) : fill);
    return number + (shelf == SHELF_TAIL ? TAIL_SHELVES : 0);
}

void shelves_of(const char *word, int64_t *head, int64_t *tail)
{
    char skeleton[SKELETON_MAX], end[SHELF_LETTERS];
    bool marked = (unsigned char)word[0] == 0xEE;
    const char *bare = marked ? word + 3 : word;
    size_t n = 0;

    *tail = 0;
    if (!marked && word[strspn(word, "0123456789")] != '\0') {
        skeleton_of(word, skeleton);
        n = strlen(skeleton);
    }
    if (n < SKELETON_MIN) {
        uint32_t h = 2166136261u;
        for (const char *c = bare; *c != '\0'; c++)
            h = (h ^ (unsigned char)*c) * 16777619u;
        *head = HASHED_SHELVES + (h ^ h >> 15) % HASHED_COUNT;
        return;
    }
    for (size_t i = 0; i < SHELF_LETTERS; i++)
        end[i] = skeleton[n - 1 - i];
    *head = shelf_number(SHELF_HEAD, n, skeleton, SHELF_LETTERS, 0);
    *tail = shelf_number(SHELF_TAIL, n, end, SHELF_LETTERS, 0);
}

void shelf_turn(const char *word, size_t len, char out[FOLD_MAX])
{
    for (size_t i = 0; i < len; i++)
        out[i] = word[len - 1 - i];
    out[len] = '\0';
}

bool shelf_next(struct shelf_reader *r)
{
    if (r->end - r->at < 3)
        return false;
    size_t shared = r->at[0], more = r->at[1], shift = 0;
    r->at += 2;
    if (shared > r->len || shared + more >= FOLD_MAX || (size_t)(r->end - r->at) <= more)
        return false;
    memcpy(r->packed + shared, r->at, more);
    r->len = shared + more;
    r->packed[r->len] = '\0';
    r->at += more;
    r->docs = 0;
    while (r->at < r->end && shift < 63) {
        r->docs |= (uint64_t)(*r->at & 0x7F) << shift;
        shift += 7;
        if ((*r->at++ & 0x80) == 0)
            return true;
    }
    return false;
}

struct shelf_writer {
    struct ba_buf out;
    char last[FOLD_MAX];
    size_t last_len;
};

static void put(struct shelf_writer *w, const char *packed, size_t len, uint64_t docs)
{
    unsigned char entry[2 + FOLD_MAX + 10];
    size_t shared = 0, n = 2;

    while (shared < len && shared < w->last_len && packed[shared] == w->last[shared])
        shared++;
    entry[0] = (unsigned char)shared;
    entry[1] = (unsigned char)(len - shared);
    memcpy(entry + n, packed + shared, len - shared);
    n += len - shared;
    for (; docs >= 0x80; docs >>= 7)
        entry[n++] = (unsigned char)(docs | 0x80);
    entry[n++] = (unsigned char)docs;
    ba_buf_add(&w->out, entry, n);
    memcpy(w->last, packed, len + 1);
    w->last_len = len;
}

static BA_RC damaged(const struct store *s, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "STORE_DAMAGED",
                   "%s: the words of the index are damaged; run `bouwarchief index --rebuild`",
                   s->path);
}

/* The old shelf and its changes, both in order, into the new one. False when the old is damaged. */
static bool merge(const void *old, size_t old_len, const struct shelf_change *changes, size_t count,
                  struct shelf_writer *w)
{
    struct shelf_reader r = { .at = old_len > 0 ? old : "" };
    size_t i = 0;

    r.end = r.at + old_len;
    bool more = old_len > 0 && shelf_next(&r);
    while (more || i < count) {
        int order = !more ? 1 : i == count ? -1 : strcmp(r.packed, changes[i].packed);
        int64_t docs = (order <= 0 ? (int64_t)r.docs : 0) + (order >= 0 ? changes[i].change : 0);
        const char *word = order <= 0 ? r.packed : changes[i].packed;
        if (docs > 0)
            put(w, word, strlen(word), (uint64_t)docs);
        if (order >= 0)
            i++;
        if (order <= 0)
            more = shelf_next(&r);
    }
    return r.at == r.end;
}

/* The statements of each of the two vocabularies. */
static const struct {
    const char *one, *put, *drop, *between;
} sqls[READERS] = {
#define SQLS_OF(table)                                                                             \
    {                                                                                              \
        "SELECT words FROM " table " WHERE shelf = ?",                                             \
            "REPLACE INTO " table "(shelf, words) VALUES(?,?)",                                    \
            "DELETE FROM " table " WHERE shelf = ?",                                               \
            "SELECT words FROM " table " WHERE shelf BETWEEN ? AND ? ORDER BY shelf"               \
    }
    [READERS_STAFF] = SQLS_OF("vocabulary"),
    [READERS_ALL] = SQLS_OF("open_vocabulary"),
};

static BA_RC change_shelf(struct store *s, enum readers readers, const struct shelf_change *changes,
                          size_t count, struct shelf_writer *w, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, sqls[readers].one, "i", changes[0].shelf);

    ba_buf_reset(&w->out);
    w->last_len = 0;
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && !merge(row ? sqlite3_column_blob(st, 0) : NULL,
                              row ? (size_t)sqlite3_column_bytes(st, 0) : 0, changes, count, w))
        rc = damaged(s, err);
    sql_close(s, st);
    if (rc == BA_OK)
        rc = ba_buf_check(&w->out, "the words of the index", err);
    if (rc == BA_OK && w->out.len > 0)
        return sql_run(s, err, sqls[readers].put, "ib", changes[0].shelf, (const void *)w->out.data,
                       w->out.len);
    if (rc == BA_OK && row)
        rc = sql_run(s, err, sqls[readers].drop, "i", changes[0].shelf);
    return rc;
}

BA_RC vocabulary_change(struct store *s, enum readers readers, const struct shelf_change *changes,
                        size_t count, struct ba_err *err)
{
    struct shelf_writer w = { .out = BA_BUF_INIT(SHELF_MAX_BYTES) };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0, n; rc == BA_OK && i < count; i += n) {
        for (n = 1; i + n < count && changes[i + n].shelf == changes[i].shelf; n++)
            ;
        rc = change_shelf(s, readers, changes + i, n, &w, err);
    }
    ba_buf_free(&w.out);
    return rc;
}

BA_RC vocabulary_each(struct store *s, enum readers readers, int64_t from, int64_t to,
                      uint64_t limit, vocabulary_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, sqls[readers].between, "ii", from, to);

    while (rc == BA_OK && limit > 0 && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct shelf_reader r = { .at = sqlite3_column_blob(st, 0) };
        r.end = r.at + sqlite3_column_bytes(st, 0);
        while (limit > 0 && r.at != NULL && shelf_next(&r)) {
            fn(ctx, r.packed, r.len, r.docs);
            limit--;
        }
        if (limit > 0 && r.at != r.end)
            rc = damaged(s, err);
    }
    sql_close(s, st);
    return rc;
}
