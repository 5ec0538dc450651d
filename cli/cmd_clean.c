/* clean: files among the masters that belong to nothing are set aside. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "desk/clean.h"

struct telling {
    bool json, dry_run;
};

static BA_RC tell(void *ctx, const char *file, const char *kept, struct ba_err *err)
{
    const struct telling *t = ctx;
    char *from = ba_name_escape(file), *to = ba_name_escape(kept);
    enum ba_rc rc = from == NULL || to == NULL ? ba_fail_mem(err, "output") : BA_OK;

    if (rc == BA_OK && t->json)
        rc =
            json_line(json_pack("{s:s, s:s, s:b}", "file", from, "kept", to, "dry_run", t->dry_run),
                      "clean", err);
    else if (rc == BA_OK)
        printf("%s %s to %s\n", from, t->dry_run ? "would go" : "went", to);
    free(from);
    free(to);
    return rc;
}

BA_RC cmd_clean(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct telling t = { 0 };
    const struct opt opts[] = { DECISION_OPTS(by, t.json), { 0 } };
    uint64_t files = 0;
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    t.dry_run = by.dry_run;
    if (rc == BA_OK)
        rc = clean_masters(depot, &by, tell, &t, &files, err);
    if (rc == BA_OK && !t.json)
        printf("%" PRIu64 " file%s among the masters belonged to nothing%s\n", files, ba_s(files),
               files > 0 && !t.dry_run ? "; look at them before you throw them away" : "");
    return rc;
}
