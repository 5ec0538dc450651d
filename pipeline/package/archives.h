/*
 * archives.h - whose archives a depot holds: that of the settings, and those of archieven.csv.
 *
 * A depot of merged municipalities has dossiers of several archives (column `archive` of the
 * register), each with a name, an archiefvormer and a place in the e-depot of its own. The file
 * lies in the depot: UTF-8, a header line, `archive` and any of the columns below; what it does not
 * say is as in the settings.
 */
#ifndef BA_PIPELINE_PACKAGE_ARCHIVES_H
#define BA_PIPELINE_PACKAGE_ARCHIVES_H

#include "depot/depot.h"
#include "export/sip/package.h"

#define ARCHIVES_FILE "archieven.csv"

enum archive_column {
    ARCHIVE_KEY, /* as in the register; the id of the settings for those that name none */
    ARCHIVE_ID,
    ARCHIVE_NAME,
    ARCHIVE_CREATOR,
    ARCHIVE_CREATOR_CODE,
    ARCHIVE_CREATOR_SOURCE,
    ARCHIVE_PARENT_ID,
    ARCHIVE_PARENT_NAME,
    ARCHIVE_PARENT_SOURCE,
    ARCHIVE_COLUMNS
};
struct archive_row {
    char *cells[ARCHIVE_COLUMNS]; /* owned; "" where the file is silent */
};
struct archives {
    struct archive_row *list; /* owned */
    size_t count, cap;
};

/* No file: none. BA_FATAL CONFIG for one that cannot be read, lacks `archive`, names a column that
 * is not known, or an archive or id twice. */
BA_RC archives_load(const struct depot *depot, struct archives *out, struct ba_err *err);
void archives_free(struct archives *a);

/*
 * The identity under which the dossiers of this archive go out: the settings', over it the line of
 * the file. An archive without a line bears its own name, and the settings' id with that behind it.
 * Texts are borrowed, but *id and *location (owned by the caller).
 */
BA_RC archives_identity(const struct archives *all, const struct config *c, const char *name,
                        struct export_archive *out, char **id, char **location, struct ba_err *err);

#endif
