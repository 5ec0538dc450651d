#include "pipeline/package/redaction_words.h"

#include <stdlib.h>
#include <string.h>

/* Recognisers cut boxes close, and letters are not straight: a part of the word's height, and
 * some pixels. */
#define MARGIN_PART 4
#define MARGIN_PX 6

void black_free(struct redaction_words *b)
{
    free(b->words);
    free(b->boxes);
    *b = (struct redaction_words){ .words = NULL };
}

static struct pdf_box grown(const struct alto_word *w)
{
    int32_t least = w->h < w->w ? w->h : w->w, margin = least / MARGIN_PART + MARGIN_PX;

    return (struct pdf_box){ w->x - margin, w->y - margin, w->w + 2 * margin, w->h + 2 * margin };
}

static BA_RC find_boxes(const char *path, struct redaction_words *out, struct ba_err *err)
{
    struct alto_page page = { 0 };
    enum ba_rc rc = path == NULL ? ba_fail(err, BA_FATAL, "WIRE_BAD", "black words without a text")
                                 : alto_read(path, &page, err);

    for (size_t i = 0; rc == BA_OK && i < out->word_count; i++) {
        if (out->words[i] >= page.count)
            rc = ba_fail(err, BA_FATAL, "WIRE_BAD", "%s: has no word %u to paint over", path,
                         out->words[i]);
        else
            out->boxes[out->box_count++] = grown(&page.words[out->words[i]]);
    }
    alto_free(&page);
    return rc;
}

BA_RC black_take(struct wire_in *in, const char *path, struct redaction_words *out,
                 struct ba_err *err)
{
    uint64_t n = wire_take_u64(in);

    if (in->bad || n > ALTO_MAX_WORDS)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a PDF does not parse");
    if (n == 0)
        return BA_OK;
    out->words = calloc((size_t)n, sizeof(*out->words));
    out->boxes = calloc((size_t)n, sizeof(*out->boxes));
    if (out->words == NULL || out->boxes == NULL)
        return ba_fail_mem(err, "black words");
    for (; out->word_count < n; out->word_count++)
        out->words[out->word_count] = (uint32_t)wire_take_u64(in);
    return in->bad ? ba_fail(err, BA_FATAL, "WIRE_BAD", "a request for a PDF does not parse")
                   : find_boxes(path, out, err);
}

bool black_hides(const struct redaction_words *b, size_t index, const struct alto_word *w)
{
    int64_t x = (int64_t)w->x + w->w / 2, y = (int64_t)w->y + w->h / 2;

    for (size_t i = 0; i < b->word_count; i++)
        if (b->words[i] == index)
            return true;
    for (size_t i = 0; i < b->box_count; i++) {
        const struct pdf_box *box = &b->boxes[i];

        if (x >= box->x && x < (int64_t)box->x + box->w && y >= box->y &&
            y < (int64_t)box->y + box->h)
            return true;
    }
    return false;
}
