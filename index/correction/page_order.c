#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/dossier_number.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"

/* Dossiers whose pages changed, to be numbered again at the end. */
struct touched {
    int64_t *id;
    size_t count, cap;
};

struct placing {
    struct store *s;
    int64_t batch, archive;
    struct touched touched;
    char *number; /* of the last place, and the dossier it is */
    int64_t dossier;
};

static BA_RC touch(struct placing *p, int64_t dossier, struct ba_err *err)
{
    struct touched *t = &p->touched;

    if (dossier == 0 || (t->count > 0 && t->id[t->count - 1] == dossier))
        return BA_OK;
    if (ba_grow(&t->id, &t->cap, t->count + 1, sizeof *t->id) != 0)
        return ba_fail_mem(err, "placing pages");
    t->id[t->count++] = dossier;
    return BA_OK;
}

/* The only archive in which the register knows the number, else the default one. */
static BA_RC find_dossier(struct placing *p, const char *number, int64_t *id, struct ba_err *err)
{
    int64_t archives = 0;

    *id = 0;
    enum ba_rc rc =
        sql_int(p->s, &archives, err,
                "SELECT count(*) FROM dossier WHERE number = ? AND in_register = 1", "t", number);
    if (rc == BA_OK && archives == 1)
        return sql_int(p->s, id, err, "SELECT id FROM dossier WHERE number = ? AND in_register = 1",
                       "t", number);
    if (rc == BA_OK)
        rc = sql_int(p->s, id, err, "SELECT id FROM dossier WHERE archive = ? AND number = ?", "it",
                     p->archive, number);
    if (rc == BA_OK && *id == 0)
        rc = dossier_add(p->s, p->archive, number, id, err);
    return rc;
}

static BA_RC place_dossier(struct placing *p, const char *number, int64_t *id, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    *id = 0;
    if (number == NULL || number[0] == '\0')
        return BA_OK;
    if (p->number == NULL || strcmp(p->number, number) != 0) {
        free(p->number);
        p->number = strdup(number);
        if (p->number == NULL)
            return ba_fail_mem(err, "placing pages");
        rc = find_dossier(p, number, &p->dossier, err);
    }
    *id = p->dossier;
    return rc;
}

/*
 * The document of a place. Pages before any DOCUMENT code are one document over all batches; a
 * coded one belongs to the batch in which its code lay.
 */
static BA_RC place_document(struct placing *p, int64_t dossier, const struct page_place *place,
                            int64_t *id, struct ba_err *err)
{
    const char *kind = place->kind != NULL ? place->kind : "";
    int64_t number = place->document != 0 ? place->document : 1;
    int64_t batch = number == 1 && kind[0] == '\0' ? 0 : p->batch;

    *id = 0;
    if (dossier == 0 || place->separator)
        return BA_OK;
    enum ba_rc rc = sql_int(p->s, id, err,
                            "SELECT id FROM document WHERE dossier = ? AND batch = ?"
                            " AND number_in_batch = ?",
                            "iii", dossier, batch, number);
    if (rc != BA_OK)
        return rc;
    if (*id != 0)
        return sql_run(p->s, err, "UPDATE document SET kind = ?2 WHERE id = ?1 AND kind <> ?2",
                       "it", *id, kind);
    rc = sql_run(p->s, err,
                 "INSERT INTO document(dossier, seq, batch, number_in_batch, kind)"
                 " VALUES(?, 1 + (SELECT count(*) FROM document WHERE dossier = ?1), ?, ?, ?)",
                 "iiit", dossier, batch, number, kind);
    if (rc == BA_OK)
        *id = sqlite3_last_insert_rowid(p->s->db);
    return rc;
}

/* What is to be said of a sheet for what it is among the separators. */
static const struct {
    const char *code;
    char level;
    const char *message;
} place_words[] = {
    { "SEPARATOR_CONFLICT", 'w',
      "two different separator codes are on this sheet; a person must say which dossier begins "
      "here" },
    { "SEPARATOR_UNREADABLE", 'w',
      "a separator sheet whose code could not be read, or is of no known dossier; look at it: a "
      "new "
      "dossier may begin here" },
    { "SEPARATOR_UNSURE", 'w',
      "a sheet with a separator code and something else on it (a note, a stamp, words), kept as "
      "the "
      "first page of what begins here; look at it: is it a separator or a page?" },
    { "SEPARATOR_ON_PAGE", 'i',
      "a page with a separator code on it; what the code names begins with this page" },
    { "SEPARATOR_BACK", 'i', "the empty back of the separator sheet before it" },
    { "NO_DOSSIER", 'w',
      "the page came before the first separator sheet; a person must say to which dossier it "
      "belongs" },
};

static BA_RC place_reasons(struct placing *p, const struct page_place *place, struct ba_err *err)
{
    const bool holds[] = {
        place->conflict, place->unreadable,
        place->unsure,   place->begins && !place->unsure,
        place->back,     !place->separator && (place->dossier == NULL || place->dossier[0] == '\0')
    };
    enum ba_rc rc = page_reason_clear(p->s, place->page, REASON_PLACE, err);

    _Static_assert(sizeof(holds) / sizeof(holds[0]) == sizeof(place_words) / sizeof(place_words[0]),
                   "a word for each");
    for (size_t i = 0; i < sizeof(holds) / sizeof(holds[0]) && rc == BA_OK; i++)
        if (holds[i])
            rc = page_reason_add(p->s, place->page, place_words[i].code, place_words[i].level,
                                 place_words[i].message, REASON_PLACE, err);
    if (rc == BA_OK && place->oddity != NULL)
        rc = page_reason_add(p->s, place->page, "PAGE_SIZE_ODD", 'w', place->oddity, REASON_PLACE,
                             err);
    return rc;
}

/* A separator is not read; a page that turns out to be none waits to be. */
static BA_RC place_state(struct placing *p, const struct page_place *place, const char *state,
                         struct ba_err *err)
{
    bool was = strcmp(state, "separator") == 0;

    if (place->separator == was)
        return BA_OK;
    enum ba_rc rc =
        sql_run(p->s, err,
                "UPDATE page SET state = ?2, stale = 1, rev = NULL, orientation_deg = NULL,"
                " orientation_confidence = NULL, skew_deg = NULL, skew_confidence = NULL,"
                " skew_applied = NULL, ink_pct = NULL, words = NULL, confidence_pct = NULL,"
                " dictionary_pct = NULL, languages = NULL,"
                " kind = NULL, seq_in_dossier = NULL WHERE id = ?1",
                "it", place->page, place->separator ? "separator" : "waiting");
    if (rc == BA_OK)
        rc = page_reason_clear(p->s, place->page, REASON_OCR, err);
    return rc;
}

struct placed {
    int64_t dossier, document;
    char state[16];
    bool person;
};

static BA_RC read_placed(struct placing *p, int64_t page, struct placed *was, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(p->s, &st, err,
                             "SELECT dossier, document, state, assigned_by IS NOT NULL FROM page"
                             " WHERE id = ? AND batch = ?",
                             "ii", page, p->batch);
    if (rc == BA_OK)
        rc = sql_next(p->s, st, &row, err);
    if (rc == BA_OK && !row)
        rc = ba_fail(err, BA_FATAL, "PAGE_UNKNOWN", "page %lld is not in batch %lld",
                     (long long)page, (long long)p->batch);
    if (rc == BA_OK) {
        was->dossier = sqlite3_column_int64(st, 0);
        was->document = sqlite3_column_int64(st, 1);
        snprintf(was->state, sizeof was->state, "%s", sql_text(st, 2));
        was->person = sqlite3_column_int64(st, 3) != 0;
    }
    sql_close(p->s, st);
    return rc;
}

/*
 * What a person said of the access of a document is kept by its number in the batch. When a
 * separator more or less gives its pages to another number, nobody has judged either of the two:
 * both are closed until somebody does.
 */
static BA_RC judge_again(struct placing *p, const struct placed *was, int64_t document,
                         struct ba_err *err)
{
    char at[BA_TIME_LEN];

    if (was->document == 0 || document == 0 || was->document == document)
        return BA_OK;
    ba_time_text(ba_now(), at);
    return sql_run(p->s, err,
                   "WITH said AS (SELECT t.id, t.dossier, t.batch, t.number_in_batch,"
                   "  (SELECT f.value FROM document_field f WHERE f.dossier = t.dossier"
                   "   AND f.batch = t.batch AND f.number_in_batch = t.number_in_batch"
                   "   AND f.name = 'access' ORDER BY f.id DESC LIMIT 1) AS access"
                   "  FROM document t WHERE t.id IN (?1, ?2))"
                   " INSERT INTO document_field(dossier, batch, number_in_batch, name, value, rule,"
                   "  at) SELECT dossier, batch, number_in_batch, 'access', 'niet-beoordeeld',"
                   "  'bouwarchief', ?3 FROM said WHERE access IS NOT 'niet-beoordeeld'"
                   "  AND EXISTS (SELECT 1 FROM said WHERE access <> '')",
                   "iit", was->document, document, at);
}

BA_RC dossier_touch(struct store *s, int64_t dossier, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    return dossier == 0
               ? BA_OK
               : sql_run(s, err, "UPDATE dossier SET stale = 1, changed_at = ?2 WHERE id = ?1",
                         "it", dossier, at);
}

static BA_RC place_one(struct placing *p, const struct page_place *place, struct ba_err *err)
{
    struct placed was = { 0 };
    int64_t dossier, document;
    enum ba_rc rc = read_placed(p, place->page, &was, err);

    if (rc != BA_OK || was.person)
        return rc;
    rc = place_dossier(p, place->dossier, &dossier, err);
    if (rc == BA_OK)
        rc = place_document(p, dossier, place, &document, err);
    if (rc == BA_OK)
        rc = place_reasons(p, place, err);
    if (rc == BA_OK)
        rc = place_state(p, place, was.state, err);
    if (rc == BA_OK && (was.dossier != dossier || was.document != document)) {
        rc = sql_run(
            p->s, err,
            "UPDATE page SET dossier_order = CASE WHEN dossier IS ?2 THEN dossier_order END,"
            " dossier = ?2, document = ?3, seq_in_dossier = NULL, stale = 1"
            " WHERE id = ?1",
            "inn", place->page, dossier, document);
        if (rc == BA_OK)
            rc = touch(p, was.dossier, err);
        /* A page that was in a dossier moves by a person's word only. */
        if (rc == BA_OK && was.dossier != 0)
            rc = dossier_touch(p->s, was.dossier, err);
        if (rc == BA_OK && was.dossier != 0)
            rc = dossier_touch(p->s, dossier, err);
        if (rc == BA_OK)
            rc = judge_again(p, &was, document, err);
    }
    if (rc == BA_OK)
        rc = touch(p, dossier, err);
    return rc;
}

BA_RC dossier_renumber(struct store *s, int64_t dossier, struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err,
                            "UPDATE page SET seq_in_dossier = n.at, stale = 1 FROM ("
                            "  SELECT id, row_number() OVER (ORDER BY dossier_order IS NULL,"
                            "   dossier_order, batch, seq) AS at FROM page"
                            "  WHERE dossier = ?1 AND state <> 'separator') AS n"
                            " WHERE page.id = n.id AND page.seq_in_dossier IS NOT n.at",
                            "i", dossier);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "DELETE FROM document WHERE dossier = ?1"
                     " AND NOT EXISTS (SELECT 1 FROM page WHERE document = document.id)",
                     "i", dossier);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE document SET seq = n.at FROM ("
                     "  SELECT t.id AS id, row_number() OVER (ORDER BY min(p.seq_in_dossier)) AS at"
                     "  FROM document t JOIN page p ON p.document = t.id WHERE t.dossier = ?1"
                     "  GROUP BY t.id) AS n"
                     " WHERE document.id = n.id AND document.seq <> n.at",
                     "i", dossier);
    return rc;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

BA_RC page_place_batch(struct store *s, int64_t batch, const char *default_archive,
                       const struct page_place *places, size_t count, struct ba_err *err)
{
    struct placing p = { .s = s, .batch = batch };
    enum ba_rc rc = archive_of(s, default_archive, &p.archive, err);

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = place_one(&p, &places[i], err);
    if (p.touched.count > 1)
        qsort(p.touched.id, p.touched.count, sizeof *p.touched.id, by_id);
    for (size_t i = 0; rc == BA_OK && i < p.touched.count; i++)
        if (i == 0 || p.touched.id[i] != p.touched.id[i - 1])
            rc = dossier_renumber(s, p.touched.id[i], err);
    free(p.touched.id);
    free(p.number);
    return rc;
}
