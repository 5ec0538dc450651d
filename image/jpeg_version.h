/*
 * jpeg_version.h - which of PRONOM's JPEGs a file is. One table for who takes it in and who checks
 * it.
 */
#ifndef BA_IMAGE_JPEG_VERSION_H
#define BA_IMAGE_JPEG_VERSION_H

#include <stddef.h>

/* How much of a file the version is looked for in: what a first segment can hold. */
#define BA_JPEG_HEAD_BYTES 65536

/*
 * PUID by the first bytes of a JPEG, after PRONOM's signatures (file V118): JFIF by its version,
 * Exif by its ExifVersion, anything else fmt/41. Borrowed for ever.
 */
const char *ba_jpeg_puid(const char *head, size_t len);

#endif
