/*
 * bad_disk.c - a read() that fails with EIO on files whose path contains $BAD_SPOT, as a disk with
 * a bad spot does. Loaded into the program with LD_PRELOAD by bad_input.sh.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

ssize_t read(int fd, void *to, size_t len)
{
    const char *bad = getenv("BAD_SPOT");
    char link[40], path[4096];
    ssize_t n;

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';
    if (bad != NULL && strstr(path, bad) != NULL) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_read, fd, to, len);
}
