#include "index/records/dossier.h"

#include <math.h>

#include "index/db/sql.h"
#include "index/records/description.h"
#include "index/records/document_name.h"

bool dossier_in_register(struct store *s, const char *number)
{
    struct ba_err err = BA_ERR_INIT;
    int64_t id = 0;

    return sql_int(s, &id, &err, "SELECT id FROM dossier WHERE number = ? AND in_register = 1", "t",
                   number) == BA_OK &&
           id != 0;
}

/* Everything that is described; what is counted stays. */
static void describe(struct dossier_row *row, const struct description *d)
{
    char *const *v = d->value;

    row->value = (const char *const *)d->value;
    row->source = d->source;
    row->title = v[D_TITLE];
    row->address = d->address;
    row->street = v[D_STREET];
    row->number_from = v[D_NUMBER_FROM];
    row->number_to = v[D_NUMBER_TO];
    row->letter = v[D_LETTER];
    row->addition = v[D_ADDITION];
    row->postcode = v[D_POSTCODE];
    row->place = v[D_PLACE];
    row->permit_kind = v[D_PERMIT_KIND];
    row->work = v[D_WORK];
    row->applicant = v[D_APPLICANT];
    row->architect = v[D_ARCHITECT];
    row->cadastral = v[D_CADASTRAL];
    row->bag_id = v[D_BAG_ID];
    row->access = v[D_ACCESS];
    row->access_until = v[D_ACCESS_UNTIL];
    row->sheets_expected =
        v[D_SHEETS_EXPECTED][0] != '\0' ? description_int(d, D_SHEETS_EXPECTED) : -1;
    row->box = v[D_BOX];
}

static void describe_more(struct dossier_row *row, const struct description *d)
{
    char *const *v = d->value;

    row->date_received = v[D_DATE_RECEIVED];
    row->date_granted = v[D_DATE_GRANTED];
    row->date_drawn = v[D_DATE_DRAWN];
    row->drawing_number = v[D_DRAWING_NUMBER];
    row->scale = v[D_SCALE];
    row->costs = v[D_COSTS];
    row->case_number = v[D_CASE_NUMBER];
    row->case_source = v[D_CASE_SOURCE];
    row->other_ids = v[D_OTHER_IDS];
    row->access_ground = v[D_ACCESS_GROUND];
    row->copyright = v[D_COPYRIGHT];
    row->copyright_holder = v[D_COPYRIGHT_HOLDER];
    row->copyright_until = v[D_COPYRIGHT_UNTIL];
    row->appraisal = v[D_APPRAISAL];
    row->category = v[D_CATEGORY];
    row->retention_until = v[D_RETENTION_UNTIL];
    row->names_public = v[D_NAMES_PUBLIC];
}

static BA_RC lend_dossier(struct store *s, sqlite3_stmt *st, dossier_fn fn, void *ctx,
                          struct ba_err *err)
{
    struct description d = { 0 };
    struct dossier_row row = {
        .id = sqlite3_column_int64(st, 0),
        .number = sql_text(st, 1),
        .archive = sql_text(st, 2),
        .series = sql_text(st, 3),
        .in_register = sqlite3_column_int64(st, 4) != 0,
        .year_from = sqlite3_column_int64(st, 5),
        .year_to = sqlite3_column_int64(st, 6),
        .pages = sqlite3_column_int64(st, 7),
        .failed = sqlite3_column_int64(st, 8),
        .waiting = sqlite3_column_int64(st, 9),
    };
    enum ba_rc rc = description_read(s, row.id, &d, err);

    if (rc != BA_OK)
        return rc;
    describe(&row, &d);
    describe_more(&row, &d);
    rc = fn(ctx, &row, err);
    description_free(&d);
    return rc;
}

#define DOSSIER_COLUMNS                                                                            \
    "SELECT d.id, d.number, a.name, coalesce(r.name, ''), d.in_register, d.year_from, d.year_to,"  \
    " (SELECT count(*) FROM page p WHERE p.dossier = d.id AND p.state <> 'separator'),"            \
    " (SELECT count(*) FROM page p WHERE p.dossier = d.id AND p.state = 'failed'),"                \
    " (SELECT count(*) FROM page p WHERE p.dossier = d.id AND p.state = 'waiting')"                \
    " FROM dossier d JOIN archive a ON a.id = d.archive LEFT JOIN series r ON r.id = d.series "
#define DOSSIER_ORDER " ORDER BY a.name, d.sort_key, d.number"

BA_RC dossier_each(struct store *s, const char *number, dossier_fn fn, void *ctx,
                   struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = number == NULL
                        ? sql_open(s, &st, err, DOSSIER_COLUMNS DOSSIER_ORDER, "")
                        : sql_open(s, &st, err, DOSSIER_COLUMNS "WHERE d.number = ?" DOSSIER_ORDER,
                                   "t", number);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = lend_dossier(s, st, fn, ctx, err);
    sql_close(s, st);
    return rc;
}

BA_RC archive_each(struct store *s, archive_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, "SELECT name FROM archive ORDER BY name", "");

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = fn(ctx, sql_text(st, 0), err);
    sql_close(s, st);
    return rc;
}

BA_RC address_each(struct store *s, int64_t dossier, address_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT item, shown, street, letter, addition, postcode, place,"
                             " number_from, number_to, bag_id, verblijfsobject_id, pand_id,"
                             " openbare_ruimte_id, valid_from, valid_to, also_named, resolved, lat,"
                             " lon, " ADDRESS_JUDGED_SQL " FROM address a WHERE dossier = ?"
                             " ORDER BY item",
                             "i", dossier);
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        bool placed = sqlite3_column_type(st, 17) != SQLITE_NULL;
        struct address_row row = {
            .item = sqlite3_column_int64(st, 0),
            .shown = sql_text(st, 1),
            .street = sql_text(st, 2),
            .letter = sql_text(st, 3),
            .addition = sql_text(st, 4),
            .postcode = sql_text(st, 5),
            .place = sql_text(st, 6),
            .number_from = sqlite3_column_int64(st, 7),
            .number_to = sqlite3_column_int64(st, 8),
            .bag_id = sql_text(st, 9),
            .verblijfsobject_id = sql_text(st, 10),
            .pand_id = sql_text(st, 11),
            .openbare_ruimte_id = sql_text(st, 12),
            .valid_from = sql_text(st, 13),
            .valid_to = sql_text(st, 14),
            .also_named = sql_text(st, 15),
            .resolved = sqlite3_column_int64(st, 16) != 0,
            .judged = sqlite3_column_int64(st, 19) != 0,
            .lat = placed ? sqlite3_column_double(st, 17) : NAN,
            .lon = placed ? sqlite3_column_double(st, 18) : NAN,
        };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}

/* Of its own columns a person's last word counts. */
static const char document_sql[] =
    "WITH own AS (SELECT batch, number_in_batch, name, nullif(value, '') AS value"
    "  FROM document_field WHERE id IN (SELECT max(id) FROM document_field WHERE dossier = ?1"
    "  GROUP BY batch, number_in_batch, name))"
    " SELECT t.id, t.seq, " DOCUMENT_NAME_SQL ", t.kind,"
    " coalesce(max(CASE o.name WHEN 'title' THEN o.value END), t.title),"
    " (SELECT count(*) FROM page p WHERE p.document = t.id),"
    " max(CASE o.name WHEN 'access' THEN o.value END),"
    " max(CASE o.name WHEN 'access_until' THEN o.value END),"
    " max(CASE o.name WHEN 'access_ground' THEN o.value END),"
    " max(CASE o.name WHEN 'copyright' THEN o.value END),"
    " max(CASE o.name WHEN 'copyright_holder' THEN o.value END),"
    " max(CASE o.name WHEN 'copyright_until' THEN o.value END)"
    " FROM document t JOIN dossier d ON d.id = t.dossier"
    " LEFT JOIN own o ON o.batch = t.batch AND o.number_in_batch = t.number_in_batch"
    " WHERE t.dossier = ?1 GROUP BY t.id ORDER BY t.seq";

BA_RC document_each(struct store *s, int64_t dossier, document_fn fn, void *ctx, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err, document_sql, "i", dossier);

    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct document_row row = {
            .id = sqlite3_column_int64(st, 0),
            .seq = (uint32_t)sqlite3_column_int64(st, 1),
            .name = sql_text(st, 2),
            .kind = sql_text(st, 3),
            .title = sql_text(st, 4),
            .pages = sqlite3_column_int64(st, 5),
            .access = sql_text(st, 6),
            .access_until = sql_text(st, 7),
            .access_ground = sql_text(st, 8),
            .copyright = sql_text(st, 9),
            .copyright_holder = sql_text(st, 10),
            .copyright_until = sql_text(st, 11),
        };
        rc = fn(ctx, &row, err);
    }
    sql_close(s, st);
    return rc;
}
