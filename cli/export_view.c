#include "cli/export_view.h"

#include <stdio.h>

#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/file.h"
#include "core/plural.h"

struct view {
    const struct depot *depot;
    bool json;
};

static BA_RC show_made(void *ctx, const struct export_result *res, const char *receiver,
                       struct ba_err *err)
{
    const struct view *v = ctx;

    if (v->json)
        return json_line(json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "delivery",
                                   res->delivery, "profile", receiver, "tar", res->tar, "sha256",
                                   res->sha256, "bytes", (json_int_t)res->tar_bytes, "dossiers",
                                   (json_int_t)res->exported, "refused", (json_int_t)res->refused,
                                   "objects", (json_int_t)res->objects, "files",
                                   (json_int_t)res->files, "content_bytes",
                                   (json_int_t)res->content_bytes),
                         "delivery", err);
    printf("%s\n  %zu dossier%s, %zu file%s of %.1f MB; beside it %s and %s\n", res->tar,
           res->exported, ba_s(res->exported), res->files, ba_s(res->files),
           (double)res->content_bytes / 1e6, ba_basename(res->pakbon), ba_basename(res->sum));
    return BA_OK;
}

static BA_RC show_judged(void *ctx, const char *number, const struct ba_err *why,
                         struct ba_err *err)
{
    const struct view *v = ctx;

    if (v->json)
        return json_line(json_pack("{s:s, s:b, s:s?, s:s?}", "dossier", number, "goes", why == NULL,
                                   "code", why == NULL ? NULL : why->code, "message",
                                   why == NULL ? NULL : why->msg),
                         "export-plan", err);
    if (why != NULL)
        say(v->depot, stdout, "%s would stay: %s [%s]\n", number, why->msg, why->code);
    else
        printf("%s would go\n", number);
    return BA_OK;
}

static void show_decided(void *ctx, const struct citizen_decision *d)
{
    (void)ctx;
    printf("%s document %u would %s%s\n", d->number, d->seq,
           d->goes_in ? "go in" : "stay out: ", d->why);
}

static void show_copy(void *ctx, const struct citizen_copy_made *m)
{
    (void)ctx;
    printf("%s\n  %zu document%s, %zu left out; of their pages %zu blacked out, %zu left out: "
           "see %s\n",
           m->folder, m->documents, ba_s(m->documents), m->left_out, m->pages_black, m->pages_out,
           m->list);
}

BA_RC export_view(struct depot *depot, struct package_export_opts *o, bool json, struct ba_err *err)
{
    struct view v = { depot, json };
    struct command_message say_as = { depot, "export" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };

    // cppcheck-suppress autoVariables ; o is used no longer than they live
    o->told = &told;
    o->made = show_made;
    o->judged = show_judged;
    // cppcheck-suppress autoVariables
    o->ctx = &v;
    o->copies = (struct citizen_copy_calls){ show_decided, show_copy, &v };
    return package_export(depot, o, err);
}

BA_RC export_view_all(struct depot *depot, const char *out, uint64_t workers, struct ba_err *err)
{
    struct package_export_opts o = { .all = true, .out = out, .workers = workers };

    return export_view(depot, &o, false, err);
}
