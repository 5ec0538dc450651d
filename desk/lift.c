#include "desk/lift.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/file.h"
#include "depot/designator.h"
#include "depot/value_list_files.h"
#include "index/records/audit.h"
#include "index/records/document_name.h"

struct due {
    struct depot *depot;
    bool lift;
    struct value_lists lists;
    struct lift_result *out;
    /* Of the rows in out: one cannot write in what is being read. */
    struct field_subject *of; /* owned */
    size_t cap;
};

static BA_RC note(void *ctx, const struct due_row *r, struct ba_err *err)
{
    struct due *d = ctx;
    struct lift_result *out = d->out;
    const struct list_access *a = list_find_access(&d->lists, r->value);
    bool access = r->what[0] == 'A';
    struct lift_row *row;

    /* What is open already, or was never judged, no date lifts. */
    if (access && (r->value[0] == '\0' || (a != NULL && !a->restricted)))
        return BA_OK;
    if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof(*out->at)) != 0 ||
        ba_grow(&d->of, &d->cap, out->count + 1, sizeof(*d->of)) != 0)
        return ba_fail_mem(err, "the list");
    d->of[out->count] = r->of;
    row = &out->at[out->count++];
    *row = (struct lift_row){
        .what = strdup(r->what),
        .object = r->of.document != 0 ? ba_strf("%.120s" DOCUMENT_SEQ, r->number, r->of.document)
                                      : ba_strf("%.120s", r->number),
        .archive = strdup(designator_archive_shown(d->depot, r->archive)),
        .until = strdup(r->until),
        .value = strdup(r->value),
        .lifted = access && d->lift,
    };
    return row->what == NULL || row->object == NULL || row->archive == NULL || row->until == NULL ||
                   row->value == NULL
               ? ba_fail_mem(err, "the list")
               : BA_OK;
}

static BA_RC lift_all(const struct due *d, const struct decision *by, struct ba_err *err)
{
    struct correction c = decision_record(by);
    enum ba_rc rc = store_begin(d->depot->store, err);

    for (size_t i = 0; rc == BA_OK && i < d->out->count; i++) {
        char why[400];

        if (!d->out->at[i].lifted)
            continue;
        snprintf(why, sizeof(why), "access_until %.15s has passed%s%.300s", d->out->at[i].until,
                 c.reason != NULL ? ": " : "", c.reason != NULL ? c.reason : "");
        rc = field_change(d->depot->store, &d->of[i], "access", "openbaar", c.who, why, NULL, NULL,
                          err);
    }
    return decision_commit_index(d->depot, by, rc, err);
}

static bool any_lifted(const struct lift_result *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->at[i].lifted)
            return true;
    return false;
}

static BA_RC check_date(const struct lift_what *what, const char *today, struct ba_err *err)
{
    if (what->date != NULL && (!date_is(what->date) || strlen(what->date) != 10))
        return ba_fail(err, BA_FATAL, "USAGE", "--date wants a date such as 2026-11-24");
    if (what->lift && what->date != NULL && strcmp(what->date, today) > 0)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "nothing is lifted before its time; --lift takes no later --date");
    return BA_OK;
}

BA_RC lift_due(struct depot *depot, const struct decision *by, const struct lift_what *what,
               struct lift_result *out, struct ba_err *err)
{
    struct due d = { .depot = depot, .lift = what->lift && !by->dry_run, .out = out };
    char today[BA_DAY_LEN];
    enum ba_rc rc;

    *out = (struct lift_result){ 0 };
    /* The settings say whose calendar counts. */
    rc = depot_open(depot, NEED_CONFIG, err);
    ba_day_text(ba_now(), today);
    if (rc == BA_OK)
        rc = check_date(what, today, err);
    if (rc == BA_OK)
        rc = depot_open(depot, d.lift ? NEED_WRITE : NEED_STORE, err);
    if (rc == BA_OK)
        rc = value_list_files_load(depot, &d.lists, err);
    if (rc == BA_OK)
        rc = due_each(depot->store, what->date != NULL ? what->date : today, note, &d, err);
    if (rc == BA_OK && any_lifted(out))
        rc = lift_all(&d, by, err);
    free(d.of);
    export_lists_free(&d.lists);
    return rc;
}

void lift_result_free(struct lift_result *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->at[i].what);
        free(r->at[i].object);
        free(r->at[i].archive);
        free(r->at[i].until);
        free(r->at[i].value);
    }
    free(r->at);
    *r = (struct lift_result){ 0 };
}
