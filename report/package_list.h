/*
 * package_list.h - the packages, and what the receiver said of each.
 */
#ifndef BA_REPORT_PACKAGE_LIST_H
#define BA_REPORT_PACKAGE_LIST_H

#include <jansson.h>

#include "depot/depot.h"
#include "index/records/package_record.h"

/* In the order in which they were made; rows are borrowed during the call. */
BA_RC package_list_each(struct depot *depot, package_fn fn, void *ctx, struct ba_err *err);
/* Owned by the caller; NULL when out of memory. */
json_t *package_list_json(const struct package_row *row);

#endif
