/* Pictures within the page: data URIs, so that it can be mailed and printed as one file. */
#include <inttypes.h>
#include <stdlib.h>

#include "report/html_text.h"
#include "report/report_html_part.h"

static void base64(const unsigned char *p, size_t size, struct ba_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < size; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < size ? (uint32_t)p[i + 1] << 8 : 0) |
                     (i + 2 < size ? p[i + 2] : 0u);
        char four[4] = { digits[v >> 18], digits[v >> 12 & 63], digits[v >> 6 & 63],
                         digits[v & 63] };

        if (i + 1 >= size)
            four[2] = '=';
        if (i + 2 >= size)
            four[3] = '=';
        ba_buf_add(out, four, sizeof(four));
    }
}

static void picture(const struct report_picture *p, const char *label, struct ba_buf *out)
{
    if (p->size == 0)
        return;
    ba_buf_printf(out, "<img width=\"%" PRIu32 "\" height=\"%" PRIu32 "\" alt=\"", p->width_px,
                  p->height_px);
    html_text(out, label);
    ba_buf_puts(out, "\" title=\"");
    html_text(out, label);
    ba_buf_puts(out, "\" src=\"data:image/jpeg;base64,");
    base64(p->jpeg, p->size, out);
    ba_buf_puts(out, "\">");
}

void report_html_pictures(const struct report_item *i, struct ba_buf *out)
{
    char *label = report_label(i);

    ba_buf_puts(out, "<td class=\"p\">");
    picture(&i->picture, label != NULL ? label : "", out);
    picture(&i->pair_picture, i->pair_label != NULL ? i->pair_label : "", out);
    if (i->picture.size == 0)
        ba_buf_puts(out, "geen beeld");
    ba_buf_puts(out, "</td>");
    free(label);
}
