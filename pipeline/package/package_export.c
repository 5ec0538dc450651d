#include "pipeline/package/package_export.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/plural.h"
#include "depot/actor.h"
#include "depot/designator.h"
#include "depot/named_place.h"
#include "depot/stop_signal.h"
#include "depot/value_list_files.h"
#include "index/records/dossier.h"
#include "index/records/package_record.h"
#include "index/records/package_source.h"
#include "pipeline/package/access_pdfs.h"
#include "pipeline/package/archives.h"
#include "pipeline/package/open_points.h"
#include "pipeline/package/package_split.h"
#include "pipeline/package/package_version.h"
#include "pipeline/package/record_creator_check.h"

struct export_run {
    struct depot *depot;
    const struct package_export_opts *o;
    struct loader loader;
    struct value_lists lists;
    struct archives archives;
    struct export_opts opts;
    char *work_dir, *out_dir; /* owned */
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

    ba_messages_printf(r->o->told, BA_REFUSED, why->code, "stays here: %s%s%s", told ? "" : number,
                       told ? "" : ": ", why->msg);
}

static BA_RC load(void *ctx, size_t index, const struct export_dossier **out, struct ba_err *err)
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
static BA_RC may_leave(struct export_run *r, const struct load_item *item,
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
static BA_RC check_all(struct export_run *r, struct ba_err *err)
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

static BA_RC record(struct export_run *r, const struct export_result *res, struct ba_err *err)
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
                                              .content = item->content,
                                              .time = item->time };
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

static BA_RC tell_made(const struct export_run *r, const struct export_result *res,
                       struct ba_err *err)
{
    return r->o->made == NULL ? BA_OK : r->o->made(r->o->ctx, res, r->lists.receiver->name, err);
}

/* One delivery: the items that were chosen, all of one archive. */
static BA_RC deliver(struct export_run *r, const char *archive_name, struct ba_err *err)
{
    struct export_source source = { r, r->chosen_count, load, on_refused, on_progress };
    struct export_archive archive;
    struct export_result res = { .tar = NULL };
    struct ba_err recorded = BA_ERR_INIT;
    char *id = NULL, *location = NULL;
    enum ba_rc rc = archives_identity(&r->archives, &r->depot->config, archive_name, &archive, &id,
                                      &location, err);

    if (rc == BA_OK)
        rc = creator_check_of(&r->loader, r->chosen, r->chosen_count, &archive, r->o->told, err);
    if (rc == BA_OK) {
        progress_start(&r->progress, r->depot->watcher, "packing", "dossiers", r->chosen_count);
        rc = export_delivery(&archive, &source, &r->opts, &res, err);
        progress_end(&r->progress);
    }
    if (res.tar != NULL && (rc == BA_OK || rc == BA_ITEM)) {
        if (record(r, &res, &recorded) != BA_OK || tell_made(r, &res, &recorded) != BA_OK) {
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
static BA_RC deliver_archive(struct export_run *r, const size_t *items, size_t count,
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
static BA_RC deliver_all(struct export_run *r, struct ba_err *err)
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
        worst = ba_fail(err, BA_ITEM, "EXPORT_REFUSED",
                        "%zu of %zu dossiers stay here, each with its reason above; %s", r->refused,
                        l->count,
                        r->refused < l->count ? "the others went out" : "no package was written");
    return worst;
}

static BA_RC dry_run(const struct export_run *r, struct ba_err *err)
{
    size_t stay = 0;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < r->loader.count; i++) {
        const struct load_item *item = &r->loader.items[i];

        if (r->o->judged != NULL)
            rc = r->o->judged(r->o->ctx, item->number, item->refused, err);
        stay += item->refused != NULL;
    }
    if (rc == BA_OK && stay > 0)
        rc = ba_fail(err, BA_ITEM, "EXPORT_REFUSED", "%zu of %zu dossiers would stay", stay,
                     r->loader.count);
    return rc;
}

static BA_RC choose(struct export_run *r, struct ba_err *err)
{
    size_t found = 0;
    enum ba_rc rc = BA_OK;

    if (r->o->all || r->o->only_new)
        return loader_add(&r->loader, NULL, &found, err);
    for (int i = 0; rc == BA_OK && i < r->o->count; i++) {
        rc = loader_add(&r->loader, r->o->numbers[i], &found, err);
        if (rc == BA_OK && found == 0)
            rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                         "there is no dossier %s here; \"bouwarchief search\" finds dossiers",
                         r->o->numbers[i]);
    }
    return rc;
}

static BA_RC prepare(struct export_run *r, struct ba_err *err)
{
    const char *out = r->o->out;
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
static BA_RC set_limits(struct export_run *r, struct ba_err *err)
{
    bool configured = r->o->profile == NULL;
    const char *profile = configured ? r->depot->config.export_profile : r->o->profile;
    uint64_t max_files = r->o->max_files, max_mb = r->o->max_mb;
    const struct list_receiver *to;
    enum ba_rc rc = value_list_files_choose(&r->lists, profile, err);

    if (rc == BA_FATAL && configured) {
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

static BA_RC pack(struct export_run *r, const struct stage_opts *stage, struct ba_err *err)
{
    enum ba_rc rc = check_all(r, err);

    if (rc == BA_OK && r->o->dry_run)
        return dry_run(r, err);
    if (rc == BA_OK && r->loader.count == 0) {
        if (r->o->only_new && r->loader.known > 0) {
            ba_messages_printf(r->o->told, BA_NOTE, "", "every dossier was in an earlier delivery");
            return BA_OK;
        }
        return ba_fail(err, BA_ITEM, "EXPORT_NOTHING",
                       "no dossier has pages; take in a batch first: bouwarchief run BATCHDIR");
    }
    if (config_is_example(&r->depot->config))
        ba_messages_printf(r->o->told, BA_NOTE, "",
                           "the archive in bouwarchief.conf is still the EXAMPLE; no e-depot will "
                           "take this delivery");
    if (rc == BA_OK)
        rc = export_make_pdfs(&r->loader, stage, err);
    if (rc == BA_OK)
        rc = deliver_all(r, err);
    rc = export_end_pdfs(&r->loader, rc, err);
    if (r->loader.skipped > 0)
        ba_messages_printf(r->o->told, BA_NOTE, "",
                           "%zu dossier%s of the register without pages yet", r->loader.skipped,
                           ba_s(r->loader.skipped));
    return rc;
}

/* Do the wishes fit together? */
static BA_RC check(const struct package_export_opts *o, struct ba_err *err)
{
    bool access = o->format == PACKAGE_ACCESS;

    if (o->all + o->only_new + (o->count > 0) != 1)
        return ba_fail(err, BA_FATAL, "USAGE", "name dossiers, or give --all or --new");
    if (access && (o->only_new || o->force_reason != NULL))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "the format access is for dossiers that are named, or --all");
    if (o->web && !access)
        return ba_fail(err, BA_FATAL, "USAGE", "--web is for --format access");
    if (o->force_reason != NULL && *o->force_reason == '\0')
        return ba_fail(err, BA_FATAL, "USAGE", "--force wants a reason, which is recorded");
    return BA_OK;
}

static void close_run(struct export_run *r)
{
    loader_free(&r->loader);
    export_lists_free(&r->lists);
    archives_free(&r->archives);
    free(r->work_dir);
    free(r->out_dir);
}

BA_RC package_export(struct depot *depot, const struct package_export_opts *o, struct ba_err *err)
{
    struct export_run r = { .depot = depot,
                            .o = o,
                            .loader = { .web = o->web, .force_reason = o->force_reason } };
    struct stage_opts stage = { .workers = o->workers, .told = o->told };
    enum ba_rc rc = check(o, err);

    if (rc != BA_OK)
        return rc;
    if (o->out != NULL)
        rc = named_place_check(depot, PLACE_FOLDER, "--out", o->out, err);
    if (rc == BA_OK)
        rc = prepare(&r, err);
    r.opts.bag = o->format == PACKAGE_BAGIT;
    if (rc == BA_OK)
        rc = set_limits(&r, err);
    if (rc == BA_OK && o->archive != NULL)
        rc = designator_archive(depot, o->archive, &r.loader.archive, err);
    if (rc == BA_OK)
        rc = choose(&r, err);
    if (rc == BA_OK)
        rc = versions_settle(&r.loader, o->only_new, err);
    if (rc == BA_OK && o->format == PACKAGE_ACCESS) {
        struct citizen_copy_opts copy = { .out_dir = r.out_dir,
                                          .dry_run = o->dry_run,
                                          .calls = o->copies };

        rc = citizen_copies(&r.loader, &stage, &copy, err);
    } else if (rc == BA_OK) {
        rc = pack(&r, &stage, err);
    }
    close_run(&r);
    return rc;
}
