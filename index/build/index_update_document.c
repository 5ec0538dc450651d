#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/dossier_access.h"
#include "index/access/rights.h"
#include "index/build/index_update_private.h"
#include "index/db/sql.h"
#include "index/records/address_terms.h"
#include "index/records/description.h"

#define KEYS_MAX_BYTES (32u << 20)

/* As pages --json shows it. */
const char *index_update_shown_kind(const struct index_update_page *p)
{
    if (strcmp(p->state, "blank") == 0 || strcmp(p->state, "drawing") == 0 ||
        strcmp(p->state, "separator") == 0)
        return p->state;
    return p->document_kind[0] != '\0' ? p->document_kind : p->kind;
}

static void list_kinds(const struct index_update_pages *pages, char *out, size_t out_size)
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < pages->count; i++) {
        const char *kind = index_update_shown_kind(&pages->at[i]);
        bool seen = kind[0] == '\0' || strcmp(kind, "separator") == 0;
        for (size_t j = 0; j < i && !seen; j++)
            seen = strcmp(kind, index_update_shown_kind(&pages->at[j])) == 0;
        if (!seen && n + strlen(kind) + 2 < out_size)
            n += (size_t)snprintf(out + n, out_size - n, "%s%s", n > 0 ? "," : "", kind);
    }
}

static int by_page(const void *a, const void *b)
{
    const struct search_document_text *x = a, *y = b;

    return x->page < y->page ? -1 : x->page > y->page;
}

static BA_RC put_doc(struct index_update *u, enum readers readers,
                     const struct search_document_new *d, const struct index_update_pages *pages,
                     struct ba_err *err)
{
    size_t n = 0;
    struct search_document_text *texts = calloc(pages->count + 1, sizeof *texts);

    if (texts == NULL)
        return ba_fail_mem(err, "the pages of a dossier");
    for (size_t i = 0; i < pages->count; i++)
        if (pages->at[i].text != NULL)
            texts[n++] = (struct search_document_text){ pages->at[i].id, pages->at[i].text };
    if (n > 1)
        qsort(texts, n, sizeof *texts, by_page);
    enum ba_rc rc = search_document_put(u->indexes.docs[readers], d, texts, n, err);
    free(texts);
    return rc;
}

/* What a dossier is called and described as, with these pages, into one of the indexes. */
static BA_RC put_described(struct index_update *u, enum readers readers, int64_t dossier,
                           const char *number, const char *archive, const struct description *d,
                           const struct index_update_pages *pages, struct ba_err *err)
{
    struct ba_buf keys = BA_BUF_INIT(KEYS_MAX_BYTES), meta = BA_BUF_INIT(KEYS_MAX_BYTES);
    char kinds[256];

    list_kinds(pages, kinds, sizeof kinds);
    keys_of_dossier(number, archive, d, kinds, &keys);
    meta_of_dossier(number, archive, d, &meta);
    enum ba_rc rc = ba_buf_check(&keys, "the keys of a dossier", err);
    if (rc == BA_OK)
        rc = ba_buf_check(&meta, "the description of a dossier", err);
    if (rc == BA_OK) {
        struct search_document_new doc = { doc_of_dossier(dossier), dossier, 0, ba_buf_str(&keys),
                                           ba_buf_str(&meta) };
        rc = put_doc(u, readers, &doc, pages, err);
    }
    ba_buf_free(&keys);
    ba_buf_free(&meta);
    return rc;
}

/* The pages that everyone may see, sharing their texts with all of them. */
static BA_RC open_pages(struct index_update *u, int64_t dossier,
                        const struct index_update_pages *pages, struct index_update_pages *open,
                        struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    int64_t document = -1;
    bool may = false;

    open->at = calloc(pages->count + 1, sizeof *open->at);
    if (open->at == NULL)
        return ba_fail_mem(err, "the pages of a dossier");
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++) {
        const struct index_update_page *p = &pages->at[i];
        if (p->text == NULL)
            continue;
        if (p->document != document)
            rc = rights_document(u->s, dossier, p->document, u->from->public_access, &may, err);
        document = p->document;
        if (rc == BA_OK && may)
            open->at[open->count++] = *p;
    }
    return rc;
}

/* Of a dossier that is open, what is. */
static BA_RC put_open(struct index_update *u, int64_t dossier, const char *number,
                      const char *archive, struct description *d,
                      const struct index_update_pages *pages, struct ba_err *err)
{
    struct index_update_pages open = { 0 };
    const char *access = "";
    enum ba_rc rc = dossier_access_of(u->s, dossier, &access, err);

    if (rc != BA_OK || u->from->public_access == NULL ||
        !dossier_access_is_open(access, u->from->public_access))
        return rc;
    rc = open_pages(u, dossier, pages, &open, err);
    if (rc == BA_OK)
        rc = rights_describe(u->s, dossier, d, err);
    if (rc == BA_OK)
        rc = put_described(u, READERS_ALL, dossier, number, archive, d, &open, err);
    free(open.at);
    return rc;
}

BA_RC index_update_put_dossier(struct index_update *u, int64_t dossier, const char *number,
                               const char *archive, const struct index_update_pages *pages,
                               struct ba_err *err)
{
    struct description d = { 0 };
    enum ba_rc rc = description_refresh(u->s, dossier, &d, err);

    if (rc == BA_OK)
        rc = put_described(u, READERS_STAFF, dossier, number, archive, &d, pages, err);
    /* Before what is open is judged: the pages of a stale dossier are nobody's to see. */
    if (rc == BA_OK)
        rc = sql_run(u->s, err, "UPDATE dossier SET stale = 0 WHERE id = ?", "i", dossier);
    if (rc == BA_OK)
        rc = put_open(u, dossier, number, archive, &d, pages, err);
    description_free(&d);
    return rc;
}

BA_RC index_update_put_page(struct index_update *u, const struct index_update_pages *page,
                            struct ba_err *err)
{
    char key[FOLD_MAX] = "";
    int64_t id = page->at[0].id;

    key_word(KEY_KIND, index_update_shown_kind(&page->at[0]), key, sizeof key);
    struct search_document_new doc = { doc_of_page(id), 0, id, key, "" };
    return put_doc(u, READERS_STAFF, &doc, page, err);
}
