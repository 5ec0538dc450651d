#include "desk/personal_review.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "depot/designator.h"
#include "index/access/personal_decision.h"
#include "pipeline/text_boxes.h"

/* Of one proposal; a name is far less. */
#define TEXT_MAX_BYTES 4096

BA_RC personal_review_each(struct depot *depot, const struct personal_review_what *what,
                           personal_row_fn fn, void *ctx, struct ba_err *err)
{
    enum ba_rc rc = what->count == 0 ? personal_each(depot->store, 0, fn, ctx, err) : BA_OK;

    for (size_t i = 0; rc == BA_OK && i < what->count; i++) {
        struct designator w = { 0 };

        rc = designator_one(depot, what->dossiers[i], what->archive, &w, err);
        if (rc == BA_OK)
            rc = personal_each(depot->store, w.at[0].of.dossier, fn, ctx, err);
        designator_free(&w);
    }
    return rc;
}

struct gathering {
    struct depot *depot;
    bool again;
    struct personal_proposals *out;
};

/* Trouble with one page's ALTO leaves its text out, not the proposal. */
static BA_RC text_of(const struct gathering *g, const struct personal_row *r, char **text,
                     struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(TEXT_MAX_BYTES);
    char *path = depot_derived_path(g->depot, false, r->sha256, r->frame, r->rev, "alto.xml");
    struct ba_err ignored = BA_ERR_INIT;
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "a list") : BA_OK;

    if (rc == BA_OK && text_in_boxes(path, r->box, &b, &ignored) == BA_FATAL)
        rc = ba_fail_mem(err, "a list");
    if (rc == BA_OK && (*text = strdup(b.failed ? "" : ba_buf_str(&b))) == NULL)
        rc = ba_fail_mem(err, "a list");
    ba_buf_free(&b);
    free(path);
    return rc;
}

static BA_RC gather(void *ctx, const struct personal_row *r, struct ba_err *err)
{
    struct gathering *g = ctx;
    struct personal_proposals *out = g->out;

    if (!r->proposal || (r->decision[0] != '\0' && !g->again) || r->box[0] == '\0')
        return BA_OK;
    if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof(*out->at)) != 0)
        return ba_fail_mem(err, "a list");
    struct personal_proposal *p = &out->at[out->count++];
    *p = (struct personal_proposal){
        .object = strdup(r->document[0] != '\0' ? r->document : r->number),
        .kind = strdup(r->kind),
        .box = strdup(r->box),
        .page = r->page,
        .seq = r->seq,
        .answer = r->decision[0] == 'k'   ? PERSONAL_LEGIBLE
                  : r->decision[0] == 'b' ? PERSONAL_BLACK
                                          : PERSONAL_OPEN,
    };
    if (p->object == NULL || p->kind == NULL || p->box == NULL)
        return ba_fail_mem(err, "a list");
    return text_of(g, r, &p->text, err);
}

BA_RC personal_review_open(struct depot *depot, const struct personal_review_what *what,
                           struct personal_proposals *out, struct ba_err *err)
{
    struct gathering g = { depot, what->again, out };

    *out = (struct personal_proposals){ 0 };
    return personal_review_each(depot, what, gather, &g, err);
}

void personal_proposals_free(struct personal_proposals *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->at[i].object);
        free(p->at[i].kind);
        free(p->at[i].box);
        free(p->at[i].text);
    }
    free(p->at);
    *p = (struct personal_proposals){ 0 };
}

BA_RC personal_review_decide(struct depot *depot, const struct decision *by,
                             struct personal_proposal *p, bool keep, struct ba_err *err)
{
    const struct personal_place place = { p->page, p->kind, p->box };
    struct correction c = decision_record(by);
    enum ba_rc rc = store_begin(depot->store, err);

    if (rc == BA_OK)
        rc = personal_decide(depot->store, &place, keep, c.who, c.reason, err);
    rc = decision_commit(depot, by, rc, err);
    if (rc == BA_OK && !by->dry_run) {
        p->changed |= keep != (p->answer == PERSONAL_LEGIBLE);
        p->answer = keep ? PERSONAL_LEGIBLE : PERSONAL_BLACK;
    }
    return rc;
}

BA_RC personal_review_end(struct depot *depot, const struct decision *by,
                          const struct personal_proposals *p, struct ba_err *err)
{
    bool any = false;
    enum ba_rc rc = store_begin(depot->store, err);

    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        if (p->at[i].changed) {
            rc = personal_decision_index(depot->store, p->at[i].page, err);
            any = true;
        }
    return any ? decision_commit_index(depot, by, rc, err) : decision_commit(depot, by, rc, err);
}
