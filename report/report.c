#include "report/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "index/records/batch_dossier.h"
#include "index/records/near_duplicate.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"
#include "ingest/file_order.h"

/* Two standard errors: 19 times in 20. */
#define SURE 1.96
/* Thick dossiers are rare: few dossiers show too small a spread. Set so that in simulated projects
 * (tests/unit/test_cli_report.c) the range holds the outcome 9 times in 10 from the first tenth on.
 */
#define FEW 1.5

static BA_RC add_batch(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct report *r = ctx;
    struct report_batch *to;

    if (ba_grow(&r->batches, &r->batch_cap, r->batch_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "report");
    to = &r->batches[r->batch_count];
    *to = (struct report_batch){ .name = strdup(b->name), .complete = b->complete };
    if (to->name == NULL)
        return ba_fail_mem(err, "report");
    to->ledger.files = b->id; /* until the walk over the batches is done */
    r->batch_count++;
    return BA_OK;
}

static BA_RC add_reason(struct report_item *i, const struct figure_row *row, struct ba_err *err)
{
    const struct code *words = report_words(row->code);
    struct report_reason *to;

    if (ba_grow(&i->reasons, &i->cap, i->count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "report");
    to = &i->reasons[i->count++];
    *to = (struct report_reason){ strdup(row->code), strdup(row->message), row->level };
    i->weight += words->weight + (row->level == 'e' ? 50 : 0);
    i->rescan = i->rescan || words->again;
    return to->code == NULL || to->message == NULL ? ba_fail_mem(err, "report") : BA_OK;
}

static BA_RC add_item(struct report_item **list, size_t *count, size_t *cap,
                      const struct figure_row *row, struct ba_err *err)
{
    struct report_item *i;

    if (ba_grow(list, cap, *count + 1, sizeof(**list)) != 0)
        return ba_fail_mem(err, "report");
    i = &(*list)[(*count)++];
    *i = (struct report_item){ .batch = strdup(row->batch),
                               .file = strdup(row->file),
                               .dossier = strdup(row->dossier),
                               .box = strdup(row->box),
                               .page = row->page,
                               .sheet = strdup(row->sheet),
                               .seq = row->seq,
                               .position = row->position,
                               .frame = row->frame };
    return i->batch == NULL || i->file == NULL || i->dossier == NULL || i->box == NULL ||
                   i->sheet == NULL
               ? ba_fail_mem(err, "report")
               : BA_OK;
}

static BA_RC add_refused(void *ctx, const struct figure_row *row, struct ba_err *err)
{
    struct report *r = ctx;
    enum ba_rc rc = add_item(&r->refused, &r->refused_count, &r->refused_cap, row, err);

    return rc == BA_OK ? add_reason(&r->refused[r->refused_count - 1], row, err) : rc;
}

/* The rows of one page follow each other. */
static BA_RC add_page(void *ctx, const struct figure_row *row, struct ba_err *err)
{
    struct report *r = ctx;
    enum ba_rc rc = BA_OK;

    if (r->page_count == 0 || r->pages[r->page_count - 1].page != row->page)
        rc = add_item(&r->pages, &r->page_count, &r->page_cap, row, err);
    return rc == BA_OK ? add_reason(&r->pages[r->page_count - 1], row, err) : rc;
}

static BA_RC add_count(void *ctx, const char *code, char level, int64_t pages, struct ba_err *err)
{
    struct report *r = ctx;

    if (ba_grow(&r->reasons, &r->reason_cap, r->reason_count + 1, sizeof(*r->reasons)) != 0)
        return ba_fail_mem(err, "report");
    r->reasons[r->reason_count] = (struct report_count){ strdup(code), level, pages };
    return r->reasons[r->reason_count++].code == NULL ? ba_fail_mem(err, "report") : BA_OK;
}

static int by_place(const struct report_item *a, const struct report_item *b)
{
    int c = file_order_compare(a->batch, b->batch);

    if (c == 0)
        c = (a->seq > b->seq) - (a->seq < b->seq);
    if (c == 0) /* a sheet, and then the file that was refused after it */
        c = (a->page == 0) - (b->page == 0);
    return c != 0 ? c : file_order_compare(a->file, b->file);
}

static int by_suspicion(const void *a, const void *b)
{
    const struct report_item *p = a, *q = b;

    return p->weight != q->weight ? (p->weight < q->weight ? 1 : -1) : by_place(p, q);
}

static int by_box(const void *a, const void *b)
{
    const struct report_item *p = *(const struct report_item *const *)a,
                             *q = *(const struct report_item *const *)b;
    int c = file_order_compare(p->box, q->box);

    return c != 0 ? c : by_place(p, q);
}

static BA_RC list_rescans(struct report *r, struct ba_err *err)
{
    qsort(r->pages, r->page_count, sizeof(*r->pages), by_suspicion);
    r->rescan = calloc(r->refused_count + r->page_count + 1, sizeof(struct report_item *));
    if (r->rescan == NULL)
        return ba_fail_mem(err, "report");
    for (size_t i = 0; i < r->refused_count; i++)
        if (r->refused[i].rescan)
            r->rescan[r->rescan_count++] = &r->refused[i];
    for (size_t i = 0; i < r->page_count; i++)
        if (r->pages[i].rescan)
            r->rescan[r->rescan_count++] = &r->pages[i];
    qsort(r->rescan, r->rescan_count, sizeof(struct report_item *), by_box);
    return BA_OK;
}

static int by_page(const void *a, const void *b)
{
    const struct report_item *p = a, *q = b;

    return (p->page > q->page) - (p->page < q->page);
}

/* Of several sheets that a page looks like, the first is told. r->pages is in the order of ids. */
static BA_RC add_pair(void *ctx, const struct near_pair *pair, struct ba_err *err)
{
    struct report *r = ctx;
    struct report_item key = { .page = pair->page }, *i = NULL;

    if (r->page_count > 0)
        i = bsearch(&key, r->pages, r->page_count, sizeof(*r->pages), by_page);
    if (i == NULL || i->pair != 0)
        return BA_OK;
    i->pair = pair->other;
    i->pair_label = ba_strf("blad %s van batch %s", pair->other_sheet, pair->other_batch);
    return i->pair_label == NULL ? ba_fail_mem(err, "report") : BA_OK;
}

static BA_RC find_pairs(struct depot *depot, struct report *r, struct ba_err *err)
{
    if (r->page_count > 1)
        qsort(r->pages, r->page_count, sizeof(*r->pages), by_page);
    return near_each(depot->store, add_pair, r, err);
}

/* The batches with their counts; only the one that is asked for, if any. */
static BA_RC count_batches(struct depot *depot, int64_t only, struct report *r, struct ba_err *err)
{
    enum ba_rc rc = batch_each(depot->store, add_batch, r, err);
    size_t kept = 0;

    for (size_t i = 0; i < r->batch_count; i++) {
        int64_t id = r->batches[i].ledger.files;

        if (rc == BA_OK && (only == 0 || only == id)) {
            rc = batch_totals_read(depot->store, id, &r->batches[i].ledger, err);
            r->batches[kept++] = r->batches[i];
        } else {
            free(r->batches[i].name);
        }
    }
    r->batch_count = kept;
    return rc == BA_OK ? batch_totals_read(depot->store, only, &r->total, err) : rc;
}

static BA_RC add_dossier(void *ctx, const struct batch_dossier *d, struct ba_err *err)
{
    struct report *r = ctx;
    struct report_dossier *to;

    if (ba_grow(&r->dossiers, &r->dossier_cap, r->dossier_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "report");
    to = &r->dossiers[r->dossier_count++];
    *to = (struct report_dossier){ .number = strdup(d->number),
                                   .known = d->known,
                                   .has_register = d->has_register,
                                   .pages = d->pages,
                                   .all = d->all,
                                   .expected = d->expected };
    return to->number == NULL ? ba_fail_mem(err, "report") : BA_OK;
}

BA_RC report_collect(struct depot *depot, const char *batch, struct report *r, struct ba_err *err)
{
    struct batch_row row = { 0 };
    bool found = true;
    enum ba_rc rc = BA_OK;

    r->made_at = ba_now();
    if (batch != NULL)
        rc = batch_find(depot->store, batch, &row, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_ITEM, "BATCH_UNKNOWN",
                     "there is no batch \"%s\"; `bouwarchief status` lists them", batch);
    if (rc == BA_OK)
        rc = count_batches(depot, row.id, r, err);
    if (rc == BA_OK)
        rc = figures_refused(depot->store, row.id, add_refused, r, err);
    if (rc == BA_OK)
        rc = figures_reasons(depot->store, row.id, add_page, r, err);
    if (rc == BA_OK)
        rc = reason_each(depot->store, row.id, add_count, r, err);
    if (rc == BA_OK)
        rc = report_find(depot, row.id, r, err);
    if (rc == BA_OK && row.id != 0)
        rc = batch_dossier_each(depot->store, row.id, add_dossier, r, err);
    if (rc == BA_OK)
        rc = figures_read(depot->store, &r->project, err);
    if (rc == BA_OK)
        rc = find_pairs(depot, r, err);
    if (rc == BA_OK)
        rc = list_rescans(r, err);
    if (rc == BA_OK)
        report_foresee(&r->project, &r->forecast);
    return rc;
}

static void free_items(struct report_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < items[i].count; k++) {
            free(items[i].reasons[k].code);
            free(items[i].reasons[k].message);
        }
        free(items[i].reasons);
        free(items[i].pair_label);
        free(items[i].picture.jpeg);
        free(items[i].pair_picture.jpeg);
        free(items[i].batch);
        free(items[i].file);
        free(items[i].dossier);
        free(items[i].box);
        free(items[i].sheet);
    }
    free(items);
}

void report_free(struct report *r)
{
    for (size_t i = 0; i < r->batch_count; i++)
        free(r->batches[i].name);
    for (size_t i = 0; i < r->reason_count; i++)
        free(r->reasons[i].code);
    for (size_t i = 0; i < r->dossier_count; i++)
        free(r->dossiers[i].number);
    free(r->dossiers);
    free(r->batches);
    free(r->reasons);
    report_findings_free(r);
    free(r->rescan);
    free_items(r->refused, r->refused_count);
    free_items(r->pages, r->page_count);
    *r = (struct report){ 0 };
}

static struct report_range times(const struct report_range *r, double factor)
{
    if (r->value < 0 || factor <= 0)
        return (struct report_range){ -1, -1, -1 };
    return (struct report_range){ r->value * factor, r->low < 0 ? -1 : r->low * factor,
                                  r->high < 0 ? -1 : r->high * factor };
}

/*
 * The dossiers that are to come, each with as many pages as those that came. The range has both
 * what one sample of dossiers says of the next and how well the mean is known; it narrows with
 * every dossier.
 */
void report_foresee(const struct project_figures *p, struct forecast *f)
{
    double left = (double)p->register_without_pages, n = (double)p->dossiers, mean, error;

    *f = (struct forecast){ .dossiers = p->register_without_pages, .pages = { -1, -1, -1 } };
    if (p->dossiers > 0) {
        mean = (double)p->pages / n;
        f->pages.value = left * mean;
        if (p->dossiers > 1) {
            error = SURE * (1 + FEW / sqrt(n)) * p->pages_sd * sqrt(left + left * left / n);
            f->pages.low = fmax(left, f->pages.value - error);
            f->pages.high = f->pages.value + error;
        }
    }
    f->bytes =
        times(&f->pages, p->all_pages > 0 ? (double)p->master_bytes / (double)p->all_pages : 0);
    f->days = times(&f->pages, p->all_pages > 0 ? (double)p->days / (double)p->all_pages : 0);
}

double report_pages_an_hour(const struct project_figures *p)
{
    return p->active_s < 60 ? -1 : (double)p->all_pages * 3600 / (double)p->active_s;
}

const char *report_dossier_known(const struct report_dossier *d)
{
    return d->known          ? "in de inventaris"
           : d->has_register ? "NIET in de inventaris"
                             : "geen inventaris om in te kijken";
}

char *report_label(const struct report_item *i)
{
    const char *box = *i->box != '\0' ? ", doos " : "";

    if (i->page != 0)
        return ba_strf("blad %s van batch %s%s%s", i->sheet, i->batch, box, i->box);
    if (i->seq == 0)
        return ba_strf("vóór het eerste blad van batch %s", i->batch);
    return ba_strf("na blad %s van batch %s%s%s", i->sheet, i->batch, box, i->box);
}
