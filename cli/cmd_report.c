/* report: what came of batches, what to scan again, and how far the project is. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "depot/named_place.h"
#include "report/report_html.h"
#include "report/report_json.h"

/* Of all pictures in the HTML: what a browser and a mailbox take without trouble. */
enum { PICTURES_MB = 20, PICTURES_MB_MAX = 150 };
/* Lines of a list on a terminal. */
enum { LIST_MAX = 20 };

/* The number of open ones, and the first of them. */
static void print_findings(const struct report *r)
{
    size_t open = report_open_findings(r), shown = 0;

    printf("wat er niet klopt: %zu\n", open);
    for (size_t i = 0; i < r->finding_count && shown < LIST_MAX; i++) {
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

static void print_list(const char *title, const struct report_item *const *list, size_t count)
{
    printf("%s: %zu\n", title, count);
    for (size_t i = 0; i < count && i < LIST_MAX; i++) {
        const struct code *w = report_words(list[i]->reasons[0].code);
        char *label = report_label(list[i]);

        printf("  %s (%s): %s. %s [%s]\n", label == NULL ? "" : label, list[i]->file, w->wat,
               w->doe, list[i]->reasons[0].code);
        free(label);
    }
    if (count > LIST_MAX)
        printf("  ... en nog %zu; report --html of --json geeft ze alle\n", count - LIST_MAX);
}

/* Of one batch: what came of each dossier, beside what was expected. */
static void print_dossiers(const struct report *r)
{
    if (r->dossier_count > 0)
        printf("dossiers: %zu\n", r->dossier_count);
    for (size_t i = 0; i < r->dossier_count; i++) {
        const struct report_dossier *d = &r->dossiers[i];

        printf("  %s: %" PRId64 " bladen", d->number, d->pages);
        if (d->all != d->pages)
            printf(" hier, %" PRId64 " in totaal", d->all);
        if (d->expected >= 0)
            printf(", %" PRId64 " verwacht", d->expected);
        else
            printf(", geen aantal opgegeven");
        printf(", %s\n", report_dossier_known(d));
    }
}

static void print_text(const struct report *r)
{
    const struct batch_totals *l = &r->total;
    const struct forecast *f = &r->forecast;
    double rate = report_pages_an_hour(&r->project);

    printf("%zu batch%s: %" PRId64 " bestanden, %" PRId64 " geweigerd; %" PRId64 " bladen, %" PRId64
           " wachten, %" PRId64 " mislukt, %" PRId64 " vervallen; de sommen kloppen%s\n",
           r->batch_count, r->batch_count == 1 ? "" : "es", l->files, l->files_rejected, l->pages,
           l->waiting, l->failed, l->dropped, l->holds ? "" : " NIET: bewaar het papier");
    print_dossiers(r);
    print_findings(r);
    print_list("opnieuw te scannen", r->rescan, r->rescan_count);
    printf("verdachte bladen: %zu\n", r->page_count);
    if (rate >= 0)
        printf("%.0f bladen per uur dat er werd opgenomen\n", rate);
    if (f->pages.value >= 0 && f->pages.low >= 0)
        printf("nog te gaan: %" PRId64 " dossiers, ongeveer %.0f bladen (%.0f tot %.0f), %.1f GB, "
               "%.1f scandagen\n",
               f->dossiers, f->pages.value, f->pages.low, f->pages.high, f->bytes.value / 1e9,
               f->days.value);
}

BA_RC cmd_report(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    const char *html = NULL, *batch = NULL;
    bool json = false;
    uint64_t pictures_mb = PICTURES_MB;
    const struct opt opts[] = { { "html", OPT_STRING, &html },
                                { "json", OPT_FLAG, &json },
                                { "batch", OPT_STRING, &batch },
                                { "pictures-mb", OPT_COUNT, &pictures_mb },
                                { 0 } };
    struct report r = { 0 };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK && html != NULL)
        rc = named_place_check(depot, PLACE_FILE, "--html", html, err);
    if (rc == BA_OK)
        rc = report_collect(depot, batch, &r, err);
    if (rc == BA_OK && html != NULL && pictures_mb > 0)
        rc = report_pictures(
            depot, &r, REPORT_PAGES_MAX,
            (size_t)(pictures_mb < PICTURES_MB_MAX ? pictures_mb : PICTURES_MB_MAX) << 20, err);
    if (rc == BA_OK && html != NULL)
        rc = report_html_write(&r, html, err);
    if (rc == BA_OK && json)
        rc = json_line(report_json(&r), "report", err);
    else if (rc == BA_OK && html == NULL)
        print_text(&r);
    else if (rc == BA_OK)
        printf("%s\n", html);
    report_free(&r);
    return rc;
}
