/*
 * record_creator_check.h - tells what should be looked at in the code of an archiefvormer.
 */
#ifndef BA_PIPELINE_PACKAGE_RECORD_CREATOR_CHECK_H
#define BA_PIPELINE_PACKAGE_RECORD_CREATOR_CHECK_H

#include "config/value_lists.h"
#include "core/message.h"
#include "depot/depot.h"
#include "export/sip/package.h"
#include "pipeline/package/dossier_load.h"

/* A warning with the code ARCHIVE_CREATOR; it stops nothing: registers have their gaps, and
 * municipalities that are no more are good archiefvormers. Years of the dossiers, 0 unknown. The
 * example of a new depot is not judged. */
BA_RC creator_check(const struct depot *depot, const struct value_lists *lists,
                    const struct export_archive *a, int from, int to, struct ba_messages *told,
                    struct ba_err *err);
/* The same of a delivery: for the years of the chosen items. */
BA_RC creator_check_of(const struct loader *l, const size_t *chosen, size_t count,
                       const struct export_archive *a, struct ba_messages *told,
                       struct ba_err *err);
/* The same of the settings, the place where a wrong code is seen first. Errors of
 * value_list_files_load. */
BA_RC creator_check_own(const struct depot *depot, struct ba_messages *told, struct ba_err *err);

#endif
