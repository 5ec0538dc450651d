/* register import: load or update the municipality's inventory. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/line_message.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "desk/register_load.h"
#include "index/register/names.h"

static BA_RC print_json(const struct register_load_result *r, bool dry_run, struct ba_err *err)
{
    return json_line(json_pack("{s:I, s:I, s:I, s:I, s:I, s:b}", "lines", (json_int_t)r->lines,
                               "imported", (json_int_t)r->imported, "new", (json_int_t)r->added,
                               "refused", (json_int_t)r->refused, "differ", (json_int_t)r->differ,
                               "dry_run", dry_run),
                     "register", err);
}

static void print_text(const struct register_load_result *r, const char *path, bool dry_run)
{
    printf("%s: %" PRIu64 " line%s: %" PRIu64 " %s (%" PRIu64 " new), %" PRIu64 " refused\n", path,
           r->lines, ba_s(r->lines), r->imported, dry_run ? "would be imported" : "imported",
           r->added, r->refused);
}

static BA_RC print_word(void *ctx, const char *word, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    puts(word);
    return BA_OK;
}

BA_RC cmd_register(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct line_message lines = { .depot = depot };
    struct ba_messages messages = { .hear = line_message, .ctx = &lines };
    struct decision by = { .messages = &messages };
    struct register_load_result result = { 0 };
    const struct opt opts[] = { { "dry-run", OPT_FLAG, &by.dry_run },
                                { "json", OPT_FLAG, &lines.json },
                                { 0 } };
    struct ba_err trouble = BA_ERR_INIT;
    char **words;
    int count;
    enum ba_rc rc, told = BA_OK;

    rc = opt_parse(opts, argc, argv, 1, 2, &words, &count, err);
    if (rc == BA_OK && strcmp(words[0], "words") == 0)
        return count > 1 || by.dry_run || lines.json
                   ? ba_fail(err, BA_FATAL, "USAGE",
                             "register words takes no more words or options")
                   : names_each_word(depot->store, print_word, NULL, err);
    if (rc == BA_OK && strcmp(words[0], "import") != 0)
        rc = opt_no_word(words[0], "import FILE.csv, words", err);
    else if (rc == BA_OK && count < 2)
        rc = ba_fail(err, BA_FATAL, "USAGE", "the word \"import\" and a file are expected");
    if (rc == BA_OK)
        rc = register_load(depot, &by, words[1], &result, err);
    /* What was taken in is told also when lines of it were refused. */
    if (result.loaded && lines.json)
        told = print_json(&result, by.dry_run, &trouble);
    else if (result.loaded)
        print_text(&result, words[1], by.dry_run);
    if (told != BA_OK)
        *err = trouble;
    return told != BA_OK ? told : rc;
}
