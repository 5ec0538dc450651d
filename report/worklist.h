/*
 * worklist.h - what waits for whom: the operator at the scanner, the archivist, or the next run.
 */
#ifndef BA_REPORT_WORKLIST_H
#define BA_REPORT_WORKLIST_H

#include <jansson.h>

#include "depot/depot.h"

/* As lines on stdout, or, when root is not NULL, as its list "waits". */
enum ba_rc waits_tell(struct depot *depot, json_t *root, struct ba_err *err);

#endif
