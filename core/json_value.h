/*
 * json_value.h - values of JSON that may be unknown. Each belongs to the caller.
 */
#ifndef BA_CORE_JSON_VALUE_H
#define BA_CORE_JSON_VALUE_H

#include <jansson.h>
#include <stdint.h>

/* A string, null when it is NULL or "". */
json_t *json_text(const char *text);
/* An integer, null when it is `unknown`. */
json_t *json_count(int64_t value, int64_t unknown);
/* A number rounded to so many decimals, so that equal pages print equal bytes. */
json_t *json_rounded(double value, int decimals);

#endif
