/* Opening a TIFF with handlers of our own, so that what libtiff says is kept and nothing is
 * printed. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tiffio.h>

#include "core/file.h"
#include "core/utf8.h"
#include "image/tiff/tiff_private.h"

void tiff_text_copy(char *out, size_t out_size, const char *text)
{
    size_t len = strlen(text), used = 0, end = 0;

    while (len > 0) {
        char c[4];
        uint32_t cp;
        size_t n = ba_utf8_decode(text, len, &cp), m;

        /* Scanners write Latin-1 where they do not write ASCII. */
        if (n == 1 && (unsigned char)*text >= 0x80)
            cp = (unsigned char)*text;
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            cp = ' ';
        m = ba_utf8_encode(cp, c);
        if (used + m >= out_size)
            break;
        if (cp != ' ' || used > 0) {
            memcpy(out + used, c, m);
            used += m;
        }
        if (cp != ' ')
            end = used;
        text += n;
        len -= n;
    }
    out[end] = '\0';
}

static void keep(char note[TIFF_NOTE_MAX], uint32_t *count, const char *fmt, va_list ap)
    BA_PRINTF(3, 0);

static void keep(char note[TIFF_NOTE_MAX], uint32_t *count, const char *fmt, va_list ap)
{
    char text[2 * TIFF_NOTE_MAX];

    if ((*count)++ > 0)
        return;
    if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
        text[0] = '\0';
    tiff_text_copy(note, TIFF_NOTE_MAX, text);
}

/* Both handlers return 1: handled, do not call the global handler, which prints. */
static int on_error(TIFF *tif, void *data, const char *module, const char *fmt, va_list ap)
    BA_PRINTF(4, 0);
static int on_warning(TIFF *tif, void *data, const char *module, const char *fmt, va_list ap)
    BA_PRINTF(4, 0);

static int on_error(TIFF *tif, void *data, const char *module, const char *fmt, va_list ap)
{
    struct tiff_notes *n = data;

    (void)tif;
    (void)module;
    keep(n->error, &n->errors, fmt, ap);
    return 1;
}

static int on_warning(TIFF *tif, void *data, const char *module, const char *fmt, va_list ap)
{
    struct tiff_notes *n = data;

    (void)tif;
    (void)module;
    n->ran_out |= strncmp(fmt, "Premature EOF", 13) == 0;
    /* A tag that libtiff does not know is allowed (TIFF 6.0 section 8) and says nothing of the
     * image; counted as a warning it would put every page of some scanners under suspicion. */
    if (strncmp(fmt, "Unknown field with tag", 22) != 0)
        keep(n->warning, &n->warnings, fmt, ap);
    return 1;
}

void tiff_notes_reset(struct tiff_notes *n)
{
    *n = (struct tiff_notes){ 0 };
}

static BA_RC open_handle(struct tiff_file *f, int *fd, const char *path, struct ba_err *err)
{
    TIFFOpenOptions *o = TIFFOpenOptionsAlloc();
    uint64_t max = f->limits->max_memory_bytes;

    if (o == NULL)
        return ba_fail_mem(err, "TIFF options");
    TIFFOpenOptionsSetErrorHandlerExtR(o, on_error, &f->notes);
    TIFFOpenOptionsSetWarningHandlerExtR(o, on_warning, &f->notes);
    if (max != 0 && max <= INT64_MAX)
        TIFFOpenOptionsSetMaxSingleMemAlloc(o, (tmsize_t)max);
    /* "m": no memory map, in which a file that shrinks while it is read would be a SIGBUS. */
    f->tif = TIFFFdOpenExt(*fd, path, "rm", o);
    TIFFOpenOptionsFree(o);
    if (f->tif == NULL || f->notes.errors > 0)
        return ba_fail(err, BA_ITEM, "TIFF_DAMAGED",
                       "the first directory is damaged (libtiff: %s); make the file again from the "
                       "scanner",
                       f->notes.error);
    *fd = -1; /* TIFFClose closes it */
    return BA_OK;
}

BA_RC tiff_file_open(struct tiff_file *f, const char *path, const struct tiff_limits *limits,
                     struct ba_err *err)
{
    return tiff_file_open_fd(f, ba_open_regular(path), path, limits, err);
}

BA_RC tiff_file_open_fd(struct tiff_file *f, int fd, const char *path,
                        const struct tiff_limits *limits, struct ba_err *err)
{
    struct stat st;
    enum ba_rc rc;

    *f = (struct tiff_file)TIFF_FILE_INIT;
    f->limits = limits;
    if (fd < 0 || fstat(fd, &st) != 0) {
        rc = ba_fail_sys(err, BA_ITEM, "FILE_READ", "the file cannot be opened");
        goto out;
    }
    f->size_bytes = (uint64_t)st.st_size;
    rc = tiff_chain_count(fd, f, err);
    if (rc != BA_OK)
        goto out;
    if (f->frame_count == 0) {
        rc = ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE", "the TIFF holds no image; scan the page again");
        goto out;
    }
    rc = open_handle(f, &fd, path, err);

out:
    if (fd >= 0 && f->tif == NULL)
        close(fd);
    if (rc != BA_OK)
        tiff_file_close(f);
    return rc;
}

void tiff_file_close(struct tiff_file *f)
{
    if (f->tif != NULL)
        TIFFClose(f->tif);
    f->tif = NULL;
}
