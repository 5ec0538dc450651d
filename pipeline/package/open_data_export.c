#include "pipeline/package/open_data_export.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "depot/value_list_files.h"
#include "index/extract/person_names.h"

/* What waits to be written, at most; one dossier is far less. */
#define WAIT_MAX_BYTES ((size_t)64 << 20)
#define WRITE_BYTES ((size_t)1 << 20)

static const struct {
    const char *name, *file;
} formats[] = { [OPENDATA_CSV] = { "csv", "bouwdossiers.csv" },
                [OPENDATA_GEOJSON] = { "geojson", "bouwdossiers.geojson" },
                [OPENDATA_JSONL] = { "jsonl", "bouwdossiers.jsonl" } };

struct opening {
    struct depot *depot;
    const struct open_opts *opts;
    struct value_lists lists;
    struct open_data data;
    struct ba_buf buf;
    struct ba_out file;
    bool to_file, ok; /* ok: memory was enough */
    struct open_dossier dossier;
    const struct dossier_row *row;
    const char *archive; /* as the store calls it; NULL: any */
    int64_t only;
    size_t in, out, found;
};

bool open_format(const char *name, enum open_data_format *format)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (strcmp(name, formats[i].name) == 0) {
            *format = (enum open_data_format)i;
            return true;
        }
    return false;
}

static bool is_public(const struct opening *o, const char *access)
{
    return list_is_open(list_find_access(&o->lists, access));
}

static char *copy(struct opening *o, const char *text)
{
    char *c = strdup(text);

    o->ok = o->ok && c != NULL;
    return c;
}

static BA_RC add_address(void *ctx, const struct address_row *a, struct ba_err *err)
{
    struct opening *o = ctx;
    struct open_dossier *d = &o->dossier;

    if (!a->judged)
        return BA_OK;
    if (ba_grow(&d->addresses, &d->address_cap, d->address_count + 1, sizeof(*d->addresses)) != 0)
        return ba_fail_mem(err, "open data");
    struct open_address *to = &d->addresses[d->address_count++];
    *to = (struct open_address){ .shown = copy(o, a->shown),
                                 .street = copy(o, a->street),
                                 .letter = copy(o, a->letter),
                                 .addition = copy(o, a->addition),
                                 .postcode = copy(o, a->postcode),
                                 .place = copy(o, a->place),
                                 .also_named = copy(o, a->also_named),
                                 .bag_id = copy(o, a->bag_id),
                                 .verblijfsobject_id = copy(o, a->verblijfsobject_id),
                                 .pand_id = copy(o, a->pand_id),
                                 .openbare_ruimte_id = copy(o, a->openbare_ruimte_id),
                                 .number_from = a->number_from,
                                 .number_to = a->number_to,
                                 .lat = a->lat,
                                 .lon = a->lon };
    for (char *c = to->also_named; c != NULL && *c != '\0'; c++)
        *c = *c == '\n' ? ';' : *c;
    return o->ok ? BA_OK : ba_fail_mem(err, "open data");
}

static BA_RC add_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    struct opening *o = ctx;
    struct open_dossier *d = &o->dossier;

    if (!is_public(o, t->access[0] != '\0' ? t->access : o->row->access))
        return BA_OK;
    if (ba_grow(&d->documents, &d->document_cap, d->document_count + 1, sizeof(*d->documents)) != 0)
        return ba_fail_mem(err, "open data");
    d->documents[d->document_count++] = (struct open_document){ .name = copy(o, t->name),
                                                                .kind = copy(o, t->kind),
                                                                .pages = t->pages };
    return o->ok ? BA_OK : ba_fail_mem(err, "open data");
}

/* A description that somebody gave and that names nobody; what was read in a text nobody judged. */
static const char *plain(const struct dossier_row *row, enum field_source source, const char *text)
{
    bool open = strcmp(row->names_public, "ja") == 0;

    if (source == FIELD_TEXT ||
        (!open && (text_names(text, row->applicant) || text_names(text, row->architect))))
        return "";
    return text;
}

static BA_RC describe(struct opening *o, const struct dossier_row *row, struct ba_err *err)
{
    bool open = strcmp(row->names_public, "ja") == 0;
    struct open_dossier *d = &o->dossier;
    struct dossier_told told;
    enum ba_rc rc = dossier_told(o->depot->store, row->id, &told, err);

    if (rc != BA_OK)
        return rc;
    d->number = row->number;
    d->archive = designator_archive_shown(o->depot, row->archive);
    d->series = row->series;
    d->title = plain(row, row->title_source, row->title);
    d->permit_kind = told.permit_kind ? row->permit_kind : "";
    d->work = plain(row, row->work_source, row->work);
    d->cadastral = told.cadastral ? row->cadastral : "";
    d->date_received = told.date_received ? row->date_received : "";
    d->date_granted = told.date_granted ? row->date_granted : "";
    d->applicant = open ? row->applicant : "";
    d->architect = open ? row->architect : "";
    d->year_from = told.year ? row->year_from : 0;
    d->year_to = told.year_to ? row->year_to : d->year_from;
    return BA_OK;
}

static BA_RC write_out(struct opening *o, struct ba_err *err)
{
    enum ba_rc rc = ba_buf_check(&o->buf, "open data", err);

    if (rc == BA_OK && o->to_file)
        rc = ba_out_write(&o->file, ba_buf_str(&o->buf), o->buf.len, err);
    else if (rc == BA_OK)
        rc = o->opts->write(o->opts->ctx, ba_buf_str(&o->buf), o->buf.len, err);
    ba_buf_reset(&o->buf);
    return rc;
}

static BA_RC put_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct opening *o = ctx;
    enum ba_rc rc = BA_OK;

    if ((o->only != 0 && row->id != o->only) ||
        (o->archive != NULL && strcmp(o->archive, row->archive) != 0))
        return BA_OK;
    o->found++;
    if (!is_public(o, row->access)) {
        o->out++;
        return BA_OK;
    }
    o->in++;
    if (o->opts->dry_run)
        return BA_OK;
    o->row = row;
    rc = describe(o, row, err);
    if (rc == BA_OK)
        rc = address_each(o->depot->store, row->id, add_address, o, err);
    if (rc == BA_OK)
        rc = document_each(o->depot->store, row->id, add_document, o, err);
    if (rc == BA_OK)
        rc = opendata_put(&o->data, &o->dossier, &o->buf, err);
    if (rc == BA_OK && o->buf.len > WRITE_BYTES)
        rc = write_out(o, err);
    open_dossier_free(&o->dossier);
    return rc;
}

static BA_RC put_named(struct opening *o, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (int i = 0; rc == BA_OK && i < o->opts->count; i++) {
        struct designator w = { 0 };

        rc = designator_all(o->depot, o->opts->numbers[i], o->opts->archive, &w, err);
        if (rc == BA_OK && (w.count == 0 || w.at[0].of.document != 0))
            rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                         "there is no dossier %.100s here; \"bouwarchief search\" finds dossiers",
                         o->opts->numbers[i]);
        for (size_t k = 0; rc == BA_OK && k < w.count; k++) {
            o->only = w.at[k].of.dossier;
            rc = dossier_each(o->depot->store, w.at[k].number, put_dossier, o, err);
        }
        designator_free(&w);
    }
    return rc;
}

/* A name with the ending of the format is the file; any other is the folder for it. */
static BA_RC open_file(struct opening *o, struct ba_err *err)
{
    const char *ending = strrchr(ba_basename(o->opts->out), '.');
    bool file = ending != NULL && strcmp(ending + 1, formats[o->opts->format].name) == 0 &&
                !ba_is_dir(o->opts->out);
    char *path =
        file ? strdup(o->opts->out) : ba_path_join(o->opts->out, formats[o->opts->format].file);
    enum ba_rc rc = path != NULL ? ba_mkdirs_for(path, err) : ba_fail_mem(err, "open data");

    if (rc == BA_OK)
        rc = ba_out_open(&o->file, path, 0644, err);
    o->to_file = rc == BA_OK;
    free(path);
    return rc;
}

static BA_RC put_all(struct opening *o, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    opendata_begin(&o->data, &o->buf);
    rc = o->opts->count > 0 ? put_named(o, err)
                            : dossier_each(o->depot->store, NULL, put_dossier, o, err);
    opendata_end(&o->data, &o->buf);
    if (rc == BA_OK && !o->opts->dry_run)
        rc = write_out(o, err);
    if (rc == BA_OK && o->to_file)
        rc = ba_out_commit(&o->file, err);
    return rc;
}

BA_RC export_open(struct depot *depot, const struct open_opts *opts, struct open_counts *counts,
                  struct ba_err *err)
{
    struct opening o = { .depot = depot,
                         .opts = opts,
                         .buf = BA_BUF_INIT(WAIT_MAX_BYTES),
                         .file = BA_OUT_INIT,
                         .ok = true };
    enum ba_rc rc = value_list_files_load(depot, &o.lists, err);

    o.data = (struct open_data){ .format = opts->format,
                                 .licence = depot->config.opendata_licence,
                                 .creator = depot->config.archive_creator };
    if (rc == BA_OK && opts->archive != NULL)
        rc = designator_archive(depot, opts->archive, &o.archive, err);
    if (rc == BA_OK && opts->out != NULL && !opts->dry_run)
        rc = open_file(&o, err);
    if (rc == BA_OK)
        rc = put_all(&o, err);
    *counts = (struct open_counts){ .in = o.in, .left_out = o.out };
    ba_out_abort(&o.file);
    open_dossier_free(&o.dossier);
    export_lists_free(&o.lists);
    ba_buf_free(&o.buf);
    return rc;
}
