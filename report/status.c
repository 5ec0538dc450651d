#include "report/status.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"
#include "index/correction/batch_withdraw.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"

struct reading {
    struct depot *depot;
    struct status *to;
    const char *batch; /* whose files are listed */
    bool broken;
    bool ok; /* memory was enough */
};

/* NULL for what is NULL or empty. */
static char *known(struct reading *r, const char *text)
{
    char *c = text != NULL && *text != '\0' ? strdup(text) : NULL;

    r->ok = r->ok && (c != NULL || text == NULL || *text == '\0');
    return c;
}

static char *copy(struct reading *r, const char *text)
{
    char *c = strdup(text);

    r->ok = r->ok && c != NULL;
    return c;
}

static BA_RC check(const struct reading *r, struct ba_err *err)
{
    return r->ok ? BA_OK : ba_fail_mem(err, "status");
}

static BA_RC add_batch(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct reading *r = ctx;
    struct status *s = r->to;
    struct status_batch *to;
    enum ba_rc rc;

    if (ba_grow(&s->batches, &s->batch_cap, s->batch_count + 1, sizeof(*to)) != 0)
        return ba_fail_mem(err, "status");
    to = &s->batches[s->batch_count++];
    *to = (struct status_batch){ .name = copy(r, b->name), .complete = b->complete };
    rc = batch_totals_read(r->depot->store, b->id, &to->totals, err);
    r->broken = r->broken || !to->totals.holds;
    return rc == BA_OK ? check(r, err) : rc;
}

static BA_RC add_withdrawn(void *ctx, const struct withdrawn_row *w, struct ba_err *err)
{
    struct reading *r = ctx;
    struct status *s = r->to;

    if (ba_grow(&s->withdrawn, &s->withdrawn_cap, s->withdrawn_count + 1, sizeof(*s->withdrawn)) !=
        0)
        return ba_fail_mem(err, "status");
    s->withdrawn[s->withdrawn_count++] =
        (struct status_withdrawn){ .name = copy(r, w->name),
                                   .withdrawn_at = copy(r, w->withdrawn_at),
                                   .who = known(r, w->who),
                                   .reason = known(r, w->reason),
                                   .files = w->files,
                                   .pages = w->pages };
    return check(r, err);
}

static BA_RC add_reason(void *ctx, const char *code, char level, int64_t pages, struct ba_err *err)
{
    struct reading *r = ctx;
    struct status *s = r->to;

    if (ba_grow(&s->reasons, &s->reason_cap, s->reason_count + 1, sizeof(*s->reasons)) != 0)
        return ba_fail_mem(err, "status");
    s->reasons[s->reason_count++] =
        (struct status_reason){ .code = copy(r, code), .level = level, .pages = pages };
    return check(r, err);
}

static BA_RC add_rejected(void *ctx, const struct file_row *f, struct ba_err *err)
{
    struct reading *r = ctx;
    struct status *s = r->to;

    if (ba_grow(&s->rejected, &s->rejected_cap, s->rejected_count + 1, sizeof(*s->rejected)) != 0)
        return ba_fail_mem(err, "status");
    s->rejected[s->rejected_count++] = (struct status_rejected){ .batch = copy(r, r->batch),
                                                                 .file = copy(r, f->path),
                                                                 .code = copy(r, f->code),
                                                                 .message = copy(r, f->message),
                                                                 .kept = known(r, f->kept),
                                                                 .settled = known(r, f->settled),
                                                                 .position = f->position };
    return check(r, err);
}

static BA_RC add_rejected_of(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct reading *r = ctx;

    r->batch = b->name;
    return file_each(r->depot->store, b->id, false, add_rejected, r, err);
}

static BA_RC add_point(void *ctx, const struct point *p, struct ba_err *err)
{
    struct reading *r = ctx;

    r->to->for_person += point_asks(p);
    return point_list_add(&r->to->points, p, err);
}

static BA_RC read_lists(struct reading *r, struct ba_err *err)
{
    struct store *store = r->depot->store;
    enum ba_rc rc = batch_each(store, add_batch, r, err);

    if (rc == BA_OK)
        rc = withdrawn_each(store, add_withdrawn, r, err);
    if (rc == BA_OK)
        rc = batch_totals_read(store, 0, &r->to->total, err);
    if (rc == BA_OK)
        rc = reason_each(store, 0, add_reason, r, err);
    if (rc == BA_OK)
        rc = batch_each(store, add_rejected_of, r, err);
    if (rc == BA_OK)
        rc = points_each(store, &(struct point_filter){ .batch = 0 }, add_point, r, err);
    return rc;
}

BA_RC status_read(struct depot *depot, size_t shard_files, struct status *s, struct ba_err *err)
{
    struct reading r = { .depot = depot, .to = s, .ok = true };
    char quoted[BA_QUOTE_MAX];
    enum ba_rc rc = read_lists(&r, err);

    if (rc == BA_OK)
        rc = worklist_make(&s->points, &s->waits, err);
    if (rc == BA_OK)
        rc = shard_status_read(depot, shard_files, &s->shards, err);
    if (rc == BA_OK && (r.broken || !s->total.holds))
        rc = ba_fail(err, BA_FATAL, "LEDGER_BROKEN",
                     "the counts of files and pages do not add up; stop, keep the paper, and check "
                     "with: bouwarchief verify -C %s",
                     ba_shell_quote(depot->folder, quoted, sizeof(quoted)));
    return rc;
}

static void free_rejected(struct status *s)
{
    for (size_t i = 0; i < s->rejected_count; i++) {
        free(s->rejected[i].batch);
        free(s->rejected[i].file);
        free(s->rejected[i].code);
        free(s->rejected[i].message);
        free(s->rejected[i].kept);
        free(s->rejected[i].settled);
    }
    free(s->rejected);
}

void status_free(struct status *s)
{
    for (size_t i = 0; i < s->batch_count; i++)
        free(s->batches[i].name);
    free(s->batches);
    for (size_t i = 0; i < s->withdrawn_count; i++) {
        free(s->withdrawn[i].name);
        free(s->withdrawn[i].withdrawn_at);
        free(s->withdrawn[i].who);
        free(s->withdrawn[i].reason);
    }
    free(s->withdrawn);
    for (size_t i = 0; i < s->reason_count; i++)
        free(s->reasons[i].code);
    free(s->reasons);
    free_rejected(s);
    point_list_free(&s->points);
    worklist_free(&s->waits);
    shard_status_free(&s->shards);
    *s = (struct status){ 0 };
}
