#include "desk/close.h"

#include "core/shell_quote.h"

/* An open point that the person means. */
static bool is_meant(const struct close_what *what, const struct point *point)
{
    if (!point_holds(point))
        return false;
    for (size_t i = 0; i < what->object_count; i++)
        if (point_is_called(point, what->objects[i]))
            return true;
    return what->object_count == 0;
}

static uint64_t count_meant(const struct close_what *what, const struct batch_state *s)
{
    uint64_t n = 0;

    for (size_t i = 0; i < s->points.count; i++)
        n += is_meant(what, &s->points.at[i]);
    return n;
}

static BA_RC settle(struct depot *depot, const struct decision *by, const struct close_what *what,
                    const struct batch_state *s, struct ba_err *err)
{
    struct correction c = decision_record(by);
    enum ba_rc rc = store_begin(depot->store, err);

    for (size_t i = 0; i < s->points.count && rc == BA_OK; i++)
        if (is_meant(what, &s->points.at[i]))
            rc = point_settle(depot->store, &s->points.at[i], c.who, c.reason, err);
    return decision_commit(depot, by, rc, err);
}

BA_RC close_batch(struct depot *depot, const struct decision *by, const struct close_what *what,
                  struct close_result *out, struct ba_err *err)
{
    struct batch_state *s = &out->before;
    bool settles = by->reason != NULL && *by->reason != '\0';
    char word[BA_QUOTE_MAX];
    uint64_t meant;
    enum ba_rc rc;

    *out = (struct close_result){ 0 };
    rc = batch_state_read(depot, what->batch, s, err);
    if (rc != BA_OK)
        return rc;
    ba_shell_quote(s->batch.name, word, sizeof(word));
    meant = count_meant(what, s);
    if (what->object_count > 0 && meant == 0)
        return ba_fail(err, BA_ITEM, "POINT_UNKNOWN",
                       "nothing of that name is open in %s; see: bouwarchief batch close %s "
                       "--dry-run",
                       s->batch.name, word);
    if (settles)
        rc = settle(depot, by, what, s, err);
    if (rc != BA_OK)
        return rc;
    out->open = s->open - (settles ? meant : 0);
    out->settled = s->settled + s->open - out->open;
    out->state = batch_state_word(s, out->open);
    if (out->open > 0 || !s->batch.complete)
        rc = ba_fail(err, BA_ITEM, "BATCH_OPEN",
                     "batch %s is not closed: solve what is open, or say why it is all right with: "
                     "bouwarchief batch close %s --reason TEXT",
                     s->batch.name, word);
    return rc;
}

void close_result_free(struct close_result *r)
{
    batch_state_free(&r->before);
}
