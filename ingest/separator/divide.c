#include "ingest/separator/divide.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DOSSIER_PREFIX "DOSSIER:"
#define DOCUMENT_PREFIX "DOCUMENT:"

struct divide_rules {
    pcre2_code *pattern;
    pcre2_match_data *match;
    bool (*known)(void *ctx, const char *number);
    void *ctx;
};

/* Where a dossier stands; one for each number of the batch. */
struct coverage_place {
    char dossier[sizeof(((struct divide_page *)0)->dossier)]; /* first: the key of the tree */
    char kind[sizeof(((struct divide_page *)0)->kind)];
    uint32_t document;
    bool filled; /* the document has a page that is no separator */
};

/* The separator codes of one page. */
struct codes {
    const char *dossier, *kind; /* NULL: none */
    bool conflict, unknown;
};

BA_RC divide_rules_new(const char *pattern, bool (*known)(void *ctx, const char *number), void *ctx,
                       struct divide_rules **out, struct ba_err *err)
{
    struct divide_rules *r = calloc(1, sizeof(*r));
    PCRE2_SIZE at = 0;
    PCRE2_UCHAR why[160] = "";
    int code = 0;

    *out = NULL;
    if (r == NULL)
        return ba_fail_mem(err, "rules for separators");
    r->known = known;
    r->ctx = ctx;
    r->pattern = pcre2_compile(
        (PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
        PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &code, &at, NULL);
    if (r->pattern == NULL) {
        pcre2_get_error_message(code, why, sizeof(why));
        divide_rules_free(r);
        return ba_fail(err, BA_FATAL, "CONFIG",
                       "the separator pattern \"%s\" is wrong at character %zu: %s; correct it in "
                       "bouwarchief.conf",
                       pattern, (size_t)at + 1, (const char *)why);
    }
    r->match = pcre2_match_data_create(1, NULL);
    if (r->match == NULL) {
        divide_rules_free(r);
        return ba_fail_mem(err, "rules for separators");
    }
    *out = r;
    return BA_OK;
}

void divide_rules_free(struct divide_rules *r)
{
    if (r == NULL)
        return;
    pcre2_match_data_free(r->match);
    pcre2_code_free(r->pattern);
    free(r);
}

/* *valid: the register knows this number, or it is like the pattern from end to end. */
static BA_RC check_number(const struct divide_rules *r, const char *number, bool *valid,
                          struct ba_err *err)
{
    size_t len = strlen(number);
    int n;

    *valid = false;
    if (len == 0 || len >= sizeof(((struct divide_page *)0)->dossier))
        return BA_OK;
    *valid = r->known != NULL && r->known(r->ctx, number);
    if (*valid)
        return BA_OK;
    n = pcre2_match(r->pattern, (PCRE2_SPTR)number, len, 0, 0, r->match, NULL);
    *valid = n >= 0;
    if (n >= 0 || n == PCRE2_ERROR_NOMATCH ||
        (n <= PCRE2_ERROR_UTF8_ERR1 && n >= PCRE2_ERROR_UTF8_ERR21))
        return BA_OK;
    return ba_fail(
        err, BA_FATAL, "CONFIG",
        "the separator pattern takes too long to match \"%s\" (PCRE2 error %d); write it "
        "more simply in bouwarchief.conf",
        number, n);
}

static bool is_kind(const char *kind)
{
    static const char *const kinds[] = { "permit",      "application", "letter",
                                         "calculation", "drawing",     "report",
                                         "photo",       "consent",     "other" };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

static void take_code(const char **slot, const char *value, bool *conflict)
{
    if (*slot != NULL && strcmp(*slot, value) != 0)
        *conflict = true;
    *slot = value;
}

static BA_RC read_codes(const struct divide_rules *r, const struct divide_page *p, struct codes *c,
                        struct ba_err *err)
{
    *c = (struct codes){ 0 };
    for (size_t i = 0; i < p->code_count; i++) {
        const char *text = p->codes[i].text;

        if (strncmp(text, DOSSIER_PREFIX, strlen(DOSSIER_PREFIX)) == 0) {
            const char *number = text + strlen(DOSSIER_PREFIX);
            bool valid;
            enum ba_rc rc = check_number(r, number, &valid, err);

            if (rc != BA_OK)
                return rc;
            if (valid)
                take_code(&c->dossier, number, &c->conflict);
            c->unknown = c->unknown || !valid;
        } else if (strncmp(text, DOCUMENT_PREFIX, strlen(DOCUMENT_PREFIX)) == 0) {
            const char *kind = text + strlen(DOCUMENT_PREFIX);

            if (is_kind(kind))
                take_code(&c->kind, kind, &c->conflict);
            c->unknown = c->unknown || !is_kind(kind);
        } else if (strncasecmp(text, DOSSIER_PREFIX, strlen(DOSSIER_PREFIX)) == 0 ||
                   strncasecmp(text, DOCUMENT_PREFIX, strlen(DOCUMENT_PREFIX)) == 0) {
            c->unknown = true;
        }
    }
    return BA_OK;
}

/* A sheet twice, or with its code on both sides, opens one document, not two: one without pages is
 * used again. */
static void open_document(struct coverage_place *at, const char *kind)
{
    if (at->filled)
        at->document++;
    at->filled = false;
    snprintf(at->kind, sizeof(at->kind), "%s", kind);
}

static int by_dossier(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The place of a dossier; a new one begins with document 1. NULL when out of memory. */
static struct coverage_place *enter(void **tree, const char *dossier)
{
    struct coverage_place *at = calloc(1, sizeof(*at)), **node;

    if (at == NULL)
        return NULL;
    snprintf(at->dossier, sizeof(at->dossier), "%s", dossier);
    at->document = 1;
    node = tsearch(at, tree, by_dossier);
    if (node == NULL || *node != at)
        free(at);
    if (node == NULL)
        return NULL;
    /* Back in a dossier: what comes belongs to no kind until a code names one. */
    if (*node != at && (*node)->kind[0] != '\0')
        open_document(*node, "");
    return *node;
}

/* What each page is by its codes and content, before any is placed. */
static BA_RC name_pages(const struct divide_rules *r, struct divide_page *pages, size_t count,
                        struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < count && rc == BA_OK; i++) {
        struct divide_page *p = &pages[i];
        struct codes c;
        bool counts, content = p->content == SHEET_CONTENT || p->content == SHEET_UNSURE;

        rc = read_codes(r, p, &c, err);
        counts = !c.conflict && (c.dossier != NULL || c.kind != NULL);
        p->conflict = c.conflict;
        p->unknown = c.unknown;
        p->back = false;
        p->separator = counts && !content;
        p->begins = counts && content;
    }
    return rc;
}

static bool is_empty_behind(const struct divide_page *pages, size_t count, size_t i)
{
    return i + 1 < count && !pages[i + 1].separator && pages[i + 1].code_count == 0 &&
           (pages[i + 1].content == SHEET_EMPTY || pages[i + 1].content == SHEET_BEHIND);
}

/* The same sheet again, or its code on both of its sides. */
static bool is_same_sheet(const struct divide_page *a, const struct divide_page *b)
{
    return b->separator && a->code_count == 1 && b->code_count == 1 &&
           strcmp(a->codes->text, b->codes->text) == 0;
}

/* Were both sides of every sheet scanned? Told by where the separators lie and what is behind them.
 */
static bool is_two_sided(const struct divide_page *pages, size_t count)
{
    size_t with = 0, without = 0, gaps = 0, odd_gaps = 0, last = 0;

    for (size_t i = 0; i < count; i++) {
        if (!pages[i].separator)
            continue;
        gaps++;
        odd_gaps += (i - last) % 2;
        last = i;
        if (i + 1 < count && is_same_sheet(&pages[i], &pages[i + 1]))
            i++;
        else if (is_empty_behind(pages, count, i))
            with++;
        else
            without++;
    }
    odd_gaps += (count - last) % 2;
    return with > 0 && without * 10 <= with && odd_gaps * 10 <= gaps + 1;
}

static void name_backs(struct divide_page *pages, size_t count)
{
    bool two_sided = is_two_sided(pages, count);

    for (size_t i = 0; i + 1 < count; i++) {
        if (!pages[i].separator || pages[i].back || !is_empty_behind(pages, count, i))
            continue;
        pages[i + 1].back = two_sided || pages[i + 1].content == SHEET_BEHIND;
        pages[i + 1].separator = pages[i + 1].back;
    }
}

/* What the codes of a separator, or of a page with content, begin. */
static BA_RC begin(const struct divide_rules *r, const struct divide_page *p, void **tree,
                   struct coverage_place **at, struct ba_err *err)
{
    struct codes c;
    enum ba_rc rc = read_codes(r, p, &c, err);
    /* A page that bears the number of the dossier it lies in begins nothing. */
    bool here =
        p->begins && *at != NULL && c.dossier != NULL && strcmp((*at)->dossier, c.dossier) == 0;

    if (rc != BA_OK)
        return rc;
    if (c.dossier != NULL && !here) {
        *at = enter(tree, c.dossier);
        if (*at == NULL)
            return ba_fail_mem(err, "list of dossiers");
    }
    if (c.kind != NULL && *at != NULL)
        open_document(*at, c.kind);
    return BA_OK;
}

static BA_RC separate_page(const struct divide_rules *r, struct divide_page *p, void **tree,
                           struct coverage_place **at, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if ((p->separator && !p->back) || p->begins)
        rc = begin(r, p, tree, at, err);
    if (rc != BA_OK)
        return rc;
    p->dossier[0] = p->kind[0] = '\0';
    p->document = 0;
    if (*at == NULL)
        return BA_OK;
    if (!p->separator)
        (*at)->filled = true;
    snprintf(p->dossier, sizeof(p->dossier), "%s", (*at)->dossier);
    snprintf(p->kind, sizeof(p->kind), "%s", (*at)->kind);
    p->document = (*at)->document;
    return BA_OK;
}

BA_RC divide_pages(const struct divide_rules *r, struct divide_page *pages, size_t count,
                   struct ba_err *err)
{
    struct coverage_place *at = NULL;
    void *tree = NULL;
    enum ba_rc rc = name_pages(r, pages, count, err);

    name_backs(pages, count);
    for (size_t i = 0; i < count && rc == BA_OK; i++)
        rc = separate_page(r, &pages[i], &tree, &at, err);
    tdestroy(tree, free);
    return rc;
}
