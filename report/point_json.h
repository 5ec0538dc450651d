/*
 * point_json.h - something that is open, as JSON.
 */
#ifndef BA_REPORT_POINT_JSON_H
#define BA_REPORT_POINT_JSON_H

#include <jansson.h>

#include "index/open/point.h"

/* Owned by the caller; NULL when out of memory. `point` is what `settle` takes. */
json_t *point_json(const struct point *p);

#endif
