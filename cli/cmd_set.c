/* set: a person's word on a field of a dossier or document; said, taken back, or many by CSV. */
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/line_message.h"
#include "core/utf8.h"
#include "desk/set.h"

static BA_RC check_words(const char *csv, bool undo, int count, const char *who, struct ba_err *err)
{
    if (count != (csv != NULL ? 0 : undo ? 2 : 3))
        return ba_fail(err, BA_FATAL, "USAGE", "%s",
                       csv != NULL ? "set --csv FILE takes no more words"
                       : undo      ? "set --undo wants a dossier or document and a field"
                                   : "set wants a dossier or document, a field and a value");
    if (who != NULL && !ba_utf8_valid(who, strlen(who)))
        return ba_fail(err, BA_FATAL, "USAGE", "the name behind --who is no text (UTF-8)");
    return BA_OK;
}

static BA_RC print_json(const struct set_change *c, bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:b}", "dossier", c->subject,
                               "archive", c->archive, "field", c->field, "value", c->now, "before",
                               c->before, "changed", c->changed, "dry_run", dry_run),
                     "set", err);
}

static void print_text(const struct set_change *c, bool dry_run)
{
    printf("%s: %s %s \"%s\"", c->subject, c->field,
           !c->changed ? "is already"
           : dry_run   ? "would become"
                       : "is now",
           c->now);
    if (c->before[0] != '\0' && strcmp(c->before, c->now) != 0)
        printf(" (was \"%s\")", c->before);
    putchar('\n');
}

BA_RC cmd_set(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct line_message lines = { .depot = depot, .numbered = true };
    struct ba_messages messages = { .hear = line_message, .ctx = &lines };
    struct decision by = { .messages = &messages };
    struct set_result result = { 0 };
    const char *csv = NULL, *archive = NULL;
    bool undo = false;
    const struct opt opts[] = { { "archive", OPT_STRING, &archive },
                                { "csv", OPT_STRING, &csv },
                                { "undo", OPT_FLAG, &undo },
                                DECISION_OPTS(by, lines.json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 3, &words, &count, err);

    if (rc == BA_OK)
        rc = check_words(csv, undo, count, by.who, err);
    if (rc == BA_OK && csv != NULL)
        rc = set_file(depot, &by, csv, archive, undo, &result, err);
    else if (rc == BA_OK)
        rc = set_field(depot, &by,
                       &(struct set_what){ .subject = words[0],
                                           .archive = archive,
                                           .field = words[1],
                                           .value = undo ? NULL : words[2] },
                       &result, err);
    for (size_t i = 0; rc == BA_OK && i < result.count; i++) {
        if (lines.json)
            rc = print_json(&result.at[i], by.dry_run, err);
        else
            print_text(&result.at[i], by.dry_run);
    }
    set_result_free(&result);
    return rc;
}
