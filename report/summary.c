#include "report/summary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/shell_quote.h"
#include "index/open/point.h"
#include "index/records/batch_dossier.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"
#include "pipeline/stage.h"

enum { SENTENCES_MAX_BYTES = 1 << 20 };

struct reading {
    struct depot *depot;
    char **names; /* batches that are wanted; count 0: all */
    int count;
    struct summary *to;
    struct summary_batch *at; /* the one at hand */
    int64_t bad;              /* rejected files and failed pages */
    int64_t differ;           /* from what was announced */
    struct point_sizes sizes;
    bool broken;
};

/* *to is NULL when the batch has enough of them. */
static BA_RC add(struct reading *r, enum summary_kind kind, const char *file, const char *code,
                 const char *message, struct summary_detail **to, struct ba_err *err)
{
    struct summary_batch *b = r->at;

    *to = NULL;
    if (b->all++ >= SUMMARY_DETAILS_MAX)
        return BA_OK;
    if (ba_grow(&b->details, &b->cap, b->count + 1, sizeof(*b->details)) != 0)
        return ba_fail_mem(err, "summary");
    *to = &b->details[b->count++];
    **to = (struct summary_detail){
        .kind = kind, .file = strdup(file), .code = strdup(code), .message = strdup(message)
    };
    return (*to)->file == NULL || (*to)->code == NULL || (*to)->message == NULL
               ? ba_fail_mem(err, "summary")
               : BA_OK;
}

static BA_RC add_rejected(void *ctx, const struct file_row *f, struct ba_err *err)
{
    struct summary_detail *to;

    return add(ctx, SUMMARY_REJECTED, f->path, f->code, f->message, &to, err);
}

/* The sentence of an error; a page that failed has one. */
static BA_RC add_sentence(void *ctx, const char *code, char level, const char *message,
                          struct ba_err *err)
{
    (void)err;
    if (level == 'e')
        ba_buf_printf(ctx, " %s [%s]", message, code);
    return BA_OK;
}

static BA_RC add_failed(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct reading *r = ctx;
    struct ba_buf text = BA_BUF_INIT(SENTENCES_MAX_BYTES);
    struct summary_detail *to;
    enum ba_rc rc = BA_OK;

    if (p->state != PAGE_FAILED)
        return BA_OK;
    if (r->at->all < SUMMARY_DETAILS_MAX)
        rc = page_reason_each(r->depot->store, p->id, add_sentence, &text, err);
    if (rc == BA_OK)
        rc = ba_buf_check(&text, "summary", err);
    if (rc == BA_OK)
        rc = add(r, SUMMARY_FAILED, p->file, "", ba_buf_str(&text), &to, err);
    if (rc == BA_OK && to != NULL) {
        snprintf(to->sheet, sizeof(to->sheet), "%s", p->sheet);
        to->frame = p->frame;
    }
    ba_buf_free(&text);
    return rc;
}

static BA_RC add_dossier(void *ctx, const struct batch_dossier *d, struct ba_err *err)
{
    struct reading *r = ctx;
    struct summary_batch *b = r->at;
    struct summary_dossier *to;

    if (ba_grow(&b->dossiers, &b->dossier_cap, b->dossier_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "summary");
    to = &b->dossiers[b->dossier_count++];
    *to = (struct summary_dossier){ .number = strdup(d->number),
                                    .known = d->known,
                                    .has_register = d->has_register,
                                    .pages = d->pages,
                                    .all = d->all,
                                    .expected = d->expected,
                                    .open = strdup("") };
    return to->number == NULL || to->open == NULL ? ba_fail_mem(err, "summary") : BA_OK;
}

/* At its line among the dossiers. */
static BA_RC note_at_dossier(struct summary_batch *b, const struct point *p, struct ba_err *err)
{
    for (size_t i = 0; i < b->dossier_count; i++) {
        struct summary_dossier *d = &b->dossiers[i];
        char *codes;

        if (strcmp(d->number, p->object) != 0 || strstr(d->open, p->code) != NULL)
            continue;
        codes = ba_strf("%s%s%s", d->open, *d->open != '\0' ? " " : "", p->code);
        if (codes == NULL)
            return ba_fail_mem(err, "summary");
        free(d->open);
        d->open = codes;
    }
    return BA_OK;
}

/* What was settled is not told again; files and pages are listed by themselves. */
static BA_RC add_point(void *ctx, const struct point *p, struct ba_err *err)
{
    struct reading *r = ctx;
    struct summary_batch *b = r->at;
    struct summary_detail *to;

    b->open += point_holds(p);
    b->settled += p->weight == POINT_HOLDS && p->settled != NULL;
    b->remarks += p->weight == POINT_ASKED && p->settled == NULL;
    if (p->settled != NULL || p->file || p->page != 0)
        return BA_OK;
    b->findings++;
    r->differ += p->announced;
    if (p->batch_id == 0)
        return note_at_dossier(b, p, err);
    return add(r, SUMMARY_FINDING, "", p->code, p->message, &to, err);
}

static BA_RC read_details(struct reading *r, int64_t batch, struct ba_err *err)
{
    struct page_filter filter = { .batch = batch };
    struct point_filter points = { .batch = batch, .sizes = &r->sizes };
    struct store *store = r->depot->store;
    enum ba_rc rc = file_each(store, batch, false, add_rejected, r, err);

    if (rc == BA_OK && r->at->totals.failed > 0)
        rc = page_each(store, &filter, add_failed, r, err);
    if (rc == BA_OK)
        rc = batch_dossier_each(store, batch, add_dossier, r, err);
    return rc == BA_OK ? points_each(store, &points, add_point, r, err) : rc;
}

static bool is_wanted(const struct reading *r, const char *name)
{
    for (int i = 0; i < r->count; i++)
        if (r->names[i] != NULL && strcmp(r->names[i], name) == 0)
            return true;
    return r->count == 0;
}

static BA_RC add_batch(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct reading *r = ctx;
    struct summary *s = r->to;
    enum ba_rc rc;

    if (!is_wanted(r, b->name))
        return BA_OK;
    if (ba_grow(&s->batches, &s->cap, s->count + 1, sizeof(*s->batches)) != 0)
        return ba_fail_mem(err, "summary");
    r->at = &s->batches[s->count++];
    *r->at = (struct summary_batch){ .name = strdup(b->name), .complete = b->complete };
    if (r->at->name == NULL)
        return ba_fail_mem(err, "summary");
    rc = batch_totals_read(r->depot->store, b->id, &r->at->totals, err);
    r->bad += r->at->totals.files_rejected + r->at->totals.failed;
    r->broken = r->broken || !r->at->totals.holds;
    return rc == BA_OK ? read_details(r, b->id, err) : rc;
}

static BA_RC judge(const struct reading *r, struct ba_err *err)
{
    char word[BA_QUOTE_MAX];

    if (r->broken)
        return ba_fail(err, BA_FATAL, "LEDGER_BROKEN",
                       "the counts of files and pages do not add up; stop, keep the paper, and "
                       "check with: bouwarchief verify -C %s",
                       ba_shell_quote(r->depot->folder, word, sizeof(word)));
    if (r->bad > 0)
        return ba_fail(err, BA_ITEM, "ITEMS_REJECTED",
                       "%" PRId64 " %s rejected or failed; the list says why and what to do",
                       r->bad, r->bad == 1 ? "file or page was" : "files or pages were");
    if (r->differ > 0)
        return ba_fail(err, BA_ITEM, "DELIVERY_DIFFERS",
                       "%" PRId64 " %s between what was announced and what came; each is listed "
                       "above as a finding (with --json: in status)",
                       r->differ, r->differ == 1 ? "difference" : "differences");
    return BA_OK;
}

BA_RC summary_read(struct depot *depot, char **names, int count, struct summary *s,
                   struct ba_err *err)
{
    struct reading r = { .depot = depot, .names = names, .count = count, .to = s };
    enum ba_rc rc = batch_each(depot->store, add_batch, &r, err);

    return rc == BA_OK ? judge(&r, err) : rc;
}

BA_RC summary_read_folders(struct depot *depot, char **folders, int count, struct summary *s,
                           struct ba_err *err)
{
    char **names = calloc((size_t)count + 1, sizeof(*names));
    enum ba_rc rc;

    if (names == NULL)
        return ba_fail_mem(err, "summary");
    for (int i = 0; i < count; i++)
        names[i] = stage_batch_name(folders[i]);
    rc = summary_read(depot, names, count, s, err);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return rc;
}

void summary_free(struct summary *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct summary_batch *b = &s->batches[i];

        for (size_t k = 0; k < b->count; k++) {
            free(b->details[k].file);
            free(b->details[k].code);
            free(b->details[k].message);
        }
        free(b->details);
        for (size_t k = 0; k < b->dossier_count; k++) {
            free(b->dossiers[k].number);
            free(b->dossiers[k].open);
        }
        free(b->dossiers);
        free(b->name);
    }
    free(s->batches);
    *s = (struct summary){ 0 };
}
