/* due: what a date has changed. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/json_value.h"
#include "desk/lift.h"

static const char *due_words(const char *what)
{
    return what[0] == 'A'   ? "the restriction of access ended"
           : what[0] == 'C' ? "the copyright ended"
                            : "the retention period ended";
}

static BA_RC print_json(const struct lift_row *r, struct ba_err *err)
{
    return json_line(json_pack("{s:s, s:s, s:s, s:s, s:o, s:b}", "what", r->what, "object",
                               r->object, "archive", r->archive, "until", r->until, "value",
                               json_text(r->value), "lifted", r->lifted),
                     "due", err);
}

static void print_text(const struct lift_row *r)
{
    printf("%s (%s): %s on %s%s%s%s\n", r->object, r->archive, due_words(r->what), r->until,
           r->value[0] != '\0' ? ": " : "", r->value, r->lifted ? "; lifted" : "");
}

BA_RC cmd_due(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct lift_what what = { 0 };
    struct lift_result result = { 0 };
    bool json = false;
    const struct opt opts[] = { { "date", OPT_STRING, &what.date },
                                { "lift", OPT_FLAG, &what.lift },
                                DECISION_OPTS(by, json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK)
        rc = lift_due(depot, &by, &what, &result, err);
    if (rc == BA_OK && result.count == 0)
        fputs("no restriction or period has ended\n", stderr);
    for (size_t i = 0; rc == BA_OK && i < result.count; i++) {
        if (json)
            rc = print_json(&result.at[i], err);
        else
            print_text(&result.at[i]);
    }
    lift_result_free(&result);
    return rc;
}
