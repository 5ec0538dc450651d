/*
 * faults.c - what goes wrong below a program, loaded into it with LD_PRELOAD by the tests:
 *
 *   BAD_SPOT=PART    read() fails with EIO on files whose path contains PART, as on a worn disk
 *   FULL_DISK=PART   write() fails with ENOSPC on such files once FULL_AFTER bytes were written to them
 *   STOP_AT=PART     SIGINT at the first read() or write() of such a file, as by Control-C then
 *   FREE_BYTES=N     a disk with so much room, for who asks beforehand
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_about(int fd, const char *variable)
{
    const char *part = getenv(variable);
    char link[40], path[4096];
    ssize_t n;

    if (part == NULL)
        return false;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof(path) - 1);
    path[n > 0 ? n : 0] = '\0';
    return strstr(path, part) != NULL;
}

static void stop_once(int fd)
{
    static bool stopped;

    if (!stopped && is_about(fd, "STOP_AT")) {
        stopped = true;
        raise(SIGINT);
    }
}

/* The name under which programs with large files call statvfs. */
int statvfs64(const char *path, struct statvfs64 *out)
{
    const char *n = getenv("FREE_BYTES");

    (void)path;
    memset(out, 0, sizeof(*out));
    out->f_frsize = 1;
    out->f_bavail = n == NULL ? 1000000000000UL : strtoul(n, NULL, 10);
    return 0;
}

ssize_t read(int fd, void *to, size_t len)
{
    stop_once(fd);
    if (is_about(fd, "BAD_SPOT")) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_read, fd, to, len);
}

ssize_t write(int fd, const void *from, size_t len)
{
    static size_t written;

    stop_once(fd);
    if (is_about(fd, "FULL_DISK")) {
        const char *after = getenv("FULL_AFTER");

        if (written + len > (after == NULL ? 0 : strtoul(after, NULL, 10))) {
            errno = ENOSPC;
            return -1;
        }
        written += len;
    }
    return syscall(SYS_write, fd, from, len);
}
