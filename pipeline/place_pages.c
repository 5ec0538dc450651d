#include "pipeline/place_pages.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/plural.h"
#include "index/records/dossier.h"
#include "index/records/page.h"
#include "ingest/quality/odd_size.h"
#include "ingest/separator/divide.h"
#include "pipeline/quality_settings.h"

/* The codes of a frame as JSON text in *out, NULL when there are none. */
static int codes_to_json(const struct barcodes *codes, char **out)
{
    json_t *list = json_array();
    int r = list == NULL ? -1 : 0;

    *out = NULL;
    for (size_t i = 0; i < codes->count && r == 0; i++) {
        const struct barcode *c = &codes->at[i];

        r = json_array_append_new(list, json_pack("{s:s, s:s, s:[I,I,I,I]}", "text", c->text,
                                                  "symbology", c->symbology, "box",
                                                  (json_int_t)c->x_px, (json_int_t)c->y_px,
                                                  (json_int_t)c->w_px, (json_int_t)c->h_px));
    }
    if (r == 0 && codes->count > 0) {
        *out = json_dumps(list, JSON_COMPACT);
        r = *out == NULL ? -1 : 0;
    }
    json_decref(list);
    return r;
}

/* What the tags say of the scanner, NULL when they say nothing. */
static int scanner_to_json(const struct tiff_frame *t, char **out)
{
    const struct {
        const char *key, *value;
    } tags[] = { { "make", t->make },
                 { "model", t->model },
                 { "serial", t->serial },
                 { "software", t->software },
                 { "datetime", t->datetime } };
    json_t *o = json_object();
    int r = o == NULL ? -1 : 0;

    *out = NULL;
    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]) && r == 0; i++)
        if (*tags[i].value != '\0')
            r = json_object_set_new(o, tags[i].key, json_string(tags[i].value));
    if (r == 0 && json_object_size(o) > 0) {
        *out = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
        r = *out == NULL ? -1 : 0;
    }
    json_decref(o);
    return r;
}

/* Nobody can tell from the file whether the paper ends there too. */
static void note_missing_rows(const struct tiff_frame *t, struct page_new *page)
{
    struct page_new_reason *reason = &page->reasons[page->reason_count];

    if (t->rows_missing == 0 || page->reason_count == PAGE_NEW_REASONS)
        return;
    reason->code = "TIFF_ROWS_MISSING";
    reason->level = 'w';
    snprintf(reason->message, sizeof(reason->message),
             "the data end %" PRIu32 " row%s before the image (of %" PRIu32
             " rows), the rest is white; if the paper goes on there, scan it again",
             t->rows_missing, ba_s(t->rows_missing), t->height_px);
    page->reason_count++;
}

BA_RC place_page_new(const struct ingest_frame *f, const struct quality_settings *profile,
                     struct page_new *out, struct ba_err *err)
{
    const struct tiff_frame *t = &f->tiff;
    char *codes = NULL, *scanner = NULL, *warning = NULL;

    *out = (struct page_new){ .frame = t->index,
                              .width_px = t->width_px,
                              .height_px = t->height_px,
                              .xdpi = t->xdpi,
                              .ydpi = t->ydpi,
                              .bits_per_sample = t->bits_per_sample,
                              .samples = t->samples,
                              .photometric = t->photometric,
                              .compression = t->compression,
                              .orientation_tag = t->orientation_tag };
    if (codes_to_json(&f->codes, &codes) != 0 || scanner_to_json(t, &scanner) != 0 ||
        (t->warnings > 0 && (warning = strdup(t->warning)) == NULL)) {
        free(codes);
        free(scanner);
        return ba_fail_mem(err, "page");
    }
    out->codes = codes;
    out->scanner = scanner;
    out->warning = warning;
    out->likeness = f->likeness.data;
    out->likeness_size = f->likeness.size;
    note_missing_rows(t, out);
    return quality_settings_judge(profile, f, out, err);
}

void place_page_new_free(struct page_new *p)
{
    free((char *)p->codes);
    free((char *)p->quality);
    free((char *)p->scanner);
    free((char *)p->warning);
}

/* The pages of a batch as divide_pages wants them. */
struct placing {
    struct divide_page *pages;
    struct page_place *places;
    int64_t *ids;
    struct sheet_size *sizes;
    char **oddities; /* owned; NULL where there is none */
    bool *barred;    /* patch T on the sheet */
    bool *said;      /* a person said what the sheet is */
    size_t count, cap_pages, cap_ids, cap_sizes, cap_barred, cap_said;
};

static BA_RC parse_codes(const char *text, struct divide_page *p, struct ba_err *err)
{
    json_t *list = *text == '\0' ? NULL : json_loads(text, 0, NULL);
    struct barcode *codes;
    size_t i;
    json_t *item;

    if (json_array_size(list) == 0) { /* as on most pages: they cost nothing */
        json_decref(list);
        return BA_OK;
    }
    codes = calloc(json_array_size(list), sizeof(*codes));
    if (codes == NULL) {
        json_decref(list);
        return ba_fail_mem(err, "batch");
    }
    json_array_foreach(list, i, item)
    {
        const char *value = json_string_value(json_object_get(item, "text"));

        snprintf(codes[i].text, sizeof(codes[i].text), "%s", value == NULL ? "" : value);
    }
    p->codes = codes;
    p->code_count = json_array_size(list);
    json_decref(list);
    return BA_OK;
}

static enum sheet_content parse_content(const char *quality)
{
    json_t *figures = *quality == '\0' ? NULL : json_loads(quality, 0, NULL);
    enum sheet_content c =
        sheet_content_of(json_string_value(json_object_get(figures, QUALITY_SHEET_KEY)));

    json_decref(figures);
    return c;
}

/* A person's word goes before what the machine read on the sheet. */
static BA_RC say_code(const char *code, struct divide_page *p, struct ba_err *err)
{
    struct barcode *codes = calloc(1, sizeof(*codes));

    if (codes == NULL)
        return ba_fail_mem(err, "batch");
    p->content = SHEET_NOT_JUDGED;
    if (*code == PAGE_CODE_BEGINS) {
        p->content = SHEET_CONTENT;
        code++;
    }
    snprintf(codes->text, sizeof(codes->text), "%s", code);
    p->codes = codes;
    p->code_count = *code != '\0';
    return BA_OK;
}

static BA_RC add_page(void *ctx, const struct page_row *row, struct ba_err *err)
{
    struct placing *p = ctx;
    enum ba_rc rc;

    if (row->state == PAGE_DROPPED) /* nothing lies there for whoever divides the batch */
        return BA_OK;
    if (ba_grow(&p->pages, &p->cap_pages, p->count + 1, sizeof(*p->pages)) != 0 ||
        ba_grow(&p->ids, &p->cap_ids, p->count + 1, sizeof(*p->ids)) != 0 ||
        ba_grow(&p->sizes, &p->cap_sizes, p->count + 1, sizeof(*p->sizes)) != 0 ||
        ba_grow(&p->barred, &p->cap_barred, p->count + 1, sizeof(*p->barred)) != 0 ||
        ba_grow(&p->said, &p->cap_said, p->count + 1, sizeof(*p->said)) != 0)
        return ba_fail_mem(err, "batch");
    p->pages[p->count] = (struct divide_page){ 0 };
    p->ids[p->count] = row->id;
    p->sizes[p->count] = (struct sheet_size){ 0 };
    if (row->xdpi > 0 && row->ydpi > 0)
        p->sizes[p->count] = (struct sheet_size){ row->width_px * 25.4 / row->xdpi,
                                                  row->height_px * 25.4 / row->ydpi };
    p->barred[p->count] = row->person_code == NULL && strcmp(row->patch, patch_name(PATCH_T)) == 0;
    p->pages[p->count].content = parse_content(row->quality);
    p->said[p->count] = row->person_code != NULL;
    rc = row->person_code != NULL ? say_code(row->person_code, &p->pages[p->count], err)
                                  : parse_codes(row->codes, &p->pages[p->count], err);
    if (rc == BA_OK)
        p->count++;
    return rc;
}

static bool number_is_known(void *ctx, const char *number)
{
    return dossier_in_register(ctx, number);
}

/* What is to be said of sheets that are longer or shorter than those around them. */
static BA_RC find_oddities(struct placing *p, struct ba_err *err)
{
    p->oddities = calloc(p->count + 1, sizeof(char *));
    if (p->oddities == NULL)
        return ba_fail_mem(err, "batch");
    for (size_t i = 0; i < p->count; i++) {
        if (!odd_size_is(p->sizes, p->count, i))
            continue;
        p->oddities[i] =
            ba_strf("%.0f x %.0f mm, the sheets around it are %.0f x %.0f mm; look "
                    "whether two sheets went through at once, or one was cut off",
                    p->sizes[i].w_mm, p->sizes[i].h_mm, p->sizes[i - 1].w_mm, p->sizes[i - 1].h_mm);
        if (p->oddities[i] == NULL)
            return ba_fail_mem(err, "batch");
    }
    return BA_OK;
}

static BA_RC separate(struct depot *depot, struct placing *p, struct ba_err *err)
{
    struct divide_rules *rules = NULL;
    enum ba_rc rc = divide_rules_new(depot->config.ingest_separator_pattern, number_is_known,
                                     depot->store, &rules, err);

    if (rc == BA_OK)
        rc = divide_pages(rules, p->pages, p->count, err);
    divide_rules_free(rules);
    p->places = calloc(p->count + 1, sizeof(*p->places));
    if (p->places == NULL)
        return ba_fail_mem(err, "batch");
    for (size_t i = 0; i < p->count; i++)
        p->places[i] = (struct page_place){
            .page = p->ids[i],
            .separator = p->pages[i].separator,
            .back = p->pages[i].back,
            .conflict = p->pages[i].conflict,
            .begins = p->pages[i].begins && !p->said[i],
            .unsure = p->pages[i].begins && p->pages[i].content == SHEET_UNSURE,
            .unreadable = (p->barred[i] || p->pages[i].unknown) && !p->pages[i].separator &&
                          !p->pages[i].begins && !p->pages[i].conflict,
            .oddity = p->oddities[i],
            .dossier = p->pages[i].dossier,
            .document = p->pages[i].document,
            .kind = p->pages[i].kind
        };
    return rc;
}

BA_RC place_code_counts(struct depot *depot, const char *code, bool *counts, struct ba_err *err)
{
    struct divide_page page = { 0 };
    struct divide_rules *rules = NULL;
    enum ba_rc rc;

    *counts = false;
    if (strlen(code) >= sizeof(page.codes->text))
        return BA_OK; /* longer than any code that is read */
    rc = say_code(code, &page, err);
    if (rc == BA_OK)
        rc = divide_rules_new(depot->config.ingest_separator_pattern, number_is_known, depot->store,
                              &rules, err);
    if (rc == BA_OK)
        rc = divide_pages(rules, &page, 1, err);
    *counts = page.separator;
    divide_rules_free(rules);
    free((struct barcode *)page.codes);
    return rc;
}

BA_RC place_pages(struct depot *depot, int64_t batch, struct ba_err *err)
{
    struct page_filter filter = { .batch = batch };
    struct placing p = { 0 };
    enum ba_rc rc = page_each(depot->store, &filter, add_page, &p, err);

    if (rc == BA_OK)
        rc = find_oddities(&p, err);
    if (rc == BA_OK)
        rc = separate(depot, &p, err);
    if (rc == BA_OK)
        rc = page_place_batch(depot->store, batch, APP_OWN_ARCHIVE, p.places, p.count, err);
    for (size_t i = 0; i < p.count; i++)
        free((struct barcode *)p.pages[i].codes);
    for (size_t i = 0; p.oddities != NULL && i < p.count; i++)
        free(p.oddities[i]);
    free(p.oddities);
    free(p.sizes);
    free(p.barred);
    free(p.said);
    free(p.pages);
    free(p.places);
    free(p.ids);
    return rc;
}

BA_RC place_batch(struct depot *depot, int64_t batch, struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);

    if (rc == BA_OK)
        rc = place_pages(depot, batch, err);
    if (rc == BA_OK)
        rc = batch_set_complete(depot->store, batch, true, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}
