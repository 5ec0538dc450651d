/* What is wrong with deliveries and dossiers as a whole, in the HTML report. */
#include <inttypes.h>

#include "report/html_text.h"
#include "report/report_html_part.h"

static void put_what(const struct report_finding *f, struct ba_buf *out)
{
    if (f->count > 1)
        ba_buf_printf(out, "%" PRId64 " x ", f->count);
    html_text(out, finding_words(f->code)->wat);
    if (*f->object != '\0') {
        ba_buf_puts(out, ": <strong>");
        html_text(out, f->object);
        ba_buf_puts(out, "</strong>");
    }
    ba_buf_puts(out, "<br><code>");
    html_text(out, f->code);
    ba_buf_puts(out, ": ");
    html_text(out, f->message);
    ba_buf_puts(out, "</code>");
}

/* What a person said of it is told in the place of what to do. */
static void put_action(const struct report_finding *f, struct ba_buf *out)
{
    if (*f->settled == '\0') {
        html_text(out, finding_words(f->code)->doe);
        return;
    }
    ba_buf_puts(out, "Afgedaan");
    if (*f->who != '\0') {
        ba_buf_puts(out, " door ");
        html_text(out, f->who);
    }
    ba_buf_puts(out, ": ");
    html_text(out, f->settled);
}

void report_html_dossiers(const struct report *r, struct ba_buf *out)
{
    if (r->dossier_count == 0)
        return;
    ba_buf_printf(out, "<h2>Dossiers in deze batch (%zu)</h2>\n", r->dossier_count);
    ba_buf_puts(out, "<table><tr><th>Dossier</th><th>Bladen</th><th>In totaal</th>"
                     "<th>Verwacht</th><th>Inventaris</th></tr>\n");
    for (size_t i = 0; i < r->dossier_count; i++) {
        const struct report_dossier *d = &r->dossiers[i];

        ba_buf_puts(out, "<tr><td>");
        html_text(out, d->number);
        ba_buf_printf(out, "</td><td>%" PRId64 "</td><td>%" PRId64 "</td><td>", d->pages, d->all);
        if (d->expected >= 0)
            ba_buf_printf(out, "%" PRId64, d->expected);
        ba_buf_puts(out, "</td><td>");
        html_text(out, report_dossier_known(d));
        ba_buf_puts(out, "</td></tr>\n");
    }
    ba_buf_puts(out, "</table>\n");
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
            html_text(out, *f->batch != '\0' ? "Batch " : "Dossiers en inventaris");
            html_text(out, f->batch);
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
