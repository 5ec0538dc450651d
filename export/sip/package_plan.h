/*
 * package_plan.h - what one dossier becomes in a package: folders, files, names, identifications.
 * Inside this room only.
 */
#ifndef BA_EXPORT_SIP_PACKAGE_PLAN_H
#define BA_EXPORT_SIP_PACKAGE_PLAN_H

#include "config/value_lists.h"
#include "core/hash.h"
#include "export/sip/coverage.h"
#include "export/sip/package_content.h"
#include "export/sip/package_names.h"

enum package_plan_kind { PLAN_MASTER, PLAN_SPLIT, PLAN_PDF, PLAN_TEXT };

struct package_plan_file {
    enum package_plan_kind kind;
    char name[NAME_LEN]; /* file name; also its identification */
    char *path;          /* where the bytes are, owned */
    char sha256[BA_SHA256_HEX + 1];
    uint64_t size_bytes;
    int64_t time; /* when sha256 was taken */
    const char *puid;
    char *delivered;           /* "batch/file" or "batch/file#2", owned; NULL for the PDF */
    const char *source_sha256; /* of the master a split image comes from, else NULL */
};

struct package_plan_document {
    const struct export_document *document;
    char name[NAME_LEN];
    char *title; /* naam, at most NAME_TITLE_CHARS, owned */
    struct package_plan_file *files;
    size_t count;
};

struct package_plan {
    const struct export_dossier *dossier; /* borrowed */
    char name[NAME_LEN];                  /* folder */
    char id[NAME_LEN];                    /* identificatieKenmerk */
    char *title;                          /* naam, owned */
    struct coverage places;
    struct package_plan_document *documents;
    size_t count;
    int64_t first, newest; /* arrivals; newest: of the PDFs too */
};

/* The names alone: what others say of this dossier. *title is the caller's to free. */
BA_RC package_plan_names(const struct export_dossier *d, const char *archive_id,
                         char name[NAME_LEN], char id[NAME_LEN], char **title, struct ba_err *err);

/*
 * Makes the plan, and the split files it needs in work_dir (PLAN_SPLIT: named as in the package).
 * archive_id names the root. BA_ITEM SPLIT_FAILED when a frame cannot be taken out of its master.
 */
BA_RC package_plan_make(struct package_plan *p, const struct export_dossier *d,
                        const char *archive_id, const struct value_lists *lists,
                        const char *work_dir, struct ba_err *err);
void package_plan_free(struct package_plan *p);

#endif
