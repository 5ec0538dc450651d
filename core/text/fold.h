/*
 * fold.h - text -> the words of the index: lower case, without accents.
 *
 * A word is a run of letters and digits. Accents, combining marks and soft hyphens are left out,
 * ligatures are spelled ("\u0133" is "ij", "\ufb01" is "fi"), so that what is typed and what was
 * read meet. The same code cuts the pages, the queries and the words of an ALTO file; FTS5 is given
 * it as its tokenizer (index/db/fold_tokenizer.h).
 */
#ifndef BA_CORE_TEXT_FOLD_H
#define BA_CORE_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a folded word, NUL included; what is longer is cut, in texts and queries alike. */
#define FOLD_MAX 64

struct fold {
    const char *text; /* borrowed */
    size_t len, at;
    char word[FOLD_MAX]; /* the last word, NUL-terminated */
    size_t word_len;
    size_t start, end; /* where it stands in text, in bytes */
};

static inline struct fold fold_start(const char *text, size_t len)
{
    return (struct fold){ .text = text, .len = len };
}
/* False at the end. Malformed UTF-8 separates words. */
bool fold_next(struct fold *f);
/* The folded words of text written together ("Prins Bernhardlaan" -> "prinsbernhardlaan"). */
void fold_key(const char *text, char *out, size_t out_size);
/* The folded words of text with one space between. */
void fold_line(const char *text, char *out, size_t out_size);

/* Private-use characters mark words that no text contains: keys of numbers, addresses, kinds. */
#define FOLD_IS_MARK(cp) ((cp) >= 0xE000 && (cp) <= 0xE0FF)

#endif
