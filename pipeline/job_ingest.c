#include "pipeline/job_ingest.h"

#include <stdlib.h>
#include <string.h>

#include "core/worker/sign.h"
#include "pipeline/job.h"
#include "pipeline/worker.h"

enum { FRAMES_MAX = 65536 };

void job_ingest_put(struct ba_buf *request, const struct ingest_in *in,
                    const struct ingest_opts *opts)
{
    wire_put_str(request, "ingest");
    wire_put_str(request, in->source);
    wire_put_str(request, in->folder != NULL ? in->folder : "");
    wire_put_str(request, in->masters);
    wire_put_str(request, in->rejected);
    wire_put_u64(request, opts->limits.max_pixels);
    wire_put_u64(request, opts->limits.max_memory_bytes);
    wire_put_u64(request, opts->limits.max_frames);
    wire_put_u64(request, opts->barcodes);
    wire_put_u64(request, opts->patches);
    wire_put_u64(request, opts->quality);
    wire_put_u64(request, opts->likeness);
    wire_put_u64(request, opts->images);
    wire_put_u64(request, in->want_count);
    for (size_t i = 0; i < in->want_count; i++) {
        wire_put_u64(request, in->wants[i].kind);
        wire_put_str(request, in->wants[i].hex);
        wire_put_str(request, in->wants[i].list);
    }
}

static void put_tiff(struct ba_buf *b, const struct tiff_frame *t)
{
    wire_put_u64(b, t->index);
    wire_put_u64(b, t->reduced);
    wire_put_u64(b, t->width_px);
    wire_put_u64(b, t->height_px);
    wire_put_f64(b, t->xdpi);
    wire_put_f64(b, t->ydpi);
    wire_put_u64(b, t->bits_per_sample);
    wire_put_u64(b, t->samples);
    wire_put_u64(b, t->photometric);
    wire_put_u64(b, t->compression);
    wire_put_u64(b, t->orientation_tag);
    wire_put_u64(b, t->warnings);
    wire_put_str(b, t->warning);
    wire_put_u64(b, t->rows_missing);
    wire_put_str(b, t->make);
    wire_put_str(b, t->model);
    wire_put_str(b, t->software);
    wire_put_str(b, t->serial);
    wire_put_str(b, t->datetime);
}

static void take_text(struct wire_in *in, char *out, size_t cap)
{
    const char *s = wire_take_str(in);

    if (s == NULL || strlen(s) >= cap)
        in->bad = true;
    else
        memcpy(out, s, strlen(s) + 1);
}

static void take_tiff(struct wire_in *in, struct tiff_frame *t)
{
    t->index = (uint32_t)wire_take_u64(in);
    t->reduced = wire_take_u64(in) != 0;
    t->width_px = (uint32_t)wire_take_u64(in);
    t->height_px = (uint32_t)wire_take_u64(in);
    t->xdpi = wire_take_f64(in);
    t->ydpi = wire_take_f64(in);
    t->bits_per_sample = (uint16_t)wire_take_u64(in);
    t->samples = (uint16_t)wire_take_u64(in);
    t->photometric = (uint16_t)wire_take_u64(in);
    t->compression = (uint16_t)wire_take_u64(in);
    t->orientation_tag = (uint16_t)wire_take_u64(in);
    t->warnings = (uint32_t)wire_take_u64(in);
    take_text(in, t->warning, sizeof(t->warning));
    t->rows_missing = (uint32_t)wire_take_u64(in);
    take_text(in, t->make, sizeof(t->make));
    take_text(in, t->model, sizeof(t->model));
    take_text(in, t->software, sizeof(t->software));
    take_text(in, t->serial, sizeof(t->serial));
    take_text(in, t->datetime, sizeof(t->datetime));
}

static void put_codes(struct ba_buf *b, const struct barcodes *codes)
{
    wire_put_u64(b, codes->count);
    for (size_t i = 0; i < codes->count; i++) {
        const struct barcode *c = &codes->at[i];

        wire_put_str(b, c->text);
        wire_put_str(b, c->symbology);
        wire_put_u64(b, c->x_px);
        wire_put_u64(b, c->y_px);
        wire_put_u64(b, c->w_px);
        wire_put_u64(b, c->h_px);
    }
}

static void take_codes(struct wire_in *in, struct barcodes *codes)
{
    uint64_t count = wire_take_u64(in);

    codes->count = 0;
    if (count > BARCODE_MAX)
        in->bad = true;
    for (uint64_t i = 0; i < count && !in->bad; i++) {
        struct barcode *c = &codes->at[codes->count++];

        take_text(in, c->text, sizeof(c->text));
        take_text(in, c->symbology, sizeof(c->symbology));
        c->x_px = (uint32_t)wire_take_u64(in);
        c->y_px = (uint32_t)wire_take_u64(in);
        c->w_px = (uint32_t)wire_take_u64(in);
        c->h_px = (uint32_t)wire_take_u64(in);
    }
}

static void put_patch(struct ba_buf *b, const struct patches *p)
{
    wire_put_u64(b, p->kind);
    wire_put_u64(b, p->conflict);
}

/* Only what the edges agree on: which edges is no longer of interest. */
static void take_patch(struct wire_in *in, struct patches *p)
{
    uint64_t kind = wire_take_u64(in);

    *p = (struct patches){ .conflict = wire_take_u64(in) != 0 };
    if (kind > PATCH_T)
        in->bad = true;
    else
        p->kind = (enum patch_kind)kind;
}

static void take_content(struct wire_in *in, enum sheet_content *c)
{
    uint64_t v = wire_take_u64(in);

    *c = SHEET_NOT_JUDGED;
    if (v > SHEET_CONTENT)
        in->bad = true;
    else
        *c = (enum sheet_content)v;
}

static void put_quality(struct ba_buf *b, const struct ingest_frame *f)
{
    const struct quality_figures *q = &f->quality;

    wire_put_u64(b, f->measured);
    if (!f->measured)
        return;
    wire_put_f64(b, q->dpi);
    wire_put_f64(b, q->dpi_likely);
    wire_put_u64(b, q->dpi_unequal);
    wire_put_f64(b, q->width_mm);
    wire_put_f64(b, q->height_mm);
    wire_put_str(b, q->paper);
    wire_put_u64(b, q->bits);
    wire_put_u64(b, q->lossy);
    wire_put_f64(b, q->black_pct);
    wire_put_f64(b, q->white_pct);
    wire_put_f64(b, q->sharpness_um);
    for (int e = 0; e < QUALITY_EDGES; e++) {
        wire_put_f64(b, q->border_mm[e]);
        wire_put_f64(b, q->edge_ink_pct[e]);
    }
}

static void take_quality(struct wire_in *in, struct ingest_frame *f)
{
    struct quality_figures *q = &f->quality;

    f->measured = wire_take_u64(in) != 0;
    if (!f->measured)
        return;
    q->dpi = wire_take_f64(in);
    q->dpi_likely = wire_take_f64(in);
    q->dpi_unequal = wire_take_u64(in) != 0;
    q->width_mm = wire_take_f64(in);
    q->height_mm = wire_take_f64(in);
    take_text(in, q->paper, sizeof(q->paper));
    q->bits = (uint16_t)wire_take_u64(in);
    q->lossy = wire_take_u64(in) != 0;
    q->black_pct = wire_take_f64(in);
    q->white_pct = wire_take_f64(in);
    q->sharpness_um = wire_take_f64(in);
    for (int e = 0; e < QUALITY_EDGES; e++) {
        q->border_mm[e] = wire_take_f64(in);
        q->edge_ink_pct[e] = wire_take_f64(in);
    }
}

static void take_likeness(struct wire_in *in, struct duplicate_packed *l)
{
    size_t size;
    const void *data = wire_take_bytes(in, &size);

    *l = (struct duplicate_packed){ size == 0 ? NULL : malloc(size), size };
    if (size > 0 && l->data == NULL)
        in->bad = true;
    else if (size > 0)
        memcpy(l->data, data, size);
}

/* A request comes from our own coordinator; its texts are never NULL unless it is damaged. */
static size_t take_wants(struct wire_in *in, struct ingest_want wants[INGEST_WANTS_MAX])
{
    uint64_t count = wire_take_u64(in);

    if (count > INGEST_WANTS_MAX)
        in->bad = true;
    for (uint64_t i = 0; i < count && !in->bad; i++) {
        wants[i].kind = (enum ba_hash_kind)wire_take_u64(in);
        wants[i].hex = wire_take_str(in);
        wants[i].list = wire_take_str(in);
    }
    return in->bad ? 0 : (size_t)count;
}

BA_RC job_ingest_work(struct worker_state *w, struct wire_in *in, struct ba_buf *answer,
                      struct ba_err *err)
{
    struct ingest_in job = { .source = wire_take_str(in) };
    struct ingest_want wants[INGEST_WANTS_MAX];
    struct ingest_opts opts = { .got_on = worker_sign };
    struct ingest_out out = { 0 };
    enum ba_rc rc;

    (void)w; /* nothing of it is needed for a file */
    job.folder = wire_take_str(in);
    if (job.folder != NULL && job.folder[0] == '\0')
        job.folder = NULL;
    job.masters = wire_take_str(in);
    job.rejected = wire_take_str(in);
    opts.limits.max_pixels = wire_take_u64(in);
    opts.limits.max_memory_bytes = wire_take_u64(in);
    opts.limits.max_frames = (uint32_t)wire_take_u64(in);
    opts.barcodes = wire_take_u64(in) != 0;
    opts.patches = wire_take_u64(in) != 0;
    opts.quality = wire_take_u64(in) != 0;
    opts.likeness = wire_take_u64(in) != 0;
    opts.images = wire_take_u64(in) != 0;
    job.want_count = take_wants(in, wants);
    job.wants = wants;
    if (!wire_done(in))
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a file does not parse");
    worker_limit_memory(opts.limits.max_memory_bytes);
    rc = ingest_file(&job, &opts, &out, err);
    wire_put_str(answer, out.sha256);
    wire_put_u64(answer, out.size);
    wire_put_str(answer, out.extension);
    wire_put_str(answer, out.format);
    wire_put_u64(answer, out.frame_count);
    for (uint32_t i = 0; i < out.frame_count; i++) {
        put_tiff(answer, &out.frames[i].tiff);
        put_codes(answer, &out.frames[i].codes);
        put_patch(answer, &out.frames[i].patch);
        wire_put_u64(answer, out.frames[i].content);
        put_quality(answer, &out.frames[i]);
        wire_put_bytes(answer, out.frames[i].likeness.data, out.frames[i].likeness.size);
    }
    ingest_out_free(&out);
    return rc;
}

BA_RC job_ingest_take(struct wire_in *in, struct ingest_out *out, struct ba_err *err)
{
    uint64_t count;

    *out = (struct ingest_out){ 0 };
    take_text(in, out->sha256, sizeof(out->sha256));
    out->size = wire_take_u64(in);
    take_text(in, out->extension, sizeof(out->extension));
    take_text(in, out->format, sizeof(out->format));
    count = wire_take_u64(in);
    if (count > FRAMES_MAX)
        in->bad = true;
    if (!in->bad && count > 0) {
        out->frames = calloc(count, sizeof(*out->frames));
        if (out->frames == NULL)
            return ba_fail_mem(err, "answer of a worker");
    }
    for (uint64_t i = 0; i < count && !in->bad; i++) {
        take_tiff(in, &out->frames[i].tiff);
        take_codes(in, &out->frames[i].codes);
        take_patch(in, &out->frames[i].patch);
        take_content(in, &out->frames[i].content);
        take_quality(in, &out->frames[i]);
        take_likeness(in, &out->frames[i].likeness);
        out->frame_count = (uint32_t)i + 1;
    }
    if (wire_done(in))
        return BA_OK;
    ingest_out_free(out);
    return ba_fail(err, BA_FATAL, "WIRE_BAD", "a worker's answer on a file does not parse");
}
