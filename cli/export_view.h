/*
 * export_view.h - packages as they are made, on stdout.
 */
#ifndef BA_CLI_EXPORT_VIEW_H
#define BA_CLI_EXPORT_VIEW_H

#include "cli/cmd.h"
#include "pipeline/package/package_export.h"

/* Runs the export with the calls that print it, as lines of text or of JSON. */
BA_RC export_view(struct depot *depot, struct package_export_opts *o, bool json,
                  struct ba_err *err);
/* All dossiers, as text. out NULL: where export puts it by itself. */
BA_RC export_view_all(struct depot *depot, const char *out, uint64_t workers, struct ba_err *err);

#endif
