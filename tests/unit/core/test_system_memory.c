/* The memory that a control group leaves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/system_memory.h"
#include "tests/unit/test.h"

static int setup(void **state)
{
    char *dir = strdup("/tmp/ba-test-memory-XXXXXX");

    *state = dir;
    return mkdtemp(dir) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    enum ba_rc rc = ba_remove_tree(*state, &err);

    free(*state);
    return rc == BA_OK ? 0 : -1;
}

static void put(const char *root, const char *name, const char *text)
{
    struct ba_err err = BA_ERR_INIT;
    char *path = ba_path_join(root, name);

    assert_rc(BA_OK, ba_mkdirs_for(path, &err), &err);
    assert_rc(BA_OK, ba_file_replace(path, text, strlen(text), 0644, &err), &err);
    free(path);
}

static uint64_t machine(void)
{
    return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void without_groups_it_is_that_of_the_machine(void **state)
{
    assert_true(ba_system_memory_total(*state) == machine());
    put(*state, "proc/self/cgroup", "0::/\n");
    assert_true(ba_system_memory_total(*state) == machine());
    put(*state, "sys/fs/cgroup/memory.max", "max\n");
    assert_true(ba_system_memory_total(*state) == machine());
}

static void the_least_of_a_group_and_those_around_it_counts(void **state)
{
    put(*state, "proc/self/cgroup", "0::/slurm/job_7/step_0\n");
    put(*state, "sys/fs/cgroup/slurm/job_7/step_0/memory.max", "max\n");
    put(*state, "sys/fs/cgroup/slurm/job_7/memory.max", "104857600\n");
    put(*state, "sys/fs/cgroup/slurm/memory.max", "209715200\n");
    assert_true(ba_system_memory_total(*state) == 104857600);
    put(*state, "sys/fs/cgroup/memory.max", "52428800\n");
    assert_true(ba_system_memory_total(*state) == 52428800);
}

static void groups_of_version_1_count_too(void **state)
{
    put(*state, "proc/self/cgroup", "7:cpu,cpuacct:/a\n5:memory:/docker/x\n0::/b\n");
    put(*state, "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "73400320\n");
    assert_true(ba_system_memory_total(*state) == 73400320);
    put(*state, "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "9223372036854771712\n");
    assert_true(ba_system_memory_total(*state) == machine());
}

static void odd_files_count_for_nothing(void **state)
{
    put(*state, "proc/self/cgroup", "\n0::\n:::\nmemory\n0::/a/../../b\n");
    put(*state, "sys/fs/cgroup/memory.max", "-\n");
    assert_true(ba_system_memory_total(*state) == machine());
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(without_groups_it_is_that_of_the_machine),
        TEST(the_least_of_a_group_and_those_around_it_counts),
        TEST(groups_of_version_1_count_too),
        TEST(odd_files_count_for_nothing),
    };

    return cmocka_run_group_tests_name("core memory", tests, NULL, NULL);
}
