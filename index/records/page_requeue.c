#include "index/db/sql.h"
#include "index/records/page.h"

BA_RC page_requeue(struct store *s, int64_t page, struct ba_err *err)
{
    enum ba_rc rc = sql_run(s, err,
                            "UPDATE page SET state = 'waiting', rev = NULL, stale = 1"
                            " WHERE id = ? AND state NOT IN ('separator', 'dropped', 'waiting')",
                            "i", page);

    if (rc == BA_OK)
        rc =
            sql_run(s, err, "DELETE FROM page_reason WHERE page = ? AND origin = 'ocr'", "i", page);
    return rc;
}
