/* separators: separator sheets for the lines of the register, as a PDF to print. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "pipeline/separator_sheets.h"

static BA_RC to_stdout(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    (void)ctx;
    return fwrite(data, 1, len, stdout) == len
               ? BA_OK
               : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "standard output");
}

static BA_RC print_json(const struct separator_sheets_result *r, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:I, s:I, s:s?}", "dossiers", (json_int_t)r->sheets, "kinds",
                               (json_int_t)r->kinds, "left_out", (json_int_t)r->left_out, "file",
                               r->path),
                     "separators", err);
}

static void print_text(const struct separator_sheets_result *r,
                       const struct separator_sheets_what *what)
{
    FILE *to = what->sink != NULL ? stderr : stdout; /* the PDF is alone there */

    fprintf(to, "%" PRId64 " sheet%s of dossiers and %" PRId64 " of kinds", r->sheets,
            ba_s((uint64_t)r->sheets), r->kinds);
    if (r->written)
        fprintf(to, ": %s\n", what->sink != NULL ? "to standard output" : r->path);
    else
        fputs(what->dry_run ? " would be printed\n" : "; no file was written\n", to);
}

/* What was printed is told also when some dossiers got no sheet. */
static BA_RC print(struct depot *depot, const struct separator_sheets_what *what, bool json,
                   struct ba_err *err)
{
    struct separator_sheets_result result;
    struct ba_err trouble = BA_ERR_INIT;
    enum ba_rc rc = separator_sheets_print(depot, what, &result, err), told = BA_OK;

    if (result.done && json)
        told = print_json(&result, &trouble);
    else if (result.done)
        print_text(&result, what);
    separator_sheets_result_free(&result);
    if (told != BA_OK)
        *err = trouble;
    return told != BA_OK ? told : rc;
}

BA_RC cmd_separators(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct command_message say_as = { depot, "separators" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct separator_sheets_what what = { .told = &told };
    struct opt_list dossiers = { .count = 0 }, boxes = { .count = 0 };
    bool json = false;
    const struct opt opts[] = { { "out", OPT_STRING, &what.path },
                                { "kinds", OPT_FLAG, &what.kinds },
                                { "dossier", OPT_LIST, &dossiers },
                                { "list", OPT_STRING, &what.choice.list },
                                { "box", OPT_LIST, &boxes },
                                { "from", OPT_STRING, &what.choice.from },
                                { "to", OPT_STRING, &what.choice.to },
                                { "only-missing", OPT_FLAG, &what.choice.only_missing },
                                { "dry-run", OPT_FLAG, &what.dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    what.choice.dossiers = dossiers.at;
    what.choice.dossier_count = dossiers.count;
    what.choice.boxes = boxes.at;
    what.choice.box_count = boxes.count;
    if (what.path != NULL && strcmp(what.path, "-") == 0)
        what.sink = to_stdout;
    if (what.sink != NULL && json)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "separators: standard output takes the PDF (--out -) or --json, not both");
    return print(depot, &what, json, err);
}
