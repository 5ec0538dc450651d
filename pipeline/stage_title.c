/* The title blocks of drawings: from their ALTO into the store, before the pages are indexed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/records/title_block.h"
#include "ocr/title_block/title_block.h"
#include "pipeline/stage.h"

struct pending {
    int64_t page;
    char rev[80];
    char *alto;
};

struct title_run {
    struct depot *depot;
    struct pending *at;
    size_t count, room;
};

static BA_RC add_pending(void *ctx, const struct title_page *p, struct ba_err *err)
{
    struct title_run *r = ctx;
    struct pending *new;

    if (ba_grow(&r->at, &r->room, r->count + 1, sizeof(*r->at)) != 0)
        return ba_fail_mem(err, "title blocks");
    new = &r->at[r->count++];
    *new = (struct pending){ .page = p->page };
    snprintf(new->rev, sizeof(new->rev), "%s", p->rev);
    new->alto = depot_derived_path(r->depot, false, p->sha256, p->frame, p->rev, "alto.xml");
    return new->alto != NULL ? BA_OK : ba_fail_mem(err, "title blocks");
}

static void put_box(char out[64], int32_t x, int32_t y, int32_t w, int32_t h)
{
    snprintf(out, 64, "[%d,%d,%d,%d]", x, y, w, h);
}

static BA_RC store_fields(struct depot *depot, const struct pending *p, const struct alto_title *t,
                          const struct title_fields *f, struct ba_err *err)
{
    struct title_row *rows = calloc(f->count + 1, sizeof(*rows));
    char(*boxes)[64] = calloc(f->count + 1, sizeof(*boxes)), block[64];
    enum ba_rc rc = BA_OK;

    if (rows == NULL || boxes == NULL)
        rc = ba_fail_mem(err, "title blocks");
    for (size_t i = 0; rc == BA_OK && i < f->count; i++) {
        const struct title_field *one = &f->at[i];

        put_box(boxes[i], one->x, one->y, one->w, one->h);
        rows[i] = (struct title_row){ one->name, one->value, one->rule, one->confidence, boxes[i] };
    }
    put_box(block, t->x, t->y, t->w, t->h);
    if (rc == BA_OK)
        rc = title_store(depot->store, p->page, p->rev, t->found ? block : NULL, rows, f->count,
                         err);
    free(boxes);
    free(rows);
    return rc;
}

/* A page whose ALTO is gone or damaged has no title block until it is read again; that it is gone
 * the index itself says. */
static BA_RC take_page(struct depot *depot, const struct pending *p, struct ba_err *err)
{
    struct title_fields f = { 0 };
    struct alto_page alto = { 0 };
    enum ba_rc rc = alto_read(p->alto, &alto, err);

    if (rc == BA_ITEM)
        return BA_OK;
    if (rc == BA_OK)
        rc = title_fields(&alto, &f, err);
    if (rc == BA_OK)
        rc = store_fields(depot, p, &alto.title, &f, err);
    title_fields_free(&f);
    alto_free(&alto);
    return rc;
}

BA_RC stage_title(struct depot *depot, struct ba_err *err)
{
    struct title_run r = { .depot = depot };
    struct stage_commits commits = { .store = depot->store };
    struct ba_err commit_err = BA_ERR_INIT;
    enum ba_rc rc = title_pending(depot->store, add_pending, &r, err), rc2;

    for (size_t i = 0; rc == BA_OK && i < r.count; i++) {
        rc = stage_commit_begin(&commits, err);
        if (rc == BA_OK)
            rc = take_page(depot, &r.at[i], err);
        if (rc == BA_OK)
            rc = stage_commit_row(&commits, err);
    }
    rc2 = stage_commit_end(&commits, &commit_err);
    if (rc == BA_OK && rc2 != BA_OK)
        *err = commit_err;
    for (size_t i = 0; i < r.count; i++)
        free(r.at[i].alto);
    free(r.at);
    return ba_worst(rc, rc2);
}
