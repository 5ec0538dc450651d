#include "index/extract/personal_words.h"

#include <stdio.h>
#include <string.h>

#include "core/buf.h"

static void cut_signs(const struct personal_view *v, struct personal_word *w)
{
    size_t end = w->to;

    while (w->from < w->to && !personal_is_sign(v->text[w->from]) && v->text[w->from] != '\'')
        w->from++;
    while (w->to > w->from && !personal_is_sign(v->text[w->to - 1]))
        w->to--;
    w->ends = w->to < end && strchr(",;:)!?\"|", v->text[w->to]) != NULL;
    /* The full stop of initials and of shortened words belongs to them. */
    if (w->to < end && v->text[w->to] == '.') {
        w->to++;
        w->ends = w->ends || w->to < end;
    }
    size_t n = w->to - w->from;
    if (n >= sizeof w->text)
        n = sizeof w->text - 1;
    memcpy(w->text, v->text + w->from, n);
    memcpy(w->bone, v->bone + w->from, n);
    w->text[n] = w->bone[n] = '\0';
}

int personal_words_of(const struct personal_view *v, struct personal_words *out)
{
    bool line = true, cell = true;

    *out = (struct personal_words){ 0 };
    for (size_t at = 0; at < v->len;) {
        if (personal_is_space(v->text[at])) {
            line |= v->text[at] != ' ';
            cell |= v->text[at] == PERSONAL_PARAGRAPH;
            at++;
            continue;
        }
        struct personal_word w = { .from = at, .new_line = line, .new_cell = cell };
        while (at < v->len && !personal_is_space(v->text[at]))
            at++;
        w.to = at;
        cut_signs(v, &w);
        if (w.from == w.to) { /* a dash, the rule of a table */
            cell = true;
            if (out->count > 0)
                out->at[out->count - 1].ends = true;
            continue;
        }
        if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
            return -1;
        out->at[out->count++] = w;
        line = cell = false;
    }
    return 0;
}

bool personal_word_in(const struct personal_word *w, const char *const *list)
{
    size_t n = strlen(w->bone);

    if (n > 0 && w->bone[n - 1] == '.')
        n--;
    for (size_t i = 0; list[i] != NULL; i++) {
        size_t k = 0;

        if (strlen(list[i]) != n)
            continue;
        while (k < n && personal_bone(list[i][k]) == w->bone[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

bool personal_is_particle(const struct personal_word *w)
{
    static const char *const particles[] = { "van",   "de",  "der", "den", "het", "'t",
                                             "t",     "ten", "ter", "te",  "la",  "von",
                                             "du",    "el",  "al",  "d'",  "v.d", "vd",
                                             "v",     "v/d", "op",  "aan", "in",  "'s",
                                             "van't", "des", "le",  "vau", NULL };

    return !w->ends && personal_word_in(w, particles);
}

bool personal_is_capitalised(const char *text)
{
    size_t n = 1, letters = 0;

    if (text[0] == '\'' && text[1] != '\0')
        text++;
    /* "0osterhuis": read for an O. */
    bool zero = text[0] == '0' && text[1] >= 'a' && text[1] <= 'z' && text[2] >= 'a';
    if (!zero && (text[0] < 'A' || text[0] > 'Z'))
        return false;
    for (; text[n] != '\0' && strchr("-'.", text[n]) == NULL; n++) {
        letters += personal_is_letter(text[n]);
        if (!personal_is_letter(text[n]) && personal_bone(text[n]) == text[n])
            return false; /* a digit that looks like no letter */
    }
    return letters >= 1;
}

/* One initial at text: a capital (or an l read for one) and perhaps a small letter, a full stop. */
static size_t one_initial(const char *text)
{
    if (!((text[0] >= 'A' && text[0] <= 'Z') || text[0] == 'l' || text[0] == '1'))
        return 0;
    if (text[1] == '.')
        return 2;
    if (text[1] >= 'a' && text[1] <= 'z' && text[2] == '.' && strchr("hrsj", text[1]) != NULL)
        return 3;
    return 0;
}

size_t personal_initials(const struct personal_word *w)
{
    size_t at = 0, n;

    while ((n = one_initial(w->text + at)) > 0)
        at += n;
    return at > 10 ? 0 : at;
}
