#include "desk/access_widened.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"
#include "depot/value_list_files.h"

BA_RC access_widened_note(struct access_widened *w, struct depot *depot,
                          const struct page_refs *pages, struct ba_err *err)
{
    enum ba_rc rc;

    *w = (struct access_widened){ .pages = pages };
    w->before = calloc(pages->count + 1, sizeof(*w->before));
    if (w->before == NULL)
        return ba_fail_mem(err, "pages");
    rc = value_list_files_load(depot, &w->lists, err);
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++)
        rc = page_access_of(depot->store, pages->ids[i], &w->before[i], err);
    return rc;
}

void access_widened_free(struct access_widened *w)
{
    export_lists_free(&w->lists);
    free(w->before);
    free(w->at);
    *w = (struct access_widened){ 0 };
}

/* Somebody decided on it, and not that everyone may see it. What nobody judged is no restriction.
 */
static bool is_closed(const struct value_lists *lists, const char *access)
{
    return access[0] != '\0' && !list_is_open(list_find_access(lists, access));
}

static BA_RC add(struct access_widened *w, int64_t page, const struct page_access *was,
                 const struct page_access *is, struct ba_err *err)
{
    if (ba_grow(&w->at, &w->cap, w->count + 1, sizeof(*w->at)) != 0)
        return ba_fail_mem(err, "pages");
    w->at[w->count++] = (struct access_widened_page){ .page = page, .was = *was, .is = *is };
    return BA_OK;
}

static void warn(struct ba_messages *messages, const struct access_widened_page *p, size_t pages)
{
    char access[BA_QUOTE_MAX], dossier[BA_QUOTE_MAX];
    const char *them = pages == 1 ? "it" : "them";

    ba_messages_printf(
        messages, BA_WARNING, "ACCESS_WIDENED",
        "%zu page%s (%s%" PRId64 ") of %s, access \"%s\", %s in %s now, which everyone may "
        "see (\"%s\"). To keep %s closed, make a document of %s: bouwarchief assign %s %s --kind "
        "other; bouwarchief show %s tells its number, for: bouwarchief set NUMBER access %s",
        pages, pages == 1 ? "" : "s", pages == 1 ? "" : "the first is ", p->page, p->was.document,
        p->was.access, pages == 1 ? "is" : "are", p->is.document, p->is.access, them, them,
        pages == 1 ? "PAGE" : "PAGE...", ba_shell_quote(p->is.dossier, dossier, sizeof(dossier)),
        dossier, ba_shell_quote(p->was.access, access, sizeof(access)));
}

/* One message for pages that came from one document: they mostly go together. */
static void warn_all(const struct access_widened *w, struct ba_messages *messages)
{
    for (size_t i = 0, run; i < w->count; i += run) {
        run = 1;
        while (i + run < w->count &&
               strcmp(w->at[i].was.document, w->at[i + run].was.document) == 0)
            run++;
        warn(messages, &w->at[i], run);
    }
}

BA_RC access_widened_find(struct access_widened *w, struct depot *depot,
                          struct ba_messages *messages, struct ba_err *err)
{
    struct page_access is = { 0 };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < w->pages->count; i++) {
        if (!is_closed(&w->lists, w->before[i].access))
            continue;
        rc = page_access_of(depot->store, w->pages->ids[i], &is, err);
        if (rc == BA_OK && list_is_open(list_find_access(&w->lists, is.access)))
            rc = add(w, w->pages->ids[i], &w->before[i], &is, err);
    }
    w->pages = NULL;
    if (rc == BA_OK)
        warn_all(w, messages);
    return rc;
}
