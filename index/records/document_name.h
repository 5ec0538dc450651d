/*
 * document_name.h - what a document is called: "<number of the dossier>-002".
 */
#ifndef BA_INDEX_RECORDS_DOCUMENT_NAME_H
#define BA_INDEX_RECORDS_DOCUMENT_NAME_H

#include <inttypes.h>

/* Behind a dossier's number, of an int64_t. */
#define DOCUMENT_SEQ "-%03" PRId64

/* The same in SQL: of document t of dossier d. */
#define DOCUMENT_NAME_SQL "d.number || printf('-%03d', t.seq)"

#endif
