/*
 * verify_pdf.c - the PDFs of a package, held against the rules they were made by.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "export/pdf_check.h"
#include "export/verify_parts.h"

static enum ba_rc check(struct v_package *p, const struct v_entry *e, int fd, struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    size_t faults = 0;
    enum ba_rc rc =
        pdf_check_part(fd, ba_basename(e->path), e->at_bytes, e->size_bytes, &faults, &why);
    p->counts->pdfs_checked++;
    if (rc == BA_ITEM)
        v_differs(p, why.code, e->path, "%s", why.msg);
    else if (rc != BA_OK)
        *err = why;
    return rc == BA_ITEM ? BA_OK : rc;
}

/* In a folder: path is the root's, and the entry's path begins with the root's name. */
static enum ba_rc check_file(struct v_package *p, const struct v_entry *e, const char *path,
                             struct ba_err *err)
{
    char *file = ba_strf("%s%s", path, e->path + strcspn(e->path, "/"));
    int fd = file == NULL ? -1 : ba_open_regular(file);
    enum ba_rc rc = BA_OK;
    if (file == NULL)
        rc = ba_fail_mem(err, "a name");
    else if (fd < 0)
        rc = ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", file, strerror(errno));
    else
        rc = check(p, e, fd, err);
    if (fd >= 0)
        close(fd);
    free(file);
    return rc;
}

enum ba_rc v_judge_pdfs(struct v_package *p, const char *path, bool tar, struct ba_err *err)
{
    int fd = tar ? ba_open_regular(path) : -1;
    enum ba_rc rc = BA_OK;
    if (tar && fd < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        const struct v_entry *e = &p->entries[i];
        if (e->our_pdf)
            rc = tar ? check(p, e, fd, err) : check_file(p, e, path, err);
    }
    if (fd >= 0)
        close(fd);
    return rc;
}
