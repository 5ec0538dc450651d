/* reorder: the order of the pages in a dossier, by a person. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/page_echo_view.h"
#include "desk/reorder.h"

static BA_RC print_json(const struct reorder_result *r, bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:b, s:o}", "pages", (json_int_t)r->pages, "dry_run", dry_run,
                               "sheets", page_echo_json(&r->was)),
                     "reorder", err);
}

static void print_text(char **words, bool one, const struct reorder_result *r, bool dry_run)
{
    if (!one)
        printf("%s %s the order given\n", words[0], dry_run ? "would have" : "has");
    else if (r->pages == 0)
        puts("nothing to move: a page stands beside others, not beside itself");
    else
        printf("page %" PRId64 " %s %s page %" PRId64 "\n", r->page, dry_run ? "would come" : "is",
               words[1], r->beside);
    page_echo_print(&r->was, "");
}

BA_RC cmd_reorder(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct reorder_result result = { 0 };
    bool json = false, one;
    const struct opt opts[] = { DECISION_OPTS(by, json), { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    one = count == 3 && (strcmp(words[1], "after") == 0 || strcmp(words[1], "before") == 0);
    if (one)
        rc = reorder_page(depot, &by,
                          &(struct reorder_move){ .page = words[0],
                                                  .beside = words[2],
                                                  .before = strcmp(words[1], "before") == 0 },
                          &result, err);
    else
        rc = reorder_dossier(depot, &by,
                             &(struct reorder_order){ .dossier = words[0],
                                                      .pages = (const char *const *)words + 1,
                                                      .page_count = (size_t)count - 1 },
                             &result, err);
    if (rc == BA_OK && json)
        rc = print_json(&result, by.dry_run, err);
    else if (rc == BA_OK)
        print_text(words, one, &result, by.dry_run);
    reorder_result_free(&result);
    return rc;
}
