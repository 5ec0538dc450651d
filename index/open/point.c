#include "index/open/point.h"

#include <stdio.h>
#include <string.h>

#include "index/db/sql.h"
#include "index/open/point_private.h"
#include "index/records/finding.h"

bool point_holds(const struct point *p)
{
    return p->weight == POINT_HOLDS && p->settled == NULL;
}

bool point_asks(const struct point *p)
{
    return (p->weight == POINT_HOLDS || p->weight == POINT_ASKED) && p->settled == NULL;
}

const char *point_name(const struct point *p, char to[POINT_NAME_MAX])
{
    if (p->batch_id == 0)
        snprintf(to, POINT_NAME_MAX, "%s:%s", p->code, p->place);
    else
        snprintf(to, POINT_NAME_MAX, "%s:%s%s%s", p->code, p->batch, *p->place != '\0' ? ":" : "",
                 p->place);
    return to;
}

bool point_is_called(const struct point *p, const char *word)
{
    char name[POINT_NAME_MAX];

    return strcmp(point_name(p, name), word) == 0 ||
           (*p->object != '\0' && strcmp(p->object, word) == 0);
}

/*
 * What was said of a point of a batch is kept by batch, that of a dossier by dossier. A fact '*' is
 * of a depot of before facts were kept: it holds whatever was found.
 */
BA_RC point_found(const struct point_search *p, struct point *found, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(p->store, &st, err,
                 "SELECT reason, who FROM settled_point WHERE code = ?1 AND batch = ?2"
                 " AND dossier = ?3 AND object = ?4 AND fact IN (?5, '*')",
                 "tiitt", found->code, found->batch_id,
                 found->batch_id == 0 ? found->dossier_id : (int64_t)0, found->object, found->fact);

    found->settled = NULL;
    found->who = "";
    if (rc == BA_OK && found->weight != POINT_REMARK)
        rc = sql_next(p->store, st, &row, err);
    if (rc == BA_OK && row) {
        found->settled = sql_text(st, 0);
        found->who = sql_text(st, 1);
    }
    if (rc == BA_OK)
        rc = p->fn(p->ctx, found, err);
    sql_close(p->store, st);
    return rc;
}

static BA_RC take_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    const struct point_search *p = ctx;
    struct point point = { .code = f->code,
                           .weight = f->level == 'e' ? POINT_HOLDS : POINT_REMARK,
                           .batch_id = f->batch_id,
                           .batch = f->batch,
                           .dossier = "",
                           .announced = f->level == 'e',
                           .object = f->object,
                           .place = f->object,
                           .fact = f->fact,
                           .message = f->message };

    return point_found(p, &point, err);
}

BA_RC points_each(struct store *s, const struct point_filter *f, point_fn fn, void *ctx,
                  struct ba_err *err)
{
    struct point_search search = { s, f, fn, ctx };
    enum ba_rc rc = point_rows(&search, err);

    if (rc == BA_OK)
        rc = findings_each(s, f->batch, f->dossier, take_finding, &search, err);
    if (rc == BA_OK && f->dossier == 0)
        rc = point_gaps(&search, err);
    if (rc == BA_OK && f->dossier == 0)
        rc = point_twice(&search, err);
    if (rc == BA_OK)
        rc = point_dossiers(&search, err);
    return rc == BA_OK ? point_odd(&search, err) : rc;
}
