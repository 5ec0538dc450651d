#include "report/hit_boxes.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

enum { BOXES_MAX = 200, TERM_WORDS_MAX = 32 };

/* A folded word of the page with the ALTO words first..last that it comes from. */
struct token {
    char text[64];
    size_t first, last;
};

struct tokens {
    struct token *at; /* owned */
    size_t count, cap;
};

static int add(struct tokens *t, const char *text, size_t first, size_t last)
{
    char line[512], *rest = line, *part;

    search_fold_line(text, line, sizeof(line));
    while ((part = strsep(&rest, " ")) != NULL) {
        if (*part == '\0')
            continue;
        if (ba_grow(&t->at, &t->cap, t->count + 1, sizeof(*t->at)) != 0)
            return -1;
        t->at[t->count] = (struct token){ .first = first, .last = last };
        snprintf(t->at[t->count++].text, sizeof(t->at->text), "%.63s", part);
    }
    return 0;
}

/* The words as the index has them: the two halves of a divided word are one. */
static int cut_page(const struct alto_page *p, struct tokens *t)
{
    char whole[1024];

    for (size_t i = 0; i < p->count; i++) {
        bool divided = p->words[i].hyphenated && i + 1 < p->count;

        snprintf(whole, sizeof(whole), "%.500s%.500s", p->words[i].text,
                 divided ? p->words[i + 1].text : "");
        if (add(t, whole, i, i + divided) != 0)
            return -1;
        i += divided;
    }
    return 0;
}

/* Marks the words of every place where the term stands. */
static void mark(const struct tokens *t, const char *term, bool *hit)
{
    char copy[512], *rest = copy, *words[TERM_WORDS_MAX];
    size_t n = 0;

    snprintf(copy, sizeof(copy), "%s", term);
    while (n < TERM_WORDS_MAX && (words[n] = strsep(&rest, " ")) != NULL)
        n++;
    for (size_t i = 0; i + n <= t->count; i++) {
        size_t k = 0;

        while (k < n && strcmp(t->at[i + k].text, words[k]) == 0)
            k++;
        for (size_t j = i; k == n && j < i + n; j++)
            for (size_t w = t->at[j].first; w <= t->at[j].last; w++)
                hit[w] = true;
    }
}

json_t *hit_boxes(const struct alto_page *page, const struct search_hit *hit)
{
    struct tokens tokens = { 0 };
    bool *marked = calloc(page->count + 1, sizeof(*marked));
    json_t *list = json_array();

    if (marked != NULL && cut_page(page, &tokens) == 0)
        for (size_t i = 0; i < hit->term_count; i++)
            mark(&tokens, hit->terms[i], marked);
    for (size_t i = 0; marked != NULL && i < page->count; i++) {
        const struct alto_word *w = &page->words[i];

        if (marked[i] && json_array_size(list) < BOXES_MAX)
            json_array_append_new(list, json_pack("[i,i,i,i]", w->x, w->y, w->w, w->h));
    }
    free(tokens.at);
    free(marked);
    return list;
}
