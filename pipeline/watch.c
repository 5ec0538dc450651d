#include "pipeline/watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/utf8.h"
#include "depot/named_place.h"
#include "depot/stop_signal.h"
#include "pipeline/inbox.h"

#define NAP_S 0.2 /* a signal is noticed this soon */
#define LOOK_MIN_S 0.2
#define LOOK_MAX_S 5.0

struct watch {
    struct depot *depot;
    struct ba_lock own; /* of this inbox */
    struct inbox inbox;
    const struct watch_opts *o;
    struct ba_messages *told;
    struct stage_opts stage;
    double quiet_s;
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
static BA_RC leave(struct watch *w, struct arrival *a, const struct ba_err *why)
{
    if (why != NULL && why->rc != BA_OK) {
        char *name = ba_name_escape(a->name);

        ba_messages_printf(w->told, BA_REFUSED, why->code, "%s stays in the inbox: %s",
                           name == NULL ? "a folder" : name, why->msg);
        free(name);
        w->worst = BA_ITEM;
        w->worst_err = *why;
        w->worst_err.rc = BA_ITEM;
    }
    a->left = true;
    a->left_as = a->listing;
    return BA_OK;
}

static BA_RC remember(struct watch *w, const char *folder, struct ba_err *err)
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
static BA_RC again(struct arrival *a)
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

static BA_RC put_away(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct ba_err one = BA_ERR_INIT;
    char *to = NULL;
    enum ba_rc rc;

    if (w->inbox.done == NULL)
        return leave(w, a, NULL);
    rc = inbox_move(&w->inbox, a, &to, &one);
    if (rc == BA_OK && unchanged(w, a, to)) {
        ba_messages_printf(w->told, BA_NOTE, "", "moved to %s", to);
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
static BA_RC take_depot(struct watch *w, bool *have, struct ba_err *err)
{
    enum ba_rc rc = depot_open(w->depot, NEED_WRITE, err);

    *have = rc == BA_OK;
    if (rc != BA_RETRY || strcmp(err->code, "DEPOT_LOCKED") != 0) {
        w->locked = false;
        return rc;
    }
    if (!w->locked)
        ba_messages_printf(w->told, BA_NOTE, err->code, "waiting: %s", err->msg);
    w->locked = true;
    return BA_OK;
}

static BA_RC take_in(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct run_batch b;
    enum ba_rc rc;

    w->stage.add = a->add;
    rc = run_batch(w->depot, a->path, &w->stage, &w->o->calls, &b);
    w->due = true;
    if (rc == BA_RETRY && strcmp(b.err.code, "FILE_CHANGING") == 0) {
        if (!a->told)
            ba_messages_printf(w->told, BA_NOTE, b.err.code, "waiting: %s", b.err.msg);
        a->told = true;
        return again(a);
    }
    if (rc == BA_ITEM || strncmp(b.err.code, "BATCH_", 6) == 0)
        return leave(w, a, &b.err);
    if (rc != BA_OK) {
        *err = b.err;
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

static BA_RC consider(struct watch *w, struct arrival *a, struct ba_err *err)
{
    struct batch_listing now;
    struct ba_err one = BA_ERR_INIT;
    bool have = false;
    enum ba_rc rc;

    if (!a->is_folder) {
        if (a->left)
            return BA_OK;
        ba_err_set(
            &one, BA_ITEM, "INBOX_LOOSE_FILE",
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
static BA_RC read_on(struct watch *w, struct ba_err *err)
{
    struct ba_err shown = BA_ERR_INIT;
    bool have = false;
    enum ba_rc rc = take_depot(w, &have, err), counted;

    if (rc != BA_OK || !have)
        return rc;
    rc = stage_ocr(w->depot, &w->stage, err);
    if (rc == BA_OK)
        rc = stage_index(w->depot, &w->stage, err);
    if (w->count > 0 && w->o->read != NULL) {
        counted = w->o->read(w->o->read_ctx, w->names, w->count, &shown);
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
static BA_RC look(struct watch *w, struct ba_err *err)
{
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc = inbox_look(&w->inbox, &one);

    if (rc == BA_OK && w->away)
        ba_messages_printf(w->told, BA_NOTE, "", "the inbox is there again");
    if (rc == BA_OK) {
        w->seen = true;
        w->away = false;
    } else if (w->seen && !w->o->once && strcmp(one.code, "INBOX_MISSING") == 0) {
        if (!w->away)
            ba_messages_printf(w->told, BA_NOTE, one.code, "waiting: %s", one.msg);
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

    ba_messages_printf(w->told, BA_NOTE, "",
                       "%s: a batch is complete %s%s%safter %.0f s without a change", w->inbox.dir,
                       *marker == '\0' ? "" : "with its file \"", marker,
                       *marker == '\0' ? "" : "\", or ", w->quiet_s);
}

/* Two that watch one inbox would take each other's folders away. */
static BA_RC be_alone(struct watch *w, struct ba_err *err)
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
    if (rc == BA_OK)
        rc = named_place_watched(&w->own, w->inbox.dir, err);
    else if (strcmp(err->code, "DEPOT_LOCKED") == 0)
        ba_err_wrap(err, "%s is watched already", w->inbox.dir);
    free(name);
    free(path);
    return rc;
}

static BA_RC keep_watch(struct watch *w, struct ba_err *err)
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
        if (rc != BA_OK || (w->o->once && !w->due && !is_pending(w)))
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

/* What a watch may not take for batches, and where what was taken in may not go. */
static BA_RC check_places(const struct depot *depot, const struct watch_opts *o, struct ba_err *err)
{
    enum ba_rc rc = named_place_check(depot, PLACE_INBOX, "the inbox", o->inbox, err);

    if (rc == BA_OK && o->move_to != NULL)
        rc = named_place_check(depot, PLACE_INBOX, "--move-to", o->move_to, err);
    if (rc != BA_OK && strcmp(err->code, "PLACE_NOT_FREE") == 0)
        snprintf(err->code, sizeof(err->code), "INBOX_BAD_PLACE");
    return rc;
}

static BA_RC check(const struct depot *depot, const struct watch_opts *o, double *quiet_s,
                   struct ba_err *err)
{
    uint64_t settle_s =
        o->settle_s == WATCH_SETTLE_CONFIGURED ? depot->config.ingest_settle_s : o->settle_s;
    enum ba_rc rc = duplex_check(depot, &o->stage, err);

    if (rc == BA_OK && o->keep && o->move_to != NULL)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "--keep and --move-to exclude each other; see: bouwarchief help watch");
    if (rc == BA_OK && settle_s > 86400)
        rc = ba_fail(err, BA_FATAL, "USAGE", "--settle-s wants 0 to 86400 seconds");
    *quiet_s = (double)settle_s;
    return rc == BA_OK ? check_places(depot, o, err) : rc;
}

BA_RC watch_look(struct depot *depot, const struct watch_opts *o, watch_seen_fn fn, void *ctx,
                 struct ba_err *err)
{
    struct inbox in = { 0 };
    double quiet_s;
    enum ba_rc rc = check(depot, o, &quiet_s, err);

    if (rc == BA_OK)
        rc = inbox_open(&in, o->inbox, o->move_to, true, depot->folder, err);
    if (rc == BA_OK)
        rc = inbox_look(&in, err);
    for (size_t i = 0; i < in.count && rc == BA_OK; i++) {
        const struct arrival *a = &in.at[i];
        struct watch_seen seen = { .is_folder = a->is_folder };
        char *name = ba_name_escape(a->name);

        seen.name = name;
        if (name == NULL)
            rc = ba_fail_mem(err, "inbox");
        else if (a->is_folder)
            seen.err.rc =
                batch_complete_list(a->path, depot->config.ingest_marker, &seen.listing, &seen.err);
        if (rc == BA_OK)
            fn(ctx, &seen);
        free(name);
    }
    inbox_close(&in);
    return rc;
}

BA_RC watch_inbox(struct depot *depot, const struct watch_opts *o, struct ba_err *err)
{
    struct watch w = {
        .depot = depot, .own = BA_LOCK_INIT, .o = o, .told = o->stage.told, .stage = o->stage
    };
    enum ba_rc rc = check(depot, o, &w.quiet_s, err);

    w.stage.reads = true;
    if (rc == BA_OK)
        rc = inbox_open(&w.inbox, o->inbox, o->move_to, o->keep, depot->folder, err);
    if (rc == BA_OK)
        rc = be_alone(&w, err);
    if (rc == BA_OK)
        rc = stage_check_models(depot, err);
    if (rc == BA_OK)
        rc = keep_watch(&w, err);
    ba_lock_release(&w.own);
    forget_names(&w);
    free(w.names);
    inbox_close(&w.inbox);
    return rc;
}
