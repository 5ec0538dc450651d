/* pages: every page with its state. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "report/page_json.h"
#include "report/page_list.h"

struct listing {
    const struct depot *depot;
    bool json;
};

static BA_RC print_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    const struct listing *l = ctx;

    if (l->json)
        return json_line(page_json(l->depot, p), "page", err);
    printf("%" PRId64 "\t%s\t%s\t%s#%" PRIu32 "\t%s\t%s\t%s\t%s\n", p->id, p->batch, p->sheet,
           p->file, p->frame, page_state_name(p->state), p->dossier, p->kind, p->reason);
    return BA_OK;
}

BA_RC cmd_pages(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct listing l = { .depot = depot };
    const char *batch = NULL;
    const struct opt opts[] = { { "json", OPT_FLAG, &l.json },
                                { "batch", OPT_STRING, &batch },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    return rc == BA_OK ? page_list_each(depot, batch, print_page, &l, err) : rc;
}
