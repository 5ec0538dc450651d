#include "desk/settle_point.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How well a word fits a point; the best of all points counts. */
enum fit { FIT_NOT, FIT_PLACE, FIT_KIND, FIT_NAME };

struct finding_point {
    const char *word;
    enum fit best;
    struct point_list list; /* that fit so */
};

static enum fit fit_of(const struct point *p, const char *word)
{
    char name[POINT_NAME_MAX], kind[POINT_NAME_MAX];

    point_name(p, name);
    if (strcmp(name, word) == 0)
        return FIT_NAME;
    snprintf(kind, sizeof(kind), "%s:%s", p->code, p->batch);
    if (p->batch_id != 0 && strcmp(kind, word) == 0)
        return FIT_KIND;
    return strcmp(name + strlen(p->code) + 1, word) == 0 || point_is_called(p, word) ? FIT_PLACE
                                                                                     : FIT_NOT;
}

static BA_RC look_at(void *ctx, const struct point *p, struct ba_err *err)
{
    struct finding_point *f = ctx;
    enum fit fit = p->weight == POINT_REMARK ? FIT_NOT : fit_of(p, f->word);

    if (fit == FIT_NOT || fit < f->best)
        return BA_OK;
    if (fit > f->best)
        point_list_free(&f->list);
    f->best = fit;
    return point_list_add(&f->list, p, err);
}

static BA_RC is_ambiguous(const struct finding_point *f, struct ba_err *err)
{
    char first[POINT_NAME_MAX], second[POINT_NAME_MAX];

    return ba_fail(err, BA_ITEM, "POINT_AMBIGUOUS",
                   "%zu points are called \"%s\", %s and %s among them; give the whole name of the "
                   "one that you mean",
                   f->list.count, f->word, point_name(&f->list.at[0], first),
                   point_name(&f->list.at[1], second));
}

/* One thing of one code may be told twice: of two lines of the register, say. */
static bool is_one(const struct point_list *l)
{
    char first[POINT_NAME_MAX], other[POINT_NAME_MAX];

    for (size_t i = 1; i < l->count; i++)
        if (strcmp(point_name(&l->at[0], first), point_name(&l->at[i], other)) != 0)
            return false;
    return true;
}

static BA_RC change(struct depot *depot, const struct decision *by, struct point *p, bool undo,
                    struct settle_result *out, struct ba_err *err)
{
    struct correction c = decision_record(by);
    struct point after = *p;
    enum ba_rc rc;

    if ((p->settled == NULL) == undo)
        return point_list_add(&out->before, p, err);
    rc = undo ? point_unsettle(depot->store, p, c.who, c.reason, err)
              : point_settle(depot->store, p, c.who, c.reason, err);
    after.settled = undo ? NULL : c.reason;
    after.who = undo ? "" : c.who;
    return rc == BA_OK ? point_list_add(&out->changed, &after, err) : rc;
}

static BA_RC settle_word(struct depot *depot, const struct decision *by, const char *word,
                         bool undo, struct settle_result *out, struct ba_err *err)
{
    struct finding_point f = { .word = word };
    const struct point_filter all = { 0 };
    enum ba_rc rc = points_each(depot->store, &all, look_at, &f, err);

    if (rc == BA_OK && f.list.count == 0)
        rc = ba_fail(err, BA_ITEM, "POINT_UNKNOWN",
                     "there is no point \"%.300s\"; what is open, and how each is called: "
                     "bouwarchief status",
                     word);
    if (rc == BA_OK && f.best == FIT_PLACE && !is_one(&f.list))
        rc = is_ambiguous(&f, err);
    for (size_t i = 0; i < f.list.count && rc == BA_OK; i++)
        rc = change(depot, by, &f.list.at[i], undo, out, err);
    point_list_free(&f.list);
    return rc;
}

BA_RC settle_points(struct depot *depot, const struct decision *by, const struct settle_what *what,
                    struct settle_result *out, struct ba_err *err)
{
    enum ba_rc rc;

    *out = (struct settle_result){ 0 };
    if (!what->undo && (by->reason == NULL || *by->reason == '\0'))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "settle wants a --reason: why is this all right? It is kept for ever");
    rc = store_begin(depot->store, err);
    for (size_t i = 0; i < what->count && rc == BA_OK; i++)
        rc = settle_word(depot, by, what->words[i], what->undo, out, err);
    return decision_commit(depot, by, rc, err);
}

void settle_result_free(struct settle_result *r)
{
    point_list_free(&r->changed);
    point_list_free(&r->before);
}
