#include "tests/unit/older_store.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "index/db/sql.h"
#include "index/records/package_record.h"

static char dir[64];
static char said[2048];

static void run(struct store *s, const char *sql)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, sql_script(s, sql, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
}

#define PAGE(id, batch, dossier, state)                                                            \
    "INSERT INTO page(id,batch,file,frame,seq,state,width_px,height_px,xdpi,ydpi,bits_per_sample," \
    "samples,photometric,compression,orientation_tag,dossier)VALUES(" #id "," #batch ",1," #id     \
    "," #id ",'" state "',9,9,300,300,1,1,0,4,1," dossier ");"

/* Box b: pages 1 and 2 of dossier 1, page 3 of dossier 2, a separator. Box c: page 5 of dossier 2.
 */
static const char fill[] =
    "INSERT INTO batch(id, name, source_path, complete, arrived_at) "
    "VALUES(1,'b','/b',1,'2026'),(2,'c','/c',1,'2026');"
    "INSERT INTO master VALUES(1,'ab',1,'tif','fmt/353','2026');"
    "INSERT INTO file(id,batch,path,position,size,sha256,master,taken,decided_at)"
    "VALUES(1,1,'a',1,1,'ab',1,1,'2026');"
    "INSERT INTO archive VALUES(1,'A');"
    "INSERT INTO dossier(id,archive,number,sort_key) VALUES(1,1,'1','1'),(2,1,'2','2');" PAGE(
        1, 1, "1", "text") PAGE(2, 1, "1", "drawing") PAGE(3, 1, "2", "text")
        PAGE(4, 1, "NULL", "separator") PAGE(5, 2, "2", "text");

static int begin(void **state)
{
    struct store *s = NULL;
    struct ba_err err = BA_ERR_INIT;
    char path[96];
    snprintf(dir, sizeof dir, "/tmp/ba-package-XXXXXX");
    if (mkdtemp(dir) == NULL)
        return -1;
    setenv("SOURCE_DATE_EPOCH", "1795300000", 1);
    snprintf(path, sizeof path, "%s/index.db", dir);
    if (store_open(path, STORE_CREATE, &s, &err) != BA_OK)
        return -1;
    run(s, fill);
    *state = s;
    return 0;
}

static int end(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    store_close(*state);
    unsetenv("SOURCE_DATE_EPOCH");
    return ba_remove_tree(dir, &err) == BA_OK ? 0 : -1;
}

static void add(struct store *s, const char *delivery, int64_t dossier, const char *id,
                uint32_t version, const char *content)
{
    struct package_dossier d = { dossier, id, version, content, 1700000000 };
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, package_record_add(s, delivery, &d, 1, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
}

static void receipt(struct store *s, const char *delivery, const char *state, const char *reason)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, package_record_receipt(s, "jan", delivery, state, reason, &err), &err);
    assert_rc(BA_OK, store_commit(s, &err), &err);
}

static BA_RC note_package(void *ctx, const struct package_row *r, struct ba_err *err)
{
    size_t n = strlen(said);
    (void)ctx;
    (void)err;
    snprintf(said + n, sizeof said - n, "%s %s %d %d [%s]|", r->delivery, r->state,
             (int)r->dossiers, (int)r->pages, r->reason);
    return BA_OK;
}

static BA_RC note_box(void *ctx, const struct package_box *b, struct ba_err *err)
{
    size_t n = strlen(said);
    (void)ctx;
    (void)err;
    snprintf(said + n, sizeof said - n, "%s %d: %d %d %d|", b->batch, (int)b->pages,
             (int)b->accepted, (int)b->under_way, (int)b->returned);
    return BA_OK;
}

static void expect_boxes(struct store *s, const char *want)
{
    struct ba_err err = BA_ERR_INIT;
    said[0] = '\0';
    assert_rc(BA_OK, package_record_each_box(s, note_box, NULL, &err), &err);
    assert_string_equal(said, want);
}

static void the_way_of_a_delivery_is_kept(void **state)
{
    struct store *s = *state;
    struct package_last last;
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_string_equal(last.state, "");
    expect_boxes(s, "b 3: 0 0 0|c 1: 0 0 0|");
    add(s, "D1", 1, "1", 1, "aa");
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_string_equal(last.state, "exported");
    assert_int_equal(last.accepted, 0);
    expect_boxes(s, "b 3: 0 2 0|c 1: 0 0 0|");
    receipt(s, "D1", "sent", NULL);
    receipt(s, "D1", "returned", "verkeerde bron");
    said[0] = '\0';
    assert_rc(BA_OK, package_record_each(s, note_package, NULL, &err), &err);
    assert_string_equal(said, "D1 returned 1 2 [verkeerde bron]|");
    expect_boxes(s, "b 3: 0 0 2|c 1: 0 0 0|");
    add(s, "D1", 1, "1", 1, "aa"); /* equal bytes: the same name */
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_string_equal(last.state, "exported");
    receipt(s, "D1", "accepted", NULL);
    add(s, "D1", 1, "1", 1, "aa"); /* a second copy changes nothing */
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_string_equal(last.state, "accepted");
    assert_int_equal(last.accepted, 1);
    assert_string_equal(last.content, "aa");
    expect_boxes(s, "b 3: 2 0 0|c 1: 0 0 0|");
}

/* What was accepted is an image in a dossier: a page that has it again was accepted again. */
static void a_page_with_another_image_or_dossier_was_not_accepted_until_it_is_back(void **state)
{
    struct store *s = *state;

    run(s, "INSERT INTO file(id,batch,path,position,size,sha256,master,taken,decided_at)"
           "VALUES(2,1,'n',2,1,'ab',1,1,'2026');UPDATE page SET file = 2 WHERE id = 2;");
    expect_boxes(s, "b 3: 1 0 0|c 1: 0 0 0|");
    run(s, "UPDATE page SET file = 1, dossier = 2 WHERE id = 2;");
    expect_boxes(s, "b 3: 1 0 0|c 1: 0 0 0|");
    run(s, "UPDATE page SET dossier = 1 WHERE id = 2;DELETE FROM file WHERE id = 2;");
    expect_boxes(s, "b 3: 2 0 0|c 1: 0 0 0|");
}

static void versions_follow_each_other_by_what_was_accepted(void **state)
{
    struct store *s = *state;
    struct package_last last;
    struct ba_err err = BA_ERR_INIT;
    add(s, "D2", 1, "1_v2", 2, "bb");
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_int_equal(last.accepted, 1);
    assert_string_equal(last.accepted_id, "1");
    assert_string_equal(last.before_id, "");
    receipt(s, "D2", "accepted", "");
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_int_equal(last.accepted, 2);
    assert_string_equal(last.accepted_id, "1_v2");
    assert_string_equal(last.content, "bb");
    assert_string_equal(last.before_id, "1");
}

static void a_late_receipt_of_an_older_version_says_nothing_of_the_newer(void **state)
{
    struct store *s = *state;
    struct package_last last;
    struct ba_err err = BA_ERR_INIT;

    add(s, "L1", 2, "2", 1, "c1");
    receipt(s, "L1", "accepted", NULL);
    add(s, "L2", 2, "2_v2", 2, "c2");
    setenv("SOURCE_DATE_EPOCH", "1795300100", 1);
    receipt(s, "L1", "returned", "a mistake of the receiver");
    receipt(s, "L1", "accepted", NULL);
    setenv("SOURCE_DATE_EPOCH", "1795300000", 1);
    assert_rc(BA_OK, package_record_last_of(s, 2, &last, &err), &err);
    assert_string_equal(last.state, "exported");
}

static void a_receipt_must_make_sense(void **state)
{
    struct store *s = *state;
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_ITEM, package_record_receipt(s, "jan", "D9", "accepted", NULL, &err), &err);
    assert_string_equal(err.code, "PACKAGE_UNKNOWN");
    assert_rc(BA_FATAL, package_record_receipt(s, "jan", "D1", "lost", NULL, &err), &err);
    assert_rc(BA_FATAL, package_record_receipt(s, "jan", "D1", "exported", NULL, &err), &err);
    assert_rc(BA_FATAL, package_record_receipt(s, "jan", "D1", "returned", "", &err), &err);
    assert_string_equal(err.code, "USAGE");
    store_rollback(s);
}

/* What went out before deliveries were kept is in the audit log only. */
static void older_deliveries_are_taken_over_from_the_audit_log(void **state)
{
    struct store *s = NULL;
    struct package_last last;
    struct ba_err err = BA_ERR_INIT;
    char path[96];
    char *sql = ba_strf("%s%s", fill,
                        "INSERT INTO audit(at,who,action,object,detail) VALUES"
                        "('2026-11-20','jan','export','dossier 2 (A)','D0'),"
                        "('2026-11-20','jan','export','dossier 9 (A)','D0'),"
                        "('2026-11-20','jan','set','dossier 1 (A)','title');");

    (void)state;
    assert_non_null(sql);
    snprintf(path, sizeof path, "%s/older.db", dir);
    older_store(path, 5, sql);
    free(sql);
    assert_rc(BA_OK, store_open(path, STORE_WRITE, &s, &err), &err);
    assert_rc(BA_OK, package_record_last_of(s, 1, &last, &err), &err);
    assert_string_equal(last.state, "");
    assert_rc(BA_OK, package_record_last_of(s, 2, &last, &err), &err);
    assert_string_equal(last.state, "exported");
    receipt(s, "D0", "accepted", NULL);
    assert_rc(BA_OK, package_record_last_of(s, 2, &last, &err), &err);
    assert_int_equal(last.accepted, 1);
    assert_string_equal(last.content, "");
    expect_boxes(s, "b 3: 0 0 0|c 1: 0 0 0|"); /* which pages were in it nobody knows */
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_of_a_delivery_is_kept),
        cmocka_unit_test(a_page_with_another_image_or_dossier_was_not_accepted_until_it_is_back),
        cmocka_unit_test(versions_follow_each_other_by_what_was_accepted),
        cmocka_unit_test(a_late_receipt_of_an_older_version_says_nothing_of_the_newer),
        cmocka_unit_test(a_receipt_must_make_sense),
        cmocka_unit_test(older_deliveries_are_taken_over_from_the_audit_log),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
