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
