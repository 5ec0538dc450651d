/* Shares of the list of waiting images, and files of results. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "depot/machine_limits.h"
#include "pipeline/ocr_result.h"
#include "pipeline/shard/shard.h"
#include "pipeline/shard/shard_result.h"
#include "tests/unit/test.h"

/* A list of so many images; every tenth is an A0 among A4s. */
static struct shard_plan plan_of(size_t count, uint32_t rounds)
{
    struct shard_plan p = { .lines = calloc(count, sizeof(*p.lines)), .count = count };

    assert_non_null(p.lines);
    for (size_t i = 0; i < count; i++) {
        struct plan_line *l = &p.lines[i];

        snprintf(l->sha256, sizeof(l->sha256), "%08zx%056d", i * 2654435761u % 0xffffffffu, 0);
        l->round = (uint32_t)(1 + i * rounds / count);
        l->width_px = i % 10 == 0 ? 14043 : 2480;
        l->height_px = i % 10 == 0 ? 9933 : 3508;
    }
    return p;
}

static void shares_differ_by_less_than_their_dearest_image(void **state)
{
    struct shard_plan p = plan_of(1000, 1);
    struct ba_err err = BA_ERR_INIT;
    uint64_t cost[7] = { 0 }, least = UINT64_MAX, most = 0, dearest = 0;

    (void)state;
    assert_rc(BA_OK, shard_plan_divide(&p, 7, &err), &err);
    for (size_t i = 0; i < p.count; i++) {
        assert_in_range(p.lines[i].share, 1, 7);
        cost[p.lines[i].share - 1] += plan_line_cost(&p.lines[i]);
        if (plan_line_cost(&p.lines[i]) > dearest)
            dearest = plan_line_cost(&p.lines[i]);
    }
    for (size_t s = 0; s < 7; s++) {
        least = cost[s] < least ? cost[s] : least;
        most = cost[s] > most ? cost[s] : most;
    }
    assert_true(most - least <= dearest);
    assert_true((double)most / (double)least < 1.05);
    shard_plan_free(&p);
}

static void a_share_stays_when_others_are_read_and_rounds_come(void **state)
{
    struct shard_plan p = plan_of(300, 1), q = plan_of(300, 1);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    for (size_t i = 0; i < 300; i++)
        q.lines[i].done = i % 3 == 0;
    assert_int_equal(0, ba_grow(&q.lines, &q.room, 320, sizeof(*q.lines)));
    for (size_t i = 300; i < 320; i++) {
        q.lines[i] = q.lines[i - 300];
        q.lines[i].round = 2;
    }
    q.count = 320;
    assert_rc(BA_OK, shard_plan_divide(&p, 5, &err), &err);
    assert_rc(BA_OK, shard_plan_divide(&q, 5, &err), &err);
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(p.lines[i].share, q.lines[i].share);
    shard_plan_free(&p);
    shard_plan_free(&q);
}

static void small_rounds_do_not_all_begin_with_the_first_share(void **state)
{
    struct shard_plan p = plan_of(40, 40);
    struct ba_err err = BA_ERR_INIT;
    size_t first = 0;

    (void)state;
    assert_rc(BA_OK, shard_plan_divide(&p, 8, &err), &err);
    for (size_t i = 0; i < p.count; i++)
        first += p.lines[i].share == 1;
    assert_in_range(first, 1, 12);
    shard_plan_free(&p);
}

static void more_shares_than_images_leaves_some_empty(void **state)
{
    struct shard_plan p = plan_of(3, 1);
    struct ba_err err = BA_ERR_INIT;

    (void)state;
    assert_rc(BA_OK, shard_plan_divide(&p, SHARD_MAX, &err), &err);
    assert_int_not_equal(p.lines[0].share, p.lines[1].share);
    assert_int_not_equal(p.lines[1].share, p.lines[2].share);
    shard_plan_free(&p);
}

static void a_share_is_named_by_two_numbers(void **state)
{
    static const char *const bad[] = { "",      "1",    "/",       "1/",
                                       "/2",    "0/2",  "3/2",     "+1/2",
                                       "1/2/3", "1/2 ", "1/10001", "-1/2",
                                       "a/b",   "1/-2", "1/0x2",   "99999999999999999999/2" };
    struct ba_err err = BA_ERR_INIT;
    uint32_t k = 0, n = 0;

    (void)state;
    assert_rc(BA_OK, shard_parse("3/8", &k, &n, &err), &err);
    assert_int_equal(3, k);
    assert_int_equal(8, n);
    assert_rc(BA_OK, shard_parse("10000/10000", &k, &n, &err), &err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_rc(BA_FATAL, shard_parse(bad[i], &k, &n, &err), &err);
        assert_string_equal("USAGE", err.code);
    }
}

/* Figures with every kind of value, none of them what a fresh struct holds. */
static struct ocr_out some_figures(void)
{
    struct ocr_out out = { .state = OCR_DRAWING,
                           .orientation_deg = 270,
                           .orientation_confidence = 1.0 / 3,
                           .orientation_sure = true,
                           .skew_measured = true,
                           .skew_deg = -0.1,
                           .skew_confidence = 7e-300,
                           .skew_applied = true,
                           .ink_pct = NAN,
                           .words = UINT32_MAX,
                           .confidence_pct = -1,
                           .doubtful = true,
                           .recognitions = 3 };

    snprintf(out.why, sizeof(out.why), "onzeker: \"caf\xc3\xa9\"");
    return out;
}

static void assert_same_figures(const struct ocr_out *a, const struct ocr_out *b)
{
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->orientation_deg, b->orientation_deg);
    assert_true(a->orientation_confidence == b->orientation_confidence);
    assert_int_equal(a->orientation_sure, b->orientation_sure);
    assert_int_equal(a->skew_measured, b->skew_measured);
    assert_true(a->skew_deg == b->skew_deg);
    assert_true(a->skew_confidence == b->skew_confidence);
    assert_int_equal(a->skew_applied, b->skew_applied);
    assert_true(isnan(a->ink_pct) && isnan(b->ink_pct));
    assert_int_equal(a->words, b->words);
    assert_true(a->confidence_pct == b->confidence_pct);
    assert_int_equal(a->doubtful, b->doubtful);
    assert_string_equal(a->why, b->why);
    assert_int_equal(a->recognitions, b->recognitions);
}

static void figures_are_the_same_behind_the_wire(void **state)
{
    struct ocr_out out = some_figures(), back;
    struct ba_buf b = BA_BUF_INIT(4096);
    struct ba_err err = BA_ERR_INIT;
    struct wire_in in;

    (void)state;
    ocr_result_put(&b, &out);
    in = (struct wire_in){ .p = (unsigned char *)b.data, .end = (unsigned char *)b.data + b.len };
    assert_rc(BA_OK, ocr_result_take(&in, &back, &err), &err);
    assert_same_figures(&out, &back);
    in = (struct wire_in){ .p = (unsigned char *)b.data,
                           .end = (unsigned char *)b.data + b.len - 1 };
    assert_rc(BA_FATAL, ocr_result_take(&in, &back, &err), &err);
    ba_buf_free(&b);
}

struct scratch_place {
    char dir[64];
    char *path;
    struct ba_err err;
};

static int setup(void **state)
{
    struct scratch_place *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return -1;
    strcpy(p->dir, "/tmp/ba-shard-XXXXXX");
    *state = p;
    if (mkdtemp(p->dir) == NULL)
        return -1;
    p->path = ba_path_join(p->dir, "1-2.0123456789abcdef.jsonl");
    return p->path == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    struct scratch_place *p = *state;

    assert_rc(BA_OK, ba_remove_tree(p->dir, &p->err), &p->err);
    free(p->path);
    free(p);
    return 0;
}

static void results_come_back_as_they_were_written(void **state)
{
    struct scratch_place *p = *state;
    struct shard_head head = { .depot = "0123456789abcdef", .k = 1, .n = 2 }, found;
    struct shard_result rows[2] = { { .frame = 7, .rev = "00112233445566ff" },
                                    { .frame = 0, .rev = "00112233445566ff" } },
                        r;
    struct shard_results results = { .rows = rows, .count = 2 };
    struct jsonl j = { 0 };
    bool more;

    for (size_t i = 0; i < 2; i++) {
        rows[i].out = some_figures();
        memset(rows[i].sha256, i == 0 ? 'b' : 'a', BA_SHA256_HEX);
        memset(rows[i].alto, '1', BA_SHA256_HEX);
        memset(rows[i].text, '2', BA_SHA256_HEX);
    }
    ba_err_set(&rows[0].failure, BA_ITEM, "WORKER_CRASH", "bytes \xff of \"a file\"\n");
    assert_rc(BA_OK, shard_results_write(p->path, &head, &results, &p->err), &p->err);
    assert_rc(BA_OK, shard_results_open(&j, p->path, &found, &p->err), &p->err);
    assert_string_equal(head.depot, found.depot);
    assert_int_equal(1, found.k);
    assert_int_equal(2, found.n);
    assert_rc(BA_OK, shard_results_next(&j, &r, &more, &p->err), &p->err);
    assert_true(more);
    assert_int_equal('a', r.sha256[0]); /* sorted by content, whatever came first */
    assert_int_equal(BA_OK, r.failure.rc);
    assert_same_figures(&rows[0].out, &r.out);
    assert_int_equal('1', r.alto[63]);
    assert_int_equal('2', r.text[63]);
    assert_rc(BA_OK, shard_results_next(&j, &r, &more, &p->err), &p->err);
    assert_int_equal(7, r.frame);
    assert_int_equal(BA_ITEM, r.failure.rc);
    assert_string_equal("WORKER_CRASH", r.failure.code);
    assert_string_equal("bytes \\xFF of \"a file\"\\x0A", r.failure.msg);
    assert_rc(BA_OK, shard_results_next(&j, &r, &more, &p->err), &p->err);
    assert_false(more);
    jsonl_close(&j);
}

/* Writes the text as the file and returns how many of its lines are refused, and how many are
 * results. */
static size_t refused_in(struct scratch_place *p, const char *lines, size_t len, size_t *good)
{
    static const char head[] = "{\"format\":\"bouwarchief-results\",\"version\":1,\"depot\":"
                               "\"0123456789abcdef\",\"shard\":1,\"of\":2}\n";
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct jsonl j = { 0 };
    struct shard_head found;
    struct shard_result r;
    bool more = true;
    size_t refused = 0;

    ba_buf_add(&b, head, sizeof(head) - 1);
    ba_buf_add(&b, lines, len);
    assert_rc(BA_OK, ba_file_replace(p->path, b.data, b.len, 0644, &p->err), &p->err);
    ba_buf_free(&b);
    *good = 0;
    assert_rc(BA_OK, shard_results_open(&j, p->path, &found, &p->err), &p->err);
    while (more) {
        enum ba_rc rc = shard_results_next(&j, &r, &more, &p->err);

        assert_true(rc == BA_OK || rc == BA_ITEM);
        refused += rc == BA_ITEM;
        *good += rc == BA_OK && more;
    }
    jsonl_close(&j);
    return refused;
}

#define IMAGE                                                                                      \
    "\"sha256\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"frame\":0," \
    "\"rev\":\"0123456789abcdef\",\"state\":\"text\",\"orientation_deg\":0,"                       \
    "\"orientation_confidence\":0,\"orientation_sure\":true,\"skew_measured\":true,"               \
    "\"skew_deg\":0,\"skew_confidence\":1,\"skew_applied\":false,\"ink_pct\":1,\"words\":2,"       \
    "\"confidence_pct\":90.5,\"dictionary_pct\":50,\"doubtful\":false,\"why\":\"\","               \
    "\"unread\":\"\",\"recognitions\":1"

static void lines_that_are_no_results_are_refused_and_the_others_are_not(void **state)
{
    static const char *const bad[] = {
        "",
        "null",
        "[1]",
        "{",
        "{}",
        "{" IMAGE "}", /* neither what it read nor why it failed */
        "{" IMAGE ",\"code\":\"\",\"message\":\"\"}",
        "{" IMAGE ",\"code\":\"../CRASH\",\"message\":\"x\"}",
        "{" IMAGE ",\"code\":7,\"message\":\"x\"}",
        "{" IMAGE ",\"code\":\"A_CODE\"}",
        "{" IMAGE ",\"frame\":1,\"code\":\"A_CODE\",\"message\":\"x\"}", /* a key twice */
        "{" IMAGE ",\"code\":\"A_CODE\",\"message\":\"\\u0000\"}",
        "{" IMAGE ",\"code\":\"A_CODE\",\"message\":\"\xff\"}",
    };
    static const char good[] = "{" IMAGE ",\"code\":\"A_CODE\",\"message\":\"x\"}\n";
    struct scratch_place *p = *state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char *text = ba_strf("%s\n%s{\"end\":2}\n", bad[i], good);
        size_t results, refused = refused_in(p, text, strlen(text), &results);

        if (refused != 1 || results != 1)
            fail_msg("%s: %zu refused, %zu taken", bad[i], refused, results);
        free(text);
    }
}

static void a_file_that_is_not_whole_says_so(void **state)
{
    static const char line[] = "{" IMAGE ",\"code\":\"A_CODE\",\"message\":\"x\"}\n";
    struct scratch_place *p = *state;
    struct ba_buf long_line = BA_BUF_INIT(1 << 20);
    char nul[sizeof(line) + 16];
    size_t good;
    char *text;

    assert_int_equal(1, refused_in(p, line, strlen(line), &good)); /* no last line */
    assert_int_equal(1, good);
    assert_int_equal(2, refused_in(p, line, strlen(line) - 1, &good)); /* cut off in a line */
    text = ba_strf("%s{\"end\":2}\n", line);
    assert_int_equal(1, refused_in(p, text, strlen(text), &good)); /* a line too few */
    free(text);
    for (size_t i = 0; i < 3 * JSONL_LINE_MAX; i++)
        ba_buf_add(&long_line, "x", 1);
    ba_buf_puts(&long_line, "\n{\"end\":1}\n");
    assert_int_equal(1, refused_in(p, long_line.data, long_line.len, &good)); /* only that line */
    ba_buf_free(&long_line);
    memcpy(nul, "{\"a\0b\":1}\n{\"end\":1}\n", 21);
    assert_int_equal(1, refused_in(p, nul, 21, &good));
}

static void a_link_is_no_file_of_results(void **state)
{
    struct scratch_place *p = *state;
    struct shard_head head;
    struct jsonl j = { 0 };

    assert_int_equal(0, symlink("/etc/passwd", p->path));
    assert_rc(BA_ITEM, shard_results_open(&j, p->path, &head, &p->err), &p->err);
    jsonl_close(&j);
}

static void a_disk_that_fails_in_the_middle_ends_the_reading(void **state)
{
    /* A regular file whose first page cannot be read. */
    struct jsonl j = { .file = fopen("/proc/self/mem", "r"), .line = 3 };
    struct ba_err err = BA_ERR_INIT;
    struct shard_result r;
    bool more = true;

    (void)state;
    assert_non_null(j.file);
    assert_rc(BA_FATAL, shard_results_next(&j, &r, &more, &err), &err);
    assert_string_equal("FILE_READ", err.code);
    assert_false(more);
    jsonl_close(&j);
}

static void a_long_message_of_odd_bytes_comes_back_cut(void **state)
{
    struct scratch_place *p = *state;
    struct shard_result row = { .frame = 1, .failure = { .rc = BA_ITEM }, .out = OCR_OUT_NONE };
    struct shard_results all = { .rows = &row, .count = 1 };
    struct shard_result got;
    struct shard_head head = { .k = 1, .n = 1 };
    struct jsonl j = { 0 };
    bool more = true;

    memset(row.sha256, 'a', BA_SHA256_HEX);
    memset(row.rev, 'b', OCR_REV_DIGITS);
    memset(head.depot, 'c', DEPOT_MARK_DIGITS);
    strcpy(row.failure.code, "OCR_FAILED");
    memset(row.failure.msg, '\xE9', sizeof(row.failure.msg) - 1); /* Latin-1, quoted from a file */
    assert_rc(BA_OK, shard_results_write(p->path, &head, &all, &p->err), &p->err);
    assert_rc(BA_OK, shard_results_open(&j, p->path, &head, &p->err), &p->err);
    assert_rc(BA_OK, shard_results_next(&j, &got, &more, &p->err), &p->err);
    assert_string_equal("OCR_FAILED", got.failure.code);
    assert_int_equal(0, strncmp(got.failure.msg, "\\xE9\\xE9", 8));
    jsonl_close(&j);
}

static void slurm_says_how_much_of_the_machine_a_task_has(void **state)
{
    unsigned all = machine_limits_cpus();
    uint64_t memory = machine_limits_memory();

    (void)state;
    setenv("SLURM_CPUS_PER_TASK", "1", 1);
    setenv("SLURM_MEM_PER_NODE", "512", 1);
    assert_int_equal(all, machine_limits_cpus()); /* not within a job: left over from somewhere */
    assert_int_equal(memory, machine_limits_memory());
    setenv("SLURM_JOB_ID", "7", 1);
    assert_int_equal(1, machine_limits_cpus());
    assert_int_equal((UINT64_C(512) << 20) / 4 * 3, machine_limits_memory());
    setenv("SLURM_CPUS_PER_TASK", "100000", 1); /* no more than there are */
    assert_int_equal(all, machine_limits_cpus());
    setenv("SLURM_CPUS_PER_TASK", "many", 1);
    assert_int_equal(all, machine_limits_cpus());
    setenv("SLURM_MEM_PER_NODE", "0", 1); /* all of the node's */
    assert_int_equal(memory, machine_limits_memory());
    setenv("SLURM_CPUS_PER_TASK", "1", 1);
    setenv("SLURM_MEM_PER_CPU", "300", 1);
    assert_int_equal((UINT64_C(300) << 20) / 4 * 3, machine_limits_memory());
    unsetenv("SLURM_JOB_ID");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_differ_by_less_than_their_dearest_image),
        cmocka_unit_test(a_share_stays_when_others_are_read_and_rounds_come),
        cmocka_unit_test(small_rounds_do_not_all_begin_with_the_first_share),
        cmocka_unit_test(more_shares_than_images_leaves_some_empty),
        cmocka_unit_test(a_share_is_named_by_two_numbers),
        cmocka_unit_test(figures_are_the_same_behind_the_wire),
        cmocka_unit_test_setup_teardown(results_come_back_as_they_were_written, setup, teardown),
        cmocka_unit_test_setup_teardown(
            lines_that_are_no_results_are_refused_and_the_others_are_not, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_whole_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_no_file_of_results, setup, teardown),
        cmocka_unit_test(a_disk_that_fails_in_the_middle_ends_the_reading),
        cmocka_unit_test_setup_teardown(a_long_message_of_odd_bytes_comes_back_cut, setup,
                                        teardown),
        cmocka_unit_test(slurm_says_how_much_of_the_machine_a_task_has),
    };

    return cmocka_run_group_tests_name("shards", tests, NULL, NULL);
}
