#include "image/pdf/jbig2_check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "image/pdf/fax_check.h"

enum {
    MAX_KNOWN = 65536,
    REGION_BYTES = 17, /* T.88, 7.4.1 */
    UNKNOWN_LENGTH_TAIL = 6,
    PADDING = 8,
    SYMBOLS = 0,
    TEXT = 4,
    GENERIC = 36,
    GENERIC_NOW = 38,
    REFINEMENT = 40,
    REFINEMENT_LAST = 43,
    PAGE = 48,
    END_OF_STRIPE = 50,
};

struct walk {
    const unsigned char *p, *end;
    uint8_t *known; /* one bit a segment so far; numbers above MAX_KNOWN are not followed */
    uint32_t width_px, height_px, stripe_rows;
    bool page, region;
    unsigned regions;
    const unsigned char *fax; /* the codes of the last region, when it fills the page */
    size_t fax_len;
};

struct segment {
    uint32_t number;
    unsigned kind;
    const unsigned char *data;
    size_t len;
};

static uint32_t be(const unsigned char *p, unsigned bytes)
{
    uint32_t v = 0;

    while (bytes-- > 0)
        v = v << 8 | *p++;
    return v;
}

static bool read_number(struct walk *w, unsigned bytes, uint32_t *out)
{
    if ((size_t)(w->end - w->p) < bytes)
        return false;
    *out = be(w->p, bytes);
    w->p += bytes;
    return true;
}

static bool is_known(const struct walk *w, uint32_t number)
{
    return number >= MAX_KNOWN || (w->known[number / 8] >> number % 8 & 1) != 0;
}

/* 7.2.4 and 7.2.5: the segments that this one needs. */
static const char *read_references(struct walk *w, const struct segment *s)
{
    unsigned bytes = s->number <= 256 ? 1 : s->number <= 65536 ? 2 : 4;
    uint32_t count, to;

    if (!read_number(w, 1, &count))
        return "a segment ends in its header";
    count >>= 5;
    if (count == 7) {
        w->p--;
        if (!read_number(w, 4, &count))
            return "a segment ends in its header";
        count &= 0x1FFFFFFF;
        if ((size_t)(w->end - w->p) < ((size_t)count + 8) / 8)
            return "a segment ends in its header";
        w->p += ((size_t)count + 8) / 8;
    } else if (count > 4) {
        return "a segment has a header that is none";
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!read_number(w, bytes, &to))
            return "a segment ends in its header";
        if (to >= s->number || !is_known(w, to))
            return "a segment needs another that is not there";
    }
    return NULL;
}

/* 7.2.7: a generic region that did not know its length ends with a mark and its rows. */
static bool find_length(const struct walk *w, uint32_t *len)
{
    size_t left = (size_t)(w->end - w->p);
    const char *mark = left > REGION_BYTES && (w->p[REGION_BYTES] & 1) != 0 ? "\0\0" : "\xFF\xAC";
    const unsigned char *at =
        left > REGION_BYTES ? memmem(w->p + REGION_BYTES, left - REGION_BYTES, mark, 2) : NULL;

    if (at == NULL || w->end - at < UNKNOWN_LENGTH_TAIL)
        return false;
    *len = (uint32_t)(at + UNKNOWN_LENGTH_TAIL - w->p);
    return true;
}

static const char *read_header(struct walk *w, struct segment *s)
{
    uint32_t flags, page, len;
    const char *wrong;

    if (!read_number(w, 4, &s->number) || !read_number(w, 1, &flags))
        return "a segment ends in its header";
    s->kind = flags & 63;
    wrong = read_references(w, s);
    if (wrong != NULL)
        return wrong;
    if (!read_number(w, (flags & 0x40) != 0 ? 4 : 1, &page) || !read_number(w, 4, &len))
        return "a segment ends in its header";
    if (len == UINT32_MAX && (s->kind != GENERIC_NOW || !find_length(w, &len)))
        return "a segment has no end";
    if (len > (size_t)(w->end - w->p))
        return "the data end within a segment";
    s->data = w->p;
    s->len = len;
    w->p += len;
    return NULL;
}

/* Annex E.3: after FF an arithmetic coder writes at most 8F, but at its end. */
static const char *check_arithmetic(const unsigned char *p, size_t len)
{
    for (size_t i = 0; i + PADDING < len; i++)
        if (p[i] == 0xFF && p[i + 1] > 0x8F)
            return "the codes of a segment stop before its end";
    return NULL;
}

/* 7.4.6: size and place, flags, then four adaptive pixels for template 0 and one for others. */
static const char *check_generic(const struct segment *s)
{
    unsigned flags, skip;
    uint32_t row;

    if (s->len < REGION_BYTES + 1)
        return "a region has no data";
    flags = s->data[REGION_BYTES];
    if ((flags & 1) != 0) {
        struct fax_check fax = { .data = s->data + REGION_BYTES + 1,
                                 .len = s->len - REGION_BYTES - 1,
                                 .k = -1,
                                 .columns = be(s->data, 4),
                                 .rows = be(s->data + 4, 4) };

        return fax.columns <= UINT16_MAX && fax_check(&fax, &row) == FAX_WHOLE
                   ? NULL
                   : "a region has codes that are none, or too few";
    }
    skip = REGION_BYTES + 1 + ((flags & 6) == 0 ? ((flags & 16) != 0 ? 24 : 8) : 2);
    return s->len < skip ? "a region has no data" : check_arithmetic(s->data + skip, s->len - skip);
}

/* 7.4.8: the page, once; a height that is not known comes with the stripes. */
static const char *take_page(struct walk *w, const struct segment *s)
{
    if (s->len < 19 || w->page)
        return "it has not one page";
    w->page = true;
    w->width_px = be(s->data, 4);
    w->height_px = be(s->data + 4, 4);
    return NULL;
}

/* Where the codes of a segment begin; 0: it has none of an arithmetic coder that we follow.
 * Adaptive pixels, which may look like marks, stand before them (7.4.2.1, 7.4.3.1, 7.4.7.1). */
static size_t codes_of(const struct segment *s)
{
    unsigned low, high;

    if (s->kind == SYMBOLS && s->len > 2) {
        high = s->data[0];
        low = s->data[1];
        if ((low & 1) != 0)
            return 0;
        return 2 + ((high & 0x0C) == 0 ? 8 : 2) + ((low & 2) != 0 && (high & 0x10) == 0 ? 4 : 0) +
               8;
    }
    if (s->kind >= TEXT && s->kind < TEXT + 4) {
        high = s->data[REGION_BYTES];
        low = s->data[REGION_BYTES + 1];
        if ((low & 1) != 0)
            return 0;
        return REGION_BYTES + 2 + ((low & 2) != 0 && (high & 0x80) == 0 ? 4 : 0) + 4;
    }
    if (s->kind >= REFINEMENT && s->kind <= REFINEMENT_LAST)
        return REGION_BYTES + 1 + ((s->data[REGION_BYTES] & 1) == 0 ? 4 : 0);
    return 0;
}

static void note_fax(struct walk *w, const struct segment *s)
{
    static const unsigned char origin[8];

    w->fax = NULL;
    if (s->kind < GENERIC_NOW || s->kind > GENERIC_NOW + 1 || s->len <= REGION_BYTES ||
        (s->data[REGION_BYTES] & 1) == 0 || be(s->data, 4) != w->width_px ||
        be(s->data + 4, 4) != w->height_px || memcmp(s->data + 8, origin, sizeof(origin)) != 0)
        return;
    w->fax = s->data + REGION_BYTES + 1;
    w->fax_len = s->len - REGION_BYTES - 1;
}

static const char *check_segment(struct walk *w, const struct segment *s)
{
    bool region = (s->kind >= TEXT && s->kind < TEXT + 4) ||
                  (s->kind >= REFINEMENT && s->kind <= REFINEMENT_LAST);
    size_t codes;

    if (s->kind == PAGE)
        return take_page(w, s);
    if (s->kind == END_OF_STRIPE && s->len >= 4 && be(s->data, 4) < UINT32_MAX)
        w->stripe_rows = be(s->data, 4) + 1;
    if (s->kind < PAGE) {
        w->regions++;
        note_fax(w, s);
    }
    w->region |= s->kind != SYMBOLS && s->kind < PAGE;
    if (s->kind >= GENERIC && s->kind < REFINEMENT)
        return check_generic(s);
    if (region && s->len < REGION_BYTES + 2)
        return "a region has no data";
    codes = codes_of(s);
    return codes != 0 && codes < s->len ? check_arithmetic(s->data + codes, s->len - codes) : NULL;
}

static bool only_padding(const struct walk *w)
{
    if (!w->region)
        return false;
    for (const unsigned char *p = w->p; p < w->end; p++)
        if (*p != 0 && *p != '\n' && *p != '\r')
            return false;
    return w->end - w->p < PADDING;
}

static const char *walk_through(struct walk *w, const unsigned char *data, size_t len)
{
    w->p = data;
    w->end = data + len;
    while (w->p < w->end && !only_padding(w)) {
        struct segment s;
        const char *wrong = read_header(w, &s);

        if (wrong == NULL)
            wrong = check_segment(w, &s);
        if (wrong != NULL)
            return wrong;
        if (s.number < MAX_KNOWN)
            w->known[s.number / 8] |= (uint8_t)(1 << s.number % 8);
    }
    return NULL;
}

const char *jbig2_check(const struct jbig2_data *d)
{
    struct walk w = { .known = calloc(MAX_KNOWN / 8, 1) };
    const char *wrong = w.known == NULL ? "no memory to follow it" : NULL;

    if (wrong == NULL && d->globals != NULL)
        wrong = walk_through(&w, d->globals, d->globals_len);
    if (wrong == NULL)
        wrong = walk_through(&w, d->data, d->len);
    if (wrong == NULL && !w.page)
        wrong = "it has no page";
    if (wrong == NULL && w.height_px == UINT32_MAX)
        w.height_px = w.stripe_rows;
    if (wrong == NULL && (w.width_px < d->width_px || w.height_px < d->height_px))
        wrong = "it is smaller than the PDF says";
    free(w.known);
    return wrong;
}

bool jbig2_is_fax(const struct jbig2_data *d, const unsigned char **codes, size_t *len)
{
    struct walk w = { .known = calloc(MAX_KNOWN / 8, 1) };
    bool is = w.known != NULL && d->globals == NULL && walk_through(&w, d->data, d->len) == NULL &&
              w.regions == 1 && w.fax != NULL;

    *codes = w.fax;
    *len = w.fax_len;
    free(w.known);
    return is;
}
