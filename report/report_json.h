/*
 * report_json.h - the report as JSON, as `report --json` has it (docs/FORMATS.md).
 */
#ifndef BA_REPORT_REPORT_JSON_H
#define BA_REPORT_REPORT_JSON_H

#include <jansson.h>

#include "report/report.h"

/* Owned by the caller; NULL when out of memory. */
json_t *report_json(const struct report *r);

#endif
