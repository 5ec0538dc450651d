#include "report/show.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "depot/designator.h"
#include "depot/page_ref.h"

struct finding_one {
    dossier_fn dossier;
    page_fn page;
    void *ctx;
    int64_t only; /* the dossier that is meant */
    size_t found;
};

static BA_RC take_dossier(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    struct finding_one *f = ctx;

    if (d->id != f->only)
        return BA_OK;
    f->found++;
    return f->dossier(f->ctx, d, err);
}

static BA_RC take_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct finding_one *f = ctx;

    f->found++;
    return f->page(f->ctx, p, err);
}

/* A word of the form BATCH:SHEET, of a batch that there is, can only mean a page. */
static BA_RC find_page(struct depot *depot, const char *word, struct finding_one *f,
                       struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    struct page_filter filter = { 0 };
    enum ba_rc rc = page_ref_one(depot, word, &filter.page, &why);

    if (rc == BA_OK)
        return page_each(depot->store, &filter, take_page, f, err);
    if (strchr(word, ':') == NULL || strcmp(why.code, "BATCH_UNKNOWN") == 0)
        return BA_OK; /* it may have meant a dossier */
    *err = why;
    return rc;
}

BA_RC show_find(struct depot *depot, const char *word, const char *archive, dossier_fn dossier,
                page_fn page, void *ctx, struct ba_err *err)
{
    struct finding_one f = { .dossier = dossier, .page = page, .ctx = ctx };
    struct designator w = { 0 };
    enum ba_rc rc = designator_all(depot, word, archive, &w, err);

    for (size_t i = 0; rc == BA_OK && i < w.count; i++) {
        f.only = w.at[i].of.dossier;
        rc = dossier_each(depot->store, w.at[i].number, take_dossier, &f, err);
    }
    designator_free(&w);
    if (rc == BA_OK && f.found == 0)
        rc = find_page(depot, word, &f, err);
    if (rc == BA_OK && f.found == 0)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                     "there is no dossier or page \"%s\"; bouwarchief search finds dossiers by "
                     "their address or words",
                     word);
    return rc;
}

struct parts {
    struct depot *depot;
    const struct show_dossier_calls *calls;
};

static BA_RC take_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    const struct parts *p = ctx;
    enum ba_rc rc = p->calls->document(p->calls->ctx, t, err);

    return rc == BA_OK ? document_field_each(p->depot->store, t->id, p->calls->document_field,
                                             p->calls->ctx, err)
                       : rc;
}

static BA_RC take_page_of(void *ctx, const struct page_row *row, struct ba_err *err)
{
    const struct parts *p = ctx;

    return row->state == PAGE_SEPARATOR ? BA_OK : p->calls->page(p->calls->ctx, row, err);
}

BA_RC show_dossier(struct depot *depot, const struct dossier_row *d,
                   const struct show_dossier_calls *calls, struct ba_err *err)
{
    struct page_filter filter = { .dossier = d->id };
    struct parts p = { depot, calls };
    enum ba_rc rc = address_each(depot->store, d->id, calls->address, calls->ctx, err);

    if (rc == BA_OK)
        rc = calls->counts(calls->ctx, d, err);
    if (rc == BA_OK)
        rc = field_each(depot->store, d->id, calls->field, calls->ctx, err);
    if (rc == BA_OK)
        rc = document_each(depot->store, d->id, take_document, &p, err);
    return rc == BA_OK ? page_each(depot->store, &filter, take_page_of, &p, err) : rc;
}

BA_RC show_pages(struct depot *depot, const struct dossier_row *d, page_fn page, void *ctx,
                 struct ba_err *err)
{
    struct page_filter filter = { .dossier = d->id };

    return page_each(depot->store, &filter, page, ctx, err);
}

static BA_RC no_field(void *ctx, const struct title_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return BA_OK;
}

static BA_RC show_title(struct depot *depot, const struct page_row *p,
                        const struct show_page_calls *calls, struct ba_err *err)
{
    char box[64];
    bool known;
    enum ba_rc rc = title_each(depot->store, p->id, &known, box, no_field, NULL, err);

    if (rc != BA_OK || p->state != PAGE_DRAWING)
        return rc;
    calls->title_block(calls->ctx, p, known, box);
    return title_each(depot->store, p->id, &known, box, calls->title_field, calls->ctx, err);
}

BA_RC show_page(struct depot *depot, const struct page_row *p, const struct show_page_calls *calls,
                struct ba_err *err)
{
    enum ba_rc rc = show_title(depot, p, calls, err);

    if (rc == BA_OK)
        rc = page_reason_each(depot->store, p->id, calls->reason, calls->ctx, err);
    if (rc == BA_OK)
        rc = page_dropped_read(depot->store, p->id, calls->dropped, calls->ctx, err);
    return rc == BA_OK ? page_history_each(depot->store, p->id, calls->past, calls->ctx, err) : rc;
}

BA_RC show_text(struct depot *depot, const struct page_row *p, struct ba_buf *text,
                struct ba_err *err)
{
    char *path;
    enum ba_rc rc;

    if (p->rev[0] == '\0')
        return BA_OK;
    path = depot_derived_path(depot, false, p->sha256, p->frame, p->rev, "txt");
    rc = path != NULL ? ba_file_read(path, text, err) : ba_fail_mem(err, "a page's text");
    free(path);
    return rc;
}
