/* audit: who changed what. due: what a date has changed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/json_value.h"
#include "core/utf8.h"
#include "depot/actor.h"
#include "depot/designator.h"
#include "depot/value_list_files.h"
#include "index/records/audit.h"
#include "pipeline/stage.h"

struct auditing {
    bool json;
    uint64_t rows;
};

/* The log keeps what was typed, also bytes that are no text. */
static json_t *typed(const char *text)
{
    char *escaped = ba_utf8_valid(text, strlen(text)) ? NULL : ba_name_escape(text);
    json_t *value = json_text(escaped != NULL ? escaped : text);

    free(escaped);
    return value;
}

static enum ba_rc print_audit(void *ctx, const struct audit_row *r, struct ba_err *err)
{
    struct auditing *a = ctx;

    a->rows++;
    if (a->json)
        return json_line(json_pack("{s:I, s:s, s:o, s:s, s:o, s:o, s:o}", "id", (json_int_t)r->id,
                                   "at", r->at, "who", typed(r->who), "action", r->action, "object",
                                   typed(r->object), "reason", typed(r->reason), "detail",
                                   typed(r->detail)),
                         err);
    printf("%s  %s  %s  %s%s%s%s%s\n", r->at, r->who[0] != '\0' ? r->who : "-", r->action,
           r->object, r->detail[0] != '\0' ? "  " : "", r->detail,
           r->reason[0] != '\0' ? "  because: " : "", r->reason);
    return BA_OK;
}

static bool is_date(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    size_t n = strlen(text);

    if (n != 4 && n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    return true;
}

enum ba_rc cmd_audit(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct auditing a = { 0 };
    struct audit_filter f = { 0 };
    struct designator w = { 0 };
    const char *archive = NULL;
    const struct opt opts[] = {
        { "object", OPT_STRING, &f.object }, { "who", OPT_STRING, &f.who },
        { "since", OPT_STRING, &f.since },   { "archive", OPT_STRING, &archive },
        { "json", OPT_FLAG, &a.json },       { 0 }
    };
    char **words, *document = NULL;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK && f.since != NULL && !is_date(f.since))
        rc = ba_fail(err, BA_FATAL, "USAGE", "--since wants a date such as 2026-11-24");
    if (rc == BA_OK && f.object != NULL)
        rc = designator_all(depot, f.object, archive, &w, err);
    if (rc == BA_OK && w.count == 1) {
        f.archive = w.at[0].archive;
        f.object = w.at[0].number;
        if (w.at[0].of.document != 0) {
            document = ba_strf("%s-%03" PRId64, w.at[0].number, w.at[0].of.document);
            f.object = document;
            rc = document != NULL ? BA_OK : ba_fail_mem(err, "the log");
        }
    }
    if (rc == BA_OK)
        rc = audit_each(depot->store, &f, print_audit, &a, err);
    if (rc == BA_OK && a.rows == 0)
        fputs("nothing was recorded\n", stderr);
    designator_free(&w);
    free(document);
    return rc;
}

/* What is lifted, kept until the list was read: one cannot write in what is being read. */
struct lifting {
    struct field_subject of;
    char until[16];
};

struct due {
    struct depot *depot;
    struct value_lists lists;
    bool json, lift;
    uint64_t rows;
    struct lifting *at; /* owned */
    size_t count, cap;
};

static const char *due_words(const char *what)
{
    return what[0] == 'A'   ? "the restriction of access ended"
           : what[0] == 'C' ? "the copyright ended"
                            : "the retention period ended";
}

static enum ba_rc print_due(void *ctx, const struct due_row *r, struct ba_err *err)
{
    struct due *d = ctx;
    const struct list_access *a = list_find_access(&d->lists, r->value);
    bool access = r->what[0] == 'A';
    char object[160];

    /* What is open already, or was never judged, no date lifts. */
    if (access && (r->value[0] == '\0' || (a != NULL && !a->restricted)))
        return BA_OK;
    d->rows++;
    snprintf(object, sizeof(object), r->of.document != 0 ? "%.120s-%03" PRId64 : "%.120s",
             r->number, r->of.document);
    if (access && d->lift) {
        if (ba_grow(&d->at, &d->cap, d->count + 1, sizeof(*d->at)) != 0)
            return ba_fail_mem(err, "the list");
        d->at[d->count] = (struct lifting){ .of = r->of };
        snprintf(d->at[d->count++].until, sizeof(d->at->until), "%.15s", r->until);
    }
    if (d->json)
        return json_line(
            json_pack("{s:s, s:s, s:s, s:s, s:o, s:b}", "what", r->what, "object", object,
                      "archive", designator_archive_shown(d->depot, r->archive), "until", r->until,
                      "value", json_text(r->value), "lifted", access && d->lift),
            err);
    printf("%s (%s): %s on %s%s%s%s\n", object, designator_archive_shown(d->depot, r->archive),
           due_words(r->what), r->until, r->value[0] != '\0' ? ": " : "", r->value,
           access && d->lift ? "; lifted" : "");
    return BA_OK;
}

static enum ba_rc lift(struct due *d, const char *who, const char *reason, struct ba_err *err)
{
    struct stage_opts stage = { 0 };
    enum ba_rc rc = store_begin(d->depot->store, err);

    for (size_t i = 0; rc == BA_OK && i < d->count; i++) {
        char why[400];

        snprintf(why, sizeof(why), "access_until %s has passed%s%.300s", d->at[i].until,
                 reason != NULL ? ": " : "", reason != NULL ? reason : "");
        rc = field_change(d->depot->store, &d->at[i].of, "access", "openbaar", who, why, NULL, NULL,
                          err);
    }
    if (rc == BA_OK)
        rc = store_commit(d->depot->store, err);
    store_rollback(d->depot->store);
    return rc == BA_OK ? stage_index(d->depot, &stage, err) : rc;
}

enum ba_rc cmd_due(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct due d = { .depot = depot };
    const char *date = NULL, *who = NULL, *reason = NULL;
    bool dry_run = false;
    char today[BA_TIME_LEN];
    const struct opt opts[] = { { "date", OPT_STRING, &date },
                                { "lift", OPT_FLAG, &d.lift },
                                { "who", OPT_STRING, &who },
                                { "reason", OPT_STRING, &reason },
                                { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &d.json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    ba_time_text(ba_now(), today);
    today[10] = '\0';
    if (rc == BA_OK && date != NULL && (!is_date(date) || strlen(date) != 10))
        rc = ba_fail(err, BA_FATAL, "USAGE", "--date wants a date such as 2026-11-24");
    if (rc == BA_OK && d.lift && date != NULL && strcmp(date, today) > 0)
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "nothing is lifted before its time; --lift takes no later --date");
    d.lift = d.lift && !dry_run;
    if (rc == BA_OK)
        rc = depot_open(depot, d.lift ? NEED_WRITE : NEED_STORE, err);
    if (rc == BA_OK)
        rc = value_list_files_load(depot, &d.lists, err);
    if (rc == BA_OK)
        rc = due_each(depot->store, date != NULL ? date : today, print_due, &d, err);
    if (rc == BA_OK && d.count > 0)
        rc = lift(&d, actor_or_login(who), reason, err);
    if (rc == BA_OK && d.rows == 0)
        fputs("no restriction or period has ended\n", stderr);
    free(d.at);
    export_lists_free(&d.lists);
    return rc;
}
