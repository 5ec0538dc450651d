/* package: what became of the deliveries, and which boxes of paper may go. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/json_value.h"
#include "core/plural.h"
#include "desk/paper_release.h"
#include "desk/receipt.h"
#include "report/package_list.h"

struct listing {
    bool json;
    size_t count;
};

static BA_RC show_package(void *ctx, const struct package_row *row, struct ba_err *err)
{
    struct listing *l = ctx;

    l->count++;
    if (l->json)
        return json_line(package_list_json(row), "package", err);
    printf("%-9s %s  %s  %" PRId64 " %s, %" PRId64 " %s%s%s\n", row->state, row->changed_at,
           row->delivery, row->dossiers, row->dossiers == 1 ? "dossier" : "dossiers", row->pages,
           row->pages == 1 ? "page" : "pages", *row->reason != '\0' ? ": " : "", row->reason);
    return BA_OK;
}

static BA_RC show_box(void *ctx, const struct paper_box *b, struct ba_err *err)
{
    struct listing *l = ctx;

    l->count++;
    if (l->json)
        return json_line(json_pack("{s:s, s:s, s:o, s:b, s:s, s:I, s:I}", "box", b->box, "of",
                                   b->archive != NULL ? "register" : "batch", "archive",
                                   json_text(b->archive), "paper_may_go", *b->reason == '\0',
                                   "reason", b->reason, "pages", (json_int_t)b->pages, "accepted",
                                   (json_int_t)b->accepted),
                         "box", err);
    if (b->archive != NULL)
        printf("box %s of the register (%" PRId64 " dossier%s): ", b->box, b->dossiers,
               ba_s((uint64_t)b->dossiers));
    else
        printf("%s: ", b->box);
    if (*b->reason == '\0')
        printf("paper may go: every page (%" PRId64 ") is accepted, it may be handed back or "
               "destroyed\n",
               b->accepted);
    else
        printf("not yet, because: %s\n", b->reason);
    return BA_OK;
}

static BA_RC list(struct depot *depot, bool boxes, bool json, struct ba_err *err)
{
    struct listing l = { .json = json };
    enum ba_rc rc = boxes ? paper_release_each(depot->store, show_box, &l, err)
                          : package_list_each(depot, show_package, &l, err);

    if (rc == BA_OK && l.count == 0)
        fprintf(stderr, "bouwarchief package: %s yet\n",
                boxes ? "no batch was taken in" : "nothing was exported");
    return rc;
}

static BA_RC receipt(struct depot *depot, const struct decision *by,
                     const struct receipt_what *what, struct ba_err *err)
{
    char name[RECEIPT_NAME_MAX];
    enum ba_rc rc = receipt_note(depot, by, what, name, err);

    if (rc == BA_OK)
        printf("%s: %s\n", name, what->state);
    return rc;
}

BA_RC cmd_package(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    bool json = false, boxes = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json },
                                { "boxes", OPT_FLAG, &boxes },
                                { "who", OPT_STRING, &by.who },
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
    by.reason = count > 3 ? args[3] : NULL;
    rc = depot_open(depot, NEED_CONFIG | NEED_WRITE, err);
    return rc == BA_OK
               ? receipt(depot, &by,
                         &(struct receipt_what){ .delivery = args[1], .state = args[2] }, err)
               : rc;
}
