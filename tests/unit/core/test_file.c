/* Files that appear whole or not at all, the lock, the wire. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "core/lock.h"
#include "core/worker/wire.h"
#include "tests/unit/test.h"

static char dir[64];

static int make_dir(void **state)
{
    (void)state;
    snprintf(dir, sizeof(dir), "/tmp/ba-core-XXXXXX");
    return mkdtemp(dir) == NULL ? -1 : 0;
}

static int drop_dir(void **state)
{
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    return ba_remove_tree(dir, &err) == BA_OK ? 0 : -1;
}

static char *in_dir(const char *name)
{
    char *p = ba_path_join(dir, name);

    assert_non_null(p);
    return p;
}

static void a_replaced_file_has_its_mode_and_leaves_no_temporary(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_buf text = BA_BUF_INIT(100);
    char *path = in_dir("a/b/page.txt"), *folder = in_dir("a/b");
    struct stat st;

    (void)state;
    umask(022);
    assert_rc(BA_OK, ba_mkdirs_for(path, &err), &err);
    assert_rc(BA_OK, ba_file_replace(path, "old", 3, 0644, &err), &err);
    assert_int_equal(0, stat(path, &st));
    assert_int_equal(0644, st.st_mode & 0777);
    umask(077); /* of who wants that nobody else reads it */
    assert_rc(BA_OK, ba_file_replace(path, "old", 3, 0644, &err), &err);
    assert_int_equal(0, stat(path, &st));
    assert_int_equal(0600, st.st_mode & 0777);
    umask(022);
    assert_rc(BA_OK, ba_file_replace(path, "new", 3, 0444, &err), &err);
    assert_rc(BA_OK, ba_file_read(path, &text, &err), &err);
    assert_string_equal("new", ba_buf_str(&text));
    assert_int_equal(0, stat(path, &st));
    assert_int_equal(0444, st.st_mode & 0777);
    unlink(path);
    assert_int_equal(0, rmdir(folder)); /* so it was empty */
    ba_buf_free(&text);
    free(path);
    free(folder);
}

static void an_abandoned_file_is_gone_and_leftovers_are_swept(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_out o = BA_OUT_INIT;
    char *path = in_dir("x"), *left = in_dir(".tmp-abc");

    (void)state;
    assert_rc(BA_OK, ba_out_open(&o, path, 0644, &err), &err);
    assert_rc(BA_OK, ba_out_write(&o, "half", 4, &err), &err);
    ba_out_abort(&o);
    assert_int_equal(-1, access(path, F_OK));
    assert_rc(BA_OK, ba_file_replace(left, "", 0, 0644, &err), &err);
    assert_rc(BA_OK, ba_sweep_tmp(dir, &err), &err);
    assert_int_equal(-1, access(left, F_OK));
    free(path);
    free(left);
}

/* Whoever names an output folder may have folders of his own in it. */
static void folders_that_are_swept_are_ours_alone(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    char *ours = in_dir(".tmp-bouwarchief-a1"), *inside = in_dir(".tmp-bouwarchief-a1/x");
    char *another = in_dir(".tmp-notes");

    (void)state;
    assert_rc(BA_OK, ba_mkdirs(ours, &err), &err);
    assert_rc(BA_OK, ba_file_replace(inside, "x", 1, 0644, &err), &err);
    assert_rc(BA_OK, ba_mkdirs(another, &err), &err);
    assert_rc(BA_OK, ba_sweep_tmp(dir, &err), &err);
    assert_int_equal(-1, access(ours, F_OK));
    assert_int_equal(0, access(another, F_OK));
    assert_int_equal(0, rmdir(another));
    free(ours);
    free(inside);
    free(another);
}

static void only_a_regular_file_is_opened_and_a_fifo_does_not_hang(void **state)
{
    char *fifo = in_dir("fifo"), *link = in_dir("link");

    (void)state;
    assert_int_equal(0, mkfifo(fifo, 0600));
    assert_int_equal(0, symlink("/etc/passwd", link));
    assert_int_equal(-1, ba_open_regular(fifo));
    assert_int_equal(EINVAL, errno);
    assert_int_equal(-1, ba_open_regular(link));
    assert_int_equal(ELOOP, errno);
    free(fifo);
    free(link);
}

static void a_file_larger_than_the_limit_is_refused(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_buf text = BA_BUF_INIT(3);
    char *path = in_dir("four");

    (void)state;
    assert_rc(BA_OK, ba_file_replace(path, "1234", 4, 0644, &err), &err);
    assert_rc(BA_ITEM, ba_file_read(path, &text, &err), &err);
    assert_string_equal("FILE_TOO_LARGE", err.code);
    /* One that just fits is not. */
    text.max = 4;
    ba_buf_reset(&text);
    assert_rc(BA_OK, ba_file_read(path, &text, &err), &err);
    assert_string_equal("1234", ba_buf_str(&text));
    ba_buf_free(&text);
    free(path);
}

static void a_copy_is_hashed_in_the_same_read(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_out o = BA_OUT_INIT;
    char *from = in_dir("from"), *to = in_dir("to"), hex[BA_SHA256_HEX + 1];
    char again[BA_HASH_HEX_MAX + 1];
    uint64_t size = 0;
    int fd;

    (void)state;
    assert_rc(BA_OK, ba_file_replace(from, "abc", 3, 0644, &err), &err);
    fd = ba_open_regular(from);
    assert_true(fd >= 0);
    assert_rc(BA_OK, ba_out_open(&o, to, 0444, &err), &err);
    assert_rc(BA_OK, ba_copy_hashed(fd, &o, hex, &size, &err), &err);
    assert_rc(BA_OK, ba_out_commit(&o, &err), &err);
    close(fd);
    assert_int_equal(3, size);
    assert_rc(BA_OK, ba_hash_file(to, BA_SHA256, again, NULL, &err), &err);
    assert_string_equal(again, hex);
    free(from);
    free(to);
}

static void a_second_writer_is_told_who_has_the_depot(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct ba_lock first = BA_LOCK_INIT, second = BA_LOCK_INIT;
    char *path = in_dir("lock"), pid[32];

    (void)state;
    snprintf(pid, sizeof(pid), "pid %ld", (long)getpid());
    assert_rc(BA_OK, ba_lock_take(&first, path, &err), &err);
    assert_rc(BA_RETRY, ba_lock_take(&second, path, &err), &err);
    assert_string_equal("DEPOT_LOCKED", err.code);
    assert_non_null(strstr(err.msg, pid));
    ba_lock_release(&first);
    assert_rc(BA_OK, ba_lock_take(&second, path, &err), &err);
    ba_lock_release(&second);
    free(path);
}

static void values_come_back_as_they_were_put(void **state)
{
    struct ba_buf b = BA_BUF_INIT(1000), got = BA_BUF_INIT(1000);
    struct ba_err err = BA_ERR_INIT, back = BA_ERR_INIT;
    struct wire_in in;
    int sv[2];

    (void)state;
    ba_err_set(&err, BA_ITEM, "TIFF_TRUNCATED", "strip 3");
    wire_put_u64(&b, UINT64_MAX);
    wire_put_i64(&b, -5);
    wire_put_f64(&b, -0.25);
    wire_put_str(&b, NULL);
    wire_put_str(&b, "");
    wire_put_err(&b, &err);
    assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
    assert_int_equal(0, wire_send(sv[0], &b));
    assert_int_equal(1, wire_recv(sv[1], &got));
    close(sv[0]);
    in = (struct wire_in){ (unsigned char *)got.data, (unsigned char *)got.data + got.len, false };
    assert_true(wire_take_u64(&in) == UINT64_MAX);
    assert_int_equal(-5, wire_take_i64(&in));
    assert_true(wire_take_f64(&in) == -0.25);
    assert_null(wire_take_str(&in));
    assert_string_equal("", wire_take_str(&in));
    wire_take_err(&in, &back);
    assert_true(wire_done(&in));
    assert_string_equal("strip 3", back.msg);
    assert_int_equal(BA_ITEM, back.rc);
    assert_int_equal(0, wire_recv(sv[1], &got)); /* closed */
    close(sv[1]);
    ba_buf_free(&b);
    ba_buf_free(&got);
}

static void a_cut_or_mixed_up_frame_is_bad_and_never_read_beyond(void **state)
{
    struct ba_buf b = BA_BUF_INIT(1000);

    (void)state;
    wire_put_str(&b, "dossier");
    wire_put_u64(&b, 1);
    for (size_t n = 0; n < b.len; n++) {
        unsigned char *cut = malloc(n + 1); /* its own block, so that ASan sees a read beyond */
        struct wire_in in = { cut, cut + n, false };

        memcpy(cut, b.data, n);
        wire_take_str(&in);
        wire_take_u64(&in);
        assert_false(wire_done(&in));
        free(cut);
    }
    ba_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replaced_file_has_its_mode_and_leaves_no_temporary),
        cmocka_unit_test(an_abandoned_file_is_gone_and_leftovers_are_swept),
        cmocka_unit_test(folders_that_are_swept_are_ours_alone),
        cmocka_unit_test(only_a_regular_file_is_opened_and_a_fifo_does_not_hang),
        cmocka_unit_test(a_file_larger_than_the_limit_is_refused),
        cmocka_unit_test(a_copy_is_hashed_in_the_same_read),
        cmocka_unit_test(a_second_writer_is_told_who_has_the_depot),
        cmocka_unit_test(values_come_back_as_they_were_put),
        cmocka_unit_test(a_cut_or_mixed_up_frame_is_bad_and_never_read_beyond),
    };

    return cmocka_run_group_tests_name("core file", tests, make_dir, drop_dir);
}
