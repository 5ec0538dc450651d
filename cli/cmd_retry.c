/* retry: failed pages, or those whose derived files are gone, go back in the queue. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/plural.h"
#include "desk/retry.h"

static void print_text(const struct depot *depot, const struct retry_what *what, int64_t n,
                       bool dry_run)
{
    if (n == 0)
        printf("no page %s%s%s\n", what->missing ? "lacks a derived file" : "has failed",
               what->code != NULL ? " with " : "", what->code != NULL ? what->code : "");
    else
        say(depot, stdout,
            "%" PRId64
            " page%s %s again; read what waits with: bouwarchief ocr, then: bouwarchief index\n",
            n, ba_s((uint64_t)n),
            dry_run  ? "would wait"
            : n == 1 ? "waits"
                     : "wait");
}

BA_RC cmd_retry(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct retry_what what = { 0 };
    bool json = false;
    const struct opt opts[] = { { "batch", OPT_STRING, &what.batch },
                                { "missing", OPT_FLAG, &what.missing },
                                DECISION_OPTS(by, json),
                                { 0 } };
    char **words;
    int count;
    int64_t n = 0;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 1, &words, &count, err);

    if (rc == BA_OK && count == 1)
        what.code = words[0];
    if (rc == BA_OK)
        rc = retry_pages(depot, &by, &what, &n, err);
    if (rc == BA_OK && json)
        rc = json_line(json_pack("{s:I}", "retried", (json_int_t)n), "retry", err);
    else if (rc == BA_OK)
        print_text(depot, &what, n, by.dry_run);
    return rc;
}
