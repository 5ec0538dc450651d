/*
 * page_json.h - the object of a page, its keys and their types part of the contract
 * (docs/FORMATS.md).
 */
#ifndef BA_REPORT_PAGE_JSON_H
#define BA_REPORT_PAGE_JSON_H

#include <jansson.h>

#include "depot/depot.h"
#include "index/records/page.h"

/* Its keys in their order. Owned by the caller; NULL when out of memory. */
json_t *page_json(const struct depot *depot, const struct page_row *p);

#endif
