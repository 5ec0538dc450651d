/*
 * register_column.h - the columns of the register file that the contract names.
 */
#ifndef BA_INGEST_REGISTER_COLUMN_H
#define BA_INGEST_REGISTER_COLUMN_H

/* Columns of the contract, in its order. Values are trimmed UTF-8 without control characters; an
 * absent column or empty cell is NULL. */
enum register_column {
    REG_DOSSIER,
    REG_ARCHIVE,
    REG_SERIES,
    REG_TITLE,
    REG_STREET,
    REG_NUMBER_FROM,
    REG_NUMBER_TO,
    REG_LETTER,
    REG_ADDITION,
    REG_POSTCODE,
    REG_PLACE,
    REG_BAG_ID,
    REG_YEAR_FROM,
    REG_YEAR_TO,
    REG_PERMIT_KIND,
    REG_WORK,
    REG_APPLICANT,
    REG_ARCHITECT,
    REG_CADASTRAL,
    REG_ACCESS,
    REG_ACCESS_UNTIL,
    REG_SHEETS_EXPECTED,
    REG_SHELF_M,
    REG_BOX,
    REG_COLUMNS
};

/* Name of a column as the header line writes it. */
const char *register_column_name(enum register_column c);

#endif
