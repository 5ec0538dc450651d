/* The PDF of the sheets: black rectangles and Helvetica, page after page, never all in memory. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ingest/separator/sheet.h"

enum { CATALOG = 1, PAGES, FONT, FONT_BOLD, FIRST_PAGE }; /* numbers of objects */
enum { PAGE_MAX_BYTES = 4 << 20 };

#define HEIGHT_PT_X100 84189 /* of A4, in hundredths of a point */

struct sheets {
    sheets_sink sink;
    void *ctx;
    uint64_t written;  /* bytes */
    uint64_t *offsets; /* of the objects, from CATALOG on; PAGES is known at the end */
    size_t cap, count; /* objects */
    size_t pages;
    struct ba_buf text; /* what is being composed */
};

/* Hands the composed text over. */
static BA_RC flush(struct sheets *s, struct ba_err *err)
{
    enum ba_rc rc = ba_buf_check(&s->text, "separator sheet", err);

    if (rc == BA_OK)
        rc = s->sink(s->ctx, ba_buf_str(&s->text), s->text.len, err);
    if (rc == BA_OK)
        s->written += s->text.len;
    ba_buf_reset(&s->text);
    return rc;
}

/* Begins object `number` at the end of what is written so far; nothing may be waiting in text. */
static BA_RC begin_object(struct sheets *s, size_t number, struct ba_err *err)
{
    if (ba_grow(&s->offsets, &s->cap, number + 1, sizeof(*s->offsets)) != 0)
        return ba_fail_mem(err, "separator sheet");
    if (number >= s->count)
        s->count = number + 1;
    s->offsets[number] = s->written;
    ba_buf_printf(&s->text, "%zu 0 obj\n", number);
    return BA_OK;
}

static BA_RC write_object(struct sheets *s, size_t number, const char *body, struct ba_err *err)
{
    enum ba_rc rc = begin_object(s, number, err);

    if (rc != BA_OK)
        return rc;
    ba_buf_printf(&s->text, "%s\nendobj\n", body);
    return flush(s, err);
}

BA_RC sheets_open(sheets_sink sink, void *ctx, struct sheets **out, struct ba_err *err)
{
    struct sheets *s = calloc(1, sizeof(*s));
    enum ba_rc rc;

    *out = s;
    if (s == NULL)
        return ba_fail_mem(err, "separator sheet");
    s->sink = sink;
    s->ctx = ctx;
    s->text.max = PAGE_MAX_BYTES;
    ba_buf_puts(&s->text, "%PDF-1.6\n%\xE2\xE3\xCF\xD3\n");
    rc = flush(s, err);
    if (rc == BA_OK)
        rc = write_object(s, CATALOG,
                          "<</Type/Catalog/Pages 2 0 R/Lang(nl-NL)"
                          "/ViewerPreferences<</PrintScaling/None>>>>",
                          err);
    if (rc == BA_OK)
        rc = write_object(
            s, FONT, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            err);
    if (rc == BA_OK)
        rc = write_object(
            s, FONT_BOLD,
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>", err);
    if (rc != BA_OK) {
        sheets_free(s);
        *out = NULL;
    }
    return rc;
}

/* A dot is 0.12 pt, so hundredths of a point are whole numbers. */
static void put_point(struct ba_buf *b, int x, int y)
{
    int down = HEIGHT_PT_X100 - 12 * y;

    ba_buf_printf(b, "%d.%02d %d.%02d", 12 * x / 100, 12 * x % 100, down / 100, down % 100);
}

static void put_line(struct ba_buf *b, const struct sheet_line *line)
{
    static const char *const turns[] = { "1 0 0 1", "0 -1 1 0", "-1 0 0 -1", "0 1 -1 0" };

    ba_buf_printf(b, "/F%d %d Tf %s ", line->bold ? 2 : 1, line->size_pt, turns[line->quarters]);
    put_point(b, line->x, line->y);
    ba_buf_puts(b, " Tm (");
    for (const char *p = line->text; *p != '\0'; p++) {
        if (strchr("()\\", *p) != NULL)
            ba_buf_puts(b, "\\");
        ba_buf_add(b, p, 1);
    }
    ba_buf_puts(b, ") Tj\n");
}

static void put_drawing(struct ba_buf *b, const struct sheet_layout *l)
{
    ba_buf_printf(b, "q 0.12 0 0 -0.12 0 %d.%02d cm\n", HEIGHT_PT_X100 / 100, HEIGHT_PT_X100 % 100);
    for (size_t i = 0; i < l->rect_count; i++) {
        const struct sheet_rect *r = &l->rects[i];

        ba_buf_printf(b, "%d %d %d %d re\n", r->x, r->y, r->w, r->h);
    }
    ba_buf_puts(b, "f Q\nBT\n");
    for (size_t i = 0; i < l->line_count; i++)
        put_line(b, &l->lines[i]);
    ba_buf_puts(b, "ET\n");
}

BA_RC sheets_add(struct sheets *s, const struct sheet_layout *layout, struct ba_err *err)
{
    struct ba_buf drawing = BA_BUF_INIT(PAGE_MAX_BYTES / 2);
    size_t page = FIRST_PAGE + 2 * s->pages;
    enum ba_rc rc = begin_object(s, page, err);

    if (rc != BA_OK)
        return rc;
    ba_buf_printf(&s->text,
                  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents %zu 0 R"
                  "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>\nendobj\n",
                  page + 1);
    rc = flush(s, err);
    put_drawing(&drawing, layout);
    if (rc == BA_OK)
        rc = ba_buf_check(&drawing, "separator sheet", err);
    if (rc == BA_OK)
        rc = begin_object(s, page + 1, err);
    if (rc == BA_OK) {
        ba_buf_printf(&s->text, "<</Length %zu>>\nstream\n", drawing.len);
        ba_buf_add(&s->text, drawing.data, drawing.len);
        ba_buf_puts(&s->text, "endstream\nendobj\n");
        rc = flush(s, err);
        s->pages++;
    }
    ba_buf_free(&drawing);
    return rc;
}

/* The list of pages, handed over in pieces: it may be long. */
static BA_RC write_pages(struct sheets *s, struct ba_err *err)
{
    enum ba_rc rc = begin_object(s, PAGES, err);

    ba_buf_printf(&s->text, "<</Type/Pages/Count %zu/Kids[", s->pages);
    for (size_t i = 0; i < s->pages && rc == BA_OK; i++) {
        ba_buf_printf(&s->text, "%zu 0 R\n", (size_t)FIRST_PAGE + 2 * i);
        if (i % 1000 == 999)
            rc = flush(s, err);
    }
    ba_buf_puts(&s->text, "]>>\nendobj\n");
    return rc == BA_OK ? flush(s, err) : rc;
}

BA_RC sheets_finish(struct sheets *s, struct ba_err *err)
{
    enum ba_rc rc = write_pages(s, err);
    uint64_t xref = s->written;

    ba_buf_printf(&s->text, "xref\n0 %zu\n0000000000 65535 f \n", s->count);
    for (size_t i = CATALOG; i < s->count && rc == BA_OK; i++) {
        ba_buf_printf(&s->text, "%010" PRIu64 " 00000 n \n", s->offsets[i]);
        if (i % 1000 == 999)
            rc = flush(s, err);
    }
    ba_buf_printf(&s->text, "trailer\n<</Size %zu/Root 1 0 R>>\nstartxref\n%" PRIu64 "\n%%%%EOF\n",
                  s->count, xref);
    return rc == BA_OK ? flush(s, err) : rc;
}

void sheets_free(struct sheets *s)
{
    if (s == NULL)
        return;
    free(s->offsets);
    ba_buf_free(&s->text);
    free(s);
}
