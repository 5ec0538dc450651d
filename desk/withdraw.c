#include "desk/withdraw.h"

#include "index/correction/batch_withdraw.h"

BA_RC withdraw_batch(struct depot *depot, const struct decision *by, const char *batch,
                     struct batch_row *was, struct ba_err *err)
{
    struct correction c = decision_record(by);
    bool found = false;
    enum ba_rc rc;

    *was = (struct batch_row){ 0 };
    rc = batch_find(depot->store, batch, was, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief batch list", batch);
    if (rc == BA_OK && (by->reason == NULL || *by->reason == '\0'))
        rc =
            ba_fail(err, BA_FATAL, "USAGE", "batch withdraw wants a --reason: it is kept for ever");
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = batch_withdraw(depot->store, was, &c, err);
    return decision_commit_index(depot, by, rc, err);
}
