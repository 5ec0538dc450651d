/* retry: failed pages, or those whose derived files are gone, go back in the queue. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/buf.h"
#include "core/plural.h"
#include "depot/actor.h"
#include "depot/derived_files.h"
#include "index/records/batch.h"
#include "index/records/page.h"
#include "pipeline/shard/shard_plan.h"

static enum ba_rc find_batch(struct depot *depot, const char *name, int64_t *id, struct ba_err *err)
{
    struct batch_row row;
    bool found = false;
    enum ba_rc rc = BA_OK;

    *id = 0;
    if (name == NULL)
        return BA_OK;
    rc = batch_find(depot->store, name, &row, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief "
                     "status",
                     name);
    if (rc == BA_OK)
        *id = row.id;
    return rc;
}

/* Pages whose derived files are not there or damaged, collected first: rows are not to change under
 * the reader. */
struct missing {
    struct depot *depot;
    int64_t *ids;
    size_t count, cap;
};

static enum ba_rc note_missing(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct missing *m = ctx;

    if (derived_files_check(m->depot, row) == DERIVED_WHOLE)
        return BA_OK;
    if (ba_grow(&m->ids, &m->cap, m->count + 1, sizeof(*m->ids)) != 0)
        return ba_fail_mem(err, "pages");
    m->ids[m->count++] = row->id;
    return BA_OK;
}

static enum ba_rc retry_missing(struct depot *depot, int64_t batch, int64_t *n, struct ba_err *err)
{
    struct missing m = { .depot = depot };
    struct page_filter filter = { .batch = batch };
    enum ba_rc rc = page_each(depot->store, &filter, note_missing, &m, err);

    for (size_t i = 0; rc == BA_OK && i < m.count; i++)
        rc = page_requeue(depot->store, m.ids[i], err);
    *n = (int64_t)m.count;
    free(m.ids);
    return rc;
}

enum ba_rc cmd_retry(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    const char *batch = NULL, *who = NULL, *reason = NULL;
    bool dry_run = false, json = false, missing = false;
    const struct opt opts[] = { { "batch", OPT_STRING, &batch },
                                { "who", OPT_STRING, &who },
                                { "reason", OPT_STRING, &reason },
                                { "missing", OPT_FLAG, &missing },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    char **words;
    int count;
    int64_t id = 0, n = 0;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 1, &words, &count, err);
    const char *code = rc == BA_OK && count == 1 ? words[0] : NULL;

    if (rc == BA_OK)
        rc = find_batch(depot, batch, &id, err);
    if (rc == BA_OK)
        rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = missing ? retry_missing(depot, id, &n, err)
                     : page_retry(depot->store, id, code, &n, err);
    if (rc == BA_OK && n > 0)
        rc = store_audit(depot->store, actor_or_login(who), "retry",
                         missing        ? "missing"
                         : code != NULL ? code
                                        : "*",
                         reason, NULL, err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    if (rc == BA_OK && !dry_run)
        rc = shard_plan_follow(depot, err);
    if (rc == BA_OK && json)
        printf("{\"retried\":%" PRId64 "}\n", n);
    else if (rc == BA_OK && n == 0)
        printf("no page %s%s%s\n", missing ? "lacks a derived file" : "has failed",
               code != NULL ? " with " : "", code != NULL ? code : "");
    else if (rc == BA_OK)
        say(depot, stdout,
            "%" PRId64
            " page%s %s again; read what waits with: bouwarchief ocr, then: bouwarchief index\n",
            n, ba_s((uint64_t)n),
            dry_run  ? "would wait"
            : n == 1 ? "waits"
                     : "wait");
    return rc;
}
