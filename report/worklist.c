#include "report/worklist.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/message.h"
#include "core/buf.h"
#include "index/records/batch.h"
#include "index/records/page.h"
#include "report/suspect_pages.h"

enum who { OPERATOR, ARCHIVIST, SYSTEM, WHO_COUNT };

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
                                             "SEPARATOR_UNREADABLE", "OCR_DOUBTFUL",
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

static enum ba_rc add_reason(void *ctx, const char *code, char level, int64_t pages,
                             struct ba_err *err)
{
    (void)err;
    if (level != 'i')
        add(ctx, who_of(code), code, pages);
    return BA_OK;
}

static enum ba_rc add_refused(void *ctx, const struct file_row *f, struct ba_err *err)
{
    int64_t *refused = ctx;

    (void)f;
    (void)err;
    ++*refused;
    return BA_OK;
}

/* Dossiers that are still to come are no decision. */
static enum ba_rc add_dossier(void *ctx, const char *code, const char *dossier, const char *message,
                              struct ba_err *err)
{
    int64_t *count = ctx;

    (void)dossier;
    (void)message;
    (void)err;
    *count += strcmp(code, "REGISTER_NO_PAGES") != 0;
    return BA_OK;
}

static enum ba_rc add_batch(void *ctx, const struct finding *f, struct ba_err *err)
{
    int64_t *count = ctx;

    (void)err;
    *count += f->level != 'i';
    return BA_OK;
}

static enum ba_rc collect(struct depot *depot, struct waits *w, struct ba_err *err)
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

static enum ba_rc tell(const struct depot *depot, const struct waits *w, json_t *root,
                       struct ba_err *err)
{
    json_t *list = root == NULL ? NULL : json_array();

    if (root != NULL && json_object_set_new(root, "waits", list) != 0)
        return ba_fail_mem(err, "output");
    if (root == NULL)
        puts("what waits for whom");
    for (int i = 0; i < WHO_COUNT; i++) {
        if (root == NULL && w->count[i] > 0)
            say(depot, stdout, "  %-9s %s: %" PRId64 " (%s); %s\n", people[i].name, people[i].what,
                w->count[i], ba_buf_str(&w->codes[i]), people[i].todo);
        else if (root != NULL &&
                 json_array_append_new(
                     list, json_pack("{s:s, s:I, s:s, s:s, s:s}", "who", people[i].name, "count",
                                     (json_int_t)w->count[i], "what", people[i].what, "reasons",
                                     ba_buf_str(&w->codes[i]), "do", people[i].todo)) != 0)
            return ba_fail_mem(err, "output");
    }
    if (root == NULL && w->count[OPERATOR] + w->count[ARCHIVIST] + w->count[SYSTEM] == 0)
        puts("  nothing");
    return BA_OK;
}

enum ba_rc waits_tell(struct depot *depot, json_t *root, struct ba_err *err)
{
    struct waits w = { 0 };
    enum ba_rc rc;

    for (int i = 0; i < WHO_COUNT; i++)
        w.codes[i] = (struct ba_buf)BA_BUF_INIT(65536);
    rc = collect(depot, &w, err);
    for (int i = 0; i < WHO_COUNT && rc == BA_OK; i++)
        rc = ba_buf_check(&w.codes[i], "output", err);
    if (rc == BA_OK)
        rc = tell(depot, &w, root, err);
    for (int i = 0; i < WHO_COUNT; i++)
        ba_buf_free(&w.codes[i]);
    return rc;
}
