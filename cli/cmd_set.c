/* set: a person's word on a field of a dossier. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_page.h"
#include "cli/opt.h"
#include "cli/stage.h"
#include "cli/who.h"
#include "index/dossier.h"

struct match {
    int64_t id;
    unsigned count;
};

static enum ba_rc count_match(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct match *m = ctx;

    (void)err;
    m->id = row->id;
    m->count++;
    return BA_OK;
}

enum ba_rc cmd_set(struct app *app, int argc, char **argv, struct ba_err *err)
{
    const char *who = NULL, *reason = NULL;
    bool dry_run = false, json = false;
    const struct opt opts[] = { { "who", OPT_STRING, &who },
                                { "reason", OPT_STRING, &reason },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    struct stage_opts stage = { 0 };
    struct match m = { 0 };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 3, 3, &words, &count, err);

    if (rc == BA_OK)
        rc = dossier_each(app->store, words[0], count_match, &m, err);
    if (rc == BA_OK && m.count != 1)
        rc = ba_fail(err, BA_ITEM, m.count == 0 ? "DOSSIER_UNKNOWN" : "DOSSIER_AMBIGUOUS",
                     m.count == 0 ? "there is no dossier %s"
                                  : "dossier %s exists in more than one archive",
                     words[0]);
    if (rc == BA_OK)
        rc = store_begin(app->store, err);
    if (rc == BA_OK)
        rc = field_set(app->store, m.id, words[1], words[2], who_or_login(who), reason, err);
    if (rc == BA_OK && !dry_run)
        rc = store_commit(app->store, err);
    store_rollback(app->store);
    if (rc == BA_OK && !dry_run)
        rc = stage_index(app, &stage, err); /* so that it is searched at once */
    if (rc == BA_OK && json)
        rc = json_line(json_pack("{s:s, s:s, s:s, s:b}", "dossier", words[0], "field", words[1],
                                 "value", words[2], "dry_run", dry_run),
                       err);
    else if (rc == BA_OK)
        printf("%s: %s %s \"%s\"\n", words[0], words[1], dry_run ? "would become" : "is now",
               words[2]);
    return rc;
}
