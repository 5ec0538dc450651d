#include "report/summary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"
#include "index/correction/batch_closing.h"
#include "index/records/finding.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"
#include "pipeline/stage.h"
#include "report/suspect_pages.h"

enum { SENTENCES_MAX_BYTES = 1 << 20 };

struct reading {
    struct depot *depot;
    char **names; /* batches that are wanted; count 0: all */
    int count;
    struct summary *to;
    struct summary_batch *at; /* the one at hand */
    int64_t bad;              /* rejected files and failed pages */
    int64_t differ;           /* findings, remarks left out */
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

static BA_RC add_finding(void *ctx, const struct finding *f, struct ba_err *err)
{
    struct reading *r = ctx;
    struct summary_detail *to;

    r->at->findings++;
    r->differ += f->level == 'e';
    return add(r, SUMMARY_FINDING, "", f->code, f->message, &to, err);
}

static BA_RC count_point(void *ctx, const struct batch_point *p, struct ba_err *err)
{
    struct summary_batch *b = ctx;

    (void)err;
    b->open += p->settled == NULL;
    b->settled += p->settled != NULL;
    return BA_OK;
}

static BA_RC count_warning(void *ctx, const char *code, char level, int64_t pages,
                           struct ba_err *err)
{
    struct summary_batch *b = ctx;

    (void)code;
    (void)err;
    b->remarks += level == 'w' ? pages : 0;
    return BA_OK;
}

static BA_RC read_details(struct reading *r, int64_t batch, struct ba_err *err)
{
    struct page_filter filter = { .batch = batch };
    struct store *store = r->depot->store;
    enum ba_rc rc = file_each(store, batch, false, add_rejected, r, err);

    if (rc == BA_OK && r->at->totals.failed > 0)
        rc = page_each(store, &filter, add_failed, r, err);
    if (rc == BA_OK)
        rc = findings_each(store, batch, add_finding, r, err);
    if (rc == BA_OK)
        rc = suspect_batches(r->depot, batch, add_finding, r, err);
    if (rc == BA_OK)
        rc = batch_points(store, batch, count_point, r->at, err);
    return rc == BA_OK ? reason_each(store, batch, count_warning, r->at, err) : rc;
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
        free(b->name);
    }
    free(s->batches);
    *s = (struct summary){ 0 };
}
