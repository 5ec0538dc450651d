#include "cli/summary_view.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/json_line.h"
#include "cli/message.h"
#include "core/plural.h"
#include "core/shell_quote.h"
#include "report/summary_json.h"

static void print_detail(const struct depot *depot, const struct summary_detail *d)
{
    switch (d->kind) {
    case SUMMARY_REJECTED:
        say(depot, stdout, "  rejected  %s: %s [%s]\n", d->file, d->message, d->code);
        break;
    case SUMMARY_FAILED:
        printf("  failed    sheet %s (%s, image %" PRIu32 "):%s\n", d->sheet, d->file, d->frame + 1,
               d->message);
        break;
    case SUMMARY_FINDING:
        say(depot, stdout, "  finding   %s [%s]\n", d->message, d->code);
        break;
    }
}

/* Lines of dossiers on a terminal; --json gives all. */
enum { DOSSIERS_SHOWN = 100 };

static void print_dossier(const struct summary_dossier *d)
{
    printf("  dossier   %s: %" PRId64 " page%s", d->number, d->pages, ba_s((uint64_t)d->pages));
    if (d->all != d->pages)
        printf(" here, %" PRId64 " in all", d->all);
    if (d->expected >= 0)
        printf(", %" PRId64 " expected", d->expected);
    else
        printf(", no number expected");
    printf(", %s", d->known          ? "in the register"
                   : d->has_register ? "NOT in the register"
                                     : "no register to look in");
    printf("%s%s%s\n", *d->open != '\0' ? " [" : "", d->open, *d->open != '\0' ? "]" : "");
}

static void print_dossiers(const struct depot *depot, const struct summary_batch *b)
{
    size_t left = b->dossier_count > DOSSIERS_SHOWN ? b->dossier_count - DOSSIERS_SHOWN : 0;
    char word[BA_QUOTE_MAX];

    for (size_t i = 0; i < b->dossier_count - left; i++)
        print_dossier(&b->dossiers[i]);
    if (left > 0)
        say(depot, stdout, "  ... and %zu dossiers more; see: bouwarchief report --batch %s\n",
            left, ba_shell_quote(b->name, word, sizeof(word)));
}

/* Is the batch closed? "Accounted for" is all that it says: what is on the sheets is for people. */
static void print_closing(const struct depot *depot, const struct summary_batch *b)
{
    char word[BA_QUOTE_MAX];
    const char *name = ba_shell_quote(b->name, word, sizeof(word));

    if (b->remarks > 0)
        say(depot, stdout, "  look at: %" PRId64 " remark%s; see: bouwarchief report --batch %s\n",
            b->remarks, b->remarks == 1 ? "" : "s", name);
    if (b->open > 0)
        say(depot, stdout,
            "  open: %" PRId64 " %s; solve what you can, and see: bouwarchief batch close %s\n",
            b->open, b->open == 1 ? "point" : "points", name);
    else if (b->complete && b->settled > 0)
        printf("  closed: every file is accounted for, %" PRId64 " settled by a person\n",
               b->settled);
    else if (b->complete)
        printf("  closed: every file is accounted for\n");
}

static void print_batch(const struct depot *depot, const struct summary_batch *b)
{
    const struct batch_totals *l = &b->totals;

    printf("%s: %" PRId64 " file%s: %" PRId64 " taken in, %" PRId64 " rejected; %" PRId64
           " page%s: %" PRId64 " text, %" PRId64 " drawing, %" PRId64 " blank, %" PRId64
           " separator, %" PRId64 " waiting, %" PRId64 " failed",
           b->name, l->files, ba_s((uint64_t)l->files), l->files_taken, l->files_rejected, l->pages,
           ba_s((uint64_t)l->pages), l->text, l->drawing, l->blank, l->separator, l->waiting,
           l->failed);
    if (l->dropped > 0)
        printf(", %" PRId64 " dropped", l->dropped);
    puts(l->holds ? "" : "  THE SUMS DO NOT HOLD");
    for (size_t i = 0; i < b->count; i++)
        print_detail(depot, &b->details[i]);
    if (b->all > SUMMARY_DETAILS_MAX)
        say(depot, stdout, "  ... and %" PRId64 " more; see: bouwarchief status\n",
            b->all - SUMMARY_DETAILS_MAX);
    print_dossiers(depot, b);
    print_closing(depot, b);
}

/* rc, err: of reading the summary. */
static BA_RC show(const struct depot *depot, struct summary *s, bool json, enum ba_rc rc,
                  struct ba_err *err)
{
    for (size_t i = 0; i < s->count; i++) {
        struct ba_err bad = BA_ERR_INIT;

        if (!json)
            print_batch(depot, &s->batches[i]);
        else if (json_line(summary_json(&s->batches[i]), "batch", &bad) != BA_OK) {
            *err = bad;
            rc = bad.rc;
            break;
        }
    }
    summary_free(s);
    return rc;
}

BA_RC summary_view(struct depot *depot, char **names, int count, bool json, struct ba_err *err)
{
    struct summary s = { 0 };
    enum ba_rc rc = summary_read(depot, names, count, &s, err);

    return show(depot, &s, json, rc, err);
}

BA_RC summary_view_folders(struct depot *depot, char **folders, int count, bool json,
                           struct ba_err *err)
{
    struct summary s = { 0 };
    enum ba_rc rc = summary_read_folders(depot, folders, count, &s, err);

    return show(depot, &s, json, rc, err);
}
