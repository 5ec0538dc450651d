/* retry: failed pages go back in the queue. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/who.h"
#include "index/batch.h"
#include "index/page.h"

static enum ba_rc find_batch(struct app *app, const char *name, int64_t *id, struct ba_err *err)
{
    struct batch_row row;
    bool found = false;
    enum ba_rc rc = BA_OK;

    *id = 0;
    if (name == NULL)
        return BA_OK;
    rc = batch_find(app->store, name, &row, &found, err);
    if (rc == BA_OK && !found)
        rc = ba_fail(err, BA_FATAL, "BATCH_UNKNOWN",
                     "no batch \"%s\" was taken in; see: bouwarchief "
                     "status",
                     name);
    if (rc == BA_OK)
        *id = row.id;
    return rc;
}

enum ba_rc cmd_retry(struct app *app, int argc, char **argv, struct ba_err *err)
{
    const char *batch = NULL, *who = NULL, *reason = NULL;
    bool dry_run = false, json = false;
    const struct opt opts[] = {
        { "batch", OPT_STRING, &batch },   { "who", OPT_STRING, &who },
        { "reason", OPT_STRING, &reason }, { "dry-run", OPT_FLAG, &dry_run },
        { "json", OPT_FLAG, &json },       { 0 }
    };
    char **words;
    int count;
    int64_t id = 0, n = 0;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 1, &words, &count, err);
    const char *code = rc == BA_OK && count == 1 ? words[0] : NULL;

    if (rc == BA_OK)
        rc = find_batch(app, batch, &id, err);
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = page_retry(app->store, id, code, &n, err);
    if (rc == BA_OK && n > 0)
        rc = store_audit(app->store, who_or_login(who), "retry", code != NULL ? code : "*", reason,
                         NULL, err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    if (rc == BA_OK && json)
        printf("{\"retried\":%" PRId64 "}\n", n);
    else if (rc == BA_OK)
        printf("%" PRId64 " pages %s; read them with: bouwarchief ocr, then index\n", n,
               dry_run ? "would wait again" : "wait again");
    return rc;
}
