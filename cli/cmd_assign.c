/*
 * assign: a person puts pages in a dossier, or says of a sheet that it is a separator, or none.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "core/file.h"
#include "core/json_value.h"
#include "desk/access_widened.h"
#include "desk/field_correction.h"
#include "pipeline/place_pages.h"

struct assign {
    struct depot *depot;
    struct field_correction c;
    const char *kind;
    uint64_t document;
    bool separator, no_separator, undo, make;
    struct page_refs pages;
    const char *dossier; /* NULL: none is named */
    json_t *opened;      /* with --json: pages that everyone may see now */
    size_t back;         /* pages of which something was taken back */
};

static enum ba_rc check_options(const struct assign *a, struct ba_err *err)
{
    int modes = a->separator + a->no_separator + a->undo;

    if (modes > 1 || (a->kind != NULL && a->document != 0) || (modes > 0 && a->document != 0) ||
        (a->kind != NULL && (a->no_separator || a->undo)))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "these options exclude each other; see: bouwarchief help assign");
    if (a->document > UINT32_MAX)
        return ba_fail(err, BA_FATAL, "USAGE", "--document is far too large");
    return BA_OK;
}

/* The words: pages, and the dossier behind them ("to" may stand between). */
static enum ba_rc take_words(struct assign *a, char **words, int count, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (!a->no_separator && !a->undo && !(a->separator && a->kind != NULL)) {
        if (count < 2)
            return ba_fail(err, BA_FATAL, "USAGE", "name the pages, and the dossier behind them");
        a->dossier = words[--count];
        if (count > 1 && strcmp(words[count - 1], "to") == 0)
            count--;
    }
    for (int i = 0; i < count && rc == BA_OK; i++)
        rc = page_refs_add(&a->pages, a->depot, words[i], err);
    if (rc == BA_OK && a->separator && a->pages.count != 1)
        rc = ba_fail(err, BA_FATAL, "USAGE", "--separator is said of one sheet at a time");
    return rc;
}

/* "DOSSIER:1974/0231" or "DOCUMENT:letter", as on a separator sheet; *counts: it would be heeded.
 */
static enum ba_rc make_code(struct assign *a, const char *prefix, const char *value, char **code,
                            bool *counts, struct ba_err *err)
{
    *counts = false;
    *code = ba_strf("%s:%s", prefix, value);
    return *code == NULL ? ba_fail_mem(err, "a code")
                         : place_code_counts(a->depot, *code, counts, err);
}

static enum ba_rc bad_kind(const struct assign *a, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "USAGE",
                   "\"%s\" is no kind of document; there are: permit, application, letter, "
                   "calculation, drawing, report, photo, consent, other",
                   a->kind);
}

static enum ba_rc say_codes(struct assign *a, const struct correction *c, struct ba_err *err)
{
    char *code = NULL;
    bool counts = true;
    enum ba_rc rc = BA_OK;

    if (a->separator)
        rc = make_code(a, a->kind != NULL ? "DOCUMENT" : "DOSSIER",
                       a->kind != NULL ? a->kind : a->dossier, &code, &counts, err);
    if (rc == BA_OK && !counts && a->kind != NULL)
        rc = bad_kind(a, err);
    else if (rc == BA_OK && !counts)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                     "\"%s\" is neither in the register nor made like a dossier number "
                     "(ingest.separator_pattern); correct it, or complete the register",
                     a->dossier);
    for (size_t i = 0; i < a->pages.count && rc == BA_OK; i++)
        rc = page_say_code(a->depot->store, a->pages.ids[i], code == NULL ? "" : code, c, err);
    free(code);
    return rc;
}

static enum ba_rc put_in(struct assign *a, const struct correction *c, struct ba_err *err)
{
    struct assignment to = { .kind = a->kind, .document = (uint32_t)a->document };
    char *kind = NULL;
    bool kind_counts = true;
    enum ba_rc rc = BA_OK;

    if (a->kind != NULL)
        rc = make_code(a, "DOCUMENT", a->kind, &kind, &kind_counts, err);
    if (rc == BA_OK && !kind_counts)
        rc = bad_kind(a, err);
    if (rc == BA_OK)
        rc = dossier_named(a->depot->store, a->dossier, APP_OWN_ARCHIVE, a->make, &to.dossier, err);
    if (rc == BA_OK)
        rc = page_assign(a->depot->store, a->pages.ids, a->pages.count, &to, c, err);
    free(kind);
    return rc;
}

static enum ba_rc tell(const struct assign *a, struct ba_err *err)
{
    size_t n = a->undo ? a->back : a->pages.count;
    const char *dry = a->c.dry_run ? "would be" : n == 1 ? "is" : "are", *s = n == 1 ? "" : "s";

    if (a->c.json)
        return json_line(json_pack("{s:I, s:s, s:o, s:b, s:O*}", "pages", (json_int_t)n, "as",
                                   a->separator      ? "separator"
                                   : a->no_separator ? "no separator"
                                   : a->undo         ? "as before"
                                                     : "page",
                                   "dossier", json_text(a->dossier), "dry_run", a->c.dry_run,
                                   "opened", a->opened),
                         err);
    if (a->undo && a->back == 0)
        puts("nothing to take back: nobody assigned these pages");
    else if (a->undo)
        printf("%zu page%s %s where the separators put %s\n", n, s, dry, n == 1 ? "it" : "them");
    else if (a->no_separator)
        printf("%zu sheet%s %s %s\n", n, s, dry, n == 1 ? "an ordinary page" : "ordinary pages");
    else if (a->separator)
        printf("the sheet %s the separator of %s\n", a->c.dry_run ? "would be" : "is",
               a->kind != NULL ? a->kind : a->dossier);
    else
        printf("%zu page%s %s in %s\n", n, s, dry, a->dossier);
    return BA_OK;
}

enum ba_rc cmd_assign(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct assign a = { .depot = depot };
    const struct opt opts[] = { { "separator", OPT_FLAG, &a.separator },
                                { "no-separator", OPT_FLAG, &a.no_separator },
                                { "undo", OPT_FLAG, &a.undo },
                                { "new", OPT_FLAG, &a.make },
                                { "kind", OPT_STRING, &a.kind },
                                { "document", OPT_COUNT, &a.document },
                                CORRECT_OPTS(a.c),
                                { 0 } };
    struct correction c;
    struct access_widened opened = { 0 };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &words, &count, err);

    if (rc == BA_OK)
        rc = check_options(&a, err);
    c = correct_record(&a.c);
    if (rc == BA_OK)
        rc = take_words(&a, words, count, err);
    if (rc == BA_OK)
        rc = opened_note(&opened, depot, &a.pages, err);
    if (rc == BA_OK && a.c.json && (a.opened = json_array()) == NULL)
        rc = ba_fail_mem(err, "output");
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = a.undo ? page_unassign(depot->store, a.pages.ids, a.pages.count, &c, &a.back, err)
             : a.separator || a.no_separator ? say_codes(&a, &c, err)
                                             : put_in(&a, &c, err);
    /* What separators place is told by them: their documents lose an access that shifts. */
    if (rc == BA_OK && a.dossier != NULL && !a.separator)
        rc = opened_tell(&opened, a.opened, err);
    rc = correct_end(depot, &a.c, &a.pages, a.dossier == NULL || a.separator, rc, err);
    if (rc == BA_OK)
        rc = tell(&a, err);
    json_decref(a.opened);
    opened_free(&opened);
    page_refs_free(&a.pages);
    return rc;
}
