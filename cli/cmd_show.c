/* show: one dossier or page, with everything that is known of it. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "cli/title_block_view.h"
#include "core/columns.h"
#include "core/file.h"
#include "core/json_value.h"
#include "core/plural.h"
#include "core/text/parcel.h"
#include "depot/designator.h"
#include "depot/page_ref.h"
#include "index/correction/page_replace.h"
#include "index/records/dossier.h"
#include "report/page_json.h"
#include "report/title_block_json.h"

enum { TEXT_MAX_BYTES = 64 << 20 };

struct show {
    struct depot *depot;
    bool json, text;
    uint64_t found;
    json_t *list; /* being filled; borrowed */
    json_t *own;  /* the same, of the fields of a document */
    int64_t only; /* the dossier that is meant */
};

static BA_RC print_text(const struct show *s, const struct page_row *p, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(TEXT_MAX_BYTES);
    char *path = NULL;
    enum ba_rc rc = BA_OK;

    if (p->rev[0] == '\0')
        return BA_OK;
    path = depot_derived_path(s->depot, false, p->sha256, p->frame, p->rev, "txt");
    rc = path != NULL ? ba_file_read(path, &text, err) : ba_fail_mem(err, "a page's text");
    if (rc == BA_OK)
        fwrite(ba_buf_str(&text), 1, text.len, stdout);
    ba_buf_free(&text);
    free(path);
    return rc;
}

static BA_RC print_reason(void *ctx, const char *code, char level, const char *message,
                          struct ba_err *err)
{
    static const char *const levels[] = { "error", "warning", "remark" };

    const struct show *s = ctx;

    (void)err;
    say(s->depot, stdout, "  %s %s: %s\n",
        levels[level == 'e'   ? 0
               : level == 'w' ? 1
                              : 2],
        code, message);
    return BA_OK;
}

static BA_RC add_past(void *ctx, const struct page_history_page *past, struct ba_err *err)
{
    struct show *s = ctx;
    json_t *o;

    if (!s->json) {
        printf("  had another scan until %s, replaced by %s%s%s\n", past->at, past->who,
               past->reason[0] != '\0' ? ": " : "", past->reason);
        return BA_OK;
    }
    o = json_loads(past->detail, 0, NULL);
    if (o == NULL || json_object_set_new(o, "until", json_string(past->at)) != 0 ||
        json_object_set_new(o, "who", json_text(past->who)) != 0 ||
        json_object_set_new(o, "why", json_text(past->reason)) != 0 ||
        json_array_append_new(s->list, o) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

/* The object of the contract, and what the page was before. */
static BA_RC print_page_json(struct show *s, const struct page_row *p, struct ba_err *err)
{
    json_t *o = page_json(s->depot, p);
    enum ba_rc rc;

    s->list = json_array();
    if (o == NULL || json_object_set_new(o, "history", s->list) != 0) {
        json_decref(o);
        return ba_fail_mem(err, "output");
    }
    rc = page_history_each(s->depot->store, p->id, add_past, s, err);
    if (rc == BA_OK)
        rc = title_block_json(s->depot, p, o, err);
    if (rc == BA_OK)
        return json_line(o, err);
    json_decref(o);
    return rc;
}

/* What was read, and how much of it makes sense: figures that a person needs to judge a doubt. */
static void print_reading(const struct page_row *p)
{
    if (p->words < 0)
        return;
    printf("  %" PRId64 " word%s", p->words, ba_s((uint64_t)p->words));
    if (p->confidence_pct >= 0)
        printf(", confidence %.0f %%", p->confidence_pct);
    if (p->dictionary_pct >= 0)
        printf(", %.0f %% in the dictionary", p->dictionary_pct);
    if (p->languages[0] != '\0')
        printf(", read as %s", p->languages);
    printf("\n");
}

static BA_RC show_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct show *s = ctx;
    enum ba_rc rc;

    s->found++;
    if (s->json)
        return print_page_json(s, p, err);
    if (s->text)
        return print_text(s, p, err);
    printf("page %" PRId64 ": sheet %" PRId64 " of batch %s (%s, image %" PRIu32 ")\n", p->id,
           p->seq, p->batch, p->file, p->frame + 1);
    printf("  state %s%s%s, %" PRIu32 " x %" PRIu32 " pixels\n", page_state_name(p->state),
           p->kind[0] != '\0' ? ", " : "", p->kind, p->width_px, p->height_px);
    if (p->dossier[0] != '\0')
        printf("  dossier %s, page %" PRId64 " in it\n", p->dossier, p->seq_in_dossier);
    print_reading(p);
    rc = title_print(s->depot, p, err);
    if (rc == BA_OK)
        rc = page_reason_each(s->depot->store, p->id, print_reason, s, err);
    return rc == BA_OK ? page_history_each(s->depot->store, p->id, add_past, s, err) : rc;
}

static BA_RC add_own(void *ctx, const struct document_field_row *f, struct ba_err *err)
{
    struct show *s = ctx;

    if (!s->json) {
        printf("    %s %s: %s  (%s)\n", f->current ? "*" : " ", f->name,
               f->value[0] != '\0' ? f->value : "-",
               f->source == FIELD_TEXT ? "title block"
               : f->who[0] != '\0'     ? f->who
                                       : "person");
        return BA_OK;
    }
    if (json_array_append_new(s->own,
                              json_pack("{s:s, s:o, s:o, s:b, s:o, s:s}", "name", f->name, "value",
                                        json_text(f->value), "who", json_text(f->who), "current",
                                        f->current, "at", json_text(f->at), "source",
                                        f->source == FIELD_TEXT ? "text" : "person")) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    struct show *s = ctx;

    if (!s->json) {
        printf("  document %s%s%s: %" PRId64 " page%s\n", t->name, t->kind[0] != '\0' ? ", " : "",
               t->kind, t->pages, ba_s((uint64_t)t->pages));
        return document_field_each(s->depot->store, t->id, add_own, s, err);
    }
    s->own = json_array();
    enum ba_rc rc = document_field_each(s->depot->store, t->id, add_own, s, err);
    json_t *o = json_pack("{s:s, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "document",
                          t->name, "kind", json_text(t->kind), "title", json_text(t->title),
                          "pages", (json_int_t)t->pages, "access", json_text(t->access),
                          "access_until", json_text(t->access_until), "access_ground",
                          json_text(t->access_ground), "copyright", json_text(t->copyright),
                          "copyright_holder", json_text(t->copyright_holder), "copyright_until",
                          json_text(t->copyright_until), "fields", s->own);
    if (rc == BA_OK && json_array_append_new(s->list, o) != 0)
        rc = ba_fail_mem(err, "output");
    else if (rc != BA_OK)
        json_decref(o);
    return rc;
}

static json_t *degrees(double v)
{
    return isnan(v) ? json_null() : json_rounded(v, 6);
}

static BA_RC add_address(void *ctx, const struct address_row *a, struct ba_err *err)
{
    struct show *s = ctx;

    if (!s->json) {
        printf("  address %" PRId64 ": %s%s%s\n", a->item, a->shown,
               a->bag_id[0] != '\0' ? ", BAG " : "", a->bag_id);
        return BA_OK;
    }
    if (json_array_append_new(
            s->list,
            json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
                      " s:o, s:b, s:o, s:o}",
                      "item", (json_int_t)a->item, "address", a->shown, "street",
                      json_text(a->street), "number_from", json_count(a->number_from, 0),
                      "number_to", json_count(a->number_to, 0), "letter", json_text(a->letter),
                      "addition", json_text(a->addition), "postcode", json_text(a->postcode),
                      "place", json_text(a->place), "bag_id", json_text(a->bag_id),
                      "verblijfsobject_id", json_text(a->verblijfsobject_id), "pand_id",
                      json_text(a->pand_id), "openbare_ruimte_id", json_text(a->openbare_ruimte_id),
                      "from", json_text(a->valid_from), "to", json_text(a->valid_to), "also_named",
                      json_text(a->also_named), "from_gazetteer", a->resolved, "lat",
                      degrees(a->lat), "lon", degrees(a->lon))) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static const char *source_name(enum field_source source)
{
    return source == FIELD_PERSON ? "person" : source == FIELD_REGISTER ? "register" : "text";
}

/* Where it was read, null when that is not known. */
static json_t *boxes_of(const struct field_row *f)
{
    json_t *list = f->box[0] != '\0' ? json_loads(f->box, 0, NULL) : NULL;

    return list != NULL ? list : json_null();
}

static BA_RC add_field(void *ctx, const struct field_row *f, struct ba_err *err)
{
    struct show *s = ctx;
    char at[24] = "";

    if (f->item > 1)
        snprintf(at, sizeof(at), "@%" PRId64, f->item);

    if (!s->json) {
        printf("  %s %s%s: %s  (%s%s%s)\n", f->current ? "*" : " ", f->name, at,
               f->value[0] != '\0' ? f->value : "-", source_name(f->source),
               f->rule[0] != '\0' ? ", " : "", f->rule);
        return BA_OK;
    }
    if (json_array_append_new(
            s->list,
            json_pack("{s:s, s:I, s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:s}", "name", f->name, "item",
                      (json_int_t)f->item, "value", json_text(f->value), "source",
                      source_name(f->source), "rule", json_text(f->rule), "confidence",
                      json_rounded(f->confidence, 3), "page", json_count(f->page, 0), "boxes",
                      boxes_of(f), "current", f->current, "at", f->at)) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct show *s = ctx;

    if (p->state == PAGE_SEPARATOR)
        return BA_OK;
    if (!s->json) {
        printf("  page %" PRId64 ": %" PRId64 " %s%s%s%s%s\n", p->seq_in_dossier, p->id,
               page_state_name(p->state), p->kind[0] != '\0' ? ", " : "", p->kind,
               p->reason[0] != '\0' ? ", " : "", p->reason);
        return BA_OK;
    }
    json_t *o = page_json(s->depot, p);
    if (o == NULL || json_array_append_new(s->list, o) != 0)
        return ba_fail_mem(err, "output");
    return BA_OK;
}

static BA_RC add_text(void *ctx, const struct page_row *p, struct ba_err *err)
{
    return p->state == PAGE_SEPARATOR ? BA_OK : print_text(ctx, p, err);
}

/* Fills a new array of the dossier's object through one of the store's iterators. */
#define FILL(o, key, call)                                                                         \
    do {                                                                                           \
        s->list = json_array();                                                                    \
        if (rc == BA_OK)                                                                           \
            rc = (call);                                                                           \
        if (json_object_set_new((o), (key), s->list) != 0 && rc == BA_OK)                          \
            rc = ba_fail_mem(err, "output");                                                       \
    } while (0)

/* Municipality, section and number of each parcel. */
static json_t *parcels(const char *cadastral)
{
    struct parcel p = { "", "", "" };
    json_t *list = json_array();

    while (parcel_next(&cadastral, &p))
        json_array_append_new(list, json_pack("{s:o, s:s, s:s}", "municipality",
                                              json_text(p.municipality), "section", p.section,
                                              "number", p.number));
    return list;
}

static json_t *dossier_object(const struct show *s, const struct dossier_row *d)
{
    json_t *o = json_pack("{s:s, s:s, s:o, s:b}", "dossier", d->number, "archive",
                          *d->archive != '\0' ? d->archive : s->depot->config.archive_id, "series",
                          json_text(d->series), "in_register", d->in_register);

    json_object_set_new(o, "address", json_text(d->address));
    for (int i = 0; i < D_COUNT; i++)
        if (columns[i].check != CHECK_YEAR && columns[i].check != CHECK_COUNT && i != D_SERIES)
            json_object_set_new(o, columns[i].name, json_text(d->value[i]));
    json_object_set_new(o, "parcels", parcels(d->cadastral));
    json_object_set_new(o, "year_from", json_count(d->year_from, 0));
    json_object_set_new(o, "year_to", json_count(d->year_to, 0));
    json_object_set_new(o, "sheets_expected", json_count(d->sheets_expected, -1));
    json_object_set_new(o, "page_count", json_integer(d->pages));
    return o;
}

static BA_RC dossier_json(struct show *s, const struct dossier_row *d, struct ba_err *err)
{
    struct page_filter filter = { .dossier = d->id };
    json_t *o = dossier_object(s, d);
    enum ba_rc rc = o != NULL ? BA_OK : ba_fail_mem(err, "output");

    FILL(o, "addresses", address_each(s->depot->store, d->id, add_address, s, err));
    FILL(o, "documents", document_each(s->depot->store, d->id, add_document, s, err));
    FILL(o, "fields", field_each(s->depot->store, d->id, add_field, s, err));
    FILL(o, "pages", page_each(s->depot->store, &filter, add_page, s, err));
    if (rc == BA_OK)
        return json_line(o, err);
    json_decref(o);
    return rc;
}

static BA_RC show_dossier(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    struct show *s = ctx;
    struct page_filter filter = { .dossier = d->id };
    enum ba_rc rc;

    if (d->id != s->only)
        return BA_OK;
    s->found++;
    if (s->json)
        return dossier_json(s, d, err);
    if (s->text)
        return page_each(s->depot->store, &filter, add_text, s, err);
    printf("dossier %s (archive %s)%s\n", d->number,
           *d->archive != '\0' ? d->archive : s->depot->config.archive_id,
           d->in_register ? "" : ", not in the register");
    if (d->title[0] != '\0')
        printf("  %s\n", d->title);
    rc = address_each(s->depot->store, d->id, add_address, s, err);
    printf("  %" PRId64 " page%s, %" PRId64 " failed, %" PRId64 " waiting\n", d->pages,
           ba_s((uint64_t)d->pages), d->failed, d->waiting);
    if (rc == BA_OK)
        rc = field_each(s->depot->store, d->id, add_field, s, err);
    if (rc == BA_OK)
        rc = document_each(s->depot->store, d->id, add_document, s, err);
    if (rc == BA_OK)
        rc = page_each(s->depot->store, &filter, add_page, s, err);
    return rc;
}

BA_RC cmd_show(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct show s = { .depot = depot };
    struct ba_err ignored = BA_ERR_INIT;
    struct page_filter filter = { 0 };
    struct designator w = { 0 };
    const char *archive = NULL;
    const struct opt opts[] = { { "json", OPT_FLAG, &s.json },
                                { "text", OPT_FLAG, &s.text },
                                { "archive", OPT_STRING, &archive },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc == BA_OK && s.json && s.text)
        rc = ba_fail(err, BA_FATAL, "USAGE", "either --json or --text");
    if (rc == BA_OK)
        rc = designator_all(depot, words[0], archive, &w, err);
    for (size_t i = 0; rc == BA_OK && i < w.count; i++) {
        s.only = w.at[i].of.dossier;
        rc = dossier_each(depot->store, w.at[i].number, show_dossier, &s, err);
    }
    designator_free(&w);
    /* A dossier that is called "12" goes before page 12. */
    if (rc == BA_OK && s.found == 0 &&
        page_ref_one(depot, words[0], &filter.page, &ignored) == BA_OK)
        rc = page_each(depot->store, &filter, show_page, &s, err);
    if (rc == BA_OK && s.found == 0)
        rc = ba_fail(
            err, BA_ITEM, "DOSSIER_UNKNOWN",
            "there is no dossier or page \"%s\"; bouwarchief search finds dossiers by their "
            "address or words",
            words[0]);
    return rc;
}
