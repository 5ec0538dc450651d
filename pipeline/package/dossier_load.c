#include "pipeline/package/dossier_load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "image/image_file.h"
#include "index/records/dossier.h"
#include "index/records/package_source.h"
#include "index/records/page.h"
#include "pipeline/package/dossier_load_private.h"
#include "pipeline/package/dutch_terms.h"
#include "pipeline/package/redaction.h"

#define FEW_WORDS 150 /* on a drawing; a page of text has more */
#define WEB_DPI 150   /* of grey and colour on the web, or a little more */

static void loaded_free(struct loaded *n)
{
    if (n == NULL)
        return;
    for (size_t i = 0; i < n->text_count; i++)
        free(n->texts[i]);
    free(n->texts);
    free(n->documents);
    free(n->document_ids);
    free(n->addresses);
    free(n->parcels);
    free(n->kept);
    free(n->pages);
    free(n->pdf_pages);
    free(n->alto);
    free(n->page_ids);
    free(n->pdfs);
    free(n);
}

/* A page without text was read in none: then those it would be read in. */
static const char *languages_of(const struct depot *depot, const struct page_row *row)
{
    if (*row->languages != '\0')
        return row->languages;
    return *row->own_languages != '\0' ? row->own_languages : depot->config.ocr_languages;
}

/* What of the page its text does not say. A text that is filed with the drawings is still a text.
 */
static enum pdf_picture picture_of(const struct page_row *row)
{
    if (strcmp(row->kind, "photo") == 0)
        return PICTURE_PHOTO;
    switch (row->state) {
    case PAGE_DRAWING:
        return PICTURE_DRAWING;
    case PAGE_TEXT:
        if (strcmp(row->kind, "drawing") == 0 && row->words < FEW_WORDS)
            return PICTURE_DRAWING;
        return row->words > 0 ? PICTURE_NONE : PICTURE_UNREAD;
    case PAGE_WAITING:
    case PAGE_FAILED:
        return PICTURE_WAITING;
    default:
        return PICTURE_NONE;
    }
}

/* A page without words tells nobody which way up it is: then what the scanner wrote counts. */
static uint32_t turn_of(const struct page_row *row, bool read)
{
    if (read && (row->words > 0 || row->orientation_deg != 0))
        return row->orientation_deg;
    switch (row->orientation_tag) { /* TIFF 6.0: where the first row and column are */
    case 3:
        return 180;
    case 6:
        return 90;
    case 8:
        return 270;
    default:
        return 0;
    }
}

/*
 * What the master is in PRONOM, by its content: older versions wrote down less exactly. A master
 * that is not there is told by whoever opens it.
 */
static BA_RC format_of(const struct loaded *n, const char *master, const struct page_row *row,
                       struct image_file_name *name, const char **puid, struct ba_err *err)
{
    enum ba_rc rc;
    const struct export_page *before = n->kept_count > 1 ? &n->kept[n->kept_count - 2].page : NULL;

    if (before != NULL && before->sha256 != NULL && strcmp(before->sha256, row->sha256) == 0)
        *puid = before->puid;
    else if (master == NULL || access(master, R_OK) != 0)
        *puid = row->format;
    else if ((rc = master_describe(master, name, err)) != BA_OK)
        return rc;
    else
        *puid = name->puid;
    return BA_OK;
}

/* Rows inside this callback are still open, so the masters are looked up later (add_origins). */
static BA_RC take_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct loaded *n = ctx;
    const struct depot *depot = n->loader->depot;
    bool ok = true, read = row->rev != NULL && *row->rev != '\0';
    struct kept_page *k;
    struct image_file_name name;
    const char *master, *puid = NULL;
    enum ba_rc rc;

    if (row->state == PAGE_SEPARATOR)
        return BA_OK;
    if (ba_grow(&n->kept, &n->kept_cap, n->kept_count + 1, sizeof(*n->kept)) != 0)
        return ba_fail_mem(err, "pages");
    k = &n->kept[n->kept_count++];
    *k = (struct kept_page){ .document = row->document_id,
                             .seq = row->seq_in_dossier,
                             .id = row->id,
                             .kind = loaded_copy(n, row->kind, &ok),
                             .languages = loaded_copy(n, languages_of(depot, row), &ok),
                             .picture = picture_of(row) };
    master = loaded_keep(n, depot_master_path(depot, row->sha256, row->extension));
    rc = format_of(n, master, row, &name, &puid, err);
    if (rc != BA_OK)
        return rc;
    k->page = (struct export_page){
        .master = master,
        .sha256 = loaded_copy(n, row->sha256, &ok),
        .batch = loaded_copy(n, row->batch, &ok),
        .file = loaded_copy(n, row->file, &ok),
        .extension = loaded_copy(n, row->extension, &ok),
        .puid = loaded_copy(n, puid, &ok),
        .frame = row->frame,
        .xdpi = row->xdpi,
        .ydpi = row->ydpi,
        .bits = row->bits_per_sample,
        .samples = row->samples,
        .compression = export_compression(row->compression),
        .failed = row->state == PAGE_FAILED,
        .waiting = row->state == PAGE_WAITING,
    };
    k->pdf = (struct pdf_page){
        .path = k->page.master,
        .sha256 = k->page.sha256,
        .frame = row->frame,
        .width_px = row->width_px,
        .height_px = row->height_px,
        .xdpi = row->xdpi,
        .ydpi = row->ydpi,
        .orientation_deg = turn_of(row, read),
        .bare = n->loader->bare && strcmp(row->extension, "jpg") == 0,
        .skew_deg = read && row->skew_applied ? row->skew_deg : 0,
    };
    if (n->loader->web && row->xdpi >= 2 * WEB_DPI)
        k->pdf.shrink = (unsigned)(row->xdpi / WEB_DPI);
    if (read && row->words > 0) {
        k->alto = loaded_keep(
            n, depot_derived_path(depot, false, row->sha256, row->frame, row->rev, "alto.xml"));
        ok = ok && k->alto != NULL;
        k->page.alto = k->alto;
    }
    return ok && k->page.master != NULL ? BA_OK : ba_fail_mem(err, "pages");
}

static BA_RC add_origins(struct loaded *n, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < n->kept_count; i++) {
        struct export_page *p = &n->kept[i].page;
        struct page_origin origin = { 0 };

        rc = page_origin_read(n->loader->depot->store, n->kept[i].id, &origin, err);
        p->size_bytes = origin.size_bytes;
        p->arrived = origin.taken_at;
        p->file_pages = origin.file_pages;
    }
    return rc;
}

static int by_place(const void *a, const void *b)
{
    const struct kept_page *x = a, *y = b;

    return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Pages in a dossier without a document go to its first one. */
static bool belongs(const struct loaded *n, const struct kept_page *k, size_t document)
{
    return k->document == n->document_ids[document] || (k->document == 0 && document == 0);
}

/* Texts that PDF and reader see for a page. */
static BA_RC describe_page(struct loaded *n, const struct kept_page *k, size_t number, bool several,
                           struct pdf_page *p, struct ba_err *err)
{
    const char *kind = list_kind_label(n->loader->lists, k->kind);
    bool known = strcmp(kind, "document") != 0;

    if (k->picture != PICTURE_NONE)
        p->alt = loaded_keep(n, pdf_picture_text(k->picture, number, n->d.number));
    if (several)
        p->bookmark =
            loaded_keep(n, ba_strf("Pagina %zu%s%s", number, known ? ": " : "", known ? kind : ""));
    return (p->alt == NULL && k->picture != PICTURE_NONE) || (several && p->bookmark == NULL)
               ? ba_fail_mem(err, "pages")
               : BA_OK;
}

static BA_RC describe_document(struct loaded *n, size_t at, struct ba_err *err)
{
    const struct export_document *doc = &n->documents[at];
    struct load_document *ld = &n->pdfs[at];
    const char *label = list_kind_label(n->loader->lists, doc->kind);
    const char *title =
        loaded_keep(n, pdf_says_something(doc->title)
                           ? strdup(doc->title)
                           : ba_strf("Bouwdossier %s: %s %u", n->d.number, label, doc->seq));
    const char *subject = loaded_keep(
        n, ba_strf("%s%s%s", n->d.title, *n->d.title && *n->d.address ? ", " : "", n->d.address));

    if (title == NULL || subject == NULL)
        return ba_fail_mem(err, "documents");
    if (ld->doc.language == NULL) /* it has no pages */
        ld->doc.language = "nl-NL";
    ld->doc.title = title;
    ld->doc.subject = subject;
    return BA_OK;
}

static BA_RC set_language(struct loaded *n, const struct kept_page *p, struct load_document *ld,
                          struct ba_err *err)
{
    char own[16];

    ld->doc.language = loaded_keep(n, strdup(pdf_language(p->languages, own)));
    return ld->doc.language == NULL ? ba_fail_mem(err, "a language") : BA_OK;
}

/* Lays the pages, sorted, under their documents. */
static BA_RC lay_out(struct loaded *n, struct ba_err *err)
{
    size_t total = n->kept_count + 1, at = 0;
    enum ba_rc rc = BA_OK;

    n->pages = calloc(total, sizeof(*n->pages));
    n->pdf_pages = calloc(total, sizeof(*n->pdf_pages));
    n->alto = calloc(total, sizeof(*n->alto));
    n->page_ids = calloc(total, sizeof(*n->page_ids));
    n->pdfs = calloc(n->count + 1, sizeof(*n->pdfs));
    if (n->pages == NULL || n->pdf_pages == NULL || n->alto == NULL || n->page_ids == NULL ||
        n->pdfs == NULL)
        return ba_fail_mem(err, "pages");
    if (n->kept_count > 0)
        qsort(n->kept, n->kept_count, sizeof(*n->kept), by_place);
    for (size_t i = 0; rc == BA_OK && i < n->count; i++) {
        struct load_document *ld = &n->pdfs[i];
        size_t first = at, number = 0, several = 0;

        for (size_t k = 0; k < n->kept_count; k++)
            several += belongs(n, &n->kept[k], i);
        for (size_t k = 0; rc == BA_OK && k < n->kept_count; k++) {
            const struct kept_page *p = &n->kept[k];
            uint64_t pixels = (uint64_t)p->pdf.width_px * p->pdf.height_px;

            if (!belongs(n, p, i))
                continue;
            n->pages[at] = p->page;
            n->pdf_pages[at] = p->pdf;
            n->alto[at] = p->alto;
            n->page_ids[at] = p->id;
            ld->pixels = pixels > ld->pixels ? pixels : ld->pixels;
            if (number == 0) /* of the first page: one document is seldom in two languages */
                rc = set_language(n, p, ld, err);
            if (p->page.arrived > ld->doc.time)
                ld->doc.time = p->page.arrived;
            if (rc == BA_OK)
                rc = describe_page(n, p, ++number, several > 1, &n->pdf_pages[at++], err);
        }
        n->documents[i].pages = n->pages + first;
        n->documents[i].page_count = at - first;
        ld->doc.pages = n->pdf_pages + first;
        ld->doc.count = at - first;
        ld->alto = n->alto + first;
        ld->page_ids = n->page_ids + first;
        if (rc == BA_OK)
            rc = describe_document(n, i, err);
    }
    if (rc == BA_OK && at != n->kept_count) /* never without a word */
        rc = ba_fail(err, BA_FATAL, "PAGES_LOST",
                     "%zu of %zu pages of %s are in none of its documents; stop, and report this",
                     n->kept_count - at, n->kept_count, n->d.number);
    n->d.documents = n->documents;
    n->d.document_count = n->count;
    return rc;
}

/* Everything that decides the bytes of a PDF, hashed. */
static BA_RC make_key(const struct loader *l, const struct load_document *ld, char key[33],
                      struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT((size_t)256 << 20);
    char hex[BA_SHA256_HEX + 1];
    enum ba_rc rc;

    ba_buf_printf(&b, "%s\n%s\n%s\n%s\n%" PRId64 "\n", l->pdf_revision, ld->doc.title,
                  ld->doc.subject, ld->doc.language, ld->doc.time);
    if (l->web)
        ba_buf_printf(&b, "web %d %" PRIu64 "\n", WEB_DPI, l->web_max_bytes);
    for (size_t i = 0; i < ld->doc.count; i++) {
        const struct pdf_page *p = &ld->doc.pages[i];

        ba_buf_printf(&b, "%s %u %u %a %d %s|%s|%s\n", p->sha256, p->frame, p->orientation_deg,
                      p->skew_deg, p->bare, p->alt != NULL ? p->alt : "",
                      p->bookmark != NULL ? p->bookmark : "",
                      ld->alto[i] != NULL ? ba_basename(ld->alto[i]) : "");
    }
    rc = ba_buf_check(&b, "the name of a PDF", err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(b.data, b.len, hex, err);
    if (rc == BA_OK)
        snprintf(key, 33, "%.32s", hex);
    ba_buf_free(&b);
    return rc;
}

static BA_RC set_pdfs(const struct loader *l, struct load_item *item, struct loaded *n,
                      struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (item->pdfs == NULL) {
        item->pdfs = calloc(n->count + 1, sizeof(*item->pdfs));
        if (item->pdfs == NULL)
            return ba_fail_mem(err, "documents");
        item->pdf_count = n->count;
        for (size_t i = 0; rc == BA_OK && i < n->count; i++)
            rc = make_key(l, &n->pdfs[i], item->pdfs[i].key, err);
    }
    for (size_t i = 0; rc == BA_OK && i < n->count && i < item->pdf_count; i++) {
        struct export_document *doc = &n->documents[i];

        if (item->pdfs[i].sha256[0] == '\0')
            continue;
        doc->pdf = loaded_keep(n, loader_pdf_path(l, item->pdfs[i].key));
        doc->pdf_sha256 = item->pdfs[i].sha256;
        doc->pdf_size_bytes = item->pdfs[i].size_bytes;
        doc->pdf_time = n->pdfs[i].doc.time;
        if (doc->pdf == NULL)
            rc = ba_fail_mem(err, "documents");
    }
    return rc;
}

/* Of the pages, and of what people and the register said of the dossier. */
static BA_RC newest_of(const struct loaded *n, int64_t *time, struct ba_err *err)
{
    enum ba_rc rc = dossier_changed_read(n->loader->depot->store, n->id, time, err);

    for (size_t i = 0; i < n->kept_count; i++)
        if (n->kept[i].page.arrived > *time)
            *time = n->kept[i].page.arrived;
    return rc;
}

BA_RC loader_open(struct loader *l, size_t index, struct export_dossier **d,
                  struct load_document **documents, struct ba_err *err)
{
    struct load_item *item = &l->items[index];
    struct page_filter filter = { .dossier = item->id };
    struct loaded *n = calloc(1, sizeof(*n));
    enum ba_rc rc;

    loaded_free(l->now);
    l->now = n;
    if (n == NULL)
        return ba_fail_mem(err, "a dossier");
    n->loader = l;
    n->id = item->id;
    rc = loaded_describe(n, item->number, err);
    if (rc == BA_OK)
        rc = page_each(l->depot->store, &filter, take_page, n, err);
    if (rc == BA_OK)
        rc = add_origins(n, err);
    if (rc == BA_OK)
        rc = lay_out(n, err);
    if (rc == BA_OK)
        rc = set_pdfs(l, item, n, err);
    if (rc == BA_OK && item->time == 0)
        rc = newest_of(n, &item->time, err);
    n->d.time = item->time;
    n->d.version = item->version;
    n->d.replaces = item->replaces;
    n->d.force_reason = item->forced ? l->force_reason : NULL;
    *d = &n->d;
    *documents = n->pdfs;
    return rc;
}

static void drop_item(struct load_item *item)
{
    free(item->number);
    free(item->archive);
    for (size_t i = 0; item->pdfs != NULL && i < item->pdf_count; i++)
        redaction_free(item->pdfs[i].redaction);
    free(item->pdfs);
    free(item->replaces);
    free(item->refused);
}

void loader_drop(struct loader *l, size_t first, const bool *drop)
{
    size_t n = first;

    for (size_t i = first; i < l->count; i++) {
        l->known += drop[i];
        if (drop[i])
            drop_item(&l->items[i]);
        else
            l->items[n++] = l->items[i];
    }
    l->count = n;
}

char *loader_pdf_path(const struct loader *l, const char *key)
{
    return ba_strf("%s/work/pdf/%s.pdf", l->depot->folder, key);
}

BA_RC loader_refuse(struct loader *l, size_t index, const struct ba_err *why, struct ba_err *err)
{
    struct load_item *item = &l->items[index];

    if (item->refused != NULL)
        return BA_OK;
    item->refused = malloc(sizeof(*item->refused));
    if (item->refused == NULL)
        return ba_fail_mem(err, "dossiers");
    *item->refused = *why;
    return BA_OK;
}

void loader_free(struct loader *l)
{
    for (size_t i = 0; i < l->count; i++)
        drop_item(&l->items[i]);
    free(l->items);
    free(l->pdf_revision);
    loaded_free(l->now);
    *l = (struct loader){ .depot = NULL };
}
