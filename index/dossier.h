/*
 * dossier.h - register lines, dossiers, documents and their described fields, each with its source.
 */
#ifndef BA_INDEX_DOSSIER_H
#define BA_INDEX_DOSSIER_H

#include "index/store.h"

/* Where a value comes from; a smaller one never replaces a greater one. */
enum field_source { FIELD_TEXT = 1, FIELD_REGISTER = 2, FIELD_PERSON = 3 };

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
enum ba_rc dossier_import(struct store *s, const char *default_archive,
                          const struct register_values *v, bool *added, struct ba_err *err);
/* True when a register line has this number (in any archive). */
bool dossier_in_register(struct store *s, const char *number);

struct dossier_row {
    int64_t id;
    const char *number, *archive, *series;
    bool in_register;
    const char *title, *address; /* as shown: "Herenstraat 1-13a II, 2271 AB Voorburg" */
    const char *street, *number_from, *number_to, *letter, *addition, *postcode, *place;
    int64_t year_from, year_to; /* 0: unknown */
    const char *permit_kind, *work, *applicant, *architect, *cadastral, *bag_id;
    const char *access, *access_until; /* "" : niet beoordeeld */
    int64_t sheets_expected;           /* -1: not given */
    const char *box;
    int64_t pages, failed, waiting; /* pages: separators not counted */
};
typedef enum ba_rc (*dossier_fn)(void *ctx, const struct dossier_row *row, struct ba_err *err);
/* By archive and number (numeric-aware). number NULL: all; else the dossiers with this number. */
enum ba_rc dossier_each(struct store *s, const char *number, dossier_fn fn, void *ctx,
                        struct ba_err *err);

struct document_row {
    int64_t id;
    uint32_t seq;             /* 1-based in the dossier */
    const char *name;         /* "<dossier>-001" */
    const char *kind, *title; /* "" if unknown */
    int64_t pages;
};
typedef enum ba_rc (*document_fn)(void *ctx, const struct document_row *row, struct ba_err *err);
enum ba_rc document_each(struct store *s, int64_t dossier, document_fn fn, void *ctx,
                         struct ba_err *err);

/* Every recorded value of a dossier with its provenance. */
struct field_row {
    const char *name, *value;
    enum field_source source;
    const char *rule;  /* rule or person; "" for the register */
    double confidence; /* 0..1 */
    int64_t page;      /* where it was read, 0: none */
    bool current;      /* the value that counts */
    const char *at;    /* "2026-11-21T22:23:41" */
};
typedef enum ba_rc (*field_fn)(void *ctx, const struct field_row *row, struct ba_err *err);
enum ba_rc field_each(struct store *s, int64_t dossier, field_fn fn, void *ctx, struct ba_err *err);
/* A person's value for one of the register's columns, audited with who and why. BA_ITEM
 * FIELD_UNKNOWN, FIELD_BAD_VALUE. */
enum ba_rc field_set(struct store *s, int64_t dossier, const char *name, const char *value,
                     const char *who, const char *reason, struct ba_err *err);

/* Numbers that the register and the pages disagree about; code is stable (REGISTER_NO_PAGES ...).
 */
typedef enum ba_rc (*finding_fn)(void *ctx, const char *code, const char *dossier,
                                 const char *message, struct ba_err *err);
enum ba_rc dossier_findings(struct store *s, finding_fn fn, void *ctx, struct ba_err *err);

#endif
