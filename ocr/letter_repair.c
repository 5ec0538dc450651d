#include "ocr/letter_repair.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Two readings of one glyph share at least this much of the narrower one's width. */
#define SHARED_WIDTH 0.45
/* Figures measure at least 0.5 of their height across; a semicolon 0.4. */
#define NARROW_FIGURE 0.43
/* Small letters, capitals and figures of a line, from which the size of a lone one is judged. */
#define SMALL "aemnr"
#define LARGE "ABDEFGHKLMNPRTUY0123456789"
/* Letters whose capital is the same shape, only larger. */
#define SIZE_ONLY "cosuvwxz"
/* With one of the two sizes known, the border lies here. Text faces have an x-height of 0.65 to
 * 0.86 of their capitals. */
#define OF_LARGE 0.93
#define OF_SMALL 1.10

/* U+201A, the low quotation mark that opens a word. */
#define LOW_QUOTE "\xE2\x80\x9A"

/* Readings of one and the same shape, besides a letter and its capital. */
static const char *const lookalikes[][5] = {
    { "1", "i", "I", "l" },  { "3", "8" }, { "0", "O", "o" }, { "5", "S", "s" },
    { ".", ",", LOW_QUOTE },
};

static const char *const guilder_signs[] = { "\xC2\xA3", "\xC3\x89", "\xC3\x89\xC2\xA3",
                                             "f\xC2\xA3", NULL };

static bool among(const char *const *set, const char *text)
{
    for (; *set != NULL; set++) {
        if (strcmp(*set, text) == 0)
            return true;
    }
    return false;
}

static bool is_case_pair(const char *a, const char *b)
{
    return isalpha((unsigned char)a[0]) && a[1] == '\0' && b[1] == '\0' && a[0] != b[0] &&
           tolower((unsigned char)a[0]) == tolower((unsigned char)b[0]);
}

static bool look_alike(const char *a, const char *b)
{
    for (size_t i = 0; i < sizeof(lookalikes) / sizeof(lookalikes[0]); i++) {
        if (among(lookalikes[i], a) && among(lookalikes[i], b))
            return true;
    }
    return false;
}

static bool same_place(const struct letter *a, const struct letter *b)
{
    int32_t left = a->x > b->x ? a->x : b->x;
    int32_t right = a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w;
    int32_t narrow = a->w < b->w ? a->w : b->w;

    return right - left >= SHARED_WIDTH * narrow;
}

/*
 * Takes out the weaker of two readings of one glyph: of two shapes that with less of its width, of
 * a letter and its capital the less sure one. The same letter twice is really written twice, unless
 * the first is left of such a pair ("XxX").
 */
static void join(struct letter *a, struct letter *b)
{
    int32_t right = a->x + a->w > b->x + b->w ? a->x + a->w : b->x + b->w;
    bool same = strcmp(a->text, b->text) == 0, pair = is_case_pair(a->text, b->text);

    if (a->word != b->word || !same_place(a, b))
        return;
    if (same ? !a->mended : !pair && !look_alike(a->text, b->text))
        return;
    if (pair ? a->confidence > b->confidence : a->w > b->w)
        memcpy(b->text, a->text, sizeof(b->text));
    b->x = a->x < b->x ? a->x : b->x;
    b->w = right - b->x;
    b->confidence = fmax(a->confidence, b->confidence);
    a->text[0] = '\0';
    b->mended = true;
}

/*
 * Behind a word, a quotation mark that opens words is a comma, and a 5 narrower than any figure is
 * a semicolon.
 */
static void mend_point(struct letter *l, bool last)
{
    const char *point = NULL;

    if (strcmp(l->text, LOW_QUOTE) == 0)
        point = ",";
    else if (last && strcmp(l->text, "5") == 0 && l->w < NARROW_FIGURE * l->h)
        point = ";";
    if (point == NULL)
        return;
    memcpy(l->text, point, 2);
    l->mended = true;
}

static int by_value(const void *a, const void *b)
{
    const int32_t *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

/* Median height of those of the letters that are in the set; 0: there are none. */
static int32_t height_of(const struct letter *l, size_t n, const char *set, int32_t *room)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (l[i].text[0] != '\0' && l[i].text[1] == '\0' && strchr(set, l[i].text[0]) != NULL)
            room[count++] = l[i].h;
    }
    qsort(room, count, sizeof(*room), by_value);
    return count > 0 ? room[count / 2] : 0;
}

/* 1: a capital, -1: a small letter, 0: cannot tell. */
static int size_of(int32_t h, int32_t small, int32_t large)
{
    if (small > 0 && large > small)
        return 2 * h > small + large ? 1 : -1;
    if (large > 0 && small == 0)
        return h < OF_LARGE * large ? -1 : 1;
    if (small > 0 && large == 0)
        return h > OF_SMALL * small ? 1 : -1;
    return 0;
}

/* The only letter left of the word that begins at i; NULL: there are more. */
static struct letter *lone(struct letter *l, size_t n, size_t i, size_t *next)
{
    struct letter *only = NULL;
    size_t left = 0, j = i;

    for (; j < n && l[j].word == l[i].word; j++) {
        if (l[j].text[0] != '\0') {
            only = &l[j];
            left++;
        }
    }
    *next = j;
    return left == 1 ? only : NULL;
}

/* The letters of one line: lone letters get the case of their size. */
static void mend_case(struct letter *l, size_t n, int32_t *room)
{
    int32_t small = height_of(l, n, SMALL, room), large = height_of(l, n, LARGE, room);
    size_t next;

    for (size_t i = 0; i < n; i = next) {
        struct letter *only = lone(l, n, i, &next);
        unsigned char c = only != NULL ? (unsigned char)only->text[0] : 0;
        int size;

        if (c == 0 || only->text[1] != '\0' || !isalpha(c) || strchr(SIZE_ONLY, tolower(c)) == NULL)
            continue;
        size = size_of(only->h, small, large);
        if (size != 0 && (isupper(c) != 0) != (size > 0)) {
            only->text[0] = (char)(size > 0 ? toupper(c) : tolower(c));
            only->mended = true;
        }
    }
}

/*
 * Amounts in guilders are written "f 12,50". Standing alone, the f is taken for the sign of another
 * currency, or that for an accented capital.
 */
int letter_repair_mend_guilders(struct recognition *r)
{
    for (size_t i = 0; i + 1 < r->count; i++) {
        struct found_word *w = &r->words[i], *amount = &r->words[i + 1];
        char *f;

        /* The amount may stand on the next line. */
        if (!among(guilder_signs, w->text) || amount->line > w->line + 1 ||
            amount->block != w->block || !isdigit((unsigned char)amount->text[0]))
            continue;
        f = strdup("f");
        if (f == NULL)
            return -1;
        free(w->text);
        w->text = f;
    }
    return 0;
}

/* What may stand for a figure at c, the place at of the n characters of a token; 0: nothing else.
 */
static char figure_at(const char *c, size_t at, size_t n)
{
    bool before = at > 0 && isdigit((unsigned char)c[at - 1]);
    bool after = at + 1 < n && isdigit((unsigned char)c[at + 1]);

    if (c[at] == 'l')
        return '1';
    if ((c[at] == 'O' && (before || after)) || (c[at] == 'o' && before && after))
        return '0';
    return '\0';
}

/* Only figures, separators and what may stand for a figure; and a figure. */
static bool is_number_like(const char *text, size_t n)
{
    size_t figures = 0;

    for (size_t i = 0; i < n; i++) {
        figures += isdigit((unsigned char)text[i]) != 0;
        if (!isdigit((unsigned char)text[i]) && strchr(".,:/-lOo", text[i]) == NULL)
            return false;
    }
    return figures > 0;
}

void letter_repair_mend_figures(struct recognition *r)
{
    for (size_t i = 0; i < r->count; i++) {
        char *text = r->words[i].text + strspn(r->words[i].text, "(");
        size_t n = strcspn(text, ");");

        /* "-1l" is the pronoun behind a dash as well. */
        if (!is_number_like(text, n) || (text[0] == '-' && strcspn(text, "23456789") >= n))
            continue;
        /* From both ends, so that a figure found helps the next: "l9O0", "1OO". */
        for (size_t pass = 0; pass < 2; pass++)
            for (size_t j = 0; j < n; j++) {
                size_t at = pass == 0 ? j : n - 1 - j;
                char figure = figure_at(text, at, n);

                if (figure != '\0')
                    text[at] = figure;
            }
    }
}

/*
 * Puts the mended words together again from what is left of their letters. What made the recogniser
 * hesitate between two words is settled: they are as sure as their least sure letter.
 */
static int rebuild(struct recognition *r, const struct letters *l)
{
    for (size_t i = 0, next; i < l->count; i = next) {
        struct found_word *w = &r->words[l->at[i].word];
        bool mended = false;
        double least = 1;
        size_t len = 1;
        char *text;

        for (next = i; next < l->count && l->at[next].word == l->at[i].word; next++) {
            len += strlen(l->at[next].text);
            mended |= l->at[next].mended;
            if (l->at[next].text[0] != '\0')
                least = fmin(least, l->at[next].confidence);
        }
        if (!mended)
            continue;
        text = calloc(len, 1);
        if (text == NULL)
            return -1;
        for (size_t j = i, at = 0; j < next; j++) {
            memcpy(text + at, l->at[j].text, strlen(l->at[j].text));
            at += strlen(l->at[j].text);
        }
        free(w->text);
        w->text = text;
        w->confidence = fmax(w->confidence, least);
    }
    return 0;
}

int letter_repair_mend(struct recognition *r, struct letters *l)
{
    int32_t *room = calloc(l->count + 1, sizeof(*room));
    int rc = room == NULL ? -1 : 0;

    for (size_t i = 0; i + 1 < l->count; i++) {
        join(&l->at[i], &l->at[i + 1]);
        if (l->at[i + 1].word == l->at[i].word)
            mend_point(&l->at[i + 1], i + 2 == l->count || l->at[i + 2].word != l->at[i].word);
    }
    for (size_t i = 0, next; rc == 0 && i < l->count; i = next) {
        uint32_t line = r->words[l->at[i].word].line;

        for (next = i; next < l->count && r->words[l->at[next].word].line == line;)
            next++;
        mend_case(l->at + i, next - i, room);
    }
    if (rc == 0)
        rc = rebuild(r, l);
    free(room);
    return rc;
}

void letter_repair_free(struct letters *l)
{
    free(l->at);
    *l = (struct letters){ 0 };
}
