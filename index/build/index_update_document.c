#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/access/dossier_access.h"
#include "index/access/dossier_people.h"
#include "index/access/personal_decision.h"
#include "index/access/rights.h"
#include "index/build/index_update_private.h"
#include "index/db/sql.h"
#include "index/records/address_terms.h"
#include "index/records/description.h"

#define KEYS_MAX_BYTES (32u << 20)
#define BOXES_MAX 64

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
            texts[n++] = (struct search_document_text){ pages->at[i].id, pages->at[i].text,
                                                        pages->at[i].hidden };
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

/* A person left every line of it legible. */
static bool is_kept(const struct personal_decisions *decisions, const char *kind, const char *boxes)
{
    struct personal_box at[BOXES_MAX];
    size_t count = boxes != NULL ? personal_boxes_read(boxes, at, BOXES_MAX) : 0;

    for (size_t i = 0; i < count; i++) {
        const struct personal_decision *d =
            personal_decision_at(decisions, kind, at[i].x + at[i].w / 2, at[i].y + at[i].h / 2);

        if (d == NULL || !d->keep)
            return false;
    }
    return count > 0;
}

/* Takes out of the spans what a person left legible. */
static BA_RC heed_decisions(struct index_update *u, const struct index_update_page *p,
                            struct personal_spans *spans, struct ba_err *err)
{
    struct personal_decisions decisions = { 0 };
    struct text_span *places = calloc(spans->count + 1, sizeof *places);
    size_t n = 0, count = spans->count;
    enum ba_rc rc = places != NULL ? personal_decisions_read(u->s, p->id, &decisions, err)
                                   : ba_fail_mem(err, "personal data");

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        places[i] = (struct text_span){ spans->at[i].from, spans->at[i].to, NULL };
    if (rc == BA_OK && decisions.count > 0 && u->from->boxes != NULL)
        rc = u->from->boxes(u->from->ctx, p->sha256, p->frame, p->rev, p->text, places, count, err);
    for (size_t i = 0; rc == BA_OK && i < count; i++)
        if (!is_kept(&decisions, spans->at[i].kind, places[i].boxes))
            spans->at[n++] = spans->at[i];
    spans->count = rc == BA_OK ? n : count;
    for (size_t i = 0; places != NULL && i < count; i++)
        free(places[i].boxes);
    free(places);
    personal_decisions_free(&decisions);
    return rc;
}

/* What copies black out of names and homes is found by nobody either. */
static BA_RC hide_people(struct index_update *u, const struct dossier_people *people,
                         struct index_update_page *p, struct ba_err *err)
{
    struct personal_spans spans = { 0 };
    struct ba_buf hidden = BA_BUF_INIT(KEYS_MAX_BYTES);
    enum ba_rc rc = dossier_people_find(people, p->text, &spans, err);

    if (rc == BA_OK && spans.count > 0)
        rc = heed_decisions(u, p, &spans, err);
    for (size_t i = 0; rc == BA_OK && i < spans.count; i++)
        ba_buf_printf(&hidden, "%s%zu-%zu", i > 0 ? " " : "", spans.at[i].from, spans.at[i].to);
    if (rc == BA_OK)
        rc = ba_buf_check(&hidden, "personal data", err);
    if (rc == BA_OK && spans.count > 0 && (p->hidden = strdup(ba_buf_str(&hidden))) == NULL)
        rc = ba_fail_mem(err, "personal data");
    ba_buf_free(&hidden);
    personal_data_spans_free(&spans);
    return rc;
}

/* The pages that everyone may see, sharing their texts with all of them; what is hidden is theirs.
 */
static BA_RC open_pages(struct index_update *u, int64_t dossier,
                        const struct index_update_pages *pages, struct index_update_pages *open,
                        struct ba_err *err)
{
    struct dossier_people people = { 0 };
    enum ba_rc rc = BA_OK;
    int64_t document = -1;
    bool may = false;

    open->at = calloc(pages->count + 1, sizeof *open->at);
    if (open->at == NULL)
        return ba_fail_mem(err, "the pages of a dossier");
    rc = dossier_people_read(u->s, dossier, &people, err);
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++) {
        const struct index_update_page *p = &pages->at[i];
        if (p->text == NULL)
            continue;
        if (p->document != document)
            rc = rights_document(u->s, dossier, p->document, u->from->public_access, &may, err);
        document = p->document;
        if (rc != BA_OK || !may)
            continue;
        open->at[open->count] = *p;
        open->at[open->count].hidden = NULL;
        rc = hide_people(u, &people, &open->at[open->count++], err);
    }
    dossier_people_free(&people);
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
    for (size_t i = 0; i < open.count; i++)
        free(open.at[i].hidden);
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
