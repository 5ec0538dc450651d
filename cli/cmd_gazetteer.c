/* gazetteer import: the streets and house numbers of the municipality, and old names. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "depot/actor.h"
#include "index/register/gazetteer_import.h"
#include "pipeline/stage.h"

/* More bad lines than this are only counted. */
#define TOLD_MAX 20

struct importing {
    bool json;
    uint64_t told;
};

static enum ba_rc say_bad(void *ctx, size_t line, const char *message, struct ba_err *err)
{
    struct importing *im = ctx;

    if (im->told++ >= TOLD_MAX)
        return BA_OK;
    if (im->json)
        return json_line(json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line, "code",
                                   "GAZETTEER_BAD_LINE", "message", message),
                         err);
    fprintf(stderr, "line %zu: %s [GAZETTEER_BAD_LINE]\n", line, message);
    return BA_OK;
}

static enum ba_rc report(const struct importing *im, const char *path, bool dry_run,
                         const struct gazetteer_counts *n, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (im->json)
        rc = json_line(json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "lines",
                                 (json_int_t)n->lines, "imported", (json_int_t)n->taken, "refused",
                                 (json_int_t)n->refused, "streets", (json_int_t)n->streets,
                                 "numbers", (json_int_t)n->numbers, "old_names",
                                 (json_int_t)n->names, "dry_run", dry_run),
                       err);
    else
        printf("%s: %" PRId64 " line%s %s, %" PRId64 " refused; now%s %" PRId64
               " street%s, %" PRId64 " address%s, %" PRId64 " old name%s\n",
               path, n->taken, ba_s((uint64_t)n->taken), dry_run ? "would be imported" : "imported",
               n->refused, dry_run ? " would be" : "", n->streets, ba_s((uint64_t)n->streets),
               n->numbers, n->numbers == 1 ? "" : "es", n->names, ba_s((uint64_t)n->names));
    if (rc == BA_OK && n->refused > 0)
        rc = ba_fail(err, BA_ITEM, "GAZETTEER_LINES_REFUSED",
                     "%" PRId64 " line%s of %s %s refused (the first are above), the others are "
                     "in",
                     n->refused, ba_s((uint64_t)n->refused), path, ba_were((uint64_t)n->refused));
    return rc;
}

static enum ba_rc record(struct depot *depot, const char *path, const struct gazetteer_counts *n,
                         struct ba_err *err)
{
    char detail[120], *name = ba_name_escape(ba_basename(path));

    snprintf(detail, sizeof(detail), "%" PRId64 " lines, %" PRId64 " refused", n->taken,
             n->refused);
    enum ba_rc rc = name == NULL ? ba_fail_mem(err, "a record")
                                 : store_audit(depot->store, actor_or_login(NULL),
                                               "gazetteer import", name, NULL, detail, err);
    free(name);
    return rc;
}

enum ba_rc cmd_gazetteer(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct importing im = { 0 };
    struct gazetteer_counts n = { 0 };
    struct stage_opts stage = { 0 };
    bool dry_run = false, add = false;
    const struct opt opts[] = { { "add", OPT_FLAG, &add },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &im.json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 2, 2, &words, &count, err);

    if (rc == BA_OK && strcmp(words[0], "import") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE", "the word \"import\" and a file are expected");
    if (rc == BA_OK && access(words[1], R_OK) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", words[1]);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = gazetteer_import(depot->store, words[1], add, say_bad, &im, &n, err);
    if (rc == BA_OK && !dry_run)
        rc = record(depot, words[1], &n, err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    if (rc == BA_OK && !dry_run)
        rc = stage_index(depot, &stage, err); /* addresses get their ids and old names */
    return rc == BA_OK ? report(&im, words[1], dry_run, &n, err) : rc;
}
