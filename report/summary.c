#include "report/summary.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "core/plural.h"
#include "core/shell_quote.h"
#include "index/correction/batch_closing.h"
#include "index/records/batch.h"
#include "index/records/finding.h"
#include "index/records/page.h"
#include "pipeline/stage.h"
#include "report/suspect_pages.h"

/* Lines of detail on one batch; the rest is in `status`. */
enum { DETAILS_MAX = 50 };

struct counting {
    struct depot *depot;
    char **names; /* batches to show; NULL: all */
    int count;
    bool json;
    int64_t bad;              /* rejected files and failed pages */
    int64_t findings, differ; /* on the batch at hand; on all, remarks left out */
    bool broken;
    int details;
};

static enum ba_rc print_rejected(void *ctx, const struct file_row *f, struct ba_err *err)
{
    struct counting *c = ctx;

    (void)err;
    if (c->details++ < DETAILS_MAX)
        say(c->depot, stdout, "  rejected  %s: %s [%s]\n", f->path, f->message, f->code);
    return BA_OK;
}

/* The sentence of an error; a page that failed has one. */
static enum ba_rc print_sentence(void *ctx, const char *code, char level, const char *message,
                                 struct ba_err *err)
{
    (void)ctx;
    (void)err;
    if (level == 'e')
        printf(" %s [%s]", message, code);
    return BA_OK;
}

static enum ba_rc print_failed(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct counting *c = ctx;
    enum ba_rc rc;

    if (p->state != PAGE_FAILED || c->details++ >= DETAILS_MAX)
        return BA_OK;
    printf("  failed    sheet %" PRId64 " (%s, image %" PRIu32 "):", p->seq, p->file, p->frame + 1);
    rc = page_reason_each(c->depot->store, p->id, print_sentence, NULL, err);
    putchar('\n');
    return rc;
}

static enum ba_rc print_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    struct counting *c = ctx;

    (void)err;
    c->findings++;
    c->differ += f->level == 'e';
    if (!c->json && c->details++ < DETAILS_MAX)
        say(c->depot, stdout, "  finding   %s [%s]\n", f->message, f->code);
    return BA_OK;
}

struct tally {
    int64_t open, settled, look; /* points of the batch; pages that somebody should look at */
};

static enum ba_rc count_point(void *ctx, const struct batch_point *p, struct ba_err *err)
{
    struct tally *t = ctx;

    (void)err;
    t->open += p->settled == NULL;
    t->settled += p->settled != NULL;
    return BA_OK;
}

static enum ba_rc count_warning(void *ctx, const char *code, char level, int64_t pages,
                                struct ba_err *err)
{
    struct tally *t = ctx;

    (void)code;
    (void)err;
    t->look += level == 'w' ? pages : 0;
    return BA_OK;
}

/* Is the batch closed? "Every file" is all that it says: what is on the sheets is for people. */
static enum ba_rc print_closing(const struct counting *c, const struct batch_row *b,
                                struct ba_err *err)
{
    struct tally t = { 0 };
    char word[BA_QUOTE_MAX];
    const char *name = ba_shell_quote(b->name, word, sizeof(word));
    enum ba_rc rc = batch_points(c->depot->store, b->id, count_point, &t, err);

    if (rc == BA_OK)
        rc = reason_each(c->depot->store, b->id, count_warning, &t, err);
    if (rc == BA_OK && t.look > 0)
        say(c->depot, stdout,
            "  look at: %" PRId64 " remark%s on sheets; see: bouwarchief report --batch %s\n",
            t.look, t.look == 1 ? "" : "s", name);
    if (rc == BA_OK && t.open > 0)
        say(c->depot, stdout,
            "  open: %" PRId64 " %s; solve what you can, and see: bouwarchief batch close %s\n",
            t.open, t.open == 1 ? "point" : "points", name);
    else if (rc == BA_OK && b->complete && t.settled > 0)
        printf("  closed: every file is accounted for, %" PRId64 " settled by a person\n",
               t.settled);
    else if (rc == BA_OK && b->complete)
        printf("  closed: every file is accounted for\n");
    return rc;
}

static enum ba_rc print_text(struct counting *c, const struct batch_row *b,
                             const struct batch_totals *l, struct ba_err *err)
{
    struct page_filter filter = { .batch = b->id };
    enum ba_rc rc;

    printf("%s: %" PRId64 " file%s: %" PRId64 " taken in, %" PRId64 " rejected; %" PRId64
           " page%s: %" PRId64 " text, %" PRId64 " drawing, %" PRId64 " blank, %" PRId64
           " separator, %" PRId64 " waiting, %" PRId64 " failed%s\n",
           b->name, l->files, ba_s((uint64_t)l->files), l->files_taken, l->files_rejected, l->pages,
           ba_s((uint64_t)l->pages), l->text, l->drawing, l->blank, l->separator, l->waiting,
           l->failed, l->holds ? "" : "  THE SUMS DO NOT HOLD");
    c->details = 0;
    rc = file_each(c->depot->store, b->id, false, print_rejected, c, err);
    if (rc == BA_OK && l->failed > 0)
        rc = page_each(c->depot->store, &filter, print_failed, c, err);
    if (rc == BA_OK)
        rc = findings_each(c->depot->store, b->id, print_finding, c, err);
    if (rc == BA_OK)
        rc = suspect_batches(c->depot, b->id, print_finding, c, err);
    if (c->details > DETAILS_MAX)
        say(c->depot, stdout, "  ... and %d more; see: bouwarchief status\n",
            c->details - DETAILS_MAX);
    if (rc == BA_OK)
        rc = print_closing(c, b, err);
    return rc;
}

static void print_json(const struct batch_row *b, const struct batch_totals *l, int64_t findings)
{
    json_t *o = json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "batch", b->name,
        "files", (json_int_t)l->files, "taken", (json_int_t)l->files_taken, "rejected",
        (json_int_t)l->files_rejected, "pages", (json_int_t)l->pages, "waiting",
        (json_int_t)l->waiting, "text", (json_int_t)l->text, "drawing", (json_int_t)l->drawing,
        "blank", (json_int_t)l->blank, "separator", (json_int_t)l->separator, "failed",
        (json_int_t)l->failed, "findings", (json_int_t)findings, "sums_hold", l->holds);

    if (o != NULL && json_dumpf(o, stdout, JSON_COMPACT) == 0)
        putchar('\n');
    json_decref(o);
}

static bool is_wanted(const struct counting *c, const char *name)
{
    for (int i = 0; i < c->count; i++)
        if (c->names[i] != NULL && strcmp(c->names[i], name) == 0)
            return true;
    return c->count == 0;
}

static enum ba_rc print_batch(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct counting *c = ctx;
    struct batch_totals l;
    enum ba_rc rc;

    if (!is_wanted(c, b->name))
        return BA_OK;
    rc = batch_totals_read(c->depot->store, b->id, &l, err);
    if (rc != BA_OK)
        return rc;
    c->bad += l.files_rejected + l.failed;
    c->broken = c->broken || !l.holds;
    if (!c->json)
        return print_text(c, b, &l, err);
    c->findings = 0;
    rc = findings_each(c->depot->store, b->id, print_finding, c, err);
    if (rc == BA_OK)
        rc = suspect_batches(c->depot, b->id, print_finding, c, err);
    if (rc == BA_OK)
        print_json(b, &l, c->findings);
    return rc;
}

enum ba_rc summary_of(struct depot *depot, char **names, int count, bool json, struct ba_err *err)
{
    struct counting c = { .depot = depot, .names = names, .count = count, .json = json };
    char word[BA_QUOTE_MAX];
    enum ba_rc rc = batch_each(depot->store, print_batch, &c, err);

    if (rc == BA_OK && c.broken)
        rc = ba_fail(err, BA_FATAL, "LEDGER_BROKEN",
                     "the counts of files and pages do not add up; stop, keep the paper, and check "
                     "with: bouwarchief verify -C %s",
                     ba_shell_quote(depot->folder, word, sizeof(word)));
    if (rc == BA_OK && c.bad > 0)
        rc = ba_fail(err, BA_ITEM, "ITEMS_REJECTED",
                     "%" PRId64 " %s rejected or failed; the list says why and what to do", c.bad,
                     c.bad == 1 ? "file or page was" : "files or pages were");
    else if (rc == BA_OK && c.differ > 0)
        rc = ba_fail(err, BA_ITEM, "DELIVERY_DIFFERS",
                     "%" PRId64 " %s between what was announced and what came; each is listed "
                     "above as a finding (with --json: in status)",
                     c.differ, c.differ == 1 ? "difference" : "differences");
    return rc;
}

enum ba_rc summary_print(struct depot *depot, char **folders, int count, bool json,
                         struct ba_err *err)
{
    char **names = calloc((size_t)count + 1, sizeof(*names));
    enum ba_rc rc;

    if (names == NULL)
        return ba_fail_mem(err, "summary");
    for (int i = 0; i < count; i++)
        names[i] = stage_batch_name(folders[i]);
    rc = summary_of(depot, names, count, json, err);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return rc;
}
