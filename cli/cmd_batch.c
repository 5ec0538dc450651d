/* batch: what is open in each batch; closing one, and taking one back. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/json_value.h"
#include "core/plural.h"
#include "desk/close.h"
#include "desk/withdraw.h"
#include "report/point_json.h"

/* Points that are shown of one batch on a terminal. */
enum { POINTS_SHOWN = 20 };

/* What names a point stays as it was before `point` and `weight` came. */
static json_t *batch_point_json(const struct point *p)
{
    json_t *o = point_json(p);

    if (o != NULL && json_object_set_new(o, "object", json_string(p->object)) == 0)
        return o;
    json_decref(o);
    return NULL;
}

static json_t *points_json(const struct batch_state *s)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < s->points.count; i++)
        if (json_array_append_new(list, batch_point_json(&s->points.at[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static BA_RC list_one(void *ctx, const struct batch_state *s, struct ba_err *err)
{
    const bool *json = ctx;
    const char *state = batch_state_word(s, s->open);

    if (*json)
        return json_line(json_pack("{s:s, s:s, s:I, s:I, s:I, s:o}", "batch", s->batch.name,
                                   "state", state, "pages", (json_int_t)s->pages, "open",
                                   (json_int_t)s->open, "settled", (json_int_t)s->settled, "points",
                                   points_json(s)),
                         "batch-state", err);
    printf("%s: %s, %" PRId64 " page%s, %" PRIu64 " point%s open, %" PRIu64 " settled\n",
           s->batch.name, state, s->pages, ba_s((uint64_t)s->pages), s->open, ba_s(s->open),
           s->settled);
    return BA_OK;
}

static BA_RC list_withdrawn(void *ctx, const struct withdrawn_row *w, struct ba_err *err)
{
    const bool *json = ctx;

    if (*json)
        return json_line(json_pack("{s:s, s:s, s:I, s:s, s:o, s:o}", "batch", w->name, "state",
                                   "withdrawn", "pages", (json_int_t)w->pages, "withdrawn_at",
                                   w->withdrawn_at, "who", json_text(w->who), "reason",
                                   json_text(w->reason)),
                         "batch-state", err);
    printf("%s: withdrawn %s by %s, %" PRId64 " page%s%s%s\n", w->name, w->withdrawn_at, w->who,
           w->pages, ba_s((uint64_t)w->pages), w->reason[0] != '\0' ? ": " : "", w->reason);
    return BA_OK;
}

static BA_RC list_all(struct depot *depot, bool json, struct ba_err *err)
{
    enum ba_rc rc = batch_state_each(depot, list_one, &json, err);

    return rc == BA_OK ? withdrawn_each(depot->store, list_withdrawn, &json, err) : rc;
}

static BA_RC withdraw(struct depot *depot, const struct decision *by, const char *batch, bool json,
                      struct ba_err *err)
{
    struct batch_row was;
    enum ba_rc rc = withdraw_batch(depot, by, batch, &was, err);

    if (rc == BA_OK && json)
        rc = json_line(json_pack("{s:s, s:s, s:b}", "batch", was.name, "state", "withdrawn",
                                 "dry_run", by->dry_run),
                       "batch-state", err);
    else if (rc == BA_OK)
        printf("%s %s withdrawn; its masters are kept, and running its folder takes it in anew\n",
               was.name, by->dry_run ? "would be" : "is");
    return rc;
}

static void show_points(const struct depot *depot, const struct batch_state *s)
{
    unsigned open = 0, settled = 0;
    char name[POINT_NAME_MAX];

    for (size_t i = 0; i < s->points.count; i++) {
        const struct point *p = &s->points.at[i];

        if (p->settled == NULL && open++ < POINTS_SHOWN)
            say(depot, stdout, "  open     %s: %s\n", point_name(p, name), p->message);
        else if (p->settled != NULL && settled++ < POINTS_SHOWN)
            printf("  settled  %s: %s (%s)\n", point_name(p, name), p->settled, p->who);
    }
    if (open > POINTS_SHOWN)
        printf("  ... and %u more; batch list --json lists all\n", open - POINTS_SHOWN);
}

static BA_RC print_closed_json(const struct close_result *r, bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:s, s:s, s:I, s:I, s:b}", "batch", r->before.batch.name, "state",
                               r->state, "open", (json_int_t)r->open, "settled",
                               (json_int_t)r->settled, "dry_run", dry_run),
                     "batch-state", err);
}

/* How it stands is told also when the batch stays open. */
static BA_RC close_one(struct depot *depot, const struct decision *by,
                       const struct close_what *what, bool json, struct ba_err *err)
{
    struct close_result r;
    bool settles = by->reason != NULL && *by->reason != '\0';
    enum ba_rc rc = close_batch(depot, by, what, &r, err), told = BA_OK;

    if (!json && !settles)
        show_points(depot, &r.before);
    if (r.state != NULL && json) {
        struct ba_err trouble = BA_ERR_INIT;

        told = print_closed_json(&r, by->dry_run, &trouble);
        if (told != BA_OK)
            *err = trouble;
    } else if (r.state != NULL) {
        printf("%s: %s%s, %" PRIu64 " point%s open\n", r.before.batch.name,
               by->dry_run && settles ? "would be " : "", r.state, r.open, ba_s(r.open));
    }
    close_result_free(&r);
    return told != BA_OK ? told : rc;
}

BA_RC cmd_batch(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct close_what what = { 0 };
    bool json = false, list;
    const struct opt opts[] = { DECISION_OPTS(by, json), { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    list = strcmp(words[0], "list") == 0;
    if (!list && strcmp(words[0], "close") != 0 && strcmp(words[0], "withdraw") != 0)
        return opt_no_word(words[0], "list, close, withdraw", err);
    if (list != (count == 1) || (count > 2 && strcmp(words[0], "close") != 0))
        return ba_fail(err, BA_FATAL, "USAGE", "it is called as: bouwarchief batch %s",
                       cmd_find("batch")->args);
    rc = depot_open(depot, list ? NEED_STORE : NEED_WRITE, err);
    if (rc != BA_OK)
        return rc;
    if (list)
        return list_all(depot, json, err);
    if (strcmp(words[0], "withdraw") == 0)
        return withdraw(depot, &by, words[1], json, err);
    what = (struct close_what){ .batch = words[1],
                                .objects = (const char *const *)words + 2,
                                .object_count = (size_t)count - 2 };
    return close_one(depot, &by, &what, json, err);
}
