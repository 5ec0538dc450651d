/*
 * pdf.c - puts a document together: pages first, as they come, and then what refers to them.
 */
#include "export/pdf/pdf.h"

#include <stdlib.h>
#include <string.h>

#include "export/pdf/pdf_private.h"

/* Goes up when the bytes that pdf_make writes for equal input change. */
#define PDF_REVISION 7
#define DEFAULT_QUALITY 80

/* Objects that exist once; reserved in this order. */
enum {
    CATALOG = 1,
    PAGES,
    INFO,
    METADATA,
    ICC,
    FONT,
    STRUCT_ROOT,
    DOCUMENT,
    PARENT_TREE,
    OUTLINES,
    FIXED_END
};

static void put_pages(struct pdf_writer *o, const struct pdf_written *w, size_t count)
{
    pdf_writer_begin(o, PAGES);
    pdf_writer_printf(o, "<< /Type /Pages /Count %zu /Kids [", count);
    for (size_t i = 0; i < count; i++)
        pdf_writer_printf(o, "%s%u 0 R", i % 16 ? " " : "\n", w[i].page);
    pdf_writer_printf(o, "] >>");
    pdf_writer_end(o);
}

static void put_structure(struct pdf_writer *o, const struct pdf_doc *doc,
                          const struct pdf_written *w)
{
    pdf_writer_begin(o, STRUCT_ROOT);
    pdf_writer_printf(
        o, "<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %zu >>",
        DOCUMENT, PARENT_TREE, doc->count);
    pdf_writer_end(o);
    pdf_writer_begin(o, DOCUMENT);
    pdf_writer_printf(o, "<< /Type /StructElem /S /Document /P %d 0 R /Lang (%s) /K [", STRUCT_ROOT,
                      doc->language);
    for (size_t i = 0; i < doc->count; i++) {
        for (unsigned e = 0; e < w[i].elements; e++)
            pdf_writer_printf(o, "%s%u 0 R", e % 16 ? " " : "\n", w[i].first_element + e);
    }
    pdf_writer_printf(o, "] >>");
    pdf_writer_end(o);
    pdf_writer_begin(o, PARENT_TREE);
    pdf_writer_printf(o, "<< /Nums [");
    for (size_t i = 0; i < doc->count; i++) {
        if (w[i].parents != 0)
            pdf_writer_printf(o, "\n%zu %u 0 R", i, w[i].parents);
    }
    pdf_writer_printf(o, "] >>");
    pdf_writer_end(o);
}

static unsigned count_bookmarks(const struct pdf_doc *doc)
{
    unsigned n = 0;
    for (size_t i = 0; i < doc->count; i++)
        n += doc->pages[i].bookmark != NULL;
    return n;
}

static void put_bookmarks(struct pdf_writer *o, const struct pdf_doc *doc,
                          const struct pdf_written *w, unsigned n)
{
    unsigned first = pdf_writer_reserve(o, n), at = 0;
    pdf_writer_begin(o, OUTLINES);
    pdf_writer_printf(o, "<< /Type /Outlines /First %u 0 R /Last %u 0 R /Count %u >>", first,
                      first + n - 1, n);
    pdf_writer_end(o);
    for (size_t i = 0; i < doc->count && o->rc == BA_OK; i++) {
        if (doc->pages[i].bookmark == NULL)
            continue;
        pdf_writer_begin(o, first + at);
        pdf_writer_printf(o, "<< /Title ");
        pdf_writer_text(o, doc->pages[i].bookmark);
        pdf_writer_printf(o, " /Parent %d 0 R /Dest [%u 0 R /Fit]", OUTLINES, w[i].page);
        if (at > 0)
            pdf_writer_printf(o, " /Prev %u 0 R", first + at - 1);
        if (at + 1 < n)
            pdf_writer_printf(o, " /Next %u 0 R", first + at + 1);
        pdf_writer_printf(o, " >>");
        pdf_writer_end(o);
        at++;
    }
}

static void put_catalog(struct pdf_writer *o, const struct pdf_doc *doc, unsigned bookmarks)
{
    pdf_writer_begin(o, CATALOG);
    pdf_writer_printf(o,
                      "<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R /Lang (%s) "
                      "/MarkInfo << /Marked true >> /StructTreeRoot %d 0 R "
                      "/ViewerPreferences << /DisplayDocTitle true >> "
                      "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 "
                      "/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) "
                      "/RegistryName (http://www.color.org) /DestOutputProfile %d 0 R >>]",
                      PAGES, METADATA, doc->language, STRUCT_ROOT, ICC);
    if (bookmarks > 0)
        pdf_writer_printf(o, " /Outlines %d 0 R /PageMode /UseOutlines", OUTLINES);
    pdf_writer_printf(o, " >>");
    pdf_writer_end(o);
}

/* Everything that can only be written when all pages are known. */
static void put_rest(struct pdf_writer *o, const struct pdf_doc *doc, const struct pdf_written *w,
                     const struct pdf_resources *res)
{
    unsigned bookmarks = count_bookmarks(doc);
    put_pages(o, w, doc->count);
    put_structure(o, doc, w);
    if (bookmarks > 0) {
        put_bookmarks(o, doc, w, bookmarks);
    } else {
        pdf_writer_begin(o, OUTLINES);
        pdf_writer_printf(o, "null");
        pdf_writer_end(o);
    }
    pdf_resources_put_font(o, res, FONT);
    pdf_resources_put_icc(o, res, ICC);
    pdf_info_put(o, doc, INFO);
    put_catalog(o, doc, bookmarks);
}

static BA_RC put_one(struct pdf_writer *o, const struct pdf_doc *doc, size_t index,
                     const struct pdf_hooks *hooks, int quality, struct pdf_written *w,
                     struct pdf_running *running, struct pdf_result *res, struct ba_err *err)
{
    static const struct pdf_shared shared = { .pages = PAGES, .font = FONT, .document = DOCUMENT };
    const struct pdf_page *page = &doc->pages[index];
    struct image_stream scan = SCAN_INIT;
    const struct pdf_word *words = NULL;
    size_t count = 0;
    const struct image_stream_how how = { .quality = quality,
                                          .shrink = page->shrink,
                                          .bare = page->bare,
                                          .black = page->black,
                                          .black_count = page->black_count,
                                          .bands = hooks->bands };
    enum ba_rc rc =
        image_stream_read(page->path, page->frame, &how, hooks->raster, hooks->ctx, &scan, err);
    if (rc == BA_OK)
        rc = hooks->words(hooks->ctx, index, &words, &count, err);
    if (rc == BA_OK) {
        pdf_page_put(o, page, index, &scan, words, count, &shared, w, running);
        res->dropped = running->dropped;
        res->copied += scan.copied;
        res->pages++;
    } else {
        ba_err_wrap(err, "page %zu", index + 1);
    }
    image_stream_free(&scan);
    return rc;
}

BA_RC pdf_make(const struct pdf_doc *doc, const struct pdf_hooks *hooks,
               const struct pdf_opts *opts, const char *out_path, struct pdf_result *result,
               struct ba_err *err)
{
    struct pdf_resources res = PDF_RES_INIT;
    struct pdf_writer o = { .count = 0 };
    struct pdf_running running = { .heading = 0 };
    struct pdf_written *written = calloc(doc->count + 1, sizeof *written);
    int quality = opts->jpeg_quality > 0 ? opts->jpeg_quality : DEFAULT_QUALITY;
    enum ba_rc rc;

    *result = (struct pdf_result){ .size = 0 };
    if (written == NULL) {
        rc = ba_fail_mem(err, "a PDF file");
        goto out;
    }
    rc = pdf_resources_load(opts, &res, err);
    if (rc == BA_OK)
        rc = pdf_writer_open(&o, out_path, err);
    if (rc != BA_OK)
        goto out;
    pdf_writer_reserve(&o, FIXED_END - 1);
    /* First: the tools of e-depots look for what it says in the first 64 KiB only (image/puid.h).
     */
    pdf_xmp_put(&o, doc, METADATA, err);
    for (size_t i = 0; i < doc->count && rc == BA_OK && o.rc == BA_OK; i++)
        rc = put_one(&o, doc, i, hooks, quality, &written[i], &running, result, err);
    if (rc != BA_OK)
        goto out;
    if (o.rc == BA_OK)
        put_rest(&o, doc, written, &res);
    rc = pdf_writer_finish(&o, CATALOG, INFO, result->sha256, &result->size, err);
out:
    pdf_writer_close(&o);
    pdf_resources_free(&res);
    free(written);
    return rc;
}

BA_RC pdf_revision(const struct pdf_opts *opts, char **out, struct ba_err *err)
{
    struct pdf_resources res = PDF_RES_INIT;
    char icc[BA_SHA256_HEX + 1], font[BA_SHA256_HEX + 1];
    enum ba_rc rc = pdf_resources_load(opts, &res, err);
    *out = NULL;
    if (rc == BA_OK)
        rc = ba_sha256_mem(res.icc.data, res.icc.len, icc, err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(res.font.data, res.font.len, font, err);
    if (rc == BA_OK) {
        *out = ba_strf("pdf %d %s icc %s font %s quality %d", PDF_REVISION, BA_VERSION, icc, font,
                       opts->jpeg_quality > 0 ? opts->jpeg_quality : DEFAULT_QUALITY);
        if (*out == NULL)
            rc = ba_fail_mem(err, "the name of a PDF");
    }
    pdf_resources_free(&res);
    return rc;
}
