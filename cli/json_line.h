/*
 * json_line.h - an object of JSON as a line of the output.
 */
#ifndef BA_CLI_JSON_LINE_H
#define BA_CLI_JSON_LINE_H

#include <jansson.h>

#include "core/err.h"

/* Prints o as one compact line that ends with "schema":"NAME/1", and lets go of it. The schema is
 * docs/schemas/NAME.json. BA_FATAL NO_MEMORY when o is NULL. */
BA_RC json_line(json_t *o, const char *schema, struct ba_err *err);

#endif
