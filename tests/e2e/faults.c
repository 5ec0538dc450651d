/*
 * faults.c - what goes wrong below a program, loaded into it with LD_PRELOAD by the tests:
 *
 *   BAD_SPOT=PART    read() fails with EIO on files whose path contains PART, as on a worn disk
 *   FULL_DISK=PART   write() fails with ENOSPC on such files once FULL_AFTER bytes were written to them
 *   STOP_AT=PART     SIGINT at the first read() or write() of such a file, as by Control-C then
 *   LATE_ERROR=PART  what is written to such files is lost afterwards; as in Linux since 5.8, syncfs()
 *                    tells so, once, to descriptors that were open when it was written. LATE_MARK: a file
 *                    that does not exist, by which the processes know of each other
 *   FREE_BYTES=N     a disk with so much room, for who asks beforehand
 *   CRASH_AT=PART    SIGKILL at the first read() of such a file
 *   HANG_AT=PART     no end at the first read() of such a file
 *   LITTLE_MEMORY=N  a limit on memory leaves only N MiB more than there is in use when it is set
 *   WORKER_CLOCK=N   seconds pass N times as fast for worker processes; POOL_CLOCK=N: for all others
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
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

static struct timespec opened[1024];

int open64(const char *path, int flags, ...)
{
    va_list ap;

    va_start(ap, flags);
    int mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(ap, int) : 0;
    va_end(ap);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fd < 1024)
        clock_gettime(CLOCK_REALTIME, &opened[fd]);
    return fd;
}

static void lose(int fd)
{
    const char *mark = getenv("LATE_MARK");

    if (mark != NULL && is_about(fd, "LATE_ERROR") && access(mark, F_OK) != 0)
        close((int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
}

int syncfs(int fd)
{
    const char *mark = getenv("LATE_MARK");
    struct stat st;

    if (mark != NULL && stat(mark, &st) == 0 && st.st_size == 0 && fd < 1024 &&
        (st.st_mtim.tv_sec > opened[fd].tv_sec ||
         (st.st_mtim.tv_sec == opened[fd].tv_sec && st.st_mtim.tv_nsec > opened[fd].tv_nsec))) {
        (void)truncate(mark, 1);
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_syncfs, fd);
}

ssize_t read(int fd, void *to, size_t len)
{
    stop_once(fd);
    if (is_about(fd, "CRASH_AT"))
        raise(SIGKILL);
    while (is_about(fd, "HANG_AT"))
        pause();
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
    lose(fd);
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

static bool is_worker(void)
{
    char line[4096] = "";
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t n = syscall(SYS_read, fd, line, sizeof(line) - 1);

    close(fd);
    line[n > 0 ? n : 0] = '\0';
    return strcmp(line + strlen(line) + 1, "worker") == 0;
}

int clock_gettime(clockid_t which, struct timespec *ts)
{
    static long long factor; /* 0: not known yet */
    long r = syscall(SYS_clock_gettime, which, ts);

    if (factor == 0) {
        const char *n = getenv(is_worker() ? "WORKER_CLOCK" : "POOL_CLOCK");

        factor = n == NULL ? 1 : atoll(n);
    }
    if (which == CLOCK_MONOTONIC && factor > 1) {
        long long ns = (ts->tv_sec * 1000000000LL + ts->tv_nsec) * factor;

        ts->tv_sec = ns / 1000000000;
        ts->tv_nsec = ns % 1000000000;
    }
    return (int)r;
}

/* The name under which programs with large files call setrlimit. */
int setrlimit64(__rlimit_resource_t what, const struct rlimit64 *limit)
{
    const char *n = getenv("LITTLE_MEMORY");
    struct rlimit64 less = *limit;

    if (n != NULL && what == RLIMIT_AS) {
        unsigned long pages = 0;
        FILE *f = fopen("/proc/self/statm", "re");

        if (f != NULL && fscanf(f, "%lu", &pages) == 1)
            less.rlim_cur = pages * (unsigned long)sysconf(_SC_PAGESIZE) + (strtoul(n, NULL, 10) << 20);
        if (f != NULL)
            fclose(f);
    }
    return (int)syscall(SYS_prlimit64, 0, what, &less, NULL);
}
