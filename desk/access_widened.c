#include "desk/access_widened.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "core/shell_quote.h"
#include "depot/value_list_files.h"

enum ba_rc opened_note(struct access_widened *o, struct depot *depot, const struct page_refs *pages,
                       struct ba_err *err)
{
    enum ba_rc rc;

    *o = (struct access_widened){ .depot = depot, .pages = pages };
    o->before = calloc(pages->count + 1, sizeof(*o->before));
    if (o->before == NULL)
        return ba_fail_mem(err, "pages");
    rc = value_list_files_load(depot, &o->lists, err);
    for (size_t i = 0; rc == BA_OK && i < pages->count; i++)
        rc = page_access_of(depot->store, pages->ids[i], &o->before[i], err);
    return rc;
}

void opened_free(struct access_widened *o)
{
    export_lists_free(&o->lists);
    free(o->before);
}

/* Somebody decided on it, and not that everyone may see it. What nobody judged is no restriction.
 */
static bool is_closed(const struct access_widened *o, const char *access)
{
    return access[0] != '\0' && !list_is_open(list_find_access(&o->lists, access));
}

/* One line for pages that came from one document: they mostly go together. */
static void tell(const struct access_widened *o, const struct page_access *was,
                 const struct page_access *is, size_t pages, int64_t first)
{
    char access[BA_QUOTE_MAX], dossier[BA_QUOTE_MAX];

    say(o->depot, stderr,
        "warning: %zu page%s (%s%" PRId64
        ") of %s, access \"%s\", %s in %s now, which everyone may "
        "see (\"%s\"). To keep %s closed, make a document of %s: bouwarchief assign %s %s --kind "
        "other; bouwarchief show %s tells its number, for: bouwarchief set NUMBER access %s\n",
        pages, pages == 1 ? "" : "s", pages == 1 ? "" : "the first is ", first, was->document,
        was->access, pages == 1 ? "is" : "are", is->document, is->access,
        pages == 1 ? "it" : "them", pages == 1 ? "it" : "them", pages == 1 ? "PAGE" : "PAGE...",
        ba_shell_quote(is->dossier, dossier, sizeof(dossier)), dossier,
        ba_shell_quote(was->access, access, sizeof(access)));
}

enum ba_rc opened_tell(const struct access_widened *o, json_t *list, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    struct page_access to = { 0 }, is = { 0 };
    const struct page_access *from = NULL;
    size_t run = 0;
    int64_t first = 0;

    for (size_t i = 0; rc == BA_OK && i < o->pages->count; i++) {
        const struct page_access *was = &o->before[i];

        if (!is_closed(o, was->access))
            continue;
        rc = page_access_of(o->depot->store, o->pages->ids[i], &is, err);
        if (rc != BA_OK || !list_is_open(list_find_access(&o->lists, is.access)))
            continue;
        if (list != NULL &&
            json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:s, s:s}", "page",
                                                  (json_int_t)o->pages->ids[i], "from",
                                                  was->document, "was", was->access, "document",
                                                  is.document, "access", is.access)) != 0)
            return ba_fail_mem(err, "output");
        if (from != NULL && strcmp(from->document, was->document) == 0) {
            run++;
            continue;
        }
        if (from != NULL)
            tell(o, from, &to, run, first);
        from = was;
        to = is;
        run = 1;
        first = o->pages->ids[i];
    }
    if (rc == BA_OK && from != NULL)
        tell(o, from, &to, run, first);
    return rc;
}
