#include "image/tiff/client.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "core/file.h"

BA_PRINTF(4, 0)
static int catch_error(TIFF *t, void *user, const char *module, const char *fmt, va_list args)
{
    (void)t;
    (void)module;
    struct tiff_words *words = user;
    if (words->errors++ == 0)
        vsnprintf(words->text, sizeof words->text, fmt, args);
    return 1; /* handled: not the global handler too */
}

BA_PRINTF(4, 0)
static int drop_warning(TIFF *t, void *user, const char *module, const char *fmt, va_list args)
{
    (void)t;
    (void)user;
    (void)module;
    (void)fmt;
    (void)args;
    return 1;
}

static TIFFOpenOptions *options(struct tiff_words *words)
{
    TIFFOpenOptions *o = TIFFOpenOptionsAlloc();
    if (o != NULL) {
        TIFFOpenOptionsSetMaxSingleMemAlloc(o, TIFF_READ_LIMIT_BYTES);
        TIFFOpenOptionsSetErrorHandlerExtR(o, catch_error, words);
        TIFFOpenOptionsSetWarningHandlerExtR(o, drop_warning, words);
    }
    return o;
}

TIFF *tiff_open_read(const char *path, struct tiff_words *words)
{
    int fd = ba_open_regular(path);
    if (fd < 0) {
        snprintf(words->text, sizeof words->text, "%m");
        return NULL;
    }
    TIFFOpenOptions *o = options(words);
    /* m: no memory map, so that a file that shrinks under us is a read error and not a signal;
     * c: strips as they are in the file, never cut up. */
    TIFF *t = o == NULL ? NULL : TIFFFdOpenExt(fd, path, "rmc", o);
    TIFFOpenOptionsFree(o);
    if (t == NULL)
        close(fd);
    return t;
}

static int close_nothing(thandle_t file)
{
    (void)file;
    return 0;
}

static int map_nothing(thandle_t file, void **base, toff_t *size)
{
    (void)file;
    (void)base;
    (void)size;
    return 0;
}

static void unmap_nothing(thandle_t file, void *base, toff_t size)
{
    (void)file;
    (void)base;
    (void)size;
}

TIFF *tiff_open_client(const char *name, const char *mode, void *file, TIFFReadWriteProc read,
                       TIFFReadWriteProc write, TIFFSeekProc seek, TIFFSizeProc size,
                       struct tiff_words *words)
{
    TIFFOpenOptions *o = options(words);
    if (o == NULL)
        return NULL;
    TIFF *t = TIFFClientOpenExt(name, mode, file, read, write, seek, close_nothing, size,
                                map_nothing, unmap_nothing, o);
    TIFFOpenOptionsFree(o);
    return t;
}
