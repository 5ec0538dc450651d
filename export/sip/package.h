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
#include "image/raster.h"

/* Whose archive it is. Texts are UTF-8, "" or NULL when unknown; those marked * must be there. */
struct export_archive {
    const char *id;              /* * identificatieKenmerk of the archive; names the root folder */
    const char *source;          /* * identificatieBron of everything in the package */
    const char *name;            /* * */
    const char *creator_name;    /* * archiefvormer */
    const char *creator_code;    /* * "gm0218" */
    const char *creator_source;  /* * "TOOI register Gemeenten compleet" */
    const char *parent_id;       /* * isOnderdeelVan of the root, given by the receiver */
    const char *parent_source;   /* * */
    const char *parent_name;     /* * */
    const char *contact, *email; /* * for the pakbon */
    const char *location;        /* * place in the target system, for the pakbon */
    const char *scan_actor;      /* role that scanned; creator_name when empty */
    const char *activity;        /* activiteit of the dossiers, or "" */
    const char *reading_room;    /* raadpleeglocatieFysiek of the dossiers, or "" */
    const char *url;             /* raadpleeglocatieOnline; "{dossier}" is its number; or "" */
    const char *replacement;     /* decision by which the scans replace the paper, or "" */
    const char *appraisal;       /* waardering: B (default), V, N */
    const char *category_code, *category_label, *category_list; /* informatiecategorie, or "" */
    int year_from, year_to; /* 0: from the dossiers of the delivery */
};

struct export_page {
    const char *master; /* path of the file to pack */
    const char *sha256; /* as taken at arrival */
    uint64_t size_bytes;
    int64_t arrived;          /* when sha256 was taken */
    const char *batch, *file; /* as delivered, escaped (ba_name_escape) */
    const char *extension;    /* "tif" */
    const char *puid;         /* "fmt/353" */
    uint32_t frame;           /* 0-based IFD */
    uint32_t file_pages; /* pages in the delivered file, wherever they went, separators and replaced
                           ones counted */
    double xdpi, ydpi;
    uint16_t bits, samples;  /* a sample, a pixel; 0 unknown */
    const char *compression; /* "CCITT G4", or "" */
    const char *alto; /* path of its recognised text, or NULL; goes along where the receiver asks */
    bool failed, waiting;
};

struct export_document {
    uint32_t seq;             /* 1-based in the dossier */
    const char *kind, *title; /* "" if unknown */
    /* Its own, "" or NULL where the dossier's counts; see export_access_of. */
    const char *access, *access_until, *access_ground;
    /* YYYY-MM-DD, YYYY-MM or YYYY; "" or NULL, as all below, where nothing is known of it alone. */
    const char *date_drawn, *date_received, *date_granted;
    const char *drawing_number, *scale, *architect, *copyright_holder;
    const char *case_number, *case_source, *other_ids; /* as the dossier's */
    const char *value[D_COUNT];                        /* of every column that it has itself */
    const struct export_page *pages;                   /* in order, no separators */
    size_t page_count;
    const char *pdf; /* path of the access PDF; NULL: not made (refused by export_check only
                        when opts->need_pdf) */
    const char *pdf_sha256;
    uint64_t pdf_size_bytes;
    int64_t pdf_time; /* newest of the data it was made from */
};

/* Each "" or NULL when unknown; ids are of the BAG, 16 digits. */
struct export_address {
    const char *shown; /* "Herenstraat 1-13a, 2271 AB Voorburg" */
    const char *street, *place;
    const char *bag_id; /* nummeraanduiding; several with ';' between where a register has so */
    const char *verblijfsobject_id, *pand_id, *openbare_ruimte_id;
};
/* A cadastral designation; municipality "" when it is not named. */
struct export_parcel {
    const char *municipality, *section, *number;
};

struct export_dossier {
    const char *number; /* of the register; the identificatieKenmerk */
    const char *series; /* of the register, or "" or NULL: it lies right below the archive */
    const char *title, *address; /* address: of several the first */
    const char *bag_id;          /* counts where addresses are not given */
    const struct export_address *addresses;
    size_t address_count;
    const char *cadastral;               /* as the register writes it */
    const struct export_parcel *parcels; /* the same, taken apart as far as that can be done */
    size_t parcel_count;
    const char *permit_kind, *work, *applicant, *architect;
    const char
        *value[D_COUNT];      /* of every column, those above and below too; "" or NULL: unknown */
    const char *access;       /* "" : niet beoordeeld; else a key, code or label of the list */
    const char *access_until; /* YYYY-MM-DD, or YYYY-MM or YYYY for its last day, "" */
    /* "" or NULL, as all of these, when unknown. */
    const char *access_ground;             /* why, in a person's words */
    const char *copyright_holder;          /* of what the architect does not hold */
    const char *case_number, *case_source; /* in the municipality's case system, and its name */
    const char *other_ids;                 /* "source: id; source: id" */
    const char *appraisal;                 /* B, V, N; else the archive's counts */
    const char *category;                  /* code of the archive's category_list; else the same */
    const char *retention_until;           /* with V; a date as access_until */
    const char *date_drawn, *date_received, *date_granted;
    const char *drawing_number, *scale;
    int year_from, year_to;  /* 0: unknown */
    int64_t sheets_expected; /* pages the register expects; -1: not given */
    const struct export_document *documents;
    size_t document_count;
    uint32_t version;     /* 0 and 1: the first that goes out; else part of all its names */
    const char *replaces; /* identification of the accepted version before it, or NULL */
    /* What is open on it; looked at where the receiver demands that nothing is. */
    size_t doubtful;          /* pages whose reading is doubtful */
    size_t open_findings;     /* on its pages or on itself */
    const char *open_finding; /* the first of them, code and sentence; NULL: none */
    const char *open_batch;   /* a batch it came in that is not closed; NULL: none */
    const char *force_reason; /* not NULL: leaves although pages failed, wait or differ in number,
                                 or something is open */
};

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
    bool bag;             /* the package in a BagIt 1.0 bag of the same name */
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
 * What holds for a document: its own access, else that of its dossier. Its own term and ground go
 * with either; the dossier's go with the dossier's access only, since another restriction may well
 * end another day. doc NULL: the dossier. Borrowed, never NULL.
 */
struct export_access {
    const char *access, *until, *ground;
};
struct export_access export_access_of(const struct export_dossier *d,
                                      const struct export_document *doc);

/*
 * Reads a master once: is it what arrived? BA_ITEM MASTER_CHANGED with the path and what to do,
 * FILE_READ. Whoever makes something new of a master's bytes (a split image, a PDF) asks this
 * first: a digest of what is made would hide the damage.
 */
BA_RC export_check_master(const char *path, const char *sha256, struct ba_err *err);

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
