/* The report as one HTML file: no scripts, nothing from elsewhere, every text escaped. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "report/html_text.h"
#include "report/report_html.h"
#include "report/report_html_part.h"

#define HTML_MAX_BYTES ((size_t)256 << 20)

static const char style[] =
    "body{font:16px/1.45 sans-serif;max-width:70em;margin:1.5em auto;padding:0 1em;color:#1a1a1a;"
    "background:#fff}"
    "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #bbb;padding:.3em .6em;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right}code{font-size:.9em}"
    ".ok{color:#06512a}.bad{color:#9b0000;font-weight:bold}"
    "td.p{white-space:nowrap}td.p img{border:1px solid #777;background:#fff;vertical-align:top;"
    "max-height:20em;width:auto;margin-right:.4em}td.w{min-width:9em}"
    "tr.done{color:#5f5f5f}"
    "ul.sum{padding-left:1.2em}"
    "@media print{h2{break-after:avoid}tr{break-inside:avoid}}";

static void cell(struct ba_buf *out, const char *s)
{
    ba_buf_puts(out, "<td>");
    html_text(out, s);
    ba_buf_puts(out, "</td>");
}

static void number(struct ba_buf *out, int64_t n)
{
    ba_buf_printf(out, "<td class=\"n\">%" PRId64 "</td>", n);
}

static void batches(const struct report *r, struct ba_buf *out)
{
    ba_buf_puts(
        out, "<h2>Batches</h2>\n<table><tr><th>Batch</th><th class=\"n\">Bestanden</th>"
             "<th class=\"n\">Opgenomen</th><th class=\"n\">Geweigerd</th><th class=\"n\">"
             "Bladen</th><th class=\"n\">Tekst</th><th class=\"n\">Tekening</th><th class=\"n\">"
             "Blanco</th><th class=\"n\">Scheiding</th><th class=\"n\">Wacht</th><th class=\"n\">"
             "Mislukt</th><th class=\"n\">Vervallen</th><th>Kloppen de sommen?</th></tr>\n");
    for (size_t i = 0; i < r->batch_count; i++) {
        const struct report_batch *b = &r->batches[i];
        const struct batch_totals *l = &b->ledger;
        const int64_t counts[] = { l->files,   l->files_taken, l->files_rejected, l->pages,
                                   l->text,    l->drawing,     l->blank,          l->separator,
                                   l->waiting, l->failed,      l->dropped };

        ba_buf_puts(out, "<tr>");
        cell(out, b->name);
        for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++)
            number(out, counts[k]);
        ba_buf_puts(out, !l->holds     ? "<td class=\"bad\">NEE: bewaar het papier</td></tr>\n"
                         : b->complete ? "<td class=\"ok\">ja</td></tr>\n"
                                       : "<td>ja, nog niet compleet</td></tr>\n");
    }
    ba_buf_puts(out, "</table>\n");
}

/* Where it is, in words, and the file. */
static void place(const struct report_item *i, struct ba_buf *out)
{
    char *label = report_label(i);

    ba_buf_puts(out, "<td class=\"w\">");
    html_text(out, label != NULL ? label : "");
    ba_buf_puts(out, "</td>");
    free(label);
    ba_buf_puts(out, "<td><code>");
    html_text(out, i->file);
    ba_buf_puts(out, "</code>");
    if (i->frame > 0)
        ba_buf_printf(out, ", beeld %" PRIu32, i->frame + 1);
    ba_buf_puts(out, "</td>");
}

static void reasons(const struct report_item *i, struct ba_buf *out)
{
    ba_buf_puts(out, "<td>");
    for (size_t k = 0; k < i->count; k++) {
        const struct code *w = report_words(i->reasons[k].code);

        ba_buf_puts(out, k > 0 ? "<br>" : "");
        html_text(out, w->wat);
        if (i->pair != 0 && strcmp(i->reasons[k].code, "NEAR_DUPLICATE") == 0) {
            ba_buf_puts(out, ": ");
            html_text(out, i->pair_label);
        }
        ba_buf_puts(out, " <code title=\"");
        html_text(out, i->reasons[k].message);
        ba_buf_puts(out, "\">");
        html_text(out, i->reasons[k].code);
        ba_buf_puts(out, "</code>");
    }
    ba_buf_puts(out, "</td><td>");
    for (size_t k = 0; k < i->count; k++) {
        ba_buf_puts(out, k > 0 ? "<br>" : "");
        html_text(out, report_words(i->reasons[k].code)->doe);
    }
    ba_buf_puts(out, "</td>");
}

static void items(const char *title, const char *none, const struct report_item *const *list,
                  size_t count, size_t shown, bool pictures, struct ba_buf *out)
{
    ba_buf_printf(out, "<h2>%s (%zu)</h2>\n", title, count);
    if (count == 0) {
        ba_buf_printf(out, "<p class=\"ok\">%s</p>\n", none);
        return;
    }
    ba_buf_puts(out, pictures ? "<table><tr><th>Beeld</th>" : "<table><tr>");
    ba_buf_puts(out, "<th>Waar</th><th>Bestand</th><th>Wat er is</th><th>Wat te doen</th>"
                     "</tr>\n");
    for (size_t i = 0; i < shown; i++) {
        ba_buf_puts(out, "<tr>");
        if (pictures)
            report_html_pictures(list[i], out);
        place(list[i], out);
        reasons(list[i], out);
        ba_buf_puts(out, "</tr>\n");
    }
    ba_buf_puts(out, "</table>\n");
    if (shown < count)
        ba_buf_printf(out, "<p>En nog %zu andere; report --json geeft ze alle.</p>\n",
                      count - shown);
}

static void own_items(const char *title, const char *none, const struct report_item *list,
                      size_t count, bool pictures, struct ba_buf *out)
{
    size_t shown = count < REPORT_PAGES_MAX ? count : REPORT_PAGES_MAX;
    const struct report_item **order = calloc(shown + 1, sizeof(struct report_item *));

    if (order == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < shown; i++)
        order[i] = &list[i];
    items(title, none, order, count, shown, pictures, out);
    free(order);
}

static void reason_counts(const struct report *r, struct ba_buf *out)
{
    ba_buf_puts(out, "<h2>Redenen</h2>\n<table><tr><th>Code</th><th>Wat er is</th>"
                     "<th class=\"n\">Bladen</th></tr>\n");
    for (size_t i = 0; i < r->reason_count; i++) {
        ba_buf_puts(out, "<tr><td><code>");
        html_text(out, r->reasons[i].code);
        ba_buf_puts(out, "</code></td>");
        cell(out, report_words(r->reasons[i].code)->wat);
        number(out, r->reasons[i].pages);
        ba_buf_puts(out, "</tr>\n");
    }
    ba_buf_puts(out, "</table>\n");
}

static void range(const char *what, const struct report_range *v, double unit, int decimals,
                  struct ba_buf *out)
{
    if (v->value < 0)
        return;
    ba_buf_printf(out, "<tr><td>%s</td><td class=\"n\">%.*f</td><td class=\"n\">", what, decimals,
                  v->value / unit);
    if (v->low >= 0)
        ba_buf_printf(out, "%.*f tot %.*f", decimals, v->low / unit, decimals, v->high / unit);
    else
        ba_buf_puts(out, "nog niet te zeggen");
    ba_buf_puts(out, "</td></tr>\n");
}

static void project(const struct report *r, struct ba_buf *out)
{
    const struct project_figures *p = &r->project;
    const struct forecast *f = &r->forecast;
    double rate = report_pages_an_hour(p);

    ba_buf_printf(out,
                  "<h2>Het hele project</h2>\n<p>%" PRId64 " bladen in %" PRId64
                  " dossiers, %.1f GB masters, opgenomen op %" PRId64 " %s",
                  p->all_pages, p->dossiers, (double)p->master_bytes / 1e9, p->days,
                  p->days == 1 ? "dag" : "dagen");
    if (rate >= 0)
        ba_buf_printf(out, ", %.0f bladen per uur dat er werd opgenomen", rate);
    ba_buf_puts(out, ".</p>\n");
    if (p->register_dossiers == 0) {
        ba_buf_puts(out, "<p>Zonder inventaris (register import) is er geen prognose.</p>\n");
        return;
    }
    ba_buf_printf(out,
                  "<p>Van de %" PRId64 " dossiers in de inventaris zijn er %" PRId64
                  " nog zonder bladen.</p>\n",
                  p->register_dossiers, f->dossiers);
    if (f->pages.value < 0)
        return;
    ba_buf_puts(out, "<table><tr><th>Nog te gaan</th><th class=\"n\">Verwacht</th>"
                     "<th class=\"n\">19 van de 20 keer</th></tr>\n");
    range("Bladen", &f->pages, 1, 0, out);
    range("Gigabytes", &f->bytes, 1e9, 1, out);
    range("Scandagen", &f->days, 1, 1, out);
    ba_buf_puts(out, "</table>\n");
}

void report_html(const struct report *r, struct ba_buf *out)
{
    char at[BA_TIME_LEN];

    ba_time_text(r->made_at, at);
    ba_buf_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"nl\"><head><meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width\">\n"
                  "<title>Verslag van de scans</title>\n<style>%s</style></head>\n<body>\n"
                  "<h1>Verslag van de scans</h1>\n<p>Gemaakt op %s (UTC).</p>\n",
                  style, at);
    batches(r, out);
    report_html_dossiers(r, out);
    report_html_findings(r, out);
    own_items("Geweigerde bestanden", "Er is geen bestand geweigerd.", r->refused, r->refused_count,
              false, out);
    items("Opnieuw te scannen, op doos en blad", "Er hoeft niets opnieuw gescand te worden.",
          r->rescan, r->rescan_count, r->rescan_count, false, out);
    own_items("Verdachte bladen, de ergste eerst", "Er zijn geen verdachte bladen.", r->pages,
              r->page_count, r->page_count > 0, out);
    reason_counts(r, out);
    project(r, out);
    ba_buf_puts(out, "</body></html>\n");
}

BA_RC report_html_write(const struct report *r, const char *path, struct ba_err *err)
{
    struct ba_buf html = BA_BUF_INIT(HTML_MAX_BYTES);
    enum ba_rc rc;

    report_html(r, &html);
    rc = ba_buf_check(&html, "report", err);
    if (rc == BA_OK)
        rc = ba_file_replace(path, html.data, html.len, 0644, err);
    ba_buf_free(&html);
    return rc;
}
