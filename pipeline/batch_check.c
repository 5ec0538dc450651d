#include "pipeline/batch_check.h"

#include <stdlib.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "pipeline/place_pages.h"

/* A depot is no batch: its masters would come in once more. */
static bool is_bad_place(const char *folder, const char *depot)
{
    static const char *const own[] = { "masters", "derived", "packages", "work" };
    bool bad = ba_is_within(depot, folder);

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        char *place = ba_path_join(depot, own[i]);

        bad = bad || (place != NULL && ba_is_within(folder, place));
        free(place);
    }
    return bad;
}

BA_RC batch_check_start(struct depot *depot, const char *folder, struct ba_err *err)
{
    char *given = realpath(folder, NULL), *own = realpath(depot->folder, NULL);
    bool ignored = false;
    enum ba_rc rc = BA_OK;

    if (given != NULL && own != NULL && is_bad_place(given, own))
        rc =
            ba_fail(err, BA_FATAL, "BATCH_BAD_PLACE",
                    "%s is the depot, or holds it, or lies in it; name the folder that the scanner "
                    "wrote",
                    folder);
    free(given);
    free(own);
    return rc == BA_OK ? place_code_counts(depot, "DOSSIER:", &ignored, err) : rc;
}

BA_RC batch_check_sent(const struct batch_files *w, size_t changing, const char *batch,
                       struct ba_err *err)
{
    char *first;
    enum ba_rc rc;

    if (changing > 0)
        return ba_fail(err, BA_RETRY, "FILE_CHANGING",
                       "batch %s: %zu file%s changed while being read; wait until the scanner or "
                       "the copy has finished, then run this again",
                       batch, changing, ba_s(changing));
    if (w->unsent == 0)
        return BA_OK;
    first = ba_name_escape(w->first_unsent);
    rc =
        first == NULL
            ? ba_fail_mem(err, "batch")
            : ba_fail(err, BA_RETRY, "FILE_CHANGING",
                      "batch %s: %zu file%s still being sent, the first is %s; wait until the copy "
                      "has finished and run this again, or remove what was left of a copy that was "
                      "broken off",
                      batch, w->unsent, w->unsent == 1 ? " is" : "s are", first);
    free(first);
    return rc;
}
