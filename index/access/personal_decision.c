#include "index/access/personal_decision.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "index/access/dossier_people.h"
#include "index/db/sql.h"
#include "index/records/document_name.h"

#define BOXES_MAX 64

size_t personal_boxes_read(const char *json, struct personal_box *out, size_t max)
{
    int32_t side[4];
    size_t count = 0;
    int n = 0;

    while (*json != '\0' && count < max) {
        char *end;
        long value = strtol(json, &end, 10);

        if (end == json) {
            n = *json == '[' ? 0 : n;
            json++;
            continue;
        }
        side[n++] = value > INT32_MAX || value < INT32_MIN ? 0 : (int32_t)value;
        json = end;
        if (n < 4)
            continue;
        out[count++] = (struct personal_box){ side[0], side[1], side[2], side[3] };
        n = 0;
    }
    return count;
}

BA_RC personal_decisions_read(struct store *s, int64_t page, struct personal_decisions *out,
                              struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT kind, box, keep FROM personal_decision WHERE page = ?"
                             " ORDER BY kind, box",
                             "i", page);

    *out = (struct personal_decisions){ 0 };
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct personal_box boxes[BOXES_MAX];
        size_t n = personal_boxes_read(sql_text(st, 1), boxes, BOXES_MAX);

        if (ba_grow(&out->at, &out->cap, out->count + n, sizeof *out->at) != 0) {
            rc = ba_fail_mem(err, "decisions");
            break;
        }
        for (size_t i = 0; i < n; i++) {
            struct personal_decision *d = &out->at[out->count++];

            *d = (struct personal_decision){ .keep = sqlite3_column_int64(st, 2) != 0,
                                             .box = boxes[i] };
            snprintf(d->kind, sizeof d->kind, "%s", sql_text(st, 0));
        }
    }
    sql_close(s, st);
    if (rc != BA_OK)
        personal_decisions_free(out);
    return rc;
}

void personal_decisions_free(struct personal_decisions *d)
{
    free(d->at);
    *d = (struct personal_decisions){ 0 };
}

const struct personal_decision *personal_decision_at(const struct personal_decisions *d,
                                                     const char *kind, int32_t x, int32_t y)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct personal_box *b = &d->at[i].box;

        if (strcmp(d->at[i].kind, kind) == 0 && x >= b->x && (int64_t)x < (int64_t)b->x + b->w &&
            y >= b->y && (int64_t)y < (int64_t)b->y + b->h)
            return &d->at[i];
    }
    return NULL;
}

static BA_RC record(struct store *s, const struct personal_place *place, bool keep, const char *who,
                    const char *reason, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    char detail[256];
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT CASE WHEN t.id IS NULL THEN 'dossier ' || d.number ELSE"
                             " 'document ' || " DOCUMENT_NAME_SQL " END || ' (' ||"
                             " a.name || ')' FROM page p JOIN dossier d ON d.id = p.dossier"
                             " JOIN archive a ON a.id = d.archive LEFT JOIN document t"
                             " ON t.id = p.document WHERE p.id = ?",
                             "i", place->page);

    /* Never what stands there: kinds have no quotes, and a box is numbers. */
    snprintf(detail, sizeof detail, "{\"page\":%" PRId64 ",\"kind\":\"%.20s\",\"decision\":\"%s\"}",
             place->page, place->kind, keep ? "keep" : "black");
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row)
        rc = store_audit(s, who, "personal data", sql_text(st, 0), reason, detail, err);
    sql_close(s, st);
    return rc;
}

BA_RC personal_decide(struct store *s, const struct personal_place *place, bool keep,
                      const char *who, const char *reason, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    int64_t proposed = 0;
    enum ba_rc rc = sql_int(s, &proposed, err,
                            "SELECT count(*) FROM field WHERE page = ? AND name = 'personal_data'"
                            " AND value = ? AND box = ? AND value IN " PERSONAL_PROPOSED_SQL,
                            "itt", place->page, place->kind, place->box);

    if (rc == BA_OK && proposed == 0)
        return ba_fail(err, BA_ITEM, "PERSONAL_UNKNOWN",
                       "no %.20s is proposed there on page %" PRId64
                       "; \"bouwarchief personal\" lists what is",
                       place->kind, place->page);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "INSERT OR REPLACE INTO personal_decision(page, kind, box, keep, who, at)"
                     " VALUES(?,?,?,?,?,?)",
                     "ittitt", place->page, place->kind, place->box, (int64_t)keep, who, at);
    return rc == BA_OK ? record(s, place, keep, who, reason, err) : rc;
}

BA_RC personal_decision_index(struct store *s, int64_t page, struct ba_err *err)
{
    return sql_run(
        s, err, "UPDATE dossier SET stale = 1 WHERE id = (SELECT dossier FROM page WHERE id = ?)",
        "i", page);
}
