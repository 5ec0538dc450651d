#include "index/extract/proposals.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "index/db/sql.h"
#include "index/records/dossier.h"

static BA_RC write_proposals(struct store *s, int64_t dossier, const struct proposals *p,
                             struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc =
        sql_run(s, err, "DELETE FROM field WHERE dossier = ? AND source = 1", "i", dossier);

    ba_time_text(ba_now(), at);
    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        rc = sql_run(s, err,
                     "INSERT INTO field(dossier, name, value, source, rule, confidence, page, at,"
                     " box) VALUES(?,?,?,?,?,?,?,?,?)",
                     "ittitdntt", dossier, p->at[i].name, p->at[i].value, (int64_t)FIELD_TEXT,
                     p->at[i].rule, p->at[i].confidence, p->at[i].page, at, p->at[i].boxes);
    return rc;
}

static BA_RC same_proposals(struct store *s, int64_t dossier, const struct proposals *p, bool *same,
                            bool *boxed, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    size_t n = 0;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT name, value, rule, confidence, page, box FROM field"
                             " WHERE dossier = ? AND source = 1 ORDER BY id",
                             "i", dossier);

    *same = *boxed = true;
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more && *same) {
        const struct proposal *q = n < p->count ? &p->at[n] : NULL;
        n++;
        *same = q != NULL && strcmp(q->name, sql_text(st, 0)) == 0 &&
                strcmp(q->value, sql_text(st, 1)) == 0 && strcmp(q->rule, sql_text(st, 2)) == 0 &&
                q->confidence >= sqlite3_column_double(st, 3) &&
                q->confidence <= sqlite3_column_double(st, 3) &&
                q->page == sqlite3_column_int64(st, 4);
        *boxed = *boxed &&
                 (sqlite3_column_int64(st, 4) == 0 || sqlite3_column_type(st, 5) != SQLITE_NULL);
    }
    sql_close(s, st);
    *same = *same && n == p->count;
    return rc;
}

/* A title block (title_propose.h) says itself where its values stand. */
static bool wants_boxes(const struct proposal *q, const struct read_page *page)
{
    return q->page == page->id && q->from < q->to && q->boxes == NULL;
}

/* Where the proposals of one page stand on its master. */
static BA_RC find_boxes(text_boxes_fn boxes, void *ctx, const struct read_page *page,
                        struct proposals *p, struct ba_err *err)
{
    struct text_span *spans = calloc(p->count + 1, sizeof *spans);
    size_t n = 0;
    enum ba_rc rc = spans != NULL ? BA_OK : ba_fail_mem(err, "fields");

    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        if (wants_boxes(&p->at[i], page))
            spans[n++] = (struct text_span){ p->at[i].from, p->at[i].to, NULL };
    if (rc == BA_OK && n > 0)
        rc = boxes(ctx, page->sha256, page->frame, page->rev, page->text, spans, n, err);
    n = 0;
    for (size_t i = 0; spans != NULL && i < p->count; i++)
        if (wants_boxes(&p->at[i], page))
            p->at[i].boxes = spans[n++].boxes;
    free(spans);
    return rc;
}

/* The rows that are there get the boxes of the proposals that they are. */
static BA_RC write_boxes(struct store *s, int64_t dossier, const struct proposals *p,
                         struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        rc = sql_run(s, err,
                     "UPDATE field SET box = ?3 WHERE id = (SELECT id FROM field WHERE dossier = ?1"
                     " AND source = 1 ORDER BY id LIMIT 1 OFFSET ?2) AND box IS NOT ?3",
                     "iit", dossier, (int64_t)i, p->at[i].boxes);
    return rc;
}

BA_RC proposals_keep(struct store *s, text_boxes_fn boxes, void *ctx, int64_t dossier,
                     struct proposals *p, const struct read_page *pages, size_t count,
                     struct ba_err *err)
{
    bool same = false, boxed = false;
    enum ba_rc rc = same_proposals(s, dossier, p, &same, &boxed, err);

    for (size_t i = 0; i < count; i++)
        boxed = boxed && !pages[i].fresh;
    if (rc != BA_OK || (same && (boxed || boxes == NULL)))
        return rc;
    for (size_t i = 0; rc == BA_OK && i < count && boxes != NULL; i++)
        rc = find_boxes(boxes, ctx, &pages[i], p, err);
    if (rc != BA_OK)
        return rc;
    return same ? write_boxes(s, dossier, p, err) : write_proposals(s, dossier, p, err);
}
