#include "pipeline/package/verify_run.h"

#include <inttypes.h>
#include <stdio.h>

#include "depot/actor.h"
#include "depot/value_list_files.h"
#include "index/records/audit.h"

BA_RC verify_run_package(struct depot *depot, const struct verify_run_opts *o, verify_fn fn,
                         void *ctx, struct verify_counts *counts, struct ba_err *err)
{
    struct value_lists lists = { 0 };
    struct verify_opts opts = { .lists = &lists, .xsd = o->xsd, .by_pakbon = o->profile == NULL };
    enum ba_rc rc = value_list_files_load_for(depot, o->path, &lists, err);

    if (rc == BA_OK && o->profile != NULL)
        rc = value_list_files_choose(&lists, o->profile, err);
    if (rc == BA_OK)
        rc = verify_package(o->path, &opts, fn, ctx, counts, err);
    export_lists_free(&lists);
    return rc;
}

static BA_RC record_audit(struct depot *depot, const char *since, const struct depot_counts *c,
                          struct ba_err *err)
{
    char detail[160];
    enum ba_rc rc;

    snprintf(detail, sizeof(detail),
             "%" PRIu64 " masters of %" PRIu64 " bytes read, %" PRIu64 " differences", c->masters,
             c->bytes, c->differences);
    store_close(depot->store);
    depot->store = NULL;
    rc = depot_open(depot, NEED_CONFIG | NEED_WRITE, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = store_audit(depot->store, actor_or_login(NULL), "verify", since, NULL, detail, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    if (rc != BA_OK)
        ba_err_wrap(err, "the masters were read (%s), but the audit log has no line of it", detail);
    return rc;
}

BA_RC verify_run_depot(struct depot *depot, const char *since, verify_fn fn, void *ctx,
                       struct ba_messages *told, struct depot_counts *counts, struct ba_err *err)
{
    struct ba_err recorded = BA_ERR_INIT;
    enum ba_rc rc = verify_depot(depot, since, fn, ctx, counts, err);

    counts->whole = rc == BA_OK || rc == BA_ITEM;
    counts->right = rc == BA_OK;
    if (!counts->whole || since == NULL || record_audit(depot, since, counts, &recorded) == BA_OK)
        return rc;
    if (rc != BA_OK) {
        ba_messages_printf(told, BA_REFUSED, recorded.code, "%s", recorded.msg);
        return rc;
    }
    *err = recorded;
    return recorded.rc;
}
