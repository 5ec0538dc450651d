/*
 * open_data.h - dossiers as rows of CSV, features of GeoJSON (RFC 7946) or lines of JSON. Columns
 * in docs/FORMATS.md. Pure: what may be published was decided by the caller. Equal input gives
 * equal bytes.
 */
#ifndef BA_PIPELINE_PACKAGE_OPEN_DATA_H
#define BA_PIPELINE_PACKAGE_OPEN_DATA_H

#include <stdint.h>

#include "core/buf.h"
#include "core/columns.h"

enum open_data_format { OPENDATA_CSV, OPENDATA_GEOJSON, OPENDATA_JSONL };

/* Texts are UTF-8, "" when unknown. */
struct open_address {
    char *shown, *street, *letter, *addition, *postcode, *place, *also_named; /* owned */
    char *bag_id, *verblijfsobject_id, *pand_id, *openbare_ruimte_id;         /* owned */
    int64_t number_from, number_to;                                           /* 0 unknown */
    double lat, lon;                                                          /* NAN unknown */
};

struct open_document {
    char *name, *kind; /* owned */
    int64_t pages;
};

struct open_dossier {
    char *archive, *archive_name, *creator; /* owned: id, name and archiefvormer of its archive */
    char *value[D_COUNT];                   /* owned; of columns that are open, else not read */
    const char *number;
    struct open_address *addresses; /* owned */
    size_t address_count, address_cap;
    struct open_document *documents; /* owned; those that everyone may see */
    size_t document_count, document_cap;
};
/* Frees what is owned and leaves it empty. */
void open_dossier_free(struct open_dossier *d);

struct open_data {
    enum open_data_format format;
    const char *licence; /* a URL or a name */
    const char *publisher;
    bool excel; /* CSV with ';', and a byte order mark before it */
    bool any;   /* a feature was written */
};

void opendata_begin(struct open_data *o, struct ba_buf *out);
BA_RC opendata_put(struct open_data *o, const struct open_dossier *d, struct ba_buf *out,
                   struct ba_err *err);
void opendata_end(struct open_data *o, struct ba_buf *out);

#endif
