#include "desk/audit_log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/date.h"
#include "core/file.h"
#include "depot/designator.h"
#include "depot/page_ref.h"
#include "index/records/batch.h"
#include "index/records/document_name.h"
#include "index/records/package_record.h"

enum { PAGES_MAX_BYTES = 1 << 20 };

/* What a word turned out to mean. Texts are owned and lent to the filter. */
struct meant {
    struct audit_filter *f;
    struct designator dossiers;
    struct ba_buf pages;
    char *document, *batch;
    bool known; /* there is such a thing; else only the log may know it still */
    uint64_t rows;
    audit_fn fn;
    void *ctx;
};

static BA_RC mean_dossier(struct depot *depot, const struct audit_log_what *what, struct meant *m,
                          struct ba_err *err)
{
    struct designator *w = &m->dossiers;
    enum ba_rc rc = designator_all(depot, what->object, what->archive, w, err);

    m->known = rc == BA_OK && w->count > 0;
    if (rc != BA_OK || w->count != 1)
        return rc;
    m->f->archive = w->at[0].archive;
    m->f->object = w->at[0].number;
    if (w->at[0].of.document != 0) {
        m->document = ba_strf("%s" DOCUMENT_SEQ, w->at[0].number, w->at[0].of.document);
        m->f->object = m->document;
        rc = m->document != NULL ? BA_OK : ba_fail_mem(err, "the log");
    }
    return rc;
}

/* "31", "batch-7:24", "batch-7:scan_0024.tif": what the log says of these pages, also of one that
 * is gone. */
static BA_RC mean_pages(struct depot *depot, const char *word, struct meant *m, struct ba_err *err)
{
    struct page_refs refs = { 0 };
    struct ba_err why = BA_ERR_INIT;
    const char *colon = strrchr(word, ':');
    bool number = *word != '\0' && strspn(word, "0123456789") == strlen(word) && strlen(word) < 19;
    enum ba_rc rc = BA_OK;

    if (colon == NULL && !number)
        return BA_OK;
    m->known = page_refs_add(&refs, depot, word, &why) == BA_OK;
    if (colon != NULL) {
        m->batch = strndup(word, (size_t)(colon - word));
        m->f->batch = m->batch;
        m->f->part = colon + 1;
        if (m->batch == NULL)
            rc = ba_fail_mem(err, "the log");
    }
    ba_buf_puts(&m->pages, "[");
    for (size_t i = 0; i < refs.count; i++)
        ba_buf_printf(&m->pages, "%s%" PRId64, i > 0 ? "," : "", refs.ids[i]);
    ba_buf_printf(&m->pages, "%s]", number && !m->known ? word : "");
    m->f->pages = ba_buf_str(&m->pages);
    page_refs_free(&refs);
    return rc == BA_OK ? ba_buf_check(&m->pages, "the log", err) : rc;
}

static BA_RC mean_batch(struct depot *depot, const char *word, struct meant *m, struct ba_err *err)
{
    struct batch_row batch;
    bool found = false;
    enum ba_rc rc = batch_find(depot->store, word, &batch, &found, err);

    if (rc == BA_OK) /* one that was withdrawn is in the log still */
        m->f->batch = word;
    m->known = m->known || found;
    return rc;
}

static BA_RC count_row(void *ctx, const struct audit_row *row, struct ba_err *err)
{
    struct meant *m = ctx;

    m->rows++;
    return m->fn(m->ctx, row, err);
}

/* As show looks for it: a dossier goes before a page or a batch; then a delivery, and what the log
 * itself calls so. */
static BA_RC find_object(struct depot *depot, const struct audit_log_what *what, struct meant *m,
                         struct ba_err *err)
{
    enum ba_rc rc = mean_dossier(depot, what, m, err);

    if (rc == BA_OK && !m->known)
        rc = mean_pages(depot, what->object, m, err);
    if (rc == BA_OK && m->dossiers.count == 0 && m->f->batch == NULL)
        rc = mean_batch(depot, what->object, m, err);
    if (rc == BA_OK && !m->known) {
        m->f->delivery = what->object;
        rc = package_record_known(depot->store, what->object, &m->known, err);
    }
    return rc;
}

BA_RC audit_log_each(struct depot *depot, const struct audit_log_what *what, audit_fn fn, void *ctx,
                     struct ba_err *err)
{
    struct audit_filter f = { .object = what->object, .who = what->who, .since = what->since };
    struct meant m = { .f = &f, .pages = BA_BUF_INIT(PAGES_MAX_BYTES), .fn = fn, .ctx = ctx };
    enum ba_rc rc = BA_OK;

    if (f.since != NULL && !date_is(f.since))
        rc = ba_fail(err, BA_FATAL, "USAGE", "--since wants a date such as 2026-11-24");
    if (rc == BA_OK && f.object != NULL)
        rc = find_object(depot, what, &m, err);
    if (rc == BA_OK)
        rc = audit_each(depot->store, &f, count_row, &m, err);
    if (rc == BA_OK && what->object != NULL && m.rows == 0 && !m.known)
        rc = ba_fail(
            err, BA_ITEM, "OBJECT_UNKNOWN",
            "there is no dossier, document, page, batch or delivery \"%.200s\", and nothing "
            "was recorded of one; write it as other commands take it: 1974/0231-002, "
            "batch-7:24, batch-7:scan_0024.tif, 31, batch-7",
            what->object);
    designator_free(&m.dossiers);
    ba_buf_free(&m.pages);
    free(m.document);
    free(m.batch);
    return rc;
}
