#include "core/disk_read.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_BYTES = 1 << 17 };

bool disk_read_failed(int error)
{
    return error == EIO || error == ENXIO || error == EREMOTEIO || error == ENODEV ||
           error == ESTALE || error == EBADMSG;
}

BA_RC disk_read_fail(const char *path, struct ba_err *err)
{
    return ba_fail(
        err, BA_RETRY, "DISK_READ",
        "%s: the disk or share cannot read this file; nothing is said of the scan. Check "
        "the disk, its cable or the share, and run again",
        path);
}

BA_RC disk_read_verdict(const char *path, enum ba_rc rc, struct ba_err *err)
{
    char *block;
    bool failed = false;
    ssize_t n = 1;
    int fd;

    if (rc != BA_ITEM)
        return rc;
    if (disk_read_failed(err->sys))
        return disk_read_fail(path, err);
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    block = fd < 0 ? NULL : malloc(BLOCK_BYTES);
    while (block != NULL && n != 0 && !failed) {
        n = read(fd, block, BLOCK_BYTES);
        failed = n < 0 && disk_read_failed(errno);
        if (n < 0 && errno != EINTR)
            break;
    }
    free(block);
    if (fd >= 0)
        close(fd);
    return failed ? disk_read_fail(path, err) : rc;
}
