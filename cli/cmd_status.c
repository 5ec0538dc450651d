/* status: counts by state and reason, and what waits for a person. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "report/status_json.h"

/* Lines of each list on a terminal; --json gives all. */
enum { LIST_MAX = 20 };

static void print_totals(const char *name, const struct batch_totals *l)
{
    printf("%s\n  files %" PRId64 " = taken in %" PRId64 " + rejected %" PRId64 "\n", name,
           l->files, l->files_taken, l->files_rejected);
    printf("  images %" PRId64 " = pages %" PRId64 " + reduced %" PRId64, l->frames, l->pages,
           l->reduced);
    if (l->replaced > 0)
        printf(" + replaced %" PRId64, l->replaced);
    putchar('\n');
    printf("  pages %" PRId64 " = waiting %" PRId64 " + text %" PRId64 " + drawing %" PRId64
           " + blank %" PRId64 " + separator %" PRId64 " + failed %" PRId64,
           l->pages, l->waiting, l->text, l->drawing, l->blank, l->separator, l->failed);
    if (l->dropped > 0)
        printf(" + dropped %" PRId64, l->dropped);
    putchar('\n');
    printf("  masters %" PRId64 " (distinct files %" PRId64 ")\n", l->masters, l->masters_distinct);
    puts(l->holds ? "  these sums hold" : "  THESE SUMS DO NOT HOLD: keep the paper, see verify");
}

static void print_batches(const struct status *s)
{
    for (size_t i = 0; i < s->batch_count; i++) {
        const struct status_batch *b = &s->batches[i];
        char title[1100];

        snprintf(title, sizeof(title), "batch %s%s", b->name, b->complete ? "" : " (not complete)");
        print_totals(title, &b->totals);
    }
    for (size_t i = 0; i < s->withdrawn_count; i++) {
        const struct status_withdrawn *w = &s->withdrawn[i];

        printf("batch %s was withdrawn %s by %s (%" PRId64 " page%s, in no count): %s\n", w->name,
               w->withdrawn_at, w->who != NULL ? w->who : "", w->pages, ba_s((uint64_t)w->pages),
               w->reason != NULL ? w->reason : "");
    }
    print_totals("the whole depot", &s->total);
}

static void print_more(uint64_t count)
{
    if (count > LIST_MAX)
        printf("  ... and %" PRIu64 " more; status --json lists all\n", count - LIST_MAX);
}

static void print_rejected(const struct depot *depot, const struct status *s)
{
    for (size_t i = 0; i < s->rejected_count && i < LIST_MAX; i++) {
        const struct status_rejected *f = &s->rejected[i];

        say(depot, stdout, "  %s:%s:%s: rejected file: %s%s%s\n", f->code, f->batch, f->file,
            f->message, f->settled != NULL ? " settled: " : "",
            f->settled != NULL ? f->settled : "");
    }
    print_more(s->rejected_count);
}

/* Pages with something that holds nothing are counted by their reasons, above. */
static bool is_shown(const struct point *p, enum point_weight weight)
{
    return p->weight == weight && p->settled == NULL && !p->file &&
           (p->page == 0 || weight == POINT_HOLDS);
}

static void print_points(const struct depot *depot, const struct point_list *l,
                         enum point_weight weight, const char *title)
{
    uint64_t shown = 0;
    char name[POINT_NAME_MAX];

    for (size_t i = 0; i < l->count; i++) {
        if (!is_shown(&l->at[i], weight))
            continue;
        if (shown == 0)
            puts(title);
        if (shown++ < LIST_MAX)
            say(depot, stdout, "  %s: %s\n", point_name(&l->at[i], name), l->at[i].message);
    }
    print_more(shown);
}

static void print_open(const struct depot *depot, const struct status *s)
{
    uint64_t to_come = 0, settled = 0;

    print_points(depot, &s->points, POINT_HOLDS,
                 "open: batch and paper wait until it is solved, or settled with: bouwarchief "
                 "settle POINT --reason TEXT");
    print_points(depot, &s->points, POINT_ASKED, "to look at, and nothing waits for it");
    print_points(depot, &s->points, POINT_REMARK, "remarks");
    for (size_t i = 0; i < s->points.count; i++) {
        settled += s->points.at[i].settled != NULL;
        /* a line for each would hide all else */
        to_come += s->points.at[i].weight == POINT_TO_COME && s->points.at[i].settled == NULL;
    }
    if (to_come > 0)
        printf("  %" PRIu64
               " dossier%s of the register without pages yet; status --json lists them [%s]\n",
               to_come, ba_s(to_come), STATUS_NO_PAGES);
    if (settled > 0)
        printf("  %" PRIu64 " point%s settled by a person; batch list --json, and audit\n", settled,
               settled == 1 ? " was" : "s were");
}

static void print_waits(const struct depot *depot, const struct worklist *w)
{
    int64_t all = 0;

    puts("what waits for whom");
    for (int i = 0; i < WORKLIST_WHO; i++) {
        const struct worklist_who *who = &w->who[i];

        if (who->count > 0)
            say(depot, stdout, "  %-9s %s: %" PRId64 " (%s); %s\n", who->name, who->what,
                who->count, who->reasons, who->todo);
        all += who->count;
    }
    if (all == 0)
        puts("  nothing");
}

static void print_shards(const struct shard_status *s)
{
    if (s->waiting > 0 || s->files > 0)
        printf("for several machines: %zu %s to be read with ocr --shard, %zu %s of results to "
               "merge\n",
               s->waiting, s->waiting == 1 ? "image" : "images", s->files,
               s->files == 1 ? "file" : "files");
    for (size_t i = 0; i < s->count; i++)
        printf("  shard %u/%u left %zu read and %zu failed, not merged yet\n", s->at[i].k,
               s->at[i].n, s->at[i].read, s->at[i].failed);
    print_more(s->files);
}

static void print_text(const struct depot *depot, const struct status *s)
{
    print_batches(s);
    puts("reasons and what waits for a person");
    for (size_t i = 0; i < s->reason_count; i++)
        printf("  %-24s %" PRId64 " page%s%s\n", s->reasons[i].code, s->reasons[i].pages,
               ba_s((uint64_t)s->reasons[i].pages),
               s->reasons[i].level == 'i' ? " (a remark)" : "");
    print_rejected(depot, s);
    print_open(depot, s);
    if (s->for_person == 0)
        puts("  nothing");
    print_waits(depot, &s->waits);
    print_shards(&s->shards);
}

BA_RC cmd_status(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct status s = { 0 };
    struct ba_err shown = BA_ERR_INIT;
    bool json = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json }, { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    rc = status_read(depot, json ? SIZE_MAX : LIST_MAX, &s, err);
    if (rc != BA_OK && strcmp(err->code, "LEDGER_BROKEN") != 0)
        goto out;
    if (!json) {
        print_text(depot, &s);
    } else if (json_line(status_json(&s), "status", &shown) != BA_OK) {
        *err = shown;
        rc = shown.rc;
    }

out:
    status_free(&s);
    return rc;
}
