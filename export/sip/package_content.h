/*
 * package_content.h - what goes into a delivery: whose archive, which dossiers, documents and
 * pages.
 */
#ifndef BA_EXPORT_SIP_PACKAGE_CONTENT_H
#define BA_EXPORT_SIP_PACKAGE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/columns.h"

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
    int64_t time;     /* of the newest that went into it, UTC seconds; a package bears the newest
                         of its dossiers. 0: that of its pages */
    uint32_t version; /* 0 and 1: the first that goes out; else part of all its names */
    const char *replaces; /* identification of the accepted version before it, or NULL */
    /* What is open on it; looked at where the receiver demands that nothing is. */
    size_t failed_settled;    /* failed pages of which a person says that it is all right */
    bool count_settled;       /* so does a person of the number of pages */
    size_t doubtful;          /* pages whose reading is doubtful */
    size_t open_findings;     /* on its pages or on itself */
    const char *open_finding; /* the first of them, code and sentence; NULL: none */
    const char *open_batch;   /* a batch it came in that is not closed; NULL: none */
    const char *force_reason; /* not NULL: leaves although pages failed, wait or differ in number,
                                 or something is open */
};

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

#endif
