/*
 * audit.h - who changed what, and what a date has changed.
 */
#ifndef BA_INDEX_RECORDS_AUDIT_H
#define BA_INDEX_RECORDS_AUDIT_H

#include "index/records/dossier.h"

struct audit_row {
    int64_t id;
    const char *at, *who, *action, *object, *reason, *detail; /* "" unknown */
};
typedef BA_CHECKED enum ba_rc (*audit_fn)(void *ctx, const struct audit_row *row,
                                          struct ba_err *err);

struct audit_filter {
    /* What the records are about; all NULL: anything, else what is one of these. */
    const char *object;   /* as the log calls it, or the number of a dossier (its documents too) */
    const char *archive;  /* of that number, as the store calls it; NULL: any */
    const char *pages;    /* numbers of pages: "[31,32]" */
    const char *batch;    /* its name: it, what was open in it, its sheets */
    const char *part;     /* not NULL: of the batch only this sheet or file */
    const char *delivery; /* its name */
    const char *who, *since; /* NULL: any; since: "2026", "2026-11-24" ... */
};
/* Oldest first. */
BA_RC audit_each(struct store *s, const struct audit_filter *f, audit_fn fn, void *ctx,
                 struct ba_err *err);

struct due_row {
    const char *what;             /* ACCESS_ENDED, COPYRIGHT_ENDED, RETENTION_ENDED */
    struct field_subject of;      /* a document, or the whole dossier */
    const char *number, *archive; /* archive as the store calls it */
    const char *until;            /* the date that has passed */
    const char *value;            /* the restriction, the category of retention, the holder */
};
typedef BA_CHECKED enum ba_rc (*due_fn)(void *ctx, const struct due_row *row, struct ba_err *err);
/* What ended before date ("2026-11-24"); "2040" lasts to the end of that year. By archive and
 * number. */
BA_RC due_each(struct store *s, const char *date, due_fn fn, void *ctx, struct ba_err *err);

#endif
