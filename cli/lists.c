#include "cli/lists.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"

/*
 * In the order of preference, %.*s being the folder of the program with its slash: the tree that it
 * was built in, what `make install` put beside it, and, for a program that was built into another
 * folder, the places it knew when it was compiled.
 */
static char *candidate(size_t i, int len, const char *exe)
{
    switch (i) {
    case 0:
        return ba_strf("%.*sconfig/lists", len, exe);
    case 1:
        return ba_strf("%.*s../share/bouwarchief/lists", len, exe);
    case 2:
        return ba_strf("%s/config/lists", BA_SOURCEDIR);
    default:
        return ba_strf("%s/lists", BA_DATADIR);
    }
}

enum ba_rc lists_load(const struct app *app, struct export_lists *lists, struct ba_err *err)
{
    enum { CANDIDATES = 4 };
    int len = (int)(ba_basename(app->exe) - app->exe);
    char *settings = app_path(app, "bouwarchief.conf");
    /* A folder that is no depot has no say, whatever lies in it. */
    const char *own = settings != NULL && access(settings, F_OK) == 0 ? app->depot : NULL;

    if (settings == NULL)
        return ba_fail_mem(err, "value lists");
    free(settings);
    for (size_t i = 0; i < CANDIDATES; i++) {
        char *dir = candidate(i, len, app->exe);
        enum ba_rc rc = BA_OK;
        bool there = dir != NULL && (ba_is_dir(dir) || i + 1 == CANDIDATES);

        if (dir == NULL)
            return ba_fail_mem(err, "value lists");
        if (there)
            rc = export_lists_load(dir, own, lists, err);
        free(dir);
        if (there)
            return rc;
    }
    return BA_OK;
}

enum ba_rc lists_choose(struct export_lists *lists, const char *profile, struct ba_err *err)
{
    struct ba_buf names = BA_BUF_INIT((size_t)1 << 16);
    enum ba_rc rc;

    if (export_lists_choose(lists, profile))
        return BA_OK;
    for (size_t i = 0; i < lists->receiver_count; i++)
        ba_buf_printf(&names, "%s%s", i > 0 ? ", " : "", lists->receivers[i].name);
    rc = ba_fail(err, BA_FATAL, "USAGE",
                 "there is no receiver \"%s\" in ontvangers.csv; there are: %s", profile,
                 ba_buf_str(&names));
    ba_buf_free(&names);
    return rc;
}
