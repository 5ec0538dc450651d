/* verify: a package as its receiver reads it, or the whole depot. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/lists.h"
#include "cli/opt.h"
#include "cli/verify_depot.h"
#include "core/utf8.h"
#include "export/verify.h"

struct shown {
    bool json;
    uint64_t notes;
};

static void print_json(json_t *o)
{
    if (o == NULL)
        return;
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(o);
}

/* One line a difference. Names come from outside, so they are escaped. */
static void show(void *ctx, const char *code, const char *path, const char *message)
{
    struct shown *s = ctx;
    char *name = ba_name_escape(path), *text = ba_name_escape(message);

    s->notes += strcmp(code, "VERIFY_NOTE") == 0;
    if (name != NULL && text != NULL) {
        if (s->json)
            print_json(json_pack("{s:s, s:s, s:s}", "code", code, "path", name, "message", text));
        else
            printf("%s: %s [%s]\n", *name != '\0' ? name : "package", text, code);
    }
    free(name);
    free(text);
}

static void show_counts(const struct verify_counts *c, const struct shown *s)
{
    if (s->json) {
        print_json(json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
                             "ok", c->differences == 0 && c->checked && c->files > 0, "differences",
                             (json_int_t)c->differences, "notes", (json_int_t)s->notes, "folders",
                             (json_int_t)c->folders, "files", (json_int_t)c->files, "sidecars",
                             (json_int_t)c->sidecars, "content_bytes", (json_int_t)c->content_bytes,
                             "checksums", (json_int_t)c->checksums, "relations",
                             (json_int_t)c->relations, "dossiers", (json_int_t)c->dossiers,
                             "documents", (json_int_t)c->documents, "pdfs", (json_int_t)c->pdfs,
                             "companions", (json_int_t)c->companions));
        return;
    }
    printf("%" PRIu64 " dossiers, %" PRIu64 " documents, %" PRIu64 " files of %.1f MB, %" PRIu64
           " sidecars; %" PRIu64 " checksums and %" PRIu64 " relations compared, %" PRIu64
           " companions; %" PRIu64 " differences\n",
           c->dossiers, c->documents, c->files, (double)c->content_bytes / 1e6, c->sidecars,
           c->checksums, c->relations, c->companions, c->differences);
}

static enum ba_rc verify_path(struct app *app, const char *path, struct shown *s,
                              struct ba_err *err)
{
    struct export_lists lists = { 0 };
    struct verify_opts opts = { .lists = &lists };
    struct verify_counts counts;
    enum ba_rc rc = lists_load(app, &lists, err);

    if (rc == BA_OK) {
        rc = verify_package(path, &opts, show, s, &counts, err);
        if (counts.checked || counts.differences > 0)
            show_counts(&counts, s);
    }
    export_lists_free(&lists);
    return rc;
}

static enum ba_rc verify_all(struct app *app, struct shown *s, struct ba_err *err)
{
    struct depot_counts c = { 0 };
    enum ba_rc rc = verify_depot(app, show, s, &c, err);

    if (rc != BA_OK && rc != BA_ITEM)
        return rc;
    if (s->json)
        print_json(json_pack("{s:b, s:I, s:I, s:I, s:I}", "ok", rc == BA_OK, "differences",
                             (json_int_t)c.differences, "masters", (json_int_t)c.masters,
                             "master_bytes", (json_int_t)c.bytes, "derived",
                             (json_int_t)c.derived));
    else
        printf("%" PRIu64 " masters of %.1f MB and %" PRIu64 " derived files checked; %" PRIu64
               " differences\n",
               c.masters, (double)c.bytes / 1e6, c.derived, c.differences);
    return rc;
}

enum ba_rc cmd_verify(struct app *app, int argc, char **argv, struct ba_err *err)
{
    struct shown s = { .json = false };
    const struct opt opts[] = { { "json", OPT_FLAG, &s.json }, { 0 } };
    char **paths;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 1, &paths, &count, err);

    if (rc != BA_OK)
        return rc;
    if (count == 1)
        return verify_path(app, paths[0], &s, err);
    if (!app->depot_given)
        return ba_fail(err, BA_FATAL, "USAGE", "name a package, or the depot with -C DIR");
    rc = app_open(app, NEED_CONFIG | NEED_STORE, err);
    return rc == BA_OK ? verify_all(app, &s, err) : rc;
}
