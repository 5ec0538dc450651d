/* register import: load or update the municipality's inventory. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/json_page.h"
#include "cli/opt.h"
#include "index/dossier.h"
#include "ingest/register.h"

struct import {
    struct app *app;
    uint64_t lines, added, bad;
    bool json;
};

static enum ba_rc import_values(struct import *im, const struct register_line *line,
                                struct ba_err *err)
{
    size_t room = REG_COLUMNS + line->extra_count, count = 0;
    const char **names = calloc(room * 2, sizeof(*names));
    enum ba_rc rc;
    bool added = false;

    if (names == NULL)
        return ba_fail_mem(err, "a register line");
    const char **values = names + room;
    for (size_t i = 0; i < REG_COLUMNS; i++) {
        if (!line->present[i])
            continue;
        names[count] = register_column_name((enum register_column)i);
        values[count++] = line->value[i];
    }
    for (size_t i = 0; i < line->extra_count; i++) {
        names[count] = line->extra_names[i];
        values[count++] = line->extra_values[i];
    }
    struct register_values v = { names, values, count };
    rc = dossier_import(im->app->store, im->app->config.archive_id, &v, &added, err);
    im->added += added;
    free(names);
    return rc;
}

static enum ba_rc import_line(void *ctx, const struct register_line *line, const struct ba_err *bad,
                              struct ba_err *err)
{
    struct import *im = ctx;

    im->lines++;
    if (bad == NULL)
        return import_values(im, line, err);
    im->bad++;
    if (im->json)
        return json_line(json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line->line, "code",
                                   bad->code, "message", bad->msg),
                         err);
    fprintf(stderr, "line %zu: %s [%s]\n", line->line, bad->msg, bad->code);
    return BA_OK;
}

static enum ba_rc report(const struct import *im, const char *path, bool dry_run,
                         struct ba_err *err)
{
    uint64_t good = im->lines - im->bad;
    enum ba_rc rc = BA_OK;

    if (im->json)
        rc = json_line(json_pack("{s:I, s:I, s:I, s:I, s:b}", "lines", (json_int_t)im->lines,
                                 "imported", (json_int_t)good, "new", (json_int_t)im->added,
                                 "refused", (json_int_t)im->bad, "dry_run", dry_run),
                       err);
    else
        printf("%s: %" PRIu64 " lines: %" PRIu64 " %s (%" PRIu64 " new), %" PRIu64 " refused\n",
               path, im->lines, good, dry_run ? "would be imported" : "imported", im->added,
               im->bad);
    if (rc == BA_OK && im->bad > 0)
        rc = ba_fail(err, BA_ITEM, "REGISTER_LINES_REFUSED",
                     "%" PRIu64 " lines of %s were refused, see above; correct them and import the "
                     "file again",
                     im->bad, path);
    return rc;
}

enum ba_rc cmd_register(struct app *app, int argc, char **argv, struct ba_err *err)
{
    struct import im = { .app = app };
    bool dry_run = false;
    const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &im.json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 2, &words, &count, err);

    if (rc == BA_OK && strcmp(words[0], "import") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "register: the word \"import\" and a file are expected");
    if (rc == BA_OK && access(words[1], R_OK) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", words[1]);
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = register_read(words[1], import_line, &im, err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    if (rc == BA_OK)
        rc = report(&im, words[1], dry_run, err);
    return rc;
}
