#include "depot/value_list_files.h"

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

static BA_RC load(const struct depot *depot, const char *own, struct value_lists *lists,
                  struct ba_err *err)
{
    enum { CANDIDATES = 4 };
    int len = (int)(ba_basename(depot->exe) - depot->exe);

    for (size_t i = 0; i < CANDIDATES; i++) {
        char *dir = candidate(i, len, depot->exe);
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

BA_RC value_list_files_load(const struct depot *depot, struct value_lists *lists,
                            struct ba_err *err)
{
    char *settings = depot_path(depot, "bouwarchief.conf");
    /* A folder that is no depot has no say, whatever lies in it. */
    bool is_depot = settings != NULL && access(settings, F_OK) == 0;

    if (settings == NULL)
        return ba_fail_mem(err, "value lists");
    free(settings);
    return load(depot, is_depot ? depot->folder : NULL, lists, err);
}

/* Is the folder in what lies at path, or does that lie in it among its own files? */
static bool came_with(const char *folder, const char *path)
{
    char *at = realpath(path, NULL), *depot = realpath(folder, NULL);
    bool came = true; /* what cannot be told apart is not trusted */

    if (at != NULL && depot != NULL) {
        came = ba_is_within(depot, at);
        at[ba_basename(at) - at] = '\0';
        came = came || (ba_is_within(depot, at) && ba_is_within(at, depot));
    }
    free(depot);
    free(at);
    return came;
}

BA_RC value_list_files_load_for(const struct depot *depot, const char *path,
                                struct value_lists *lists, struct ba_err *err)
{
    if (!depot->folder_given && came_with(depot->folder, path))
        return load(depot, NULL, lists, err);
    return value_list_files_load(depot, lists, err);
}

BA_RC value_list_files_choose(struct value_lists *lists, const char *profile, struct ba_err *err)
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

BA_RC value_list_files_open_access(const struct depot *depot, struct open_access *out,
                                   struct ba_err *err)
{
    const struct value_lists *lists = &out->lists;
    size_t open = 0, undecided = 0;
    enum ba_rc rc = value_list_files_load(depot, &out->lists, err);

    if (rc != BA_OK)
        return rc;
    out->words = calloc(lists->access_count * 3 + 1, sizeof(*out->words));
    out->undecided = calloc(lists->access_count * 3 + 1, sizeof(*out->undecided));
    if (out->words == NULL || out->undecided == NULL)
        return ba_fail_mem(err, "the kinds of access");
    for (size_t i = 0; i < lists->access_count; i++) {
        const struct list_access *a = list_find_access(lists, lists->access[i].key);
        const char *all[] = { a != NULL ? a->key : "", a != NULL ? a->code : "",
                              a != NULL ? a->label : "" };

        /* An empty code would be access that nobody decided on. */
        for (size_t k = 0; a != NULL && !a->restricted && k < 3; k++)
            if (all[k][0] != '\0' && list_is_open(a))
                out->words[open++] = all[k];
            else if (all[k][0] != '\0')
                out->undecided[undecided++] = all[k];
    }
    return BA_OK;
}

void open_access_free(struct open_access *o)
{
    free(o->words);
    free(o->undecided);
    export_lists_free(&o->lists);
    *o = (struct open_access){ 0 };
}
