/*
 * page_list.h - every page with its state, of the depot or of one batch.
 */
#ifndef BA_REPORT_PAGE_LIST_H
#define BA_REPORT_PAGE_LIST_H

#include "depot/depot.h"
#include "index/records/page.h"

/* batch: its name, NULL for all. In the order of arrival; rows are borrowed during the call.
 * BA_FATAL BATCH_UNKNOWN. */
BA_RC page_list_each(struct depot *depot, const char *batch, page_fn fn, void *ctx,
                     struct ba_err *err);

#endif
