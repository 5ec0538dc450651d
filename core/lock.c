#include "core/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/clock.h"

/* The first line of a lock file without its newline. */
static void read_holder(int fd, char *out, size_t cap)
{
    ssize_t n = pread(fd, out, cap - 1, 0);

    out[n > 0 ? n : 0] = '\0';
    out[strcspn(out, "\n")] = '\0';
}

BA_RC ba_lock_take(struct ba_lock *l, const char *path, struct ba_err *err)
{
    char host[256] = "", holder[400], when[BA_TIME_LEN];
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    enum ba_rc rc;
    int n;

    l->fd = -1;
    if (fd < 0)
        return ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot make the lock file", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            read_holder(fd, holder, sizeof(holder));
            close(fd);
            return ba_fail(err, BA_RETRY, "DEPOT_LOCKED",
                           "another bouwarchief is writing in this depot (%s); wait until it has "
                           "finished, then run this again",
                           holder);
        }
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s: cannot lock", path);
        close(fd);
        return rc;
    }
    gethostname(host, sizeof(host) - 1);
    ba_time_text(ba_now(), when);
    n = snprintf(holder, sizeof(holder), "host %s pid %ld since %sZ\n", host, (long)getpid(), when);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, holder, (size_t)n, 0) != n) {
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", path);
        close(fd);
        return rc;
    }
    l->fd = fd;
    return BA_OK;
}

void ba_lock_release(struct ba_lock *l)
{
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
}
