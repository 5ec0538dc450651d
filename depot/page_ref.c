#include "depot/page_ref.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"
#include "index/records/batch.h"
#include "index/records/page_at.h"
#include "index/records/page_named.h"
#include "index/records/sheet_name.h"

/* What a word says: a batch, and behind its colon sheets or a file. */
struct wanted {
    struct page_refs *refs;
    struct store *store;
    struct batch_row batch;
    char name[SHEET_REF_BATCH_MAX]; /* of the batch */
    const char *rest;
};

static BA_RC take(void *ctx, int64_t page, struct ba_err *err)
{
    const struct wanted *w = ctx;
    struct page_refs *r = w->refs;

    if (ba_grow(&r->ids, &r->cap, r->count + 1, sizeof(*r->ids)) != 0 ||
        ba_grow(&r->batches, &r->batch_cap, r->count + 1, sizeof(*r->batches)) != 0)
        return ba_fail_mem(err, "pages");
    r->batches[r->count] = w->batch.id;
    r->ids[r->count++] = page;
    return BA_OK;
}

static BA_RC no_sheet(const struct wanted *w, const struct sheet_name *name, struct ba_err *err)
{
    char sheet[SHEET_MAX], quoted[BA_QUOTE_MAX];
    bool gone = false;
    enum ba_rc rc = sheet_is_gone(w->store, w->batch.id, name, &gone, err);

    sheet_name_write(name, sheet);
    if (rc != BA_OK)
        return rc;
    return ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                   "batch %s has no sheet %s%s; \"bouwarchief pages --json --batch %s\" lists what "
                   "it has",
                   w->name, sheet,
                   gone ? " any more: it was taken out, or its scan went to another sheet" : "",
                   ba_shell_quote(w->name, quoted, sizeof(quoted)));
}

/* "24", "24a", "12-15": the sheets of these names, and all that lie between. */
static BA_RC add_sheets(const struct wanted *w, const struct sheet_name *first,
                        const struct sheet_name *last, struct ba_err *err)
{
    int64_t from = 0, to = 0;
    enum ba_rc rc = sheet_position(w->store, w->batch.id, first, &from, err);

    if (rc == BA_OK && from == 0)
        return no_sheet(w, first, err);
    if (rc == BA_OK)
        rc = sheet_position(w->store, w->batch.id, last, &to, err);
    if (rc == BA_OK && to == 0)
        return no_sheet(w, last, err);
    if (rc == BA_OK && to < from)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "\"%s\" names no sheets: the second one lies before the first", w->rest);
    return rc == BA_OK ? page_named_between(w->store, w->batch.id, from, to, take, (void *)w, err)
                       : rc;
}

static BA_RC no_file(const struct wanted *w, const struct page_named_file *f, struct ba_err *err)
{
    char quoted[BA_QUOTE_MAX];

    if (f->candidates > 1)
        return ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                       "%" PRId64 " files of batch %s are called %s; give its folder too, as in "
                       "\"bouwarchief pages --json --batch %s\"",
                       f->candidates, w->name, w->rest,
                       ba_shell_quote(w->name, quoted, sizeof(quoted)));
    if (f->candidates == 1 && !f->taken)
        return ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                       "%s of batch %s was refused (%s), so there is no page of it; see: "
                       "bouwarchief report --batch %s",
                       w->rest, w->name, f->code, ba_shell_quote(w->name, quoted, sizeof(quoted)));
    if (f->candidates == 1)
        return ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                       "no page of batch %s has its scan from %s any more", w->name, w->rest);
    return ba_fail(err, BA_ITEM, "PAGE_UNKNOWN",
                   "batch %s has no sheet or file \"%s\"; write batch-7:12, batch-7:12-15 or "
                   "batch-7:scan_0012.tif",
                   w->name, w->rest);
}

/* "scan_0012.tif", and "#2" behind it for its second image only. */
static BA_RC add_file(const struct wanted *w, struct ba_err *err)
{
    const char *mark = strrchr(w->rest, '#');
    struct page_named_file f;
    size_t before = w->refs->count;
    int64_t frame = -1;
    enum ba_rc rc = page_named_find_file(w->store, w->batch.id, w->rest, &f, err);

    if (rc == BA_OK && f.candidates == 0 && mark != NULL && mark[1] >= '1' && mark[1] <= '9' &&
        strspn(mark + 1, "0123456789") == strlen(mark + 1) && strlen(mark + 1) < 10) {
        char *name = strndup(w->rest, (size_t)(mark - w->rest));

        frame = strtoll(mark + 1, NULL, 10) - 1;
        rc = name == NULL ? ba_fail_mem(err, "pages")
                          : page_named_find_file(w->store, w->batch.id, name, &f, err);
        free(name);
    }
    if (rc == BA_OK && f.candidates == 1 && f.taken)
        rc = page_named_of_file(w->store, f.file, frame, take, (void *)w, err);
    return rc == BA_OK && w->refs->count == before ? no_file(w, &f, err) : rc;
}

/* Names of batches and files may both have a colon: the longest name that is a batch is meant. */
static BA_RC find_batch(struct wanted *w, const char *word, struct ba_err *err)
{
    bool found = false;
    enum ba_rc rc = BA_OK;

    for (size_t at = strlen(word); rc == BA_OK && !found && at-- > 0;) {
        if (word[at] != ':' || at >= sizeof(w->name))
            continue;
        snprintf(w->name, sizeof(w->name), "%.*s", (int)at, word);
        w->rest = word + at + 1;
        rc = batch_find(w->store, w->name, &w->batch, &found, err);
    }
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%.*s\" was taken in; see: bouwarchief status",
                     (int)strcspn(word, ":"), word);
    return rc;
}

static BA_RC add_of_batch(struct wanted *w, const char *word, struct ba_err *err)
{
    struct sheet_name first, last;
    const char *p;
    enum ba_rc rc = find_batch(w, word, err);

    if (rc != BA_OK)
        return rc;
    p = w->rest;
    if (sheet_name_read(&p, &first) && *p == '\0')
        return add_sheets(w, &first, &first, err);
    if (p != w->rest && *p++ == '-' && sheet_name_read(&p, &last) && *p == '\0')
        return add_sheets(w, &first, &last, err);
    return add_file(w, err);
}

/* "31": a page by its number. */
static BA_RC add_page(struct wanted *w, const char *word, struct ba_err *err)
{
    struct page_at at;
    char *end;
    enum ba_rc rc;

    errno = 0;
    int64_t page = *word >= '0' && *word <= '9' ? strtoll(word, &end, 10) : 0;
    if (page <= 0 || errno != 0 || *end != '\0')
        return ba_fail(err, BA_FATAL, "USAGE",
                       "\"%s\" names no page; write its number (see show, or pages --json), or the "
                       "sheet of a batch: batch-7:12, batch-7:scan_0012.tif",
                       word);
    rc = page_at_read(w->store, page, &at, err);
    w->batch.id = at.batch;
    return rc == BA_OK ? take(w, page, err) : rc;
}

BA_RC page_refs_add(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err)
{
    struct wanted w = { .refs = r, .store = depot->store };

    return strchr(word, ':') == NULL ? add_page(&w, word, err) : add_of_batch(&w, word, err);
}

void page_refs_free(struct page_refs *r)
{
    free(r->ids);
    free(r->batches);
    *r = (struct page_refs){ 0 };
}

BA_RC page_refs_one(struct page_refs *r, struct depot *depot, const char *word, struct ba_err *err)
{
    size_t before = r->count;
    enum ba_rc rc = page_refs_add(r, depot, word, err);

    if (rc == BA_OK && r->count != before + 1)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "\"%s\" names %zu pages; one is wanted (of a file with more images: its name "
                     "and #2)",
                     word, r->count - before);
    return rc;
}

BA_RC page_ref_one(struct depot *depot, const char *word, int64_t *id, struct ba_err *err)
{
    struct page_refs r = { 0 };
    enum ba_rc rc = page_refs_one(&r, depot, word, err);

    *id = rc == BA_OK ? r.ids[0] : 0;
    page_refs_free(&r);
    return rc;
}
