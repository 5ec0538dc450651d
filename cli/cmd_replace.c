/* replace: a sheet that was scanned again. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/page_echo_view.h"
#include "desk/replace.h"

static BA_RC take_words(struct replace_what *what, bool undo, char **words, int count,
                        struct ba_err *err)
{
    if (undo ? count != 1 : count == 1 || (count == 3 && strcmp(words[1], "with")))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "it is called as: bouwarchief replace PAGE with FILE, or: bouwarchief "
                       "replace PAGE --undo");
    what->page = words[0];
    what->with = undo ? NULL : words[count - 1];
    return BA_OK;
}

static BA_RC print_json(const struct replace_what *what, const struct replace_result *r,
                        bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:s?, s:b, s:b, s:o, s:o}", "page", (json_int_t)r->page,
                               "with", what->with, "undo", what->with == NULL, "dry_run", dry_run,
                               "sheets", page_echo_json(&r->was), "now", page_echo_json(&r->is)),
                     "replace", err);
}

static void print_text(const struct replace_what *what, const struct replace_result *r,
                       bool dry_run)
{
    bool undo = what->with == NULL;

    printf("page %" PRId64 " (%s) %s the scan %s; %s is kept\n", r->page, r->sheet,
           dry_run ? "would have" : "has", undo ? "that it had before again" : what->with,
           undo ? "the one in between" : "what it was before");
    page_echo_print(&r->was, "was ");
    page_echo_print(&r->is, "is ");
}

BA_RC cmd_replace(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct replace_what what = { 0 };
    struct replace_result result = { 0 };
    bool undo = false, json = false;
    const struct opt opts[] = { { "no-read", OPT_FLAG, &what.no_read },
                                { "undo", OPT_FLAG, &undo },
                                DECISION_OPTS(by, json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 3, &words, &count, err);

    if (rc == BA_OK)
        rc = take_words(&what, undo, words, count, err);
    if (rc == BA_OK)
        rc = replace_scan(depot, &by, &what, &result, err);
    if (rc == BA_OK && json)
        rc = print_json(&what, &result, by.dry_run, err);
    else if (rc == BA_OK)
        print_text(&what, &result, by.dry_run);
    replace_result_free(&result);
    return rc;
}
