#include "cli/json_line.h"

#include <stdio.h>

/* Of each schema; a change that is more than a new key makes the next one. */
#define VERSION 1

BA_RC json_line(json_t *o, const char *schema, struct ba_err *err)
{
    if (o == NULL ||
        json_object_set_new(o, "schema", json_sprintf("%s/%d", schema, VERSION)) != 0) {
        json_decref(o);
        return ba_fail_mem(err, "output");
    }
    /* 15 digits: a rounded number prints as it was rounded. */
    int bad = json_dumpf(o, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(o);
    putchar('\n');
    /* Output that was lost, to a full disk say, is found and reported by main() at the end. */
    return bad == 0 || ferror(stdout) ? BA_OK : ba_fail_mem(err, "output");
}
