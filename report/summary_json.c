#include "report/summary_json.h"

#include "core/json_value.h"

/* NULL when out of memory. */
static json_t *dossiers_json(const struct summary_batch *b)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < b->dossier_count; i++) {
        const struct summary_dossier *d = &b->dossiers[i];

        if (json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:o, s:b, s:o}", "dossier",
                                                  d->number, "pages", (json_int_t)d->pages,
                                                  "pages_in_all", (json_int_t)d->all, "expected",
                                                  json_count(d->expected, -1), "known", d->known,
                                                  "open", json_text(d->open))) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

json_t *summary_json(const struct summary_batch *b)
{
    const struct batch_totals *l = &b->totals;

    return json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, "
        "s:b}",
        "batch", b->name, "files", (json_int_t)l->files, "taken", (json_int_t)l->files_taken,
        "rejected", (json_int_t)l->files_rejected, "pages", (json_int_t)l->pages, "waiting",
        (json_int_t)l->waiting, "text", (json_int_t)l->text, "drawing", (json_int_t)l->drawing,
        "blank", (json_int_t)l->blank, "separator", (json_int_t)l->separator, "failed",
        (json_int_t)l->failed, "dropped", (json_int_t)l->dropped, "findings",
        (json_int_t)b->findings, "open", (json_int_t)b->open, "settled", (json_int_t)b->settled,
        "dossiers", dossiers_json(b), "sums_hold", l->holds);
}
