/*
 * package_source.h - what a delivery to the e-depot needs besides pages and dossiers, and what is
 * kept of it.
 */
#ifndef BA_INDEX_RECORDS_PACKAGE_SOURCE_H
#define BA_INDEX_RECORDS_PACKAGE_SOURCE_H

#include "index/db/store.h"

/* Where a page's master comes from. */
struct page_origin {
    uint64_t size_bytes; /* of the master */
    int64_t taken_at;    /* when its SHA-256 was taken, UTC seconds */
    uint32_t
        file_pages; /* pages that its delivered file has, separators and replaced ones counted */
};
/* BA_ITEM PAGE_UNKNOWN. */
BA_RC page_origin_read(struct store *s, int64_t page, struct page_origin *out, struct ba_err *err);

/* When the last correction or line of the register went into a dossier, UTC seconds; 0: never. */
BA_RC dossier_changed_read(struct store *s, int64_t dossier, int64_t *time, struct ba_err *err);

/* A master of some page, borrowed. */
typedef BA_CHECKED enum ba_rc (*master_fn)(void *ctx, const char *sha256, const char *extension,
                                           struct ba_err *err);
/* Masters whose SHA-256 was taken at `since` ("YYYY-MM-DD", UTC) or later, in the order of it. */
BA_RC master_each(struct store *s, const char *since, master_fn fn, void *ctx, struct ba_err *err);

/* Notes, in the audit log, that a dossier went out. reason: why it was forced, or NULL. */
BA_RC delivery_record(struct store *s, const char *who, const char *archive, const char *number,
                      const char *delivery, const char *reason, struct ba_err *err);

#endif
