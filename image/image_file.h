/*
 * image_file.h - read the images of a master of any format that we take.
 *
 * The same shapes and promises as tiff.h, whatever the format: completely decoded or refused. A
 * JPEG, PNG or JPEG 2000 has one frame, whose fields hold what a TIFF of the same image would say.
 * A PDF has one a page: the scan's own pixels when the page is nothing but one image, else the page
 * drawn at the resolution of its finest layer, 300 dpi without one.
 */
#ifndef BA_IMAGE_IMAGE_FILE_H
#define BA_IMAGE_IMAGE_FILE_H

#include "image/tiff/tiff.h"

enum image_format { MASTER_TIFF, MASTER_JPEG, MASTER_PNG, MASTER_JP2, MASTER_J2K, MASTER_PDF };

/* By the first bytes; MASTER_TIFF for everything else, so that its reader says what is wrong. */
enum image_format master_sniff(const char *path);

/* What a master is called: "jpg", and its PRONOM PUID ("fmt/44") with what the content says of
 * versions. */
struct image_file_name {
    char extension[8], puid[12];
};
/* BA_RETRY FILE_READ, DISK_READ when the file cannot be read, BA_FATAL NO_MEMORY; *out is then
 * empty. */
BA_RC master_describe(const char *path, struct image_file_name *out, struct ba_err *err);
/* The extensions that a master can have, by index from 0; NULL behind the last. */
const char *master_extension(size_t index);

/*
 * As tiff_read and tiff_read_frame. For the other formats BA_ITEM with IMAGE_TRUNCATED,
 * IMAGE_DAMAGED (the library's words are in the message), IMAGE_TOO_LARGE, IMAGE_UNSUPPORTED,
 * TIFF_NO_IMAGE for a missing index, and for a PDF PDF_DAMAGED, PDF_ENCRYPTED, PDF_ACTIVE,
 * PDF_ATTACHMENT.
 */
BA_RC master_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn, void *ctx,
                  struct ba_err *err);
BA_RC master_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                        struct tiff_frame *frame, struct raster *out, struct ba_err *err);

#endif
