#include "index/db/schema.h"

#include "core/clock.h"
#include "index/db/schema_private.h"
#include "index/db/schema_sheets.h"
#include "index/db/sql.h"

/* 'barc': a file(1) on index.db tells what it is, and another program's database is not taken for
 * ours. */
#define APPLICATION_ID 1650553443

struct migration {
    int64_t version;
    const char *note;
    const char *sql;
};

/* What was delivered: batches, files, masters, pages. */
static const char intake_sql[] =
    "CREATE TABLE batch("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source_path TEXT NOT NULL,"
    "  complete INTEGER NOT NULL DEFAULT 0 CHECK(complete IN (0,1)), arrived_at TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE master("
    "  id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,"
    "  extension TEXT NOT NULL, format TEXT NOT NULL, taken_at TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE file("
    "  id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch,"
    "  path TEXT NOT NULL, position INTEGER NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,"
    "  master INTEGER REFERENCES master, taken INTEGER NOT NULL CHECK(taken IN (0,1)),"
    "  code TEXT, message TEXT, kept TEXT,"
    "  frames INTEGER NOT NULL DEFAULT 0, reduced INTEGER NOT NULL DEFAULT 0,"
    "  decided_at TEXT NOT NULL,"
    "  UNIQUE(batch, path), CHECK((taken = 1) = (master IS NOT NULL)), CHECK(taken = 1 OR code IS "
    "NOT NULL)"
    ") STRICT;"
    "CREATE INDEX file_position ON file(batch, position);"
    "CREATE INDEX file_master ON file(master);"
    "CREATE TABLE page("
    "  id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch,"
    "  file INTEGER NOT NULL REFERENCES file, frame INTEGER NOT NULL, seq INTEGER NOT NULL,"
    "  state TEXT NOT NULL DEFAULT 'waiting'"
    "    CHECK(state IN ('waiting','text','drawing','blank','separator','failed')),"
    "  width_px INTEGER NOT NULL, height_px INTEGER NOT NULL, xdpi REAL NOT NULL, ydpi REAL NOT "
    "NULL,"
    "  bits_per_sample INTEGER NOT NULL, samples INTEGER NOT NULL, photometric INTEGER NOT NULL,"
    "  compression INTEGER NOT NULL, orientation_tag INTEGER NOT NULL, codes TEXT, scanner TEXT,"
    "  rev TEXT, orientation_deg INTEGER, orientation_confidence REAL, skew_deg REAL,"
    "  skew_confidence REAL, skew_applied INTEGER, ink_pct REAL, words INTEGER, confidence_pct "
    "REAL,"
    "  dossier INTEGER REFERENCES dossier, seq_in_dossier INTEGER, document INTEGER REFERENCES "
    "document,"
    "  assigned_by TEXT, kind TEXT, stale INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE(file, frame)"
    ") STRICT;"
    "CREATE INDEX page_order ON page(batch, seq);"
    "CREATE INDEX page_dossier ON page(dossier, seq_in_dossier);"
    "CREATE INDEX page_document ON page(document) WHERE document IS NOT NULL;"
    "CREATE INDEX page_waiting ON page(batch, seq) WHERE state = 'waiting';"
    "CREATE INDEX page_stale ON page(id) WHERE stale = 1;"
    "CREATE TABLE page_reason("
    "  page INTEGER NOT NULL REFERENCES page ON DELETE CASCADE, code TEXT NOT NULL,"
    "  level TEXT NOT NULL CHECK(level IN ('e','w','i')), message TEXT NOT NULL,"
    "  origin TEXT NOT NULL CHECK(origin IN ('intake','place','ocr')),"
    "  PRIMARY KEY(page, code)"
    ") STRICT, WITHOUT ROWID;";

/* What it is about: archive > series > dossier > document, addresses, fields with their source. */
static const char description_sql[] =
    "CREATE TABLE archive(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE series("
    "  id INTEGER PRIMARY KEY, archive INTEGER NOT NULL REFERENCES archive, name TEXT NOT NULL,"
    "  UNIQUE(archive, name)"
    ") STRICT;"
    "CREATE TABLE dossier("
    "  id INTEGER PRIMARY KEY, archive INTEGER NOT NULL REFERENCES archive,"
    "  series INTEGER REFERENCES series, number TEXT NOT NULL, sort_key TEXT NOT NULL,"
    "  in_register INTEGER NOT NULL DEFAULT 0 CHECK(in_register IN (0,1)),"
    "  title TEXT, address TEXT, year_from INTEGER, year_to INTEGER,"
    "  stale INTEGER NOT NULL DEFAULT 1,"
    "  UNIQUE(archive, number)"
    ") STRICT;"
    "CREATE INDEX dossier_number ON dossier(number);"
    "CREATE INDEX dossier_order ON dossier(archive, sort_key);"
    "CREATE INDEX dossier_stale ON dossier(id) WHERE stale = 1;"
    "CREATE TABLE document("
    "  id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossier, seq INTEGER NOT NULL,"
    "  batch INTEGER NOT NULL, number_in_batch INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT '',"
    "  title TEXT NOT NULL DEFAULT '',"
    "  UNIQUE(dossier, batch, number_in_batch)"
    ") STRICT;"
    "CREATE TABLE register_line("
    "  dossier INTEGER PRIMARY KEY REFERENCES dossier, line TEXT NOT NULL, imported_at TEXT NOT "
    "NULL"
    ") STRICT;"
    "CREATE TABLE field("
    "  id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossier, name TEXT NOT NULL,"
    "  value TEXT NOT NULL, source INTEGER NOT NULL CHECK(source IN (1,2,3)), rule TEXT NOT NULL,"
    "  confidence REAL NOT NULL, page INTEGER REFERENCES page, box TEXT, at TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX field_dossier ON field(dossier, name, source);"
    "CREATE TABLE address("
    "  id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossier,"
    "  street TEXT NOT NULL, street_key TEXT NOT NULL, number_from INTEGER, number_to INTEGER,"
    "  letter TEXT, addition TEXT, postcode TEXT, place TEXT, bag_id TEXT"
    ") STRICT;"
    "CREATE INDEX address_dossier ON address(dossier);"
    "CREATE INDEX address_street ON address(street_key, number_from);"
    "CREATE TABLE audit("
    "  id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT, action TEXT NOT NULL, object TEXT,"
    "  reason TEXT, detail TEXT"
    ") STRICT;";

/*
 * What makes it findable: one search document (doc) a dossier, and one a page without dossier; its
 * id: doc.h. The texts that went into the search
 * table are kept, because a contentless table forgets a row only when told its words again.
 */
static const char search_sql[] =
    "CREATE TABLE doc("
    "  id INTEGER PRIMARY KEY, dossier INTEGER REFERENCES dossier, page INTEGER REFERENCES page,"
    "  keys TEXT NOT NULL, meta TEXT NOT NULL,"
    "  CHECK((dossier IS NULL) <> (page IS NULL))"
    ") STRICT;"
    "CREATE TABLE page_text("
    "  page INTEGER PRIMARY KEY REFERENCES page, doc INTEGER REFERENCES doc, rev TEXT NOT NULL,"
    "  size INTEGER NOT NULL, text BLOB NOT NULL"
    ") STRICT;"
    "CREATE INDEX page_text_doc ON page_text(doc, page);"
    "CREATE TABLE term("
    "  term TEXT PRIMARY KEY, docs INTEGER NOT NULL, head INTEGER, tail INTEGER"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX term_head ON term(head) WHERE head IS NOT NULL;"
    "CREATE INDEX term_tail ON term(tail) WHERE tail IS NOT NULL;"
    "CREATE VIRTUAL TABLE search USING fts5(keys, meta, body, content='', tokenize='bouwarchief');";

/* What whoever sent a batch said of it, and what is wrong with that. */
static const char delivery_sql[] =
    "CREATE TABLE finding("
    "  batch INTEGER NOT NULL REFERENCES batch, code TEXT NOT NULL,"
    "  level TEXT NOT NULL CHECK(level IN ('e','i')), object TEXT NOT NULL, message TEXT NOT NULL,"
    "  PRIMARY KEY(batch, code, object)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE expectation("
    "  batch INTEGER NOT NULL REFERENCES batch, dossier TEXT NOT NULL,"
    "  relation TEXT NOT NULL CHECK(relation IN ('=','<=','>=')), pages INTEGER NOT NULL,"
    "  PRIMARY KEY(batch, dossier)"
    ") STRICT, WITHOUT ROWID;";

/* What was measured on a page, and by which version of which settings it was judged. */
static const char quality_sql[] = "CREATE TABLE profile("
                                  "  id INTEGER PRIMARY KEY, name TEXT NOT NULL, version INTEGER "
                                  "NOT NULL, settings TEXT NOT NULL,"
                                  "  since TEXT NOT NULL, UNIQUE(name, version)"
                                  ") STRICT;"
                                  "ALTER TABLE page ADD COLUMN quality TEXT;"
                                  "ALTER TABLE page ADD COLUMN patch TEXT;"
                                  "ALTER TABLE page ADD COLUMN profile INTEGER REFERENCES profile;";

/*
 * What became of deliveries. Those of before are known from the audit log only: without the pages
 * that were in them, and without what they said (content '').
 */
static const char package_sql[] =
    "CREATE TABLE delivery("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,"
    "  state TEXT NOT NULL CHECK(state IN ('exported','sent','accepted','returned')),"
    "  changed_at TEXT NOT NULL, reason TEXT"
    ") STRICT;"
    "CREATE TABLE delivered("
    "  delivery INTEGER NOT NULL REFERENCES delivery, dossier INTEGER NOT NULL REFERENCES dossier,"
    "  identification TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,"
    "  PRIMARY KEY(dossier, delivery)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX delivered_in ON delivered(delivery);"
    "CREATE TABLE delivered_page("
    "  page INTEGER NOT NULL REFERENCES page, delivery INTEGER NOT NULL REFERENCES delivery,"
    "  PRIMARY KEY(page, delivery)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX delivered_page_in ON delivered_page(delivery);"
    "INSERT INTO delivery(name, made_at, state, changed_at)"
    " SELECT detail, min(at), 'exported', min(at) FROM audit"
    " WHERE action = 'export' AND detail IS NOT NULL GROUP BY detail ORDER BY min(id);"
    "INSERT OR IGNORE INTO delivered(delivery, dossier, identification, version, content)"
    " SELECT v.id, d.id, d.number, 1, '' FROM audit u JOIN delivery v ON v.name = u.detail"
    " JOIN dossier d JOIN archive a ON a.id = d.archive"
    " WHERE u.action = 'export' AND u.object = 'dossier ' || d.number || ' (' || a.name || ')';";

/*
 * What people corrected. A withdrawn batch gives up its name ("batch-7/1": no folder is called
 * that) and its pages; what a page was before stays in past_page. settled: what was open in a
 * batch, and why that is all right. file.rescan: it came by a correction. page.person_code: what a
 * person says of a sheet in the place of its codes ('' no separator); page.dossier_order: the order
 * that a person gave a dossier.
 */
static const char correction_sql[] =
    "ALTER TABLE batch ADD COLUMN withdrawn_at TEXT;"
    "ALTER TABLE file ADD COLUMN rescan INTEGER NOT NULL DEFAULT 0 CHECK(rescan IN (0,1));"
    "ALTER TABLE page ADD COLUMN person_code TEXT;"
    "ALTER TABLE page ADD COLUMN dossier_order INTEGER;"
    "CREATE TABLE past_page("
    "  id INTEGER PRIMARY KEY, page INTEGER NOT NULL, batch INTEGER NOT NULL REFERENCES batch,"
    "  file INTEGER NOT NULL REFERENCES file, frame INTEGER NOT NULL,"
    "  why TEXT NOT NULL CHECK(why IN ('replaced','withdrawn')), at TEXT NOT NULL, who TEXT NOT "
    "NULL,"
    "  reason TEXT, detail TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX past_page_page ON past_page(page);"
    "CREATE INDEX past_page_batch ON past_page(batch, why);"
    "CREATE TABLE settled("
    "  batch INTEGER NOT NULL REFERENCES batch, code TEXT NOT NULL, object TEXT NOT NULL,"
    "  at TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,"
    "  PRIMARY KEY(batch, code, object)"
    ") STRICT, WITHOUT ROWID;";

/*
 * Several addresses a dossier: field.item says to which one a value belongs, 1 is the first. What a
 * person says of one document is kept by its place in its batch, so that it outlives a new placing.
 * The rows of address repeat the current values, and what the gazetteer knows of them.
 */
static const char model_sql[] =
    "ALTER TABLE field ADD COLUMN item INTEGER NOT NULL DEFAULT 1;"
    "CREATE TABLE document_field("
    "  id INTEGER PRIMARY KEY, dossier INTEGER NOT NULL REFERENCES dossier, batch INTEGER NOT NULL,"
    "  number_in_batch INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
    "  rule TEXT NOT NULL, at TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX document_field_dossier ON document_field(dossier, name);"
    "CREATE TABLE register_finding("
    "  dossier INTEGER NOT NULL REFERENCES dossier, name TEXT NOT NULL, line INTEGER NOT NULL,"
    "  code TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY(dossier, name, line)"
    ") STRICT, WITHOUT ROWID;"
    "ALTER TABLE address ADD COLUMN item INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE address ADD COLUMN shown TEXT;"
    "ALTER TABLE address ADD COLUMN verblijfsobject_id TEXT;"
    "ALTER TABLE address ADD COLUMN pand_id TEXT;"
    "ALTER TABLE address ADD COLUMN openbare_ruimte_id TEXT;"
    "ALTER TABLE address ADD COLUMN valid_from TEXT;"
    "ALTER TABLE address ADD COLUMN valid_to TEXT;"
    "ALTER TABLE address ADD COLUMN also_named TEXT;"
    "ALTER TABLE address ADD COLUMN resolved INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE address ADD COLUMN lat REAL;"
    "ALTER TABLE address ADD COLUMN lon REAL;"
    "CREATE INDEX audit_object ON audit(object);"
    "UPDATE dossier SET stale = 1;";

/* Streets and numbers of the municipality, and what streets were called before. */
static const char gazetteer_sql[] =
    "CREATE TABLE gaz_street("
    "  id INTEGER PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, name_key TEXT NOT NULL,"
    "  place_key TEXT NOT NULL, openbare_ruimte_id TEXT, UNIQUE(name_key, place_key)"
    ") STRICT;"
    "CREATE TABLE gaz_number("
    "  street INTEGER NOT NULL REFERENCES gaz_street, number INTEGER NOT NULL, unit TEXT NOT NULL,"
    "  postcode TEXT, nummeraanduiding_id TEXT, verblijfsobject_id TEXT, pand_id TEXT,"
    "  lat REAL, lon REAL, PRIMARY KEY(street, number, unit)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE gaz_name("
    "  old_key TEXT NOT NULL, place_key TEXT NOT NULL, new_key TEXT NOT NULL, old TEXT NOT NULL,"
    "  new TEXT NOT NULL, year_from INTEGER, year_to INTEGER,"
    "  PRIMARY KEY(old_key, place_key, new_key)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX gaz_name_new ON gaz_name(new_key, place_key);";

/*
 * Vocabulary in packed shelves (vocabulary.h); descriptions and tiers of common words as marked
 * words (keys.h). The body is the first column, because FTS5 writes two bytes a word for any other.
 * hashsize: so many bytes wait in memory to be written as one piece. What was indexed is indexed
 * anew from the stored texts.
 */
static const char vocabulary_sql[] =
    "DROP TABLE term;"
    "CREATE TABLE vocabulary(shelf INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;"
    "DROP TABLE search;"
    "CREATE VIRTUAL TABLE search USING fts5(body, keys, meta, content='', tokenize='bouwarchief');"
    "INSERT INTO search(search, rank) VALUES('hashsize', 33554432);"
    "UPDATE page_text SET doc = NULL;"
    "DELETE FROM doc;"
    "UPDATE page SET stale = 1 WHERE id IN (SELECT page FROM page_text);"
    "UPDATE dossier SET stale = 1;";

/* Title blocks of drawings, as their ALTO of this rev says (box NULL: the drawing has none), and
 * what a batch is read in (NULL: the languages of the settings). */
static const char title_sql[] =
    "CREATE TABLE title_block("
    "  page INTEGER PRIMARY KEY REFERENCES page ON DELETE CASCADE, rev TEXT NOT NULL, box TEXT"
    ") STRICT;"
    "CREATE TABLE title_field("
    "  page INTEGER NOT NULL REFERENCES title_block ON DELETE CASCADE, position INTEGER NOT NULL,"
    "  name TEXT NOT NULL, value TEXT NOT NULL, rule TEXT NOT NULL, confidence REAL NOT NULL,"
    "  box TEXT NOT NULL, PRIMARY KEY(page, position)"
    ") STRICT, WITHOUT ROWID;"
    "ALTER TABLE batch ADD COLUMN languages TEXT;";

/*
 * Sheets that were scanned twice. grid: what pages are compared by; compared: with all of its batch
 * and dossier. near_duplicate: what a closer look said of a pair, the later page first.
 */
static const char likeness_sql[] =
    "CREATE TABLE likeness("
    "  page INTEGER PRIMARY KEY REFERENCES page ON DELETE CASCADE, grid BLOB NOT NULL,"
    "  compared INTEGER NOT NULL DEFAULT 0 CHECK(compared IN (0,1))"
    ") STRICT;"
    "CREATE TABLE near_duplicate("
    "  page INTEGER NOT NULL REFERENCES page ON DELETE CASCADE,"
    "  other INTEGER NOT NULL REFERENCES page ON DELETE CASCADE,"
    "  same INTEGER NOT NULL CHECK(same IN (0,1)), PRIMARY KEY(page, other)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX near_duplicate_other ON near_duplicate(other);";

/* How much of a page's text is words of the dictionary, and in which languages it was read; NULL
 * before this, and of pages in which nothing was recognised. What batch.csv says of languages
 * (dossier '': of the whole batch). */
static const char dictionary_sql[] = "ALTER TABLE page ADD COLUMN dictionary_pct REAL;"
                                     "ALTER TABLE page ADD COLUMN languages TEXT;"
                                     "CREATE TABLE batch_languages("
                                     "  batch INTEGER NOT NULL REFERENCES batch,"
                                     "  dossier TEXT NOT NULL, languages TEXT NOT NULL,"
                                     "  PRIMARY KEY(batch, dossier)"
                                     ") STRICT, WITHOUT ROWID;";

/* Version 15. What a person decided of names and homes that were proposed on a page; places are
 * those of field.box. hidden: bytes of a page's text that are in no search of everyone, "from-to"
 * with a space between, as they were when the text went into the index for everyone. Personal data
 * is found by other rules since, so all is looked at again. */
static const char personal_sql[] =
    "CREATE TABLE personal_decision("
    "  page INTEGER NOT NULL REFERENCES page ON DELETE CASCADE, kind TEXT NOT NULL,"
    "  box TEXT NOT NULL, keep INTEGER NOT NULL CHECK(keep IN (0,1)), who TEXT NOT NULL,"
    "  at TEXT NOT NULL, PRIMARY KEY(page, kind, box)"
    ") STRICT;"
    "ALTER TABLE page_text ADD COLUMN hidden TEXT NOT NULL DEFAULT '';"
    "UPDATE dossier SET stale = 1;";

static const struct migration migrations[] = {
    { 1, "batches, files, masters, pages", intake_sql },
    { 2, "archives, dossiers, documents, fields, addresses, audit", description_sql },
    { 3, "search", search_sql },
    { 4, "findings on batches, expected counts", delivery_sql },
    { 5, "technical quality of pages, settings profiles, patch codes", quality_sql },
    { 6, "deliveries, their dossiers and pages, and the receiver's word", package_sql },
    { 7, "corrections: past pages, withdrawn batches, what was settled", correction_sql },
    { 8, "grids by which sheets scanned twice are found, and the pairs", likeness_sql },
    { 9, "title blocks of drawings, languages of batches", title_sql },
    { 10, "several addresses, fields of documents", model_sql },
    { 11, "gazetteer", gazetteer_sql },
    { 12, "vocabulary in shelves, marked words of descriptions and tiers", vocabulary_sql },
    { 13, "dictionary words and languages of pages", dictionary_sql },
    { 14, "numbers of pages given once, an index of what is open", schema_lasting_sql },
    { 15, "what a person decided of personal data that was proposed", personal_sql },
    { 16, "names of sheets, given once", schema_sheets_sql },
    { SCHEMA_DROPPED, "sheets scanned twice that were dropped", schema_dropped_sql },
    { 18, "what a person said of what was open, of dossiers too", settled_sql },
    { 19, "images that were delivered, each in its dossier", delivered_image_sql },
    { 20, "when a dossier was corrected, and the time in its packages", package_time_sql },
};
#define MIGRATIONS (sizeof migrations / sizeof *migrations)

int64_t schema_version(void)
{
    return migrations[MIGRATIONS - 1].version;
}

static BA_RC version_of(struct store *s, int64_t *version, struct ba_err *err)
{
    int64_t application = 0, tables = 0;

    *version = 0;
    enum ba_rc rc = sql_int(s, &application, err, "PRAGMA application_id", "");
    if (rc == BA_OK)
        rc = sql_int(s, &tables, err, "SELECT count(*) FROM sqlite_schema", "");
    if (rc != BA_OK || (application == 0 && tables == 0))
        return rc;
    if (application != APPLICATION_ID)
        return ba_fail(err, BA_FATAL, "STORE_FOREIGN",
                       "%s is a database of another program; name the right depot with -C",
                       s->path);
    tables = 0;
    rc =
        sql_int(s, &tables, err, "SELECT count(*) FROM sqlite_schema WHERE name = 'migration'", "");
    if (rc == BA_OK && tables == 0)
        rc = ba_fail(err, BA_FATAL, "STORE_DAMAGED",
                     "%s has lost its list of migrations; put back the last backup of it", s->path);
    if (rc == BA_OK)
        rc = sql_int(s, version, err, "SELECT max(version) FROM migration", "");
    return rc;
}

/*
 * The one way to change a CHECK without copying the table, to which half the others refer
 * (sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes"). Every row that
 * the old words took, the new ones take.
 */
static BA_RC allow_dropped(struct store *s, struct ba_err *err)
{
    int defensive = 0;
    enum ba_rc rc;

    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    rc = sql_script(s, "PRAGMA writable_schema = ON;", err);
    if (rc == BA_OK)
        rc = sql_run(s, err,
                     "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
                     " WHERE type = 'table' AND name = 'page'",
                     "tt", "'separator','failed')", "'separator','failed','dropped')");
    if (rc == BA_OK)
        rc = sql_script(s, "PRAGMA writable_schema = RESET;", err);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, defensive, NULL);
    return rc;
}

static BA_RC apply_one(struct store *s, const struct migration *m, struct ba_err *err)
{
    char at[BA_TIME_LEN];
    enum ba_rc rc = m->version == SCHEMA_DROPPED ? allow_dropped(s, err) : BA_OK;

    if (rc == BA_OK)
        rc = sql_script(s, m->sql, err);
    ba_time_text(ba_now(), at);
    if (rc == BA_OK)
        rc = sql_run(s, err, "INSERT INTO migration(version, note, at) VALUES(?,?,?)", "itt",
                     m->version, m->note, at);
    if (rc != BA_OK)
        ba_err_wrap(err, "migration %lld (%s)", (long long)m->version, m->note);
    return rc;
}

static BA_RC apply_between(struct store *s, int64_t version, int64_t until, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (version == 0)
        rc = sql_script(s,
                        "PRAGMA application_id = 1650553443;"
                        "CREATE TABLE migration(version INTEGER PRIMARY KEY, note TEXT NOT NULL,"
                        " at TEXT NOT NULL) STRICT;",
                        err);
    for (size_t i = 0; rc == BA_OK && i < MIGRATIONS; i++)
        if (migrations[i].version > version && migrations[i].version <= until)
            rc = apply_one(s, &migrations[i], err);
    return rc;
}

BA_RC schema_create_older(struct store *s, int64_t version, struct ba_err *err)
{
    return apply_between(s, 0, version, err);
}

BA_RC schema_migrate(struct store *s, bool apply, struct ba_err *err)
{
    int64_t version;
    enum ba_rc rc = version_of(s, &version, err);

    if (rc != BA_OK || version == schema_version())
        return rc;
    if (version > schema_version())
        return ba_fail(
            err, BA_FATAL, "STORE_NEWER",
            "%s was made by a newer bouwarchief (its layout is number %lld, this program "
            "knows %lld); install the newer program",
            s->path, (long long)version, (long long)schema_version());
    if (!apply)
        return ba_fail(
            err, BA_FATAL, "STORE_OLDER",
            "%s was made by an older bouwarchief; run `bouwarchief index` once to bring it "
            "up to date",
            s->path);
    /* References between tables of one change are checked at its end. */
    rc = store_begin(s, err);
    if (rc == BA_OK)
        rc = apply_between(s, version, schema_version(), err);
    if (rc == BA_OK)
        return store_commit(s, err);
    store_rollback(s);
    return rc;
}
