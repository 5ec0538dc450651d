/* verify: a package as its receiver reads it, or the whole depot. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "pipeline/package/verify_run.h"

struct shown {
    bool json;
    uint64_t notes;
};

/* Without memory nothing can be said any more; the status tells. */
static void print_json(json_t *o, const char *schema)
{
    struct ba_err trouble = BA_ERR_INIT;

    ba_ignore(json_line(o, schema, &trouble), "the status tells");
}

/* One line a difference. Names come from outside, so they are escaped. */
static void show(void *ctx, const char *code, const char *path, const char *message)
{
    struct shown *s = ctx;
    char *name = ba_name_escape(path), *text = ba_name_escape(message);

    s->notes += strcmp(code, "VERIFY_NOTE") == 0;
    if (name != NULL && text != NULL) {
        if (s->json)
            print_json(json_pack("{s:s, s:s, s:s}", "code", code, "path", name, "message", text),
                       "difference");
        else
            printf("%s: %s [%s]\n", *name != '\0' ? name : "package", text, code);
    }
    free(name);
    free(text);
}

static void show_counts(const struct verify_counts *c, const struct shown *s)
{
    if (s->json) {
        print_json(json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I,"
                             " s:I, s:I, s:s}",
                             "ok", c->differences == 0 && c->checked && c->files > 0, "differences",
                             (json_int_t)c->differences, "notes", (json_int_t)s->notes, "folders",
                             (json_int_t)c->folders, "files", (json_int_t)c->files, "sidecars",
                             (json_int_t)c->sidecars, "content_bytes", (json_int_t)c->content_bytes,
                             "checksums", (json_int_t)c->checksums, "relations",
                             (json_int_t)c->relations, "dossiers", (json_int_t)c->dossiers,
                             "documents", (json_int_t)c->documents, "pdfs", (json_int_t)c->pdfs,
                             "pdfs_checked", (json_int_t)c->pdfs_checked, "schema_checked",
                             (json_int_t)c->schema_checked, "companions", (json_int_t)c->companions,
                             "profile", c->profile),
                   "package-verified");
        return;
    }
    printf("%" PRIu64 " dossier%s, %" PRIu64 " document%s, %" PRIu64 " file%s of %.1f MB, %" PRIu64
           " sidecar%s; %" PRIu64 " checksum%s and %" PRIu64 " relation%s compared, %" PRIu64
           " PDF%s held against the rules, %" PRIu64 " companion%s; by the rules of %s; %" PRIu64
           " difference%s\n",
           c->dossiers, ba_s(c->dossiers), c->documents, ba_s(c->documents), c->files,
           ba_s(c->files), (double)c->content_bytes / 1e6, c->sidecars, ba_s(c->sidecars),
           c->checksums, ba_s(c->checksums), c->relations, ba_s(c->relations), c->pdfs_checked,
           ba_s(c->pdfs_checked), c->companions, ba_s(c->companions),
           *c->profile != '\0' ? c->profile : "BagIt", c->differences, ba_s(c->differences));
}

static BA_RC verify_path(struct depot *depot, const struct verify_run_opts *o, struct shown *s,
                         struct ba_err *err)
{
    struct verify_counts counts = { .checked = false };
    enum ba_rc rc = verify_run_package(depot, o, show, s, &counts, err);

    if (counts.checked || counts.differences > 0)
        show_counts(&counts, s);
    return rc;
}

static BA_RC verify_all(struct depot *depot, const char *since, struct shown *s, struct ba_err *err)
{
    struct command_message say_as = { depot, "verify" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct depot_counts c = { 0 };
    enum ba_rc rc = verify_run_depot(depot, since, show, s, &told, &c, err);

    if (!c.whole)
        return rc;
    if (s->json)
        print_json(json_pack("{s:b, s:I, s:I, s:I, s:I}", "ok", c.right, "differences",
                             (json_int_t)c.differences, "masters", (json_int_t)c.masters,
                             "master_bytes", (json_int_t)c.bytes, "derived", (json_int_t)c.derived),
                   "depot-verified");
    else
        printf("%" PRIu64 " masters of %.1f MB and %" PRIu64 " derived files checked; %" PRIu64
               " differences\n",
               c.masters, (double)c.bytes / 1e6, c.derived, c.differences);
    return rc;
}

/* "2026-11-21", the form in which times are kept. */
static bool is_date(const char *s)
{
    static const char form[] = "dddd-dd-dd";
    size_t n = strlen(s);

    if (n != sizeof(form) - 1)
        return false;
    for (size_t i = 0; i < n; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
            return false;
    return strncmp(s + 5, "12", 2) <= 0 && strncmp(s + 8, "31", 2) <= 0;
}

BA_RC cmd_verify(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct shown s = { .json = false };
    struct verify_run_opts o = { 0 };
    const char *since = NULL;
    const struct opt opts[] = { { "json", OPT_FLAG, &s.json },
                                { "xsd", OPT_STRING, &o.xsd },
                                { "profile", OPT_STRING, &o.profile },
                                { "since", OPT_STRING, &since },
                                { 0 } };
    char **paths;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 1, &paths, &count, err);

    if (rc != BA_OK)
        return rc;
    if (since != NULL && (count == 1 || !is_date(since)))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "--since wants a date YYYY-MM-DD, and is for a depot (-C DIR)");
    o.path = paths[0];
    if (count == 1)
        return verify_path(depot, &o, &s, err);
    if (!depot->folder_given || o.xsd != NULL)
        return ba_fail(err, BA_FATAL, "USAGE", "name a package, or the depot with -C DIR");
    rc = depot_open(depot, NEED_CONFIG | NEED_STORE, err);
    return rc == BA_OK ? verify_all(depot, since, &s, err) : rc;
}
