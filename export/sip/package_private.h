/*
 * package_private.h - a delivery while it is put together. Inside this room only.
 */
#ifndef BA_EXPORT_SIP_PACKAGE_PRIVATE_H
#define BA_EXPORT_SIP_PACKAGE_PRIVATE_H

#include "export/sip/bag_write.h"
#include "export/sip/container.h"
#include "export/sip/mdto.h"

/* What a dossier adds to the delivery's description. */
struct summary {
    int from, to; /* years, 0: unknown */
    int64_t time; /* newest of its data */
};

/* "<archive>-20261201-0123456789ab" */
#define DELIVERY_LEN (NAME_LEN + 64)

/* More formats than formaten.csv is likely to have. */
#define DELIVERY_FORMATS 64

struct delivery {
    const struct export_source *source;
    const struct export_opts *opts;
    struct mdto m;
    char root[NAME_LEN];                   /* folder of the archive */
    char bag_name[DELIVERY_LEN];           /* folder of the bag, as the tar is called; "": no bag */
    char top[DELIVERY_LEN + NAME_LEN + 8]; /* path of the root in the tar: inside a bag, or not */
    bool dry;                              /* only what goes in: nothing is read or written */
    struct bag_write bag;
    struct mdto_child *children; /* source->count; title NULL: refused */
    struct mdto_series *series;  /* by name; empty ones: all its dossiers were refused */
    size_t series_count, series_cap;
    struct summary *summaries;              /* source->count */
    char formats[DELIVERY_FORMATS + 1][24]; /* PRONOM numbers of its files, sorted */
    size_t format_count;
    struct export_result *res;
    struct container *tar;
    struct xml xml;
};

/* Takes dossier `index` out, and tells whoever asked. */
void package_refuse(struct delivery *v, size_t index, const char *number, const struct ba_err *why);
/* Loads and checks every dossier once: who goes, under which names, in which series. */
BA_RC package_survey(struct delivery *v, struct ba_err *err);
/* Time and years of the delivery and of its series, from the dossiers that are still in it. */
void package_settle(struct delivery *v);
/* The children of series `series` (1-based) that are still in it, or with 0 those right below the
 * archive, the series themselves first. *out is the caller's to free, titles are borrowed. */
BA_RC package_children(const struct delivery *v, size_t series, struct mdto_child **out,
                       size_t *count, struct ba_err *err);
/* The digests besides SHA-256 that the receiver wants; before the first entry. */
BA_RC package_begin_sums(struct delivery *v, struct ba_err *err);
/* What a delivery is called: archive, time of its newest data, and a digest (64 hex digits) of what
 * is in it. */
void package_name_delivery(const struct delivery *v, const char *sha256, char out[DELIVERY_LEN]);
/* Ends the package, writes what lies beside it, and gives it its name last. */
BA_RC package_publish(struct delivery *v, struct ba_err *err);
void package_forget(struct delivery *v);

#endif
