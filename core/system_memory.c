#include "core/system_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"

/* The number in a file; UINT64_MAX when there is no such file, or none ("max") in it. */
static uint64_t number_in(const char *path)
{
    FILE *f = fopen(path, "re");
    unsigned long long n = UINT64_MAX;

    if (f == NULL)
        return UINT64_MAX;
    if (fscanf(f, "%19llu", &n) != 1)
        n = UINT64_MAX;
    fclose(f);
    return n;
}

/* The least that a group and those it lies in allow. mount: where the groups are; name: of the file
 * with the limit. group ("/a/b") is cut down on the way. */
static uint64_t least_of(const char *root, const char *mount, char *group, const char *name)
{
    uint64_t least = UINT64_MAX, n;
    char *end;

    do {
        char *path = ba_strf("%s%s%s/%s", root, mount, strcmp(group, "/") == 0 ? "" : group, name);

        n = path == NULL ? UINT64_MAX : number_in(path);
        least = n < least ? n : least;
        free(path);
        end = strrchr(group, '/');
        if (end != NULL)
            *end = '\0';
    } while (end != NULL);
    return least;
}

uint64_t ba_system_memory_total(const char *root)
{
    uint64_t total = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    char *path = ba_strf("%s/proc/self/cgroup", root), line[4096];
    FILE *f = path == NULL ? NULL : fopen(path, "re");

    /* "0::/group" (version 2), "5:memory:/group" (version 1) */
    while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
        uint64_t n = UINT64_MAX;
        char *group = strchr(line, '/');

        line[strcspn(line, "\n")] = '\0';
        if (group != NULL && strncmp(line, "0::", 3) == 0)
            n = least_of(root, "/sys/fs/cgroup", group, "memory.max");
        else if (group != NULL && strstr(line, ":memory:") != NULL)
            n = least_of(root, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
        total = n < total ? n : total;
    }
    if (f != NULL)
        fclose(f);
    free(path);
    return total;
}
