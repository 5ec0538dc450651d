#include "ocr/page.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "ocr/alto/alto.h"
#include "ocr/drawing.h"
#include "ocr/language.h"
#include "ocr/page_geometry.h"
#include "ocr/recognise.h"
#include "ocr/scattered_text.h"
#include "ocr/sheet/blank.h"
#include "ocr/sheet/faint.h"
#include "ocr/sheet/page_image.h"
#include "ocr/text.h"
#include "ocr/title_block/title_block.h"
#include "ocr/unread.h"

/* timeout_ms is meant for so many pixels: A4 at 300 dpi. */
#define A4_PX (2480.0 * 3508.0)
#define MAX_TEXT_BYTES (16u << 20)

/* What was read of faint writing is text from here on: about five words. */
#define LEGIBLE_SCORE 10.0
#define LEGIBLE_PCT 60.0

static const char *const state_names[] = { "text", "drawing", "blank" };

/* Everything known of the page while it is read. */
struct work {
    struct ocr_engine *engine;
    const struct ocr_in *in;
    struct ocr_out *out;
    struct ocr_image image;
    struct ocr_transform transform;
    struct page_geometry geometry;
    struct recognition found; /* boxes in pixels of the page */
    struct title_place title; /* among them; of a drawing */
    struct text_how how;
    struct unread unread;
    double deadline;
};

__attribute__((format(printf, 2, 3))) static void say_why(struct ocr_out *out, const char *format,
                                                          ...)
{
    size_t n = strlen(out->why);
    va_list args;

    if (n > 0)
        n += (size_t)snprintf(out->why + n, sizeof(out->why) - n, "; ");
    va_start(args, format);
    if (n < sizeof(out->why))
        vsnprintf(out->why + n, sizeof(out->why) - n, format, args);
    va_end(args);
    out->doubtful = true;
}

static void aim(struct work *w)
{
    const struct raster *r = w->in->image;
    const struct page_geometry *g = &w->geometry;

    ocr_transform_init(&w->transform, r->width_px, r->height_px, r->xdpi, r->ydpi, g->turn_deg,
                       g->skew_applied ? g->skew.deg : 0);
}

static BA_RC read_words(struct work *w, struct ba_err *err)
{
    recognition_free(&w->found);
    aim(w);
    w->out->recognitions++;
    if (w->out->state == OCR_DRAWING) {
        w->how.view = VIEW_PLAIN;
        return drawing_read(w->engine, &w->image, &w->transform, w->deadline, &w->found, err);
    }
    return text_read(w->engine, &w->image, &w->transform, w->deadline, &w->found, &w->how, err);
}

/* What was read the way it seemed to lie confirms that, or is read again as a trial says. */
static BA_RC check_guess(struct work *w, const struct ocr_transform *as_scanned, struct ba_err *err)
{
    struct page_geometry guess = w->geometry;
    enum ba_rc rc = geometry_check_guess(w->engine, &w->image, as_scanned, &w->found, w->deadline,
                                         &w->geometry, err);

    if (rc == BA_OK &&
        (w->geometry.turn_deg != guess.turn_deg || w->geometry.skew_applied != guess.skew_applied))
        rc = read_words(w, err);
    return rc;
}

/* What could not be read the way it was turned is perhaps upside down: then it is read again. */
static BA_RC reconsider(struct work *w, const struct ocr_transform *as_scanned, struct ba_err *err)
{
    uint32_t turn = w->geometry.turn_deg;
    enum ba_rc rc =
        geometry_reconsider(w->engine, &w->image, as_scanned, w->out->state == OCR_DRAWING,
                            w->deadline, &w->geometry, err);

    if (rc == BA_OK && w->geometry.turn_deg != turn)
        rc = read_words(w, err);
    return rc;
}

/* What cannot be read as text is perhaps a map or a sketch. */
static BA_RC read_scattered(struct work *w, struct ba_err *err)
{
    struct recognition scattered;
    bool found;
    enum ba_rc rc = scattered_text_read(w->engine, &w->image, &w->transform, w->deadline,
                                        &scattered, &found, err);

    w->out->recognitions++;
    if (!found || scattered.score <= w->found.score) {
        recognition_free(&scattered);
        return rc;
    }
    recognition_free(&w->found);
    w->found = scattered;
    w->out->state = OCR_DRAWING;
    w->how.view = VIEW_PLAIN;
    return rc;
}

static BA_RC read_page(struct work *w, struct ba_err *err)
{
    struct ocr_transform as_scanned = w->transform;
    enum ba_rc rc = geometry_find(w->engine, &w->image, &as_scanned, w->out->state == OCR_DRAWING,
                                  w->deadline, &w->geometry, err);

    if (rc == BA_OK)
        rc = read_words(w, err);
    if (rc == BA_OK && w->geometry.guessed)
        rc = check_guess(w, &as_scanned, err);
    if (rc == BA_OK && !w->geometry.tried && text_is_unreadable(&w->found))
        rc = reconsider(w, &as_scanned, err);
    if (rc == BA_OK && w->out->state == OCR_TEXT && !text_is_good(&w->found))
        rc = text_read_again(w->engine, &w->image, &w->transform, w->deadline, &w->found, &w->how,
                             &w->out->recognitions, err);
    if (rc == BA_OK && w->out->state == OCR_TEXT && text_is_unreadable(&w->found))
        rc = read_scattered(w, err);
    if (rc != BA_OK)
        return rc;
    geometry_confirm(&w->geometry, &w->found);
    if (w->out->state == OCR_TEXT && title_shows_drawing(&w->image, &w->transform, &w->found)) {
        w->out->state = OCR_DRAWING;
        rc = read_words(w, err);
    }
    if (rc == BA_OK && w->out->state == OCR_TEXT && !text_is_unreadable(&w->found))
        rc = unread_read(w->engine, &w->image, &w->transform, w->how.lines_removed, w->deadline,
                         &w->found, &w->out->recognitions, &w->unread, err);
    if (rc == BA_OK && w->out->state == OCR_DRAWING)
        rc =
            title_read(w->engine, &w->image, &w->transform, w->deadline, &w->found, &w->title, err);
    if (rc != BA_OK)
        return rc;
    if (w->out->state == OCR_TEXT)
        text_prune(&w->found);
    return BA_OK;
}

/*
 * A page without ink may bear writing that is paler than that. What shines through from the other
 * side reads better in a mirror, or is blurred; the rest is read, and what is too faint to be read
 * is no blank page either.
 */
static BA_RC look_closer(struct work *w, struct ba_err *err)
{
    struct ocr_transform as_scanned = w->transform;
    struct faintness faint;
    bool through;
    enum ba_rc rc;

    if (faint_look(&w->image, &faint) != 0)
        return ba_fail_mem(err, "page image");
    if (!faint.found)
        return BA_OK;
    if (faint_strengthen(&w->image, &faint) != 0)
        return ba_fail_mem(err, "page image");
    rc = geometry_shines_through(w->engine, &w->image, &as_scanned, w->deadline, &through, err);
    if (rc != BA_OK || through)
        return rc;
    w->out->state = drawing_is(&w->image) ? OCR_DRAWING : OCR_TEXT;
    rc = read_page(w, err);
    if (rc != BA_OK || (w->found.score >= LEGIBLE_SCORE && w->found.confidence_pct >= LEGIBLE_PCT))
        return rc;
    if (faint.sharp) {
        w->out->state = OCR_TEXT;
        say_why(w->out, "something stands on the page that is too faint to be read");
        return BA_OK;
    }
    recognition_free(&w->found);
    w->transform = as_scanned;
    w->geometry = (struct page_geometry){ 0 };
    w->out->state = OCR_BLANK;
    return BA_OK;
}

/* Where the ink stands that was not read, for a person. */
static void tell_unread(struct work *w)
{
    struct ocr_out *out = w->out;
    double mm = w->image.dpi / 25.4;
    int n = snprintf(out->unread, sizeof(out->unread),
                     "%.0f %% of what looks like writing was not read: %zu rows, among them",
                     w->unread.share_pct, w->unread.rows);

    for (size_t i = 0; i < UNREAD_BOXES && w->unread.boxes[i].w > 0; i++) {
        const struct ocr_box *b = &w->unread.boxes[i];

        if (n > 0 && (size_t)n < sizeof(out->unread))
            n +=
                snprintf(out->unread + n, sizeof(out->unread) - (size_t)n, "%s %.0f,%.0f,%.0f,%.0f",
                         i > 0 ? ";" : "", b->x / mm, b->y / mm, b->w / mm, b->h / mm);
    }
    say_why(out, "a part of what stands on the page was not read");
}

static void judge(struct work *w)
{
    const struct page_geometry *g = &w->geometry;
    const struct ocr_opts *opts = ocr_engine_opts(w->engine);
    struct ocr_out *out = w->out;
    double long_words_pct;

    out->orientation_deg = g->turn_deg;
    out->orientation_confidence = g->confidence;
    out->orientation_sure = g->sure;
    out->skew_measured = g->skew.measured;
    out->skew_deg = g->skew.deg;
    out->skew_confidence = g->skew.confidence;
    out->skew_applied = g->skew_applied;
    out->words = (uint32_t)w->found.count;
    out->confidence_pct = w->found.confidence_pct;
    out->dictionary_pct = w->found.known_pct;
    if (out->state != OCR_TEXT)
        return;
    if (w->found.count == 0)
        say_why(out, "there is ink on the page, but no text was found");
    else if (w->found.confidence_pct < opts->doubtful_pct)
        say_why(out, "the text is hard to read (confidence %.0f %%, %.0f %% in the dictionary)",
                out->confidence_pct, out->dictionary_pct);
    if (unread_is_much(&w->unread))
        tell_unread(w);
    if (!language_fits(&w->found, &long_words_pct))
        say_why(out,
                "the dictionary of %s knows only %.0f %% of its long words: perhaps it is written "
                "in another language",
                opts->languages, long_words_pct);
    if (w->found.count > 0 && !g->sure)
        say_why(out, "it is not certain which way up the page is");
    if (g->skew.measured && !g->skew.sure && g->skew.confidence >= 3)
        say_why(out, "the estimates of the skew disagree");
}

/* A box on the page as one of whole pixels on the master, which the page may overhang when it was
 * straightened. */
struct pixels {
    int32_t x, y, w, h;
};

static void put_side(double from, double size, uint32_t room, int32_t *out, int32_t *out_size)
{
    double start = fmin(fmax(round(from), 0), (double)room - 1);
    double end = fmin(fmax(round(from) + round(size), start + 1), room);

    *out = (int32_t)start;
    *out_size = (int32_t)(end - start);
}

static struct pixels on_master(const struct work *w, struct ocr_box page)
{
    struct ocr_box m = ocr_box_to_master(&w->transform, page);
    struct pixels px;

    put_side(m.x, m.w, w->in->image->width_px, &px.x, &px.w);
    put_side(m.y, m.h, w->in->image->height_px, &px.y, &px.h);
    return px;
}

/* The words found, as the ALTO wants them; takes their text. */
static BA_RC to_alto(struct work *w, struct alto_page *p, struct ba_err *err)
{
    const struct raster *r = w->in->image;

    *p = (struct alto_page){ .width_px = r->width_px,
                             .height_px = r->height_px,
                             .xdpi = r->xdpi,
                             .ydpi = r->ydpi,
                             .orientation_deg = w->transform.turn_deg,
                             .skew_deg = w->transform.skew_deg };
    p->words = calloc(w->found.count + 1, sizeof(*p->words));
    if (p->words == NULL)
        return ba_fail_mem(err, "words of a page");
    for (size_t i = 0; i < w->found.count; i++) {
        struct found_word *f = &w->found.words[i];
        struct pixels m = on_master(w, f->box);

        p->words[i] = (struct alto_word){ .text = f->text,
                                          .x = m.x,
                                          .y = m.y,
                                          .w = m.w,
                                          .h = m.h,
                                          .confidence = f->confidence,
                                          .ux = f->box.x,
                                          .uy = f->box.y,
                                          .uw = f->box.w,
                                          .uh = f->box.h,
                                          .block = f->block,
                                          .paragraph = f->paragraph,
                                          .line = f->line,
                                          .rotation_deg = f->rotation_deg };
        memcpy(p->words[i].language, f->language, sizeof(f->language));
        f->text = NULL;
    }
    p->count = w->found.count;
    w->found.count = 0;
    if (w->title.found) {
        struct pixels m = on_master(w, w->title.box);

        p->title = (struct alto_title){ .found = true,
                                        .x = m.x,
                                        .y = m.y,
                                        .w = m.w,
                                        .h = m.h,
                                        .first_block = w->title.first_block };
    }
    alto_find_hyphens(p);
    return BA_OK;
}

static BA_RC write_alto(const struct work *w, const struct alto_page *p, struct ba_err *err)
{
    const struct page_geometry *g = &w->geometry;
    char geometry[200], reading[300], *leptonica = getLeptonicaVersion();
    const struct alto_step steps[] = {
        { "preOperation", "orientation and deskew", geometry, "bouwarchief", BA_VERSION,
          leptonica },
        { "contentGeneration", "text recognition", reading, "Tesseract", tesseract_version(),
          leptonica },
        { "postOperation", "letters put right by their glyphs and by like ones of the page", NULL,
          "bouwarchief", BA_VERSION, NULL },
    };
    struct alto_source src = { .master = w->in->master,
                               .frame = w->in->frame,
                               .kind = state_names[w->out->state],
                               .confidence = w->found.confidence_pct / 100,
                               .steps = steps,
                               .step_count = w->out->state == OCR_BLANK ? 1 : 3 };
    enum ba_rc rc;

    snprintf(geometry, sizeof(geometry),
             "orientation=%u orientation_confidence=%.2f orientation_sure=%s skew=%.4f "
             "skew_confidence=%.2f skew_applied=%s inverted=%s",
             g->turn_deg, g->confidence, g->sure ? "yes" : "no", g->skew.deg, g->skew.confidence,
             g->skew_applied ? "yes" : "no", w->image.inverted ? "yes" : "no");
    snprintf(reading, sizeof(reading),
             "languages=%s image=%s lines_removed=%s recognitions=%u confidence_pct=%.1f "
             "dictionary_pct=%.1f",
             ocr_engine_opts(w->engine)->languages, ocr_input_name(w->how.view),
             w->how.lines_removed ? "yes" : "no", w->out->recognitions, w->found.confidence_pct,
             w->found.known_pct);
    rc = alto_write(w->in->alto_path, p, &src, err);
    lept_free(leptonica);
    return rc;
}

static BA_RC write_files(struct work *w, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(MAX_TEXT_BYTES);
    struct alto_page p;
    enum ba_rc rc = to_alto(w, &p, err);

    if (rc == BA_OK)
        alto_text(&p, &text);
    if (rc == BA_OK)
        rc = ba_buf_check(&text, "text of a page", err);
    if (rc == BA_OK)
        rc = ba_file_replace(w->in->text_path, ba_buf_str(&text), text.len, 0644, err);
    if (rc == BA_OK)
        rc = write_alto(w, &p, err);
    alto_free(&p);
    ba_buf_free(&text);
    return rc;
}

BA_RC ocr_page(struct ocr_engine *e, const struct ocr_in *in, struct ocr_out *out,
               struct ba_err *err)
{
    const struct ocr_opts *opts = ocr_engine_opts(e);
    const struct raster *r = in->image;
    struct work w = { .engine = e, .in = in, .out = out };
    struct blankness blankness;
    enum ba_rc rc;

    *out = (struct ocr_out){ .state = OCR_TEXT, .confidence_pct = -1, .dictionary_pct = -1 };
    w.found = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (opts->timeout_ms > 0)
        w.deadline = ba_monotonic() + opts->timeout_ms / 1000.0 *
                                          fmax(1, (double)r->width_px * r->height_px / A4_PX);
    aim(&w);
    rc = image_open(&w.image, r, &w.transform, err);
    if (rc != BA_OK)
        return rc;
    blank_judge(&w.image, &blankness);
    out->ink_pct = blankness.ink_pct;
    if (blankness.blank)
        out->state = OCR_BLANK;
    else if (drawing_is(&w.image))
        out->state = OCR_DRAWING;
    if (out->state != OCR_BLANK) {
        rc = read_page(&w, err);
    } else if (w.image.dark) {
        out->state = OCR_TEXT;
        say_why(out, "the scan is dark all over");
    } else {
        rc = look_closer(&w, err);
    }
    judge(&w);
    if (rc == BA_OK)
        rc = write_files(&w, err);
    recognition_free(&w.found);
    image_close(&w.image);
    return rc;
}

uint64_t ocr_page_memory(uint32_t width_px, uint32_t height_px, uint8_t bits)
{
    uint64_t px = (uint64_t)width_px * height_px, raster = px * bits / 8;
    /* Measured: engine and models 90 MB; an A0 in grey 795 MB, a bilevel one 320 MB in all. */
    bool stays_bilevel = bits == 1 && px > VIEW_LARGE_PX;

    return (150u << 20) + raster + (stays_bilevel ? 2 * px : px * 9 / 2);
}
