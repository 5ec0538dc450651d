#include "pipeline/ocr_result.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum kind {
    COUNT, /* uint32_t */
    REAL,  /* double */
    FLAG,  /* bool */
    TEXT,  /* char[size] */
};

static const struct figure {
    const char *name;
    enum kind kind;
    size_t at, size;
} figures[] = {
#define FIGURE(kind, member)                                                                       \
    {                                                                                              \
#member, kind, offsetof(struct ocr_out, member), sizeof(((struct ocr_out *)NULL)->member)  \
    }
    FIGURE(COUNT, orientation_deg),
    FIGURE(REAL, orientation_confidence),
    FIGURE(FLAG, orientation_sure),
    FIGURE(FLAG, skew_measured),
    FIGURE(REAL, skew_deg),
    FIGURE(REAL, skew_confidence),
    FIGURE(FLAG, skew_applied),
    FIGURE(REAL, ink_pct),
    FIGURE(COUNT, words),
    FIGURE(REAL, confidence_pct),
    FIGURE(REAL, dictionary_pct),
    FIGURE(FLAG, doubtful),
    FIGURE(TEXT, why),
    FIGURE(TEXT, unread),
    FIGURE(COUNT, recognitions),
#undef FIGURE
};
enum { FIGURES = sizeof(figures) / sizeof(figures[0]) };

static const char *const states[] = { "text", "drawing", "blank" };

void ocr_result_put(struct ba_buf *answer, const struct ocr_out *out)
{
    wire_put_u64(answer, out->state);
    for (const struct figure *f = figures; f < figures + FIGURES; f++) {
        const void *from = (const char *)out + f->at;

        switch (f->kind) {
        case COUNT:
            wire_put_u64(answer, *(const uint32_t *)from);
            break;
        case REAL:
            wire_put_f64(answer, *(const double *)from);
            break;
        case FLAG:
            wire_put_u64(answer, *(const bool *)from);
            break;
        case TEXT:
            wire_put_str(answer, from);
            break;
        }
    }
}

/* False for a text that does not fit. */
static bool keep_text(const struct figure *f, void *to, const char *text)
{
    if (text == NULL || strlen(text) >= f->size)
        return false;
    memcpy(to, text, strlen(text) + 1);
    return true;
}

BA_RC ocr_result_take(struct wire_in *in, struct ocr_out *out, struct ba_err *err)
{
    uint64_t state = wire_take_u64(in);
    bool fits = state <= OCR_BLANK;

    *out = (struct ocr_out){ .state = fits ? (enum ocr_state)state : OCR_TEXT };
    for (const struct figure *f = figures; f < figures + FIGURES; f++) {
        void *to = (char *)out + f->at;

        switch (f->kind) {
        case COUNT:
            *(uint32_t *)to = (uint32_t)wire_take_u64(in);
            break;
        case REAL:
            *(double *)to = wire_take_f64(in);
            break;
        case FLAG:
            *(bool *)to = wire_take_u64(in) != 0;
            break;
        case TEXT:
            fits = keep_text(f, to, wire_take_str(in)) && fits;
            break;
        }
    }
    if (!wire_done(in) || !fits)
        return ba_fail(err, BA_FATAL, "WIRE_BAD", "a worker's answer on a page does not parse");
    return BA_OK;
}

static json_t *to_json(const struct figure *f, const void *from)
{
    switch (f->kind) {
    case COUNT:
        return json_integer(*(const uint32_t *)from);
    case REAL:
        return isfinite(*(const double *)from) ? json_real(*(const double *)from) : json_null();
    case FLAG:
        return json_boolean(*(const bool *)from);
    case TEXT:
        break;
    }
    return json_string(from);
}

BA_RC ocr_result_to_json(json_t *o, const struct ocr_out *out, struct ba_err *err)
{
    if (json_object_set_new(o, "state", json_string(states[out->state])) != 0)
        return ba_fail_mem(err, "result");
    for (const struct figure *f = figures; f < figures + FIGURES; f++)
        if (json_object_set_new(o, f->name, to_json(f, (const char *)out + f->at)) != 0)
            return ba_fail_mem(err, "result");
    return BA_OK;
}

static bool from_json(const struct figure *f, const json_t *v, void *to)
{
    switch (f->kind) {
    case COUNT:
        *(uint32_t *)to = (uint32_t)json_integer_value(v);
        return json_is_integer(v) && json_integer_value(v) >= 0 &&
               json_integer_value(v) <= UINT32_MAX;
    case REAL:
        *(double *)to = json_is_null(v) ? NAN : json_number_value(v);
        return json_is_number(v) || json_is_null(v);
    case FLAG:
        *(bool *)to = json_is_true(v);
        return json_is_boolean(v);
    case TEXT:
        break;
    }
    return json_is_string(v) && keep_text(f, to, json_string_value(v));
}

BA_RC ocr_result_from_json(const json_t *o, struct ocr_out *out, struct ba_err *err)
{
    const char *state = json_string_value(json_object_get(o, "state"));
    size_t s = 0;

    *out = (struct ocr_out){ 0 };
    while (state != NULL && s <= OCR_BLANK && strcmp(state, states[s]) != 0)
        s++;
    if (state == NULL || s > OCR_BLANK)
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "\"state\" is not text, drawing or blank");
    out->state = (enum ocr_state)s;
    for (const struct figure *f = figures; f < figures + FIGURES; f++)
        if (!from_json(f, json_object_get(o, f->name), (char *)out + f->at))
            return ba_fail(err, BA_ITEM, "SHARD_LINE", "\"%s\" is missing or no such value",
                           f->name);
    if (out->orientation_deg % 90 != 0 || out->orientation_deg >= 360)
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "\"orientation_deg\" is not 0, 90, 180 or 270");
    return BA_OK;
}

static enum page_state state_of(enum ocr_state state)
{
    switch (state) {
    case OCR_TEXT:
        return PAGE_TEXT;
    case OCR_DRAWING:
        return PAGE_DRAWING;
    case OCR_BLANK:
        break;
    }
    return PAGE_BLANK;
}

struct page_result ocr_result_row(const struct ocr_out *out, const struct ba_err *result,
                                  const char *rev)
{
    bool failed = result->rc != BA_OK;

    return (struct page_result){ .rev = rev,
                                 .state = failed ? PAGE_FAILED : state_of(out->state),
                                 .code = failed ? result->code : NULL,
                                 .message = failed ? result->msg : NULL,
                                 .orientation_deg = out->orientation_deg,
                                 .orientation_confidence = out->orientation_confidence,
                                 .orientation_sure = out->orientation_sure,
                                 .skew_measured = out->skew_measured,
                                 .skew_applied = out->skew_applied,
                                 .skew_deg = out->skew_deg,
                                 .skew_confidence = out->skew_confidence,
                                 .ink_pct = out->ink_pct,
                                 .words = out->words,
                                 .confidence_pct = out->confidence_pct,
                                 .dictionary_pct = out->dictionary_pct,
                                 .doubtful = out->doubtful,
                                 .why = out->why,
                                 .unread = out->unread };
}
