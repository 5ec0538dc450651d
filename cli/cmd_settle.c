/* settle: a person says of what is open why it is all right. */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "desk/settle_point.h"
#include "report/point_json.h"

static BA_RC print_list(const struct point_list *l, bool before, const struct decision *by,
                        bool json, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char name[POINT_NAME_MAX];

    for (size_t i = 0; i < l->count && rc == BA_OK; i++) {
        const struct point *p = &l->at[i];
        const char *would = by->dry_run && !before ? "would be " : "";
        json_t *o = json ? point_json(p) : NULL;

        if (json)
            rc = o == NULL || json_object_set_new(o, "changed", json_boolean(!before)) != 0 ||
                         json_object_set_new(o, "dry_run", json_boolean(by->dry_run)) != 0
                     ? (json_decref(o), ba_fail_mem(err, "output"))
                     : json_line(o, "settle", err);
        else if (p->settled != NULL)
            printf("%s: %ssettled%s by %s: %s (%s)\n", point_name(p, name), would,
                   before ? " already" : "", p->who, p->settled, p->message);
        else
            printf("%s: %sopen%s: %s\n", point_name(p, name), would, before ? " already" : " again",
                   p->message);
    }
    return rc;
}

BA_RC cmd_settle(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct settle_what what = { 0 };
    struct settle_result r = { 0 };
    bool json = false;
    const struct opt opts[] = { { "undo", OPT_FLAG, &what.undo }, DECISION_OPTS(by, json), { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, -1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    what.words = (const char *const *)words;
    what.count = (size_t)count;
    rc = settle_points(depot, &by, &what, &r, err);
    if (rc == BA_OK)
        rc = print_list(&r.changed, false, &by, json, err);
    if (rc == BA_OK)
        rc = print_list(&r.before, true, &by, json, err);
    settle_result_free(&r);
    return rc;
}
