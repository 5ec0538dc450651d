/* What is wrong with deliveries and dossiers as a whole, in the report. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/open/point.h"
#include "report/report.h"

/* What is not open any more is told as a remark; of the rest an error is what was announced. */
static char level_of(const struct point *p)
{
    if (p->weight == POINT_REMARK || p->settled != NULL)
        return 'i';
    return p->announced ? 'e' : 'w';
}

static char *copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static BA_RC add(struct report *r, const struct point *p, bool counted, struct ba_err *err)
{
    struct report_finding *to;

    if (ba_grow(&r->findings, &r->finding_cap, r->finding_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "report");
    to = &r->findings[r->finding_count];
    *to = (struct report_finding){ .batch = copy(p->batch),
                                   .code = copy(p->code),
                                   .object = copy(counted ? "" : p->object),
                                   .message = copy(counted ? "of these the register has a line, "
                                                             "and no page was delivered; `status "
                                                             "--json` lists them"
                                                           : p->message),
                                   .settled = copy(p->settled),
                                   .who = copy(p->who),
                                   .level = level_of(p),
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

/* Refused files and pages have lists of their own. */
static BA_RC add_point(void *ctx, const struct point *p, struct ba_err *err)
{
    struct report *r = ctx;
    struct report_finding *last = r->finding_count > 0 ? &r->findings[r->finding_count - 1] : NULL;
    bool counted = p->weight == POINT_TO_COME && p->settled == NULL;

    if (p->file || p->page != 0)
        return BA_OK;
    if (counted && last != NULL && *last->object == '\0' && strcmp(last->code, p->code) == 0) {
        last->count++;
        return BA_OK;
    }
    return add(r, p, counted, err);
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
    enum ba_rc rc =
        points_each(depot->store, &(struct point_filter){ .batch = batch }, add_point, r, err);

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
