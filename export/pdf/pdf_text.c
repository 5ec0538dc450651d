/*
 * pdf_text.c - the content stream of a page: the scan, and the words invisibly over the ink.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "export/pdf/pdf_heading.h"
#include "export/pdf/pdf_private.h"

#define POINTS 72.0
/* An advance of the font without glyphs, in ems. */
#define ADVANCE 0.5
#define MAX_WORD_CHARACTERS 500
/* Height of a line in heights of its average word. */
#define MAX_BAND 2.5
/* A recogniser's box may lie anywhere; no page is larger (ISO 19005-2, 6.1.13). */
#define MAX_PT 14400.0
#define MAX_STRETCH 30000.0 /* per cent */
/* Codes of the font are Unicode. */
#define HYPHEN "002D"
#define SPACE "0020"

/* State of one page's content while it is put together. */
struct writing {
    struct pdf_content *c;
    const struct pdf_place *place;
    struct pdf_running *running;
    struct ba_buf codes, hyphens;
    bool paragraph, open; /* an element has begun; a sequence of it is open */
    unsigned level;       /* of the paragraph that comes: 0, or a heading's */
    double size, stretch; /* font as last set */
    bool failed;
};

/*
 * What may stand in the text of a PDF/A-2a: one 16-bit unit, no byte order mark, no white space,
 * and no private character, which would need an ActualText (ISO 19005-2, 6.2.11.7).
 */
static bool holdable(uint32_t cp)
{
    return cp > 0x20 && !(cp >= 0x7F && cp <= 0xA0) && cp < 0xFFFD && cp != 0xFEFF &&
           !(cp >= 0xD800 && cp <= 0xF8FF);
}

/* The word's codes in hexadecimal; returns how many characters it has. */
static unsigned put_codes(struct ba_buf *codes, const char *text, size_t *dropped)
{
    size_t len = strlen(text);
    unsigned n = 0;
    ba_buf_reset(codes);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(text + i, len - i, &cp);
        if (holdable(cp) && n < MAX_WORD_CHARACTERS) {
            ba_buf_printf(codes, "%04X", cp);
            n++;
        } else {
            (*dropped)++;
        }
    }
    return n;
}

static void close_mark(struct writing *w)
{
    if (w->open)
        ba_buf_puts(&w->c->ops, "ET\nEMC\n");
    w->open = false;
}

static struct pdf_mark *add_mark(struct writing *w)
{
    struct pdf_content *c = w->c;
    if (ba_grow(&c->marks, &c->cap, c->count + 1, sizeof *c->marks) != 0) {
        w->failed = true;
        return NULL;
    }
    c->marks[c->count] = (struct pdf_mark){ .element = (unsigned)c->types.len - 1 };
    return &c->marks[c->count++];
}

static void begin_paragraph(struct writing *w)
{
    char type = w->level == 0 ? 'P' : (char)('0' + w->level);
    if (w->paragraph)
        return;
    ba_buf_add(&w->c->types, &type, 1);
    if (w->level > 0)
        w->running->heading = w->level;
    w->paragraph = true;
}

/* Opens a sequence of the paragraph. */
static struct pdf_mark *open_mark(struct writing *w)
{
    begin_paragraph(w);
    struct pdf_mark *m = add_mark(w);
    w->open = m != NULL;
    w->size = w->stretch = 0;
    return m;
}

static void put_begin(struct writing *w, const char *tag)
{
    ba_buf_printf(&w->c->ops, "/%s << /MCID %zu >> BDC\nBT\n3 Tr\n", tag, w->c->count - 1);
}

static void open_text(struct writing *w)
{
    const struct pdf_mark *m = open_mark(w);
    char tag[3] = "P";
    if (m == NULL)
        return;
    char type = w->c->types.data[m->element];
    if (type != 'P')
        snprintf(tag, sizeof tag, "H%c", type);
    put_begin(w, tag);
}

/* A divided word: whole, for those who hear it. */
static void open_span(struct writing *w, const struct pdf_word *parts, size_t count)
{
    struct pdf_content *c = w->c;
    struct pdf_mark *m = open_mark(w);
    if (m == NULL)
        return;
    m->span = true;
    m->nth = c->spans++;
    m->text = c->texts.len;
    for (size_t i = 0; i < count; i++)
        ba_buf_puts(&c->texts, parts[i].text);
    ba_buf_add(&c->texts, "", 1);
    put_begin(w, "Span");
}

/* The band in which a line's words stand, pixels. */
struct band {
    double top, bottom;
};

/*
 * Of the line that begins at words[0] (*n words). One height and baseline for all its words, or
 * readers of the file take each word for a line of its own. A line that is much higher than its
 * words is none.
 */
static struct band find_band(const struct pdf_word *words, size_t count, size_t *n)
{
    struct band b = { words[0].y, words[0].y + words[0].h };
    double sum = 0;
    for (*n = 0;
         *n < count && words[*n].line == words[0].line && words[*n].paragraph == words[0].paragraph;
         (*n)++) {
        const struct pdf_word *w = &words[*n];
        b.top = fmin(b.top, w->y);
        b.bottom = fmax(b.bottom, w->y + w->h);
        sum += w->h;
    }
    if (words[0].rotation_deg == 0 && b.bottom - b.top <= MAX_BAND * sum / (double)*n)
        return b;
    *n = 1;
    return (struct band){ words[0].y, words[0].y + words[0].h };
}

static double points(double v)
{
    return isfinite(v) ? fmax(-MAX_PT, fmin(MAX_PT, v)) : 0;
}

/* How a word lies: where it begins on its baseline, which way it runs, how long and high it is. */
struct lie {
    const char *run;
    int dx, dy;                  /* along the baseline */
    double x, y, length, height; /* points */
};

static struct lie find_lie(const struct writing *w, const struct pdf_word *word, struct band band)
{
    static const char *const runs[] = { "1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0" };
    static const int along[][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 }, { 0, -1 } };
    unsigned turn = word->rotation_deg / 90 % 4;
    double k = POINTS / w->place->dpi, high = band.bottom - band.top;
    double x = turn == 1 || turn == 2 ? word->x + word->w : word->x;
    double y = turn == 2 || turn == 3 ? band.top : band.bottom;
    return (struct lie){ .run = runs[turn],
                         .dx = along[turn][0],
                         .dy = along[turn][1],
                         .x = points(x * k),
                         .y = points((w->place->height_px - y) * k),
                         .length = fmax(0.1, points((turn % 2 ? high : word->w) * k)),
                         .height = points((turn % 2 ? word->w : high) * k) };
}

static void put_codes_at(struct ba_buf *ops, const struct lie *lie, double from, const char *codes,
                         const char *tail)
{
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    ba_buf_printf(ops, "%s %s %s Tm <%s%s> Tj\n", lie->run, pdf_num(lie->x + lie->dx * from, a),
                  pdf_num(lie->y + lie->dy * from, b), codes, tail);
}

/* What is shown behind a word. */
enum tail {
    TAIL_SPACE,
    TAIL_HYPHEN,   /* and a space: the other half is not here */
    TAIL_ARTIFACT, /* the hyphen of a division, which is of no text (ISO 32000-1, 14.8.2.2.3) */
};

static void put_word(struct writing *w, const struct pdf_word *word, struct band band,
                     enum tail tail)
{
    static const char *const tails[] = { SPACE, HYPHEN SPACE, "" };
    struct ba_buf *ops = &w->c->ops;
    char a[PDF_NUM_LEN], b[PDF_NUM_LEN];
    unsigned n = put_codes(&w->codes, word->text, &w->running->dropped);
    if (n == 0)
        return;
    if (!w->open)
        open_text(w);
    struct lie lie = find_lie(w, word, band);
    unsigned shown = n + (tail != TAIL_SPACE);
    /* Steps of a tenth of a point: font changes are most of the bytes of a page. */
    double size = fmax(1, round(lie.height * 10) / 10);
    double stretch = fmin(MAX_STRETCH, round(1000 * lie.length / (ADVANCE * size * shown)) / 10);
    if (fabs(size - w->size) > 0.05)
        ba_buf_printf(ops, "/F0 %s Tf\n", pdf_num(size, a));
    if (fabs(stretch - w->stretch) > 0.05)
        ba_buf_printf(ops, "%s Tz\n", pdf_num(stretch, a));
    w->size = size;
    w->stretch = stretch;
    put_codes_at(ops, &lie, 0, ba_buf_str(&w->codes), tails[tail]);
    if (tail != TAIL_ARTIFACT)
        return;
    ba_buf_printf(&w->hyphens, "/Artifact BMC\nBT\n3 Tr\n/F0 %s Tf\n%s Tz\n", pdf_num(size, a),
                  pdf_num(stretch, b));
    put_codes_at(&w->hyphens, &lie, lie.length * n / shown, HYPHEN, "");
    ba_buf_puts(&w->hyphens, "ET\nEMC\n");
}

static bool is_shown(const struct pdf_word *word)
{
    size_t len = strlen(word->text);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(word->text + i, len - i, &cp);
        if (holdable(cp))
            return true;
    }
    return false;
}

/* How many parts follow this one; 0: it is divided and has no other half here, or is whole. */
static size_t parts_after(const struct pdf_word *words, size_t count)
{
    size_t n = 0;
    while (n + 1 < count && words[n].divided && is_shown(&words[n]) && is_shown(&words[n + 1]))
        n++;
    return n;
}

/* Behind the sequence of their word, which they would cut in two. */
static void put_hyphens(struct writing *w)
{
    ba_buf_puts(&w->c->ops, ba_buf_str(&w->hyphens));
    ba_buf_reset(&w->hyphens);
}

/* Parts of a divided word are one span. *parts: how many of it are still to come. */
static void put_part(struct writing *w, const struct pdf_word *words, size_t left, struct band band,
                     size_t *parts)
{
    if (*parts == 0 && (*parts = parts_after(words, left)) > 0) {
        close_mark(w);
        open_span(w, words, *parts + 1);
        put_word(w, words, band, TAIL_ARTIFACT);
    } else if (*parts > 0) {
        bool last = --*parts == 0;
        put_word(w, words, band, last ? TAIL_SPACE : TAIL_ARTIFACT);
        if (last) {
            close_mark(w);
            put_hyphens(w);
        }
    } else {
        put_word(w, words, band, words->divided ? TAIL_HYPHEN : TAIL_SPACE);
    }
}

static void put_image(struct writing *w, const struct pdf_page *page)
{
    const double *m = w->place->m;
    struct ba_buf *ops = &w->c->ops;
    char n[6][PDF_NUM_LEN];
    if (page->alt != NULL) {
        ba_buf_add(&w->c->types, "F", 1);
        add_mark(w);
        ba_buf_puts(ops, "/Figure << /MCID 0 >> BDC\n");
    } else {
        ba_buf_puts(ops, "/Artifact BMC\n");
    }
    ba_buf_printf(ops, "q %s %s %s %s %s %s cm /Im0 Do Q\nEMC\n", pdf_num(m[0], n[0]),
                  pdf_num(m[1], n[1]), pdf_num(m[2], n[2]), pdf_num(m[3], n[3]),
                  pdf_num(m[4], n[4]), pdf_num(m[5], n[5]));
}

/* How many words the paragraph has that begins here. */
static size_t length_of(const struct pdf_word *words, size_t count)
{
    size_t n = 1;
    while (n < count && words[n].paragraph == words[0].paragraph)
        n++;
    return n;
}

static void put_paragraph(struct writing *w, const struct pdf_word *words, size_t count,
                          double usual)
{
    size_t n = 0, parts = 0;
    w->paragraph = false;
    w->level = pdf_heading_level(words, count, usual, w->running->heading);
    for (size_t i = 0; i < count; i += n) {
        struct band band = find_band(words + i, count - i, &n);
        for (size_t k = i; k < i + n; k++)
            put_part(w, words + k, count - k, band, &parts);
    }
    close_mark(w);
}

BA_RC pdf_content_make(struct pdf_content *c, const struct pdf_page *page,
                       const struct pdf_place *place, const struct pdf_word *words, size_t count,
                       struct pdf_running *running, struct ba_err *err)
{
    struct writing w = { .c = c,
                         .place = place,
                         .running = running,
                         .codes = BA_BUF_INIT(MAX_WORD_CHARACTERS * 4 + 1),
                         .hyphens = BA_BUF_INIT(PDF_CONTENT_MAX_BYTES) };
    /* What stands on a drawing is large where it is large; it is no outline of a text. */
    double usual = page->alt != NULL ? 0 : pdf_usual_height(words, count);
    size_t n = 0;
    put_image(&w, page);
    for (size_t i = 0; i < count && !w.failed; i += n) {
        n = length_of(words + i, count - i);
        put_paragraph(&w, words + i, n, usual);
    }
    w.failed = w.failed || w.hyphens.failed;
    ba_buf_free(&w.codes);
    ba_buf_free(&w.hyphens);
    enum ba_rc rc = w.failed ? ba_fail_mem(err, "the tags of a page") : BA_OK;
    if (rc == BA_OK)
        rc = ba_buf_check(&c->ops, "the text of a page", err);
    if (rc == BA_OK)
        rc = ba_buf_check(&c->types, "the parts of a page", err);
    if (rc == BA_OK)
        rc = ba_buf_check(&c->texts, "the divided words of a page", err);
    return rc;
}

void pdf_content_free(struct pdf_content *c)
{
    ba_buf_free(&c->ops);
    ba_buf_free(&c->types);
    ba_buf_free(&c->texts);
    free(c->marks);
    *c = (struct pdf_content)PDF_CONTENT_INIT;
}
