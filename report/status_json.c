#include "report/status_json.h"

#include "core/json_value.h"
#include "report/point_json.h"

static json_t *totals_json(const struct batch_totals *l)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
                     "s:I, s:b}",
                     "files", (json_int_t)l->files, "taken", (json_int_t)l->files_taken, "rejected",
                     (json_int_t)l->files_rejected, "frames", (json_int_t)l->frames, "reduced",
                     (json_int_t)l->reduced, "replaced", (json_int_t)l->replaced, "pages",
                     (json_int_t)l->pages, "waiting", (json_int_t)l->waiting, "text",
                     (json_int_t)l->text, "drawing", (json_int_t)l->drawing, "blank",
                     (json_int_t)l->blank, "separator", (json_int_t)l->separator, "failed",
                     (json_int_t)l->failed, "dropped", (json_int_t)l->dropped, "masters",
                     (json_int_t)l->masters, "masters_distinct", (json_int_t)l->masters_distinct,
                     "sums_hold", l->holds);
}

static json_t *batch_json(const void *rows, size_t i)
{
    const struct status_batch *b = &((const struct status_batch *)rows)[i];
    json_t *o = totals_json(&b->totals);

    if (o != NULL && json_object_set_new(o, "batch", json_string(b->name)) == 0 &&
        json_object_set_new(o, "complete", json_boolean(b->complete)) == 0)
        return o;
    json_decref(o);
    return NULL;
}

static json_t *withdrawn_json(const void *rows, size_t i)
{
    const struct status_withdrawn *w = &((const struct status_withdrawn *)rows)[i];

    return json_pack("{s:s, s:s, s:o, s:o, s:I, s:I}", "batch", w->name, "withdrawn_at",
                     w->withdrawn_at, "who", json_text(w->who), "reason", json_text(w->reason),
                     "files", (json_int_t)w->files, "pages", (json_int_t)w->pages);
}

static json_t *reason_json(const void *rows, size_t i)
{
    const struct status_reason *r = &((const struct status_reason *)rows)[i];
    const char level[2] = { r->level, '\0' };

    return json_pack("{s:s, s:s, s:I}", "code", r->code, "level", level, "pages",
                     (json_int_t)r->pages);
}

static json_t *rejected_json(const void *rows, size_t i)
{
    const struct status_rejected *f = &((const struct status_rejected *)rows)[i];

    return json_pack("{s:s, s:s, s:I, s:s, s:s, s:o, s:o}", "batch", f->batch, "file", f->file,
                     "position", (json_int_t)f->position, "code", f->code, "message", f->message,
                     "kept", json_text(f->kept), "settled", json_text(f->settled));
}

static json_t *finding_json(const struct point *p)
{
    return json_pack("{s:s, s:s, s:s, s:o}", "code", p->code, "dossier", p->object, "message",
                     p->message, "settled", json_text(p->settled));
}

static json_t *batch_finding_json(const struct point *p)
{
    return json_pack("{s:s, s:s, s:o, s:s, s:o}", "code", p->code, "batch", p->batch, "object",
                     json_text(p->object), "message", p->message, "settled", json_text(p->settled));
}

static bool is_of_dossier(const struct point *p)
{
    return p->batch_id == 0;
}

static bool is_of_batch(const struct point *p)
{
    return p->batch_id != 0 && p->page == 0 && !p->file;
}

/* Those that are so. NULL when out of memory. */
static json_t *points_json(const struct point_list *l, bool (*is)(const struct point *p),
                           json_t *(*item)(const struct point *p))
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < l->count; i++)
        if (is(&l->at[i]) && json_array_append_new(list, item(&l->at[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *who_json(const void *rows, size_t i)
{
    const struct worklist_who *w = &((const struct worklist_who *)rows)[i];

    return json_pack("{s:s, s:I, s:s, s:s, s:s}", "who", w->name, "count", (json_int_t)w->count,
                     "what", w->what, "reasons", w->reasons, "do", w->todo);
}

static json_t *delivered_json(const void *rows, size_t i)
{
    const struct shard_delivered *d = &((const struct shard_delivered *)rows)[i];

    return json_pack("{s:i, s:i, s:s, s:I, s:I}", "shard", (int)d->k, "of", (int)d->n, "file",
                     d->file, "read", (json_int_t)d->read, "failed", (json_int_t)d->failed);
}

/* NULL when out of memory. */
static json_t *list_json(const void *rows, size_t count,
                         json_t *(*item)(const void *rows, size_t i))
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < count; i++)
        if (json_array_append_new(list, item(rows, i)) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *shards_json(const struct shard_status *s)
{
    return json_pack("{s:b, s:I, s:o}", "listed", s->listed, "waiting", (json_int_t)s->waiting,
                     "results", list_json(s->at, s->count, delivered_json));
}

json_t *status_json(const struct status *s)
{
    const struct {
        const char *name;
        json_t *value;
    } keys[] = {
        { "batches", list_json(s->batches, s->batch_count, batch_json) },
        { "withdrawn", list_json(s->withdrawn, s->withdrawn_count, withdrawn_json) },
        { "total", totals_json(&s->total) },
        { "reasons", list_json(s->reasons, s->reason_count, reason_json) },
        { "rejected_files", list_json(s->rejected, s->rejected_count, rejected_json) },
        { "findings", points_json(&s->points, is_of_dossier, finding_json) },
        { "batch_findings", points_json(&s->points, is_of_batch, batch_finding_json) },
        { "points", points_json(&s->points, point_asks, point_json) },
        { "waits", list_json(s->waits.who, WORKLIST_WHO, who_json) },
        { "shards", shards_json(&s->shards) },
    };
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        ok = json_object_set_new(o, keys[i].name, keys[i].value) == 0 && ok;
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}
