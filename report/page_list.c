#include "report/page_list.h"

#include "index/records/batch.h"

BA_RC page_list_each(struct depot *depot, const char *batch, page_fn fn, void *ctx,
                     struct ba_err *err)
{
    struct page_filter filter = { 0 };
    struct batch_row row;
    bool found = false;
    enum ba_rc rc = BA_OK;

    if (batch != NULL) {
        rc = batch_find(depot->store, batch, &row, &found, err);
        if (rc == BA_OK && !found)
            rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                         "there is no batch \"%s\"; bouwarchief status lists those there are",
                         batch);
        filter.batch = row.id;
    }
    return rc == BA_OK ? page_each(depot->store, &filter, fn, ctx, err) : rc;
}
