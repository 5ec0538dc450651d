/* package: what became of the deliveries, and which boxes of paper may go. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "depot/actor.h"
#include "index/records/package_record.h"

struct listing {
    bool json;
    size_t count;
};

static enum ba_rc print_json(json_t *o, struct ba_err *err)
{
    if (o == NULL)
        return ba_fail_mem(err, "JSON");
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(o);
    return BA_OK;
}

static enum ba_rc show_package(void *ctx, const struct package_row *row, struct ba_err *err)
{
    struct listing *l = ctx;

    l->count++;
    if (l->json)
        return print_json(json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I}", "delivery",
                                    row->delivery, "state", row->state, "made_at", row->made_at,
                                    "changed_at", row->changed_at, "reason", row->reason,
                                    "dossiers", (json_int_t)row->dossiers, "pages",
                                    (json_int_t)row->pages),
                          err);
    printf("%-9s %s  %s  %" PRId64 " %s, %" PRId64 " %s%s%s\n", row->state, row->changed_at,
           row->delivery, row->dossiers, row->dossiers == 1 ? "dossier" : "dossiers", row->pages,
           row->pages == 1 ? "page" : "pages", *row->reason != '\0' ? ": " : "", row->reason);
    return BA_OK;
}

/* "" : the paper may go. */
static void box_reason(const struct package_box *b, char *to, size_t size)
{
    const struct {
        int64_t count;
        const char *what;
    } reasons[] = {
        { !b->complete, "of 1 batch: its intake is not complete" },
        { b->pages == 0, "of 1 batch: it holds no pages" },
        { b->rejected, "files rejected" },
        { b->unread, "pages failed or not read" },
        { b->pages - b->accepted - b->under_way - b->returned, "pages in no delivery" },
        { b->returned, "pages in a delivery that was returned" },
        { b->under_way, "pages in a delivery that is not accepted yet" },
    };
    size_t n = 0;

    to[0] = '\0';
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]) && n < size; i++)
        if (reasons[i].count > 0)
            n += (size_t)snprintf(to + n, size - n, "%s%" PRId64 " %s", n > 0 ? "; " : "",
                                  reasons[i].count, reasons[i].what);
}

static enum ba_rc show_box(void *ctx, const struct package_box *b, struct ba_err *err)
{
    struct listing *l = ctx;
    char reason[500];

    l->count++;
    box_reason(b, reason, sizeof(reason));
    if (l->json)
        return print_json(json_pack("{s:s, s:b, s:s, s:I, s:I}", "box", b->batch, "paper_may_go",
                                    *reason == '\0', "reason", reason, "pages",
                                    (json_int_t)b->pages, "accepted", (json_int_t)b->accepted),
                          err);
    if (*reason == '\0')
        printf("%s: paper may go (%" PRId64 " page%s accepted)\n", b->batch, b->accepted,
               ba_s((uint64_t)b->accepted));
    else
        printf("%s: not yet, because: %s\n", b->batch, reason);
    return BA_OK;
}

static enum ba_rc list(struct depot *depot, bool boxes, bool json, struct ba_err *err)
{
    struct listing l = { .json = json };
    enum ba_rc rc = boxes ? package_record_each_box(depot->store, show_box, &l, err)
                          : package_record_each(depot->store, show_package, &l, err);

    if (rc == BA_OK && l.count == 0)
        fprintf(stderr, "bouwarchief package: %s yet\n",
                boxes ? "no batch was taken in" : "nothing was exported");
    return rc;
}

static enum ba_rc receipt(struct depot *depot, char **args, int count, const char *who,
                          struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);
    char *ending = strrchr(args[1], '.');

    if (ending != NULL && (strcmp(ending, ".tar") == 0 ||
                           strcmp(ending, ".zip") == 0)) /* the name of the file will do as well */
        *ending = '\0';

    if (rc == BA_OK)
        rc = package_record_receipt(depot->store, actor_or_login(who), args[1], args[2],
                                    count > 3 ? args[3] : NULL, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    if (rc == BA_OK)
        printf("%s: %s\n", args[1], args[2]);
    return rc;
}

enum ba_rc cmd_package(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool json = false, boxes = false;
    const char *who = NULL;
    const struct opt opts[] = { { "json", OPT_FLAG, &json },
                                { "boxes", OPT_FLAG, &boxes },
                                { "who", OPT_STRING, &who },
                                { 0 } };
    char **args;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 4, &args, &count, err);

    if (rc != BA_OK)
        return rc;
    if (strcmp(args[0], "list") != 0 && strcmp(args[0], "receipt") != 0)
        return opt_no_word(args[0], "list, receipt", err);
    if (strcmp(args[0], "list") == 0 && count == 1) {
        rc = depot_open(depot, NEED_CONFIG | NEED_STORE, err);
        return rc == BA_OK ? list(depot, boxes, json, err) : rc;
    }
    if (strcmp(args[0], "receipt") != 0 || count < 3 || json || boxes)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "package list, or package receipt DELIVERY sent|accepted|returned [REASON]");
    rc = depot_open(depot, NEED_CONFIG | NEED_WRITE, err);
    return rc == BA_OK ? receipt(depot, args, count, who, err) : rc;
}
