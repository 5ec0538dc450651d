#include "pipeline/text_boxes.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/access/personal_decision.h"
#include "ocr/alto/alto.h"

#define BOXES_MAX_BYTES 65536
#define BOXES_MAX 256

struct box {
    int32_t left, top, right, bottom;
    uint32_t line;
};

static void widen(struct box *b, const struct alto_word *w)
{
    b->left = w->x < b->left ? w->x : b->left;
    b->top = w->y < b->top ? w->y : b->top;
    b->right = w->x + w->w > b->right ? w->x + w->w : b->right;
    b->bottom = w->y + w->h > b->bottom ? w->y + w->h : b->bottom;
}

static void put(struct ba_buf *out, const struct box *b)
{
    ba_buf_printf(out, "%s[%d,%d,%d,%d]", out->len > 1 ? "," : "", b->left, b->top,
                  b->right - b->left, b->bottom - b->top);
}

/* One box for the words of each line that the span touches. */
static BA_RC box_span(const struct alto_page *p, const size_t *begins, struct text_span *span,
                      struct ba_err *err)
{
    struct ba_buf out = BA_BUF_INIT(BOXES_MAX_BYTES);
    struct box b = { 0 };
    bool any = false;

    ba_buf_puts(&out, "[");
    for (size_t i = 0; i < p->count; i++) {
        const struct alto_word *w = &p->words[i];

        if (begins[i] >= span->to || begins[i] + strlen(w->text) <= span->from)
            continue;
        if (any && b.line != w->line)
            put(&out, &b);
        if (!any || b.line != w->line)
            b = (struct box){ w->x, w->y, w->x + w->w, w->y + w->h, w->line };
        widen(&b, w);
        any = true;
    }
    if (any)
        put(&out, &b);
    ba_buf_puts(&out, "]");
    enum ba_rc rc = ba_buf_check(&out, "boxes", err);
    if (rc == BA_OK && any && (span->boxes = strdup(ba_buf_str(&out))) == NULL)
        rc = ba_fail_mem(err, "boxes");
    ba_buf_free(&out);
    return rc;
}

BA_RC text_boxes(const char *alto, const char *text, struct text_span *spans, size_t count,
                 struct ba_err *err)
{
    struct ba_buf whole = BA_BUF_INIT(ALTO_MAX_BYTES);
    struct alto_page page = { 0 };
    size_t *begins = NULL;
    enum ba_rc rc = alto_read(alto, &page, err);

    if (rc == BA_OK) {
        begins = calloc(page.count + 1, sizeof(*begins));
        if (begins == NULL)
            rc = ba_fail_mem(err, "boxes");
        else
            alto_text_places(&page, &whole, begins);
    }
    if (rc == BA_OK)
        rc = ba_buf_check(&whole, "boxes", err);
    /* The same length is enough: the index puts spaces where it cannot keep a sign. */
    if (rc == BA_OK && strlen(text) == whole.len)
        for (size_t i = 0; rc == BA_OK && i < count; i++)
            rc = box_span(&page, begins, &spans[i], err);
    ba_buf_free(&whole);
    alto_free(&page);
    free(begins);
    return rc;
}

BA_RC text_in_boxes(const char *alto, const char *boxes, struct ba_buf *out, struct ba_err *err)
{
    struct personal_box at[BOXES_MAX];
    size_t count = personal_boxes_read(boxes, at, BOXES_MAX), before = out->len;
    struct alto_page page = { 0 };
    enum ba_rc rc = alto_read(alto, &page, err);

    for (size_t i = 0; rc == BA_OK && i < page.count; i++) {
        const struct alto_word *w = &page.words[i];
        int64_t x = (int64_t)w->x + w->w / 2, y = (int64_t)w->y + w->h / 2;

        for (size_t k = 0; k < count; k++) {
            if (x < at[k].x || x > (int64_t)at[k].x + at[k].w || y < at[k].y ||
                y > (int64_t)at[k].y + at[k].h)
                continue;
            ba_buf_printf(out, "%s%s", out->len > before ? " " : "", w->text);
            break;
        }
    }
    alto_free(&page);
    return rc == BA_OK ? ba_buf_check(out, "a text", err) : rc;
}
