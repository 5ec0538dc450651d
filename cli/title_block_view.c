#include "cli/title_block_view.h"
#include "cli/message.h"

#include <inttypes.h>
#include <stdio.h>

#include "index/records/title_block.h"

static BA_RC print_row(void *ctx, const struct title_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("    %s: %s  (%s, %.0f %%)\n", row->name, row->value, row->rule, 100 * row->confidence);
    return BA_OK;
}

static BA_RC nothing(void *ctx, const struct title_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return BA_OK;
}

BA_RC title_print(struct depot *depot, const struct page_row *p, struct ba_err *err)
{
    char box[64];
    bool known;
    enum ba_rc rc = title_each(depot->store, p->id, &known, box, nothing, NULL, err);

    if (rc != BA_OK || p->state != PAGE_DRAWING)
        return rc;
    if (!known)
        say(depot, stdout, "  title block: not looked for yet; bouwarchief index does so\n");
    else if (box[0] == '\0')
        printf("  title block: none found%s\n", p->words == 0 ? ", there is no text at all" : "");
    else
        printf("  title block at %s:\n", box);
    return title_each(depot->store, p->id, &known, box, print_row, NULL, err);
}
