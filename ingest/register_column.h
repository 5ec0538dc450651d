/*
 * register_column.h - the columns of the register file: the dossier's number, its archive, and all
 * that core/columns.def has.
 */
#ifndef BA_INGEST_REGISTER_COLUMN_H
#define BA_INGEST_REGISTER_COLUMN_H

#include "core/columns.h"

/* Values are trimmed UTF-8 without control characters; an absent column or empty cell is NULL. */
enum register_column {
    REG_DOSSIER,
    REG_ARCHIVE,
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    REG_##id,
#include "core/columns.def"
#undef COLUMN
    REG_COLUMNS
};
/* Behind these they stand as in the table. */
#define REG_DESCRIBED (REG_ARCHIVE + 1)

/* The column of the table; D_COUNT for the first two. */
enum description_name register_column_of(enum register_column c);
/* Name of a column as the header line writes it. */
const char *register_column_name(enum register_column c);

#endif
