/*
 * package.h - dossiers -> one delivery for an e-depot: an MDTO 1.0.1 SIP in a tar (zip, folder),
 * its pakbon and its SHA-256 beside it.
 *
 * Levels Archief > Dossier > Archiefstuk > files, a folder each, sidecars as the MDTO SIP
 * specification and the receivers' checks want them. Everything is written beside its place and
 * renamed at the end; a dossier that may not leave is refused with a code and the others go out.
 * Nothing in a package comes from the clock, the locale, the user or a row number.
 */
#ifndef BA_EXPORT_SIP_PACKAGE_H
#define BA_EXPORT_SIP_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/value_lists.h"
#include "core/columns.h"
#include "core/err.h"
#include "core/hash.h"
#include "export/sip/package_content.h"
#include "image/raster.h"

/*
 * Gives dossier `index`, 0-based, in the order of the package; borrowed until the next call. Called
 * more than once for an index, and must give the same. BA_ITEM refuses that dossier.
 */
typedef BA_CHECKED enum ba_rc (*export_load_fn)(void *ctx, size_t index,
                                                const struct export_dossier **out,
                                                struct ba_err *err);
/* A dossier that does not go out. */
typedef void (*export_refused_fn)(void *ctx, const char *number, const struct ba_err *why);
/* Progress: dossiers written so far. */
typedef void (*export_progress_fn)(void *ctx, size_t done, size_t total);

struct export_source {
    void *ctx;
    size_t count;
    export_load_fn load;
    export_refused_fn refused;   /* may be NULL */
    export_progress_fn progress; /* may be NULL */
};

struct export_opts {
    const struct value_lists *lists;
    const char *out_dir;  /* made when it is not there */
    const char *work_dir; /* for files split from masters; made, and emptied afterwards */
    bool bag;             /* the package in a BagIt 1.0 bag, whose folder is called as the tar */
    bool need_pdf;        /* a document without PDF is refused (PDF_MISSING) */
};

struct export_result {
    char *tar, *pakbon, *sum;       /* paths written, owned; NULL when nothing could go out; tar: or
                                       the zip or folder that the receiver wants instead */
    char *delivery;                 /* id, owned */
    char sha256[BA_SHA256_HEX + 1]; /* of the tar or zip; of a folder: of the list beside it */
    uint64_t tar_bytes;
    size_t asked, exported, refused; /* dossiers */
    size_t objects, files;           /* informatieobjecten, content files */
    uint64_t content_bytes;          /* of the content files */
    bool *gone_out;                  /* owned, source->count: which dossiers are in it */
    char **ids; /* owned, source->count: identifications of those that are in it, else NULL */
};

/*
 * May this dossier leave? BA_OK, or BA_ITEM with
 *   DOSSIER_NO_PAGES        nothing but separators        DOSSIER_PAGES_WAITING   pages not read
 * yet DOSSIER_PAGES_FAILED    failed pages                  DOSSIER_COUNT_DIFFERS   register
 * expects other ACCESS_UNKNOWN          not in the list               ACCESS_INCOMPLETE restricted
 * without term  ACCESS_UNDECIDED  DUPLICATE_NOT_TAKEN  where the receiver's profile says so
 * (all three of the dossier and of each document)  DOSSIER_PAGES_DOUBTFUL DOSSIER_FINDINGS_OPEN
 * DOSSIER_BATCH_OPEN likewise  RETENTION_INCOMPLETE V without its end
 * MASTER_MISSING          gone, or no regular file      MASTER_CHANGED          other
 * size than at arrival FORMAT_NOT_TAKEN        master's PUID not on the list PDF_MISSING see
 * opts->need_pdf DOSSIER_BAD_NUMBER      empty, or not UTF-8 force_reason lets WAITING, FAILED and
 * COUNT_DIFFERS go. Reads no master (only stat).
 */
BA_RC export_check(const struct export_dossier *d, const struct export_opts *opts,
                   struct ba_err *err);

/*
 * Writes one delivery. BA_OK when at least one dossier went out and none was refused; BA_ITEM with
 * code EXPORT_REFUSED when some or all were (the files are there if any went out); BA_ITEM
 * EXPORT_NOTHING for no dossier at all; BA_FATAL ARCHIVE_IDENTITY for a missing element of the
 * archive; BA_RETRY or BA_FATAL with nothing written. Masters are hashed as they are packed: one
 * that differs refuses its dossier (MASTER_CHANGED), never the others. Free res with
 * export_result_free.
 */
BA_RC export_delivery(const struct export_archive *archive, const struct export_source *source,
                      const struct export_opts *opts, struct export_result *res,
                      struct ba_err *err);
/* What a delivery's name ends in: ".tar", ".zip", "". */
const char *package_ending(enum list_container container);
void export_result_free(struct export_result *res);

#endif
