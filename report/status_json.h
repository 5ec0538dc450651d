/*
 * status_json.h - the status as JSON, as `status --json` has it (docs/FORMATS.md).
 */
#ifndef BA_REPORT_STATUS_JSON_H
#define BA_REPORT_STATUS_JSON_H

#include <jansson.h>

#include "report/status.h"

/* Owned by the caller; NULL when out of memory. */
json_t *status_json(const struct status *s);

#endif
