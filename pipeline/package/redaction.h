/*
 * redaction.h - what a citizen's copy of one document does not show: words that are painted over
 * and left out of the text, pages on which a flagged value cannot be found, and values in titles.
 */
#ifndef BA_PIPELINE_PACKAGE_REDACTION_H
#define BA_PIPELINE_PACKAGE_REDACTION_H

#include "depot/depot.h"
#include "index/extract/personal_data.h"
#include "pipeline/package/job_pdf.h"
#include "pipeline/package/load_document.h"

struct redacted_page {
    uint32_t *words; /* owned; places in its ALTO, ascending */
    size_t count;
    unsigned kinds;  /* bits: what was painted over, or why it is omitted */
    size_t proposed; /* names and homes among them that nobody decided on */
    bool omit;       /* flagged for something that is nowhere on it: it stays out */
};

struct redaction {
    struct redacted_page *pages; /* owned, one a page of the document */
    size_t count;
    size_t omitted, painted; /* pages */
    size_t proposed;         /* of the pages that are not omitted */
    char *title, *subject;   /* owned; without personal data */
};

/*
 * Looks at every page of a document: by the rules at its words, and in the store at what it is
 * flagged for. subject: what the copy may say of the dossier. BA_ITEM for an ALTO that cannot be
 * read; others stop the export.
 */
BA_RC redaction_make(struct depot *depot, int64_t dossier, const struct load_document *ld,
                     const char *subject, struct redaction **out, struct ba_err *err);
void redaction_free(struct redaction *r); /* accepts NULL */
/* Does it change the PDF at all? */
bool redaction_is_empty(const struct redaction *r, const struct load_document *ld);
/* A key of its own for the PDF: the old one and everything that is left out, hashed. */
BA_RC redaction_key(const struct redaction *r, char key[33], struct ba_err *err);

/* The document without what is left out; borrowed from ld and r, but for the arrays. */
struct redacted {
    struct load_document document;
    struct job_black *black; /* owned, document.doc.count */
    struct pdf_page *pages;  /* owned */
    const char **alto;       /* owned */
};
BA_RC redaction_apply(const struct redaction *r, const struct load_document *ld,
                      struct redacted *out, struct ba_err *err);
void redacted_free(struct redacted *d);

/* "; zwartgemaakt op pagina 2: burgerservicenummer; weggelaten: pagina 3 (...)", or nothing. */
void redaction_describe(const struct redaction *r, struct ba_buf *b);
/* Names of kinds in bits, for the reader of a list: "burgerservicenummer, telefoonnummer". */
void redaction_put_kinds(unsigned kinds, struct ba_buf *b);

#endif
