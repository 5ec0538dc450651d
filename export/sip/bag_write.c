#include "export/sip/bag_write.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/file.h"

#define DECLARATION "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

void bag_write_add(struct bag_write *b, const char *path, const char *sha256, uint64_t bytes)
{
    ba_buf_printf(&b->manifest, "%s  %s\n", sha256, path);
    b->bytes += bytes;
    b->count++;
}

void bag_write_free(struct bag_write *b)
{
    ba_buf_free(&b->manifest);
}

/* "Label: value", the value on one line; nothing when it is empty. */
static void put_info(struct ba_buf *to, const char *label, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    ba_buf_printf(to, "%s: ", label);
    for (const char *s = value; *s != '\0'; s++)
        ba_buf_add(to, (unsigned char)*s < ' ' || *s == 127 ? " " : s, 1);
    ba_buf_puts(to, "\n");
}

static void describe(const struct bag_write *b, const struct export_archive *a, int64_t time,
                     struct ba_buf *to)
{
    char date[BA_TIME_LEN];
    ba_time_text(time, date);
    date[10] = '\0';
    put_info(to, "Source-Organization", a->creator_name);
    put_info(to, "Contact-Name", a->contact);
    put_info(to, "Contact-Email", a->email);
    put_info(to, "External-Description", a->name);
    put_info(to, "External-Identifier", a->id);
    put_info(to, "Bagging-Date", date);
    put_info(to, "Bag-Software-Agent", "bouwarchief " BA_VERSION);
    ba_buf_printf(to, "Payload-Oxum: %" PRIu64 ".%" PRIu64 "\n", b->bytes, b->count);
}

static BA_RC put_tag(struct container *t, const char *bag, const char *name, const char *data,
                     size_t len, int64_t time, struct ba_buf *sums, struct ba_err *err)
{
    char *path = ba_strf("%s/%s", bag, name), hex[BA_SHA256_HEX + 1];
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, name) : ba_sha256_mem(data, len, hex, err);
    if (rc == BA_OK)
        rc = container_data(t, path, time, data, len, err);
    if (rc == BA_OK)
        ba_buf_printf(sums, "%s  %s\n", hex, name);
    free(path);
    return rc;
}

BA_RC bag_write_finish(struct bag_write *b, struct container *t, const char *bag,
                       const struct export_archive *a, int64_t time, struct ba_err *err)
{
    struct ba_buf info = BA_BUF_INIT((size_t)1 << 20), sums = BA_BUF_INIT((size_t)1 << 12),
                  unlisted = BA_BUF_INIT((size_t)1 << 12);
    describe(b, a, time, &info);
    enum ba_rc rc = ba_buf_check(&info, "bag-info.txt", err);
    if (rc == BA_OK)
        rc = ba_buf_check(&b->manifest, "a bag's manifest", err);
    if (rc == BA_OK)
        rc = put_tag(t, bag, "bagit.txt", DECLARATION, sizeof DECLARATION - 1, time, &sums, err);
    if (rc == BA_OK)
        rc = put_tag(t, bag, "bag-info.txt", ba_buf_str(&info), info.len, time, &sums, err);
    if (rc == BA_OK)
        rc = put_tag(t, bag, "manifest-sha256.txt", ba_buf_str(&b->manifest), b->manifest.len, time,
                     &sums, err);
    if (rc == BA_OK)
        rc = ba_buf_check(&sums, "a bag's tag manifest", err);
    if (rc == BA_OK)
        rc = put_tag(t, bag, "tagmanifest-sha256.txt", ba_buf_str(&sums), sums.len, time, &unlisted,
                     err);
    ba_buf_free(&info);
    ba_buf_free(&sums);
    ba_buf_free(&unlisted);
    return rc;
}
