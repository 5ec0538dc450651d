/* register import: load or update the municipality's inventory. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "cli/register_words.h"
#include "core/file.h"
#include "core/plural.h"
#include "core/suggest.h"
#include "core/utf8.h"
#include "depot/actor.h"
#include "index/records/dossier.h"
#include "ingest/register.h"
#include "pipeline/stage.h"

struct import {
    struct depot *depot;
    struct register_file *file;
    uint64_t lines, added, bad, differ;
    bool json;
};

/* Columns that are not of the contract are kept, but a slip of the pen must not pass for one of
 * them. */
static void say_unknown_columns(const struct register_line *line)
{
    for (size_t i = 0; i < line->extra_count; i++) {
        struct nearest near = NEAREST_INIT(line->extra_names[i]);

        if (field_known(line->extra_names[i]))
            continue;
        for (size_t c = 0; c < REG_COLUMNS; c++)
            suggest_offer(&near, register_column_name((enum register_column)c));
        fprintf(stderr, "column \"%s\" is kept as it is, but not used%s%s%s\n",
                line->extra_names[i], near.best != NULL ? "; did you mean \"" : "",
                near.best != NULL ? near.best : "", near.best != NULL ? "\"?" : "");
    }
}

static enum ba_rc import_values(struct import *im, const struct register_line *line,
                                struct ba_err *err)
{
    size_t room = REG_COLUMNS + line->extra_count, count = 0;
    const char **names = calloc(room * 2, sizeof(*names));
    enum ba_rc rc;

    if (names == NULL)
        return ba_fail_mem(err, "a register line");
    const char **values = names + room;
    for (size_t i = 0; i < REG_COLUMNS; i++) {
        if (!line->present[i])
            continue;
        names[count] = register_column_name((enum register_column)i);
        values[count] = line->value[i];
        if (i == REG_ARCHIVE && values[count] != NULL &&
            strcmp(values[count], im->depot->config.archive_id) == 0)
            values[count] = NULL; /* our own by its name */
        count++;
    }
    for (size_t i = 0; i < line->extra_count; i++) {
        names[count] = line->extra_names[i];
        values[count++] = line->extra_values[i];
    }
    struct register_values v = { names, values, count };
    rc = register_add(im->file, (int64_t)line->line, &v, err);
    free(names);
    return rc;
}

static enum ba_rc import_line(void *ctx, const struct register_line *line, const struct ba_err *bad,
                              struct ba_err *err)
{
    struct import *im = ctx;

    if (im->lines++ == 0 && line->extra_count > 0)
        say_unknown_columns(line);
    if (bad == NULL)
        return import_values(im, line, err);
    im->bad++;
    if (im->json)
        return json_line(json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line->line, "code",
                                   bad->code, "message", bad->msg),
                         err);
    fprintf(stderr, "%s [%s]\n", bad->msg, bad->code);
    return BA_OK;
}

/* Two lines of one dossier disagree: told, but nothing is refused. */
static enum ba_rc say_differs(void *ctx, int64_t line, const char *code, const char *message,
                              struct ba_err *err)
{
    struct import *im = ctx;

    im->differ++;
    if (im->json)
        return json_line(json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line, "code", code,
                                   "message", message),
                         err);
    fprintf(stderr, "%s [%s]\n", message, code);
    return BA_OK;
}

static enum ba_rc report(const struct import *im, const char *path, bool dry_run,
                         struct ba_err *err)
{
    uint64_t good = im->lines - im->bad;
    enum ba_rc rc = BA_OK;

    if (im->json)
        rc = json_line(json_pack("{s:I, s:I, s:I, s:I, s:I, s:b}", "lines", (json_int_t)im->lines,
                                 "imported", (json_int_t)good, "new", (json_int_t)im->added,
                                 "refused", (json_int_t)im->bad, "differ", (json_int_t)im->differ,
                                 "dry_run", dry_run),
                       err);
    else
        printf("%s: %" PRIu64 " line%s: %" PRIu64 " %s (%" PRIu64 " new), %" PRIu64 " refused\n",
               path, im->lines, ba_s(im->lines), good, dry_run ? "would be imported" : "imported",
               im->added, im->bad);
    if (rc == BA_OK && im->lines == 0)
        rc = ba_fail(err, BA_ITEM, "REGISTER_NO_LINES",
                     "%s has no line with a dossier; nothing was imported", path);
    if (rc == BA_OK && im->bad > 0)
        rc = ba_fail(err, BA_ITEM, "REGISTER_LINES_REFUSED",
                     "%" PRIu64 " line%s of %s %s refused, see above; correct and import the file "
                     "again",
                     im->bad, ba_s(im->bad), path, ba_were(im->bad));
    return rc;
}

static enum ba_rc record(const struct import *im, const char *path, struct ba_err *err)
{
    char detail[120], *name = ba_name_escape(ba_basename(path));

    snprintf(detail, sizeof(detail), "%" PRIu64 " lines, %" PRIu64 " new, %" PRIu64 " refused",
             im->lines, im->added, im->bad);
    enum ba_rc rc = name == NULL ? ba_fail_mem(err, "a record")
                                 : store_audit(im->depot->store, actor_or_login(NULL),
                                               "register import", name, NULL, detail, err);
    free(name);
    return rc;
}

enum ba_rc cmd_register(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct import im = { .depot = depot };
    struct stage_opts stage = { 0 };
    bool dry_run = false;
    const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &im.json },
                                { 0 } };
    char **words;
    int count;

    if (argc > 1 && strcmp(argv[1], "words") == 0)
        return register_words(depot, argc, argv, err);
    if (argc > 1 && argv[1][0] != '-' && strcmp(argv[1], "import") != 0)
        return opt_no_word(argv[1], "import FILE.csv, words", err);
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 2, &words, &count, err);

    if (rc == BA_OK && strcmp(words[0], "import") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE", "the word \"import\" and a file are expected");
    if (rc == BA_OK && access(words[1], R_OK) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", words[1]);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = register_begin(depot->store, APP_OWN_ARCHIVE, &im.file, err);
    if (rc == BA_OK)
        rc = register_read(words[1], import_line, &im, err);
    if (rc == BA_OK)
        rc = register_end(im.file, say_differs, &im, &im.added, err);
    if (rc == BA_OK && !dry_run)
        rc = record(&im, words[1], err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    register_free(im.file);
    if (rc == BA_OK && !dry_run)
        rc = stage_index(depot, &stage, err); /* so that it is searched at once */
    if (rc == BA_OK)
        rc = report(&im, words[1], dry_run, err);
    return rc;
}
