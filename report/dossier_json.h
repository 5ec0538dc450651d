/*
 * dossier_json.h - a dossier, or a page with its past, as `show --json` has it (docs/FORMATS.md).
 */
#ifndef BA_REPORT_DOSSIER_JSON_H
#define BA_REPORT_DOSSIER_JSON_H

#include <jansson.h>

#include "depot/depot.h"
#include "index/records/dossier.h"
#include "index/records/page.h"

/* *o: with its addresses, documents, fields and pages; owned by the caller, NULL when this fails.
 */
BA_RC dossier_json(struct depot *depot, const struct dossier_row *d, json_t **o,
                   struct ba_err *err);
/* *o: the object of page_json.h, with the scans it had before and its title block. */
BA_RC dossier_page_json(struct depot *depot, const struct page_row *p, json_t **o,
                        struct ba_err *err);

#endif
