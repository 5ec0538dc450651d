/*
 * dossier_load_private.h - the dossier that a loader holds. For dossier_load*.c only.
 */
#ifndef BA_PIPELINE_PACKAGE_DOSSIER_LOAD_PRIVATE_H
#define BA_PIPELINE_PACKAGE_DOSSIER_LOAD_PRIVATE_H

#include "pipeline/package/dossier_load.h"
#include "pipeline/package/pdf_alt_text.h"

/* One page row that is kept, before the pages are laid under their documents. */
struct kept_page {
    struct export_page page;
    struct pdf_page pdf;
    const char *alto;
    int64_t document, seq;
    int64_t id;
    const char *kind, *languages; /* it was read in: Tesseract's */
    enum pdf_picture picture;
};

struct loaded {
    struct export_dossier d;
    struct export_document *documents;
    int64_t *document_ids;
    struct export_address *addresses;
    struct export_parcel *parcels;
    size_t count, cap, ids_cap;
    size_t address_count, address_cap, parcel_count, parcel_cap;
    struct kept_page *kept;
    size_t kept_count, kept_cap;
    struct export_page *pages;
    struct pdf_page *pdf_pages;
    const char **alto;
    int64_t *page_ids;
    struct load_document *pdfs;
    char **texts; /* every string of the above */
    size_t text_count, text_cap;
    const struct loader *loader;
    int64_t id;
};

/* Takes over text (NULL: out of memory); NULL when it cannot be kept. */
const char *loaded_keep(struct loaded *n, char *text);
/* A copy that lives as long as the dossier is loaded. *ok becomes false when memory is short. */
const char *loaded_copy(struct loaded *n, const char *text, bool *ok);

/* What the index says of dossier n->id and its documents; a dossier without documents gets one. */
BA_RC loaded_describe(struct loaded *n, const char *number, struct ba_err *err);

#endif
