/*
 * Where the title block is: labels that stand near each other, in cells or without a frame.
 *
 * One label proves nothing (a plan says "plattegrond" and "1:100" under every view); labels of
 * several kinds together do. What each is worth stands with the labels.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/title_block/title_block_private.h"

/* So much must the labels prove together, and of so many kinds. */
#define PROOF 3.0
#define MIN_KINDS 2
/* Values without label, and labels read with a mistake, prove less. */
#define FORM_SHARE 0.5
#define MISREAD_SHARE 0.7
/* A block lies along an edge, most often in the corner at the lower right. */
#define EDGE_SHARE 0.22
#define EDGE_PROOF 0.5
/* Labels of one block are not farther apart, in mm: along the lines and across them. */
#define NEAR_ALONG_MM 70.0
#define NEAR_ACROSS_MM 18.0
/* Larger than A4 there is none; and cells of it touch. */
#define MAX_ALONG_MM 300.0
#define TOUCH_MM 2.0
/* A larger share of the page is a part of the drawing that happens to be framed. */
#define CELL_SHARE 0.04
#define MAX_SEEDS 400

struct seed {
    struct ocr_box word, reach; /* page; reach: its cell, if it lies in a small one */
    const struct title_kind *kind;
    double proof;
    size_t group;
};

struct search {
    const struct ocr_image *im;
    const struct ocr_transform *t;
    const struct title_cells *cells;
    const struct recognition *r;
    uint32_t rotation; /* of the words looked at */
    struct seed *seeds;
    size_t count;
};

static double mm(const struct search *s, double length)
{
    return length * s->im->dpi / 25.4;
}

static const struct title_cell *cell_at(const struct search *s, double x, double y)
{
    for (size_t i = 0; i < s->cells->count; i++)
        if (title_holds(&s->cells->at[i].box, x, y))
            return &s->cells->at[i];
    return NULL;
}

static struct ocr_box joined(struct ocr_box a, struct ocr_box b)
{
    double x1 = fmax(a.x + a.w, b.x + b.w), y1 = fmax(a.y + a.h, b.y + b.h);

    a.x = fmin(a.x, b.x);
    a.y = fmin(a.y, b.y);
    a.w = x1 - a.x;
    a.h = y1 - a.y;
    return a;
}

/* ---- seeds ----------------------------------------------------------------------------------- */

static void add_seed(struct search *s, const struct title_lines *l, size_t from, size_t words,
                     const struct title_kind *kind, double proof)
{
    struct seed *seed = &s->seeds[s->count];
    const struct title_cell *cell;

    if (s->count == MAX_SEEDS)
        return;
    *seed = (struct seed){ .kind = kind, .proof = proof, .group = s->count };
    seed->word = s->r->words[l->words[from].source].box;
    for (size_t i = from + 1; i < from + words; i++)
        seed->word = joined(seed->word, s->r->words[l->words[i].source].box);
    cell = cell_at(s, seed->word.x + seed->word.w / 2, seed->word.y + seed->word.h / 2);
    seed->reach =
        cell != NULL && cell->box.w * cell->box.h < CELL_SHARE * s->t->page_w * s->t->page_h
            ? joined(seed->word, cell->box)
            : seed->word;
    s->count++;
}

static void seeds_of_segment(struct search *s, const struct title_lines *l,
                             const struct title_match *labels, const struct title_segment *seg)
{
    char text[TITLE_VALUE_MAX] = "";
    const struct title_kind *kind;
    const char *rule;
    size_t n = 0, found = 0;

    for (size_t i = seg->from; i < seg->to; i++) {
        const struct title_match *m = &labels[i];

        if (n < sizeof(text))
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%s ", l->words[i].text);
        if (m->label == NULL)
            continue;
        add_seed(s, l, i, m->words, m->label->kind,
                 m->label->kind->weight * (m->exact ? 1 : MISREAD_SHARE));
        found++;
    }
    kind = found == 0 ? title_form_of(text, &rule) : NULL;
    if (kind != NULL)
        add_seed(s, l, seg->from, seg->to - seg->from, kind, kind->weight * FORM_SHARE);
}

/* The words of one rotation as lines of the whole page; cells part them. */
static int find_seeds(struct search *s)
{
    struct title_word *words = calloc(s->r->count + 1, sizeof(*words));
    struct title_match *labels = NULL;
    struct title_lines l;
    size_t n = 0;

    s->count = 0;
    if (words == NULL)
        return -1;
    for (size_t i = 0; i < s->r->count; i++) {
        const struct found_word *w = &s->r->words[i];
        const struct title_cell *cell;

        if (w->rotation_deg != s->rotation)
            continue;
        cell = cell_at(s, w->box.x + w->box.w / 2, w->box.y + w->box.h / 2);
        words[n] = title_as_read(w->box, w->rotation_deg);
        words[n].text = w->text;
        words[n].cell = cell != NULL ? (uint32_t)(cell - s->cells->at) + 1 : 0;
        words[n++].source = i;
    }
    if (title_lines_of(words, n, &l) != 0)
        return -1;
    labels = calloc(n + 1, sizeof(*labels));
    if (labels != NULL) {
        title_match(&l, labels);
        for (size_t k = 0; k < l.segment_count; k++)
            seeds_of_segment(s, &l, labels, &l.segments[k]);
    }
    title_lines_free(&l);
    if (labels == NULL)
        return -1;
    free(labels);
    return 0;
}

/* ---- groups ---------------------------------------------------------------------------------- */

static bool near(const struct search *s, const struct seed *a, const struct seed *b)
{
    double along = mm(s, NEAR_ALONG_MM), across = mm(s, NEAR_ACROSS_MM);
    double dx = s->rotation == 0 ? along : across, dy = s->rotation == 0 ? across : along;

    return a->reach.x <= b->reach.x + b->reach.w + dx &&
           b->reach.x <= a->reach.x + a->reach.w + dx &&
           a->reach.y <= b->reach.y + b->reach.h + dy && b->reach.y <= a->reach.y + a->reach.h + dy;
}

static void group_seeds(struct search *s)
{
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; k < i; k++) {
            size_t old = s->seeds[i].group, new = s->seeds[k].group;

            if (old == new || !near(s, &s->seeds[i], &s->seeds[k]))
                continue;
            for (size_t j = 0; j < s->count; j++)
                if (s->seeds[j].group == old)
                    s->seeds[j].group = new;
        }
    }
}

/* What the labels of a group prove; each kind counts once. 0: too few kinds. */
static double proof_of(const struct search *s, size_t group, struct ocr_box *box)
{
    const struct title_kind *kinds[40];
    double best[40], sum = 0;
    size_t n = 0;
    bool any = false;

    for (size_t i = 0; i < s->count; i++) {
        const struct seed *seed = &s->seeds[i];
        size_t k = 0;

        if (seed->group != group)
            continue;
        *box = any ? joined(*box, seed->word) : seed->word;
        any = true;
        while (k < n && kinds[k] != seed->kind)
            k++;
        if (k == n && n < sizeof(kinds) / sizeof(kinds[0])) {
            kinds[n] = seed->kind;
            best[n++] = seed->proof;
        } else if (k < n) {
            best[k] = fmax(best[k], seed->proof);
        }
    }
    for (size_t k = 0; k < n; k++)
        sum += best[k];
    return n >= MIN_KINDS ? sum : 0;
}

static double edge_proof(const struct search *s, const struct ocr_box *b)
{
    double w = s->t->page_w, h = s->t->page_h, x = b->x + b->w / 2, y = b->y + b->h / 2;
    double proof = 0;

    proof += x > w * (1 - EDGE_SHARE) || x < w * EDGE_SHARE ? EDGE_PROOF : 0;
    proof += y > h * (1 - EDGE_SHARE) || y < h * EDGE_SHARE ? EDGE_PROOF : 0;
    return proof;
}

/* ---- the region of a group ------------------------------------------------------------------- */

static bool touches(const struct ocr_box *a, const struct ocr_box *b, double gap)
{
    return a->x <= b->x + b->w + gap && b->x <= a->x + a->w + gap && a->y <= b->y + b->h + gap &&
           b->y <= a->y + a->h + gap;
}

static bool too_large(const struct search *s, const struct ocr_box *b)
{
    return fmax(b->w, b->h) > mm(s, MAX_ALONG_MM);
}

/* The smallest frame that holds all of it. */
static const struct title_cell *frame_around(const struct search *s, const struct ocr_box *b)
{
    for (size_t i = 0; i < s->cells->count; i++) {
        const struct ocr_box *c = &s->cells->at[i].box;

        if (title_holds(c, b->x, b->y + b->h / 2) && title_holds(c, b->x + b->w, b->y + b->h / 2) &&
            title_holds(c, b->x + b->w / 2, b->y) && title_holds(c, b->x + b->w / 2, b->y + b->h))
            return too_large(s, c) ? NULL : &s->cells->at[i];
    }
    return NULL;
}

/* Cells that touch cells of the block belong to it, as long as they are as small as those. */
static struct ocr_box grow_over_cells(const struct search *s, struct ocr_box b)
{
    double most = CELL_SHARE * s->t->page_w * s->t->page_h;
    bool grew = true;

    while (grew) {
        grew = false;
        for (size_t i = 0; i < s->cells->count; i++) {
            const struct ocr_box *c = &s->cells->at[i].box;
            struct ocr_box larger = joined(b, *c);

            if (c->w * c->h > most || !touches(&b, c, mm(s, TOUCH_MM)) || too_large(s, &larger) ||
                larger.w * larger.h <= b.w * b.h)
                continue;
            b = larger;
            grew = true;
        }
    }
    return b;
}

/* Without a frame the words around are what belongs to it: close by, or behind on the line. */
static struct ocr_box grow_over_words(const struct search *s, struct ocr_box b)
{
    bool grew = true;

    while (grew) {
        grew = false;
        for (size_t i = 0; i < s->r->count; i++) {
            const struct found_word *w = &s->r->words[i];
            double line = s->rotation == 0 ? w->box.h : w->box.w;
            double dx = (s->rotation == 0 ? 8 : 1.5) * line;
            double dy = (s->rotation == 0 ? 1.5 : 8) * line;
            struct ocr_box near_by = { w->box.x - dx, w->box.y - dy, w->box.w + 2 * dx,
                                       w->box.h + 2 * dy },
                           larger = joined(b, w->box);

            if (w->rotation_deg != s->rotation || !touches(&b, &near_by, 0) ||
                too_large(s, &larger) || larger.w * larger.h <= b.w * b.h)
                continue;
            b = larger;
            grew = true;
        }
    }
    return b;
}

static struct ocr_box region_of(const struct search *s, size_t group)
{
    struct ocr_box words = { 0 }, reach = { 0 };
    const struct title_cell *frame;
    bool any = false, framed = false;

    for (size_t i = 0; i < s->count; i++) {
        const struct seed *seed = &s->seeds[i];

        if (seed->group != group)
            continue;
        words = any ? joined(words, seed->word) : seed->word;
        reach = any ? joined(reach, seed->reach) : seed->reach;
        framed |= seed->reach.w * seed->reach.h > seed->word.w * seed->word.h;
        any = true;
    }
    frame = frame_around(s, &words);
    if (frame != NULL)
        return framed ? grow_over_cells(s, joined(frame->box, reach)) : frame->box;
    if (framed)
        return grow_over_cells(s, reach);
    return grow_over_words(s, words);
}

static bool has_scale(const struct search *s, size_t group)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->seeds[i].group == group && strcmp(s->seeds[i].kind->field, "scale") == 0)
            return true;
    return false;
}

int title_find(const struct ocr_image *im, const struct ocr_transform *t,
               const struct title_cells *c, const struct recognition *r, struct title_place *out,
               double *most, bool *scale)
{
    static const uint32_t rotations[] = { 0, 90, 270 };
    struct search s = { .im = im, .t = t, .cells = c, .r = r };

    *most = 0;
    *scale = false;
    *out = (struct title_place){ 0 };
    s.seeds = calloc(MAX_SEEDS, sizeof(*s.seeds));
    if (s.seeds == NULL)
        return -1;
    for (size_t k = 0; k < sizeof(rotations) / sizeof(rotations[0]); k++) {
        s.rotation = rotations[k];
        if (find_seeds(&s) != 0) {
            free(s.seeds);
            return -1;
        }
        group_seeds(&s);
        for (size_t i = 0; i < s.count; i++) {
            struct ocr_box box = { 0 };
            double proof = s.seeds[i].group == i ? proof_of(&s, i, &box) : 0;

            if (proof <= 0)
                continue;
            proof += edge_proof(&s, &box);
            if (proof < PROOF || proof <= *most)
                continue;
            *most = proof;
            *scale = has_scale(&s, i);
            *out = (struct title_place){ .found = true,
                                         .box = region_of(&s, i),
                                         .rotation_deg = s.rotation };
        }
    }
    free(s.seeds);
    return 0;
}
