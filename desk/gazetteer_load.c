#include "desk/gazetteer_load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"

/* More refused lines than this are only counted. */
#define TOLD_MAX 20

struct telling {
    struct ba_messages *messages;
    unsigned told;
};

static BA_RC tell_refused(void *ctx, size_t line, const char *message, struct ba_err *err)
{
    struct telling *t = ctx;

    (void)err;
    if (t->told++ < TOLD_MAX)
        ba_messages_line(t->messages, BA_REFUSED, "GAZETTEER_BAD_LINE", (int64_t)line, message);
    return BA_OK;
}

static BA_RC record(struct depot *depot, const struct decision *by, const char *path,
                    const struct gazetteer_counts *n, struct ba_err *err)
{
    struct correction c = decision_record(by);
    char detail[120], *name = ba_name_escape(ba_basename(path));
    enum ba_rc rc;

    snprintf(detail, sizeof(detail), "%" PRId64 " lines, %" PRId64 " refused", n->taken,
             n->refused);
    rc = name == NULL
             ? ba_fail_mem(err, "a record")
             : store_audit(depot->store, c.who, "gazetteer import", name, c.reason, detail, err);
    free(name);
    return rc;
}

BA_RC gazetteer_load(struct depot *depot, const struct decision *by, const char *path, bool add,
                     struct gazetteer_load_result *out, struct ba_err *err)
{
    struct telling t = { .messages = by->messages };
    struct gazetteer_counts *n = &out->counts;
    enum ba_rc rc = access(path, R_OK) == 0
                        ? store_begin(depot->store, err)
                        : ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", path);

    *out = (struct gazetteer_load_result){ 0 };
    if (rc == BA_OK)
        rc = gazetteer_import(depot->store, path, add, tell_refused, &t, n, err);
    if (rc == BA_OK && !by->dry_run)
        rc = record(depot, by, path, n, err);
    rc = decision_commit_index(depot, by, rc, err);
    out->loaded = rc == BA_OK;
    if (rc == BA_OK && n->refused > 0)
        rc = ba_fail(err, BA_ITEM, "GAZETTEER_LINES_REFUSED",
                     "%" PRId64 " line%s of %s %s refused (the first are above), the others are "
                     "in",
                     n->refused, ba_s((uint64_t)n->refused), path, ba_were((uint64_t)n->refused));
    return rc;
}
