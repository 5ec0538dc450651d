#include "export/pdf_check_content.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
    int marked, saved, text; /* depths */
    bool invisible;
    unsigned *marks;
    char *why;
    size_t why_size;
};

static bool fail(struct state *s, const char *why)
{
    snprintf(s->why, s->why_size, "%s", why);
    return false;
}

static bool ends_with(const char *line, size_t n, const char *operator)
{
    size_t k = strlen(operator);
    return n >= k && memcmp(line + n - k, operator, k) == 0 && (n == k || line[n - k - 1] == ' ');
}

/* Four digits a character, none of them 0000, FEFF, FFFE or private (6.2.11.7). */
static bool codes_ok(const char *line, size_t n)
{
    const char *open = memchr(line, '<', n), *close = memchr(line, '>', n);
    if (open == NULL || close == NULL || (close - open - 1) % 4 != 0)
        return false;
    for (const char *p = open + 1; p < close; p += 4) {
        char hex[5] = { p[0], p[1], p[2], p[3], '\0' };
        if (strspn(hex, "0123456789ABCDEF") != 4)
            return false;
        unsigned long cp = strtoul(hex, NULL, 16);
        if (cp == 0 || cp == 0xFEFF || cp >= 0xFFFE || (cp >= 0xD800 && cp <= 0xF8FF))
            return false;
    }
    return true;
}

static bool begin_marked(struct state *s, const char *line, size_t n)
{
    if (s->marked++ > 0)
        return fail(s, "marked content inside marked content");
    if (ends_with(line, n, "BMC"))
        return memcmp(line, "/Artifact BMC", 13) == 0 ||
               fail(s, "a sequence without a property is no artifact");
    const char *id = memmem(line, n, "/MCID ", 6);
    if (id == NULL || strtoul(id + 6, NULL, 10) != *s->marks)
        return fail(s, "the marked-content identifiers do not count from 0");
    (*s->marks)++;
    return true;
}

static bool show_text(struct state *s, const char *line, size_t n)
{
    if (s->marked != 1 || s->text != 1)
        return fail(s, "text outside a tagged sequence");
    if (!s->invisible)
        return fail(s, "text that is not invisible");
    return codes_ok(line, n) || fail(s, "text of codes that may not be there");
}

/* The image: all on one line. */
static bool paint(struct state *s, const char *line, size_t n)
{
    if (s->marked != 1)
        return fail(s, "an image outside marked content");
    return (memcmp(line, "q ", 2) == 0 && ends_with(line, n, "Q")) ||
           fail(s, "the graphics state is not saved and restored around the image");
}

static bool take(struct state *s, const char *line, size_t n)
{
    if (ends_with(line, n, "BDC") || ends_with(line, n, "BMC"))
        return begin_marked(s, line, n);
    if (ends_with(line, n, "EMC"))
        return --s->marked == 0 || fail(s, "marked content ends that did not begin");
    if (memmem(line, n, " Do", 3) != NULL)
        return paint(s, line, n);
    if (ends_with(line, n, "BT"))
        return ++s->text == 1 || fail(s, "text objects nest");
    if (ends_with(line, n, "ET"))
        return --s->text == 0 || fail(s, "a text object ends that did not begin");
    if (ends_with(line, n, "Tr"))
        return (s->invisible = line[0] == '3') || fail(s, "text is painted");
    if (ends_with(line, n, "Tj"))
        return show_text(s, line, n);
    return ends_with(line, n, "Tf") || ends_with(line, n, "Tz") ||
           fail(s, "an operator that we do not write");
}

bool pdf_content_ok(const char *text, unsigned *marks, char *why, size_t why_size)
{
    struct state s = { .marks = marks, .why = why, .why_size = why_size };
    *marks = 0;
    /* The font's maps are streams of the same form; they are no page content. */
    if (*text == '\0' || strncmp(text, "/CIDInit", 8) == 0)
        return true;
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\n");
        if (n > 0 && !take(&s, line, n))
            return false;
        line += n + (line[n] != '\0');
    }
    return (s.marked == 0 && s.text == 0) || fail(&s, "a sequence is not closed");
}
