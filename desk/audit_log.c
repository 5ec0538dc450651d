#include "desk/audit_log.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/date.h"
#include "core/file.h"
#include "depot/designator.h"

BA_RC audit_log_each(struct depot *depot, const struct audit_log_what *what, audit_fn fn, void *ctx,
                     struct ba_err *err)
{
    struct audit_filter f = { .object = what->object, .who = what->who, .since = what->since };
    struct designator w = { 0 };
    char *document = NULL;
    enum ba_rc rc = BA_OK;

    if (f.since != NULL && !date_is(f.since))
        rc = ba_fail(err, BA_FATAL, "USAGE", "--since wants a date such as 2026-11-24");
    if (rc == BA_OK && f.object != NULL)
        rc = designator_all(depot, f.object, what->archive, &w, err);
    if (rc == BA_OK && w.count == 1) {
        f.archive = w.at[0].archive;
        f.object = w.at[0].number;
        if (w.at[0].of.document != 0) {
            document = ba_strf("%s-%03" PRId64, w.at[0].number, w.at[0].of.document);
            f.object = document;
            rc = document != NULL ? BA_OK : ba_fail_mem(err, "the log");
        }
    }
    if (rc == BA_OK)
        rc = audit_each(depot->store, &f, fn, ctx, err);
    designator_free(&w);
    free(document);
    return rc;
}
