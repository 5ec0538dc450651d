/* Changes of the schema for what is open and what was delivered. */
#include "index/db/schema_private.h"

/*
 * Version 18. What a person said of what was open. Of a point of a dossier batch is 0, of another
 * dossier is 0. fact: what was found when it was said; another finding of the same object is
 * another point. What was settled before had none: it holds whatever is found ('*').
 */
const char settled_sql[] =
    "CREATE TABLE settled_point("
    "  code TEXT NOT NULL, batch INTEGER NOT NULL, dossier INTEGER NOT NULL, object TEXT NOT NULL,"
    "  fact TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,"
    "  PRIMARY KEY(code, batch, dossier, object, fact), CHECK(batch = 0 OR dossier = 0)"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO settled_point SELECT code, batch, 0, object, '*', at, who, reason FROM settled;"
    "DROP TABLE settled;";

/*
 * Version 19. What was delivered is an image in a dossier, not a page of the moment: a page that
 * gets another scan, or goes to another dossier, and back, is what was delivered again. dossier 0:
 * of before it was kept, and not known any more. What a replaced page was delivered with stands in
 * its history.
 */
const char delivered_image_sql[] =
    "CREATE TABLE delivered_image("
    "  page INTEGER NOT NULL, delivery INTEGER NOT NULL REFERENCES delivery,"
    "  file INTEGER NOT NULL REFERENCES file, frame INTEGER NOT NULL, dossier INTEGER NOT NULL,"
    "  PRIMARY KEY(page, delivery)"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO delivered_image SELECT q.page, q.delivery, p.file, p.frame, coalesce("
    "  (SELECT d.dossier FROM delivered d WHERE d.delivery = q.delivery AND d.dossier = "
    "p.dossier), 0)"
    " FROM delivered_page q JOIN page p ON p.id = q.page;"
    "INSERT OR IGNORE INTO delivered_image SELECT x.page, v.id, x.file, x.frame, coalesce("
    "  (SELECT d.dossier FROM delivered d JOIN dossier o ON o.id = d.dossier"
    "   WHERE d.delivery = v.id AND o.number = json_extract(x.detail, '$.dossier')), 0)"
    " FROM past_page x JOIN json_each(x.detail, '$.delivered_in') j JOIN delivery v"
    " ON v.name = j.value WHERE x.why = 'replaced';"
    "DROP TABLE delivered_page;"
    "CREATE INDEX delivered_image_in ON delivered_image(delivery);"
    "CREATE INDEX delivered_image_of ON delivered_image(file, frame);";

/*
 * Version 20. When the last correction went into a dossier, and the time that a package gave it:
 * the same content, packed again, bears the same.
 */
const char package_time_sql[] = "ALTER TABLE dossier ADD COLUMN changed_at TEXT;"
                                "ALTER TABLE delivered ADD COLUMN time INTEGER;";
