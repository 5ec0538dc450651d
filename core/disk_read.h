/*
 * disk_read.h - is it the file that is bad, or the disk that cannot read it?
 *
 * Libraries that decode images and archives do not tell a read error from the end of a file: a worn
 * disk or a lost share then looks like a damaged scan, and the operator is sent to the paper.
 */
#ifndef BA_CORE_DISK_READ_H
#define BA_CORE_DISK_READ_H

#include <stdbool.h>

#include "core/err.h"

/* True for an errno by which a disk or share says that it cannot read. */
bool disk_read_failed(int error);
/* BA_RETRY DISK_READ about this file. */
BA_RC disk_read_fail(const char *path, struct ba_err *err);
/*
 * What is to be said of a file after it was judged with rc and err: a bad judgement (BA_ITEM) of a
 * file that cannot be read from end to end becomes BA_RETRY DISK_READ; all else stays. Reads the
 * file once more, only then.
 */
BA_RC disk_read_verdict(const char *path, enum ba_rc rc, struct ba_err *err);

#endif
