#include "pipeline/package/package_split.h"

#include <inttypes.h>
#include <string.h>

/* What a file takes in a tar besides its bytes: two headers, its end; and its sidecar likewise. */
#define FILE_ROOM_BYTES ((uint64_t)4 * 512)
/* The longest sidecar: descriptions of at most 3000 characters, and a reference a part. */
#define SIDECAR_BYTES ((uint64_t)24 * 1024)
#define REFERENCE_BYTES ((uint64_t)1024)

struct room {
    uint64_t files, bytes;
};

static void add_file(struct room *r, uint64_t size)
{
    r->files += 2;
    r->bytes += size + SIDECAR_BYTES + REFERENCE_BYTES + 2 * FILE_ROOM_BYTES;
}

static void add_folder(struct room *r)
{
    r->files += 1;
    r->bytes += SIDECAR_BYTES + REFERENCE_BYTES + 2 * FILE_ROOM_BYTES;
}

/* Recognised text is not measured, but no page has more than its image has pixels for. */
#define ALTO_BYTES ((uint64_t)1 << 20)

static void add_page(struct room *r, const struct export_page *p, bool text)
{
    add_file(r, p->size_bytes);
    if (text && p->alto != NULL)
        add_file(r, ALTO_BYTES);
}

/* A character in XML ("&amp;") takes no more bytes. */
#define ESCAPED_MAX 5
#define BAG_IDS_OF_AN_ADDRESS 5 /* and its name, where it has none of them */

static void add_texts(struct room *r, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        r->bytes += texts[i] != NULL ? ESCAPED_MAX * (uint64_t)strlen(texts[i]) : 0;
}

/* What is written because the row of a column says so, with the element around it. */
static void add_columns(struct room *r, const char *const value[D_COUNT])
{
    for (int i = 0; i < D_COUNT; i++)
        if ((columns[i].mdto.kind == COLUMN_MDTO_PERSON ||
             columns[i].mdto.kind == COLUMN_MDTO_NOTE) &&
            value[i] != NULL && *value[i] != '\0') {
            r->bytes += REFERENCE_BYTES;
            add_texts(r, &value[i], 1);
        }
}

/* What a dossier says of itself and of each of its documents, besides a description. */
static void add_known(struct room *r, const struct export_dossier *d)
{
    const char *const texts[] = { d->case_number,   d->case_source,    d->other_ids,
                                  d->access_ground, d->drawing_number, d->scale,
                                  d->category,      d->category,       d->copyright_holder };
    uint64_t places = d->parcel_count + 1;

    for (size_t i = 0; i < d->address_count; i++) /* a register may give several ids in one value */
        places += BAG_IDS_OF_AN_ADDRESS + strlen(d->addresses[i].bag_id) / 16;
    r->bytes += places * REFERENCE_BYTES;
    add_texts(r, texts, sizeof(texts) / sizeof(texts[0]));
    add_columns(r, d->value);
}

static void add_document(struct room *r, const struct export_document *d)
{
    const char *const texts[] = { d->case_number,   d->case_source,     d->other_ids,
                                  d->access_ground, d->drawing_number,  d->scale,
                                  d->architect,     d->copyright_holder };

    add_texts(r, texts, sizeof(texts) / sizeof(texts[0]));
    add_columns(r, d->value);
}

/* A master that is divided over documents counts whole for each page: more than it takes. */
static BA_RC measure(struct loader *l, size_t index, struct room *r, struct ba_err *err)
{
    struct export_dossier *d = NULL;
    struct load_document *documents;
    enum ba_rc rc = loader_open(l, index, &d, &documents, err);

    add_folder(r);
    if (rc == BA_OK)
        add_known(r, d);
    if (rc == BA_OK && *d->series != '\0') /* whose folder may be for this dossier alone */
        add_folder(r);
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];

        add_folder(r);
        add_known(r, d);
        add_document(r, doc);
        add_file(r, doc->pdf_size_bytes);
        for (size_t k = 0; k < doc->page_count; k++)
            add_page(r, &doc->pages[k], l->lists->receiver->text);
    }
    return rc;
}

static bool fits(const struct room *r, const struct part_limits *limits)
{
    return (limits->max_files == 0 || r->files <= limits->max_files) &&
           (limits->max_bytes == 0 || r->bytes <= limits->max_bytes);
}

static BA_RC refuse(struct loader *l, size_t index, const struct room *r, struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;

    ba_err_set(&why, BA_ITEM, "DOSSIER_TOO_LARGE",
               "up to %" PRIu64 " files and %" PRIu64
               " MB alone are more than the receiver takes in "
               "one delivery; agree on it with the receiver, or give other limits",
               r->files, r->bytes / 1000000 + 1);
    return loader_refuse(l, index, &why, err);
}

BA_RC parts_next(struct loader *l, const size_t *items, size_t count,
                 const struct part_limits *limits, size_t *take, struct ba_err *err)
{
    struct room empty = { 0, 0 }, sum;
    enum ba_rc rc = BA_OK;

    *take = count;
    if (limits->max_files == 0 && limits->max_bytes == 0)
        return BA_OK;
    add_folder(&empty); /* the archive's own */
    empty.bytes += 20 * 512;
    sum = empty;
    for (size_t i = 0; rc == BA_OK && i < count; i++) {
        struct room one = { 0, 0 }, alone, with;

        if (l->items[items[i]].refused != NULL)
            continue;
        rc = measure(l, items[i], &one, err);
        alone = (struct room){ empty.files + one.files, empty.bytes + one.bytes };
        with = (struct room){ sum.files + one.files, sum.bytes + one.bytes };
        if (rc == BA_OK && !fits(&alone, limits)) {
            rc = refuse(l, items[i], &alone, err);
        } else if (rc == BA_OK && !fits(&with, limits)) {
            *take = i;
            break;
        } else {
            sum = with;
        }
    }
    return rc;
}
