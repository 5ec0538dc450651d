/* export: dossiers -> deliveries for the e-depot, one an archive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/file.h"
#include "core/plural.h"
#include "core/progress.h"
#include "depot/actor.h"
#include "depot/archives.h"
#include "depot/designator.h"
#include "depot/stop_signal.h"
#include "depot/value_list_files.h"
#include "index/records/dossier.h"
#include "index/records/package_record.h"
#include "index/records/package_source.h"
#include "pipeline/package/access_pdfs.h"
#include "pipeline/package/citizen_copy.h"
#include "pipeline/package/open_data_export.h"
#include "pipeline/package/open_points.h"
#include "pipeline/package/package_split.h"
#include "pipeline/package/package_version.h"
#include "pipeline/package/record_creator_check.h"

struct export_run {
    struct depot *depot;
    struct loader loader;
    struct value_lists lists;
    struct archives archives;
    struct export_opts opts;
    char *work_dir, *out_dir; /* owned */
    bool json, dry_run;
    size_t refused;
    struct export_dossier stays; /* that was refused before it was loaded */
    /* Items of the delivery at hand. */
    const size_t *chosen;
    size_t chosen_count;
    struct part_limits limits;
    struct progress progress;
};

static void say_refused(struct export_run *r, const char *number, const struct ba_err *why)
{
    bool told = *number == '\0' || strstr(why->msg, number) != NULL;

    say(r->loader.depot, stderr, "bouwarchief export: stays here: %s%s%s [%s]\n",
        told ? "" : number, told ? "" : ": ", why->msg, why->code);
}

static enum ba_rc load(void *ctx, size_t index, const struct export_dossier **out,
                       struct ba_err *err)
{
    struct export_run *r = ctx;
    struct load_item *item = &r->loader.items[r->chosen[index]];
    struct export_dossier *d = NULL;
    struct load_document *documents;
    enum ba_rc rc = stop_signal_check(err);

    if (rc != BA_OK)
        return rc;
    if (item->refused != NULL) {
        r->stays.number = item->number; /* all that is asked of it */
        *out = &r->stays;
        *err = *item->refused;
        return err->rc = BA_ITEM;
    }
    rc = loader_open(&r->loader, r->chosen[index], &d, &documents, err);
    *out = d;
    return rc;
}

static void on_refused(void *ctx, const char *number, const struct ba_err *why)
{
    struct export_run *r = ctx;

    say_refused(r, number, why);
    r->refused++;
}

static void on_progress(void *ctx, size_t done, size_t total)
{
    struct export_run *r = ctx;

    (void)total;
    r->progress.done = done;
    progress_tick(&r->progress);
}

/*
 * May it leave? What export_check says, and besides: a number that the register has, but in other
 * archives than the one its pages came into, would go out in the wrong archive.
 */
static enum ba_rc may_leave(struct export_run *r, const struct load_item *item,
                            const struct export_dossier *d, const struct export_opts *opts,
                            struct ba_err *why)
{
    if (!item->in_register && d->force_reason == NULL &&
        dossier_in_register(r->depot->store, item->number))
        return ba_fail(
            why, BA_ITEM, "DOSSIER_AMBIGUOUS",
            "several archives of the register have a dossier %s, and its pages do not say of "
            "which they are; check with the paper, then let it go with --force REASON",
            item->number);
    return export_check(d, opts, why);
}

/* Looks at every dossier once: who stays is known before the first PDF is made. */
static enum ba_rc check_all(struct export_run *r, struct ba_err *err)
{
    struct export_opts opts = r->opts;
    struct open_points qc = { .batches = NULL };
    enum ba_rc rc = BA_OK;

    opts.need_pdf = false;
    for (size_t i = 0; rc == BA_OK && i < r->loader.count; i++) {
        struct load_item *item = &r->loader.items[i];
        struct ba_err why = BA_ERR_INIT;
        struct load_document *documents;
        struct export_dossier *d = NULL;

        rc = stop_signal_check(err);
        if (rc == BA_OK)
            rc = loader_open(&r->loader, i, &d, &documents, err);
        if (rc == BA_OK) {
            item->year_from = d->year_from > 0 ? d->year_from : d->year_to;
            item->year_to = d->year_to > 0 ? d->year_to : d->year_from;
        }
        if (rc == BA_OK)
            rc = qc_fill(&qc, r->depot, r->lists.receiver, item->id, d, err);
        if (rc != BA_OK || may_leave(r, item, d, &opts, &why) == BA_OK)
            continue;
        if (r->loader.force_reason != NULL && qc_forcible(why.code)) {
            item->forced = true;
            d->force_reason = r->loader.force_reason;
            if (may_leave(r, item, d, &opts, &why) == BA_OK)
                continue;
        }
        rc = loader_refuse(&r->loader, i, &why, err);
    }
    qc_free(&qc);
    return rc;
}

static enum ba_rc print_json(const struct export_run *r, const struct export_result *res,
                             struct ba_err *err)
{
    return json_line(
        json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "delivery", res->delivery,
                  "profile", r->lists.receiver->name, "tar", res->tar, "sha256", res->sha256,
                  "bytes", (json_int_t)res->tar_bytes, "dossiers", (json_int_t)res->exported,
                  "refused", (json_int_t)res->refused, "objects", (json_int_t)res->objects, "files",
                  (json_int_t)res->files, "content_bytes", (json_int_t)res->content_bytes),
        err);
}

static enum ba_rc print_result(const struct export_run *r, const struct export_result *res,
                               struct ba_err *err)
{
    if (r->json)
        return print_json(r, res, err);
    printf("%s\n  %zu dossier%s, %zu file%s of %.1f MB; beside it %s and %s\n", res->tar,
           res->exported, ba_s(res->exported), res->files, ba_s(res->files),
           (double)res->content_bytes / 1e6, ba_basename(res->pakbon), ba_basename(res->sum));
    return BA_OK;
}

static enum ba_rc record(struct export_run *r, const struct export_result *res, struct ba_err *err)
{
    struct package_dossier *gone = calloc(r->chosen_count + 1, sizeof(*gone));
    size_t n = 0;
    enum ba_rc rc =
        gone == NULL ? ba_fail_mem(err, "a delivery") : store_begin(r->depot->store, err);

    for (size_t i = 0; rc == BA_OK && i < r->chosen_count; i++) {
        const struct load_item *item = &r->loader.items[r->chosen[i]];

        if (!res->gone_out[i])
            continue;
        gone[n++] = (struct package_dossier){ .dossier = item->id,
                                              .identification = res->ids[i],
                                              .version = item->version,
                                              .content = item->content };
        rc = delivery_record(r->depot->store, actor_or_login(NULL), item->archive, item->number,
                             res->delivery, item->forced ? r->loader.force_reason : NULL, err);
    }
    if (rc == BA_OK)
        rc = package_record_add(r->depot->store, res->delivery, gone, n, err);
    if (rc == BA_OK)
        rc = store_commit(r->depot->store, err);
    store_rollback(r->depot->store);
    free(gone);
    return rc;
}

/* One delivery: the items that were chosen, all of one archive. */
static enum ba_rc deliver(struct export_run *r, const char *archive_name, struct ba_err *err)
{
    struct export_source source = { r, r->chosen_count, load, on_refused, on_progress };
    struct export_archive archive;
    struct export_result res = { .tar = NULL };
    struct ba_err recorded = BA_ERR_INIT;
    char *id = NULL, *location = NULL;
    enum ba_rc rc = archives_identity(&r->archives, &r->depot->config, archive_name, &archive, &id,
                                      &location, err);

    if (rc == BA_OK)
        rc = creator_say_of(&r->loader, r->chosen, r->chosen_count, &archive, err);
    if (rc == BA_OK) {
        progress_start(&r->progress, r->depot->watcher, "packing", "dossiers", r->chosen_count);
        rc = export_delivery(&archive, &source, &r->opts, &res, err);
        progress_end(&r->progress);
    }
    if (res.tar != NULL && (rc == BA_OK || rc == BA_ITEM)) {
        if (record(r, &res, &recorded) != BA_OK || print_result(r, &res, &recorded) != BA_OK) {
            *err = recorded;
            rc = recorded.rc;
        }
    }
    export_result_free(&res);
    free(id);
    free(location);
    return rc;
}

/* All items of one archive: in one delivery, or as many as the receiver's limits ask for. */
static enum ba_rc deliver_archive(struct export_run *r, const size_t *items, size_t count,
                                  struct ba_err *err)
{
    enum ba_rc worst = BA_OK;

    while (count > 0 && worst >= BA_ITEM) {
        struct ba_err one = BA_ERR_INIT;
        size_t take = 0;
        enum ba_rc rc = parts_next(&r->loader, items, count, &r->limits, &take, &one);

        r->chosen = items;
        r->chosen_count = take;
        if (rc == BA_OK)
            rc = deliver(r, r->loader.items[items[0]].archive, &one);
        if (rc != BA_OK)
            *err = one;
        worst = ba_worst(worst, rc);
        items += take;
        count -= take;
    }
    return worst;
}

/* Archive by archive, in the order in which the store gives them. */
static enum ba_rc deliver_all(struct export_run *r, struct ba_err *err)
{
    const struct loader *l = &r->loader;
    bool *done = calloc(l->count, sizeof(*done));
    size_t *items = calloc(l->count, sizeof(*items)), count;
    enum ba_rc worst = BA_OK;

    if (done == NULL || items == NULL)
        worst = ba_fail_mem(err, "deliveries");
    for (size_t i = 0; worst >= BA_ITEM && i < l->count; i++) {
        if (done[i])
            continue;
        count = 0;
        for (size_t k = i; k < l->count; k++) {
            if (strcmp(l->items[k].archive, l->items[i].archive) != 0)
                continue;
            done[k] = true;
            items[count++] = k;
        }
        worst = ba_worst(worst, deliver_archive(r, items, count, err));
    }
    free(items);
    free(done);
    if (worst == BA_ITEM)
        ba_fail(err, BA_ITEM, "EXPORT_REFUSED",
                "%zu of %zu dossiers stay here, each with its reason above; %s", r->refused,
                l->count, r->refused < l->count ? "the others went out" : "no package was written");
    return worst;
}

static enum ba_rc print_json_item(const struct load_item *item, struct ba_err *err)
{
    const struct ba_err *why = item->refused;

    return json_line(json_pack("{s:s, s:b, s:s?, s:s?}", "dossier", item->number, "goes",
                               why == NULL, "code", why == NULL ? NULL : why->code, "message",
                               why == NULL ? NULL : why->msg),
                     err);
}

static enum ba_rc dry_run(const struct export_run *r, struct ba_err *err)
{
    size_t stay = 0;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < r->loader.count; i++) {
        const struct load_item *item = &r->loader.items[i];

        if (r->json)
            rc = print_json_item(item, err);
        else if (item->refused != NULL)
            say(r->loader.depot, stdout, "%s would stay: %s [%s]\n", item->number,
                item->refused->msg, item->refused->code);
        else
            printf("%s would go\n", item->number);
        stay += item->refused != NULL;
    }
    if (rc == BA_OK && stay > 0)
        rc = ba_fail(err, BA_ITEM, "EXPORT_REFUSED", "%zu of %zu dossiers would stay", stay,
                     r->loader.count);
    return rc;
}

static enum ba_rc choose(struct export_run *r, bool all, bool only_new, char **numbers, int count,
                         struct ba_err *err)
{
    size_t found = 0;
    enum ba_rc rc = BA_OK;

    if (all || only_new)
        return loader_add(&r->loader, NULL, &found, err);
    for (int i = 0; rc == BA_OK && i < count; i++) {
        rc = loader_add(&r->loader, numbers[i], &found, err);
        if (rc == BA_OK && found == 0)
            rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                         "there is no dossier %s here; \"bouwarchief search\" finds dossiers",
                         numbers[i]);
    }
    return rc;
}

static enum ba_rc prepare(struct export_run *r, const char *out, struct ba_err *err)
{
    struct pdf_opts pdf = export_pdf_opts(r->depot, r->loader.web);
    enum ba_rc rc = value_list_files_load(r->depot, &r->lists, err);

    r->loader.depot = r->depot;
    r->loader.lists = &r->lists;
    r->work_dir = depot_path(r->depot, "work/split");
    r->out_dir = out != NULL ? strdup(out) : depot_path(r->depot, "packages");
    if (rc == BA_OK)
        rc = archives_load(r->depot, &r->archives, err);
    if (rc == BA_OK && (r->work_dir == NULL || r->out_dir == NULL))
        rc = ba_fail_mem(err, "an export");
    if (rc == BA_OK)
        rc = pdf_revision(&pdf, &r->loader.pdf_revision, err);
    if (rc == BA_OK && ba_is_dir(r->out_dir))
        rc = ba_sweep_tmp(r->out_dir, err); /* half a package of an export that was killed */
    r->opts = (struct export_opts){
        .lists = &r->lists, .out_dir = r->out_dir, .work_dir = r->work_dir, .need_pdf = true
    };
    return rc;
}

/* The receiver's profile; its limits, unless others were given. */
static enum ba_rc set_limits(struct export_run *r, const char *profile, uint64_t max_files,
                             uint64_t max_mb, struct ba_err *err)
{
    const struct list_receiver *to;
    enum ba_rc rc = value_list_files_choose(&r->lists, profile, err);

    if (rc == BA_FATAL && profile == r->depot->config.export_profile) {
        ba_err_wrap(err, "profile under [export] of bouwarchief.conf");
        snprintf(err->code, sizeof(err->code), "CONFIG");
    }
    if (rc != BA_OK)
        return rc;
    to = r->lists.receiver;
    if (r->loader.web && max_mb <= UINT64_MAX / 1000000) /* of each PDF, only when asked for */
        r->loader.web_max_bytes = max_mb * 1000000;
    if (max_files == 0)
        max_files = to->max_files;
    if (max_mb == 0)
        max_mb = to->max_mb;
    if (max_mb > UINT64_MAX / 1000000)
        max_mb = 0;
    r->limits = (struct part_limits){ .max_files = max_files, .max_bytes = max_mb * 1000000 };
    return BA_OK;
}

static enum ba_rc run(struct export_run *r, const struct stage_opts *o, bool only_new,
                      struct ba_err *err)
{
    enum ba_rc rc = check_all(r, err);

    if (rc == BA_OK && r->dry_run)
        return dry_run(r, err);
    if (rc == BA_OK && r->loader.count == 0) {
        if (only_new && r->loader.known > 0) {
            fprintf(stderr, "bouwarchief export: every dossier was in an earlier delivery\n");
            return BA_OK;
        }
        return ba_fail(err, BA_ITEM, "EXPORT_NOTHING",
                       "no dossier has pages; take in a batch first: bouwarchief run BATCHDIR");
    }
    if (config_is_example(&r->depot->config))
        fprintf(stderr,
                "bouwarchief export: the archive in bouwarchief.conf is still the EXAMPLE; no "
                "e-depot will take this delivery\n");
    if (rc == BA_OK)
        rc = export_make_pdfs(&r->loader, o, err);
    if (rc == BA_OK)
        rc = deliver_all(r, err);
    if (rc == BA_OK)
        rc = export_drop_pdfs(&r->loader, err);
    if (r->loader.skipped > 0)
        fprintf(stderr, "bouwarchief export: %zu dossier%s of the register without pages yet\n",
                r->loader.skipped, ba_s(r->loader.skipped));
    return rc;
}

/* Do the words and options of the command line fit together? */
static enum ba_rc check_words(const struct export_run *r, const char *format, bool all,
                              bool only_new, int count, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (rc == BA_OK && all + only_new + (count > 0) != 1)
        rc = ba_fail(err, BA_FATAL, "USAGE", "name dossiers, or give --all or --new");
    if (rc == BA_OK && strcmp(format, "mdto") != 0 && strcmp(format, "bagit") != 0 &&
        strcmp(format, "access") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "the format \"%s\" is not known; there are: mdto, bagit, access, csv, "
                     "geojson, jsonl",
                     format);
    if (rc == BA_OK && strcmp(format, "access") == 0 &&
        (only_new || r->loader.force_reason != NULL))
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "the format access is for dossiers that are named, or --all");
    if (rc == BA_OK && r->loader.web && strcmp(format, "access") != 0)
        rc = ba_fail(err, BA_FATAL, "USAGE", "--web is for --format access");
    if (rc == BA_OK && r->loader.force_reason != NULL && *r->loader.force_reason == '\0')
        rc = ba_fail(err, BA_FATAL, "USAGE", "--force wants a reason, which is recorded");
    return rc;
}

enum ba_rc cmd_export(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct export_run r = { .depot = depot };
    struct stage_opts o = { 0 };
    struct open_opts open = { 0 };
    bool all = false, only_new = false;
    const char *out = NULL, *format = "mdto", *profile = depot->config.export_profile,
               *archive = NULL;
    uint64_t max_files = 0, max_mb = 0;
    const struct opt opts[] = { { "all", OPT_FLAG, &all },
                                { "new", OPT_FLAG, &only_new },
                                { "out", OPT_STRING, &out },
                                { "format", OPT_STRING, &format },
                                { "profile", OPT_STRING, &profile },
                                { "max-files", OPT_COUNT, &max_files },
                                { "max-mb", OPT_COUNT, &max_mb },
                                { "web", OPT_FLAG, &r.loader.web },
                                { "force", OPT_STRING, &r.loader.force_reason },
                                { "archive", OPT_STRING, &archive },
                                { "workers", OPT_COUNT, &o.workers },
                                { "json", OPT_FLAG, &r.json },
                                { "dry-run", OPT_FLAG, &r.dry_run },
                                { 0 } };
    char **numbers;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, -1, &numbers, &count, err);

    if (rc == BA_OK && open_format(format, &open.format)) {
        open.numbers = numbers;
        open.count = count;
        open.out = out;
        open.archive = archive;
        open.dry_run = r.dry_run;
        open.bad = only_new || (all && count > 0);
        return export_open(depot, &open, err);
    }
    if (rc == BA_OK)
        rc = check_words(&r, format, all, only_new, count, err);
    if (rc != BA_OK)
        return rc;
    rc = prepare(&r, out, err);
    r.opts.bag = strcmp(format, "bagit") == 0;
    if (rc == BA_OK)
        rc = set_limits(&r, profile, max_files, max_mb, err);
    if (rc == BA_OK && archive != NULL)
        rc = designator_archive(depot, archive, &r.loader.archive, err);
    if (rc == BA_OK)
        rc = choose(&r, all, only_new, numbers, count, err);
    if (rc == BA_OK)
        rc = versions_settle(&r.loader, only_new, err);
    if (rc == BA_OK && strcmp(format, "access") == 0)
        rc = export_access(&r.loader, &o, r.out_dir, r.dry_run, err);
    else if (rc == BA_OK)
        rc = run(&r, &o, only_new, err);
    loader_free(&r.loader);
    export_lists_free(&r.lists);
    archives_free(&r.archives);
    free(r.work_dir);
    free(r.out_dir);
    return rc;
}
