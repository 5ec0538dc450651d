/*
 * package_version.h - has the receiver this dossier already, and as it is now?
 */
#ifndef BA_PIPELINE_PACKAGE_PACKAGE_VERSION_H
#define BA_PIPELINE_PACKAGE_PACKAGE_VERSION_H

#include "core/buf.h"
#include "pipeline/package/dossier_load.h"

/* What the digest is made of: what is told of a dossier and its documents, and their masters. */
void package_version_content(struct ba_buf *b, const struct export_dossier *d);

/*
 * Gives each item its content (a digest of what the package says of it and of the masters in it,
 * not of how they were read), its version and what it replaces: a dossier that was accepted and has
 * changed since is the next version; any other goes out under the names it had. only_new: drops
 * those that are on their way, or accepted and unchanged.
 */
BA_RC versions_settle(struct loader *l, bool only_new, struct ba_err *err);

#endif
