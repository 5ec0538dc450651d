/*
 * dossier.h - register lines, dossiers, documents and their described fields, each with its source.
 */
#ifndef BA_INDEX_RECORDS_DOSSIER_H
#define BA_INDEX_RECORDS_DOSSIER_H

#include "core/columns.h"
#include "index/db/store.h"

#include "index/records/field_source.h"

/* One line of the register: names and values in parallel, values NULL when empty. */
struct register_values {
    const char *const *names;
    const char *const *values;
    size_t count;
};
/*
 * Adds or updates the dossier of a line: the columns of the contract become fields with source
 * register; other columns are kept. A column that v does not name stays as an earlier line had it,
 * one that it names with NULL is emptied. Values a person set stay. *added: it was new.
 */
BA_RC dossier_import(struct store *s, const char *default_archive, const struct register_values *v,
                     bool *added, struct ba_err *err);
/*
 * A whole register file: lines of one number (and archive) make one dossier with several addresses;
 * of the other columns the first that says something counts, and what differs is told. Between
 * register_begin and register_end in one transaction; register_free accepts NULL.
 */
struct register_file;
BA_RC register_begin(struct store *s, const char *default_archive, struct register_file **out,
                     struct ba_err *err);
/* BA_ITEM REGISTER_NO_DOSSIER. v is copied. */
BA_RC register_add(struct register_file *r, int64_t line, const struct register_values *v,
                   struct ba_err *err);
/* What two lines of a dossier disagree about, and values that are none; code is stable
 * (REGISTER_LINES_DIFFER, REGISTER_VALUE_UNUSED). */
typedef BA_CHECKED enum ba_rc (*register_fn)(void *ctx, int64_t line, const char *code,
                                             const char *message, struct ba_err *err);
/* Puts the lines into the store. *added: dossiers that the register did not have. */
BA_RC register_end(struct register_file *r, register_fn differs, void *ctx, uint64_t *added,
                   struct ba_err *err);
void register_free(struct register_file *r);
/* True when a register line has this number (in any archive). */
bool dossier_in_register(struct store *s, const char *number);

/* The names of all archives, in their order. */
typedef BA_CHECKED enum ba_rc (*archive_fn)(void *ctx, const char *name, struct ba_err *err);
BA_RC archive_each(struct store *s, archive_fn fn, void *ctx, struct ba_err *err);

struct dossier_row {
    int64_t id;
    const char *number, *archive, *series;
    bool in_register;
    const char *title, *address; /* as shown: "Herenstraat 1-13a II, 2271 AB Voorburg"; of several
                                    addresses the first (address_each gives all) */
    const char *street, *number_from, *number_to, *letter, *addition, *postcode, *place;
    int64_t year_from, year_to; /* 0: unknown */
    const char *permit_kind, *work, *applicant, *architect, *cadastral, *bag_id;
    const char *access, *access_until; /* "" : niet beoordeeld */
    int64_t sheets_expected;           /* -1: not given */
    const char *box;
    const char *date_received, *date_granted, *date_drawn; /* YYYY-MM-DD, YYYY-MM or YYYY */
    const char *drawing_number, *scale, *costs;
    const char *case_number, *case_source; /* of the municipality's case system, and its name */
    const char *other_ids;                 /* "source: id; source: id" */
    const char *access_ground;
    const char *copyright, *copyright_holder, *copyright_until; /* copyright: ja, nee, "" */
    const char *appraisal, *category, *retention_until;         /* B, V, N; code of the list */
    const char *names_public;                                   /* ja: a person decided so */
    const char *const *value;        /* D_COUNT of them, "" for unknown; as above */
    const enum field_source *source; /* of each; 0: unknown; FIELD_TEXT: nobody looked at it */
    int64_t pages, failed, waiting;  /* pages: separators not counted */
};
typedef BA_CHECKED enum ba_rc (*dossier_fn)(void *ctx, const struct dossier_row *row,
                                            struct ba_err *err);
/* By archive and number (numeric-aware). number NULL: all; else the dossiers with this number. */
BA_RC dossier_each(struct store *s, const char *number, dossier_fn fn, void *ctx,
                   struct ba_err *err);

/* An address of a dossier with what the gazetteer knows of it. */
struct address_row {
    int64_t item; /* 1-based; may have gaps */
    const char *shown;
    const char *street, *letter, *addition, *postcode, *place; /* "" unknown */
    int64_t number_from, number_to;                            /* 0 unknown */
    const char *bag_id, *verblijfsobject_id, *pand_id, *openbare_ruimte_id;
    const char *valid_from, *valid_to; /* since when and until when it was called so */
    const char *also_named;            /* other names of the street, a '\n' between */
    bool resolved;                     /* ids are the gazetteer's */
    bool judged;                       /* not only read in a text: everyone may see it */
    double lat, lon;                   /* WGS84; NAN unknown */
};
typedef BA_CHECKED enum ba_rc (*address_fn)(void *ctx, const struct address_row *row,
                                            struct ba_err *err);
BA_RC address_each(struct store *s, int64_t dossier, address_fn fn, void *ctx, struct ba_err *err);

/* What of the description everyone may see: what was only read in the texts nobody judged, and may
 * tell what stands on a page that is closed. A year that stands in the dossier's number is no
 * secret; the last year is one where only the first was judged. */
struct dossier_told {
    bool column[D_COUNT]; /* of columns that are no part of an address */
    bool address;
};
BA_RC dossier_told(struct store *s, int64_t dossier, struct dossier_told *out, struct ba_err *err);

struct document_row {
    int64_t id;
    uint32_t seq;             /* 1-based in the dossier */
    const char *name;         /* "<dossier>-001" */
    const char *kind, *title; /* "" if unknown */
    int64_t pages;
    /* Its own, "" where the dossier's count. */
    const char *access, *access_until, *access_ground;
    const char *copyright, *copyright_holder, *copyright_until;
};
typedef BA_CHECKED enum ba_rc (*document_fn)(void *ctx, const struct document_row *row,
                                             struct ba_err *err);
BA_RC document_each(struct store *s, int64_t dossier, document_fn fn, void *ctx,
                    struct ba_err *err);

/* Every recorded value of a dossier with its provenance. */
struct field_row {
    const char *name, *value;
    enum field_source source;
    const char *rule;  /* rule or person; "" for the register */
    double confidence; /* 0..1 */
    int64_t page;      /* where it was read, 0: none */
    bool current;      /* the value that counts */
    int64_t item;      /* which address it belongs to, 1 for what is no address */
    const char *box;   /* JSON list of [x,y,w,h] in pixels of the master, a box a line; "" none */
    const char *at;    /* "2026-11-21T22:23:41" */
};
typedef BA_CHECKED enum ba_rc (*field_fn)(void *ctx, const struct field_row *row,
                                          struct ba_err *err);
BA_RC field_each(struct store *s, int64_t dossier, field_fn fn, void *ctx, struct ba_err *err);

/* Of what a value is: a dossier, or one of its documents. */
struct field_subject {
    int64_t dossier;
    int64_t document; /* its seq in the dossier, 0: the dossier itself */
};
/*
 * A person's value for one of the register's columns, audited with who and why. "street@2" is the
 * street of the second address; @N with N one more than there are adds an address, an empty street
 * takes it away. A document takes only columns that may be its own (access, copyright, title ...).
 * BA_ITEM FIELD_UNKNOWN, FIELD_BAD_VALUE, DOSSIER_UNKNOWN, DOCUMENT_UNKNOWN. *old (of 256 bytes,
 * NULL: not wanted) gets the value that counted before, cut. *changed (NULL: not wanted): false
 * when that is the value already, by a person or the register; nothing is recorded then.
 */
BA_RC field_change(struct store *s, const struct field_subject *of, const char *name,
                   const char *value, const char *who, const char *reason, char old[256],
                   bool *changed, struct ba_err *err);
/* The same of a dossier. */
BA_RC field_set(struct store *s, int64_t dossier, const char *name, const char *value,
                const char *who, const char *reason, struct ba_err *err);
/* Takes back the last value a person gave; the one before it counts again. Audited. BA_ITEM
 * FIELD_NOT_SET when nobody gave one. old: what is taken back, now: what counts instead. */
BA_RC field_undo(struct store *s, const struct field_subject *of, const char *name, const char *who,
                 const char *reason, char old[256], char now[256], struct ba_err *err);

/*
 * What a person said of one document, latest first within a name; behind it what its drawings say
 * in their title blocks, of a document that is nothing but drawings, where those that say something
 * agree (date_drawn, drawing_number, scale).
 */
struct document_field_row {
    const char *name, *value;
    const char *who, *at;     /* of a person; "" when it was read */
    enum field_source source; /* FIELD_PERSON, FIELD_TEXT */
    bool current;
};
typedef BA_CHECKED enum ba_rc (*document_field_fn)(void *ctx, const struct document_field_row *row,
                                                   struct ba_err *err);
BA_RC document_field_each(struct store *s, int64_t document, document_field_fn fn, void *ctx,
                          struct ba_err *err);

#endif
