#include "ocr/glyphs.h"

#include <ctype.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/glyph_similarity.h"
#include "ocr/glyphs_numerals.h"

/* Every letter is compared with all others: a page of more of them stays as it was read. */
#define MAX_LETTERS 10000
/* So many likes must at least say the same. */
#define MIN_SAYING 3
/* Share of the likes that must agree; and where they are blurred. */
#define AGREED 0.6
#define AGREED_BLURRED 0.85
#define BLURRED 0.1
/* A letter and its capital: the recogniser takes small letters that stand alone for capitals, and
 * hardly ever capitals for small ones. */
#define AGREED_SMALL 0.33
#define AGREED_CAPITAL 0.85
/* Blurred, it must be so many times farther from the nearest of its own reading. */
#define FARTHER 1.3
/* It lies no farther from its likes than they do from each other, by this factor and this much. */
#define AS_NEAR 1.15
#define AS_NEAR_PLUS 0.02

/* Letters of each of two readings whose distance is measured, and how many times farther apart than
 * among themselves two shapes are. */
#define GROUP_ASKED 8
#define TWO_SHAPES 1.5
/* How sure a mark is that has likes. */
#define SURE 0.9
/* Share of a letter's width that stands in the one before it. */
#define INTRUDES 0.4
/* Shorter words are found in a dictionary by chance. */
#define PLAIN_LETTERS 4

/* Shapes that are the same in many faces: where they are, only the context tells them apart. */
static const char *const same_shapes[] = { "lI1|!", "oO0" };
/* Marks that their shape tells. Others are told apart by their place on the line, or are noise. */
static const char marks[] = ".,;:=/";
static const char unread[sizeof(((struct letter *)0)->text)] = "";

static const char *text_at(const struct glyph_page *p, const struct like *like)
{
    return p->l->at[like->at].text;
}

static bool same_shape(const char *a, const char *b)
{
    if (a[1] != '\0' || b[1] != '\0')
        return false;
    for (size_t i = 0; i < sizeof(same_shapes) / sizeof(same_shapes[0]); i++) {
        if (strchr(same_shapes[i], a[0]) != NULL && strchr(same_shapes[i], b[0]) != NULL)
            return true;
    }
    return false;
}

/* Are the likes that say so as far from each other as from the glyph they were found for? */
static bool is_one_of(const struct glyph_page *p, const struct like *likes, size_t n,
                      const char *text)
{
    size_t said[MIN_SAYING], count = 0;
    double to_them = 0, among = 0;

    for (size_t i = 0; i < n && count < MIN_SAYING; i++) {
        if (strcmp(text_at(p, &likes[i]), text) == 0) {
            to_them += likes[i].distance / MIN_SAYING;
            said[count++] = likes[i].at;
        }
    }
    if (count < MIN_SAYING)
        return false;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            among += glyph_distance(&p->glyphs[said[i]], &p->glyphs[said[j]]) /
                     (MIN_SAYING * (MIN_SAYING - 1) / 2);
    }
    return to_them <= AS_NEAR * among + AS_NEAR_PLUS;
}

static double votes_for(const struct glyph_page *p, const struct like *likes, size_t n,
                        const char *text)
{
    double votes = 0;

    for (size_t i = 0; i < n; i++) {
        if (strcmp(text_at(p, &likes[i]), text) == 0)
            votes += p->l->at[likes[i].at].confidence;
    }
    return votes;
}

/* Distance of the nearest like that is read so; 1: none is. */
static double nearest(const struct glyph_page *p, const struct like *likes, size_t n,
                      const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(text_at(p, &likes[i]), text) == 0)
            return likes[i].distance;
    }
    return 1;
}

/* The page has letters of this reading, so many at least. */
static bool occurs(const struct glyph_page *p, const char *text, size_t least)
{
    size_t n = 0;

    for (size_t i = 0; i < p->l->count && n < least; i++)
        n += p->glyphs[i].h > 0 && strcmp(p->l->at[i].text, text) == 0;
    return n == least;
}

/* Mean distance between letters of two readings (those of one: between each other), of so many of
 * each as have a glyph. 0: there are none. */
static double apart(const struct glyph_page *p, const char *a, const char *b)
{
    const struct glyph *of[2][GROUP_ASKED];
    const char *const texts[] = { a, b };
    size_t n[2] = { 0 }, pairs = 0;
    double sum = 0;

    for (size_t g = 0; g < 2; g++)
        for (size_t i = 0; i < p->l->count && n[g] < GROUP_ASKED; i++) {
            if (p->glyphs[i].h > 0 && strcmp(p->l->at[i].text, texts[g]) == 0)
                of[g][n[g]++] = &p->glyphs[i];
        }
    for (size_t i = 0; i < n[0]; i++)
        for (size_t j = 0; j < n[1]; j++) {
            if (of[0][i] == of[1][j])
                continue;
            sum += glyph_distance(of[0][i], of[1][j]);
            pairs++;
        }
    return pairs > 0 ? sum / (double)pairs : 0;
}

/*
 * A shape that is the same in many faces is two in this one: the page has letters of both readings,
 * and those of the one lie farther from those of the other than from each other. On a typewriter
 * whose one is the small l they do not.
 */
static bool are_two_shapes(const struct glyph_page *p, const char *own, const char *best)
{
    double within, between;

    if (!occurs(p, own, MIN_SAYING) || !occurs(p, best, MIN_SAYING))
        return false;
    within = fmax(apart(p, own, own), apart(p, best, best));
    between = apart(p, own, best);
    return between >= TWO_SHAPES * within + AS_NEAR_PLUS;
}

/* A figure among figures is none of the letters that have its shape, whatever the likes say. */
static bool leaves_figures(const char *own, const char *best)
{
    static const char pairs[][2] = { { '1', 'l' }, { '1', 'I' }, { '1', 'i' }, { '1', '|' },
                                     { '1', '!' }, { '0', 'O' }, { '0', 'o' }, { '0', 'Q' },
                                     { '5', 'S' }, { '5', 's' }, { '8', 'B' }, { '2', 'Z' },
                                     { '2', 'z' }, { '6', 'b' }, { '6', 'G' }, { '9', 'g' },
                                     { '9', 'q' } };

    if (own[0] == '\0' || own[1] != '\0' || best[1] != '\0')
        return false;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (own[0] == pairs[i][0] && best[0] == pairs[i][1])
            return true;
    }
    return false;
}

/* What the other letters of i's word are, but for those whose shape is a letter's and a figure's: 1
 * figures, -1 letters, 0 both or neither. */
static int company(const struct glyph_page *p, size_t i)
{
    const struct letters *l = p->l;
    bool figures = false, letters = false;

    for (size_t j = p->begin[l->at[i].word]; j < l->count && l->at[j].word == l->at[i].word; j++) {
        const char *text = l->at[j].text;

        if (j == i || strchr(same_shapes[0], text[0]) != NULL ||
            strchr(same_shapes[1], text[0]) != NULL)
            continue;
        letters |= isalpha((unsigned char)text[0]) || (unsigned char)text[0] >= 0x80;
        figures |= isdigit((unsigned char)text[0]) != 0;
    }
    return (int)figures - (int)letters;
}

static bool is_case_pair(const char *a, const char *b)
{
    return isalpha((unsigned char)a[0]) && a[1] == '\0' && b[1] == '\0' &&
           tolower((unsigned char)a[0]) == tolower((unsigned char)b[0]);
}

static int32_t shared(const struct letter *a, const struct letter *b)
{
    int32_t left = a->x > b->x ? a->x : b->x;
    int32_t right = a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w;

    return a->word == b->word && a->text[0] != '\0' ? right - left : 0;
}

/* It shares its place with a letter beside it: its bounds are not those of one glyph. */
static bool is_crowded(const struct glyph_page *p, size_t i)
{
    const struct letter *l = &p->l->at[i];

    return (i > 0 && shared(l - 1, l) > INTRUDES * l->w) ||
           (i + 1 < p->l->count && shared(l + 1, l) > INTRUDES * l->w);
}

static bool is_letter(const char *text)
{
    return isalpha((unsigned char)text[0]) || (unsigned char)text[0] >= 0x80;
}

/* Letters of i's word that are still there: a figure, or the stroke of a unit, is among them. */
static bool has_figures(const struct glyph_page *p, size_t i)
{
    const struct letters *l = p->l;

    for (size_t j = p->begin[l->at[i].word]; j < l->count && l->at[j].word == l->at[i].word; j++) {
        if (isdigit((unsigned char)l->at[j].text[0]) || l->at[j].text[0] == '/')
            return true;
    }
    return false;
}

/* A letter of i's word was put right. */
static bool is_changed(const struct glyph_page *p, size_t i)
{
    const struct letters *l = p->l;

    for (size_t j = p->begin[l->at[i].word]; j < l->count && l->at[j].word == l->at[i].word; j++) {
        if (l->at[j].mended)
            return true;
    }
    return false;
}

/*
 * A word that is all letters was read in context, and where its letters touch their bounds may be
 * wrong. Whether it is one depends on its other letters, some of which are put right only now.
 */
static bool may_become(const struct glyph_page *p, size_t i, const char *own, const char *best)
{
    const struct letters *l = p->l;
    bool last = i + 1 == l->count || l->at[i + 1].word != l->at[i].word;

    if (is_case_pair(own, best))
        return !is_crowded(p, i);
    if (strchr(marks, best[0]) != NULL)
        return strchr(marks, own[0]) != NULL || (last && isalnum((unsigned char)own[0]));
    if (!is_letter(best) && !isdigit((unsigned char)best[0]))
        return false;
    if (is_letter(own) && is_letter(best))
        return has_figures(p, i);
    return has_figures(p, i) || strlen(p->r->words[l->at[i].word].text) < PLAIN_LETTERS;
}

/* What the likes agree on that letter i is, which was read as own (unread: not as one letter);
 * NULL: on that, or on nothing. */
static const char *verdict(const struct glyph_page *p, size_t i, const struct like *likes, size_t n,
                           const char *own)
{
    const char *best = NULL;
    double most = 0, all = 0, own_distance = nearest(p, likes, n, own);
    bool fits;

    for (size_t j = 0; j < n; j++) {
        const char *text = text_at(p, &likes[j]);
        double votes = votes_for(p, likes, n, text);

        all += p->l->at[likes[j].at].confidence;
        if (is_case_pair(own, text) && strcmp(own, text) != 0)
            votes *=
                islower((unsigned char)text[0]) ? AGREED / AGREED_SMALL : AGREED / AGREED_CAPITAL;
        if (votes > most) {
            most = votes;
            best = text;
        }
    }
    if (best == NULL || strcmp(best, own) == 0 || most < AGREED * all ||
        (own[0] != '\0' && !may_become(p, i, own, best)) || !is_one_of(p, likes, n, best))
        return NULL;
    fits = company(p, i) == (isdigit((unsigned char)best[0]) ? 1 : -1);
    if (same_shape(best, own) && !fits &&
        (!are_two_shapes(p, own, best) || own_distance < FARTHER * nearest(p, likes, n, best)))
        return NULL;
    if (leaves_figures(own, best) && company(p, i) == 1)
        return NULL;
    if (likes[n - 1].distance <= BLURRED || is_case_pair(own, best))
        return best;
    return most >= AGREED_BLURRED * all && occurs(p, own, MIN_SAYING) &&
                   own_distance >= FARTHER * nearest(p, likes, n, best)
               ? best
               : NULL;
}

/* Words of letters that are in the dictionary were read in context, if they are not very short. */
static bool is_plain(const struct glyph_page *p, size_t word)
{
    const struct found_word *w = &p->r->words[word];

    if (!w->known || strlen(w->text) < PLAIN_LETTERS)
        return false;
    for (const char *c = w->text; *c != '\0'; c++) {
        if (isdigit((unsigned char)*c))
            return false;
    }
    return true;
}

static void rename_to(struct letter *l, const char *text)
{
    char copy[sizeof(l->text)];

    memcpy(copy, text, sizeof(copy));
    memcpy(l->text, copy, sizeof(copy));
    l->mended = true;
}

/* Two letters whose bounds meet in one glyph that has likes are that one letter. */
static bool join(struct glyph_page *p, size_t i)
{
    struct letter *a = &p->l->at[i], *b = a + 1;
    int32_t x = a->x < b->x ? a->x : b->x, y = a->y < b->y ? a->y : b->y;
    int32_t right = a->x + a->w > b->x + b->w ? a->x + a->w : b->x + b->w;
    int32_t below = a->y + a->h > b->y + b->h ? a->y + a->h : b->y + b->h;
    struct like likes[LIKES_MAX];
    struct glyph both;
    const char *text;

    if (a->word != b->word || b->x >= a->x + a->w || !has_figures(p, i))
        return false;
    if (!glyph_take(p->bin, x, y, right - x, below - y, &both))
        return false;
    text = verdict(p, i, likes, glyph_likes(p, &both, a->word, likes), unread);
    if (text == NULL)
        return false;
    rename_to(b, text);
    b->x = x;
    b->w = right - x;
    a->text[0] = '\0';
    a->mended = true;
    return true;
}

static bool is_confirmed(const struct glyph_page *p, size_t i)
{
    struct like likes[LIKES_MAX];
    size_t n = glyph_likes(p, &p->glyphs[i], p->l->at[i].word, likes);

    return n >= MIN_SAYING && likes[n - 1].distance <= BLURRED &&
           strcmp(text_at(p, &likes[0]), p->l->at[i].text) == 0;
}

/* A letter without likes that stands in the glyph of the one beside it, which has them, is nothing
 * that was printed. */
static void drop_intruder(struct glyph_page *p, size_t i)
{
    struct letter *l = &p->l->at[i];
    bool before = i > 0 && shared(l - 1, l) > INTRUDES * l->w && is_confirmed(p, i - 1);
    bool after =
        i + 1 < p->l->count && shared(l + 1, l) > INTRUDES * l->w && is_confirmed(p, i + 1);
    struct like likes[LIKES_MAX];

    if (l->text[0] == '\0' || p->glyphs[i].h == 0 || (!before && !after) || !has_figures(p, i) ||
        glyph_likes(p, &p->glyphs[i], l->word, likes) > 0)
        return;
    l->text[0] = '\0';
    l->mended = true;
    p->glyphs[i].h = 0;
}

/* A mark that stands alone is doubted, as specks are read so. It is none when the page has more
 * like it. */
static void trust_mark(struct glyph_page *p, size_t i)
{
    struct letter *l = &p->l->at[i];

    if (strchr(marks, l->text[0]) == NULL || strcmp(p->r->words[l->word].text, l->text) != 0 ||
        !is_confirmed(p, i))
        return;
    l->confidence = fmax(l->confidence, SURE);
    l->mended = true;
}

static void mend(struct glyph_page *p, size_t i)
{
    struct letter *l = &p->l->at[i];
    struct like likes[LIKES_MAX];
    const char *text;

    if (l->text[0] == '\0' || p->glyphs[i].h == 0 || is_plain(p, l->word))
        return;
    if (i + 1 < p->l->count && join(p, i))
        return;
    text = verdict(p, i, likes, glyph_likes(p, &p->glyphs[i], l->word, likes), l->text);
    if (text != NULL)
        rename_to(l, text);
    else
        trust_mark(p, i);
}

int glyphs_mend(struct letters *l, const struct recognition *r, struct Pix *bin)
{
    struct glyph_page p = { .l = l, .r = r, .bin = bin };
    int rc = 0;

    if (l->count == 0 || l->count > MAX_LETTERS || bin == NULL || pixGetDepth(bin) != 1)
        return 0;
    rc = glyph_page_open(&p);
    for (size_t i = 0; rc == 0 && i < l->count; i++)
        mend(&p, i);
    /* A second time where a letter may stand beside a figure now. */
    for (size_t i = 0; rc == 0 && i < l->count; i++) {
        if (is_changed(&p, i))
            mend(&p, i);
    }
    for (size_t i = 0; rc == 0 && i < l->count; i++)
        drop_intruder(&p, i);
    if (rc == 0)
        glyphs_mend_numerals(&p);
    glyph_page_close(&p);
    return rc;
}
