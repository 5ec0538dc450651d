#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/file.h"
#include "index/access/personal_finding.h"
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
    snprintf(dir, sizeof dir, "/tmp/ba-personal-XXXXXX");
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

static void expect(struct store *s, int document, bool first, int pages, int unexamined,
                   int flagged, const char *kinds)
{
    struct personal p;
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, personal_look(s, 1, document, first, &p, &err), &err);
    assert_int_equal(p.pages, pages);
    assert_int_equal(p.unexamined, unexamined);
    assert_int_equal(p.flagged, flagged);
    assert_string_equal(p.kinds, kinds);
}

static void pages_that_were_read_and_bear_nothing_are_free(void **state)
{
    expect(*state, 1, true, 3, 0, 0, "");
    expect(*state, 1, false, 2, 0, 0, "");
    expect(*state, 2, false, 1, 0, 0, "");
    expect(*state, 7, false, 0, 0, 0, "");
}

static void flagged_pages_count_once_and_only_in_their_document(void **state)
{
    run(*state,
        FLAG("telephone", 1) FLAG("bsn", 1)
            FLAG("bsn", 2) "INSERT INTO field(dossier,name,value,source,rule,confidence,page,at)"
                           "VALUES(1,'work','x',3,'r',0.9,4,'2026-11-21');");
    expect(*state, 1, true, 3, 0, 2, "bsn,telephone");
    expect(*state, 2, false, 1, 0, 0, "");
    run(*state, FLAG("iban", 5));
    expect(*state, 1, true, 3, 0, 3, "bsn,iban,telephone");
    expect(*state, 1, false, 2, 0, 2, "bsn,telephone");
}

static void what_nobody_looked_at_is_unexamined(void **state)
{
    run(*state, "UPDATE page SET state = 'failed' WHERE id = 4");
    expect(*state, 2, false, 1, 1, 0, "");
    run(*state, "UPDATE page SET state = 'waiting' WHERE id = 4");
    expect(*state, 2, false, 1, 1, 0, "");
    run(*state, "UPDATE page SET state = 'text', stale = 1 WHERE id = 4");
    expect(*state, 2, false, 1, 1, 0, "");
    run(*state, "UPDATE page SET stale = 0 WHERE id = 4");
    expect(*state, 2, false, 1, 0, 0, "");
    run(*state, "UPDATE dossier SET stale = 1");
    expect(*state, 2, false, 1, 1, 0, "");
    expect(*state, 1, true, 3, 3, 3, "bsn,iban,telephone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_that_were_read_and_bear_nothing_are_free),
        cmocka_unit_test(flagged_pages_count_once_and_only_in_their_document),
        cmocka_unit_test(what_nobody_looked_at_is_unexamined),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
