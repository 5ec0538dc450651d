/*
 * description.h - the values of a dossier that count, out of all that were proposed. Private to the
 * room.
 *
 * A person's last word goes before the register, the register before what was read in the text, and
 * of what was read the surest. The row of the dossier and its addresses repeat the current values,
 * so that lists and filters need not look through all proposals.
 */
#ifndef BA_INDEX_RECORDS_DESCRIPTION_H
#define BA_INDEX_RECORDS_DESCRIPTION_H

#include "index/records/dossier.h"

enum description_name {
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
    /* More of an address: the other ids of the BAG, and when it was called so. */
    D_VERBLIJFSOBJECT_ID,
    D_PAND_ID,
    D_OPENBARE_RUIMTE_ID,
    D_ADDRESS_FROM,
    D_ADDRESS_TO,
    D_DATE_RECEIVED,
    D_DATE_GRANTED,
    D_DATE_DRAWN,
    D_DRAWING_NUMBER,
    D_SCALE,
    D_COSTS,
    D_CASE_NUMBER,
    D_CASE_SOURCE,
    D_OTHER_IDS,
    D_ACCESS_GROUND,
    D_COPYRIGHT,
    D_COPYRIGHT_HOLDER,
    D_COPYRIGHT_UNTIL,
    D_APPRAISAL,
    D_CATEGORY,
    D_RETENTION_UNTIL,
    D_NAMES_PUBLIC,
    D_LANGUAGES,
    D_COUNT
};

/* How a value may look. */
enum description_check {
    CHECK_TEXT,
    CHECK_YEAR,
    CHECK_COUNT,
    CHECK_NUMBER,
    CHECK_POSTCODE,
    CHECK_DATE,
    CHECK_YES_NO,
    CHECK_APPRAISAL,
    CHECK_BAG,
    CHECK_LANGUAGES
};

/* Where a column may stand besides in the description of the dossier. */
enum description_place { PLACE_ADDRESS = 1, PLACE_DOCUMENT = 2 };

struct description_column {
    const char *name; /* as the register's header line writes it */
    enum description_check check;
    unsigned places; /* PLACE_ADDRESS: one for each address; PLACE_DOCUMENT: a document may have its
                        own */
};
extern const struct description_column description_columns[D_COUNT];
/* Also by the Dutch names of some ("zaaknummer"). D_COUNT when it is none of the columns. */
enum description_name description_find(const char *name);

/* More addresses than this have no dossier; what is beyond is refused. */
#define ADDRESSES_MAX 500

struct description {
    char *value[D_COUNT];              /* owned, "" for unknown */
    enum field_source source[D_COUNT]; /* 0: unknown */
    char address[600];                 /* as shown; of several the first */
    int64_t item;                      /* which address, 1-based */
    /* What the gazetteer knows of the address. */
    bool resolved;   /* ids that value[] has are the gazetteer's */
    char *also;      /* owned, NULL: other names of the street, a '\n' between */
    double lat, lon; /* NAN: unknown */
    /* The addresses behind the first; only columns of addresses are filled. Owned. */
    struct description *more;
    size_t more_count, more_cap;
};

/* Accepts an empty struct. */
void description_free(struct description *d);
/* Reads the current values. d is empty or was freed. */
BA_RC description_read(struct store *s, int64_t dossier, struct description *d, struct ba_err *err);
/* Reads them and brings the dossier's row and addresses up to date with them. */
BA_RC description_refresh(struct store *s, int64_t dossier, struct description *d,
                          struct ba_err *err);
/* All addresses as shown, "; " between. */
void description_addresses(const struct description *d, char *out, size_t out_size);
/* 0 when it is no number. */
int64_t description_int(const struct description *d, enum description_name name);

#endif
