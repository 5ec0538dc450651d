/* The inbox of watch: what is seen in it, and how folders leave it. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "pipeline/inbox.h"
#include "tests/unit/test.h"

/* In place of the C library's: a folder that fails in the middle, as on a network disk. */
static bool disk_fails;
struct dirent *readdir(DIR *d)
{
    static struct dirent *(*real)(DIR *);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "readdir64");
    if (!disk_fails)
        return real(d);
    errno = EIO;
    return NULL;
}

struct scratch_place {
    char dir[64];
    char *inbox, *depot;
    struct inbox in;
    struct ba_err err;
};

static int setup(void **state)
{
    struct scratch_place *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return -1;
    strcpy(p->dir, "/tmp/ba-inbox-XXXXXX");
    if (mkdtemp(p->dir) == NULL)
        return -1;
    p->inbox = ba_path_join(p->dir, "in");
    p->depot = ba_path_join(p->dir, "depot");
    *state = p;
    return mkdir(p->inbox, 0755) == 0 && mkdir(p->depot, 0755) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    struct scratch_place *p = *state;

    inbox_close(&p->in);
    assert_rc(BA_OK, ba_remove_tree(p->dir, &p->err), &p->err);
    free(p->inbox);
    free(p->depot);
    free(p);
    return 0;
}

/* Makes a folder with a file in it; name is relative to the scratch folder. */
static void folder(struct scratch_place *p, const char *name)
{
    char *path = ba_strf("%s/%s/1.tif", p->dir, name);

    assert_rc(BA_OK, ba_mkdirs_for(path, &p->err), &p->err);
    assert_rc(BA_OK, ba_file_replace(path, name, strlen(name), 0644, &p->err), &p->err);
    free(path);
}

static bool is_there(struct scratch_place *p, const char *name)
{
    char *path = ba_path_join(p->dir, name);
    bool there = access(path, F_OK) == 0;

    free(path);
    return there;
}

static void open_it(struct scratch_place *p)
{
    assert_rc(BA_OK, inbox_open(&p->in, p->inbox, NULL, false, p->depot, &p->err), &p->err);
}

static void folders_are_seen_in_the_order_people_count(void **state)
{
    struct scratch_place *p = *state;
    char *link = ba_path_join(p->inbox, "koppeling"), *file = ba_path_join(p->inbox, "los.tif");

    folder(p, "in/batch 10");
    folder(p, "in/batch 9");
    folder(p, "in/.verborgen");
    assert_int_equal(0, symlink("batch 9", link));
    assert_rc(BA_OK, ba_file_replace(file, "x", 1, 0644, &p->err), &p->err);
    open_it(p);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(4, p->in.count);
    assert_string_equal("batch 9", p->in.at[0].name);
    assert_string_equal("batch 10", p->in.at[1].name);
    assert_true(p->in.at[0].is_folder);
    assert_string_equal("koppeling", p->in.at[2].name);
    assert_false(p->in.at[2].is_folder);
    assert_false(p->in.at[3].is_folder);
    free(link);
    free(file);
}

static void what_is_remembered_of_a_folder_stays_until_it_goes(void **state)
{
    struct scratch_place *p = *state;
    char *one = ba_path_join(p->inbox, "een"), *away = ba_path_join(p->dir, "weg");

    folder(p, "in/een");
    open_it(p);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    p->in.at[0].add = true;
    folder(p, "in/aan");
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(2, p->in.count);
    assert_string_equal("aan", p->in.at[0].name);
    assert_true(p->in.at[1].add);
    assert_int_equal(0, rename(one, away));
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(1, p->in.count);
    assert_int_equal(0, rename(away, one));
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_false(p->in.at[1].add);
    free(one);
    free(away);
}

static void a_moved_folder_never_takes_anothers_place(void **state)
{
    static const char *const want[] = { "in/.verwerkt/a", "in/.verwerkt/a-2", "in/.verwerkt/a-3" };
    struct scratch_place *p = *state;

    open_it(p);
    for (int i = 0; i < 3; i++) {
        char *to;

        folder(p, "in/a");
        assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
        assert_rc(BA_OK, inbox_move(&p->in, &p->in.at[0], &to, &p->err), &p->err);
        assert_true(is_there(p, want[i]));
        assert_false(is_there(p, "in/a"));
        free(to);
    }
    assert_true(is_there(p, "in/.verwerkt/a/1.tif"));
}

static void not_even_an_empty_folder_is_replaced(void **state)
{
    struct scratch_place *p = *state;
    char *empty = ba_path_join(p->inbox, ".verwerkt/a"), *to;

    folder(p, "in/a");
    open_it(p);
    assert_int_equal(0, mkdir(empty, 0755));
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_rc(BA_OK, inbox_move(&p->in, &p->in.at[0], &to, &p->err), &p->err);
    assert_true(is_there(p, "in/.verwerkt/a-2/1.tif"));
    assert_false(is_there(p, "in/.verwerkt/a/1.tif"));
    free(empty);
    free(to);
}

static void a_folder_is_moved_back_unless_its_place_was_taken(void **state)
{
    struct scratch_place *p = *state;
    char *to;

    folder(p, "in/a");
    open_it(p);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_rc(BA_OK, inbox_move(&p->in, &p->in.at[0], &to, &p->err), &p->err);
    assert_rc(BA_OK, inbox_move_back(&p->in.at[0], to, &p->err), &p->err);
    assert_true(is_there(p, "in/a/1.tif"));
    free(to);
    assert_rc(BA_OK, inbox_move(&p->in, &p->in.at[0], &to, &p->err), &p->err);
    folder(p, "in/a");
    assert_rc(BA_ITEM, inbox_move_back(&p->in.at[0], to, &p->err), &p->err);
    assert_string_equal("INBOX_MOVE", p->err.code);
    assert_true(is_there(p, "in/.verwerkt/a/1.tif"));
    free(to);
}

static void a_folder_that_is_gone_cannot_be_moved(void **state)
{
    struct scratch_place *p = *state;
    char *one = ba_path_join(p->inbox, "een"), *away = ba_path_join(p->dir, "weg"), *to;

    folder(p, "in/een");
    open_it(p);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(0, rename(one, away));
    assert_rc(BA_ITEM, inbox_move(&p->in, &p->in.at[0], &to, &p->err), &p->err);
    assert_string_equal("INBOX_MOVE", p->err.code);
    assert_null(to);
    free(one);
    free(away);
}

static void refused(struct scratch_place *p, const char *inbox, const char *move_to,
                    const char *depot, const char *code)
{
    struct inbox in;

    assert_rc(BA_FATAL, inbox_open(&in, inbox, move_to, false, depot, &p->err), &p->err);
    assert_string_equal(code, p->err.code);
    assert_null(in.dir);
}

static void places_that_cannot_work_are_refused(void **state)
{
    struct scratch_place *p = *state;
    char *none = ba_path_join(p->dir, "none"), *file = ba_path_join(p->dir, "file");
    char *inside = ba_path_join(p->inbox, "depot");

    assert_rc(BA_OK, ba_file_replace(file, "x", 1, 0644, &p->err), &p->err);
    assert_int_equal(0, mkdir(inside, 0755));
    refused(p, none, NULL, p->depot, "INBOX_MISSING");
    refused(p, file, NULL, p->depot, "INBOX_MISSING");
    refused(p, p->inbox, NULL, inside, "INBOX_BAD_PLACE");
    refused(p, p->inbox, NULL, p->inbox, "INBOX_BAD_PLACE");
    refused(p, p->inbox, p->inbox, p->depot, "INBOX_BAD_PLACE");
    refused(p, p->inbox, p->dir, p->depot, "INBOX_BAD_PLACE");
    free(none);
    free(file);
    free(inside);
}

static void the_place_of_what_was_taken_in_is_no_batch(void **state)
{
    struct scratch_place *p = *state;
    char *done = ba_path_join(p->inbox, "klaar");

    folder(p, "in/a");
    assert_rc(BA_OK, inbox_open(&p->in, p->inbox, done, false, p->depot, &p->err), &p->err);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(1, p->in.count);
    assert_string_equal("a", p->in.at[0].name);
    free(done);
}

#define with_place(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void an_inbox_that_fails_in_the_middle_forgets_nothing(void **state)
{
    struct scratch_place *p = *state;

    folder(p, "in/batch 9");
    open_it(p);
    assert_rc(BA_OK, inbox_look(&p->in, &p->err), &p->err);
    assert_int_equal(1, p->in.count);
    disk_fails = true;
    enum ba_rc rc = inbox_look(&p->in, &p->err);
    disk_fails = false;
    assert_int_not_equal(BA_OK, rc);
    assert_string_equal("INBOX_MISSING", p->err.code);
    assert_int_equal(1, p->in.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_place(folders_are_seen_in_the_order_people_count),
        with_place(what_is_remembered_of_a_folder_stays_until_it_goes),
        with_place(a_moved_folder_never_takes_anothers_place),
        with_place(not_even_an_empty_folder_is_replaced),
        with_place(a_folder_is_moved_back_unless_its_place_was_taken),
        with_place(a_folder_that_is_gone_cannot_be_moved),
        with_place(places_that_cannot_work_are_refused),
        with_place(the_place_of_what_was_taken_in_is_no_batch),
        with_place(an_inbox_that_fails_in_the_middle_forgets_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
