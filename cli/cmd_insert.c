/* insert: sheets that had been left out. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/page_echo_view.h"
#include "desk/insert.h"

static BA_RC take_words(struct insert_what *what, bool undo, char **words, int count,
                        struct ba_err *err)
{
    what->before = !undo && count == 3 && strcmp(words[1], "before") == 0;
    if (undo ? count != 1 : count != 3 || (!what->before && strcmp(words[1], "after") != 0))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "it is called as: bouwarchief insert FILE after|before PAGE, or: "
                       "bouwarchief insert PAGE --undo");
    what->file = undo ? NULL : words[0];
    what->page = words[undo ? 0 : 2];
    return BA_OK;
}

static const char *place(const struct insert_what *what)
{
    return what->before ? "before" : "after";
}

static BA_RC print_json(const struct insert_what *what, const struct insert_result *r, bool dry_run,
                        struct ba_err *err)
{
    bool undo = what->file == NULL;

    return json_line(json_pack("{s:s?, s:I, s:I, s:b, s:b, s:b, s:o, s:o}", "file", what->file,
                               "pages", (json_int_t)r->pages, undo ? "page" : place(what),
                               (json_int_t)r->page, "undo", undo, "changed", !r->there && !dry_run,
                               "dry_run", dry_run, "sheets", page_echo_json(&r->beside), "now",
                               page_echo_json(&r->is)),
                     "insert", err);
}

static void print_text(const struct insert_what *what, const struct insert_result *r, bool dry_run)
{
    const char *s = r->pages == 1 ? "" : "s", *is = r->pages == 1 ? "is" : "are";

    if (what->file == NULL)
        printf("%zu page%s that came with page %" PRId64 " (%s) %s taken out again; the scan is "
               "kept\n",
               r->pages, s, r->page, r->sheet, dry_run ? "would be" : is);
    else if (!r->there)
        printf("%zu page%s of %s %s %s page %" PRId64 " (%s); no other sheet gets another name\n",
               r->pages, s, what->file, dry_run ? "would come" : is, place(what), r->page,
               r->sheet);
    page_echo_print(&r->beside, what->file == NULL ? "was " : "");
    page_echo_print(&r->is, "is ");
}

BA_RC cmd_insert(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct insert_what what = { 0 };
    struct insert_result result = { 0 };
    bool undo = false, json = false;
    const struct opt opts[] = { { "no-read", OPT_FLAG, &what.no_read },
                                { "again", OPT_FLAG, &what.again },
                                { "undo", OPT_FLAG, &undo },
                                DECISION_OPTS(by, json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 3, &words, &count, err);

    if (rc == BA_OK)
        rc = take_words(&what, undo, words, count, err);
    if (rc == BA_OK)
        rc = insert_sheets(depot, &by, &what, &result, err);
    if (rc == BA_OK && result.there)
        fprintf(stderr, "%s stands %s page %" PRId64 " (%s) already; nothing to do\n", what.file,
                place(&what), result.page, result.sheet);
    if (rc == BA_OK && json)
        rc = print_json(&what, &result, by.dry_run, err);
    else if (rc == BA_OK)
        print_text(&what, &result, by.dry_run);
    insert_result_free(&result);
    return rc;
}
