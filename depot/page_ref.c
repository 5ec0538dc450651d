#include "depot/page_ref.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"
#include "index/records/batch.h"
#include "index/records/page.h"

/* Sheets from..to of a batch, or (batch 0) one page. */
struct wanted {
    struct page_refs *refs;
    int64_t from, to;
};

static BA_RC take(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct wanted *w = ctx;
    struct page_refs *r = w->refs;

    if (w->from != 0 && (row->seq < w->from || row->seq > w->to))
        return BA_OK;
    if (ba_grow(&r->ids, &r->cap, r->count + 1, sizeof(*r->ids)) != 0 ||
        ba_grow(&r->batches, &r->batch_cap, r->count + 1, sizeof(*r->batches)) != 0)
        return ba_fail_mem(err, "pages");
    r->batches[r->count] = row->batch_id;
    r->ids[r->count++] = row->id;
    return BA_OK;
}

/* A decimal number of 1 or more at *p, which moves behind it. */
static bool number_at(const char **p, int64_t *out)
{
    char *end;

    if (**p < '0' || **p > '9')
        return false;
    errno = 0;
    *out = strtoll(*p, &end, 10);
    *p = end;
    return errno == 0 && *out > 0;
}

/* The sheets behind the last colon of the word. */
static BA_RC add_sheets(struct page_refs *r, struct depot *depot, const char *word,
                        const char *colon, struct ba_err *err)
{
    struct wanted w = { .refs = r };
    struct page_filter filter = { 0 };
    struct batch_row batch;
    const char *p = colon + 1;
    char *name, quoted[BA_QUOTE_MAX];
    size_t before = r->count;
    bool found = false, good = number_at(&p, &w.from);
    enum ba_rc rc;

    w.to = w.from;
    if (good && *p == '-') {
        p++;
        good = number_at(&p, &w.to);
    }
    if (!good || *p != '\0' || w.to < w.from)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "\"%s\" names no sheets; write batch-7:12, or batch-7:12-15", word);
    name = strndup(word, (size_t)(colon - word));
    if (name == NULL)
        return ba_fail_mem(err, "pages");
    rc = batch_find(depot->store, name, &batch, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief status", name);
    filter.batch = batch.id;
    if (rc == BA_OK)
        rc = page_each(depot->store, &filter, take, &w, err);
    if (rc == BA_OK && r->count - before != (size_t)(w.to - w.from + 1))
        rc = ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                     "batch %s does not have all the sheets %" PRId64 " to %" PRId64
                     "; \"bouwarchief pages --json --batch %s\" lists what it has",
                     name, w.from, w.to, ba_shell_quote(name, quoted, sizeof(quoted)));
    free(name);
    return rc;
}

BA_RC page_refs_add(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err)
{
    const char *colon = strrchr(word, ':'), *p = word;
    struct wanted w = { .refs = r };
    struct page_filter filter = { 0 };
    size_t before = r->count;
    enum ba_rc rc;

    if (colon != NULL)
        return add_sheets(r, depot, word, colon, err);
    if (!number_at(&p, &filter.page) || *p != '\0')
        return ba_fail(err, BA_FATAL, "USAGE",
                       "\"%s\" names no page; write its number (see show, or pages --json), or the "
                       "sheet of a batch: batch-7:12",
                       word);
    rc = page_each(depot->store, &filter, take, &w, err);
    if (rc == BA_OK && r->count == before)
        rc = ba_fail(err, BA_ITEM, "PAGE_UNKNOWN", "there is no page %s", word);
    return rc;
}

void page_refs_free(struct page_refs *r)
{
    free(r->ids);
    free(r->batches);
    *r = (struct page_refs){ 0 };
}

BA_RC page_ref_one(struct depot *depot, const char *word, int64_t *id, struct ba_err *err)
{
    struct page_refs r = { 0 };
    enum ba_rc rc = page_refs_add(&r, depot, word, err);

    if (rc == BA_OK && r.count != 1)
        rc =
            ba_fail(err, BA_FATAL, "USAGE", "\"%s\" names %zu pages; one is wanted", word, r.count);
    *id = rc == BA_OK ? r.ids[0] : 0;
    page_refs_free(&r);
    return rc;
}
