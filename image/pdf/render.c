/*
 * Pages and images that poppler draws. It says what is wrong in GLib's log (domain Poppler, at the
 * level of information), and what it could not say there on standard error; both are listened to
 * while it works: a worker has one thread.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <poppler.h>

#include "core/file.h"
#include "image/image_file_private.h"
#include "image/pdf/pdf_file_private.h"
#include "image/tiff/tiff_private.h"

#define POINTS_PER_INCH 72.0

enum { MAX_SIDE = 32767 /* of a surface of cairo */, HEARD_BYTES = 4096 };

/* Standard error, put aside, and what the log said. */
struct ear {
    int saved, heard; /* -1: none */
    guint handler;
    struct pdf_page *page;
    char said[PDF_NOTE_MAX]; /* the first that means a page which is not whole */
};

/* Of fonts, which matter only where text is seen, and of lengths, which qpdf has judged. */
static bool is_harmless(const char *said, const struct pdf_page *page)
{
    static const char *const always[] = { "Syntax warning", "Mismatch between font type",
                                          "incorrect stream length" };
    static const char *const unseen[] = { "font", "Font",     "ToUnicode",
                                          "CMap", "encoding", "language pack" };

    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        if (strstr(said, always[i]) != NULL)
            return true;
    for (size_t i = 0; !page->text && i < sizeof(unseen) / sizeof(unseen[0]); i++)
        if (strstr(said, unseen[i]) != NULL)
            return true;
    return false;
}

static void on_log(const gchar *domain, GLogLevelFlags level, const gchar *said, gpointer ear)
{
    struct ear *e = ear;

    (void)domain;
    (void)level;
    if (is_harmless(said, e->page))
        pdf_remark(e->page, said);
    else if (*e->said == '\0')
        tiff_text_copy(e->said, sizeof(e->said), said);
}

static void listen_begin(struct ear *e, struct pdf_page *page)
{
    fflush(stderr);
    *e = (struct ear){ .page = page };
    e->handler = g_log_set_handler(
        "Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION, on_log, e);
    e->heard = memfd_create("said", MFD_CLOEXEC);
    e->saved = e->heard < 0 ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    if (e->saved >= 0)
        dup2(e->heard, STDERR_FILENO);
}

/* Puts both back. The first that was said, "" for nothing. */
static const char *listen_end(struct ear *e)
{
    char text[HEARD_BYTES];
    ssize_t n = 0;

    fflush(stderr);
    g_log_remove_handler("Poppler", e->handler);
    if (e->saved >= 0) {
        dup2(e->saved, STDERR_FILENO);
        close(e->saved);
        n = pread(e->heard, text, sizeof(text) - 1, 0);
    }
    if (e->heard >= 0)
        close(e->heard);
    text[n > 0 ? n : 0] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    if (*e->said == '\0')
        tiff_text_copy(e->said, sizeof(e->said), text);
    return e->said;
}

static BA_RC damaged(const char *said, uint32_t page, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, "IMAGE_DAMAGED",
                   "page %u of the PDF cannot be drawn without faults (poppler: %s); make the file "
                   "again from the scanner",
                   page + 1, *said != '\0' ? said : "no reason given");
}

/* The file as qpdf has it now, in memory. */
static BA_RC open_rewritten(struct pdf_file *f, struct pdf_page *page, struct ba_err *err)
{
    struct ear ear;
    GBytes *bytes = NULL;

    if ((qpdf_init_write_memory(f->q) & QPDF_ERRORS) == 0) {
        qpdf_set_stream_data_mode(f->q, qpdf_s_preserve);
        if ((qpdf_write(f->q) & QPDF_ERRORS) == 0)
            bytes = g_bytes_new(qpdf_get_buffer(f->q), qpdf_get_buffer_length(f->q));
    }
    listen_begin(&ear, page);
    f->drawing = bytes == NULL ? NULL : poppler_document_new_from_bytes(bytes, NULL, NULL);
    listen_end(&ear);
    if (bytes != NULL)
        g_bytes_unref(bytes);
    if (f->drawing == NULL)
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "the PDF cannot be written anew for drawing; make the file again from the "
                       "scanner");
    return BA_OK;
}

static BA_RC open_drawing(struct pdf_file *f, struct pdf_page *page, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    GError *why = NULL;
    struct ear ear;
    int fd;

    if (f->drawing != NULL)
        return BA_OK;
    if (f->rewritten)
        return open_rewritten(f, page, err);
    fd = ba_open_regular(f->path);
    if (fd < 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be opened");
    listen_begin(&ear, page);
    f->drawing = poppler_document_new_from_fd(fd, NULL, &why); /* takes fd over */
    listen_end(&ear); /* what it says of the structure, qpdf has judged */
    if (f->drawing == NULL)
        rc = ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                     "the PDF cannot be opened for drawing (poppler: %s); make the file again from "
                     "the scanner",
                     why != NULL ? why->message : "no reason given");
    g_clear_error(&why);
    if (f->drawing != NULL && (uint32_t)poppler_document_get_n_pages(f->drawing) != f->page_count)
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "qpdf counts %u pages in the PDF, poppler %d; make the file again from the "
                       "scanner",
                       f->page_count, poppler_document_get_n_pages(f->drawing));
    return rc;
}

void pdf_render_close(struct pdf_file *f)
{
    if (f->drawing != NULL)
        g_object_unref(f->drawing);
    f->drawing = NULL;
}

/* What the pixels need: 1 bit when all are black or white, 8 when all are grey. */
static uint8_t bits_needed(const unsigned char *data, int stride, uint32_t w, uint32_t h)
{
    uint8_t bits = 1;

    for (uint32_t y = 0; y < h; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(data + (size_t)y * (size_t)stride);

        for (uint32_t x = 0; x < w; x++) {
            uint32_t p = row[x] & 0xFFFFFF;

            if (p == 0 || p == 0xFFFFFF)
                continue;
            if ((p & 0xFF) != (p >> 8 & 0xFF) || (p & 0xFF) != p >> 16)
                return 24;
            bits = 8;
        }
    }
    return bits;
}

static void put_pixels(const unsigned char *data, int stride, struct raster *out)
{
    for (uint32_t y = 0; y < out->height_px; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(data + (size_t)y * (size_t)stride);
        uint8_t *to = out->data + (size_t)y * out->stride;

        for (uint32_t x = 0; x < out->width_px; x++) {
            uint32_t p = row[x];

            if (out->bits == 24) {
                to[3 * (size_t)x] = (uint8_t)(p >> 16);
                to[3 * (size_t)x + 1] = (uint8_t)(p >> 8);
                to[3 * (size_t)x + 2] = (uint8_t)p;
            } else if (out->bits == 8) {
                to[x] = (uint8_t)p;
            } else if ((p & 0xFF) == 0) {
                to[x / 8] |= (uint8_t)(0x80 >> x % 8);
            }
        }
    }
}

/* A surface on white, as a raster. */
static BA_RC take_surface(cairo_surface_t *s, struct raster *out, struct ba_err *err)
{
    const unsigned char *data;
    int stride = cairo_image_surface_get_stride(s);

    cairo_surface_flush(s);
    data = cairo_image_surface_get_data(s);
    *out = (struct raster){ .width_px = (uint32_t)cairo_image_surface_get_width(s),
                            .height_px = (uint32_t)cairo_image_surface_get_height(s) };
    if (data == NULL)
        return ba_fail_mem(err, "pixels of an image");
    out->bits = bits_needed(data, stride, out->width_px, out->height_px);
    if (ba_raster_alloc(out) != 0)
        return ba_fail_mem(err, "pixels of an image");
    put_pixels(data, stride, out);
    return BA_OK;
}

static cairo_surface_t *white_surface(uint32_t w, uint32_t h, cairo_t **cr)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w, (int)h);

    *cr = cairo_create(s);
    cairo_set_source_rgb(*cr, 1, 1, 1);
    cairo_paint(*cr);
    return s;
}

/* The surface of the page's only image: what poppler hands out, or NULL. */
static cairo_surface_t *only_image(PopplerPage *page)
{
    GList *list = poppler_page_get_image_mapping(page);
    cairo_surface_t *s = NULL;

    if (list != NULL && list->next == NULL)
        s = poppler_page_get_image(page, ((PopplerImageMapping *)list->data)->image_id);
    poppler_page_free_image_mapping(list);
    return s;
}

static BA_RC check_side(const struct pdf_file *f, double w, double h, struct ba_err *err)
{
    if (w < 1 || h < 1 || w > MAX_SIDE || h > MAX_SIDE)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "a page of the PDF would be %.0f x %.0f pixels, at most %d on a side can be "
                       "drawn; deliver it as TIFF",
                       w, h, MAX_SIDE);
    /* the surface, one more while images are drawn, and the raster */
    return master_check_size(f->limits, (uint64_t)w, (uint64_t)h, 4 + 4 + 3, err);
}

BA_RC pdf_render_image(struct pdf_file *f, struct pdf_page *page, struct raster *out,
                       struct ba_err *err)
{
    const struct pdf_placed *p = &page->images[0];
    const char *said;
    struct ear ear;
    PopplerPage *drawn;
    cairo_surface_t *image, *on_white;
    cairo_t *cr;
    enum ba_rc rc = check_side(f, p->width_px, p->height_px, err);

    if (rc == BA_OK)
        rc = open_drawing(f, page, err);
    if (rc != BA_OK)
        return rc;
    listen_begin(&ear, page);
    drawn = poppler_document_get_page(f->drawing, (int)page->index);
    image = drawn == NULL ? NULL : only_image(drawn);
    said = listen_end(&ear);
    if (image == NULL || *said != '\0' ||
        cairo_image_surface_get_width(image) != (int)p->width_px ||
        cairo_image_surface_get_height(image) != (int)p->height_px) {
        rc = damaged(said, page->index, err);
    } else {
        on_white = white_surface(p->width_px, p->height_px, &cr);
        cairo_set_source_surface(cr, image, 0, 0);
        cairo_paint(cr);
        cairo_destroy(cr);
        rc = take_surface(on_white, out, err);
        cairo_surface_destroy(on_white);
    }
    if (image != NULL)
        cairo_surface_destroy(image);
    g_clear_object(&drawn);
    return rc;
}

BA_RC pdf_render_page(struct pdf_file *f, struct pdf_page *page, double xdpi, double ydpi,
                      struct raster *out, struct ba_err *err)
{
    double across = xdpi / POINTS_PER_INCH, down = ydpi / POINTS_PER_INCH, w, h;
    const char *said;
    struct ear ear;
    PopplerPage *drawn = NULL;
    cairo_surface_t *s;
    cairo_t *cr;
    enum ba_rc rc = open_drawing(f, page, err);

    if (rc == BA_OK)
        drawn = poppler_document_get_page(f->drawing, (int)page->index);
    if (rc == BA_OK && drawn == NULL)
        rc = damaged("no such page", page->index, err);
    if (rc != BA_OK)
        return rc;
    poppler_page_get_size(drawn, &w, &h);
    w = floor(w * across + 0.5);
    h = floor(h * down + 0.5);
    rc = check_side(f, w, h, err);
    if (rc == BA_OK) {
        s = white_surface((uint32_t)w, (uint32_t)h, &cr);
        cairo_scale(cr, across, down);
        listen_begin(&ear, page);
        poppler_page_render(drawn, cr);
        said = listen_end(&ear);
        cairo_destroy(cr);
        rc = *said != '\0' ? damaged(said, page->index, err) : take_surface(s, out, err);
        cairo_surface_destroy(s);
    }
    g_object_unref(drawn);
    return rc;
}
