#include "report/summary_json.h"

json_t *summary_json(const struct summary_batch *b)
{
    const struct batch_totals *l = &b->totals;

    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:b}",
                     "batch", b->name, "files", (json_int_t)l->files, "taken",
                     (json_int_t)l->files_taken, "rejected", (json_int_t)l->files_rejected, "pages",
                     (json_int_t)l->pages, "waiting", (json_int_t)l->waiting, "text",
                     (json_int_t)l->text, "drawing", (json_int_t)l->drawing, "blank",
                     (json_int_t)l->blank, "separator", (json_int_t)l->separator, "failed",
                     (json_int_t)l->failed, "dropped", (json_int_t)l->dropped, "findings",
                     (json_int_t)b->findings, "sums_hold", l->holds);
}
