/*
 * fold_tokenizer.h - the words of core/text/fold.h as FTS5's tokenizer.
 */
#ifndef BA_INDEX_DB_FOLD_TOKENIZER_H
#define BA_INDEX_DB_FOLD_TOKENIZER_H

#include <sqlite3.h>

/* Makes the tokenizer "bouwarchief" known to FTS5. 0, or not. */
int fold_tokenizer_register(sqlite3 *db);
/* FTS5's table of functions, NULL when SQLite has no FTS5. */
fts5_api *fold_tokenizer_fts5(sqlite3 *db);

#endif
