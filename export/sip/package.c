/*
 * package.c - one delivery: survey, write, and begin again without a dossier whose master turned
 * out to be another one while it was packed.
 */
#include "export/sip/package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "export/sip/master_fixity.h"
#include "export/sip/package_private.h"
#include "export/sip/sidecar.h"

static BA_RC check_identity(const struct export_archive *a, const struct value_lists *lists,
                            struct ba_err *err)
{
    const struct {
        const char *key, *value;
    } needed[] = { { "id", a->id },
                   { "source", a->source },
                   { "name", a->name },
                   { "creator_name", a->creator_name },
                   { "creator_code", a->creator_code },
                   { "creator_source", a->creator_source },
                   { "parent_id", a->parent_id },
                   { "parent_source", a->parent_source },
                   { "parent_name", a->parent_name },
                   { "contact", a->contact },
                   { "email", a->email },
                   { "location", a->location } };
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (needed[i].value == NULL || *needed[i].value == '\0')
            return ba_fail(err, BA_FATAL, "ARCHIVE_IDENTITY",
                           "the archive's %s is empty; fill it in, in bouwarchief.conf [archive]",
                           needed[i].key);
    }
    const char *appraisal = a->appraisal != NULL && *a->appraisal ? a->appraisal : "B";
    /* V wants a bewaartermijn of each dossier; a dossier that has one says V itself. */
    if (list_find_appraisal(lists, appraisal) == NULL || strcmp(appraisal, "V") == 0)
        return ba_fail(
            err, BA_FATAL, "ARCHIVE_IDENTITY",
            "the appraisal \"%s\" of the archive cannot be delivered; use B (to be kept) or N "
            "(undecided); V is set of a dossier, with its retention_until",
            appraisal);
    return BA_OK;
}

/* path: in the tar. */
static void list_payload(struct delivery *v, const char *path, const char *sha256, uint64_t bytes)
{
    if (v->opts->bag)
        bag_write_add(&v->bag, path + strlen(v->bag_name) + 1, sha256, bytes);
}

/* Of the folder or file at this path. */
static BA_RC put_sidecar(struct delivery *v, const char *of, bool folder, struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1];
    char *path = sidecar_of(v->opts->lists->receiver, of, folder);
    enum ba_rc rc =
        path == NULL ? ba_fail_mem(err, "a sidecar") : ba_buf_check(&v->xml.b, path, err);
    if (rc == BA_OK)
        rc = container_data(v->tar, path, v->m.time, v->xml.b.data, v->xml.b.len, err);
    if (rc == BA_OK && v->opts->bag)
        rc = ba_sha256_mem(v->xml.b.data, v->xml.b.len, hex, err);
    if (rc == BA_OK)
        list_payload(v, path, hex, v->xml.b.len);
    free(path);
    return rc;
}

#define DOSSIER_LEN (sizeof((struct delivery *)NULL)->top + 2 * NAME_LEN + 2)
#define FOLDER_LEN (DOSSIER_LEN + NAME_LEN + 1)
#define PATH_LEN (FOLDER_LEN + NAME_LEN + 1)

/* Kept in the order of their names, so that the pakbon does not tell in what order files came. */
static void note_format(struct delivery *v, const char *puid)
{
    size_t at = 0;
    while (at < v->format_count && strcmp(v->formats[at], puid) < 0)
        at++;
    if (v->format_count == DELIVERY_FORMATS ||
        (at < v->format_count && strcmp(v->formats[at], puid) == 0))
        return;
    memmove(v->formats[at + 1], v->formats[at], (v->format_count - at) * sizeof v->formats[0]);
    snprintf(v->formats[at], sizeof v->formats[0], "%s", puid);
    v->format_count++;
}

static BA_RC put_file(struct delivery *v, const char *folder, const struct package_plan_document *d,
                      const struct package_plan_file *f, struct ba_err *err)
{
    char path[PATH_LEN];
    snprintf(path, sizeof path, "%s/%s", folder, f->name);
    enum ba_rc rc = container_file(v->tar, path, f->time, f->path, f->size_bytes, f->sha256, err);
    list_payload(v, path, f->sha256, f->size_bytes);
    mdto_file(&v->xml, &v->m, d, f);
    if (rc == BA_OK)
        rc = put_sidecar(v, path, false, err);
    note_format(v, f->puid);
    v->res->files++;
    v->res->content_bytes += f->size_bytes;
    return rc;
}

static BA_RC put_document(struct delivery *v, const char *dossier, const struct package_plan *p,
                          const struct package_plan_document *d, struct ba_err *err)
{
    char folder[FOLDER_LEN];
    snprintf(folder, sizeof folder, "%s/%s", dossier, d->name);
    enum ba_rc rc = container_folder(v->tar, folder, v->m.time, err);
    mdto_document(&v->xml, &v->m, p, d);
    if (rc == BA_OK)
        rc = put_sidecar(v, folder, true, err);
    for (size_t i = 0; rc == BA_OK && i < d->count; i++)
        rc = put_file(v, folder, d, &d->files[i], err);
    v->res->objects++;
    return rc;
}

static BA_RC put_dossier(struct delivery *v, size_t index, struct ba_err *err)
{
    const struct export_dossier *d = NULL;
    struct package_plan p = { .dossier = NULL };
    size_t at = v->children[index].series;
    const struct mdto_series *series = at == 0 ? NULL : &v->series[at - 1];
    char folder[DOSSIER_LEN];
    enum ba_rc rc = v->source->load(v->source->ctx, index, &d, err);
    if (rc == BA_OK)
        rc = package_plan_make(&p, d, v->m.archive->id, v->opts->lists, v->opts->work_dir, err);
    snprintf(folder, sizeof folder, "%s/%s%s%s", v->top, series == NULL ? "" : series->self.id,
             series == NULL ? "" : "/", p.name);
    if (rc == BA_OK)
        rc = container_folder(v->tar, folder, v->m.time, err);
    if (rc == BA_OK) {
        mdto_dossier(&v->xml, &v->m, &p, series);
        rc = put_sidecar(v, folder, true, err);
    }
    for (size_t i = 0; rc == BA_OK && i < p.count; i++)
        rc = put_document(v, folder, &p, &p.documents[i], err);
    v->res->objects++;
    package_plan_free(&p);
    struct ba_err swept = BA_ERR_INIT;
    enum ba_rc sweep = ba_remove_tree(v->opts->work_dir, &swept);
    if (rc == BA_OK && sweep != BA_OK)
        *err = swept;
    return rc == BA_OK ? sweep : rc;
}

/* Reads the masters of a dossier without packing them: after a first one was found changed. */
static BA_RC audit_dossier(struct delivery *v, size_t index, struct ba_err *err)
{
    const struct export_dossier *d = NULL;
    const char *checked = "";
    enum ba_rc rc = v->source->load(v->source->ctx, index, &d, err);
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        for (size_t k = 0; rc == BA_OK && k < d->documents[i].page_count; k++) {
            const struct export_page *p = &d->documents[i].pages[k];
            if (strcmp(p->sha256, checked) != 0)
                rc = export_check_master(p->master, p->sha256, err);
            checked = p->sha256;
        }
    }
    return rc;
}

static BA_RC put_root(struct delivery *v, struct ba_err *err)
{
    size_t n = 0;
    struct mdto_child *below = NULL;
    enum ba_rc rc = package_children(v, 0, &below, &n, err);
    if (rc == BA_OK)
        rc = container_folder(v->tar, v->top, v->m.time, err);
    if (rc == BA_OK) {
        mdto_archive(&v->xml, &v->m, below, n);
        rc = put_sidecar(v, v->top, true, err);
    }
    free(below);
    v->res->objects = 1;
    return rc;
}

/* The folder of a series (1-based), unless none of its dossiers is left. */
static BA_RC put_series(struct delivery *v, size_t series, struct ba_err *err)
{
    const struct mdto_series *s = &v->series[series - 1];
    char folder[FOLDER_LEN];
    size_t n = 0;
    struct mdto_child *below = NULL;
    enum ba_rc rc = package_children(v, series, &below, &n, err);
    snprintf(folder, sizeof folder, "%s/%s", v->top, s->self.id);
    if (rc == BA_OK && n > 0)
        rc = container_folder(v->tar, folder, v->m.time, err);
    if (rc == BA_OK && n > 0) {
        mdto_series(&v->xml, &v->m, s, below, n);
        rc = put_sidecar(v, folder, true, err);
        v->res->objects++;
    }
    free(below);
    return rc;
}

/* Packs a dossier, or only reads its masters once the tar is lost anyway; one that may not go is
 * refused. */
static BA_RC put_or_audit(struct delivery *v, size_t index, bool *again, struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = *again ? audit_dossier(v, index, &why) : put_dossier(v, index, &why);
    if (rc == BA_ITEM) {
        const struct export_dossier *d = NULL;
        struct ba_err ignored = BA_ERR_INIT;
        bool loaded = v->source->load(v->source->ctx, index, &d, &ignored) == BA_OK;
        package_refuse(v, index, loaded ? d->number : v->children[index].id, &why);
        *again = true;
        return BA_OK;
    }
    if (rc != BA_OK) {
        *err = why;
    } else if (!*again) {
        v->res->exported++;
        if (v->source->progress != NULL && !v->dry)
            v->source->progress(v->source->ctx, v->res->exported, v->source->count);
    }
    return rc;
}

/* All entries of a package. *again: a dossier had to be refused half-way, and it is to be written
 * anew. */
static BA_RC put_all(struct delivery *v, bool *again, struct ba_err *err)
{
    *again = false;
    bag_write_free(&v->bag);
    v->bag = (struct bag_write)BAG_OUT_INIT;
    v->res->files = v->res->exported = 0;
    v->res->content_bytes = 0;
    enum ba_rc rc = put_root(v, err);
    for (size_t series = 0; rc == BA_OK && series <= v->series_count; series++) {
        if (series > 0 && !*again)
            rc = put_series(v, series, err);
        for (size_t i = 0; rc == BA_OK && i < v->source->count; i++)
            if (v->children[i].title != NULL && v->children[i].series == series)
                rc = put_or_audit(v, i, again, err);
    }
    return rc;
}

static void set_top(struct delivery *v)
{
    snprintf(v->top, sizeof v->top, "%s%s%s", v->bag_name, v->opts->bag ? "/data/" : "", v->root);
}

/*
 * A bag's folder is called as the tar is (RFC 8493, 4), and stands before all else in it: what goes
 * in is put together once without reading a master, and the name follows from the list of it.
 */
static BA_RC name_bag(struct delivery *v, bool *again, struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1];
    enum ba_rc rc = container_open_dry(&v->tar, err);
    v->dry = true;
    if (rc == BA_OK)
        rc = put_all(v, again, err);
    v->dry = false;
    container_free(v->tar);
    v->tar = NULL;
    if (rc == BA_OK && !*again)
        rc = ba_buf_check(&v->bag.manifest, "a bag's manifest", err);
    if (rc == BA_OK && !*again)
        rc = ba_sha256_mem(v->bag.manifest.data, v->bag.manifest.len, hex, err);
    if (rc == BA_OK && !*again)
        package_name_delivery(v, hex, v->bag_name);
    set_top(v);
    return rc;
}

/* One try. */
static BA_RC write_tar(struct delivery *v, bool *again, struct ba_err *err)
{
    const struct list_receiver *to = v->opts->lists->receiver;
    char *path = ba_strf("%s/%s", v->opts->out_dir, v->root);
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "a package") : BA_OK;
    *again = false;
    if (rc == BA_OK && v->opts->bag)
        rc = name_bag(v, again, err);
    if (rc == BA_OK && *again) {
        free(path);
        return BA_OK;
    }
    if (rc == BA_OK)
        rc = container_open(path, to->container, &v->tar, err);
    if (rc == BA_OK)
        rc = package_begin_sums(v, err);
    if (rc == BA_OK)
        rc = put_all(v, again, err);
    if (rc == BA_OK && !*again && v->opts->bag)
        rc = bag_write_finish(&v->bag, v->tar, v->bag_name, v->m.archive, v->m.time, err);
    free(path);
    return rc;
}

static size_t count_accepted(const struct delivery *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->source->count; i++)
        n += v->children[i].title != NULL;
    return n;
}

static BA_RC keep_ids(struct delivery *v, struct ba_err *err)
{
    for (size_t i = 0; i < v->source->count; i++) {
        if (v->children[i].title != NULL && (v->res->ids[i] = strdup(v->children[i].id)) == NULL)
            return ba_fail_mem(err, "the list of dossiers");
    }
    return BA_OK;
}

static BA_RC deliver(struct delivery *v, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    bool again = true;
    rc = package_survey(v, err);
    if (rc == BA_OK)
        rc = package_name_archive(v->m.archive->id, v->root, err);
    set_top(v);
    if (rc == BA_OK)
        rc = ba_mkdirs(v->opts->out_dir, err);
    while (rc == BA_OK && again && count_accepted(v) > 0) {
        container_free(v->tar);
        v->tar = NULL;
        package_settle(v);
        rc = write_tar(v, &again, err);
    }
    if (rc == BA_OK && count_accepted(v) > 0)
        rc = keep_ids(v, err);
    if (rc == BA_OK && count_accepted(v) > 0)
        rc = package_publish(v, err);
    if (rc == BA_OK && v->res->refused > 0)
        rc = ba_fail(err, BA_ITEM, "EXPORT_REFUSED", "%zu of %zu dossiers were not exported",
                     v->res->refused, v->source->count);
    return rc;
}

BA_RC export_delivery(const struct export_archive *archive, const struct export_source *source,
                      const struct export_opts *opts, struct export_result *res, struct ba_err *err)
{
    struct delivery v = { .source = source,
                          .opts = opts,
                          .m = { .archive = archive, .lists = opts->lists },
                          .res = res,
                          .bag = BAG_OUT_INIT,
                          .xml = XML_INIT };
    *res = (struct export_result){ .tar = NULL };
    enum ba_rc rc = check_identity(archive, opts->lists, err);
    if (rc == BA_OK && source->count == 0)
        rc = ba_fail(err, BA_ITEM, "EXPORT_NOTHING", "there is no dossier to export");
    if (rc != BA_OK)
        return rc;
    v.children = calloc(source->count, sizeof *v.children);
    v.summaries = calloc(source->count, sizeof *v.summaries);
    res->gone_out = calloc(source->count, sizeof *res->gone_out);
    res->ids = calloc(source->count, sizeof *res->ids);
    res->asked = source->count;
    rc = v.children == NULL || v.summaries == NULL || res->gone_out == NULL || res->ids == NULL
             ? ba_fail_mem(err, "a delivery")
             : deliver(&v, err);
    package_forget(&v);
    container_free(v.tar);
    bag_write_free(&v.bag);
    xml_free(&v.xml);
    return rc;
}

void export_result_free(struct export_result *res)
{
    free(res->tar);
    free(res->pakbon);
    free(res->sum);
    free(res->delivery);
    free(res->gone_out);
    for (size_t i = 0; res->ids != NULL && i < res->asked; i++)
        free(res->ids[i]);
    free(res->ids);
    *res = (struct export_result){ .tar = NULL };
}
