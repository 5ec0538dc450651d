/* Which dossiers go into an export. */
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "depot/designator.h"
#include "pipeline/package/dossier_load.h"

struct adding {
    struct loader *loader;
    bool all;
    size_t *found;
    int64_t only; /* this dossier, 0: any */
};

static BA_RC add_item(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct adding *a = ctx;
    struct loader *l = a->loader;
    struct load_item *item;

    if ((a->only != 0 && row->id != a->only) ||
        (a->all && l->archive != NULL && strcmp(l->archive, row->archive) != 0))
        return BA_OK;
    (*a->found)++;
    if (a->all && row->pages == 0) { /* a register line that was not scanned yet */
        l->skipped++;
        return BA_OK;
    }
    for (size_t i = 0; !a->all && i < l->count; i++)
        if (l->items[i].id == row->id) /* named twice */
            return BA_OK;
    if (ba_grow(&l->items, &l->cap, l->count + 1, sizeof(*l->items)) != 0)
        return ba_fail_mem(err, "dossiers");
    item = &l->items[l->count++];
    *item = (struct load_item){ .id = row->id,
                                .number = strdup(row->number),
                                .archive = strdup(row->archive),
                                .in_register = row->in_register };
    return item->number == NULL || item->archive == NULL ? ba_fail_mem(err, "dossiers") : BA_OK;
}

BA_RC loader_add(struct loader *l, const char *number, size_t *found, struct ba_err *err)
{
    struct adding a = { l, number == NULL, found, 0 };
    struct designator w = { 0 };
    enum ba_rc rc = BA_OK;

    *found = 0;
    if (number == NULL)
        return dossier_each(l->depot->store, NULL, add_item, &a, err);
    rc = designator_all(l->depot, number, l->archive, &w, err);
    for (size_t i = 0; rc == BA_OK && i < w.count; i++) {
        a.only = w.at[i].of.document == 0 ? w.at[i].of.dossier : -1;
        rc = dossier_each(l->depot->store, w.at[i].number, add_item, &a, err);
    }
    designator_free(&w);
    return rc;
}
