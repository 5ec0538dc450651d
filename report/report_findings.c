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

static enum ba_rc add(struct report *r, const struct finding *f, struct ba_err *err)
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

static enum ba_rc add_batch_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    return add(ctx, f, err);
}

static enum ba_rc add_dossier_finding(void *ctx, const char *code, const char *dossier,
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

enum ba_rc report_find(struct depot *depot, int64_t batch, struct report *r, struct ba_err *err)
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

static void put_what(const struct report_finding *f, struct ba_buf *out)
{
    if (f->count > 1)
        ba_buf_printf(out, "%" PRId64 " x ", f->count);
    report_html_text(out, finding_words(f->code)->wat);
    if (*f->object != '\0') {
        ba_buf_puts(out, ": <strong>");
        report_html_text(out, f->object);
        ba_buf_puts(out, "</strong>");
    }
    ba_buf_puts(out, "<br><code>");
    report_html_text(out, f->code);
    ba_buf_puts(out, ": ");
    report_html_text(out, f->message);
    ba_buf_puts(out, "</code>");
}

/* What a person said of it is told in the place of what to do. */
static void put_action(const struct report_finding *f, struct ba_buf *out)
{
    if (*f->settled == '\0') {
        report_html_text(out, finding_words(f->code)->doe);
        return;
    }
    ba_buf_puts(out, "Afgedaan");
    if (*f->who != '\0') {
        ba_buf_puts(out, " door ");
        report_html_text(out, f->who);
    }
    ba_buf_puts(out, ": ");
    report_html_text(out, f->settled);
}

void report_html_findings(const struct report *r, struct ba_buf *out)
{
    size_t shown = r->finding_count < REPORT_PAGES_MAX ? r->finding_count : REPORT_PAGES_MAX;
    size_t group = SIZE_MAX;

    ba_buf_printf(out, "<h2>Wat er niet klopt (%zu)</h2>\n", report_open_findings(r));
    if (r->finding_count == 0) {
        ba_buf_puts(out, "<p>Alles wat is aangekondigd, is er.</p>\n");
        return;
    }
    ba_buf_puts(out, "<table><tr><th>Wat er is</th><th>Wat te doen</th></tr>\n");
    for (size_t i = 0; i < shown; i++) {
        const struct report_finding *f = &r->findings[i];

        if (f->batch_at != group) {
            group = f->batch_at;
            ba_buf_puts(out, "<tr><th colspan=\"2\">");
            report_html_text(out, *f->batch != '\0' ? "Batch " : "Dossiers en inventaris");
            report_html_text(out, f->batch);
            ba_buf_puts(out, "</th></tr>\n");
        }
        ba_buf_puts(out, f->level == 'i' ? "<tr class=\"done\"><td>" : "<tr><td>");
        put_what(f, out);
        ba_buf_puts(out, "</td><td>");
        put_action(f, out);
        ba_buf_puts(out, "</td></tr>\n");
    }
    ba_buf_puts(out, "</table>\n");
    if (shown < r->finding_count)
        ba_buf_printf(out, "<p>En nog %zu andere; report --json geeft ze alle.</p>\n",
                      r->finding_count - shown);
}

void report_print_findings(const struct report *r, size_t max)
{
    size_t open = report_open_findings(r), shown = 0;

    printf("wat er niet klopt: %zu\n", open);
    for (size_t i = 0; i < r->finding_count && shown < max; i++) {
        const struct report_finding *f = &r->findings[i];

        if (f->level == 'i')
            continue;
        shown++;
        fputs("  ", stdout);
        if (*f->batch != '\0')
            printf("batch %s: ", f->batch);
        if (f->count > 1)
            printf("%" PRId64 " x ", f->count);
        printf("%s%s%s. %s [%s]\n", finding_words(f->code)->wat, *f->object != '\0' ? ": " : "",
               f->object, finding_words(f->code)->doe, f->code);
    }
    if (open > shown)
        printf("  ... en nog %zu; report --html of --json geeft ze alle\n", open - shown);
}
