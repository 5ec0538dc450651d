/*
 * watch: takes in every batch that is complete in the inbox, until it is stopped.
 *
 * Nothing leaves the inbox before it is committed, and then by a move only. A folder that changes
 * while it is taken in, or while it is moved, is taken in again with what was added.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/message.h"
#include "cli/opt.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "depot/stop_signal.h"
#include "pipeline/inbox.h"
#include "pipeline/space_check.h"
#include "pipeline/stage.h"
#include "report/summary.h"

#define NAP_S 0.2 /* a signal is noticed this soon */
#define LOOK_MIN_S 0.2
#define LOOK_MAX_S 5.0

struct watch {
    struct depot *depot;
    struct ba_lock own; /* of this inbox */
    struct inbox inbox;
    struct stage_opts o;
    double quiet_s;
    bool once;
    bool due;     /* pages may wait to be read */
    bool locked;  /* another command writes; that was told */
    bool seen;    /* the inbox could be read before */
    bool away;    /* it could not, the last time; that was told */
    char **names; /* owned: batches taken in since the last reading */
    size_t count, cap;
    enum ba_rc worst; /* of what was told, BA_ITEM at the worst */
    struct ba_err worst_err;
};

/* Trouble with one arrival is told once; it stays where it is until it changes. */
static enum ba_rc leave(struct watch *w, struct arrival *a, const struct ba_err *why)
{
    if (why != NULL && why->rc != BA_OK) {
        char *name = ba_name_escape(a->name);

        say(w->depot, stderr, "bouwarchief watch: %s stays in the inbox: %s [%s]\n",
            name == NULL ? "a folder" : name, why->msg, why->code);
        free(name);
        w->worst = BA_ITEM;
        w->worst_err = *why;
        w->worst_err.rc = BA_ITEM;
    }
    a->left = true;
    a->left_as = a->listing;
    return BA_OK;
}

static enum ba_rc remember(struct watch *w, const char *folder, struct ba_err *err)
{
    char *name = stage_batch_name(folder);

    if (name == NULL || ba_grow(&w->names, &w->cap, w->count + 1, sizeof(*w->names)) != 0) {
        free(name);
        return ba_fail_mem(err, "inbox");
    }
    w->names[w->count++] = name;
    return BA_OK;
}

static void forget_names(struct watch *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->names[i]);
    w->count = 0;
}

/* Somebody was still writing: what is there is taken in once more when it has settled. */
static enum ba_rc again(struct arrival *a)
{
    a->add = true;
    batch_complete_disturb(&a->settle);
    return BA_OK;
}

/* Is the folder at path still as it was when it was judged complete? */
static bool unchanged(const struct watch *w, const struct arrival *a, const char *path)
{
    struct batch_listing now;
    struct ba_err ignored = BA_ERR_INIT;

    return batch_complete_list(path, w->depot->config.ingest_marker, &now, &ignored) == BA_OK &&
           batch_complete_equal(&now, &a->listing);
}

static enum ba_rc put_away(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct ba_err one = BA_ERR_INIT;
    char *to = NULL;
    enum ba_rc rc;

    if (w->inbox.done == NULL)
        return leave(w, a, NULL);
    rc = inbox_move(&w->inbox, a, &to, &one);
    if (rc == BA_OK && unchanged(w, a, to)) {
        fprintf(stderr, "bouwarchief watch: moved to %s\n", to);
        a->present = false;
    } else if (rc == BA_OK) {
        rc = inbox_move_back(a, to, &one);
        if (rc == BA_OK)
            rc = again(a);
    }
    free(to);
    if (rc == BA_ITEM)
        return leave(w, a, &one);
    if (rc != BA_OK)
        *err = one;
    return rc;
}

/* Takes the depot back for work. *have: false while another command writes to it: later, then. */
static enum ba_rc take_depot(struct watch *w, bool *have, struct ba_err *err)
{
    enum ba_rc rc = depot_open(w->depot, NEED_WRITE, err);

    *have = rc == BA_OK;
    if (rc != BA_RETRY || strcmp(err->code, "DEPOT_LOCKED") != 0) {
        w->locked = false;
        return rc;
    }
    if (!w->locked)
        say(w->depot, stderr, "bouwarchief watch: waiting: %s [%s]\n", err->msg, err->code);
    w->locked = true;
    return BA_OK;
}

static enum ba_rc take_in(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc;

    w->o.add = a->add;
    rc = preflight_batch(w->depot, a->path, &w->o, &one);
    if (rc == BA_OK)
        rc = stage_ingest(w->depot, a->path, &w->o, &one);
    w->due = true;
    if (rc == BA_RETRY && strcmp(one.code, "FILE_CHANGING") == 0)
        return again(a);
    if (rc == BA_ITEM || strncmp(one.code, "BATCH_", 6) == 0)
        return leave(w, a, &one);
    if (rc != BA_OK) {
        *err = one;
        return rc;
    }
    rc = remember(w, a->path, err);
    if (rc != BA_OK)
        return rc;
    if (!unchanged(w, a, a->path))
        return again(a);
    a->add = false;
    return put_away(w, a, err);
}

static enum ba_rc consider(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct batch_listing now;
    struct ba_err one = BA_ERR_INIT;
    bool have = false;
    enum ba_rc rc;

    if (!a->is_folder) {
        if (a->left)
            return BA_OK;
        ba_fail(&one, BA_ITEM, "INBOX_LOOSE_FILE",
                "it is no folder; put the scans of a batch together in a folder, and the folder in "
                "the inbox");
        return leave(w, a, &one);
    }
    rc = batch_complete_list(a->path, w->depot->config.ingest_marker, &now, &one);
    if (rc == BA_RETRY) {
        batch_complete_disturb(&a->settle);
        return BA_OK;
    }
    if (rc == BA_ITEM)
        return a->left ? BA_OK : leave(w, a, &one);
    if (rc != BA_OK) {
        *err = one;
        return rc;
    }
    a->listing = now;
    if (a->left && batch_complete_equal(&a->left_as, &now))
        return BA_OK;
    a->left = false;
    if (!batch_complete_step(&a->settle, &now, ba_monotonic(), w->quiet_s))
        return BA_OK;
    rc = take_depot(w, &have, err);
    return rc == BA_OK && have ? take_in(w, a, err) : rc;
}

/* The stages behind the intake, for everything that waits, and what came of the batches. */
static enum ba_rc read_on(struct watch *w, struct ba_err *err)
{
    struct ba_err shown = BA_ERR_INIT;
    bool have = false;
    enum ba_rc rc = take_depot(w, &have, err), counted;

    if (rc != BA_OK || !have)
        return rc;
    rc = stage_ocr(w->depot, &w->o, err);
    if (rc == BA_OK)
        rc = stage_index(w->depot, &w->o, err);
    if (w->count > 0) {
        counted = summary_of(w->depot, w->names, (int)w->count, w->o.json, &shown);
        fflush(stdout);
        if (counted == BA_ITEM) {
            w->worst = BA_ITEM;
            w->worst_err = shown;
        } else if (counted != BA_OK && rc == BA_OK) {
            rc = counted;
            *err = shown;
        }
    }
    forget_names(w);
    w->due = false;
    return rc;
}

/* Sleeps until the next look, or until a stop is asked for. */
static void nap(double seconds)
{
    double until = ba_monotonic() + seconds;
    const struct timespec t = { .tv_nsec = (long)(NAP_S * 1e9) };

    do
        nanosleep(&t, NULL);
    while (stop_signal_asked == 0 && ba_monotonic() < until);
}

/* Does --once still wait for something? Not for folders in which there is nothing. */
static bool is_pending(const struct watch *w)
{
    for (size_t i = 0; i < w->inbox.count; i++) {
        const struct arrival *a = &w->inbox.at[i];

        if (a->present && a->is_folder && !a->left && (a->listing.files > 0 || a->listing.marker))
            return true;
    }
    return false;
}

/* A share that was there and goes away for a while is waited for. */
static enum ba_rc look(struct watch *w, struct ba_err *err)
{
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc = inbox_look(&w->inbox, &one);

    if (rc == BA_OK && w->away)
        fprintf(stderr, "bouwarchief watch: the inbox is there again\n");
    if (rc == BA_OK) {
        w->seen = true;
        w->away = false;
    } else if (w->seen && !w->once && strcmp(one.code, "INBOX_MISSING") == 0) {
        if (!w->away)
            say(w->depot, stderr, "bouwarchief watch: waiting: %s [%s]\n", one.msg, one.code);
        w->away = true;
        return BA_OK;
    } else {
        *err = one;
    }
    return rc;
}

static void greet(const struct watch *w)
{
    const char *marker = w->depot->config.ingest_marker;

    fprintf(stderr,
            "bouwarchief watch: %s: a batch is complete %s%s%safter %.0f s without a change\n",
            w->inbox.dir, *marker == '\0' ? "" : "with its file \"", marker,
            *marker == '\0' ? "" : "\", or ", w->quiet_s);
}

/* Two that watch one inbox would take each other's folders away. */
static enum ba_rc be_alone(struct watch *w, struct ba_err *err)
{
    char hex[BA_SHA256_HEX + 1], *name = NULL, *path = NULL;
    enum ba_rc rc = ba_sha256_mem(w->inbox.dir, strlen(w->inbox.dir), hex, err);

    if (rc == BA_OK) {
        name = ba_strf("work/watch-%.16s.lock", hex);
        path = name == NULL ? NULL : depot_path(w->depot, name);
        rc = path == NULL ? ba_fail_mem(err, "inbox") : ba_mkdirs_for(path, err);
    }
    if (rc == BA_OK)
        rc = ba_lock_take(&w->own, path, err);
    if (rc != BA_OK && strcmp(err->code, "DEPOT_LOCKED") == 0)
        ba_err_wrap(err, "%s is watched already", w->inbox.dir);
    free(name);
    free(path);
    return rc;
}

static enum ba_rc keep_watch(struct watch *w, struct ba_err *err)
{
    double pause = fmax(LOOK_MIN_S, fmin(LOOK_MAX_S, w->quiet_s / 10));
    enum ba_rc rc = BA_OK;

    w->due = true; /* a watch that was killed may have left pages unread */
    greet(w);
    while (rc == BA_OK && stop_signal_asked == 0) {
        rc = look(w, err);
        for (size_t i = 0; i < w->inbox.count && rc == BA_OK && stop_signal_asked == 0 && !w->away;
             i++)
            rc = consider(w, &w->inbox.at[i], err);
        if (rc == BA_OK && w->due && stop_signal_asked == 0)
            rc = read_on(w, err);
        /* The archivist corrects and exports while the scanner is at work. */
        if (rc == BA_OK)
            depot_release(w->depot);
        if (rc != BA_OK || (w->once && !w->due && !is_pending(w)))
            break;
        if (stop_signal_asked == 0)
            nap(pause);
    }
    if (stop_signal_asked > 0 && (rc == BA_OK || strcmp(err->code, "INTERRUPTED") == 0))
        return BA_OK; /* it was asked to */
    if (rc == BA_OK && w->worst != BA_OK) {
        *err = w->worst_err;
        rc = w->worst;
    }
    return rc;
}

/* What a watch would wait for, one look. */
static enum ba_rc show(struct watch *w, struct ba_err *err)
{
    enum ba_rc rc = inbox_look(&w->inbox, err);

    for (size_t i = 0; i < w->inbox.count && rc == BA_OK; i++) {
        const struct arrival *a = &w->inbox.at[i];
        struct batch_listing l = { 0 };
        struct ba_err one = BA_ERR_INIT;
        char *name = ba_name_escape(a->name);

        if (name == NULL)
            rc = ba_fail_mem(err, "inbox");
        else if (!a->is_folder)
            printf("%s: no folder, would be left alone\n", name);
        else if (batch_complete_list(a->path, w->depot->config.ingest_marker, &l, &one) != BA_OK)
            say(w->depot, stdout, "%s: %s [%s]\n", name, one.msg, one.code);
        else
            printf("%s: %" PRIu64 " file%s, %" PRIu64 " byte%s, %s\n", name, l.files, ba_s(l.files),
                   l.bytes, ba_s(l.bytes),
                   l.marker ? "complete: its marker is there" : "no marker yet");
        free(name);
    }
    return rc;
}

static enum ba_rc check_options(const struct depot *depot, bool keep, const char *move_to,
                                uint64_t *settle_s, struct ba_err *err)
{
    if (keep && move_to != NULL)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "--keep and --move-to exclude each other; see: bouwarchief help "
                       "watch");
    if (*settle_s == UINT64_MAX)
        *settle_s = depot->config.ingest_settle_s;
    if (*settle_s > 86400)
        return ba_fail(err, BA_FATAL, "USAGE", "--settle-s wants 0 to 86400 seconds");
    return BA_OK;
}

enum ba_rc cmd_watch(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct watch w = { .depot = depot, .own = BA_LOCK_INIT };
    uint64_t settle_s = UINT64_MAX;
    const char *move_to = NULL;
    bool keep = false;
    const struct opt opts[] = {
        { "once", OPT_FLAG, &w.once },          { "settle-s", OPT_COUNT, &settle_s },
        { "move-to", OPT_STRING, &move_to },    { "keep", OPT_FLAG, &keep },
        { "workers", OPT_COUNT, &w.o.workers }, { "json", OPT_FLAG, &w.o.json },
        { "dry-run", OPT_FLAG, &w.o.dry_run },  { 0 }
    };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc == BA_OK)
        rc = duplex_check(depot, &(struct stage_opts){ 0 }, err);
    if (rc == BA_OK)
        rc = check_options(depot, keep, move_to, &settle_s, err);
    if (rc != BA_OK)
        return rc;
    w.quiet_s = (double)settle_s;
    w.o.reads = true;
    rc = inbox_open(&w.inbox, words[0], move_to, keep || w.o.dry_run, depot->folder, err);
    if (rc == BA_OK && w.o.dry_run)
        rc = show(&w, err);
    else if (rc == BA_OK)
        rc = be_alone(&w, err);
    if (rc == BA_OK && !w.o.dry_run)
        rc = stage_check_models(depot, err);
    if (rc == BA_OK && !w.o.dry_run)
        rc = keep_watch(&w, err);
    ba_lock_release(&w.own);
    forget_names(&w);
    free(w.names);
    inbox_close(&w.inbox);
    return rc;
}
