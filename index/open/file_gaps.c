/* Numbers that are missing between the names of a batch's files. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/file_numbers.h"
#include "index/db/sql.h"
#include "index/open/point_private.h"

enum { GAPS_MAX = 20 }; /* of a batch, told one by one */

struct gap_file {
    int64_t position;
    bool live; /* refused, or a page came of it that counts */
};

/* The files of one batch, and the gaps between them. */
struct gaps {
    const struct point_search *search;
    int64_t batch;
    const char *name;       /* of the batch */
    char **paths;           /* owned */
    struct gap_file *files; /* owned; as paths */
    size_t count, cap, file_cap, found;
    bool telling;
};

/* What came by a correction is left out: its name counts nothing. */
static const char files_sql[] =
    "SELECT f.path, f.position, f.taken = 0 OR EXISTS (SELECT 1 FROM page p WHERE p.file = f.id"
    " AND p.state <> 'dropped') FROM file f WHERE f.batch = ? AND f.rescan = 0 ORDER BY f.position";

static BA_RC add_path(struct gaps *g, const char *path, int64_t position, bool live,
                      struct ba_err *err)
{
    if (ba_grow(&g->paths, &g->cap, g->count + 1, sizeof(*g->paths)) != 0 ||
        ba_grow(&g->files, &g->file_cap, g->count + 1, sizeof(*g->files)) != 0 ||
        (g->paths[g->count] = strdup(path)) == NULL)
        return ba_fail_mem(err, "names of files");
    g->files[g->count++] = (struct gap_file){ position, live };
    return BA_OK;
}

static BA_RC read_paths(struct gaps *g, struct ba_err *err)
{
    struct store *s = g->search->store;
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, files_sql, "i", g->batch);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = add_path(g, sql_text(st, 0), sqlite3_column_int64(st, 1),
                      sqlite3_column_int(st, 2) != 0, err);
    sql_close(s, st);
    return rc;
}

static const struct gap_file *file_of(const struct gaps *g, const char *path)
{
    size_t i = 0;

    while (i + 1 < g->count && g->paths[i] != path)
        i++;
    return &g->files[i];
}

/*
 * The pages between two files that a person put in there, whatever their files are called: those
 * that first came with such a file, dropped ones left out.
 */
static BA_RC inserted(const struct gaps *g, const struct gap_file *a, const struct gap_file *b,
                      int64_t *count, struct ba_err *err)
{
    int64_t from = a->position < b->position ? a->position : b->position;
    int64_t to = a->position < b->position ? b->position : a->position;

    *count = 0;
    return sql_int(
        g->search->store, count, err,
        "SELECT count(*) FROM page p JOIN file f ON f.id = coalesce((SELECT x.file FROM past_page x"
        " WHERE x.page = p.id AND x.batch = p.batch AND x.why = 'replaced' ORDER BY x.id LIMIT 1),"
        " p.file) WHERE p.batch = ?1 AND f.rescan = 1 AND f.position > ?2 AND f.position < ?3"
        " AND p.state <> 'dropped'",
        "iii", g->batch, from, to);
}

static BA_RC tell(const struct gaps *g, const char *code, const char *object, const char *fact,
                  const char *message, struct ba_err *err)
{
    struct point p = { .code = code,
                       .weight = *fact != '\0' ? POINT_HOLDS : POINT_REMARK,
                       .batch_id = g->batch,
                       .batch = g->name,
                       .dossier = "",
                       .object = object,
                       .place = object,
                       .fact = fact,
                       .message = message };

    return point_found(g->search, &p, err);
}

static BA_RC tell_twice(const struct gaps *g, const struct sequence_gap *gap, struct ba_err *err)
{
    char message[700];

    if (!file_of(g, gap->before)->live || !file_of(g, gap->after)->live)
        return BA_OK;
    snprintf(message, sizeof(message),
             "%.250s and %.250s have the same number; look whether a sheet was scanned twice",
             gap->before, gap->after);
    return tell(g, "SEQUENCE_TWICE", gap->before, gap->after, message, err);
}

static BA_RC tell_missing(const struct gaps *g, const struct sequence_gap *gap, struct ba_err *err)
{
    uint64_t missing = (gap->last - gap->first) / gap->step + 1;
    char message[700], fact[48], numbers[80], there[80] = "";
    int64_t came = 0;
    enum ba_rc rc = inserted(g, file_of(g, gap->before), file_of(g, gap->after), &came, err);

    if (rc != BA_OK || (uint64_t)came >= missing)
        return rc;
    if (gap->first == gap->last) {
        snprintf(fact, sizeof(fact), "%" PRIu64, gap->first);
        snprintf(numbers, sizeof(numbers), "number %s is", fact);
    } else {
        snprintf(fact, sizeof(fact), "%" PRIu64 "-%" PRIu64, gap->first, gap->last);
        snprintf(numbers, sizeof(numbers), "numbers %" PRIu64 " to %" PRIu64 " are", gap->first,
                 gap->last);
    }
    if (came > 0)
        snprintf(there, sizeof(there), " (%" PRId64 " sheet%s put in there)", came,
                 came == 1 ? " was" : "s were");
    snprintf(message, sizeof(message),
             "%s missing between %.250s and %.250s%s; look whether %s left out", numbers,
             gap->before, gap->after, there,
             missing - (uint64_t)came == 1 ? "a scan was" : "scans were");
    return tell(g, "SEQUENCE_GAP", gap->before, fact, message, err);
}

static BA_RC tell_gap(void *ctx, const struct sequence_gap *gap, struct ba_err *err)
{
    struct gaps *g = ctx;

    if (!g->telling) {
        g->found++;
        return BA_OK;
    }
    return gap->first > gap->last ? tell_twice(g, gap, err) : tell_missing(g, gap, err);
}

/* Names whose numbers jump all the time do not count sheets: that is told once. */
static BA_RC tell_none(const struct gaps *g, struct ba_err *err)
{
    char message[200];

    snprintf(message, sizeof(message),
             "the numbers in the %zu names jump %zu times: whether a scan is missing cannot be "
             "seen from them",
             g->count, g->found);
    return tell(g, "SEQUENCE_NONE", "", "", message, err);
}

static BA_RC gaps_of(struct gaps *g, struct ba_err *err)
{
    enum ba_rc rc;

    g->found = 0;
    g->telling = false;
    rc = read_paths(g, err);
    if (rc == BA_OK)
        rc = sequence_gaps((const char *const *)g->paths, g->count, tell_gap, g, err);
    g->telling = true;
    if (rc == BA_OK && g->found > GAPS_MAX && g->found > g->count / 10)
        rc = tell_none(g, err);
    else if (rc == BA_OK && g->found > 0)
        rc = sequence_gaps((const char *const *)g->paths, g->count, tell_gap, g, err);
    while (g->count > 0)
        free(g->paths[--g->count]);
    return rc;
}

BA_RC point_gaps(const struct point_search *p, struct ba_err *err)
{
    struct gaps g = { .search = p };
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(p->store, &st, err,
                             "SELECT id, name FROM batch WHERE ?1 IN (0, id)"
                             " AND withdrawn_at IS NULL ORDER BY id",
                             "i", p->filter->batch);

    while (rc == BA_OK && (rc = sql_next(p->store, st, &more, err)) == BA_OK && more) {
        g.batch = sqlite3_column_int64(st, 0);
        g.name = sql_text(st, 1);
        rc = gaps_of(&g, err);
    }
    sql_close(p->store, st);
    free(g.paths);
    free(g.files);
    return rc;
}
