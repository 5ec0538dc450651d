/*
 * package_names.h - from numbers and titles to names that every receiver takes, one to one.
 *
 * A dossier number of upper-case letters, digits, '/' and '-' (at most 32 characters, letter or
 * digit at both ends) becomes a name with '-' for '/' and '.' for '-'. Every other number becomes
 * up to 24 of its letters and digits, '_' and 12 hexadecimal digits of its SHA-256. So different
 * numbers give different names, also where case is ignored, and none is like a name made from
 * another: a later version of an accepted dossier is <dossier>_v2, a document is <dossier>_001, its
 * pages <document>_0001.tif, its PDF <document>.pdf.
 */
#ifndef BA_EXPORT_SIP_PACKAGE_NAMES_H
#define BA_EXPORT_SIP_PACKAGE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

#define NAME_LEN 96         /* of any name we make, sidecar's suffix not counted */
#define NAME_MAX_BYTES 255  /* a name in a package */
#define NAME_MAX_PATH 212   /* a path in a package, root folder included */
#define NAME_TITLE_CHARS 80 /* naam: MDTO's advice */

/* True for a number that maps letter by letter; then it can be the identification too. */
bool package_name_is_plain(const char *number, const char *archive_id);
BA_RC package_name_dossier(const char *number, const char *archive_id, char out[NAME_LEN],
                           struct ba_err *err);
/* The root folder: the archive's id when it is a good name of at most 40 characters, else as above.
 */
BA_RC package_name_archive(const char *archive_id, char out[NAME_LEN], struct ba_err *err);

/* The folder of a series: "s_" and 9 hexadecimal digits of the SHA-256 of its name, so that no
 * dossier is named so and the longest path still fits. */
BA_RC package_name_series(const char *series, char out[NAME_LEN], struct ba_err *err);

/* Of a document, behind its dossier's name; of its page `number` (1 first), behind the document's,
 * with an ending such as "tif" or "alto.xml". */
void package_name_document(const char *dossier, uint32_t seq, char out[NAME_LEN]);
void package_name_page(const char *document, size_t number, const char *ending, char out[NAME_LEN]);

/* Is this name one that every receiver takes? [A-Za-z0-9][A-Za-z0-9._-]*, at most 255, no DOS
 * device. */
bool package_name_is_good(const char *name);

#endif
