/*
 * package_export.h - dossiers -> packages for the e-depot, one an archive; or citizens' copies.
 */
#ifndef BA_PIPELINE_PACKAGE_PACKAGE_EXPORT_H
#define BA_PIPELINE_PACKAGE_PACKAGE_EXPORT_H

#include "core/message.h"
#include "export/sip/package.h"
#include "pipeline/package/citizen_copy.h"

enum package_format { PACKAGE_MDTO, PACKAGE_BAGIT, PACKAGE_ACCESS };

struct package_export_opts {
    enum package_format format;
    bool all, only_new; /* every dossier; those that were in no accepted package as they are now */
    char **numbers;     /* or these, as depot/designator.h takes them */
    int count;
    const char *archive;        /* only of this one; NULL: any */
    const char *out;            /* a folder; NULL: packages/ of the depot */
    const char *profile;        /* the receiver's; NULL: as configured */
    uint64_t max_files, max_mb; /* of a package; 0: the receiver's. Of access: max_mb of a PDF */
    bool web;                   /* of access: smaller images */
    const char *force_reason;   /* lets dossiers go that would stay for what is open; NULL: none */
    uint64_t workers;           /* 0: as configured */
    bool dry_run;

    struct ba_messages *told; /* who stays, and why (BA_REFUSED); warnings; may be NULL */
    /* A package is there; called at once. May be NULL. */
    BA_CHECKED enum ba_rc (*made)(void *ctx, const struct export_result *res, const char *receiver,
                                  struct ba_err *err);
    /* Of a dry run: why a dossier would stay, NULL when it would go. May be NULL. */
    BA_CHECKED enum ba_rc (*judged)(void *ctx, const char *number, const struct ba_err *refused,
                                    struct ba_err *err);
    void *ctx;                        /* of made and judged */
    struct citizen_copy_calls copies; /* of access */
};

/*
 * BA_FATAL USAGE when the wishes do not fit together, CONFIG for a receiver that is not known;
 * BA_ITEM DOSSIER_UNKNOWN, EXPORT_NOTHING, EXPORT_REFUSED when some dossier stays, ACCESS_NOTHING;
 * BA_RETRY for a full disk or a stop: nothing half-written remains, and a new call goes on.
 */
BA_RC package_export(struct depot *depot, const struct package_export_opts *o, struct ba_err *err);

#endif
