#include "export/pdf/pdf_heading.h"

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

/* Words on a page from which its usual height is known. */
#define MIN_WORDS 20
/* Heights of a heading's words over the usual one: letter-spaced capitals of the same size are a
 * tenth higher than words with small letters. */
#define HIGHER 1.35
#define MUCH_HIGHER 1.8
/* A longer paragraph is text in large print. */
#define MAX_WORDS 14
#define MAX_LINES 3
#define MIN_LETTERS 4
#define MAX_DOUBT 0.4

static int by_height(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_height(const struct pdf_word *words, size_t count)
{
    double *heights = count == 0 ? NULL : malloc(count * sizeof *heights);
    double median = 0;
    if (heights == NULL) /* without memory nothing is a heading: the text is there all the same */
        return 0;
    for (size_t i = 0; i < count; i++)
        heights[i] = words[i].h;
    qsort(heights, count, sizeof *heights, by_height);
    median = heights[count / 2];
    free(heights);
    return median;
}

double pdf_usual_height(const struct pdf_word *words, size_t count)
{
    return count < MIN_WORDS ? 0 : median_height(words, count);
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0x24F);
}

/* Most of its signs are letters: rules, stamps and numbers are high too. */
static bool reads_as_words(const struct pdf_word *words, size_t count)
{
    size_t letters = 0, signs = 0;
    for (size_t w = 0; w < count; w++) {
        size_t len = strlen(words[w].text);
        for (size_t i = 0; i < len; signs++) {
            uint32_t cp;
            i += ba_utf8_decode(words[w].text + i, len - i, &cp);
            letters += is_letter(cp);
        }
    }
    return letters >= MIN_LETTERS && 10 * letters >= 7 * signs;
}

/* Large handwriting and ornaments are read as words too, and not surely. */
static bool is_sure(const struct pdf_word *words, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += words[i].doubt;
    return sum <= MAX_DOUBT * (double)count;
}

unsigned pdf_heading_level(const struct pdf_word *words, size_t count, double usual, unsigned last)
{
    if (usual <= 0 || count == 0 || count > MAX_WORDS ||
        words[count - 1].line - words[0].line >= MAX_LINES || !reads_as_words(words, count) ||
        !is_sure(words, count))
        return 0;
    double higher = median_height(words, count) / usual;
    if (higher < HIGHER)
        return 0;
    return higher >= MUCH_HIGHER || last == 0 ? 1 : 2;
}
