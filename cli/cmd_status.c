/* status: counts by state and reason, and what waits for a person. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/json_value.h"
#include "core/plural.h"
#include "core/shell_quote.h"
#include "index/correction/batch_closing.h"
#include "index/records/batch.h"
#include "index/records/dossier.h"
#include "index/records/finding.h"
#include "index/records/page.h"
#include "pipeline/shard/shard.h"
#include "report/suspect_pages.h"
#include "report/worklist.h"

/* Lines of each list on a terminal; --json gives all. */
enum { LIST_MAX = 20 };
#define NO_PAGES "REGISTER_NO_PAGES"

struct status {
    struct depot *depot;
    json_t *root, *list; /* with --json; list: being filled */
    uint64_t shown, for_person, no_pages;
    const char *batch; /* whose files are listed */
    bool broken;
};

static json_t *ledger_json(const struct batch_totals *l)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
                     "s:b}",
                     "files", (json_int_t)l->files, "taken", (json_int_t)l->files_taken, "rejected",
                     (json_int_t)l->files_rejected, "frames", (json_int_t)l->frames, "reduced",
                     (json_int_t)l->reduced, "replaced", (json_int_t)l->replaced, "pages",
                     (json_int_t)l->pages, "waiting", (json_int_t)l->waiting, "text",
                     (json_int_t)l->text, "drawing", (json_int_t)l->drawing, "blank",
                     (json_int_t)l->blank, "separator", (json_int_t)l->separator, "failed",
                     (json_int_t)l->failed, "masters", (json_int_t)l->masters, "masters_distinct",
                     (json_int_t)l->masters_distinct, "sums_hold", l->holds);
}

static void print_ledger(const char *name, const struct batch_totals *l)
{
    printf("%s\n  files %" PRId64 " = taken in %" PRId64 " + rejected %" PRId64 "\n", name,
           l->files, l->files_taken, l->files_rejected);
    printf("  images %" PRId64 " = pages %" PRId64 " + reduced %" PRId64, l->frames, l->pages,
           l->reduced);
    if (l->replaced > 0)
        printf(" + replaced %" PRId64, l->replaced);
    putchar('\n');
    printf("  pages %" PRId64 " = waiting %" PRId64 " + text %" PRId64 " + drawing %" PRId64
           " + blank %" PRId64 " + separator %" PRId64 " + failed %" PRId64 "\n",
           l->pages, l->waiting, l->text, l->drawing, l->blank, l->separator, l->failed);
    printf("  masters %" PRId64 " (distinct files %" PRId64 ")\n", l->masters, l->masters_distinct);
    puts(l->holds ? "  these sums hold" : "  THESE SUMS DO NOT HOLD: keep the paper, see verify");
}

static enum ba_rc add_batch(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct status *s = ctx;
    struct batch_totals l;
    enum ba_rc rc = batch_totals_read(s->depot->store, b->id, &l, err);

    if (rc != BA_OK)
        return rc;
    s->broken = s->broken || !l.holds;
    if (s->root == NULL) {
        char title[1100];

        snprintf(title, sizeof(title), "batch %s%s", b->name, b->complete ? "" : " (not complete)");
        print_ledger(title, &l);
        return BA_OK;
    }
    json_t *o = ledger_json(&l);
    if (o == NULL || json_object_set_new(o, "batch", json_string(b->name)) != 0 ||
        json_object_set_new(o, "complete", json_boolean(b->complete)) != 0 ||
        json_array_append_new(s->list, o) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static enum ba_rc add_withdrawn(void *ctx, const struct withdrawn_row *w, struct ba_err *err)
{
    struct status *s = ctx;

    if (s->root == NULL)
        printf("batch %s was withdrawn %s by %s (%" PRId64 " page%s, in no count): %s\n", w->name,
               w->withdrawn_at, w->who, w->pages, ba_s((uint64_t)w->pages), w->reason);
    else if (json_array_append_new(
                 s->list, json_pack("{s:s, s:s, s:o, s:o, s:I, s:I}", "batch", w->name,
                                    "withdrawn_at", w->withdrawn_at, "who", json_text(w->who),
                                    "reason", json_text(w->reason), "files", (json_int_t)w->files,
                                    "pages", (json_int_t)w->pages)) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static enum ba_rc add_reason(void *ctx, const char *code, char level, int64_t pages,
                             struct ba_err *err)
{
    struct status *s = ctx;
    const char text[2] = { level, '\0' };

    s->for_person += level != 'i' ? (uint64_t)pages : 0;
    if (s->root == NULL)
        printf("  %-24s %" PRId64 " page%s%s\n", code, pages, ba_s((uint64_t)pages),
               level == 'i' ? " (a remark)" : "");
    else if (json_array_append_new(s->list, json_pack("{s:s, s:s, s:I}", "code", code, "level",
                                                      text, "pages", (json_int_t)pages)) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static enum ba_rc add_rejected(void *ctx, const struct file_row *f, struct ba_err *err)
{
    struct status *s = ctx;

    s->for_person += f->settled == NULL;
    if (s->root == NULL) {
        if (s->shown++ < LIST_MAX)
            say(s->depot, stdout, "  batch %s: rejected file %s: %s [%s]%s%s\n", s->batch, f->path,
                f->message, f->code, f->settled != NULL ? " settled: " : "",
                f->settled != NULL ? f->settled : "");
    } else if (json_array_append_new(
                   s->list, json_pack("{s:s, s:s, s:I, s:s, s:s, s:o, s:o}", "batch", s->batch,
                                      "file", f->path, "position", (json_int_t)f->position, "code",
                                      f->code, "message", f->message, "kept", json_text(f->kept),
                                      "settled", json_text(f->settled))) != 0) {
        return ba_fail_mem(err, "output");
    }
    return BA_OK;
}

static enum ba_rc add_rejected_of(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct status *s = ctx;

    s->batch = b->name;
    return file_each(s->depot->store, b->id, false, add_rejected, s, err);
}

static enum ba_rc add_finding(void *ctx, const char *code, const char *dossier, const char *message,
                              struct ba_err *err)
{
    struct status *s = ctx;

    s->for_person++;
    if (s->root == NULL && strcmp(code, NO_PAGES) == 0) {
        s->no_pages++; /* a line for each would hide all else */
    } else if (s->root == NULL) {
        if (s->shown++ < LIST_MAX)
            printf("  %s [%s]\n", message, code);
    } else if (json_array_append_new(s->list, json_pack("{s:s, s:s, s:s}", "code", code, "dossier",
                                                        dossier, "message", message)) != 0) {
        return ba_fail_mem(err, "output");
    }
    return BA_OK;
}

static enum ba_rc add_batch_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    struct status *s = ctx;

    s->for_person += f->level != 'i';
    if (s->root == NULL) {
        if (s->shown++ < LIST_MAX)
            say(s->depot, stdout, "  batch %s: %s [%s]%s%s\n", f->batch, f->message, f->code,
                f->settled != NULL ? " settled: " : "", f->settled != NULL ? f->settled : "");
    } else if (json_array_append_new(s->list, json_pack("{s:s, s:s, s:o, s:s, s:o}", "code",
                                                        f->code, "batch", f->batch, "object",
                                                        json_text(f->object), "message", f->message,
                                                        "settled", json_text(f->settled))) != 0) {
        return ba_fail_mem(err, "output");
    }
    return BA_OK;
}

/* A list of its own in the JSON, or so many lines. */
static enum ba_rc begin_list(struct status *s, const char *key, struct ba_err *err)
{
    s->shown = 0;
    if (s->root == NULL)
        return BA_OK;
    s->list = json_array();
    return json_object_set_new(s->root, key, s->list) == 0 ? BA_OK : ba_fail_mem(err, "output");
}

static void end_list(const struct status *s)
{
    if (s->root == NULL && s->shown > LIST_MAX)
        printf("  ... and %" PRIu64 " more; status --json lists all\n", s->shown - LIST_MAX);
}

static enum ba_rc lists(struct status *s, struct ba_err *err)
{
    enum ba_rc rc = begin_list(s, "reasons", err);

    if (s->root == NULL)
        puts("reasons and what waits for a person");
    if (rc == BA_OK)
        rc = reason_each(s->depot->store, 0, add_reason, s, err);
    if (rc == BA_OK)
        rc = begin_list(s, "rejected_files", err);
    if (rc == BA_OK)
        rc = batch_each(s->depot->store, add_rejected_of, s, err);
    end_list(s);
    if (rc == BA_OK)
        rc = begin_list(s, "findings", err);
    if (rc == BA_OK)
        rc = dossier_findings(s->depot->store, add_finding, s, err);
    if (rc == BA_OK)
        rc = suspect_dossiers(s->depot, add_finding, s, err);
    end_list(s);
    if (rc == BA_OK && s->no_pages > 0)
        printf("  %" PRIu64
               " dossier%s of the register without pages yet; status --json lists them [%s]\n",
               s->no_pages, ba_s(s->no_pages), NO_PAGES);
    if (rc == BA_OK)
        rc = begin_list(s, "batch_findings", err);
    if (rc == BA_OK)
        rc = findings_each(s->depot->store, 0, add_batch_finding, s, err);
    if (rc == BA_OK)
        rc = suspect_batches(s->depot, 0, add_batch_finding, s, err);
    end_list(s);
    if (rc == BA_OK && s->root == NULL && s->for_person == 0)
        puts("  nothing");
    return rc;
}

static enum ba_rc totals(struct status *s, struct ba_err *err)
{
    struct batch_totals all;
    enum ba_rc rc = batch_totals_read(s->depot->store, 0, &all, err);

    if (rc != BA_OK)
        return rc;
    s->broken = s->broken || !all.holds;
    if (s->root == NULL)
        print_ledger("the whole depot", &all);
    else if (json_object_set_new(s->root, "total", ledger_json(&all)) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

enum ba_rc cmd_status(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct status s = { .depot = depot };
    bool json = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json }, { 0 } };
    char **words, quoted[BA_QUOTE_MAX];
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK && json && (s.root = json_object()) == NULL)
        rc = ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = begin_list(&s, "batches", err);
    if (rc == BA_OK)
        rc = batch_each(depot->store, add_batch, &s, err);
    if (rc == BA_OK)
        rc = begin_list(&s, "withdrawn", err);
    if (rc == BA_OK)
        rc = withdrawn_each(depot->store, add_withdrawn, &s, err);
    if (rc == BA_OK)
        rc = totals(&s, err);
    if (rc == BA_OK)
        rc = lists(&s, err);
    if (rc == BA_OK)
        rc = waits_tell(depot, s.root, err);
    if (rc == BA_OK)
        rc = shard_tell(depot, s.root, err);
    if (rc == BA_OK && s.root != NULL)
        rc = json_line(json_incref(s.root), err);
    json_decref(s.root);
    if (rc == BA_OK && s.broken)
        rc = ba_fail(err, BA_FATAL, "LEDGER_BROKEN",
                     "the counts of files and pages do not add up; stop, keep the paper, and check "
                     "with: bouwarchief verify -C %s",
                     ba_shell_quote(depot->folder, quoted, sizeof(quoted)));
    return rc;
}
