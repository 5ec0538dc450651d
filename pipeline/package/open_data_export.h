/*
 * open_data_export.h - export --format csv, geojson, jsonl: the public part of the index as open
 * data.
 */
#ifndef BA_PIPELINE_PACKAGE_OPEN_DATA_EXPORT_H
#define BA_PIPELINE_PACKAGE_OPEN_DATA_EXPORT_H

#include "depot/designator.h"
#include "pipeline/package/open_data.h"

/* True for the name of a format of open data. */
bool open_format(const char *name, enum open_data_format *format);

struct open_opts {
    enum open_data_format format;
    const char *out;     /* a folder, or a file with the ending of the format; NULL: to write() */
    const char *archive; /* as depot/designator.h takes it; NULL: any */
    char **numbers;      /* as depot/designator.h takes them; count 0: all */
    int count;
    bool dry_run;
    bool excel; /* CSV as Dutch Excel opens it */
    BA_CHECKED enum ba_rc (*write)(void *ctx, const char *text, size_t len, struct ba_err *err);
    void *ctx;
};
struct open_counts {
    size_t in, undecided,
        restricted; /* dossiers: written; nobody decided; decided not to be open */
};
/*
 * Only dossiers whose access is decided to be public are in it, with those of their documents that
 * are; names of people only when a person set names_public. BA_ITEM DOSSIER_UNKNOWN.
 */
BA_RC export_open(struct depot *depot, const struct open_opts *o, struct open_counts *counts,
                  struct ba_err *err);

#endif
