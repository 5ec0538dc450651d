/*
 * described.h - the values of a dossier that count, out of all that were proposed. Private to the
 * room.
 *
 * A person's last word goes before the register, the register before what was read in the text, and
 * of what was read the surest. The row of the dossier and its addresses repeat the current values,
 * so that lists and filters need not look through all proposals.
 */
#ifndef BA_INDEX_DESCRIBED_H
#define BA_INDEX_DESCRIBED_H

#include "index/dossier.h"

enum described_name {
    D_TITLE,
    D_SERIES,
    D_STREET,
    D_NUMBER_FROM,
    D_NUMBER_TO,
    D_LETTER,
    D_ADDITION,
    D_POSTCODE,
    D_PLACE,
    D_BAG_ID,
    D_YEAR_FROM,
    D_YEAR_TO,
    D_PERMIT_KIND,
    D_WORK,
    D_APPLICANT,
    D_ARCHITECT,
    D_CADASTRAL,
    D_ACCESS,
    D_ACCESS_UNTIL,
    D_SHEETS_EXPECTED,
    D_SHELF_M,
    D_BOX,
    D_LANGUAGES,
    D_COUNT
};

/* How a value may look. */
enum described_check {
    CHECK_TEXT,
    CHECK_YEAR,
    CHECK_COUNT,
    CHECK_NUMBER,
    CHECK_POSTCODE,
    CHECK_DATE,
    CHECK_LANGUAGES
};

struct described_column {
    const char *name; /* as the register's header line writes it */
    enum described_check check;
};
extern const struct described_column described_columns[D_COUNT];
/* D_COUNT when it is none of the register's columns. */
enum described_name described_find(const char *name);

struct described {
    char *value[D_COUNT];              /* owned, "" for unknown */
    enum field_source source[D_COUNT]; /* 0: unknown */
    char address[600];                 /* as shown */
};

/* Accepts an empty struct. */
void described_free(struct described *d);
/* Reads the current values. d is empty or was freed. */
enum ba_rc described_read(struct store *s, int64_t dossier, struct described *d,
                          struct ba_err *err);
/* Reads them and brings the dossier's row and addresses up to date with them. */
enum ba_rc described_refresh(struct store *s, int64_t dossier, struct described *d,
                             struct ba_err *err);
/* 0 when it is no number. */
int64_t described_int(const struct described *d, enum described_name name);

#endif
