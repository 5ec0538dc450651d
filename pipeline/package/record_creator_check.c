#include "pipeline/package/record_creator_check.h"

#include <stdlib.h>

#include "depot/value_list_files.h"
#include "export/sip/record_creator.h"

BA_RC creator_check(const struct depot *depot, const struct value_lists *lists,
                    const struct export_archive *a, int from, int to, struct ba_messages *told,
                    struct ba_err *err)
{
    char *advice;

    if (config_is_example(&depot->config))
        return BA_OK;
    advice =
        record_creator_advice(lists, a->creator_name, a->creator_code, a->creator_source, from, to);
    if (advice == NULL)
        return ba_fail_mem(err, "an archive");
    if (*advice != '\0')
        ba_messages_printf(told, BA_WARNING, "ARCHIVE_CREATOR", "%s", advice);
    free(advice);
    return BA_OK;
}

BA_RC creator_check_of(const struct loader *l, const size_t *chosen, size_t count,
                       const struct export_archive *a, struct ba_messages *told, struct ba_err *err)
{
    int from = 0, to = 0;

    for (size_t i = 0; i < count; i++) {
        const struct load_item *item = &l->items[chosen[i]];

        if (item->year_from > 0 && (from == 0 || item->year_from < from))
            from = item->year_from;
        if (item->year_to > to)
            to = item->year_to;
    }
    return creator_check(l->depot, l->lists, a, from, to, told, err);
}

BA_RC creator_check_own(const struct depot *depot, struct ba_messages *told, struct ba_err *err)
{
    const struct export_archive a = { .creator_name = depot->config.archive_creator,
                                      .creator_code = depot->config.archive_creator_code,
                                      .creator_source = depot->config.archive_creator_source };
    struct value_lists lists = { 0 };
    enum ba_rc rc = value_list_files_load(depot, &lists, err);

    if (rc == BA_OK)
        rc = creator_check(depot, &lists, &a, 0, 0, told, err);
    export_lists_free(&lists);
    return rc;
}
