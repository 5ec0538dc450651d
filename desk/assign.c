#include "desk/assign.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "index/records/page.h"
#include "pipeline/place_pages.h"

/* "DOSSIER:1974/0231" or "DOCUMENT:letter", as on a separator sheet; *counts: it would be heeded.
 */
static BA_RC make_code(struct depot *depot, const char *prefix, const char *value, char **code,
                       bool *counts, struct ba_err *err)
{
    *counts = false;
    *code = ba_strf("%s:%s", prefix, value);
    return *code == NULL ? ba_fail_mem(err, "a code")
                         : place_code_counts(depot, *code, counts, err);
}

static BA_RC bad_kind(const char *kind, struct ba_err *err)
{
    return ba_fail(err, BA_FATAL, "USAGE",
                   "\"%s\" is no kind of document; there are: permit, application, letter, "
                   "calculation, drawing, report, photo, consent, other",
                   kind);
}

/* A separator is in no dossier, no search and no delivery. The machine saw that it may be one when
 * it found bars or codes of a separator that nobody can read; else what is on the page would go
 * without a word. */
static BA_RC check_separator(const struct decision *by, const struct assign_what *what,
                             const struct page_echo *was, struct ba_err *err)
{
    bool reasoned = by->reason != NULL && *by->reason != '\0';

    if (what->force && !reasoned)
        return ba_fail(err, BA_FATAL, "USAGE", "--force wants a --reason: it is kept for ever");
    for (size_t i = 0; i < was->count && !what->force; i++) {
        const struct page_echo_one *p = &was->at[i];
        bool seen = strstr(p->reasons, "\"SEPARATOR_UNREADABLE\"") != NULL ||
                    strstr(p->reasons, "\"SEPARATOR_CONFLICT\"") != NULL;

        if (p->state == PAGE_WAITING || p->state == PAGE_FAILED)
            return ba_fail(err, BA_ITEM, "PAGE_HAS_TEXT",
                           "sheet %s of %s (%s) was not read, so nobody knows what is on it; look "
                           "at it, and if it is a separator: --force --reason TEXT",
                           p->sheet, p->batch, p->file);
        if ((p->state == PAGE_DRAWING || p->words > 0) && !seen)
            return ba_fail(err, BA_ITEM, "PAGE_HAS_TEXT",
                           "sheet %s of %s (%s, page %" PRId64 ") has %" PRId64
                           " words, \"%s\"; as a separator it would be in no dossier and no "
                           "delivery. Nothing was changed. If it is one all the same: --force "
                           "--reason TEXT",
                           p->sheet, p->batch, p->file, p->page, p->words > 0 ? p->words : 0,
                           p->begins);
    }
    return BA_OK;
}

/* In the register, or known from other sheets. Which of several archives: the placing decides. */
static BA_RC check_dossier(struct depot *depot, const struct assign_what *what, struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    int64_t id;
    enum ba_rc rc = dossier_named(depot->store, what->dossier, APP_OWN_ARCHIVE, false, &id, &why);

    if (rc == BA_OK || strcmp(why.code, "DOSSIER_AMBIGUOUS") == 0)
        return BA_OK;
    *err = why;
    return rc;
}

static BA_RC say_codes(struct depot *depot, const struct correction *c,
                       const struct assign_what *what, const struct page_refs *pages,
                       struct ba_err *err)
{
    char *code = NULL;
    bool counts = true;
    enum ba_rc rc = BA_OK;

    if (what->as == ASSIGN_SEPARATOR || what->as == ASSIGN_BEGINS)
        rc = make_code(depot, what->kind != NULL ? "DOCUMENT" : "DOSSIER",
                       what->kind != NULL ? what->kind : what->dossier, &code, &counts, err);
    if (rc == BA_OK && !counts && what->kind != NULL)
        rc = bad_kind(what->kind, err);
    else if (rc == BA_OK && !counts)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                     "\"%s\" is neither in the register nor made like a dossier number "
                     "(ingest.separator_pattern); correct it, or complete the register",
                     what->dossier);
    if (rc == BA_OK && counts && what->dossier != NULL && !what->make)
        rc = check_dossier(depot, what, err);
    if (rc == BA_OK && what->as == ASSIGN_BEGINS) {
        char *page = ba_strf("%c%s", PAGE_CODE_BEGINS, code);

        free(code);
        code = page;
        rc = page == NULL ? ba_fail_mem(err, "a code") : BA_OK;
    }
    for (size_t i = 0; i < pages->count && rc == BA_OK; i++)
        rc = page_say_code(depot->store, pages->ids[i], code == NULL ? "" : code, c, err);
    free(code);
    return rc;
}

static BA_RC put_in(struct depot *depot, const struct correction *c, const struct assign_what *what,
                    const struct page_refs *pages, struct ba_err *err)
{
    struct assignment to = { .kind = what->kind, .document = what->document };
    char *kind = NULL;
    bool kind_counts = true;
    enum ba_rc rc = BA_OK;

    if (what->kind != NULL)
        rc = make_code(depot, "DOCUMENT", what->kind, &kind, &kind_counts, err);
    if (rc == BA_OK && !kind_counts)
        rc = bad_kind(what->kind, err);
    if (rc == BA_OK)
        rc = dossier_named(depot->store, what->dossier, APP_OWN_ARCHIVE, what->make, &to.dossier,
                           err);
    if (rc == BA_OK)
        rc = page_assign(depot->store, pages->ids, pages->count, &to, c, err);
    free(kind);
    return rc;
}

static BA_RC find_pages(struct depot *depot, const struct assign_what *what,
                        struct page_refs *pages, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < what->page_count && rc == BA_OK; i++)
        rc = page_refs_add(pages, depot, what->pages[i], err);
    if (rc == BA_OK && (what->as == ASSIGN_SEPARATOR || what->as == ASSIGN_BEGINS) &&
        pages->count != 1)
        rc = ba_fail(err, BA_FATAL, "USAGE", "--%s is said of one sheet at a time",
                     what->as == ASSIGN_SEPARATOR ? "separator" : "begins");
    return rc;
}

static BA_RC change(struct depot *depot, const struct decision *by, const struct assign_what *what,
                    const struct page_refs *pages, struct assign_result *out, struct ba_err *err)
{
    struct correction c = decision_record(by);
    enum ba_rc rc = store_begin(depot->store, err);

    out->pages = pages->count;
    if (rc != BA_OK)
        return rc;
    if (what->as == ASSIGN_UNDO)
        return page_unassign(depot->store, pages->ids, pages->count, &c, &out->pages, err);
    if (what->as != ASSIGN_PAGES)
        return say_codes(depot, &c, what, pages, err);
    rc = put_in(depot, &c, what, pages, err);
    /* What separators place is told by them: their documents lose an access that shifts. */
    return rc == BA_OK ? access_widened_find(&out->widened, depot, by->messages, err) : rc;
}

BA_RC assign_pages(struct depot *depot, const struct decision *by, const struct assign_what *what,
                   struct assign_result *out, struct ba_err *err)
{
    struct page_refs pages = { 0 };
    enum ba_rc rc;

    *out = (struct assign_result){ 0 };
    rc = find_pages(depot, what, &pages, err);
    if (rc == BA_OK)
        rc = page_echo_note(&out->was, depot, pages.ids, pages.count, err);
    if (rc == BA_OK && what->as == ASSIGN_SEPARATOR)
        rc = check_separator(by, what, &out->was, err);
    if (rc == BA_OK)
        rc = access_widened_note(&out->widened, depot, &pages, err);
    if (rc == BA_OK)
        rc = change(depot, by, what, &pages, out, err);
    rc = decision_commit_pages(depot, by, &pages, what->as == ASSIGN_PAGES ? 0 : PAGES_PLACED, rc,
                               err);
    page_refs_free(&pages);
    return rc;
}

void assign_result_free(struct assign_result *r)
{
    access_widened_free(&r->widened);
    page_echo_free(&r->was);
}
