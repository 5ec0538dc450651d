#include "report/worklist.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

enum who { OPERATOR, ARCHIVIST, SYSTEM, WHO_COUNT = WORKLIST_WHO };

static const struct {
    const char *name, *what, *todo;
} people[WHO_COUNT] = {
    [OPERATOR] = { "operator", "sheets to scan or copy again, or to look at",
                   "bouwarchief report --html lists them by box and sheet; then: bouwarchief "
                   "replace PAGE with FILE|PAGE, insert FILE after PAGE, batch withdraw BATCH "
                   "--reason TEXT, or settle POINT --reason TEXT" },
    [ARCHIVIST] = { "archivist", "pages and dossiers to decide on",
                    "look at each, then: bouwarchief assign PAGE... DOSSIER, set, register import, "
                    "or settle POINT --reason TEXT" },
    [SYSTEM] = { "system", "pages to be read or tried again",
                 "bouwarchief ocr, then bouwarchief index; what failed first: bouwarchief retry" },
};

/* Reasons that are not the operator's to mend. */
static enum who who_of(const char *code)
{
    static const char *const archivist[] = {
        "NO_DOSSIER",         "SEPARATOR_CONFLICT",    "SEPARATOR_UNREADABLE",
        "SEPARATOR_UNSURE",   "OCR_DOUBTFUL",          "OCR_INK_UNREAD",
        "ORIENTATION_UNSURE", "DOSSIER_PAGES_ODD",     "DOSSIER_NO_REGISTER",
        "DOSSIER_AMBIGUOUS",  "REGISTER_LINES_DIFFER", "REGISTER_VALUE_UNUSED",
        "SHEETS_DIFFER"
    };
    static const char *const machine[] = { "OCR_TIMEOUT",    "OCR_FAILED",    "WORKER_CRASH",
                                           "WORKER_TIMEOUT", "WORKER_MEMORY", "PAGE_WAITING" };

    for (size_t i = 0; i < sizeof(archivist) / sizeof(archivist[0]); i++)
        if (strcmp(code, archivist[i]) == 0)
            return ARCHIVIST;
    for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++)
        if (strcmp(code, machine[i]) == 0)
            return SYSTEM;
    return OPERATOR;
}

/* So many points of a code. */
struct code_count {
    const char *code;
    int64_t points;
};

struct waits {
    struct code_count *codes; /* owned; as they were met */
    size_t count, cap;
};

static BA_RC add(struct waits *w, const char *code, struct ba_err *err)
{
    size_t i = 0;

    while (i < w->count && strcmp(w->codes[i].code, code) != 0)
        i++;
    if (i == w->count) {
        if (ba_grow(&w->codes, &w->cap, w->count + 1, sizeof(*w->codes)) != 0)
            return ba_fail_mem(err, "output");
        w->codes[w->count++] = (struct code_count){ code, 0 };
    }
    w->codes[i].points++;
    return BA_OK;
}

static BA_RC take(const struct waits *waits, enum who who, struct worklist_who *to,
                  struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(65536);
    enum ba_rc rc;

    *to = (struct worklist_who){ .name = people[who].name,
                                 .what = people[who].what,
                                 .todo = people[who].todo };
    for (size_t i = 0; i < waits->count; i++) {
        if (who_of(waits->codes[i].code) != who)
            continue;
        ba_buf_printf(&text, "%s%s %" PRId64, to->count > 0 ? ", " : "", waits->codes[i].code,
                      waits->codes[i].points);
        to->count += waits->codes[i].points;
    }
    rc = ba_buf_check(&text, "output", err);
    if (rc == BA_OK && (to->reasons = strdup(ba_buf_str(&text))) == NULL)
        rc = ba_fail_mem(err, "output");
    ba_buf_free(&text);
    return rc;
}

BA_RC worklist_make(const struct point_list *points, struct worklist *w, struct ba_err *err)
{
    struct waits waits = { 0 };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < points->count && rc == BA_OK; i++)
        if (point_asks(&points->at[i]))
            rc = add(&waits, points->at[i].code, err);
    for (int i = 0; i < WHO_COUNT && rc == BA_OK; i++)
        rc = take(&waits, (enum who)i, &w->who[i], err);
    free(waits.codes);
    return rc;
}

void worklist_free(struct worklist *w)
{
    for (int i = 0; i < WHO_COUNT; i++)
        free(w->who[i].reasons);
    *w = (struct worklist){ 0 };
}
