/*
 * assign: a person puts pages in a dossier, or says of a sheet that it is a separator, none, or a
 * page with which something begins.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/page_echo_view.h"
#include "core/json_value.h"
#include "desk/assign.h"

struct modes {
    bool separator, begins, no_separator, undo;
    uint64_t document;
};

static BA_RC check_options(const struct modes *m, struct assign_what *what, struct ba_err *err)
{
    int modes = m->separator + m->begins + m->no_separator + m->undo;

    if (modes > 1 || (what->kind != NULL && m->document != 0) || (modes > 0 && m->document != 0) ||
        (what->kind != NULL && (m->no_separator || m->undo)) || (what->force && !m->separator))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "these options exclude each other; see: bouwarchief help assign");
    if (m->document > UINT32_MAX)
        return ba_fail(err, BA_FATAL, "USAGE", "--document is far too large");
    what->document = (uint32_t)m->document;
    what->as = m->separator      ? ASSIGN_SEPARATOR
               : m->begins       ? ASSIGN_BEGINS
               : m->no_separator ? ASSIGN_NO_SEPARATOR
               : m->undo         ? ASSIGN_UNDO
                                 : ASSIGN_PAGES;
    return BA_OK;
}

/* The words: pages, and the dossier behind them ("to" may stand between). */
static BA_RC take_words(struct assign_what *what, char **words, int count, struct ba_err *err)
{
    if (what->as == ASSIGN_PAGES ||
        ((what->as == ASSIGN_SEPARATOR || what->as == ASSIGN_BEGINS) && what->kind == NULL)) {
        if (count < 2)
            return ba_fail(err, BA_FATAL, "USAGE", "name the pages, and the dossier behind them");
        what->dossier = words[--count];
        if (count > 1 && strcmp(words[count - 1], "to") == 0)
            count--;
    }
    what->pages = (const char *const *)words;
    what->page_count = (size_t)count;
    return BA_OK;
}

static json_t *widened(const struct access_widened *w)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < w->count; i++) {
        const struct access_widened_page *p = &w->at[i];

        if (json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:s, s:s}", "page",
                                                  (json_int_t)p->page, "from", p->was.document,
                                                  "was", p->was.access, "document", p->is.document,
                                                  "access", p->is.access)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static BA_RC print_json(const struct assign_what *what, const struct assign_result *r, bool dry_run,
                        struct ba_err *err)
{
    static const char *const as[] = { [ASSIGN_PAGES] = "page",
                                      [ASSIGN_SEPARATOR] = "separator",
                                      [ASSIGN_BEGINS] = "first page",
                                      [ASSIGN_NO_SEPARATOR] = "no separator",
                                      [ASSIGN_UNDO] = "as before" };

    return json_line(json_pack("{s:I, s:s, s:o, s:b, s:o, s:o}", "pages", (json_int_t)r->pages,
                               "as", as[what->as], "dossier", json_text(what->dossier), "dry_run",
                               dry_run, "opened", widened(&r->widened), "sheets",
                               page_echo_json(&r->was)),
                     "assign", err);
}

static void print_text(const struct assign_what *what, const struct assign_result *r, bool dry_run)
{
    size_t n = r->pages;
    const char *is = dry_run ? "would be" : n == 1 ? "is" : "are", *s = n == 1 ? "" : "s";

    switch (what->as) {
    case ASSIGN_UNDO:
        if (n == 0)
            puts("nothing to take back: nobody assigned these pages");
        else
            printf("%zu page%s %s where the separators put %s\n", n, s, is, n == 1 ? "it" : "them");
        break;
    case ASSIGN_NO_SEPARATOR:
        printf("%zu sheet%s %s %s\n", n, s, is, n == 1 ? "an ordinary page" : "ordinary pages");
        break;
    case ASSIGN_SEPARATOR:
        printf("the sheet %s the separator of %s\n", dry_run ? "would be" : "is",
               what->kind != NULL ? what->kind : what->dossier);
        break;
    case ASSIGN_BEGINS:
        printf("the sheet %s the first page of %s\n", dry_run ? "would be" : "is",
               what->kind != NULL ? what->kind : what->dossier);
        break;
    case ASSIGN_PAGES:
        printf("%zu page%s %s in %s\n", n, s, is, what->dossier);
        break;
    }
    page_echo_print(&r->was, what->as == ASSIGN_PAGES ? "" : "was ");
}

BA_RC cmd_assign(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct assign_what what = { 0 };
    struct assign_result result = { 0 };
    struct modes modes = { 0 };
    bool json = false;
    const struct opt opts[] = { { "separator", OPT_FLAG, &modes.separator },
                                { "begins", OPT_FLAG, &modes.begins },
                                { "no-separator", OPT_FLAG, &modes.no_separator },
                                { "undo", OPT_FLAG, &modes.undo },
                                { "new", OPT_FLAG, &what.make },
                                { "force", OPT_FLAG, &what.force },
                                { "kind", OPT_STRING, &what.kind },
                                { "document", OPT_COUNT, &modes.document },
                                DECISION_OPTS(by, json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &words, &count, err);

    if (rc == BA_OK)
        rc = check_options(&modes, &what, err);
    if (rc == BA_OK)
        rc = take_words(&what, words, count, err);
    if (rc == BA_OK)
        rc = assign_pages(depot, &by, &what, &result, err);
    if (rc == BA_OK && json)
        rc = print_json(&what, &result, by.dry_run, err);
    else if (rc == BA_OK)
        print_text(&what, &result, by.dry_run);
    assign_result_free(&result);
    return rc;
}
