#include "index/open/settle.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/file.h"
#include "index/db/sql.h"

/* The words of the audit log: "batch doos-13, scan_0005.tif", "dossier 1966/456 (Archief)". */
static BA_RC audit(struct store *s, const struct point *p, const char *action, const char *who,
                   const char *reason, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    char *object = NULL;
    enum ba_rc rc = BA_OK;

    if (p->batch_id != 0) {
        object = ba_strf("batch %s%s%s", p->batch, *p->object != '\0' ? ", " : "", p->object);
    } else {
        rc = sql_open(s, &st, err,
                      "SELECT a.name FROM dossier d JOIN archive a ON a.id = d.archive"
                      " WHERE d.id = ?",
                      "i", p->dossier_id);
        if (rc == BA_OK)
            rc = sql_next(s, st, &row, err);
        if (rc == BA_OK)
            object = ba_strf("dossier %s (%s)", p->dossier, row ? sql_text(st, 0) : "");
        sql_close(s, st);
    }
    if (rc == BA_OK)
        rc = object == NULL ? ba_fail_mem(err, "an audit record")
                            : store_audit(s, who, action, object, reason, p->code, err);
    free(object);
    return rc;
}

BA_RC point_settle(struct store *s, const struct point *p, const char *who, const char *reason,
                   struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc;

    ba_time_text(ba_now(), at);
    rc = sql_run(s, err,
                 "INSERT OR REPLACE INTO settled_point(code, batch, dossier, object, fact, at, who,"
                 " reason) VALUES(?,?,?,?,?,?,?,?)",
                 "tiittttt", p->code, p->batch_id, p->batch_id == 0 ? p->dossier_id : (int64_t)0,
                 p->object, p->fact, at, who, reason);
    return rc == BA_OK ? audit(s, p, "settle", who, reason, err) : rc;
}

BA_RC point_unsettle(struct store *s, const struct point *p, const char *who, const char *reason,
                     struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err,
                            "DELETE FROM settled_point WHERE code = ?1 AND batch = ?2"
                            " AND dossier = ?3 AND object = ?4 AND fact IN (?5, '*')",
                            "tiitt", p->code, p->batch_id,
                            p->batch_id == 0 ? p->dossier_id : (int64_t)0, p->object, p->fact);

    return rc == BA_OK ? audit(s, p, "unsettle", who, reason, err) : rc;
}

BA_RC point_list_add(struct point_list *l, const struct point *p, struct ba_err *err)
{
    struct point *to;

    if (ba_grow(&l->at, &l->cap, l->count + 1, sizeof(*l->at)) != 0)
        return ba_fail_mem(err, "what is open");
    to = &l->at[l->count++];
    *to = *p;
    to->code = strdup(p->code);
    to->batch = strdup(p->batch);
    to->dossier = strdup(p->dossier);
    to->object = strdup(p->object);
    to->place = strdup(p->place);
    to->fact = strdup(p->fact);
    to->message = strdup(p->message);
    to->settled = p->settled == NULL ? NULL : strdup(p->settled);
    to->who = strdup(p->who);
    return to->code == NULL || to->batch == NULL || to->dossier == NULL || to->object == NULL ||
                   to->place == NULL || to->fact == NULL || to->message == NULL ||
                   (p->settled != NULL && to->settled == NULL) || to->who == NULL
               ? ba_fail_mem(err, "what is open")
               : BA_OK;
}

void point_list_free(struct point_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct point *p = &l->at[i];
        const char *const texts[] = { p->code, p->batch,   p->dossier, p->object, p->place,
                                      p->fact, p->message, p->settled, p->who };

        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
            free((char *)texts[k]);
    }
    free(l->at);
    *l = (struct point_list){ 0 };
}
