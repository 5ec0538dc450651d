#include "index/access/dossier_access.h"

#include <string.h>

#include "core/text/fold.h"
#include "index/db/sql.h"

#define HOLD_ACCESS 6

BA_RC dossier_access_of(struct store *s, int64_t dossier, const char **access, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc =
        sql_open(s, &st, err,
                 "SELECT value FROM field WHERE dossier = ? AND name = 'access'"
                 " ORDER BY source DESC, CASE source WHEN 1 THEN confidence ELSE 0 END DESC,"
                 " CASE source WHEN 1 THEN -id ELSE id END DESC LIMIT 1",
                 "i", dossier);

    *access = "";
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row && (*access = store_hold(s, HOLD_ACCESS, sql_text(st, 0))) == NULL)
        rc = ba_fail_mem(err, "an access restriction");
    sql_close(s, st);
    return rc;
}

bool dossier_access_is_open(const char *access, const char *const *values)
{
    char one[256], other[256];

    fold_line(access, one, sizeof one);
    for (size_t i = 0; one[0] != '\0' && values[i] != NULL; i++) {
        fold_line(values[i], other, sizeof other);
        if (strcmp(one, other) == 0)
            return true;
    }
    return false;
}
