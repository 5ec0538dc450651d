#include "report/worklist.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/records/batch.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"
#include "report/suspect_pages.h"

enum who { OPERATOR, ARCHIVIST, SYSTEM, WHO_COUNT = WORKLIST_WHO };

static const struct {
    const char *name, *what, *todo;
} people[WHO_COUNT] = {
    [OPERATOR] = { "operator", "sheets to scan or copy again, or to look at",
                   "bouwarchief report --html lists them by box and sheet; then: bouwarchief "
                   "replace PAGE with "
                   "FILE|PAGE, batch withdraw BATCH --reason TEXT, or batch close BATCH --reason "
                   "TEXT" },
    [ARCHIVIST] = { "archivist", "pages and dossiers to decide on",
                    "look at each, then: bouwarchief assign PAGE... DOSSIER, set, or register "
                    "import" },
    [SYSTEM] = { "system", "pages to be read or tried again",
                 "bouwarchief ocr, then bouwarchief index; what failed first: bouwarchief retry" },
};

/* Reasons that are not the operator's to mend. */
static enum who who_of(const char *code)
{
    static const char *const archivist[] = { "NO_DOSSIER",           "SEPARATOR_CONFLICT",
                                             "SEPARATOR_UNREADABLE", "SEPARATOR_UNSURE",
                                             "OCR_DOUBTFUL",         "OCR_INK_UNREAD",
                                             "ORIENTATION_UNSURE",   "DOSSIER_PAGES_ODD" };
    static const char *const machine[] = { "OCR_TIMEOUT", "OCR_FAILED", "WORKER_CRASH",
                                           "WORKER_TIMEOUT", "WORKER_MEMORY" };

    for (size_t i = 0; i < sizeof(archivist) / sizeof(archivist[0]); i++)
        if (strcmp(code, archivist[i]) == 0)
            return ARCHIVIST;
    for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++)
        if (strcmp(code, machine[i]) == 0)
            return SYSTEM;
    return OPERATOR;
}

struct waits {
    struct ba_buf codes[WHO_COUNT]; /* "QUALITY_BORDER 3, ..." */
    int64_t count[WHO_COUNT];
};

static void add(struct waits *w, enum who who, const char *code, int64_t n)
{
    ba_buf_printf(&w->codes[who], "%s%s %" PRId64, w->count[who] > 0 ? ", " : "", code, n);
    w->count[who] += n;
}

static BA_RC add_reason(void *ctx, const char *code, char level, int64_t pages, struct ba_err *err)
{
    (void)err;
    if (level != 'i')
        add(ctx, who_of(code), code, pages);
    return BA_OK;
}

static BA_RC add_refused(void *ctx, const struct file_row *f, struct ba_err *err)
{
    int64_t *refused = ctx;

    (void)f;
    (void)err;
    ++*refused;
    return BA_OK;
}

/* Dossiers that are still to come are no decision. */
static BA_RC add_dossier(void *ctx, const char *code, const char *dossier, const char *message,
                         struct ba_err *err)
{
    int64_t *count = ctx;

    (void)dossier;
    (void)message;
    (void)err;
    *count += strcmp(code, "REGISTER_NO_PAGES") != 0;
    return BA_OK;
}

static BA_RC add_batch(void *ctx, const struct finding *f, struct ba_err *err)
{
    int64_t *count = ctx;

    (void)err;
    *count += f->level != 'i';
    return BA_OK;
}

static BA_RC collect(struct depot *depot, struct waits *w, struct ba_err *err)
{
    struct batch_totals total = { 0 };
    int64_t refused = 0, dossiers = 0, batches = 0;
    enum ba_rc rc = file_each(depot->store, 0, false, add_refused, &refused, err);

    if (rc == BA_OK)
        rc = batch_totals_read(depot->store, 0, &total, err);
    if (rc == BA_OK)
        rc = dossier_findings(depot->store, add_dossier, &dossiers, err);
    if (rc == BA_OK)
        rc = findings_each(depot->store, 0, add_batch, &batches, err);
    if (rc == BA_OK)
        rc = suspect_batches(depot, 0, add_batch, &batches, err);
    if (rc == BA_OK && batches > 0)
        add(w, OPERATOR, "findings on batches", batches);
    if (rc == BA_OK && dossiers > 0)
        add(w, ARCHIVIST, "findings on dossiers", dossiers);
    if (rc == BA_OK && refused > 0)
        add(w, OPERATOR, "refused files", refused);
    if (rc == BA_OK && total.waiting > 0)
        add(w, SYSTEM, "waiting", total.waiting);
    return rc == BA_OK ? reason_each(depot->store, 0, add_reason, w, err) : rc;
}

static BA_RC take(struct waits *waits, struct worklist *w, struct ba_err *err)
{
    for (int i = 0; i < WHO_COUNT; i++) {
        w->who[i] = (struct worklist_who){ .name = people[i].name,
                                           .what = people[i].what,
                                           .todo = people[i].todo,
                                           .count = waits->count[i],
                                           .reasons = strdup(ba_buf_str(&waits->codes[i])) };
        if (w->who[i].reasons == NULL)
            return ba_fail_mem(err, "output");
    }
    return BA_OK;
}

BA_RC worklist_read(struct depot *depot, struct worklist *w, struct ba_err *err)
{
    struct waits waits = { 0 };
    enum ba_rc rc;

    for (int i = 0; i < WHO_COUNT; i++)
        waits.codes[i] = (struct ba_buf)BA_BUF_INIT(65536);
    rc = collect(depot, &waits, err);
    for (int i = 0; i < WHO_COUNT && rc == BA_OK; i++)
        rc = ba_buf_check(&waits.codes[i], "output", err);
    if (rc == BA_OK)
        rc = take(&waits, w, err);
    for (int i = 0; i < WHO_COUNT; i++)
        ba_buf_free(&waits.codes[i]);
    return rc;
}

void worklist_free(struct worklist *w)
{
    for (int i = 0; i < WHO_COUNT; i++)
        free(w->who[i].reasons);
    *w = (struct worklist){ 0 };
}
