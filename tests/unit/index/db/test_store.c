#include "tests/unit/older_store.h"
#include "tests/unit/test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "index/db/store.h"
#include "index/records/batch.h"

struct scratch_place {
    char dir[64], path[96];
};

static int setup(void **state)
{
    struct scratch_place *p = calloc(1, sizeof *p);

    strcpy(p->dir, "/tmp/test-index-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    snprintf(p->path, sizeof p->path, "%s/index.db", p->dir);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_remove_tree(p->dir, &err), &err);
    free(p);
    return 0;
}

static struct store *open_ok(const char *path, enum store_mode mode)
{
    struct ba_err err = BA_ERR_INIT;
    struct store *s = NULL;

    assert_rc(BA_OK, store_open(path, mode, &s, &err), &err);
    return s;
}

static void open_fails(const char *path, enum store_mode mode, const char *code)
{
    struct ba_err err = BA_ERR_INIT;
    struct store *s = NULL;

    assert_rc(BA_FATAL, store_open(path, mode, &s, &err), &err);
    assert_string_equal(code, err.code);
    assert_null(s);
}

static void sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;

    assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, text, NULL, NULL, NULL));
    sqlite3_close(db);
}

static void a_new_database_can_be_opened_again(void **state)
{
    struct scratch_place *p = *state;

    store_close(open_ok(p->path, STORE_CREATE));
    store_close(open_ok(p->path, STORE_WRITE));
    store_close(open_ok(p->path, STORE_READ));
}

static void creating_over_a_database_leaves_it_alone(void **state)
{
    struct scratch_place *p = *state;

    store_close(open_ok(p->path, STORE_CREATE));
    open_fails(p->path, STORE_CREATE, "STORE_EXISTS");
    store_close(open_ok(p->path, STORE_READ));
}

static void a_leftover_of_a_killed_creation_does_no_harm(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    char tmp[128];

    snprintf(tmp, sizeof tmp, "%s/" BA_TMP_PREFIX "index.db", p->dir);
    assert_rc(BA_OK, ba_file_replace(tmp, "half", 4, 0644, &err), &err);
    store_close(open_ok(p->path, STORE_CREATE));
    assert_int_equal(-1, access(tmp, F_OK));
}

static void a_missing_database_says_so(void **state)
{
    struct scratch_place *p = *state;

    open_fails(p->path, STORE_READ, "STORE_MISSING");
    open_fails(p->path, STORE_WRITE, "STORE_MISSING");
    open_fails("/nonexistent/index.db", STORE_WRITE, "STORE_MISSING");
    assert_int_equal(-1, access(p->path, F_OK));
}

static void a_newer_layout_is_refused(void **state)
{
    struct scratch_place *p = *state;

    store_close(open_ok(p->path, STORE_CREATE));
    sql(p->path, "INSERT INTO migration VALUES(9999, 'from the future', '2100-01-01T00:00:00')");
    open_fails(p->path, STORE_WRITE, "STORE_NEWER");
    open_fails(p->path, STORE_READ, "STORE_NEWER");
}

/* All tables and columns, as SQLite tells them. */
static char *layout(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    char *text;

    assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
    assert_int_equal(SQLITE_OK,
                     sqlite3_prepare_v2(db,
                                        "SELECT group_concat(t.name || '.' || c.name, ' ') FROM "
                                        "(SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "sql NOT LIKE 'CREATE VIRTUAL%' "
                                        "ORDER BY name) t JOIN pragma_table_info(t.name) c",
                                        -1, &st, NULL));
    assert_int_equal(SQLITE_ROW, sqlite3_step(st));
    text = strdup((const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    sqlite3_close(db);
    return text;
}

static void every_older_layout_is_brought_up_to_date_by_a_writer_only(void **state)
{
    struct scratch_place *p = *state;
    char *want, *got;

    store_close(open_ok(p->path, STORE_CREATE));
    want = layout(p->path);
    for (int64_t version = 1; version < schema_version(); version++) {
        unlink(p->path);
        older_store(p->path, version, "");
        open_fails(p->path, STORE_READ, "STORE_OLDER");
        store_close(open_ok(p->path, STORE_WRITE));
        store_close(open_ok(p->path, STORE_READ));
        got = layout(p->path);
        assert_string_equal(want, got);
        free(got);
    }
    free(want);
}

static void a_lost_list_of_migrations_is_damage(void **state)
{
    struct scratch_place *p = *state;

    store_close(open_ok(p->path, STORE_CREATE));
    sql(p->path, "DROP TABLE migration");
    open_fails(p->path, STORE_WRITE, "STORE_DAMAGED");
}

static void another_programs_database_is_not_taken_for_ours(void **state)
{
    struct scratch_place *p = *state;

    sql(p->path, "CREATE TABLE photos(id)");
    open_fails(p->path, STORE_WRITE, "STORE_FOREIGN");
}

static void a_file_that_is_no_database_is_damaged(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    char text[4096];

    memset(text, 'x', sizeof text);
    assert_rc(BA_OK, ba_file_replace(p->path, text, sizeof text, 0644, &err), &err);
    open_fails(p->path, STORE_READ, "STORE_DAMAGED");
    assert_rc(BA_OK, ba_file_replace(p->path, "", 0, 0644, &err), &err);
    open_fails(p->path, STORE_WRITE, "STORE_DAMAGED");
}

static void a_damaged_page_is_reported_with_what_to_do(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    struct store *s = NULL;
    char junk[4096];

    store_close(open_ok(p->path, STORE_CREATE));
    /* Everything but the header page. */
    memset(junk, 0xA5, sizeof junk);
    int fd = open(p->path, O_WRONLY);
    off_t size = lseek(fd, 0, SEEK_END);
    for (off_t at = 4096; at < size; at += 4096)
        assert_int_equal(4096, pwrite(fd, junk, 4096, at));
    close(fd);
    enum ba_rc rc = store_open(p->path, STORE_WRITE, &s, &err);
    struct batch_row row;
    bool found;
    if (rc == BA_OK)
        rc = batch_find(s, "x", &row, &found, &err);
    store_close(s);
    assert_int_equal(BA_FATAL, rc);
    assert_string_equal("STORE_DAMAGED", err.code);
    assert_non_null(strstr(err.msg, "index --rebuild"));
}

static void what_is_not_committed_is_gone(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    struct batch_row row;
    int64_t id;
    bool found;
    struct store *s = open_ok(p->path, STORE_CREATE);

    assert_rc(BA_OK, store_begin(s, &err), &err);
    assert_rc(BA_OK, batch_add(s, "b1", "/in/b1", &id, &err), &err);
    store_close(s);
    s = open_ok(p->path, STORE_WRITE);
    assert_rc(BA_OK, batch_find(s, "b1", &row, &found, &err), &err);
    assert_false(found);
    store_close(s);
}

static void a_reader_sees_the_last_commit_while_a_writer_writes(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    struct batch_row row;
    int64_t id;
    bool found;
    struct store *writer = open_ok(p->path, STORE_CREATE);

    assert_rc(BA_OK, store_begin(writer, &err), &err);
    assert_rc(BA_OK, batch_add(writer, "b1", "/in/b1", &id, &err), &err);
    assert_rc(BA_OK, store_commit(writer, &err), &err);
    assert_rc(BA_OK, store_begin(writer, &err), &err);
    assert_rc(BA_OK, batch_add(writer, "b2", "/in/b2", &id, &err), &err);
    struct store *reader = open_ok(p->path, STORE_READ);
    assert_rc(BA_OK, batch_find(reader, "b1", &row, &found, &err), &err);
    assert_true(found);
    assert_rc(BA_OK, batch_find(reader, "b2", &row, &found, &err), &err);
    assert_false(found);
    assert_rc(BA_OK, store_commit(writer, &err), &err);
    assert_rc(BA_OK, batch_find(reader, "b2", &row, &found, &err), &err);
    assert_true(found);
    store_close(reader);
    store_close(writer);
}

static void a_reading_handle_cannot_write(void **state)
{
    struct scratch_place *p = *state;
    struct ba_err err = BA_ERR_INIT;
    int64_t id;

    store_close(open_ok(p->path, STORE_CREATE));
    struct store *s = open_ok(p->path, STORE_READ);
    assert_rc(BA_FATAL, batch_add(s, "b1", "/in", &id, &err), &err);
    assert_string_equal("STORE_FAILED", err.code);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_database_can_be_opened_again, setup, teardown),
        cmocka_unit_test_setup_teardown(creating_over_a_database_leaves_it_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_leftover_of_a_killed_creation_does_no_harm, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_missing_database_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(a_newer_layout_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(every_older_layout_is_brought_up_to_date_by_a_writer_only,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_lost_list_of_migrations_is_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(another_programs_database_is_not_taken_for_ours, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_database_is_damaged, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_page_is_reported_with_what_to_do, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_is_not_committed_is_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reader_sees_the_last_commit_while_a_writer_writes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_reading_handle_cannot_write, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
