#include "index/build/index.h"
#include "index/db/sql.h"

BA_RC index_reset(struct store *s, struct ba_err *err)
{
    enum ba_rc rc = store_begin(s, err);

    if (rc == BA_OK)
        rc = sql_script(s,
                        "INSERT INTO search(search) VALUES('delete-all');"
                        "INSERT INTO open_search(open_search) VALUES('delete-all');"
                        "DELETE FROM page_text; DELETE FROM doc; DELETE FROM vocabulary;"
                        "DELETE FROM open_doc; DELETE FROM open_vocabulary;"
                        "DELETE FROM field WHERE source = 1; DELETE FROM title_block;"
                        "UPDATE page SET kind = NULL, stale = 1;"
                        "UPDATE dossier SET stale = 1;",
                        err);
    if (rc == BA_OK)
        return store_commit(s, err);
    store_rollback(s);
    return rc;
}
