/* Names of sheets: given once, never moved, never given again. */
#include "tests/unit/index_rescan.h"
#include "tests/unit/older_store.h"

#include "index/correction/correction.h"
#include "index/records/sheet_name.h"

static BA_RC note_sheet(void *ctx, const struct page_row *row, struct ba_err *err)
{
    char(*out)[400] = ctx;
    size_t n = strlen(*out);

    (void)err;
    snprintf(*out + n, sizeof *out - n, "%s%s=%s", n > 0 ? " " : "", row->sheet, row->file);
    return BA_OK;
}

/* "sheet=file ..." of the batch, in the order of the sheets. */
static const char *sheets(struct depot *d)
{
    static char out[400];
    struct page_filter f = { .batch = d->batch };

    out[0] = '\0';
    assert_rc(BA_OK, page_each(d->store, &f, note_sheet, &out, &d->err), &d->err);
    return out;
}

static void names_are_numbers_and_letters(void **state)
{
    static const struct {
        const char *text, *read, *rest;
    } words[] = { { "24", "24", "" },     { "024", "24", "" },      { "24a", "24a", "" },
                  { "24AA", "24aa", "" }, { "24z-3", "24z", "-3" }, { "0a", "0a", "" },
                  { "7 8", "7", " 8" } };
    static const char *const none[] = { "", "0", "a", "-1", "1234567890123456", "3abcdefg" };
    struct sheet_name name;
    char out[SHEET_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *p = words[i].text;

        assert_true(sheet_name_read(&p, &name));
        sheet_name_write(&name, out);
        assert_string_equal(words[i].read, out);
        assert_string_equal(words[i].rest, p);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        const char *p = none[i];

        assert_false(sheet_name_read(&p, &name));
        assert_ptr_equal(none[i], p);
    }
    for (name = (struct sheet_name){ 3, 1 }; name.letter < 20000; name.letter++) {
        struct sheet_name again;
        const char *p = out;

        sheet_name_write(&name, out);
        assert_true(sheet_name_read(&p, &again));
        assert_int_equal(name.letter, again.letter);
    }
}

static void what_comes_between_gets_a_letter_and_moves_nothing(void **state)
{
    struct depot *d = *state;

    depot_file(d, d->batch, "1.tif", 1, "een", 1);
    depot_file(d, d->batch, "3.tif", 3, "drie", 1);
    assert_string_equal("1=1.tif 2=3.tif", sheets(d));
    /* What was refused comes in between, and before all. */
    depot_file(d, d->batch, "2.tif", 2, "twee", 2);
    depot_file(d, d->batch, "0.tif", 0, "nul", 1);
    assert_string_equal("0a=0.tif 1=1.tif 1a=2.tif 1b=2.tif 2=3.tif", sheets(d));
    depot_file(d, d->batch, "4.tif", 9, "vier", 1);
    assert_string_equal("0a=0.tif 1=1.tif 1a=2.tif 1b=2.tif 2=3.tif 3=4.tif", sheets(d));
}

static void a_name_is_not_given_again(void **state)
{
    struct depot *d = *state;
    struct page_new pages[1];
    struct page_replacement r = rescan_of("extra.tif", "sha-extra", pages, 1);
    size_t count;

    for (int i = 1; i <= 3; i++) {
        char file[2][24];

        snprintf(file[0], sizeof file[0], "%d.tif", i);
        snprintf(file[1], sizeof file[1], "sha%d", i);
        depot_file(d, d->batch, file[0], i, file[1], 1);
    }
    assert_rc(BA_OK, page_insert(d->store, 3, false, &r, &jan, &d->err), &d->err);
    assert_string_equal("1=1.tif 2=2.tif 3=3.tif 3a=extra.tif", sheets(d));
    assert_rc(BA_OK, page_insert_undo(d->store, 4, &jan, &count, &d->err), &d->err);
    r = rescan_of("extra.tif", "sha-extra", pages, 1);
    assert_rc(BA_OK, page_insert(d->store, 3, false, &r, &jan, &d->err), &d->err);
    assert_string_equal("1=1.tif 2=2.tif 3=3.tif 3b=2/extra.tif", sheets(d));
    /* Behind 3 once more: in order before 3b, which keeps its name. */
    r = rescan_of("nog.tif", "sha-nog", pages, 1);
    assert_rc(BA_OK, page_insert(d->store, 3, false, &r, &jan, &d->err), &d->err);
    assert_string_equal("1=1.tif 2=2.tif 3=3.tif 3c=nog.tif 3b=2/extra.tif", sheets(d));
    /* The last one goes into the first, and a file that comes later is no second 3. */
    assert_rc(BA_OK, page_replace_by(d->store, 1, 3, &jan, &d->err), &d->err);
    assert_string_equal("1=3.tif 2=2.tif 3c=nog.tif 3b=2/extra.tif", sheets(d));
    depot_file(d, d->batch, "9.tif", 90, "sha9", 1);
    assert_string_equal("1=3.tif 2=2.tif 3c=nog.tif 3b=2/extra.tif 4=9.tif", sheets(d));
    /* Taken back, the page has its name again. */
    rescan_of("", "", pages, 1);
    assert_rc(BA_OK, page_replace_undo(d->store, 1, pages, &jan, &d->err), &d->err);
    assert_string_equal("1=1.tif 2=2.tif 3=3.tif 3c=nog.tif 3b=2/extra.tif 4=9.tif", sheets(d));
}

/* Version 15: numbers were positions, and a page that was taken out has no name to come back to. */
static void a_depot_of_before_keeps_the_numbers_that_it_shows(void **state)
{
    struct depot d = { 0 };
    char path[] = "/tmp/test-sheet-XXXXXX", db[64];

    (void)state;
    assert_non_null(mkdtemp(path));
    snprintf(db, sizeof db, "%s/index.db", path);
    older_store(
        db, 15,
        "INSERT INTO batch(id, name, source_path, arrived_at) VALUES(1,'b','/b','2026');"
        "INSERT INTO master(id,sha256,size,extension,format,taken_at) VALUES(1,'a',1,'tif','f','');"
        "INSERT INTO file(id,batch,path,position,size,sha256,master,taken,decided_at) VALUES"
        "(1,1,'1.tif',1,1,'a',1,1,''),(2,1,'2.tif',2,1,'a',1,1,'');"
        "INSERT INTO page(id,batch,file,frame,seq,width_px,height_px,xdpi,ydpi,bits_per_sample,"
        "samples,photometric,compression,orientation_tag) VALUES(1,1,1,0,1,1,1,1,1,1,1,1,1,1),"
        "(2,1,2,0,2,1,1,1,1,1,1,1,1,1);"
        "INSERT INTO past_page(page,batch,file,frame,why,at,who,detail) VALUES"
        "(7,1,1,5,'replaced','','','{}'),(2,1,1,5,'replaced','','','{}');");
    assert_rc(BA_OK, store_open(db, STORE_WRITE, &d.store, &d.err), &d.err);
    d.batch = 1;
    assert_string_equal("1=1.tif 2=2.tif", sheets(&d));
    int64_t n = 0;
    assert_rc(BA_OK,
              sql_int(d.store, &n, &d.err, "SELECT count(*) FROM past_page WHERE sheet = '2'", ""),
              &d.err);
    assert_int_equal(1, n);
    depot_file(&d, 1, "1b.tif", 2, "b", 1);
    assert_string_equal("1=1.tif 1a=1b.tif 2=2.tif", sheets(&d));
    store_close(d.store);
    assert_rc(BA_OK, ba_remove_tree(path, &d.err), &d.err);
}

#define T(f) cmocka_unit_test_setup_teardown(f, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_numbers_and_letters),
        T(what_comes_between_gets_a_letter_and_moves_nothing),
        T(a_name_is_not_given_again),
        cmocka_unit_test(a_depot_of_before_keeps_the_numbers_that_it_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
