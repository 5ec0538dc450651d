#include "report/package_list.h"

BA_RC package_list_each(struct depot *depot, package_fn fn, void *ctx, struct ba_err *err)
{
    return package_record_each(depot->store, fn, ctx, err);
}

json_t *package_list_json(const struct package_row *row)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "delivery", row->delivery, "state",
                     row->state, "made_at", row->made_at, "changed_at", row->changed_at, "reason",
                     row->reason, "dossiers", (json_int_t)row->dossiers, "pages",
                     (json_int_t)row->pages);
}
