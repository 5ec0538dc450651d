/*
 * access_pdfs.h - the access PDFs of an export, made by workers before anything is packed.
 */
#ifndef BA_PIPELINE_PACKAGE_ACCESS_PDFS_H
#define BA_PIPELINE_PACKAGE_ACCESS_PDFS_H

#include "pipeline/package/dossier_load.h"
#include "pipeline/stage.h"

/* The settings of all PDFs of this depot; web: of a copy for the web, with a lower quality. */
struct pdf_opts export_pdf_opts(const struct depot *depot, bool web);

/*
 * Makes the PDFs that are not in work/pdf yet, of all dossiers that were not refused; one that
 * cannot be made refuses its dossier. BA_RETRY INTERRUPTED; other errors stop the export.
 */
BA_RC export_make_pdfs(struct loader *l, const struct stage_opts *o, struct ba_err *err);
/* Removes work/pdf, whose PDFs are not blacked, however the export ended (rc, with err) but by an
 * interruption or a full disk, after which the same command goes on with them. Returns rc, or why
 * they cannot be removed. */
BA_RC export_end_pdfs(struct loader *l, enum ba_rc rc, struct ba_err *err);

#endif
