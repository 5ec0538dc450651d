/* reorder: the order of the pages in a dossier, by a person. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "desk/access_widened.h"
#include "desk/field_correction.h"

struct reorder {
    struct depot *depot;
    struct field_correction c;
    struct page_refs pages;
};

/* PAGE after|before PAGE */
static enum ba_rc move_one(struct reorder *r, char **words, const struct correction *c,
                           struct ba_err *err)
{
    bool before = strcmp(words[1], "before") == 0;
    struct access_widened opened = { 0 };
    enum ba_rc rc = page_refs_add(&r->pages, r->depot, words[0], err);

    if (rc == BA_OK)
        rc = page_refs_add(&r->pages, r->depot, words[2], err);
    if (rc == BA_OK && r->pages.count != 2)
        rc = ba_fail(err, BA_FATAL, "USAGE", "name one page, and the one beside it");
    if (rc == BA_OK)
        rc = opened_note(&opened, r->depot, &r->pages, err);
    if (rc == BA_OK)
        rc = page_reorder(r->depot->store, r->pages.ids[0], r->pages.ids[1], before, c, err);
    if (rc == BA_OK)
        rc = opened_tell(&opened, NULL, err);
    opened_free(&opened);
    return rc;
}

/* DOSSIER PAGE PAGE ... */
static enum ba_rc give_order(struct reorder *r, char **words, int count, const struct correction *c,
                             struct ba_err *err)
{
    int64_t dossier = 0;
    enum ba_rc rc = dossier_named(r->depot->store, words[0], APP_OWN_ARCHIVE, false, &dossier, err);

    for (int i = 1; i < count && rc == BA_OK; i++)
        rc = page_refs_add(&r->pages, r->depot, words[i], err);
    return rc == BA_OK
               ? dossier_reorder(r->depot->store, dossier, r->pages.ids, r->pages.count, c, err)
               : rc;
}

enum ba_rc cmd_reorder(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct reorder r = { .depot = depot };
    const struct opt opts[] = { CORRECT_OPTS(r.c), { 0 } };
    struct correction c;
    char **words;
    int count;
    bool one;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    one = count == 3 && (strcmp(words[1], "after") == 0 || strcmp(words[1], "before") == 0);
    c = correct_record(&r.c);
    rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = one ? move_one(&r, words, &c, err) : give_order(&r, words, count, &c, err);
    r.c.no_read = true; /* nothing new is to be read */
    rc = correct_end(depot, &r.c, &r.pages, false, rc, err);
    if (rc == BA_OK && r.c.json)
        rc = json_line(json_pack("{s:I, s:b}", "pages",
                                 (json_int_t)(!one                               ? r.pages.count
                                              : r.pages.ids[0] == r.pages.ids[1] ? 0
                                                                                 : 1),
                                 "dry_run", r.c.dry_run),
                       err);
    else if (rc == BA_OK && one && r.pages.ids[0] == r.pages.ids[1])
        puts("nothing to move: a page stands beside others, not beside itself");
    else if (rc == BA_OK && one)
        printf("page %" PRId64 " %s %s page %" PRId64 "\n", r.pages.ids[0],
               r.c.dry_run ? "would come" : "is", words[1], r.pages.ids[1]);
    else if (rc == BA_OK)
        printf("%s %s the order given\n", words[0], r.c.dry_run ? "would have" : "has");
    page_refs_free(&r.pages);
    return rc;
}
