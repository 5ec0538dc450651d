/*
 * citizen_copy.h - the citizen's copy: PDFs of what is public, and a list of what is not.
 */
#ifndef BA_PIPELINE_PACKAGE_CITIZEN_COPY_H
#define BA_PIPELINE_PACKAGE_CITIZEN_COPY_H

#include "pipeline/package/dossier_load.h"
#include "pipeline/stage.h"

/*
 * Of each dossier of the loader a folder OUT/<name>-inzage: the PDF of each document that may be
 * seen, and niet-opgenomen.txt, which says (in Dutch) what was left out and why. A document goes in
 * only when its access is open to everyone (list_is_open, by the rules of LIST_STRICT, whatever
 * receiver was chosen) and every page was read and indexed; words that are personal data are
 * painted over, and pages left out where they are not found (redaction.h). The folder is made
 * beside its place and replaces an older one. Noted in the audit log. BA_ITEM ACCESS_NOTHING when
 * no document at all could go in (the lists are there). dry_run: only says what would be done.
 */
enum ba_rc export_access(struct loader *l, const struct stage_opts *o, const char *out_dir,
                         bool dry_run, struct ba_err *err);

#endif
