#include "pipeline/package/job_pdf.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "export/pdf/pdf_check.h"
#include "export/sip/master_fixity.h"
#include "export/sip/package.h"
#include "image/image_file.h"
#include "ocr/alto/alto.h"
#include "pipeline/job.h"
#include "pipeline/package/redaction_words.h"
#include "pipeline/worker.h"

/* A frame that names more pages than this would not fit in one message anyway. */
#define MAX_PAGES 200000
/* 300 dots an inch become 50: less cannot be read. */
#define MAX_SHRINK 6

static void put_page(struct ba_buf *b, const struct pdf_page *p, const char *alto,
                     const struct job_black *black)
{
    wire_put_str(b, p->path);
    wire_put_str(b, p->sha256);
    wire_put_u64(b, p->frame);
    wire_put_u64(b, p->width_px);
    wire_put_u64(b, p->height_px);
    wire_put_f64(b, p->xdpi);
    wire_put_f64(b, p->ydpi);
    wire_put_u64(b, p->orientation_deg);
    wire_put_f64(b, p->skew_deg);
    wire_put_str(b, p->alt);
    wire_put_str(b, p->bookmark);
    wire_put_u64(b, p->shrink);
    wire_put_u64(b, p->bare);
    wire_put_str(b, alto);
    wire_put_u64(b, black == NULL ? 0 : black->count);
    for (size_t i = 0; black != NULL && i < black->count; i++)
        wire_put_u64(b, black->words[i]);
}

void job_pdf_put(struct ba_buf *request, const struct job_pdf *job, const struct pdf_opts *opts)
{
    const struct pdf_doc *d = job->doc;

    wire_put_str(request, "pdf");
    wire_put_str(request, job->out_path);
    wire_put_u64(request, job->max_bytes);
    wire_put_u64(request, job->max_pixels);
    wire_put_u64(request, job->memory_bytes);
    wire_put_u64(request, (uint64_t)opts->jpeg_quality);
    wire_put_str(request, opts->icc_path);
    wire_put_str(request, opts->font_path);
    wire_put_str(request, d->title);
    wire_put_str(request, d->subject);
    wire_put_str(request, d->language);
    wire_put_i64(request, d->time);
    wire_put_u64(request, d->count);
    for (size_t i = 0; i < d->count; i++)
        put_page(request, &d->pages[i], job->alto[i], job->black == NULL ? NULL : &job->black[i]);
}

/* A request as the worker sees it; texts are borrowed from the frame. */
struct request {
    struct job_pdf job;
    struct pdf_opts opts;
    struct pdf_doc doc;
    struct pdf_page *pages;        /* owned */
    const char **alto;             /* owned */
    struct redaction_words *black; /* owned, a page each */
};

static void request_free(struct request *r)
{
    for (size_t i = 0; r->black != NULL && i < r->doc.count; i++)
        black_free(&r->black[i]);
    free(r->black);
    free(r->pages);
    free(r->alto);
}

static BA_RC take_page(struct wire_in *in, struct pdf_page *p, const char **alto,
                       struct redaction_words *black, struct ba_err *err)
{
    enum ba_rc rc;

    p->path = wire_take_str(in);
    p->sha256 = wire_take_str(in);
    p->frame = (uint32_t)wire_take_u64(in);
    p->width_px = (uint32_t)wire_take_u64(in);
    p->height_px = (uint32_t)wire_take_u64(in);
    p->xdpi = wire_take_f64(in);
    p->ydpi = wire_take_f64(in);
    p->orientation_deg = (uint32_t)wire_take_u64(in);
    p->skew_deg = wire_take_f64(in);
    p->alt = wire_take_str(in);
    p->bookmark = wire_take_str(in);
    p->shrink = (unsigned)wire_take_u64(in);
    p->bare = wire_take_u64(in) != 0;
    *alto = wire_take_str(in);
    rc = black_take(in, *alto, black, err);
    p->black = black->boxes;
    p->black_count = black->box_count;
    return rc;
}

static BA_RC take_request(struct wire_in *in, struct request *r, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    r->job.out_path = wire_take_str(in);
    r->job.max_bytes = wire_take_u64(in);
    r->job.max_pixels = wire_take_u64(in);
    r->job.memory_bytes = wire_take_u64(in);
    r->opts.jpeg_quality = (int)wire_take_u64(in);
    r->opts.icc_path = wire_take_str(in);
    r->opts.font_path = wire_take_str(in);
    r->doc.title = wire_take_str(in);
    r->doc.subject = wire_take_str(in);
    r->doc.language = wire_take_str(in);
    r->doc.time = wire_take_i64(in);
    r->doc.count = wire_take_u64(in);
    if (in->bad || r->doc.count > MAX_PAGES)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a PDF does not parse");
    r->pages = calloc(r->doc.count + 1, sizeof(*r->pages));
    r->alto = calloc(r->doc.count + 1, sizeof(*r->alto));
    r->black = calloc(r->doc.count + 1, sizeof(*r->black));
    if (r->pages == NULL || r->alto == NULL || r->black == NULL)
        return ba_fail_mem(err, "a PDF");
    for (size_t i = 0; rc == BA_OK && i < r->doc.count; i++)
        rc = take_page(in, &r->pages[i], &r->alto[i], &r->black[i], err);
    r->doc.pages = r->pages;
    if (rc != BA_OK)
        return rc;
    if (!wire_done(in))
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a PDF does not parse");
    return BA_OK;
}

/* What the hooks of pdf_make work with: the words of one page at a time. */
struct source {
    const struct request *request;
    struct alto_page alto;
    struct pdf_word *words;
    size_t cap;
};

static BA_RC give_words(void *ctx, size_t index, const struct pdf_word **words, size_t *count,
                        struct ba_err *err)
{
    struct source *s = ctx;
    const char *path = s->request->alto[index];
    const struct redaction_words *black = &s->request->black[index];
    size_t n = 0;
    enum ba_rc rc;

    alto_free(&s->alto);
    s->alto = (struct alto_page){ 0 };
    *words = NULL;
    *count = 0;
    if (path == NULL)
        return BA_OK;
    rc = alto_read(path, &s->alto, err);
    if (rc != BA_OK) {
        ba_err_wrap(err,
                    "run \"bouwarchief retry --missing\" and \"bouwarchief ocr\", then export");
        return rc;
    }
    if (ba_grow(&s->words, &s->cap, s->alto.count + 1, sizeof(*s->words)) != 0)
        return ba_fail_mem(err, "words");
    for (size_t i = 0; i < s->alto.count; i++) {
        const struct alto_word *w = &s->alto.words[i];

        if (black_hides(black, i, w))
            continue;
        bool next = i + 1 < s->alto.count && !black_hides(black, i + 1, w + 1);
        s->words[n++] = (struct pdf_word){ .text = w->text,
                                           .x = w->ux,
                                           .y = w->uy,
                                           .w = w->uw,
                                           .h = w->uh,
                                           .paragraph = w->paragraph,
                                           .line = w->line,
                                           .doubt = 1 - w->confidence,
                                           .rotation_deg = w->rotation_deg,
                                           .divided = w->hyphenated && next };
    }
    *words = s->words;
    *count = n;
    return BA_OK;
}

static BA_RC give_pixels(void *ctx, const char *path, uint32_t frame, struct raster *out,
                         struct ba_err *err)
{
    const struct source *s = ctx;
    struct tiff_limits limits = { .max_pixels = s->request->job.max_pixels };
    struct tiff_frame found;

    return master_read_frame(path, frame, &limits, &found, out, err);
}

static BA_RC give_bands(void *ctx, const char *path, uint32_t frame, ba_band_fn fn, void *fn_ctx,
                        struct ba_err *err)
{
    const struct source *s = ctx;
    struct tiff_limits limits = { .max_pixels = s->request->job.max_pixels };

    return tiff_read_bands(path, frame, &limits, fn, fn_ctx, err);
}

/* The PDF may hold the masters' own bytes, and one that is there is used again: none is made of a
 * master that is not what arrived. */
static BA_RC check_masters(const struct request *r, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < r->doc.count; i++)
        if (i == 0 || strcmp(r->pages[i].sha256, r->pages[i - 1].sha256) != 0)
            rc = export_check_master(r->pages[i].path, r->pages[i].sha256, err);
    return rc;
}

/* Makes the file; while it is larger than it may be, again with images of fewer pixels. */
static BA_RC make_within(struct request *r, const struct pdf_hooks *hooks, struct pdf_result *res,
                         struct ba_err *err)
{
    enum ba_rc rc = pdf_make(&r->doc, hooks, &r->opts, r->job.out_path, res, err);
    bool can = true;

    while (rc == BA_OK && r->job.max_bytes > 0 && res->size > r->job.max_bytes && can) {
        can = false;
        for (size_t i = 0; i < r->doc.count; i++) {
            struct pdf_page *p = &r->pages[i];

            p->shrink = p->shrink < 1 ? 2 : p->shrink + 1;
            can = can || p->shrink < MAX_SHRINK;
        }
        rc = pdf_make(&r->doc, hooks, &r->opts, r->job.out_path, res, err);
    }
    if (rc == BA_OK && r->job.max_bytes > 0 && res->size > r->job.max_bytes) {
        unlink(r->job.out_path);
        rc = ba_fail(err, BA_ITEM, "PDF_TOO_LARGE",
                     "the document is %.1f MB with the smallest images that can be read; give a "
                     "larger --max-mb, or divide it",
                     (double)res->size / 1e6);
    }
    return rc;
}

BA_RC job_pdf_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                   struct ba_err *err)
{
    struct request r = { .pages = NULL };
    struct source source = { .request = &r };
    const struct pdf_hooks hooks = { &source, give_words, give_pixels, give_bands };
    struct pdf_result res = { .size = 0 };
    size_t faults = 0;
    enum ba_rc rc = take_request(in, &r, err);

    (void)w;
    if (rc == BA_OK)
        rc = check_masters(&r, err);
    if (rc == BA_OK) {
        worker_limit_memory(r.job.memory_bytes);
        rc = ba_mkdirs_for(r.job.out_path, err);
    }
    if (rc == BA_OK)
        rc = make_within(&r, &hooks, &res, err);
    if (rc == BA_OK) {
        rc = pdf_check(r.job.out_path, &faults, err);
        if (rc != BA_OK)
            unlink(r.job.out_path);
    }
    wire_put_str(answer, res.sha256);
    wire_put_u64(answer, res.size);
    wire_put_u64(answer, res.pages);
    wire_put_u64(answer, res.copied);
    wire_put_u64(answer, res.dropped);
    alto_free(&source.alto);
    free(source.words);
    request_free(&r);
    return rc;
}

BA_RC job_pdf_take(struct wire_in *in, struct pdf_result *out, struct ba_err *err)
{
    const char *sha256 = wire_take_str(in);

    *out = (struct pdf_result){ .size = wire_take_u64(in) };
    out->pages = (size_t)wire_take_u64(in);
    out->copied = (size_t)wire_take_u64(in);
    out->dropped = (size_t)wire_take_u64(in);
    if (!wire_done(in) || sha256 == NULL || strlen(sha256) > BA_SHA256_HEX)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a worker's answer on a PDF does not parse");
    memcpy(out->sha256, sha256, strlen(sha256) + 1);
    return BA_OK;
}
