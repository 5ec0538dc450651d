/* watch: takes in every batch that is complete in the inbox, until it is stopped. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/command_message.h"
#include "cli/intake_view.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "cli/summary_view.h"
#include "core/plural.h"
#include "pipeline/watch.h"

struct watching {
    struct depot *depot;
    bool json;
};

static BA_RC show_read(void *ctx, char **names, size_t count, struct ba_err *err)
{
    const struct watching *w = ctx;
    enum ba_rc rc = summary_view(w->depot, names, (int)count, w->json, err);

    fflush(stdout); /* it may be hours until the next batch */
    return rc;
}

static void show_seen(void *ctx, const struct watch_seen *s)
{
    const struct watching *w = ctx;
    const struct batch_listing *l = &s->listing;

    if (!s->is_folder)
        printf("%s: no folder, would be left alone\n", s->name);
    else if (s->err.rc != BA_OK)
        say(w->depot, stdout, "%s: %s [%s]\n", s->name, s->err.msg, s->err.code);
    else
        printf("%s: %" PRIu64 " file%s, %" PRIu64 " byte%s, %s\n", s->name, l->files,
               ba_s(l->files), l->bytes, ba_s(l->bytes),
               l->marker ? "complete: its marker is there" : "no marker yet");
}

BA_RC cmd_watch(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct command_message say_as = { depot, "watch" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct watching w = { .depot = depot };
    struct intake_view v = { .depot = depot };
    struct watch_opts o = { .settle_s = WATCH_SETTLE_CONFIGURED,
                            .stage = { .told = &told },
                            .calls = { .measured = intake_view_measured, .ctx = &v },
                            .read = show_read,
                            .read_ctx = &w };
    const struct opt opts[] = { { "once", OPT_FLAG, &o.once },
                                { "settle-s", OPT_COUNT, &o.settle_s },
                                { "move-to", OPT_STRING, &o.move_to },
                                { "keep", OPT_FLAG, &o.keep },
                                { "workers", OPT_COUNT, &o.stage.workers },
                                { "json", OPT_FLAG, &w.json },
                                { "dry-run", OPT_FLAG, &o.stage.dry_run },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    o.inbox = words[0];
    return o.stage.dry_run ? watch_look(depot, &o, show_seen, &w, err)
                           : watch_inbox(depot, &o, err);
}
