/* What is wrong with deliveries and dossiers as a whole, in the report. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/records/dossier.h"
#include "index/records/finding.h"
#include "report/report.h"
#include "report/suspect_pages.h"

/* A line of the register each: of a project that begins, thousands. They are counted. */
#define COUNTED "REGISTER_NO_PAGES"

static char *copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static BA_RC add(struct report *r, const struct finding *f, struct ba_err *err)
{
    struct report_finding *to;

    if (ba_grow(&r->findings, &r->finding_cap, r->finding_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "report");
    to = &r->findings[r->finding_count];
    *to = (struct report_finding){ .batch = copy(f->batch),
                                   .code = copy(f->code),
                                   .object = copy(f->object),
                                   .message = copy(f->message),
                                   .settled = copy(f->settled),
                                   .who = copy(f->who),
                                   .level = f->level,
                                   .count = 1,
                                   .order = r->finding_count++ };
    while (to->batch_at < r->batch_count && to->batch != NULL &&
           strcmp(r->batches[to->batch_at].name, to->batch) != 0)
        to->batch_at++;
    return to->batch == NULL || to->code == NULL || to->object == NULL || to->message == NULL ||
                   to->settled == NULL || to->who == NULL
               ? ba_fail_mem(err, "report")
               : BA_OK;
}

static BA_RC add_batch_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    return add(ctx, f, err);
}

static BA_RC add_dossier_finding(void *ctx, const char *code, const char *dossier,
                                 const char *message, struct ba_err *err)
{
    struct report *r = ctx;
    struct report_finding *last = r->finding_count > 0 ? &r->findings[r->finding_count - 1] : NULL;
    bool counted = strcmp(code, COUNTED) == 0;

    if (counted && last != NULL && strcmp(last->code, COUNTED) == 0) {
        last->count++;
        return BA_OK;
    }
    return add(r,
               &(struct finding){ .code = code,
                                  .level = 'w',
                                  .object = counted ? "" : dossier,
                                  .message = counted ? "of these the register has a line, and no "
                                                       "page was delivered; `status --json` "
                                                       "lists them"
                                                     : message },
               err);
}

/* By batch as they came, then the dossiers. */
static int by_batch(const void *a, const void *b)
{
    const struct report_finding *p = a, *q = b;

    if (p->batch_at != q->batch_at)
        return p->batch_at < q->batch_at ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

BA_RC report_find(struct depot *depot, int64_t batch, struct report *r, struct ba_err *err)
{
    enum ba_rc rc = findings_each(depot->store, batch, add_batch_finding, r, err);

    if (rc == BA_OK)
        rc = suspect_batches(depot, batch, add_batch_finding, r, err);
    if (rc == BA_OK && batch == 0)
        rc = dossier_findings(depot->store, add_dossier_finding, r, err);
    if (rc == BA_OK && batch == 0)
        rc = suspect_dossiers(depot, add_dossier_finding, r, err);
    if (rc == BA_OK && r->finding_count > 1)
        qsort(r->findings, r->finding_count, sizeof(*r->findings), by_batch);
    return rc;
}

void report_findings_free(struct report *r)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        free(r->findings[i].batch);
        free(r->findings[i].code);
        free(r->findings[i].object);
        free(r->findings[i].message);
        free(r->findings[i].settled);
        free(r->findings[i].who);
    }
    free(r->findings);
}

size_t report_open_findings(const struct report *r)
{
    size_t open = 0;

    for (size_t i = 0; i < r->finding_count; i++)
        open += r->findings[i].level != 'i';
    return open;
}
