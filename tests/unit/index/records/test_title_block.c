/* Title blocks in the store: kept by page, proposed for the dossier, never over register or person.
 */
#include "tests/unit/index_depot.h"

#include "index/records/title_block.h"

#define REV "rev-1"

static const struct title_row rows[] = {
    { "work", "het bouwen van een woonhuis", "werk", 0.93, "[10,20,300,40]" },
    { "address", "Parkweg 12a", "adres", 0.92, "[10,80,200,40]" },
    { "place", "Voorburg", "adres", 0.85, "[10,80,200,40]" },
    { "scale", "1:100", "schaal", 0.9, "[10,140,90,40]" },
    { "date", "1950-05-12", "datum", 0.9, "[200,140,90,40]" },
    { "drawing_number", "3", "form-number", 0.7, "[400,140,20,40]" },
};
#define ROWS (sizeof rows / sizeof *rows)

/* A drawing in this dossier that was read; its id. */
static int64_t drawing(struct depot *d, const char *dossier, const char *text)
{
    int64_t page = depot_add(d, dossier, text);
    struct page_result r = { .page = page,
                             .rev = REV,
                             .state = PAGE_DRAWING,
                             .orientation_sure = true,
                             .words = 10,
                             .confidence_pct = 90 };

    assert_rc(BA_OK, page_finish(d->store, &r, &d->err), &d->err);
    return page;
}

static BA_RC note_box(void *ctx, const struct field_row *row, struct ba_err *err)
{
    (void)err;
    if (strcmp(row->name, "scale") == 0)
        snprintf(ctx, 64, "%s page %lld", row->rule, (long long)row->page);
    return BA_OK;
}

static void fields_of_a_title_block_are_proposed_for_its_dossier(void **state)
{
    struct depot *d = *state;
    int64_t page = drawing(d, "1950/012", "keuken");
    char seen[64] = "", want[64];

    assert_rc(BA_OK, title_store(d->store, page, REV, "[0,0,500,200]", rows, ROWS, &d->err),
              &d->err);
    depot_index(d);
    assert_string_equal(depot_field(d, "1950/012", "work"), "het bouwen van een woonhuis");
    assert_string_equal(depot_field(d, "1950/012", "street"), "Parkweg");
    assert_string_equal(depot_field(d, "1950/012", "number_from"), "12");
    assert_string_equal(depot_field(d, "1950/012", "letter"), "a");
    assert_string_equal(depot_field(d, "1950/012", "place"), "Voorburg");
    assert_string_equal(depot_field(d, "1950/012", "date_drawn"), "1950-05-12");
    assert_string_equal(depot_field(d, "1950/012", "scale"), "1:100");
    assert_int_equal(d->source, FIELD_TEXT);
    assert_rc(BA_OK, field_each(d->store, depot_dossier(d, "1950/012"), note_box, seen, &d->err),
              &d->err);
    snprintf(want, sizeof want, "title-label page %lld", (long long)page);
    assert_string_equal(seen, want);
}

static void the_register_and_another_address_win_from_a_title_block(void **state)
{
    struct depot *d = *state;
    int64_t page;

    depot_register(d, "dossier=1950/012;work=schuur;street=Damlaan;number_from=4");
    page = drawing(d, "1950/012", "keuken");
    assert_rc(BA_OK, title_store(d->store, page, REV, "[0,0,500,200]", rows, ROWS, &d->err),
              &d->err);
    depot_index(d);
    assert_string_equal(depot_field(d, "1950/012", "work"), "schuur");
    assert_int_equal(d->source, FIELD_REGISTER);
    assert_string_equal(depot_field(d, "1950/012", "street"), "Damlaan");
    assert_int_equal(d->source, FIELD_REGISTER);
}

static BA_RC count_page(void *ctx, const struct title_page *page, struct ba_err *err)
{
    (void)page;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

static BA_RC count_row(void *ctx, const struct title_row *row, struct ba_err *err)
{
    (void)row;
    (void)err;
    ++*(int *)ctx;
    return BA_OK;
}

static void a_title_block_counts_for_the_reading_it_comes_from(void **state)
{
    struct depot *d = *state;
    int64_t page = drawing(d, "1950/012", "keuken");
    int pending = 0, fields = 0;
    char box[64];
    bool known;

    assert_rc(BA_OK, title_pending(d->store, count_page, &pending, &d->err), &d->err);
    assert_int_equal(pending, 1);
    assert_rc(BA_OK, title_store(d->store, page, REV, NULL, NULL, 0, &d->err), &d->err);
    assert_rc(BA_OK, title_pending(d->store, count_page, &pending, &d->err), &d->err);
    assert_int_equal(pending, 1);
    assert_rc(BA_OK, title_each(d->store, page, &known, box, count_row, &fields, &d->err), &d->err);
    assert_true(known);
    assert_string_equal(box, "");
    assert_int_equal(fields, 0);
    /* Of an earlier reading nothing is shown, and the page waits to be looked at again. */
    assert_rc(BA_OK, title_store(d->store, page, "rev-0", "[1,2,3,4]", rows, ROWS, &d->err),
              &d->err);
    assert_rc(BA_OK, title_each(d->store, page, &known, box, count_row, &fields, &d->err), &d->err);
    assert_false(known);
    assert_int_equal(fields, 0);
    assert_rc(BA_OK, title_pending(d->store, count_page, &pending, &d->err), &d->err);
    assert_int_equal(pending, 2);
}

struct own {
    char text[400];
};

static BA_RC note_own(void *ctx, const struct document_field_row *row, struct ba_err *err)
{
    struct own *o = ctx;
    size_t n = strlen(o->text);

    (void)err;
    snprintf(o->text + n, sizeof o->text - n, "%s%s=%s%s", n > 0 ? " " : "", row->name, row->value,
             row->source == FIELD_PERSON ? " (person)"
             : row->current              ? ""
                                         : " (not counted)");
    return BA_OK;
}

static BA_RC note_document(void *ctx, const struct document_row *row, struct ba_err *err)
{
    int64_t *ids = ctx;

    (void)err;
    ids[row->seq] = row->id;
    return BA_OK;
}

static const char *own_of(struct depot *d, const char *dossier, int document)
{
    static struct own o;
    int64_t ids[9] = { 0 };

    o.text[0] = '\0';
    assert_rc(BA_OK,
              document_each(d->store, depot_dossier(d, dossier), note_document, ids, &d->err),
              &d->err);
    assert_rc(BA_OK, document_field_each(d->store, ids[document], note_own, &o, &d->err), &d->err);
    return o.text;
}

/* A dossier granted in 1974 whose drawing was made in 1973. */
static void a_document_of_drawings_has_the_date_of_its_title_blocks(void **state)
{
    static const struct title_row dated[] = {
        { "date", "1973-11-02", "datum", 0.9, "[200,140,90,40]" },
        { "scale", "1:50", "schaal", 0.9, "[10,140,90,40]" },
    };
    struct depot *d = *state;
    struct field_subject of;
    const int64_t pages[] = { depot_add(d, "1974/1", "Vergunning van 3 mei 1974"),
                              drawing(d, "1974/1", "plattegrond"), drawing(d, "1974/1", "gevel"),
                              depot_add(d, "1974/1", "een brief") };
    struct page_place places[4];

    for (uint32_t i = 0; i < 4; i++)
        places[i] = (struct page_place){ .page = pages[i],
                                         .dossier = "1974/1",
                                         .document = i == 2 ? 2 : i + 1,
                                         .kind = i == 0 ? "permit" : "drawing" };
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 3, &d->err), &d->err);
    assert_rc(BA_OK, title_store(d->store, pages[1], REV, "[0,0,9,9]", dated, 2, &d->err), &d->err);
    assert_rc(BA_OK, title_store(d->store, pages[2], REV, "[0,0,9,9]", dated, 1, &d->err), &d->err);
    depot_index(d);
    assert_string_equal("", own_of(d, "1974/1", 1));
    assert_string_equal("date_drawn=1973-11-02 scale=1:50", own_of(d, "1974/1", 2));
    /* Two dates: the document as a whole has none. */
    assert_rc(BA_OK, title_store(d->store, pages[2], REV, "[0,0,9,9]", rows, ROWS, &d->err),
              &d->err);
    assert_string_equal("drawing_number=3", own_of(d, "1974/1", 2));
    assert_rc(BA_OK, title_store(d->store, pages[2], REV, "[0,0,9,9]", dated, 1, &d->err), &d->err);
    /* A person's word counts. */
    of = (struct field_subject){ depot_dossier(d, "1974/1"), 2 };
    assert_rc(BA_OK,
              field_change(d->store, &of, "date_drawn", "1972", "Jan", "", NULL, NULL, &d->err),
              &d->err);
    assert_string_equal("date_drawn=1972 (person) date_drawn=1973-11-02 (not counted) scale=1:50",
                        own_of(d, "1974/1", 2));
    /* With a letter in it, it is no drawing any more. */
    places[3].document = 2;
    assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", places, 4, &d->err), &d->err);
    assert_string_equal("date_drawn=1972 (person)", own_of(d, "1974/1", 2));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)
    const struct CMUnitTest tests[] = {
        TEST(fields_of_a_title_block_are_proposed_for_its_dossier),
        TEST(the_register_and_another_address_win_from_a_title_block),
        TEST(a_title_block_counts_for_the_reading_it_comes_from),
        TEST(a_document_of_drawings_has_the_date_of_its_title_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
