#include "core/xml_writer.h"

#include <stdlib.h>

#include "core/utf8.h"

static void indent(struct xml *x)
{
    for (unsigned i = 0; i < x->depth; i++)
        ba_buf_puts(&x->b, "  ");
}

void xml_start(struct xml *x)
{
    ba_buf_puts(&x->b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void xml_open(struct xml *x, const char *name, const char *attributes)
{
    indent(x);
    ba_buf_printf(&x->b, "<%s", name);
    ba_buf_puts(&x->b, attributes);
    ba_buf_puts(&x->b, ">\n");
    x->depth++;
}

void xml_close(struct xml *x, const char *name)
{
    x->depth--;
    indent(x);
    ba_buf_printf(&x->b, "</%s>\n", name);
}

static void put_escaped(struct ba_buf *b, const char *text)
{
    for (const char *p = text; *p; p++) {
        switch (*p) {
        case '<':
            ba_buf_puts(b, "&lt;");
            break;
        case '>':
            ba_buf_puts(b, "&gt;");
            break;
        case '&':
            ba_buf_puts(b, "&amp;");
            break;
        default:
            ba_buf_add(b, p, 1);
        }
    }
}

void xml_text(struct xml *x, const char *name, const char *text, size_t max_chars)
{
    char *clean = text == NULL ? NULL : ba_utf8_cut(text, max_chars);
    if (text != NULL && clean == NULL)
        x->b.failed = true;
    if (clean != NULL && *clean) {
        indent(x);
        ba_buf_printf(&x->b, "<%s>", name);
        put_escaped(&x->b, clean);
        ba_buf_printf(&x->b, "</%s>\n", name);
    }
    free(clean);
}

void xml_free(struct xml *x)
{
    ba_buf_free(&x->b);
}
