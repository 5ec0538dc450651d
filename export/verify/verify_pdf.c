/*
 * verify_pdf.c - the PDFs of a package, held against the rules they were made by.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/plural.h"
#include "export/pdf/pdf_check.h"
#include "export/verify/container_read.h"
#include "export/verify/verify_private.h"

#define XML "fmt/101" /* recognised text, which some receivers take */

static BA_RC check(struct verify_package_read *p, struct verify_entry *e, int fd, uint64_t at,
                   struct ba_err *err)
{
    struct ba_err why = BA_ERR_INIT;
    size_t faults = 0;
    enum ba_rc rc = BA_OK;
    if (at == TAR_NOWHERE) {
        if (e->our_pdf)
            verify_note(
                p, e->path,
                "is compressed in the zip, and was not held against the rules of PDF/A; unpack "
                "the zip, and verify the folder");
        return BA_OK;
    }
    if (!e->our_pdf) {
        e->images = verify_count_images(fd, at, e->size_bytes, e->puid);
        return BA_OK;
    }
    rc = pdf_check_part(fd, ba_basename(e->path), at, e->size_bytes, &faults, &e->images, &why);
    p->counts->pdfs_checked++;
    if (rc == BA_ITEM)
        verify_differs(p, why.code, e->path, "%s", why.msg);
    else if (rc != BA_OK)
        *err = why;
    return rc == BA_ITEM ? BA_OK : rc;
}

/* In a folder: path is the root's, and the entry's path begins with the root's name. */
static BA_RC check_file(struct verify_package_read *p, struct verify_entry *e, const char *path,
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
        rc = check(p, e, fd, 0, err);
    if (fd >= 0)
        close(fd);
    free(file);
    return rc;
}

/*
 * A PDF of ours has a page for each image of the masters beside it. Entries are sorted by path, so
 * those of one folder stand together, but for what lies deeper; a folder with a file whose images
 * cannot be counted, or with more PDFs, is left alone.
 */
static void judge_pages(struct verify_package_read *p, size_t at)
{
    const struct verify_entry *pdf = &p->entries[at];
    const char *slash = strrchr(pdf->path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - pdf->path) + 1, images = 0, first = at;
    while (first > 0 && strncmp(p->entries[first - 1].path, pdf->path, folder) == 0)
        first--;
    for (size_t i = first; i < p->count && strncmp(p->entries[i].path, pdf->path, folder) == 0;
         i++) {
        const struct verify_entry *e = &p->entries[i];
        if (i == at || e->folder || e->sidecar != NULL || strcmp(e->puid, XML) == 0 ||
            strchr(e->path + folder, '/') != NULL)
            continue;
        if (e->our_pdf || e->images == 0)
            return;
        images += e->images;
    }
    if (images > 0 && images != pdf->images)
        verify_differs(p, "VERIFY_PAGES", pdf->path,
                       "has %zu page%s, the masters beside it %zu image%s", pdf->images,
                       ba_s(pdf->images), images, ba_s(images));
}

BA_RC verify_judge_pdfs(struct verify_package_read *p, const char *path, bool tar,
                        struct ba_err *err)
{
    int fd = tar ? ba_open_regular(path) : -1;
    enum ba_rc rc = BA_OK;
    if (tar && fd < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        struct verify_entry *e = &p->entries[i];
        if (!e->folder && e->sidecar == NULL && e->size_bytes > 0)
            rc = tar ? check(p, e, fd, e->at_bytes, err) : check_file(p, e, path, err);
    }
    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        if (p->entries[i].our_pdf && p->entries[i].images > 0)
            judge_pages(p, i);
    if (fd >= 0)
        close(fd);
    return rc;
}
