#include "report/report_json.h"

#include <stdlib.h>

#include "core/clock.h"
#include "core/json_value.h"

static BA_RC append(json_t *list, json_t *item, struct ba_err *err)
{
    return json_array_append_new(list, item) == 0 ? BA_OK : ba_fail_mem(err, "report");
}

static json_t *item_json(const struct report_item *i)
{
    json_t *reasons = json_array(), *o;
    char *label = report_label(i);

    for (size_t k = 0; k < i->count; k++) {
        const struct report_reason *r = &i->reasons[k];
        const char level[2] = { r->level, '\0' };

        json_array_append_new(reasons, json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", r->code,
                                                 "level", level, "message", r->message, "what",
                                                 report_words(r->code)->wat, "action",
                                                 report_words(r->code)->doe));
    }
    o = json_pack("{s:s, s:o, s:s, s:o, s:s, s:I, s:o, s:o, s:I, s:b, s:o}", "where",
                  label == NULL ? "" : label, "page", json_count(i->page, 0), "batch", i->batch,
                  "seq", json_count(i->seq, 0), "file", i->file, "frame", (json_int_t)i->frame,
                  "dossier", json_text(i->dossier), "box", json_text(i->box), "suspicion",
                  (json_int_t)i->weight, "rescan", i->rescan, "reasons", reasons);
    if (o != NULL)
        json_object_set_new(o, "pair", json_count(i->pair, 0));
    if (o != NULL)
        json_object_set_new(o, "sheet", json_text(i->sheet));
    free(label);
    return o;
}

static json_t *range_json(const struct report_range *r, double unit)
{
    if (r->value < 0)
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "expected", json_rounded(r->value / unit, 2), "low",
                     r->low < 0 ? json_null() : json_rounded(r->low / unit, 2), "high",
                     r->high < 0 ? json_null() : json_rounded(r->high / unit, 2));
}

static json_t *project_json(const struct report *r)
{
    const struct project_figures *p = &r->project;
    double rate = report_pages_an_hour(p);

    return json_pack(
        "{s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:{s:I, s:o, s:o, s:o}}", "register_dossiers",
        (json_int_t)p->register_dossiers, "dossiers", (json_int_t)p->dossiers, "pages",
        (json_int_t)p->all_pages, "master_bytes", (json_int_t)p->master_bytes, "days",
        (json_int_t)p->days, "active_s", (json_int_t)p->active_s, "pages_an_hour",
        rate < 0 ? json_null() : json_rounded(rate, 0), "forecast", "dossiers",
        (json_int_t)r->forecast.dossiers, "pages", range_json(&r->forecast.pages, 1), "gigabytes",
        range_json(&r->forecast.bytes, 1e9), "days", range_json(&r->forecast.days, 1));
}

static BA_RC lists_json(const struct report *r, json_t *o, struct ba_err *err)
{
    json_t *batches = json_object_get(o, "batches"), *refused = json_object_get(o, "refused");
    json_t *rescan = json_object_get(o, "rescan"), *pages = json_object_get(o, "suspicious");
    json_t *reasons = json_object_get(o, "reasons");
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < r->batch_count && rc == BA_OK; i++) {
        const struct batch_totals *l = &r->batches[i].ledger;

        rc = append(batches,
                    json_pack("{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "batch",
                              r->batches[i].name, "complete", r->batches[i].complete, "files",
                              (json_int_t)l->files, "taken", (json_int_t)l->files_taken, "rejected",
                              (json_int_t)l->files_rejected, "pages", (json_int_t)l->pages,
                              "waiting", (json_int_t)l->waiting, "failed", (json_int_t)l->failed,
                              "dropped", (json_int_t)l->dropped, "sums_hold", l->holds),
                    err);
    }
    for (size_t i = 0; i < r->refused_count && rc == BA_OK; i++)
        rc = append(refused, item_json(&r->refused[i]), err);
    for (size_t i = 0; i < r->rescan_count && rc == BA_OK; i++)
        rc = append(rescan, item_json(r->rescan[i]), err);
    for (size_t i = 0; i < r->page_count && rc == BA_OK; i++)
        rc = append(pages, item_json(&r->pages[i]), err);
    for (size_t i = 0; i < r->reason_count && rc == BA_OK; i++) {
        const char level[2] = { r->reasons[i].level, '\0' };

        rc = append(reasons,
                    json_pack("{s:s, s:s, s:I}", "code", r->reasons[i].code, "level", level,
                              "pages", (json_int_t)r->reasons[i].pages),
                    err);
    }
    return rc;
}

static BA_RC findings_json(const struct report *r, json_t *list, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < r->finding_count && rc == BA_OK; i++) {
        const struct report_finding *f = &r->findings[i];
        const char level[2] = { f->level, '\0' };

        rc = append(list,
                    json_pack("{s:s, s:s, s:o, s:o, s:I, s:s, s:s, s:s, s:o, s:o}", "code", f->code,
                              "level", level, "batch", json_text(f->batch), "object",
                              json_text(f->object), "count", (json_int_t)f->count, "message",
                              f->message, "what", finding_words(f->code)->wat, "action",
                              finding_words(f->code)->doe, "settled", json_text(f->settled), "who",
                              json_text(f->who)),
                    err);
    }
    return rc;
}

static BA_RC dossiers_json(const struct report *r, json_t *list, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < r->dossier_count && rc == BA_OK; i++) {
        const struct report_dossier *d = &r->dossiers[i];

        rc = append(list,
                    json_pack("{s:s, s:I, s:I, s:o, s:b}", "dossier", d->number, "pages",
                              (json_int_t)d->pages, "pages_in_all", (json_int_t)d->all, "expected",
                              json_count(d->expected, -1), "known", d->known),
                    err);
    }
    return rc;
}

json_t *report_json(const struct report *r)
{
    struct ba_err err = BA_ERR_INIT;
    char at[BA_TIME_LEN];
    json_t *o;

    ba_time_text(r->made_at, at);
    o = json_pack("{s:s, s:[], s:[], s:[], s:[], s:[], s:[], s:[], s:o}", "made_at", at, "batches",
                  "findings", "dossiers", "refused", "rescan", "suspicious", "reasons", "project",
                  project_json(r));
    if (o == NULL || (lists_json(r, o, &err) == BA_OK &&
                      findings_json(r, json_object_get(o, "findings"), &err) == BA_OK &&
                      dossiers_json(r, json_object_get(o, "dossiers"), &err) == BA_OK))
        return o;
    json_decref(o);
    return NULL;
}
