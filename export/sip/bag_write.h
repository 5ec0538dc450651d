/*
 * bag_write.h - the envelope of a package: BagIt 1.0 (RFC 8493) with a SHA-256 manifest. Inside
 * this room only.
 *
 *   <bag>/bagit.txt   bag-info.txt   manifest-sha256.txt   tagmanifest-sha256.txt   data/...
 */
#ifndef BA_EXPORT_SIP_BAG_WRITE_H
#define BA_EXPORT_SIP_BAG_WRITE_H

#include "core/buf.h"
#include "export/sip/container.h"
#include "export/sip/package_content.h"

struct bag_write {
    struct ba_buf manifest;
    uint64_t bytes, count; /* of the payload */
};
#define BAG_OUT_INIT                                                                               \
    {                                                                                              \
        .manifest = BA_BUF_INIT((size_t)1 << 30)                                                   \
    }

/* Notes a payload file; path: inside the bag, of the characters of package_name_is_good and '/'. */
void bag_write_add(struct bag_write *b, const char *path, const char *sha256, uint64_t bytes);
/* Writes the tag files into folder `bag` of the tar. time: of the data. */
BA_RC bag_write_finish(struct bag_write *b, struct container *t, const char *bag,
                       const struct export_archive *a, int64_t time, struct ba_err *err);
void bag_write_free(struct bag_write *b);

#endif
