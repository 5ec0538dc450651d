/* page: of a sheet that was scanned twice, one scan leaves its dossier. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/page_echo_view.h"
#include "core/json_value.h"
#include "desk/drop_page.h"

static BA_RC take_words(struct drop_page_what *what, char **words, int count, struct ba_err *err)
{
    bool drop = count == 2 && strcmp(words[0], "drop") == 0;
    bool pair = count == 4 && strcmp(words[0], "keep") == 0 && strcmp(words[2], "drop") == 0;

    if (!drop && (!pair || what->undo))
        return ba_fail(err, BA_FATAL, "USAGE", "it is called as: bouwarchief page %s",
                       cmd_find("page")->args);
    what->page = words[drop ? 1 : 3];
    what->keep = drop ? NULL : words[1];
    return BA_OK;
}

static BA_RC print_json(const struct drop_page_what *what, const struct drop_page_result *r,
                        bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:o, s:b, s:b, s:o}", "page", (json_int_t)r->page, "keep",
                               json_count(r->keep, 0), "undo", what->undo, "dry_run", dry_run,
                               "sheets", page_echo_json(&r->was)),
                     "page-drop", err);
}

static void print_text(const struct drop_page_what *what, const struct drop_page_result *r,
                       bool dry_run)
{
    printf("page %" PRId64 " %s %s\n", r->page, dry_run ? "would be" : "is",
           what->undo ? "back in its place"
                      : "dropped: kept, and in no dossier, search or delivery");
    page_echo_print(&r->was, "was ");
    page_echo_print(&r->kept, "the same as ");
}

BA_RC cmd_page(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct drop_page_what what = { 0 };
    struct drop_page_result result = { 0 };
    bool json = false;
    const struct opt opts[] = { { "undo", OPT_FLAG, &what.undo }, DECISION_OPTS(by, json), { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 4, &words, &count, err);

    if (rc == BA_OK)
        rc = take_words(&what, words, count, err);
    if (rc == BA_OK)
        rc = drop_page(depot, &by, &what, &result, err);
    if (rc == BA_OK && json)
        rc = print_json(&what, &result, by.dry_run, err);
    else if (rc == BA_OK)
        print_text(&what, &result, by.dry_run);
    drop_page_result_free(&result);
    return rc;
}
