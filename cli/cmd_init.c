/* init: a new depot. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "depot/depot_create.h"

BA_RC cmd_init(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool dry_run = false, json = false;
    const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    depot->folder = words[0];
    rc = depot_create(depot, dry_run, err);
    if (rc != BA_OK || dry_run)
        return rc;
    if (!json)
        printf("%s: a new depot\n", depot->folder);
    else
        rc = json_line(json_pack("{s:s, s:b}", "depot", depot->folder, "example", true), "depot",
                       err);
    fprintf(stderr,
            "warning: the archive identity in %s/bouwarchief.conf is an EXAMPLE; replace "
            "[archive] before a real delivery\n",
            depot->folder);
    return rc;
}
