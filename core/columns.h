/*
 * columns.h - the one table of what is described of a dossier, its addresses and its documents.
 *
 * A row of core/columns.def gives, in this order:
 *
 * - id, name: D_<id>; the name in the register's header line, in `set` and `show`.
 *
 * - alias: another name of it, as Dutch registers and the BAG write it, or "".
 *
 * - nl, en: label for people.
 *
 * - check: how a value may look (core/text/column_check.h).
 *
 * - places: COLUMN_ADDRESS: one for each address; COLUMN_DOCUMENT: a document may have its own.
 *
 * - contract: a column of the contract: a line of the register with a wrong value is refused; of
 * others the value is left out and told.
 *
 * - search: 0: not searched; else its place among the words of the dossier, 1 first.
 *
 * - mdto: MDTO_NONE; MDTO_OWN: written by code of its own; MDTO_PERSON(role): a betrokkene with
 * that role of the value list; MDTO_NOTE(label): a line of omschrijving.
 *
 * - open: OPEN_NEVER; OPEN_JUDGED(n): open data have it when the register or a person said it;
 * OPEN_TEXT(n): so, without personal data and without names; OPEN_NAMES(n): so, when names were
 * decided public; OPEN_OWN(n), OPEN_ADDRESS: by code of its own. n is its place in a row of open
 * data, 1 first; what comes behind OPEN_PLACES_FIRST stands at the end of the row.
 *
 * - personal: PERSONAL_NO; PERSONAL_NAME: persons, whose names are looked for on the pages;
 * PERSONAL_TRADE: names of who worked on it by profession; PERSONAL_ASK: may hold personal data.
 *
 * - counts: 0: no change of a package; 100: always part of it; else its place in what a version is
 * made of, where it stands only when it has a value. A new column takes the next number, so that
 * what was accepted before keeps its digest.
 *
 * - counts_document: the same of a document's own value.
 *
 * Import, `show`, `set` and its completion, search, MDTO, open data, versions and the manual's list
 * follow from a row. What was read in a text goes nowhere until a person or the register has said
 * it, but as a proposal.
 */
#ifndef BA_CORE_COLUMNS_H
#define BA_CORE_COLUMNS_H

#include <stdbool.h>

enum description_name {
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    D_##id,
#include "core/columns.def"
#undef COLUMN
    D_COUNT
};

/* How a value may look. */
enum column_check {
    CHECK_TEXT,
    CHECK_YEAR,
    CHECK_COUNT,
    CHECK_METRES,
    CHECK_NUMBER,
    CHECK_POSTCODE,
    CHECK_DATE,
    CHECK_YES_NO,
    CHECK_APPRAISAL,
    CHECK_BAG,
    CHECK_LANGUAGES,
};
enum column_place { COLUMN_ADDRESS = 1, COLUMN_DOCUMENT = 2 };
enum column_personal { PERSONAL_NO, PERSONAL_NAME, PERSONAL_TRADE, PERSONAL_ASK };

enum column_mdto_kind { COLUMN_MDTO_NONE, COLUMN_MDTO_OWN, COLUMN_MDTO_PERSON, COLUMN_MDTO_NOTE };
struct column_mdto {
    enum column_mdto_kind kind;
    const char *word; /* role or label */
};

/* The value list "Relatietypen (betrokkene)" of MDTO 1.0.1; no other role compiles. */
#define MDTO_ROLES(ROLE) ROLE(Belanghebbende) ROLE(Indiener) ROLE(Rechthebbende)
#define MDTO_LIST_ROLE "Begrippenlijst Relatietypen betrokkene MDTO"

enum column_open_kind {
    COLUMN_OPEN_NEVER,
    COLUMN_OPEN_JUDGED,
    COLUMN_OPEN_TEXT,
    COLUMN_OPEN_NAMES,
    COLUMN_OPEN_OWN,
    COLUMN_OPEN_ADDRESS
};
struct column_open {
    enum column_open_kind kind;
    int place;
};
/* Columns up to this place stand in the middle of a row, as they were first published. */
#define OPEN_PLACES_FIRST 11

#define COLUMN_COUNTS_ALWAYS 100
#define COLUMN_COUNTS_MAX 99

struct column {
    const char *name, *alias, *nl, *en;
    enum column_check check;
    unsigned places; /* enum column_place, or-ed */
    bool contract;
    int search;
    struct column_mdto mdto;
    struct column_open open;
    enum column_personal personal;
    int counts, counts_document;
};

extern const struct column columns[D_COUNT];

bool column_is_mdto_role(const char *label);
/* The column of that name or alias, in any case; D_COUNT when there is none. */
enum description_name column_find(const char *name);
/* The column at that place in the words of a dossier, in what a version is made of, in that of a
 * document's own, in a row of open data; D_COUNT when there is none. Places begin at 1. */
enum description_name column_at_search(int place);
enum description_name column_at_counts(int place);
enum description_name column_at_counts_document(int place);
enum description_name column_at_open(int place);
/* A value of it is a whole number: a number in JSON. */
bool column_is_whole(enum description_name column);

#endif
