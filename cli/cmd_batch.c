/* batch: what is open in each batch; closing one, and taking one back. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/buf.h"
#include "core/json_value.h"
#include "core/plural.h"
#include "core/shell_quote.h"
#include "desk/field_correction.h"
#include "index/correction/batch_closing.h"
#include "pipeline/stage.h"

/* Points that are shown of one batch on a terminal. */
enum { POINTS_SHOWN = 20 };

struct points {
    struct depot *depot;
    struct batch_row batch;
    char **objects; /* only these; NULL: all */
    int object_count;
    bool json, show;
    uint64_t open, settled;
    json_t *list; /* borrowed; being filled */
    struct {
        char *code, *object;
    } * at; /* owned: the open ones that are meant */
    size_t count, cap;
};

static bool is_meant(const struct points *p, const char *object)
{
    for (int i = 0; i < p->object_count; i++)
        if (strcmp(p->objects[i], object) == 0)
            return true;
    return p->object_count == 0;
}

static enum ba_rc remember(struct points *p, const struct batch_point *point, struct ba_err *err)
{
    if (ba_grow(&p->at, &p->cap, p->count + 1, sizeof(*p->at)) != 0)
        return ba_fail_mem(err, "a batch");
    p->at[p->count].code = strdup(point->code);
    p->at[p->count].object = strdup(point->object);
    p->count++;
    return p->at[p->count - 1].code == NULL || p->at[p->count - 1].object == NULL
               ? ba_fail_mem(err, "a batch")
               : BA_OK;
}

static enum ba_rc add_point(void *ctx, const struct batch_point *point, struct ba_err *err)
{
    struct points *p = ctx;
    bool open = point->settled == NULL;
    enum ba_rc rc = BA_OK;

    p->open += open;
    p->settled += !open;
    if (open && is_meant(p, point->object))
        rc = remember(p, point, err);
    if (rc == BA_OK && p->list != NULL &&
        json_array_append_new(p->list, json_pack("{s:s, s:s, s:s, s:o, s:o}", "code", point->code,
                                                 "object", point->object, "message", point->message,
                                                 "settled", json_text(point->settled), "who",
                                                 json_text(point->who))) != 0)
        return ba_fail_mem(err, "output");
    if (p->show && open && p->open <= POINTS_SHOWN)
        say(p->depot, stdout, "  open     %s: %s [%s]\n", point->object, point->message,
            point->code);
    else if (p->show && !open && p->settled <= POINTS_SHOWN)
        printf("  settled  %s [%s]: %s (%s)\n", point->object, point->code, point->settled,
               point->who);
    return rc;
}

static void free_points(struct points *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->at[i].code);
        free(p->at[i].object);
    }
    free(p->at);
    p->at = NULL;
    p->count = p->cap = 0;
}

static const char *state_of(const struct batch_row *b, uint64_t open)
{
    return !b->complete ? "incomplete" : open > 0 ? "open" : "closed";
}

static enum ba_rc list_one(void *ctx, const struct batch_row *b, struct ba_err *err)
{
    struct points *p = ctx;
    struct points one = { .depot = p->depot, .json = p->json };
    struct batch_totals l;
    enum ba_rc rc = batch_totals_read(p->depot->store, b->id, &l, err);

    if (p->json && (one.list = json_array()) == NULL)
        return ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = batch_points(p->depot->store, b->id, add_point, &one, err);
    if (rc == BA_OK && !p->json) {
        printf("%s: %s, %" PRId64 " page%s, %" PRIu64 " point%s open, %" PRIu64 " settled\n",
               b->name, state_of(b, one.open), l.pages, ba_s((uint64_t)l.pages), one.open,
               ba_s(one.open), one.settled);
    } else if (rc == BA_OK) {
        rc = json_line(json_pack("{s:s, s:s, s:I, s:I, s:I, s:O}", "batch", b->name, "state",
                                 state_of(b, one.open), "pages", (json_int_t)l.pages, "open",
                                 (json_int_t)one.open, "settled", (json_int_t)one.settled, "points",
                                 one.list),
                       err);
    }
    json_decref(one.list);
    free_points(&one);
    return rc;
}

static enum ba_rc list_withdrawn(void *ctx, const struct withdrawn_row *w, struct ba_err *err)
{
    const struct points *p = ctx;

    if (p->json)
        return json_line(json_pack("{s:s, s:s, s:I, s:s, s:o, s:o}", "batch", w->name, "state",
                                   "withdrawn", "pages", (json_int_t)w->pages, "withdrawn_at",
                                   w->withdrawn_at, "who", json_text(w->who), "reason",
                                   json_text(w->reason)),
                         err);
    printf("%s: withdrawn %s by %s, %" PRId64 " page%s%s%s\n", w->name, w->withdrawn_at, w->who,
           w->pages, ba_s((uint64_t)w->pages), w->reason[0] != '\0' ? ": " : "", w->reason);
    return BA_OK;
}

static enum ba_rc list_all(struct points *p, struct ba_err *err)
{
    enum ba_rc rc = batch_each(p->depot->store, list_one, p, err);

    return rc == BA_OK ? withdrawn_each(p->depot->store, list_withdrawn, p, err) : rc;
}

static enum ba_rc find(struct points *p, const char *name, struct ba_err *err)
{
    bool found = false;
    enum ba_rc rc = batch_find(p->depot->store, name, &p->batch, &found, err);

    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief batch list", name);
    return rc;
}

static enum ba_rc withdraw(struct points *p, const struct field_correction *o, struct ba_err *err)
{
    struct correction c = correct_record(o);
    struct stage_opts stage = { 0 };
    enum ba_rc rc = o->reason != NULL && *o->reason != '\0'
                        ? store_begin(p->depot->store, err)
                        : ba_fail(err, BA_FATAL, "USAGE",
                                  "batch withdraw wants a --reason: it is kept for ever");

    if (rc == BA_OK)
        rc = batch_withdraw(p->depot->store, &p->batch, &c, err);
    if (rc == BA_OK && !o->dry_run)
        rc = store_commit(p->depot->store, err);
    store_rollback(p->depot->store);
    if (rc == BA_OK && !o->dry_run)
        rc = stage_index(p->depot, &stage, err);
    if (rc == BA_OK && o->json)
        rc = json_line(json_pack("{s:s, s:s, s:b}", "batch", p->batch.name, "state", "withdrawn",
                                 "dry_run", o->dry_run),
                       err);
    else if (rc == BA_OK)
        printf("%s %s withdrawn; its masters are kept, and running its folder takes it in anew\n",
               p->batch.name, o->dry_run ? "would be" : "is");
    return rc;
}

/* Settles what is meant, when a reason is given; then says whether the batch is closed. */
static enum ba_rc close_batch(struct points *p, const struct field_correction *o,
                              struct ba_err *err)
{
    struct correction c = correct_record(o);
    bool settles = o->reason != NULL && *o->reason != '\0';
    uint64_t left;
    char word[BA_QUOTE_MAX];
    const char *name = ba_shell_quote(p->batch.name, word, sizeof(word));
    enum ba_rc rc;

    p->show = !o->json && !settles;
    rc = batch_points(p->depot->store, p->batch.id, add_point, p, err);
    if (rc == BA_OK && p->object_count > 0 && p->count == 0)
        rc =
            ba_fail(err, BA_ITEM, "POINT_UNKNOWN",
                    "nothing of that name is open in %s; see: bouwarchief batch close %s --dry-run",
                    p->batch.name, name);
    left = p->open - (settles ? p->count : 0);
    if (rc == BA_OK && settles)
        rc = store_begin(p->depot->store, err);
    for (size_t i = 0; settles && i < p->count && rc == BA_OK; i++)
        rc = batch_settle(p->depot->store, &p->batch, p->at[i].code, p->at[i].object, &c, err);
    if (rc == BA_OK && settles && !o->dry_run)
        rc = store_commit(p->depot->store, err);
    store_rollback(p->depot->store);
    if (rc == BA_OK && o->json)
        rc = json_line(json_pack("{s:s, s:s, s:I, s:I, s:b}", "batch", p->batch.name, "state",
                                 state_of(&p->batch, left), "open", (json_int_t)left, "settled",
                                 (json_int_t)(p->settled + p->open - left), "dry_run", o->dry_run),
                       err);
    else if (rc == BA_OK)
        printf("%s: %s%s, %" PRIu64 " point%s open\n", p->batch.name,
               o->dry_run && settles ? "would be " : "", state_of(&p->batch, left), left,
               left == 1 ? "" : "s");
    if (rc == BA_OK && (left > 0 || !p->batch.complete))
        rc = ba_fail(err, BA_ITEM, "BATCH_OPEN",
                     "batch %s is not closed: solve what is open, or say why it is all right with: "
                     "bouwarchief batch close %s --reason TEXT",
                     p->batch.name, name);
    return rc;
}

enum ba_rc cmd_batch(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct points p = { .depot = depot };
    struct field_correction o = { 0 };
    const struct opt opts[] = { CORRECT_OPTS(o), { 0 } };
    char **words;
    int count;
    bool list;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    list = strcmp(words[0], "list") == 0;
    if (!list && strcmp(words[0], "close") != 0 && strcmp(words[0], "withdraw") != 0)
        return opt_no_word(words[0], "list, close, withdraw", err);
    if (list != (count == 1) || (count > 2 && strcmp(words[0], "close") != 0))
        return ba_fail(err, BA_FATAL, "USAGE", "it is called as: bouwarchief batch %s",
                       cmd_find("batch")->args);
    p.json = o.json;
    rc = depot_open(depot, list ? NEED_STORE : NEED_WRITE, err);
    if (rc == BA_OK && list)
        return list_all(&p, err);
    if (rc == BA_OK)
        rc = find(&p, words[1], err);
    p.objects = words + 2;
    p.object_count = count - 2;
    if (rc == BA_OK)
        rc = strcmp(words[0], "close") == 0 ? close_batch(&p, &o, err) : withdraw(&p, &o, err);
    free_points(&p);
    return rc;
}
