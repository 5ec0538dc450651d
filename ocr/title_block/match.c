/* Which words of a title block are labels. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ocr/title_block/title_block_private.h"

static bool has_letter(const char *text)
{
    for (; *text != '\0'; text++)
        if (isalpha((unsigned char)*text))
            return true;
    return false;
}

/* A word of the value comes next that is written small: then the label is a word of a sentence. */
static bool goes_on_small(const struct title_lines *l, const struct title_segment *s, size_t next)
{
    return next < s->to && islower((unsigned char)l->words[next].text[0]);
}

static bool ends_as_label(const char *text)
{
    size_t n = strlen(text);

    return n > 0 && (text[n - 1] == ':' || text[n - 1] == '.');
}

static bool is_colon(const struct title_lines *l, const struct title_segment *s, size_t i)
{
    return i < s->to && strcmp(l->words[i].text, ":") == 0;
}

static struct title_match match_at(const struct title_lines *l, const struct title_segment *s,
                                   size_t i)
{
    char folded[TITLE_LABEL_WORDS * TITLE_FOLD_MAX] = "", word[TITLE_FOLD_MAX];
    struct title_match best = { 0 };
    size_t n = 0;

    for (size_t k = 0; k < TITLE_LABEL_WORDS && i + k < s->to; k++) {
        const char *text = l->words[i + k].text;
        const struct title_label *label;
        bool exact, sign;

        if (!has_letter(text))
            break;
        title_fold(text, word);
        n += (size_t)snprintf(folded + n, sizeof(folded) - n, "%s", word);
        if (n >= TITLE_FOLD_MAX)
            break;
        label = title_label_of(folded, &exact);
        /* One more word must not be taken for letters misread. */
        if (label == NULL || (!exact && (best.exact || best.label == label)))
            continue;
        sign = ends_as_label(text) || is_colon(l, s, i + k + 1);
        if (label->firm || sign || (i == s->from && !goes_on_small(l, s, i + k + 1)))
            best = (struct title_match){ label, k + 1, exact };
    }
    return best;
}

void title_match(const struct title_lines *l, struct title_match *out)
{
    for (size_t k = 0; k < l->segment_count; k++) {
        const struct title_segment *s = &l->segments[k];

        for (size_t i = s->from; i < s->to;) {
            struct title_match m = match_at(l, s, i);

            out[i] = m;
            i += m.words > 0 ? m.words : 1;
        }
    }
}
