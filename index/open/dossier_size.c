/* Dossiers with far more pages than others: a separator may have been missed. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/buf.h"
#include "index/db/sql.h"
#include "index/open/point_private.h"

enum {
    DOSSIERS_MIN = 10, /* fewer say nothing of what is usual */
    PAGES_MIN = 20,    /* fewer are never odd */
};

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int64_t point_odd_limit(int64_t *pages, size_t count)
{
    double *away, median, spread, limit;

    if (count < DOSSIERS_MIN)
        return 0;
    away = calloc(count, sizeof(*away));
    if (away == NULL)
        return 0;
    qsort(pages, count, sizeof(*pages), by_value);
    /* Numbers of pages are spread by factors, not by differences; three deviations, measured by
     * the median so that the odd ones themselves do not count, of at least a factor 1.4. */
    median = log((double)pages[count / 2]);
    for (size_t i = 0; i < count; i++)
        away[i] = fabs(log((double)pages[i]) - median);
    qsort(away, count, sizeof(*away), by_double);
    spread = fmax(1.4826 * away[count / 2], log(1.4));
    limit = ceil(exp(median + 3 * spread));
    free(away);
    return limit < PAGES_MIN ? PAGES_MIN : (int64_t)limit;
}

static BA_RC count_all(struct store *s, struct point_sizes *sizes, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    int64_t *pages = NULL;
    size_t count = 0, cap = 0;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT count(*) FROM page WHERE dossier IS NOT NULL"
                             " AND state NOT IN ('separator','dropped') GROUP BY dossier",
                             "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        if (ba_grow(&pages, &cap, count + 1, sizeof(*pages)) != 0)
            rc = ba_fail_mem(err, "dossiers");
        else
            pages[count++] = sqlite3_column_int64(st, 0);
    }
    sql_close(s, st);
    if (rc == BA_OK) {
        sizes->limit = point_odd_limit(pages, count);
        sizes->usual = sizes->limit > 0 ? pages[count / 2] : 0;
        sizes->known = true;
    }
    free(pages);
    return rc;
}

/* Of as many pages as the register expects nobody is asked. ?1: batch, ?2: dossier, ?3: limit. */
static const char odd_sql[] =
    "SELECT id, number, pages FROM (SELECT d.id, d.number, d.archive, d.sort_key, (SELECT count(*)"
    "  FROM page p WHERE p.dossier = d.id AND p.state NOT IN ('separator','dropped')) AS pages,"
    "  (SELECT CAST(nullif(value, '') AS INTEGER) FROM field f WHERE f.dossier = d.id"
    "   AND f.name = 'sheets_expected' ORDER BY source DESC, id DESC LIMIT 1) AS expected"
    "  FROM dossier d WHERE d.id IN (SELECT id FROM dossier WHERE ?1 = 0 AND ?2 = 0"
    "   UNION SELECT dossier FROM page WHERE batch = ?1 UNION SELECT ?2))"
    " WHERE pages >= ?3 AND pages IS NOT expected ORDER BY archive, sort_key";

static BA_RC tell(const struct point_search *p, const struct point_sizes *sizes, sqlite3_stmt *st,
                  struct ba_err *err)
{
    int64_t pages = sqlite3_column_int64(st, 2);
    char message[300], fact[24];
    struct point point = { .code = "DOSSIER_PAGES_ODD",
                           .weight = POINT_HOLDS,
                           .batch = "",
                           .dossier_id = sqlite3_column_int64(st, 0),
                           .dossier = sql_text(st, 1),
                           .object = sql_text(st, 1),
                           .place = sql_text(st, 1),
                           .fact = fact,
                           .message = message };

    snprintf(fact, sizeof(fact), "%" PRId64, pages);
    snprintf(message, sizeof(message),
             "%.100s has %" PRId64 " pages, half of the dossiers have %" PRId64 " or fewer; look "
             "whether a separator was missed",
             point.dossier, pages, sizes->usual);
    return point_found(p, &point, err);
}

BA_RC point_odd(const struct point_search *p, struct ba_err *err)
{
    struct point_sizes own = { 0 };
    struct point_sizes *sizes = p->filter->sizes != NULL ? p->filter->sizes : &own;
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sizes->known ? BA_OK : count_all(p->store, sizes, err);

    if (rc != BA_OK || sizes->limit == 0)
        return rc;
    rc = sql_open(p->store, &st, err, odd_sql, "iii", p->filter->batch, p->filter->dossier,
                  sizes->limit);
    while (rc == BA_OK && (rc = sql_next(p->store, st, &more, err)) == BA_OK && more)
        rc = tell(p, sizes, st, err);
    sql_close(p->store, st);
    return rc;
}
