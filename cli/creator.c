#include "cli/creator.h"

#include <stdio.h>
#include <stdlib.h>

#include "export/creator.h"

enum ba_rc creator_say(const struct app *app, const struct export_lists *lists,
                       const struct export_archive *a, int from, int to, struct ba_err *err)
{
    char *advice;

    if (config_is_example(&app->config))
        return BA_OK;
    advice = creator_advice(lists, a->creator_name, a->creator_code, a->creator_source, from, to);
    if (advice == NULL)
        return ba_fail_mem(err, "an archive");
    if (*advice != '\0')
        fprintf(stderr, "bouwarchief: warning: %s [ARCHIVE_CREATOR]\n", advice);
    free(advice);
    return BA_OK;
}
