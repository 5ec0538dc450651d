/*
 * master.h - read the images of a master of any format that we take: TIFF, JPEG or PNG.
 *
 * The same shapes and promises as tiff.h, whatever the format: completely decoded or refused. A
 * JPEG or PNG has one frame, whose fields hold what a TIFF of the same image would say.
 */
#ifndef BA_INGEST_MASTER_H
#define BA_INGEST_MASTER_H

#include "ingest/tiff.h"

enum master_format { MASTER_TIFF, MASTER_JPEG, MASTER_PNG };

/* By the first bytes; MASTER_TIFF for everything else, so that its reader says what is wrong. */
enum master_format master_sniff(const char *path);

/* What a master is called: "jpg", and its PRONOM PUID ("fmt/44") with what the content says of
 * versions. */
struct master_name {
    char extension[8], puid[12];
};
void master_describe(const char *path, struct master_name *out);

/*
 * As tiff_read and tiff_read_frame. For the other formats BA_ITEM with IMAGE_TRUNCATED,
 * IMAGE_DAMAGED (the library's words are in the message), IMAGE_TOO_LARGE, TIFF_NO_IMAGE for an
 * index other than 0.
 */
enum ba_rc master_read(const char *path, const struct tiff_limits *limits, tiff_frame_fn fn,
                       void *ctx, struct ba_err *err);
enum ba_rc master_read_frame(const char *path, uint32_t index, const struct tiff_limits *limits,
                             struct tiff_frame *frame, struct ba_raster *out, struct ba_err *err);

#endif
