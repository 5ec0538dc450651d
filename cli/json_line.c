#include "cli/json_line.h"

#include <stdio.h>

BA_RC json_line(json_t *o, struct ba_err *err)
{
    if (o == NULL)
        return ba_fail_mem(err, "output");
    /* 15 digits: a rounded number prints as it was rounded. */
    int bad = json_dumpf(o, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(o);
    putchar('\n');
    /* Output that was lost, to a full disk say, is found and reported by main() at the end. */
    return bad == 0 || ferror(stdout) ? BA_OK : ba_fail_mem(err, "output");
}
