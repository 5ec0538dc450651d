/* run, ingest, index: the stages, one after the other or each alone. */

#include "cli/command_message.h"
#include "cli/export_view.h"
#include "cli/intake_view.h"
#include "cli/opt.h"
#include "cli/summary_view.h"
#include "depot/named_place.h"

/* The rows of an option table that all stages have, and those that take batches in. */
#define STAGE_OPTS(o, json)                                                                        \
    { "json", OPT_FLAG, &(json) },                                                                 \
    {                                                                                              \
        "dry-run", OPT_FLAG, &(o).dry_run                                                          \
    }
#define INTAKE_OPTS(o)                                                                             \
    { "add", OPT_FLAG, &(o).add },                                                                 \
    {                                                                                              \
        "duplex", OPT_STRING, &(o).duplex                                                          \
    }

static void view(struct intake_view *v, struct depot *depot, bool json, struct run_opts *o)
{
    *v = (struct intake_view){
        .depot = depot, .dry_run = o->stage.dry_run, .json = json, .folders = o->count
    };
    o->calls = (struct run_calls){ intake_view_measured, intake_view_done, v };
}

/* What could not be printed on the way counts when nothing worse happened. */
static BA_RC printed(const struct intake_view *v, enum ba_rc rc, struct ba_err *err)
{
    if (rc != BA_OK || v->failed.rc == BA_OK)
        return rc;
    *err = v->failed;
    return v->failed.rc;
}

/* What came of the batches; it counts when nothing worse happened before. */
static BA_RC show_batches(struct depot *depot, const struct run_opts *o, bool json, enum ba_rc rc,
                          struct ba_err *err)
{
    struct ba_err shown = BA_ERR_INIT;
    enum ba_rc counted = summary_view_folders(depot, o->folders, o->count, json, &shown);

    if (rc != BA_OK || counted == BA_OK)
        return rc;
    *err = shown;
    return counted;
}

BA_RC cmd_run(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct command_message say_as = { depot, "run" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct run_opts o = { .stage = { .told = &told } };
    struct run_result r;
    struct intake_view v;
    struct ba_err later_err = BA_ERR_INIT;
    const char *out = NULL;
    bool export = false, json = false;
    const struct opt opts[] = { INTAKE_OPTS(o.stage),
                                STAGE_OPTS(o.stage, json),
                                { "workers", OPT_COUNT, &o.stage.workers },
                                { "export", OPT_FLAG, &export },
                                { "out", OPT_STRING, &out },
                                { "languages", OPT_STRING, &o.languages },
                                { 0 } };
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &o.folders, &o.count, err), later;

    if (rc == BA_OK && out != NULL)
        rc = named_place_check(depot, PLACE_FOLDER, "--out", out, err);
    if (rc != BA_OK)
        return rc;
    view(&v, depot, json, &o);
    rc = run_batches(depot, &o, &r, err);
    rc = printed(&v, rc, err);
    if (!r.began || o.stage.dry_run)
        return rc;
    rc = show_batches(depot, &o, json, rc, err);
    if (!r.whole || (!export && out == NULL))
        return rc;
    later = export_view_all(depot, out, o.stage.workers, &later_err);
    if (later != BA_OK && (rc == BA_OK || later < rc))
        *err = later_err;
    return ba_worst(rc, later);
}

BA_RC cmd_ingest(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct command_message say_as = { depot, "ingest" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct run_opts o = { .stage = { .told = &told } };
    struct run_result r;
    struct intake_view v;
    bool json = false;
    const struct opt opts[] = { INTAKE_OPTS(o.stage),
                                STAGE_OPTS(o.stage, json),
                                { "workers", OPT_COUNT, &o.stage.workers },
                                { 0 } };
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &o.folders, &o.count, err);

    if (rc != BA_OK)
        return rc;
    view(&v, depot, json, &o);
    rc = run_intake(depot, &o, &r, err);
    rc = printed(&v, rc, err);
    return !r.began || o.stage.dry_run ? rc : show_batches(depot, &o, json, rc, err);
}

BA_RC cmd_index(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct stage_opts o = { 0 };
    bool rebuild = false, json = false;
    const struct opt opts[] = { STAGE_OPTS(o, json), { "rebuild", OPT_FLAG, &rebuild }, { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK)
        rc = run_indexing(depot, &o, rebuild, err);
    if (rc == BA_OK && !o.dry_run)
        rc = summary_view_folders(depot, NULL, 0, json, err);
    return rc;
}
