#include "report/html_text.h"

#include <string.h>

#include "core/utf8.h"

void html_text(struct ba_buf *out, const char *s)
{
    bool valid = ba_utf8_valid(s, strlen(s));

    for (; *s != '\0'; s++)
        switch (*s) {
        case '&':
            ba_buf_puts(out, "&amp;");
            break;
        case '<':
            ba_buf_puts(out, "&lt;");
            break;
        case '>':
            ba_buf_puts(out, "&gt;");
            break;
        case '"':
            ba_buf_puts(out, "&quot;");
            break;
        case '\'':
            ba_buf_puts(out, "&#39;");
            break;
        default:
            if ((unsigned char)*s < 0x20 || *s == 0x7F || ((unsigned char)*s >= 0x80 && !valid))
                ba_buf_puts(out, "?");
            else
                ba_buf_add(out, s, 1);
        }
}
