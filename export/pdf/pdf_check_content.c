/*
 * pdf_check_content.c - the operators of one page, a line each, of the forms that our writer has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/pdf/pdf_check_private.h"
#include "export/pdf/pdf_template.h"

/* A word of 500 characters, its place and its operators. */
#define LINE_BYTES 4096

struct state {
    bool marked, tagged, text, invisible, font, painted;
    struct ba_buf *types;
    char *why;
    size_t why_size;
};

static bool fail(struct state *s, const char *why)
{
    snprintf(s->why, s->why_size, "%s", why);
    return false;
}

static bool artifact(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    if (s->marked)
        return fail(s, "marked content inside marked content");
    s->marked = true;
    return true;
}

static bool tagged(struct state *s, const struct pdf_template *m, const char *line)
{
    char type = line[1] == 'H' ? line[2] : line[1];
    if (s->marked)
        return fail(s, "marked content inside marked content");
    if (m->u[0] != s->types->len)
        return fail(s, "the marked-content identifiers do not count from 0");
    ba_buf_add(s->types, &type, 1);
    s->marked = s->tagged = true;
    return true;
}

static bool end_marked(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    if (!s->marked || s->text)
        return fail(s, "marked content ends that did not begin, or inside text");
    s->marked = s->tagged = false;
    return true;
}

/* The image: once, before all text, and all on one line. */
static bool paint(struct state *s, const struct pdf_template *m, const char *line)
{
    char type = s->types->len > 0 ? s->types->data[s->types->len - 1] : 'F';
    (void)line;
    if (!s->marked || s->text || s->painted || (s->tagged && type != 'F'))
        return fail(s, "an image outside a figure or artifact, or a second one");
    if (m->f[0] * m->f[3] - m->f[1] * m->f[2] == 0)
        return fail(s, "an image without a surface");
    s->painted = true;
    return true;
}

/* In a paragraph, or the hyphen of a divided word, an artifact. */
static bool begin_text(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    if (!s->marked || s->text || (s->tagged && s->types->data[s->types->len - 1] == 'F'))
        return fail(s, "text outside a tagged sequence");
    s->text = true;
    s->invisible = s->font = false;
    return true;
}

static bool end_text(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    if (!s->text)
        return fail(s, "a text object ends that did not begin");
    s->text = false;
    return true;
}

static bool hide(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    s->invisible = s->text;
    return s->text || fail(s, "a text mode outside text");
}

static bool set_font(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)line;
    s->font = s->text && m->f[0] > 0;
    return s->font || fail(s, "a font outside text, or without a size");
}

static bool stretch(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)m;
    (void)line;
    return s->text || fail(s, "a stretch outside text");
}

/* Four digits a character, none of them 0000, FEFF, FFFE or private (6.2.11.7). */
static bool codes_ok(const char *codes)
{
    size_t n = strcspn(codes, ">");
    if (n == 0 || n % 4 != 0 || strcmp(codes + n, "> Tj") != 0)
        return false;
    for (size_t i = 0; i < n; i += 4) {
        char hex[5] = { codes[i], codes[i + 1], codes[i + 2], codes[i + 3], '\0' };
        if (strspn(hex, "0123456789ABCDEF") != 4)
            return false;
        unsigned long cp = strtoul(hex, NULL, 16);
        if (cp < 0x20 || cp == 0xFEFF || cp >= 0xFFFE || (cp >= 0xD800 && cp <= 0xF8FF))
            return false;
    }
    return true;
}

static bool show(struct state *s, const struct pdf_template *m, const char *line)
{
    (void)line;
    if (!s->text || !s->font || (!s->tagged && strcmp(m->rest, "002D> Tj") != 0))
        return fail(s, "text outside a tagged sequence, or without a font");
    if (!s->invisible)
        return fail(s, "text that is not invisible");
    return codes_ok(m->rest) || fail(s, "text of codes that may not be there");
}

static const struct {
    const char *form;
    bool (*take)(struct state *s, const struct pdf_template *m, const char *line);
} forms[] = {
    { "1 0 0 1 %f %f Tm <%*", show },
    { "0 1 -1 0 %f %f Tm <%*", show },
    { "-1 0 0 -1 %f %f Tm <%*", show },
    { "0 -1 1 0 %f %f Tm <%*", show },
    { "%f Tz", stretch },
    { "/F0 %f Tf", set_font },
    { "/P << /MCID %u >> BDC", tagged },
    { "/Span << /MCID %u >> BDC", tagged },
    { "/H1 << /MCID %u >> BDC", tagged },
    { "/H2 << /MCID %u >> BDC", tagged },
    { "/H3 << /MCID %u >> BDC", tagged },
    { "/H4 << /MCID %u >> BDC", tagged },
    { "/H5 << /MCID %u >> BDC", tagged },
    { "/H6 << /MCID %u >> BDC", tagged },
    { "/Figure << /MCID %u >> BDC", tagged },
    { "/Artifact BMC", artifact },
    { "BT", begin_text },
    { "3 Tr", hide },
    { "ET", end_text },
    { "EMC", end_marked },
    { "q %f %f %f %f %f %f cm /Im0 Do Q", paint },
};

static bool take(struct state *s, const char *line)
{
    struct pdf_template m;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (pdf_template_match(line, forms[i].form, &m))
            return forms[i].take(s, &m, line);
    return fail(s, "an operator that we do not write");
}

bool pdf_check_content(const char *text, struct ba_buf *types, char *why, size_t why_size)
{
    struct state s = { .types = types, .why = why, .why_size = why_size };
    char line[LINE_BYTES];
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n >= sizeof line || text[n] != '\n')
            return fail(&s, "a line without an end");
        memcpy(line, text, n);
        line[n] = '\0';
        if (!take(&s, line))
            return false;
        text += n + 1;
    }
    if (types->failed)
        return fail(&s, "too many sequences");
    return (!s.marked && !s.text && s.painted) || fail(&s, "a sequence is not closed, or no image");
}
