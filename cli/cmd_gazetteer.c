/* gazetteer import: the streets and house numbers of the municipality, and old names. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/line_message.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "desk/gazetteer_load.h"

static BA_RC print_json(const struct gazetteer_counts *n, bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "lines", (json_int_t)n->lines,
                               "imported", (json_int_t)n->taken, "refused", (json_int_t)n->refused,
                               "streets", (json_int_t)n->streets, "numbers", (json_int_t)n->numbers,
                               "old_names", (json_int_t)n->names, "dry_run", dry_run),
                     "gazetteer", err);
}

static void print_text(const struct gazetteer_counts *n, const char *path, bool dry_run)
{
    printf("%s: %" PRId64 " line%s %s, %" PRId64 " refused; now%s %" PRId64 " street%s, %" PRId64
           " address%s, %" PRId64 " old name%s\n",
           path, n->taken, ba_s((uint64_t)n->taken), dry_run ? "would be imported" : "imported",
           n->refused, dry_run ? " would be" : "", n->streets, ba_s((uint64_t)n->streets),
           n->numbers, n->numbers == 1 ? "" : "es", n->names, ba_s((uint64_t)n->names));
}

BA_RC cmd_gazetteer(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct line_message lines = { .depot = depot, .numbered = true };
    struct ba_messages messages = { .hear = line_message, .ctx = &lines };
    struct decision by = { .messages = &messages };
    struct gazetteer_load_result result = { 0 };
    bool add = false;
    const struct opt opts[] = { { "add", OPT_FLAG, &add },
                                { "dry-run", OPT_FLAG, &by.dry_run },
                                { "json", OPT_FLAG, &lines.json },
                                { 0 } };
    struct ba_err trouble = BA_ERR_INIT;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 2, &words, &count, err), told = BA_OK;

    if (rc == BA_OK && strcmp(words[0], "import") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE", "the word \"import\" and a file are expected");
    if (rc == BA_OK)
        rc = gazetteer_load(depot, &by, words[1], add, &result, err);
    /* What was taken in is told also when lines of it were refused. */
    if (result.loaded && lines.json)
        told = print_json(&result.counts, by.dry_run, &trouble);
    else if (result.loaded)
        print_text(&result.counts, words[1], by.dry_run);
    if (told != BA_OK)
        *err = trouble;
    return told != BA_OK ? told : rc;
}
