/* A whole depot in a scratch folder - settings, lock, database - with a register and one batch of
 * blank pages, for the tests of desk/. */
#ifndef BA_TESTS_UNIT_DESK_DEPOT_H
#define BA_TESTS_UNIT_DESK_DEPOT_H

#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "depot/depot_create.h"
#include "desk/decision.h"
#include "index/records/audit.h"
#include "index/records/batch.h"
#include "index/records/dossier.h"
#include "index/records/page.h"

struct desk {
    struct depot depot;
    struct ba_messages messages;
    struct decision by; /* Jan, because of a test; messages are kept */
    struct ba_err err;
    char dir[64], path[128], answer[1024];
    int64_t batch;
};

/* A file beside the depot, for what is read by path; the path is good until the next. */
static inline const char *desk_file(struct desk *d, const char *name, const char *text)
{
    snprintf(d->path, sizeof d->path, "%s/%s", d->dir, name);
    assert_rc(BA_OK, ba_file_replace(d->path, text, strlen(text), 0644, &d->err), &d->err);
    return d->path;
}

static inline void desk_register_line(struct desk *d, const char *number, const char *access)
{
    const char *names[] = { "dossier", "title", "access" },
               *values[] = { number, "Bouwen", access };
    struct register_values v = { names, values, 3 };
    bool added;

    assert_rc(BA_OK, dossier_import(d->depot.store, APP_OWN_ARCHIVE, &v, &added, &d->err), &d->err);
}

/* Pages of the batch that were read and are blank: ids 1 to count, file "p1.tif" ... */
static inline void desk_pages(struct desk *d, int count)
{
    for (int i = 1; i <= count; i++) {
        char name[24];
        struct page_new page = { .width_px = 100,
                                 .height_px = 200,
                                 .xdpi = 300,
                                 .ydpi = 300,
                                 .bits_per_sample = 1,
                                 .samples = 1 };
        struct page_result read = { .page = i, .rev = "r1", .state = PAGE_BLANK };

        snprintf(name, sizeof name, "p%d.tif", i);
        struct file_row row = { .batch = d->batch,
                                .path = name,
                                .position = i,
                                .size = 10,
                                .sha256 = name,
                                .taken = true,
                                .frames = 1 };
        assert_rc(BA_OK, file_add_taken(d->depot.store, &row, "tif", "fmt/353", &page, 1, &d->err),
                  &d->err);
        assert_rc(BA_OK, page_finish(d->depot.store, &read, &d->err), &d->err);
    }
}

/* Dossiers 1974/0231 (open) and 1931/0047 (open), batch "b1" complete with six pages in none. */
static inline int desk_setup(void **state)
{
    struct desk *d = calloc(1, sizeof *d);

    assert_non_null(d);
    snprintf(d->dir, sizeof d->dir, "/tmp/test-desk-XXXXXX");
    assert_non_null(mkdtemp(d->dir));
    char *folder = ba_path_join(d->dir, "depot");
    assert_non_null(folder);
    d->depot = (struct depot){ .exe = "/nonexistent", .folder = folder, .lock = BA_LOCK_INIT };
    d->by = (struct decision){ .who = "Jan", .reason = "proef", .messages = &d->messages };
    assert_rc(BA_OK, depot_create(&d->depot, false, &d->err), &d->err);
    depot_release(&d->depot);
    assert_rc(BA_OK, depot_open(&d->depot, NEED_CONFIG | NEED_WRITE, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->depot.store, &d->err), &d->err);
    desk_register_line(d, "1974/0231", "openbaar");
    desk_register_line(d, "1931/0047", "openbaar");
    assert_rc(BA_OK, batch_add(d->depot.store, "b1", "/in/b1", &d->batch, &d->err), &d->err);
    desk_pages(d, 6);
    assert_rc(BA_OK, batch_set_complete(d->depot.store, d->batch, true, &d->err), &d->err);
    assert_rc(BA_OK, store_commit(d->depot.store, &d->err), &d->err);
    *state = d;
    return 0;
}

static inline int desk_teardown(void **state)
{
    struct desk *d = *state;

    ba_messages_free(&d->messages);
    depot_close(&d->depot);
    free((char *)d->depot.folder);
    d->err = (struct ba_err)BA_ERR_INIT;
    assert_rc(BA_OK, ba_remove_tree(d->dir, &d->err), &d->err);
    free(d);
    return 0;
}

struct desk_order {
    int64_t ids[16];
    char dossier[64];
    size_t count;
};

static inline BA_RC desk_note_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct desk_order *o = ctx;

    (void)err;
    if (strcmp(row->dossier, o->dossier) == 0 && row->seq_in_dossier >= 1 &&
        row->seq_in_dossier <= 16) {
        o->ids[row->seq_in_dossier - 1] = row->id;
        o->count++;
    }
    return BA_OK;
}

/* The pages of a dossier in their order, "3 1 2 "; "" none. */
static inline const char *desk_order(struct desk *d, const char *dossier)
{
    struct desk_order o = { 0 };
    struct page_filter all = { 0 };
    size_t n = 0;

    snprintf(o.dossier, sizeof o.dossier, "%s", dossier);
    assert_rc(BA_OK, page_each(d->depot.store, &all, desk_note_page, &o, &d->err), &d->err);
    d->answer[0] = '\0';
    for (size_t i = 0; i < o.count; i++)
        n += (size_t)snprintf(d->answer + n, sizeof d->answer - n, "%lld ", (long long)o.ids[i]);
    return d->answer;
}

static inline BA_RC desk_note_audit(void *ctx, const struct audit_row *row, struct ba_err *err)
{
    (void)err;
    snprintf(ctx, 1024, "%s|%s|%s", row->who, row->action, row->reason);
    return BA_OK;
}

/* The last thing recorded: "Jan|set|proef". */
static inline const char *desk_recorded(struct desk *d)
{
    struct audit_filter any = { 0 };

    d->answer[0] = '\0';
    assert_rc(BA_OK, audit_each(d->depot.store, &any, desk_note_audit, d->answer, &d->err),
              &d->err);
    return d->answer;
}

#define desk_test(f) cmocka_unit_test_setup_teardown(f, desk_setup, desk_teardown)

#endif
