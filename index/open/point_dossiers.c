/* What the register and the pages disagree about. */
#include "index/db/sql.h"
#include "index/open/point_private.h"

/* The dossiers that are asked about: ?1 is a batch, ?2 a dossier, both 0: all. */
#define CHOSEN                                                                                     \
    " d.id IN (SELECT id FROM dossier WHERE ?1 = 0 AND ?2 = 0"                                     \
    "  UNION SELECT dossier FROM page WHERE batch = ?1 UNION SELECT ?2)"
#define IN_ORDER " ORDER BY d.archive, d.sort_key"
/* A number that several archives have is named with its archive. */
#define PLACE_SQL                                                                                  \
    " CASE WHEN EXISTS (SELECT 1 FROM dossier o WHERE o.number = d.number AND o.id <> d.id)"       \
    "  THEN (SELECT name FROM archive WHERE id = d.archive) || ':' ELSE '' END || d.number"
#define PLACE PLACE_SQL ","
#define REGISTER_SAYS(code)                                                                        \
    "SELECT d.id, d.number," PLACE " r.line || ' ' || r.name, r.message FROM register_finding r"   \
    " JOIN dossier d ON d.id = r.dossier WHERE r.code = '" code "' AND" CHOSEN IN_ORDER            \
    ", r.line, r.name"

/*
 * Columns: dossier, number, place, fact, message. A number that is in no register can only be told
 * to be wrong where there is one. What stands in the register holds no paper.
 */
static const struct {
    const char *code;
    enum point_weight weight, without_register;
    const char *sql;
} queries[] = {
    { "REGISTER_NO_PAGES", POINT_TO_COME, POINT_TO_COME,
      "SELECT d.id, d.number," PLACE " '', 'the register lists ' || d.number || ', but no page of "
      "it was delivered' FROM dossier d WHERE d.in_register = 1 AND" CHOSEN
      " AND NOT EXISTS (SELECT 1 FROM page p WHERE p.dossier = d.id"
      "  AND p.state NOT IN ('separator','dropped'))" IN_ORDER },
    { "DOSSIER_NO_REGISTER", POINT_HOLDS, POINT_ASKED,
      "SELECT d.id, d.number," PLACE " '', 'pages of ' || d.number || ' were delivered, but the "
      "register has no such line; check the separator sheet, or complete the register'"
      " FROM dossier d WHERE d.in_register = 0 AND" CHOSEN
      " AND EXISTS (SELECT 1 FROM page p WHERE p.dossier = d.id) AND NOT EXISTS"
      " (SELECT 1 FROM dossier o WHERE o.number = d.number AND o.in_register = 1)" IN_ORDER },
    { "DOSSIER_AMBIGUOUS", POINT_HOLDS, POINT_HOLDS,
      "SELECT d.id, d.number," PLACE
      " n.archives, printf('the register has the number %s in %d archives, "
      "and its separator sheet does not say which; its pages were put in %s: check with the paper "
      "where they belong, and give one of the dossiers another number', d.number, n.archives,"
      " a.name) FROM (SELECT number, count(*) AS archives FROM dossier WHERE in_register = 1"
      " GROUP BY number HAVING archives > 1) AS n JOIN dossier d ON d.number = n.number"
      " JOIN archive a ON a.id = d.archive WHERE" CHOSEN
      " AND EXISTS (SELECT 1 FROM page p WHERE p.dossier = d.id)" IN_ORDER },
    { "REGISTER_LINES_DIFFER", POINT_ASKED, POINT_ASKED, REGISTER_SAYS("REGISTER_LINES_DIFFER") },
    { "REGISTER_VALUE_UNUSED", POINT_ASKED, POINT_ASKED, REGISTER_SAYS("REGISTER_VALUE_UNUSED") },
    { "SHEETS_DIFFER", POINT_HOLDS, POINT_HOLDS,
      "SELECT id, number, place, found || '=' || expected, printf('%s: the register expects %d "
      "page%s, %d came', number, expected, CASE expected WHEN 1 THEN '' ELSE 's' END, found)"
      " FROM (SELECT d.id, d.number," PLACE_SQL
      " AS place, CAST((SELECT nullif(value, '') FROM field f"
      "  WHERE f.dossier = d.id AND f.name = 'sheets_expected' ORDER BY source DESC, id DESC"
      "  LIMIT 1) AS INTEGER) AS expected, (SELECT count(*) FROM page p WHERE p.dossier = d.id"
      "  AND p.state NOT IN ('separator','dropped')) AS found, d.archive, d.sort_key"
      " FROM dossier d WHERE" CHOSEN ")"
      " WHERE expected IS NOT NULL AND found > 0 AND expected <> found"
      " ORDER BY archive, sort_key" },
};

static BA_RC each(const struct point_search *p, size_t kind, bool has_register, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc =
        sql_open(p->store, &st, err, queries[kind].sql, "ii", p->filter->batch, p->filter->dossier);

    while (rc == BA_OK && (rc = sql_next(p->store, st, &more, err)) == BA_OK && more) {
        struct point point = { .code = queries[kind].code,
                               .weight = has_register ? queries[kind].weight
                                                      : queries[kind].without_register,
                               .batch = "",
                               .dossier_id = sqlite3_column_int64(st, 0),
                               .dossier = sql_text(st, 1),
                               .object = sql_text(st, 1),
                               .place = sql_text(st, 2),
                               .fact = sql_text(st, 3),
                               .message = sql_text(st, 4) };

        rc = point_found(p, &point, err);
    }
    sql_close(p->store, st);
    return rc;
}

BA_RC point_dossiers(const struct point_search *p, struct ba_err *err)
{
    int64_t lines = 0;
    enum ba_rc rc = sql_int(p->store, &lines, err,
                            "SELECT EXISTS (SELECT 1 FROM dossier WHERE in_register = 1)", "");

    for (size_t i = 0; rc == BA_OK && i < sizeof(queries) / sizeof(queries[0]); i++)
        rc = each(p, i, lines != 0, err);
    return rc;
}
