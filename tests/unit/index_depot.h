/* A scratch database and short ways to fill it, for the tests of index/. */
#ifndef BA_TESTS_UNIT_INDEX_DEPOT_H
#define BA_TESTS_UNIT_INDEX_DEPOT_H

#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "index/build/index.h"
#include "index/db/store.h"
#include "index/records/batch.h"
#include "index/records/dossier.h"
#include "index/records/page.h"
#include "index/search/search.h"

#define DEPOT_PAGES 4096

struct depot {
    char dir[64], path[96];
    struct store *store;
    struct ba_err err;
    int64_t batch;
    char *texts[DEPOT_PAGES]; /* by page id: what recognition "read" */
    char answer[4096];        /* of depot_field, depot_search */
    enum field_source source;
    enum search_match match; /* of the last hit */
    int64_t count;
};

/* cmocka fixture: a new database with one batch "b1" in an open transaction. */
static inline int depot_setup(void **state)
{
    struct depot *d = calloc(1, sizeof *d);

    assert_non_null(d);
    strcpy(d->dir, "/tmp/test-index-XXXXXX");
    assert_non_null(mkdtemp(d->dir));
    snprintf(d->path, sizeof d->path, "%s/index.db", d->dir);
    assert_rc(BA_OK, store_open(d->path, STORE_CREATE, &d->store, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    assert_rc(BA_OK, batch_add(d->store, "b1", "/in/b1", &d->batch, &d->err), &d->err);
    *state = d;
    return 0;
}

static inline int depot_teardown(void **state)
{
    struct depot *d = *state;

    store_close(d->store);
    for (size_t i = 0; i < DEPOT_PAGES; i++)
        free(d->texts[i]);
    assert_rc(BA_OK, ba_remove_tree(d->dir, &d->err), &d->err);
    free(d);
    return 0;
}

/* Takes in a file of `frames` pages at this position; sha is a word that stands for its hash. */
static inline void depot_file(struct depot *d, int64_t batch, const char *path, int64_t position,
                              const char *sha, uint32_t frames)
{
    struct page_new pages[16] = { 0 };
    struct file_row row = { .batch = batch,
                            .path = path,
                            .position = position,
                            .size = 1000,
                            .sha256 = sha,
                            .taken = true,
                            .frames = frames };

    assert_in_range(frames, 1, 16);
    for (uint32_t i = 0; i < frames; i++)
        pages[i] = (struct page_new){ .frame = i,
                                      .width_px = 2480,
                                      .height_px = 3508,
                                      .xdpi = 300,
                                      .ydpi = 300,
                                      .bits_per_sample = 1,
                                      .samples = 1 };
    assert_rc(BA_OK, file_add_taken(d->store, &row, "tif", "fmt/353", pages, frames, &d->err),
              &d->err);
}

static inline BA_RC depot_note_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    (void)err;
    *(int64_t *)ctx = row->id;
    return BA_OK;
}

struct depot_seek {
    int64_t seq, id;
};

static inline BA_RC depot_seek_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct depot_seek *s = ctx;

    (void)err;
    if (row->seq == s->seq)
        s->id = row->id;
    return BA_OK;
}

/* The id of the page with this seq in a batch. */
static inline int64_t depot_page(struct depot *d, int64_t batch, int64_t seq)
{
    struct depot_seek s = { .seq = seq };
    struct page_filter f = { .batch = batch };

    assert_rc(BA_OK, page_each(d->store, &f, depot_seek_page, &s, &d->err), &d->err);
    assert_int_not_equal(0, s.id);
    return s.id;
}

/* Places the pages seq_from..seq_to of a batch in a dossier, as one document of this kind. */
static inline void depot_place(struct depot *d, int64_t batch, int64_t seq_from, int64_t seq_to,
                               const char *dossier, const char *kind)
{
    struct page_place places[64];
    size_t n = 0;

    for (int64_t seq = seq_from; seq <= seq_to; seq++)
        places[n++] = (struct page_place){
            .page = depot_page(d, batch, seq), .dossier = dossier, .document = 1, .kind = kind
        };
    assert_rc(BA_OK, page_place_batch(d->store, batch, "Archief", places, n, &d->err), &d->err);
}

/* Stores a recognition with this text, which depot_index hands over. */
static inline void depot_read(struct depot *d, int64_t page, const char *text)
{
    struct page_result r = { .page = page,
                             .rev = "r1",
                             .state = PAGE_TEXT,
                             .orientation_sure = true,
                             .skew_measured = true,
                             .words = 10,
                             .confidence_pct = 90 };

    assert_in_range(page, 1, DEPOT_PAGES - 1);
    free(d->texts[page]);
    d->texts[page] = strdup(text);
    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
}

/* A new file of one page in the batch, placed in a dossier ("" for none), with this text. */
static inline int64_t depot_add(struct depot *d, const char *dossier, const char *text)
{
    char name[40];
    int64_t position = ++d->count;

    snprintf(name, sizeof name, "p%lld.tif", (long long)position);
    depot_file(d, d->batch, name, position, name, 1);
    if (dossier[0] != '\0')
        depot_place(d, d->batch, position, position, dossier, "");
    int64_t page = depot_page(d, d->batch, position);
    depot_read(d, page, text);
    return page;
}

/* Imports one register line: "dossier=1974/0231;street=Herenstraat;number_from=1". */
static inline void depot_register(struct depot *d, const char *line)
{
    const char *names[24], *values[24];
    char copy[1024], *rest = copy, *part;
    bool added;
    struct register_values v = { names, values, 0 };

    snprintf(copy, sizeof copy, "%s", line);
    while ((part = strsep(&rest, ";")) != NULL) {
        char *value = strchr(part, '=');
        assert_non_null(value);
        *value = '\0';
        names[v.count] = part;
        values[v.count++] = value[1] != '\0' ? value + 1 : NULL;
    }
    assert_rc(BA_OK, dossier_import(d->store, "Archief", &v, &added, &d->err), &d->err);
}

static inline BA_RC depot_text(void *ctx, int64_t page, const char *sha256, uint32_t frame,
                               const char *rev, const char **text, struct ba_err *err)
{
    struct depot *d = ctx;

    (void)sha256;
    (void)frame;
    (void)rev;
    (void)err;
    *text = d->texts[page];
    return BA_OK;
}

/* Commits, indexes with "openbaar" as what is open, begins again. Gives the pages indexed. */
static inline int64_t depot_index(struct depot *d)
{
    static const char *const open[] = { "openbaar", NULL };
    const struct index_source from = { .ctx = d, .text = depot_text, .public_access = open };
    int64_t n = 0;

    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_OK, index_update_from(d->store, &from, &n, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    return n;
}

static inline BA_RC depot_note_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    (void)err;
    *(int64_t *)ctx = row->id;
    return BA_OK;
}

/* The id of a dossier by its number, 0 if none. */
static inline int64_t depot_dossier(struct depot *d, const char *number)
{
    int64_t id = 0;

    assert_rc(BA_OK, dossier_each(d->store, number, depot_note_dossier, &id, &d->err), &d->err);
    return id;
}

struct depot_field_seek {
    struct depot *d;
    const char *name;
};

static inline BA_RC depot_seek_field(void *ctx, const struct field_row *row, struct ba_err *err)
{
    struct depot_field_seek *s = ctx;

    (void)err;
    if (row->current && strcmp(row->name, s->name) == 0) {
        snprintf(s->d->answer, sizeof s->d->answer, "%s", row->value);
        s->d->source = row->source;
    }
    return BA_OK;
}

/* The current value of a field, "" if none; its source is in d->source, 0 if none. */
static inline const char *depot_field(struct depot *d, const char *dossier, const char *name)
{
    struct depot_field_seek s = { d, name };

    d->answer[0] = '\0';
    d->source = 0;
    assert_rc(BA_OK, field_each(d->store, depot_dossier(d, dossier), depot_seek_field, &s, &d->err),
              &d->err);
    return d->answer;
}

static inline BA_RC depot_note_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct depot *d = ctx;
    size_t n = strlen(d->answer);

    (void)err;
    d->match = hit->match;
    if (n > 0)
        snprintf(d->answer + n, sizeof d->answer - n, " ");
    n = strlen(d->answer);
    if (hit->dossier[0] != '\0')
        snprintf(d->answer + n, sizeof d->answer - n, "%s", hit->dossier);
    else
        snprintf(d->answer + n, sizeof d->answer - n, "p%lld", (long long)hit->page);
    return BA_OK;
}

/* Runs a query and gives the hits' dossiers (or "p<page>"), best first, a space between. */
static inline const char *depot_query(struct depot *d, struct search_query q)
{
    if (q.text == NULL)
        q.text = "";
    if (q.text_len == 0)
        q.text_len = strlen(q.text);
    d->answer[0] = '\0';
    assert_rc(BA_OK, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
    return d->answer;
}

static inline const char *depot_search(struct depot *d, const char *text)
{
    return depot_query(d, (struct search_query){ .text = text, .limit = 20 });
}

#endif
