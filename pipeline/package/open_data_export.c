#include "pipeline/package/open_data_export.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "depot/named_place.h"
#include "depot/value_list_files.h"
#include "index/access/public_right.h"
#include "index/extract/person_names.h"
#include "pipeline/package/archives.h"

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
    struct open_access open;
    struct archives archives;
    struct open_data data;
    struct ba_buf buf;
    struct ba_out file;
    bool to_file, ok; /* ok: memory was enough */
    struct open_dossier dossier;
    int64_t row;         /* id of the dossier */
    const char *archive; /* as the store calls it; NULL: any */
    int64_t only;
    size_t found;
    struct open_counts counts;
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

/* Of a dossier (document 0) or one of its documents. */
static BA_RC right_of(const struct opening *o, int64_t dossier, int64_t document,
                      enum public_reason *reason, struct ba_err *err)
{
    const struct public_values values = { o->open.words, o->open.undecided };
    struct public_right right;
    enum ba_rc rc = public_right_of(o->depot->store, dossier, document, &values, &right, err);

    *reason = right.reason;
    return rc;
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
    /* A range has no point of its own, and its first number's is none of the others'. */
    if (a->number_to > a->number_from)
        to->lat = to->lon = NAN;
    for (char *c = to->also_named; c != NULL && *c != '\0'; c++)
        *c = *c == '\n' ? ';' : *c;
    return o->ok ? BA_OK : ba_fail_mem(err, "open data");
}

static BA_RC add_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    struct opening *o = ctx;
    struct open_dossier *d = &o->dossier;

    enum public_reason reason;
    enum ba_rc rc = right_of(o, o->row, t->seq, &reason, err);

    /* That it exists, its kind and number of pages are told, whatever stands on them. */
    if (rc != BA_OK ||
        (reason != PUBLIC_YES && reason != PUBLIC_UNEXAMINED && reason != PUBLIC_PERSONAL))
        return rc;
    if (ba_grow(&d->documents, &d->document_cap, d->document_count + 1, sizeof(*d->documents)) != 0)
        return ba_fail_mem(err, "open data");
    d->documents[d->document_count++] = (struct open_document){ .name = copy(o, t->name),
                                                                .kind = copy(o, t->kind),
                                                                .pages = t->pages };
    return o->ok ? BA_OK : ba_fail_mem(err, "open data");
}

static bool names_are_public(const struct dossier_row *row)
{
    return strcmp(row->value[D_NAMES_PUBLIC], "ja") == 0;
}

/* A text that names nobody whom a column of the dossier knows, without personal data. */
static BA_RC plain(const struct opening *o, const struct dossier_row *row, const char *text,
                   char **out, struct ba_err *err)
{
    for (int i = 0; i < D_COUNT && !names_are_public(row); i++)
        if ((columns[i].personal == PERSONAL_NAME || columns[i].personal == PERSONAL_TRADE) &&
            text_names(text, row->value[i]))
            text = "";
    return public_text(o->depot->store, row->id, text, out, err);
}

/* Whose archive the dossier is of. */
static BA_RC identify(struct opening *o, const struct dossier_row *row, struct ba_err *err)
{
    struct export_archive archive = { 0 };
    char *id = NULL, *location = NULL;
    enum ba_rc rc = archives_identity(&o->archives, &o->depot->config,
                                      designator_archive_shown(o->depot, row->archive), &archive,
                                      &id, &location, err);

    if (rc == BA_OK) {
        o->dossier.archive = copy(o, id != NULL ? id : "");
        o->dossier.archive_name = copy(o, archive.name != NULL ? archive.name : "");
        o->dossier.creator = copy(o, archive.creator_name != NULL ? archive.creator_name : "");
        if (!o->ok)
            rc = ba_fail_mem(err, "open data");
    }
    free(id);
    free(location);
    return rc;
}

/* A year that stands for the dossier, "" for none. The last is the first where that alone was
 * judged. */
static char *year_of(const struct dossier_row *row, const struct dossier_told *told, bool last)
{
    bool own = last && told->column[D_YEAR_TO];
    int64_t year = own ? row->year_to : told->column[D_YEAR_FROM] ? row->year_from : 0;

    return year != 0 ? ba_strf("%lld", (long long)year) : strdup("");
}

/* What open data may have of a column, by its row in the table; "" of what nobody judged. */
static BA_RC open_value(const struct opening *o, const struct dossier_row *row,
                        const struct dossier_told *told, enum description_name at, char **out,
                        struct ba_err *err)
{
    bool said = told->column[at];

    switch (columns[at].open.kind) {
    case COLUMN_OPEN_TEXT:
        return plain(o, row, row->source[at] != FIELD_TEXT ? row->value[at] : "", out, err);
    case COLUMN_OPEN_JUDGED:
        *out = strdup(said ? row->value[at] : "");
        break;
    case COLUMN_OPEN_NAMES:
        *out = strdup(said && names_are_public(row) ? row->value[at] : "");
        break;
    case COLUMN_OPEN_OWN:
        *out = at == D_SERIES ? strdup(row->series) : year_of(row, told, at == D_YEAR_TO);
        break;
    case COLUMN_OPEN_NEVER:
    case COLUMN_OPEN_ADDRESS:
        return BA_OK;
    }
    return *out != NULL ? BA_OK : ba_fail_mem(err, "open data");
}

static BA_RC describe(struct opening *o, const struct dossier_row *row, struct ba_err *err)
{
    struct open_dossier *d = &o->dossier;
    struct dossier_told told;
    enum ba_rc rc = dossier_told(o->depot->store, row->id, &told, err);

    if (rc == BA_OK)
        rc = identify(o, row, err);
    for (int i = 0; rc == BA_OK && i < D_COUNT; i++)
        rc = open_value(o, row, &told, (enum description_name)i, &d->value[i], err);
    d->number = row->number;
    return rc;
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
    enum public_reason reason;

    o->found++;
    rc = right_of(o, row->id, 0, &reason, err);
    o->counts.in += rc == BA_OK && reason == PUBLIC_YES;
    o->counts.undecided += rc == BA_OK && reason == PUBLIC_UNDECIDED;
    o->counts.restricted += rc == BA_OK && reason == PUBLIC_RESTRICTED;
    if (rc != BA_OK || reason != PUBLIC_YES || o->opts->dry_run)
        return rc;
    o->row = row->id;
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
    enum ba_rc rc = value_list_files_open_access(depot, &o.open, err);

    if (rc == BA_OK)
        rc = archives_load(depot, &o.archives, err);

    o.data = (struct open_data){ .format = opts->format,
                                 .licence = depot->config.opendata_licence,
                                 .publisher = depot->config.archive_creator,
                                 .excel = opts->excel };
    if (rc == BA_OK && opts->archive != NULL)
        rc = designator_archive(depot, opts->archive, &o.archive, err);
    if (rc == BA_OK && opts->out != NULL)
        rc = named_place_check(depot, PLACE_FILE, "--out", opts->out, err);
    if (rc == BA_OK && opts->out != NULL && !opts->dry_run)
        rc = open_file(&o, err);
    if (rc == BA_OK)
        rc = put_all(&o, err);
    *counts = o.counts;
    ba_out_abort(&o.file);
    open_dossier_free(&o.dossier);
    open_access_free(&o.open);
    archives_free(&o.archives);
    ba_buf_free(&o.buf);
    return rc;
}
