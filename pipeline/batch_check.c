#include "pipeline/batch_check.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "ingest/file_order.h"
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

bool batch_check_wait(struct batch_waits *waits, const struct batch_files *w, size_t file,
                      const struct ba_err *result)
{
    if (strcmp(result->code, "FILE_CHANGING") == 0) {
        waits->changing++;
        return true;
    }
    if (strcmp(result->code, "DISK_READ") != 0)
        return false;
    if (waits->unread++ == 0 ||
        file_order_compare(w->files[file].path, w->files[waits->first_unread].path) < 0)
        waits->first_unread = file;
    return true;
}

static BA_RC unread(const struct batch_files *w, const struct batch_waits *waits, const char *batch,
                    struct ba_err *err)
{
    char *first = ba_name_escape(w->files[waits->first_unread].path);
    enum ba_rc rc =
        first == NULL
            ? ba_fail_mem(err, "batch")
            : ba_fail(err, BA_RETRY, "DISK_READ",
                      "batch %s: %zu file%s cannot be read by the disk or share, the first is %s; "
                      "nothing is said of %s. Check the disk, its cable or the share, and run this "
                      "again; the others were taken in",
                      batch, waits->unread, ba_s(waits->unread), first,
                      waits->unread == 1 ? "that scan" : "those scans");

    free(first);
    return rc;
}

BA_RC batch_check_sent(const struct batch_files *w, const struct batch_waits *waits,
                       const char *batch, struct ba_err *err)
{
    char *first;
    enum ba_rc rc;

    if (waits->unread > 0)
        return unread(w, waits, batch, err);
    if (waits->changing > 0)
        return ba_fail(err, BA_RETRY, "FILE_CHANGING",
                       "batch %s: %zu file%s changed while being read; wait until the scanner or "
                       "the copy has finished, then run this again",
                       batch, waits->changing, ba_s(waits->changing));
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
