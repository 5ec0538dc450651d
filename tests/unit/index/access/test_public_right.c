#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "index/access/personal_decision.h"
#include "index/access/public_right.h"
#include "index/db/sql.h"

static char dir[64];

static void run(struct store *s, const char *sql)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, sql_script(s, sql, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
}

#define PAGE(id, document, seq, state, stale)                                                      \
    "INSERT INTO page(id,batch,file,frame,seq,state,width_px,height_px,xdpi,ydpi,bits_per_sample," \
    "samples,photometric,compression,orientation_tag,dossier,document,seq_in_dossier,stale)"       \
    "VALUES(" #id ",1,1," #id "," #id ",'" state "',9,9,300,300,1,1,0,4,1,1," document "," #seq    \
    "," #stale ");"
#define FLAG(kind, page)                                                                           \
    "INSERT INTO field(dossier,name,value,source,rule,confidence,page,at)"                         \
    "VALUES(1,'personal_data','" kind "',3,'r',0.9," #page ",'2026-11-21');"

/* Dossier 1: document 1 has pages 1, 2 and a separator; document 2 has page 4; page 5 lies in none.
 */
static int begin(void **state)
{
    struct store *s = NULL;
    struct ba_err err = BA_ERR_INIT;
    char path[96];
    snprintf(dir, sizeof dir, "/tmp/ba-right-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/index.db", dir);
    if (store_open(path, STORE_CREATE, &s, &err) != BA_OK)
        return -1;
    run(s, "INSERT INTO batch(id, name, source_path, complete, arrived_at) "
           "VALUES(1,'b','/b',1,'2026-11-21');"
           "INSERT INTO master VALUES(1,'ab',1,'tif','fmt/353','2026-11-21');"
           "INSERT INTO file(id,batch,path,position,size,sha256,master,taken,decided_at)"
           "VALUES(1,1,'a',1,1,'ab',1,1,'2026-11-21');"
           "INSERT INTO archive VALUES(1,'A');"
           "INSERT INTO dossier(id,archive,number,sort_key,stale) VALUES(1,1,'1','1',0);"
           "INSERT INTO document(id,dossier,seq,batch,number_in_batch) VALUES(1,1,1,1,1),"
           "(2,1,2,1,2);" PAGE(1, "1", 1, "text", 0) PAGE(2, "1", 2, "drawing", 0)
               PAGE(3, "1", 3, "separator", 1) PAGE(4, "2", 4, "text", 0)
                   PAGE(5, "NULL", 5, "blank", 0));
    *state = s;
    return 0;
}

static int end(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    store_close(*state);
    return ba_remove_tree(dir, &err) == BA_OK ? 0 : -1;
}

static const char *const open_values[] = { "openbaar", NULL }, *const undecided[] = {
    "niet-beoordeeld", NULL
};
static const struct public_values values = { open_values, undecided };

static enum public_reason right(struct store *s, int64_t document)
{
    struct public_right r;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, public_right_of(s, 1, document, &values, &r, &err), &err);
    return r.reason;
}

#define SET(name, value)                                                                           \
    "INSERT INTO field(dossier,name,value,source,rule,confidence,at)"                              \
    "VALUES(1,'" name "','" value "',3,'archivist',1,'2026-11-21');"
#define SET_DOCUMENT(number, name, value)                                                          \
    "INSERT INTO document_field(dossier,batch,number_in_batch,name,value,rule,at)"                 \
    "VALUES(1,1," #number ",'" name "','" value "','archivist','2026-11-21');"

static void access_of_dossier_and_document_decide(void **state)
{
    struct store *s = *state;

    assert_int_equal(PUBLIC_UNDECIDED, right(s, 0));
    assert_int_equal(PUBLIC_UNDECIDED, right(s, 1));
    run(s, SET("access", "niet-beoordeeld"));
    assert_int_equal(PUBLIC_UNDECIDED, right(s, 1));
    run(s, SET_DOCUMENT(1, "access", "Openbaar"));
    assert_int_equal(PUBLIC_YES, right(s, 1));
    assert_int_equal(PUBLIC_UNDECIDED, right(s, 2));
    run(s, SET("access", "levenssfeer"));
    assert_int_equal(PUBLIC_RESTRICTED, right(s, 0));
    assert_int_equal(PUBLIC_DOSSIER_CLOSED, right(s, 1));
    assert_int_equal(PUBLIC_RESTRICTED, right(s, 2));
}

static void copyright_closes_until_its_day_has_passed(void **state)
{
    struct store *s = *state;

    run(s, SET("access", "openbaar"));
    assert_int_equal(PUBLIC_YES, right(s, 2));
    run(s, SET_DOCUMENT(2, "copyright", "ja"));
    assert_int_equal(PUBLIC_COPYRIGHT, right(s, 2));
    assert_int_equal(PUBLIC_YES, right(s, 1));
    run(s, SET_DOCUMENT(2, "copyright_until", "2999"));
    assert_int_equal(PUBLIC_COPYRIGHT, right(s, 2));
    run(s, SET_DOCUMENT(2, "copyright_until", "1999-12-31"));
    assert_int_equal(PUBLIC_YES, right(s, 2));
    run(s, SET("copyright", "ja"));
    assert_int_equal(PUBLIC_COPYRIGHT, right(s, 1));
    run(s, SET_DOCUMENT(1, "copyright", "nee"));
    assert_int_equal(PUBLIC_YES, right(s, 1));
}

static void a_date_that_is_only_said_lifts_nothing(void **state)
{
    struct store *s = *state;

    run(s, SET("access", "openbaar") SET("copyright", "ja") SET("copyright_until", "2090-01-01"));
    setenv("SOURCE_DATE_EPOCH", "4102444800", 1); /* 2100 */
    assert_int_equal(PUBLIC_COPYRIGHT, right(s, 1));
    unsetenv("SOURCE_DATE_EPOCH");
}

static void numbers_close_a_document_and_names_do_not(void **state)
{
    struct store *s = *state;

    run(s, SET("access", "openbaar") FLAG("name", 1));
    assert_int_equal(PUBLIC_YES, right(s, 1));
    run(s, FLAG("bsn", 1));
    assert_int_equal(PUBLIC_PERSONAL, right(s, 1));
}

static void a_title_is_told_without_personal_data(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    char *told = NULL;

    run(*state, SET("applicant", "Verschuren, J."));
    assert_rc(BA_OK, public_text(*state, 1, "Dakkapel Verschuren, BSN 111222333", &told, &err),
              &err);
    assert_string_equal("Dakkapel [weggelaten], [weggelaten]", told);
    free(told);
    run(*state, SET("names_public", "ja"));
    assert_rc(BA_OK, public_text(*state, 1, "Dakkapel Verschuren, BSN 111222333", &told, &err),
              &err);
    assert_string_equal("Dakkapel Verschuren, [weggelaten]", told);
    free(told);
}

static void a_person_decides_on_a_proposal_by_its_place(void **state)
{
    struct store *s = *state;
    struct ba_err err = BA_ERR_INIT;
    struct personal_decisions d;
    struct personal_place at = { 1, "name", "[[10,20,30,40],[50,60,7,8]]" };
    struct personal_box boxes[4];

    assert_int_equal(2, personal_boxes_read(at.box, boxes, 4));
    assert_true(boxes[1].x == 50 && boxes[1].h == 8);
    assert_int_equal(0, personal_boxes_read("[]", boxes, 4));
    run(s, FLAG("name", 1) "UPDATE field SET box = '[[10,20,30,40],[50,60,7,8]]'");
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, personal_decide(s, &at, true, "jan", NULL, &err), &err);
    assert_rc(BA_OK, personal_decide(s, &at, false, "jan", NULL, &err), &err);
    assert_rc(BA_OK, personal_decide(s, &at, true, "jan", NULL, &err), &err);
    at.box = "[[1,2,3,4]]";
    assert_rc(BA_ITEM, personal_decide(s, &at, true, "jan", NULL, &err), &err);
    assert_string_equal("PERSONAL_UNKNOWN", err.code);
    assert_rc(BA_OK, store_commit(s, &err), &err);
    assert_rc(BA_OK, personal_decisions_read(s, 1, &d, &err), &err);
    assert_int_equal(2, d.count);
    assert_true(personal_decision_at(&d, "name", 25, 40)->keep);
    assert_null(personal_decision_at(&d, "name", 45, 40));
    assert_null(personal_decision_at(&d, "home address", 25, 40));
    personal_decisions_free(&d);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        T(access_of_dossier_and_document_decide),  T(copyright_closes_until_its_day_has_passed),
        T(a_date_that_is_only_said_lifts_nothing), T(numbers_close_a_document_and_names_do_not),
        T(a_title_is_told_without_personal_data),  T(a_person_decides_on_a_proposal_by_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
