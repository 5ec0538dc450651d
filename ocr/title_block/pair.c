/* From the words of a title block to fields: labels, and the values beside, below or behind them.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "ocr/title_block/title_block_private.h"

/* A value stands at most so far from its label, in heights of the label. */
#define RIGHT_GAP 25.0
#define BELOW_GAP 3.0
/* Lines of one text: gap between them in heights, and how many there can be. */
#define NEXT_LINE_GAP 1.3
#define VALUE_LINES 4
/* More words than this are no title block. */
#define MAX_WORDS 600

/* How sure a rule is before the words' own confidence counts. */
#define SURE_LABEL 0.97
#define SURE_MISREAD_LABEL 0.9
#define SURE_FORM 0.75

/* Words of a value: some of one segment, and whole segments after it. */
struct span {
    size_t from[VALUE_LINES], to[VALUE_LINES];
    size_t lines;
};

struct pairing {
    const struct alto_page *page;
    struct title_lines lines;
    char **copies; /* texts of words that were cut in two */
    size_t copy_count, copy_room;
    struct title_match *labels; /* of each word */
    bool *used;                 /* of each word: part of a label or a value */
    struct title_fields *out;
    bool no_memory;
};

/* ---- the words ------------------------------------------------------------------------------- */

static struct title_word as_read(const struct alto_word *w, size_t source)
{
    struct title_word t =
        title_as_read((struct ocr_box){ w->ux, w->uy, w->uw, w->uh }, w->rotation_deg);

    t.text = w->text;
    t.confidence = w->confidence;
    t.cell = w->block;
    t.source = source;
    return t;
}

static const char *keep_copy(struct pairing *g, const char *text, size_t len)
{
    char *copy = strndup(text, len);

    if (copy == NULL ||
        ba_grow(&g->copies, &g->copy_room, g->copy_count + 1, sizeof(*g->copies)) != 0) {
        free(copy);
        g->no_memory = true;
        return "";
    }
    g->copies[g->copy_count++] = copy;
    return copy;
}

/* "Schaal1:100" is a label and a value without a space between them. */
static size_t put_word(struct pairing *g, struct title_word *to, struct title_word w)
{
    size_t cut = title_label_prefix(w.text), len = strlen(w.text);
    double share = cut > 0 ? (double)cut / (double)len : 0;

    to[0] = w;
    if (cut == 0)
        return 1;
    to[1] = w;
    to[0].text = keep_copy(g, w.text, cut);
    to[0].w = w.w * share;
    to[1].text = keep_copy(g, w.text + cut, len - cut);
    to[1].x = w.x + w.w * share;
    to[1].w = w.w * (1 - share);
    return 2;
}

static int take_words(struct pairing *g)
{
    const struct alto_page *p = g->page;
    struct title_word *words = calloc(2 * MAX_WORDS, sizeof(*words));
    size_t n = 0;

    if (words == NULL)
        return -1;
    for (size_t i = 0; i < p->count && n + 2 <= 2 * MAX_WORDS; i++)
        if (p->words[i].block >= p->title.first_block)
            n += put_word(g, words + n, as_read(&p->words[i], i));
    if (title_lines_of(words, n, &g->lines) != 0)
        return -1;
    g->labels = calloc(n + 1, sizeof(*g->labels));
    g->used = calloc(n + 1, sizeof(*g->used));
    return g->labels != NULL && g->used != NULL && !g->no_memory ? 0 : -1;
}

static void use_labels(struct pairing *g)
{
    for (size_t i = 0; i < g->lines.count; i++) {
        const struct title_match *l = &g->labels[i];

        for (size_t k = 0; l->label != NULL && !l->label->keeps && k < l->words; k++)
            g->used[i + k] = true;
    }
}

static size_t next_label(const struct pairing *g, size_t from, size_t to)
{
    while (from < to && g->labels[from].label == NULL)
        from++;
    return from;
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool says_something(const char *text)
{
    for (; *text != '\0'; text++)
        if (isalnum((unsigned char)*text) || (*text & 0x80) != 0)
            return true;
    return false;
}

/* Free words from..to, without signs that stand alone at the beginning. */
static bool free_span(const struct pairing *g, size_t from, size_t to, struct span *out)
{
    while (from < to && (g->used[from] || !says_something(g->lines.words[from].text)))
        from++;
    if (from >= to || g->labels[from].label != NULL)
        return false;
    *out = (struct span){ .from = { from }, .to = { next_label(g, from, to) }, .lines = 1 };
    return true;
}

static double overlap(double a0, double a1, double b0, double b1)
{
    return fmin(a1, b1) - fmax(a0, b0);
}

/* The segment nearest to the right of s on its line, in its own cell or in the next. */
static const struct title_segment *right_of(const struct pairing *g, const struct title_segment *s,
                                            bool same_cell)
{
    const struct title_segment *best = NULL;
    double reach = s->x + s->w + RIGHT_GAP * s->h;

    for (size_t k = 0; k < g->lines.segment_count; k++) {
        const struct title_segment *o = &g->lines.segments[k];
        bool beside = same_cell
                          ? o->cell == s->cell && o->line == s->line
                          : o->cell != s->cell && overlap(s->y, s->y + s->h, o->y, o->y + o->h) >
                                                      0.5 * fmin(s->h, o->h);

        if (o != s && beside && o->x >= s->x + s->w && o->x <= reach &&
            (best == NULL || o->x < best->x))
            best = o;
    }
    return best;
}

/* The one nearest below x0..x1 that stands under it. */
static const struct title_segment *below(const struct pairing *g, const struct title_segment *s,
                                         double x0, double x1, bool same_cell)
{
    const struct title_segment *best = NULL;

    for (size_t k = 0; k < g->lines.segment_count; k++) {
        const struct title_segment *o = &g->lines.segments[k];

        if ((o->cell == s->cell) != same_cell || (same_cell && o->line <= s->line) ||
            o->y < s->y + s->h * 0.5 || o->y > s->y + s->h + BELOW_GAP * fmax(s->h, o->h) ||
            overlap(x0 - s->h, x1 + s->h, o->x, o->x + o->w) <= 0)
            continue;
        if (best == NULL || o->y + o->h / 2 < best->y + best->h / 2 - 0.3 * o->h ||
            (fabs(o->x - x0) < fabs(best->x - x0) && o->line == best->line))
            best = o;
    }
    return best;
}

static bool cell_is_label_only(const struct pairing *g, uint32_t cell)
{
    for (size_t i = 0; i < g->lines.count; i++)
        if (g->lines.words[i].cell == cell && !g->used[i] && says_something(g->lines.words[i].text))
            return false;
    return true;
}

static bool segment_span(const struct pairing *g, const struct title_segment *s, struct span *out)
{
    return s != NULL && g->labels[s->from].label == NULL && free_span(g, s->from, s->to, out);
}

/* Behind the label, to its right, below it, or in the cell beside or below. */
static bool find_value(const struct pairing *g, const struct title_segment *s, size_t at,
                       struct span *out)
{
    const struct title_match *l = &g->labels[at];
    const struct title_word *first = &g->lines.words[at], *last = first + l->words - 1;
    size_t behind = l->label->keeps ? at : at + l->words;
    double x0 = first->x, x1 = last->x + last->w;

    if (l->label->keeps) {
        *out = (struct span){ .from = { at },
                              .to = { next_label(g, at + l->words, s->to) },
                              .lines = 1 };
        return true;
    }
    if (free_span(g, behind, s->to, out))
        return true;
    /* Another label follows: what is meant stands below. */
    if (next_label(g, behind, s->to) == s->to && segment_span(g, right_of(g, s, true), out))
        return true;
    if (segment_span(g, below(g, s, x0, x1, true), out))
        return true;
    if (!cell_is_label_only(g, s->cell))
        return false;
    return segment_span(g, right_of(g, s, false), out) ||
           segment_span(g, below(g, s, x0, x1, false), out);
}

static const struct title_segment *segment_of(const struct pairing *g, size_t word)
{
    for (size_t k = 0; k < g->lines.segment_count; k++)
        if (word >= g->lines.segments[k].from && word < g->lines.segments[k].to)
            return &g->lines.segments[k];
    return NULL;
}

static void text_of(const struct pairing *g, const struct span *v, char out[TITLE_VALUE_MAX])
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t k = 0; k < v->lines; k++)
        for (size_t i = v->from[k]; i < v->to[k] && n < TITLE_VALUE_MAX; i++)
            n += (size_t)snprintf(out + n, TITLE_VALUE_MAX - n, "%s%s", n > 0 ? " " : "",
                                  g->lines.words[i].text);
}

/* A label stands on the line left of a segment: the text there is that label's. */
static bool has_label_before(const struct pairing *g, const struct title_segment *s)
{
    for (size_t k = 0; k < g->lines.segment_count; k++) {
        const struct title_segment *o = &g->lines.segments[k];

        if (o->cell == s->cell && o->line == s->line && o->x < s->x &&
            next_label(g, o->from, o->to) < o->to)
            return true;
    }
    return false;
}

/* Lines that go on with a text: near below, as high, and neither a label nor something else. */
static void add_lines(const struct pairing *g, const struct title_kind *kind, struct span *v)
{
    const struct title_segment *s = segment_of(g, v->from[0]);
    double x = g->lines.words[v->from[0]].x;

    while (s != NULL && v->lines < VALUE_LINES) {
        const struct title_segment *o = below(g, s, x, x + s->w, true);
        const struct title_kind *other;
        char text[TITLE_VALUE_MAX];
        const char *rule;
        struct span more;

        if (!segment_span(g, o, &more) || has_label_before(g, o) ||
            o->y - s->y - s->h > NEXT_LINE_GAP * s->h || fabs(o->x - x) > 3 * s->h ||
            o->h > 1.7 * s->h || s->h > 1.7 * o->h)
            return;
        text_of(g, &more, text);
        other = title_form_of(text, &rule);
        if (other != NULL && strcmp(other->field, kind->field) != 0)
            return;
        v->from[v->lines] = more.from[0];
        v->to[v->lines] = more.to[0];
        v->lines++;
        s = o;
    }
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* Smallest box on the master around the words, and their mean confidence. */
static double measure(const struct pairing *g, const struct span *v, struct title_field *f)
{
    const struct alto_word *first = &g->page->words[g->lines.words[v->from[0]].source];
    int32_t x0 = first->x, y0 = first->y, x1 = x0 + first->w, y1 = y0 + first->h;
    double sum = 0, count = 0;

    for (size_t k = 0; k < v->lines; k++) {
        for (size_t i = v->from[k]; i < v->to[k]; i++) {
            const struct alto_word *w = &g->page->words[g->lines.words[i].source];

            sum += w->confidence;
            count++;
            x0 = w->x < x0 ? w->x : x0;
            y0 = w->y < y0 ? w->y : y0;
            x1 = w->x + w->w > x1 ? w->x + w->w : x1;
            y1 = w->y + w->h > y1 ? w->y + w->h : y1;
        }
    }
    f->x = x0;
    f->y = y0;
    f->w = x1 - x0;
    f->h = y1 - y0;
    return sum / fmax(count, 1);
}

static void put_field(struct pairing *g, const char *name, const char *value, const char *rule,
                      double sure, const struct span *v)
{
    struct title_field f = { .name = name, .rule = rule, .value = strdup(value) };

    f.confidence = round(1000 * sure * measure(g, v, &f)) / 1000;
    for (size_t k = 0; k < v->lines; k++)
        for (size_t i = v->from[k]; i < v->to[k]; i++)
            g->used[i] = true;
    if (f.value == NULL ||
        ba_grow(&g->out->at, &g->out->room, g->out->count + 1, sizeof(*g->out->at)) != 0) {
        free(f.value);
        g->no_memory = true;
        return;
    }
    g->out->at[g->out->count++] = f;
}

static void pair_label(struct pairing *g, const struct title_segment *s, size_t at)
{
    const struct title_match *l = &g->labels[at];
    const struct title_kind *kind = l->label->kind;
    char text[TITLE_VALUE_MAX], value[TITLE_VALUE_MAX];
    struct span v;

    if (!find_value(g, s, at, &v))
        return;
    if (kind->extent == EXTENT_LINES)
        add_lines(g, kind, &v);
    text_of(g, &v, text);
    if (!kind->normal(text, value))
        return;
    put_field(g, kind->field, value, l->label->word, l->exact ? SURE_LABEL : SURE_MISREAD_LABEL,
              &v);
    if (strcmp(kind->field, "address") == 0 && title_place_of(text, value))
        put_field(g, "place", value, l->label->word, SURE_MISREAD_LABEL, &v);
}

static void pair_labels(struct pairing *g)
{
    for (size_t k = 0; k < g->lines.segment_count; k++) {
        const struct title_segment *s = &g->lines.segments[k];

        for (size_t i = s->from; i < s->to; i++)
            if (g->labels[i].label != NULL)
                pair_label(g, s, i);
    }
}

/* The cell tells of a person or a firm: an address in it is theirs. */
static bool cell_is_of_person(const struct pairing *g, const struct title_segment *s)
{
    static const char *const persons[] = { "architect", "applicant", "contractor" };

    for (size_t i = 0; i < s->from; i++) {
        const struct title_label *l = g->labels[i].label;

        if (l == NULL || g->lines.words[i].cell != s->cell)
            continue;
        for (size_t k = 0; k < sizeof(persons) / sizeof(persons[0]); k++)
            if (strcmp(l->kind->field, persons[k]) == 0 &&
                s->y < g->lines.words[i].y + 6 * g->lines.words[i].h)
                return true;
    }
    return false;
}

/* What no label claimed, by its form. */
static void take_forms(struct pairing *g)
{
    for (size_t k = 0; k < g->lines.segment_count; k++) {
        const struct title_segment *s = &g->lines.segments[k];
        const struct title_kind *kind;
        char text[TITLE_VALUE_MAX], value[TITLE_VALUE_MAX];
        const char *rule = "";
        struct span v;

        if (!free_span(g, s->from, s->to, &v) || v.from[0] != s->from)
            continue;
        text_of(g, &v, text);
        kind = title_form_of(text, &rule);
        if (kind == NULL ||
            (title_field_named(g->out, kind->field) != NULL && strcmp(kind->field, "part") != 0))
            continue;
        if (strcmp(kind->field, "address") == 0 && cell_is_of_person(g, s))
            continue;
        if (kind->extent == EXTENT_LINES)
            add_lines(g, kind, &v);
        text_of(g, &v, text);
        if (!kind->normal(text, value))
            continue;
        put_field(g, kind->field, value, rule, SURE_FORM, &v);
        if (strcmp(kind->field, "address") == 0 && title_place_of(text, value) &&
            title_field_named(g->out, "place") == NULL)
            put_field(g, "place", value, rule, SURE_FORM, &v);
    }
}

BA_RC title_fields(const struct alto_page *p, struct title_fields *out, struct ba_err *err)
{
    struct pairing g = { .page = p, .out = out };

    *out = (struct title_fields){ 0 };
    if (!p->title.found)
        return BA_OK;
    if (take_words(&g) != 0)
        g.no_memory = true;
    if (!g.no_memory) {
        title_match(&g.lines, g.labels);
        use_labels(&g);
        pair_labels(&g);
        take_forms(&g);
    }
    if (!g.no_memory && title_settle(out) != 0)
        g.no_memory = true;
    for (size_t i = 0; i < g.copy_count; i++)
        free(g.copies[i]);
    free(g.copies);
    free(g.labels);
    free(g.used);
    title_lines_free(&g.lines);
    if (g.no_memory) {
        title_fields_free(out);
        return ba_fail_mem(err, "fields of a title block");
    }
    return BA_OK;
}

void title_fields_free(struct title_fields *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->at[i].value);
    free(f->at);
    *f = (struct title_fields){ 0 };
}
