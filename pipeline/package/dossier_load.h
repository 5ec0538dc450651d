/*
 * dossier_load.h - dossiers in the store -> the plain structs that export/ takes.
 *
 * One dossier at a time: loading the next frees the last. Used three times for each: to check it,
 * to make its PDFs, to pack it.
 */
#ifndef BA_PIPELINE_PACKAGE_DOSSIER_LOAD_H
#define BA_PIPELINE_PACKAGE_DOSSIER_LOAD_H

#include "depot/depot.h"
#include "export/pdf/pdf.h"
#include "export/sip/package.h"
#include "index/access/public_right.h"
#include "pipeline/package/load_document.h"

/* A document's access PDF: what it is made of, and what came of it. */
struct load_pdf {
    char key[33];                   /* changes with everything that decides its bytes */
    char sha256[BA_SHA256_HEX + 1]; /* "" until it is made */
    uint64_t size_bytes;
    bool unwanted;               /* not to be made: its document stays here */
    struct redaction *redaction; /* owned; what a citizen's copy leaves out; NULL: nothing */
};

/* A dossier of this export. */
struct load_item {
    int64_t id;
    char *number, *archive; /* owned */
    struct load_pdf *pdfs;  /* owned, a document each in its order; NULL until loaded once */
    size_t pdf_count;
    char content[BA_SHA256_HEX + 1]; /* see export_version.h; "" until versions_settle */
    uint32_t version;                /* 1: the first */
    int64_t time;                    /* of the newest that went into it; 0: not looked at yet */
    char *replaces;                  /* owned; identification of the version before, or NULL */
    int year_from, year_to;          /* 0: unknown */
    bool in_register;
    bool forced;            /* leaves only because of the reason given */
    struct ba_err *refused; /* owned; why it stays; NULL: it does not */
};

struct loader {
    struct depot *depot;
    const struct value_lists *lists;
    const char *force_reason;      /* or NULL */
    const char *archive;           /* only dossiers of this one, as the store calls it; NULL: any */
    bool web;                      /* PDFs with smaller images */
    uint64_t web_max_bytes;        /* of each of them; 0: any */
    bool bare;                     /* for the public: no notes in JPEGs (scan.h) */
    struct public_values everyone; /* of copies: the access that is open */
    char *pdf_revision;
    struct load_item *items;
    size_t count, cap;
    size_t skipped; /* register lines without pages */
    size_t known;   /* left out because an earlier delivery had them */
    struct loaded *now;
};

/* number: as depot/designator.h takes it; NULL: every dossier that has pages. *found counts
 * matches. */
BA_RC loader_add(struct loader *l, const char *number, size_t *found, struct ba_err *err);
/* Loads dossier `index`; *d and *documents (d->document_count of them) are borrowed until the next
 * call. */
BA_RC loader_open(struct loader *l, size_t index, struct export_dossier **d,
                  struct load_document **documents, struct ba_err *err);
/* Path of the PDF with this key, in new memory. */
char *loader_pdf_path(const struct loader *l, const char *key);
/* Notes why a dossier stays; the first reason counts. */
BA_RC loader_refuse(struct loader *l, size_t index, const struct ba_err *why, struct ba_err *err);
/* Drops items from `first` on that `drop` says so of; counted in l->known. */
void loader_drop(struct loader *l, size_t first, const bool *drop);
void loader_free(struct loader *l);

#endif
