#include "depot/machine_limits.h"

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/system_memory.h"

/* A number that Slurm put in the environment of its jobs (sbatch(1), OUTPUT ENVIRONMENT VARIABLES);
 * 0: none. */
static uint64_t slurm_says(const char *name)
{
    const char *text = getenv("SLURM_JOB_ID") == NULL ? NULL : getenv(name);
    unsigned long long n;
    char *end;

    if (text == NULL || *text < '0' || *text > '9')
        return 0;
    errno = 0;
    n = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0' && n <= (UINT64_MAX >> 20) ? n : 0;
}

static uint64_t slurm_cpus(void)
{
    uint64_t a_task = slurm_says("SLURM_CPUS_PER_TASK");

    return a_task != 0 ? a_task : slurm_says("SLURM_CPUS_ON_NODE");
}

unsigned machine_limits_cpus(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t n = online > 0 ? (uint64_t)online : 1, given = slurm_cpus();
    cpu_set_t mine;

    /* Fails on machines of more processors than the set has room for: then all of them. */
    if (sched_getaffinity(0, sizeof(mine), &mine) == 0 && CPU_COUNT(&mine) > 0)
        n = (uint64_t)CPU_COUNT(&mine);
    return (unsigned)(given != 0 && given < n ? given : n);
}

uint64_t machine_limits_memory(void)
{
    uint64_t all = ba_system_memory_total("");
    uint64_t given = slurm_says("SLURM_MEM_PER_NODE") << 20; /* both are in MiB */

    if (given == 0)
        given = (slurm_says("SLURM_MEM_PER_CPU") << 20) * machine_limits_cpus();
    return (given != 0 && given < all ? given : all) / 4 * 3;
}
