#include "pipeline/package/package_version.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/records/package_record.h"

#define CONTENT_MAX_BYTES ((size_t)256 << 20)

static void put_text(struct ba_buf *b, const char *text)
{
    ba_buf_printf(b, "%zu:%s\n", text == NULL ? 0 : strlen(text), text == NULL ? "" : text);
}

static bool has(const char *text)
{
    return text != NULL && *text != '\0';
}

/* What is named is written, and only then: what was accepted before it could be known keeps its
 * digest. */
struct named {
    const char *name, *value;
};
static void put_named(struct ba_buf *b, const struct named *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (has(list[i].value)) {
            ba_buf_printf(b, "%s ", list[i].name);
            put_text(b, list[i].value);
        }
}

/* The first address and its bag_id are among the texts that always count. */
static void put_addresses(struct ba_buf *b, const struct export_dossier *d)
{
    for (size_t i = 0; i < d->address_count; i++) {
        const struct export_address *a = &d->addresses[i];
        const struct named list[] = { { "address", i > 0 ? a->shown : "" },
                                      { "bag_id", i > 0 ? a->bag_id : "" },
                                      { "verblijfsobject_id", a->verblijfsobject_id },
                                      { "pand_id", a->pand_id },
                                      { "openbare_ruimte_id", a->openbare_ruimte_id } };

        put_named(b, list, sizeof(list) / sizeof(list[0]));
    }
}

static void put_known(struct ba_buf *b, const struct export_dossier *d)
{
    enum description_name at;

    put_addresses(b, d);
    for (int place = 1; (at = column_at_counts(place)) != D_COUNT; place++)
        put_named(b, &(struct named){ columns[at].name, d->value[at] }, 1);
}

static void put_document(struct ba_buf *b, const struct export_document *d, size_t index)
{
    enum description_name at;

    for (int place = 1; (at = column_at_counts_document(place)) != D_COUNT; place++)
        put_named(b, &(struct named){ columns[at].name, d->value[at] }, 1);
    if (has(d->access) || has(d->access_until))
        ba_buf_printf(b, "access of %zu: %s %s\n", index, d->access, d->access_until);
}

void package_version_content(struct ba_buf *b, const struct export_dossier *d)
{
    const char *const texts[] = { d->number,    d->title,        d->address,    d->bag_id,
                                  d->cadastral, d->work,         d->applicant,  d->architect,
                                  d->access,    d->access_until, d->permit_kind };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        put_text(b, texts[i]);
    ba_buf_printf(b, "%d %d\n", d->year_from, d->year_to);
    if (*d->series !=
        '\0') /* only then, so that what was accepted before series keeps its digest */
        put_text(b, d->series);
    put_known(b, d);
    for (size_t i = 0; i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];

        ba_buf_printf(b, "document %u %zu\n", doc->seq, doc->page_count);
        put_text(b, doc->kind);
        put_text(b, doc->title);
        for (size_t k = 0; k < doc->page_count; k++)
            ba_buf_printf(b, "%s %u\n", doc->pages[k].sha256, doc->pages[k].frame);
        put_document(b, doc, i);
    }
}

static BA_RC set_content(struct loader *l, size_t index, struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(CONTENT_MAX_BYTES);
    struct export_dossier *d;
    struct load_document *documents;
    enum ba_rc rc = loader_open(l, index, &d, &documents, err);

    if (rc == BA_OK) {
        package_version_content(&b, d);
        rc = ba_buf_check(&b, "a dossier", err);
    }
    if (rc == BA_OK)
        rc = ba_sha256_mem(b.data, b.len, l->items[index].content, err);
    ba_buf_free(&b);
    return rc;
}

/* *known: the receiver has it, or will soon. */
static BA_RC settle(struct loader *l, size_t index, bool *known, struct ba_err *err)
{
    struct load_item *item = &l->items[index];
    struct package_last last;
    const char *replaces;
    int64_t known_time = 0;
    bool changed;
    enum ba_rc rc = set_content(l, index, err);

    if (rc == BA_OK)
        rc = package_record_last_of(l->depot->store, item->id, &last, err);
    if (rc != BA_OK)
        return rc;
    /* Of a delivery before this was kept nobody knows what was in it: taken as unchanged. */
    changed =
        last.accepted > 0 && *last.content != '\0' && strcmp(last.content, item->content) != 0;
    item->version = last.accepted == 0 ? 1 : last.accepted + changed;
    rc = package_record_time(l->depot->store, item->id, item->version, item->content, &known_time,
                             err);
    if (rc != BA_OK)
        return rc;
    if (known_time != 0)
        item->time = known_time;
    replaces = changed ? last.accepted_id : last.before_id;
    if (*replaces != '\0' && (item->replaces = strdup(replaces)) == NULL)
        return ba_fail_mem(err, "a dossier");
    *known = strcmp(last.state, "exported") == 0 || strcmp(last.state, "sent") == 0 ||
             (last.accepted > 0 && !changed);
    return BA_OK;
}

BA_RC versions_settle(struct loader *l, bool only_new, struct ba_err *err)
{
    bool *known = calloc(l->count + 1, sizeof(*known));
    enum ba_rc rc = known == NULL ? ba_fail_mem(err, "dossiers") : BA_OK;

    for (size_t i = 0; rc == BA_OK && i < l->count; i++)
        rc = settle(l, i, &known[i], err);
    if (rc == BA_OK && only_new)
        loader_drop(l, 0, known);
    free(known);
    return rc;
}
