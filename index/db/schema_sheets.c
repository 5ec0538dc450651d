#include "index/db/schema_sheets.h"

/*
 * Version 14. Numbers of pages stand in citations, audit records and reports, so none is given
 * twice, although a withdrawn page's row goes: last_page is the greatest ever given. A page that
 * comes back with the very image that it had is no other page.
 *
 * What everyone may see has an index of its own (readers.h): open_to says of which values of
 * `access` it was made, one a line.
 */
const char schema_lasting_sql[] =
    "CREATE TABLE last_page(id INTEGER NOT NULL) STRICT;"
    "INSERT INTO last_page(id) SELECT max(coalesce((SELECT max(id) FROM page), 0),"
    " coalesce((SELECT max(page) FROM past_page), 0));"
    "CREATE TRIGGER page_is_new AFTER INSERT ON page BEGIN"
    " SELECT RAISE(ABORT, 'the number of a page was given before') FROM last_page"
    "  WHERE id >= NEW.id AND NOT EXISTS (SELECT 1 FROM past_page x WHERE x.page = NEW.id"
    "  AND x.batch = NEW.batch AND x.file = NEW.file AND x.frame = NEW.frame);"
    " UPDATE last_page SET id = max(id, NEW.id); END;"
    "CREATE VIRTUAL TABLE open_search USING fts5(body, keys, meta, content='',"
    " tokenize='bouwarchief');"
    "INSERT INTO open_search(open_search, rank) VALUES('hashsize', 33554432);"
    "CREATE TABLE open_doc("
    "  id INTEGER PRIMARY KEY, dossier INTEGER REFERENCES dossier, page INTEGER REFERENCES page,"
    "  keys TEXT NOT NULL, meta TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE open_vocabulary(shelf INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;"
    "CREATE TABLE open_to(access TEXT NOT NULL) STRICT;"
    "ALTER TABLE page_text ADD COLUMN open INTEGER NOT NULL DEFAULT 0 CHECK(open IN (0,1));"
    /* "van der" and "v.d." have one key since */
    "UPDATE dossier SET stale = 1 WHERE id IN (SELECT dossier FROM address"
    " WHERE ' ' || street LIKE '% v%');";

/*
 * Version 16. Names of sheets are given once (index/records/sheet_name.h); page.seq stays the
 * position, which may change. What is there keeps the number that it showed; what a page was that
 * is no more keeps none, since its number may have gone to the sheet behind it.
 */
const char schema_sheets_sql[] =
    "ALTER TABLE page ADD COLUMN sheet TEXT;"
    "UPDATE page SET sheet = CAST(seq AS TEXT);"
    "CREATE UNIQUE INDEX page_sheet ON page(batch, sheet);"
    "CREATE INDEX page_sheet_number ON page(batch, CAST(sheet AS INTEGER));"
    "ALTER TABLE past_page ADD COLUMN sheet TEXT;"
    "UPDATE past_page SET sheet = (SELECT p.sheet FROM page p WHERE p.id = past_page.page"
    " AND p.batch = past_page.batch);";

/* Sheets that were scanned twice: state 'dropped', with what the page was, its reasons as a JSON
 * list and its document by what it is known by, since an empty document goes. other: the page that
 * is the same sheet, as the person says. */
const char schema_dropped_sql[] =
    "CREATE TABLE dropped("
    "  page INTEGER PRIMARY KEY REFERENCES page ON DELETE CASCADE,"
    "  other INTEGER, at TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,"
    "  state TEXT NOT NULL, dossier INTEGER, reasons TEXT NOT NULL,"
    "  document_batch INTEGER, document_number INTEGER, document_kind TEXT"
    ") STRICT;";
