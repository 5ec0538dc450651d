/*
 * client.h - opens a TIFF with libtiff's words caught in a buffer instead of printed.
 */
#ifndef BA_IMAGE_TIFF_CLIENT_H
#define BA_IMAGE_TIFF_CLIENT_H

#include <tiffio.h>

struct tiff_words {
    char text[200]; /* the first error or warning, "" if none */
    unsigned errors;
};

/* Memory that one call of libtiff may ask for while it reads directories and strips. */
#define TIFF_READ_LIMIT_BYTES (1 << 30)

/* words must outlive the handle. NULL when it is not a TIFF. */
TIFF *tiff_open_read(const char *path, struct tiff_words *words);
/* A file in memory or on disk that is written through the caller's functions. */
TIFF *tiff_open_client(const char *name, const char *mode, void *file, TIFFReadWriteProc read,
                       TIFFReadWriteProc write, TIFFSeekProc seek, TIFFSizeProc size,
                       struct tiff_words *words);

#endif
