/* personal: where personal data was seen, for a person who decides on access. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/json_value.h"
#include "depot/designator.h"
#include "desk/personal_review.h"

struct listing {
    struct depot *depot;
    bool json;
    uint64_t rows;
};

static BA_RC print_row(void *ctx, const struct personal_row *r, struct ba_err *err)
{
    struct listing *l = ctx;
    json_t *boxes;

    l->rows++;
    if (!l->json) {
        printf("%s (%s), page %" PRId64 " (%" PRId64 "): %s, by rule %s%s%s\n",
               r->document[0] != '\0' ? r->document : r->number,
               designator_archive_shown(l->depot, r->archive), r->seq, r->page, r->kind, r->rule,
               r->box[0] != '\0' ? ", at " : "", r->box);
        return BA_OK;
    }
    boxes = r->box[0] != '\0' ? json_loads(r->box, 0, NULL) : NULL;
    return json_line(json_pack("{s:s, s:s, s:o, s:I, s:I, s:s, s:s, s:o, s:o}", "dossier",
                               r->number, "archive", designator_archive_shown(l->depot, r->archive),
                               "document", json_text(r->document), "page", (json_int_t)r->page,
                               "seq_in_dossier", (json_int_t)r->seq, "kind", r->kind, "rule",
                               r->rule, "confidence", json_rounded(r->confidence, 3), "boxes",
                               boxes != NULL ? boxes : json_null()),
                     err);
}

BA_RC cmd_personal(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct listing l = { .depot = depot };
    struct personal_review_what what = { 0 };
    const struct opt opts[] = { { "archive", OPT_STRING, &what.archive },
                                { "json", OPT_FLAG, &l.json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    what.dossiers = (const char *const *)words;
    what.count = (size_t)count;
    rc = personal_review_each(depot, &what, print_row, &l, err);
    if (rc == BA_OK && l.rows == 0)
        fputs("no personal data was seen on the pages that were read\n", stderr);
    return rc;
}
