/*
 * value_lists.h - the value lists of config/lists: which words a receiver expects, as data.
 *
 * CSV with a header line. beperkingGebruik.csv (set;key;code;label;list;restricted;description),
 * waardering.csv (code;label), formaten.csv (puid;label;extension;preferred; extensions with a
 * space between), documenttypen.csv (kind;label), gemeenten.csv (made by gemeenten.py),
 * ontvangers.csv (docs/FORMATS.md, "Receivers").
 *
 * A depot may have beperkingGebruik.csv, formaten.csv, gemeenten.csv and ontvangers.csv of its own:
 * a line of them takes the place of the program's line of the same name, or is one more. What an
 * own line of ontvangers.csv has no column for is as with the strict receiver.
 */
#ifndef BA_CONFIG_VALUE_LISTS_H
#define BA_CONFIG_VALUE_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

struct list_access {
    char *set;         /* of which receivers it is: "aw1995", "mdto" */
    char *key;         /* "niet-beoordeeld": what people may type in the register */
    char *code;        /* begripCode, compared letter by letter by receivers */
    char *label;       /* begripLabel */
    char *list;        /* begripBegrippenlijst */
    bool restricted;   /* needs a term with a start and an end */
    char *description; /* beperkingGebruikNadereBeschrijving, or "" */
};
struct list_pair {
    char *code, *label;
};
struct list_format {
    char *puid, *label, *extension;
    bool preferred; /* on the list of formats the default receiver takes */
};

/* A municipality, as it may be an archiefvormer. */
struct list_creator {
    char *code;        /* "gm0281" */
    char *name, *also; /* also: another official name, or "" */
    char *begin, *end; /* first and last day, "" where the register does not say */
    char *successors;  /* codes with a space between, or "" */
};

/* What a delivery is for those who carry it. */
enum list_container { LIST_TAR, LIST_ZIP, LIST_FOLDER };

/* A receiver's profile: what it takes, and what must be settled before anything leaves. */
struct list_receiver {
    char *name;
    unsigned long long max_files, max_mb; /* 0: no limit; files: sidecars counted; mb: 10^6 bytes */
    char *access;                         /* a set of beperkingGebruik.csv */
    bool any_format;                      /* "lijst": every format of formaten.csv; "voorkeur":
                                             those that are preferred there */
    char *puids;                          /* or only these, with a space between; "": see above */
    /* demands: words with a space between */
    bool no_failed;           /* mislukt: no page that failed */
    bool count_agrees;        /* aantal: as many pages as the register expects */
    bool access_decided;      /* openbaarheid: "niet beoordeeld" is no decision */
    bool no_doubt;            /* twijfel: no page whose reading is doubtful */
    bool findings_settled;    /* bevindingen: nothing is open that was found on its pages */
    bool batches_closed;      /* gesloten: nothing is open in any batch it came in */
    bool duplicates;          /* ja: equal files may be in a dossier twice */
    bool text;                /* ja: ALTO of each page goes along as aanvullende metagegevens */
    bool sum_sha512, sum_md5; /* checksums: of the tar, besides SHA-256 */
    char *folder_sidecar;     /* what a folder's sidecar has behind the name of the folder */
    char *file_sidecar;       /* the same of a file's */
    bool stem;                /* which goes behind the file's name without its extension */
    enum list_container container;
};
#define LIST_STRICT "streng" /* the receiver that is always there */
#define LIST_SIDECAR_MAX 17  /* longest of the two: else the longest path is too long (names.h) */

struct value_lists {
    struct list_access *access;
    size_t access_count;
    struct list_pair *appraisal;
    size_t appraisal_count;
    struct list_format *formats;
    size_t format_count;
    struct list_receiver *receivers;
    size_t receiver_count;
    struct list_pair *kinds; /* code: a kind of the contract */
    size_t kind_count;
    struct list_creator *creators; /* as the file has them */
    size_t creator_count;
    const struct list_receiver *receiver; /* whose rules hold: "streng" unless chosen */
};

/* Takes this receiver's profile. False when there is none of that name. */
bool export_lists_choose(struct value_lists *lists, const char *receiver);
/* Does the receiver take this format? f may be NULL (not in formaten.csv): no. */
bool list_format_taken(const struct value_lists *lists, const struct list_format *f);
/* A row of the receiver's set with this code and label; NULL: they are no pair of it. */
const struct list_access *list_find_pair(const struct value_lists *lists, const char *code,
                                         const char *label);
/* In the receiver's set, by key, code or label, ASCII case ignored; "" and NULL are the key
 * "niet-beoordeeld". NULL: unknown. */
const struct list_access *list_find_access(const struct value_lists *lists, const char *value);
/* For everyone to see: judged, and not restricted ("openbaar", "openbaar-milieu"). NULL: no. The
 * one rule for searching, copies to look at and open data: of LIST_STRICT's set, whatever may be
 * told to another receiver. */
bool list_is_open(const struct list_access *a);
const struct list_pair *list_find_appraisal(const struct value_lists *lists, const char *code);
const struct list_format *list_find_format(const struct value_lists *lists, const char *puid);
const struct list_receiver *list_find_receiver(const struct value_lists *lists, const char *name);
/* The Dutch word for a kind of the contract; "document" for an unknown or empty one. */
const char *list_kind_label(const struct value_lists *lists, const char *kind);

#endif
