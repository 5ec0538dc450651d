#include "pipeline/package/archives.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/csv.h"
#include "core/file.h"

#define FILE_MAX_BYTES ((size_t)4 << 20)

static const char *const archive_columns[ARCHIVE_COLUMNS] = {
    [ARCHIVE_KEY] = "archive",
    [ARCHIVE_ID] = "id",
    [ARCHIVE_NAME] = "name",
    [ARCHIVE_CREATOR] = "creator",
    [ARCHIVE_CREATOR_CODE] = "creator_code",
    [ARCHIVE_CREATOR_SOURCE] = "creator_source",
    [ARCHIVE_PARENT_ID] = "parent_id",
    [ARCHIVE_PARENT_NAME] = "parent_name",
    [ARCHIVE_PARENT_SOURCE] = "parent_source",
};

void archives_free(struct archives *a)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t c = 0; c < ARCHIVE_COLUMNS; c++)
            free(a->list[i].cells[c]);
    free(a->list);
    *a = (struct archives){ .list = NULL };
}

/* at[i]: which column of ours stands there. */
static BA_RC read_header(const char *path, char *const *fields, size_t n, size_t *at,
                         struct ba_err *err)
{
    bool key = false;

    for (size_t i = 0; i < n; i++) {
        for (at[i] = 0; at[i] < ARCHIVE_COLUMNS; at[i]++)
            if (strcmp(fields[i], archive_columns[at[i]]) == 0)
                break;
        if (at[i] == ARCHIVE_COLUMNS)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s: there is no column \"%s\"", path,
                           fields[i]);
        key = key || at[i] == ARCHIVE_KEY;
    }
    return key ? BA_OK
               : ba_fail(err, BA_FATAL, "CONFIG", "%s: the column \"archive\" is missing", path);
}

static BA_RC add_row(const char *path, size_t line, char *const *fields, size_t n, const size_t *at,
                     struct archives *out, struct ba_err *err)
{
    struct archive_row *row;

    if (ba_grow(&out->list, &out->cap, out->count + 1, sizeof(*out->list)) != 0)
        return ba_fail_mem(err, path);
    row = &out->list[out->count++];
    *row = (struct archive_row){ .cells = { NULL } };
    for (size_t i = 0; i < n; i++) {
        free(row->cells[at[i]]);
        row->cells[at[i]] = strdup(fields[i]);
    }
    for (size_t c = 0; c < ARCHIVE_COLUMNS; c++)
        if (row->cells[c] == NULL && (row->cells[c] = strdup("")) == NULL)
            return ba_fail_mem(err, path);
    for (size_t i = 0; i + 1 < out->count; i++) {
        const struct archive_row *other = &out->list[i];

        if (strcmp(other->cells[ARCHIVE_KEY], row->cells[ARCHIVE_KEY]) == 0 ||
            (*row->cells[ARCHIVE_ID] != '\0' &&
             strcmp(other->cells[ARCHIVE_ID], row->cells[ARCHIVE_ID]) == 0))
            return ba_fail(err, BA_FATAL, "CONFIG",
                           "%s line %zu: the archive \"%s\" or its id stands there twice", path,
                           line, row->cells[ARCHIVE_KEY]);
    }
    return BA_OK;
}

static BA_RC read_rows(const char *path, struct ba_csv *csv, struct archives *out,
                       struct ba_err *err)
{
    size_t at[BA_CSV_MAX_FIELDS], n = 0, width;
    char **fields = NULL;
    enum ba_rc rc = ba_csv_row(csv, &fields, &n, err);

    width = n;
    if (rc == BA_OK)
        rc = read_header(path, fields, n, at, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0) {
        if (n > width)
            rc = ba_fail(err, BA_FATAL, "CONFIG", "%s line %zu: more cells than columns", path,
                         ba_csv_line(csv));
        else
            rc = add_row(path, ba_csv_line(csv), fields, n, at, out, err);
    }
    return rc;
}

BA_RC archives_load(const struct depot *depot, struct archives *out, struct ba_err *err)
{
    char *path = ba_path_join(depot->folder, ARCHIVES_FILE);
    struct ba_buf b = BA_BUF_INIT(FILE_MAX_BYTES);
    struct ba_csv *csv = NULL;
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, ARCHIVES_FILE) : BA_OK;

    *out = (struct archives){ .list = NULL };
    if (rc != BA_OK || access(path, F_OK) != 0) {
        free(path);
        return rc;
    }
    rc = ba_file_read(path, &b, err);
    if (rc == BA_OK && (csv = ba_csv_open(path, ba_buf_str(&b), b.len)) == NULL)
        rc = ba_fail_mem(err, ARCHIVES_FILE);
    if (rc == BA_OK)
        rc = read_rows(path, csv, out, err);
    if (rc == BA_ITEM) { /* whoever can be exported is not known then */
        char said[sizeof(err->msg)];

        memcpy(said, err->msg, sizeof(said));
        rc = ba_fail(err, BA_FATAL, "CONFIG", "%s cannot be read: %.300s", path, said);
    }
    ba_csv_close(csv);
    ba_buf_free(&b);
    if (rc != BA_OK)
        archives_free(out);
    free(path);
    return rc;
}

static const struct archive_row *find(const struct archives *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->list[i].cells[ARCHIVE_KEY], name) == 0)
            return &all->list[i];
    return NULL;
}

/* The file's word, or else what is there already. */
static void prefer(const struct archive_row *row, enum archive_column column, const char **value)
{
    if (row != NULL && *row->cells[column] != '\0')
        *value = row->cells[column];
}

BA_RC archives_identity(const struct archives *all, const struct config *c, const char *name,
                        struct export_archive *out, char **id, char **location, struct ba_err *err)
{
    bool own = strcmp(name, c->archive_id) == 0 || *name == '\0';
    const struct archive_row *row = find(all, own ? c->archive_id : name);
    const char *said = "";

    prefer(row, ARCHIVE_ID, &said);
    *out = (struct export_archive){ .source = c->archive_source,
                                    .name = own ? c->archive_name : name,
                                    .creator_name = c->archive_creator,
                                    .creator_code = c->archive_creator_code,
                                    .creator_source = c->archive_creator_source,
                                    .parent_id = c->archive_parent_id,
                                    .parent_source = c->archive_parent_source,
                                    .parent_name = c->archive_parent_name,
                                    .contact = c->archive_contact,
                                    .email = c->archive_email,
                                    .scan_actor = c->archive_scan_actor,
                                    .activity = c->archive_activity,
                                    .reading_room = c->archive_reading_room,
                                    .url = c->archive_url,
                                    .replacement = c->archive_replacement,
                                    .appraisal = c->export_appraisal,
                                    .category_code = c->export_category,
                                    .category_label = c->export_category,
                                    .category_list = c->export_category_list };
    prefer(row, ARCHIVE_NAME, &out->name);
    prefer(row, ARCHIVE_CREATOR, &out->creator_name);
    prefer(row, ARCHIVE_CREATOR_CODE, &out->creator_code);
    prefer(row, ARCHIVE_CREATOR_SOURCE, &out->creator_source);
    prefer(row, ARCHIVE_PARENT_ID, &out->parent_id);
    prefer(row, ARCHIVE_PARENT_NAME, &out->parent_name);
    prefer(row, ARCHIVE_PARENT_SOURCE, &out->parent_source);
    *id = *said != '\0' ? strdup(said)
          : own         ? strdup(c->archive_id)
                        : ba_strf("%s-%s", c->archive_id, name);
    *location = ba_strf("%s %s", out->parent_source, out->parent_id);
    out->id = *id;
    out->location = *location;
    return *id == NULL || *location == NULL ? ba_fail_mem(err, "an archive") : BA_OK;
}
