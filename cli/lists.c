#include "cli/lists.h"

#include <stdlib.h>

#include "core/file.h"

enum ba_rc lists_load(const struct app *app, struct export_lists *lists, struct ba_err *err)
{
    char *beside = ba_strf("%.*sconfig/lists", (int)(ba_basename(app->exe) - app->exe), app->exe);
    enum ba_rc rc;

    if (beside == NULL)
        return ba_fail_mem(err, "value lists");
    rc = export_lists_load(ba_is_dir(beside) ? beside : BA_DATADIR "/lists", lists, err);
    free(beside);
    return rc;
}
