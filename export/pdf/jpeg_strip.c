/*
 * scan_bare.c - a JPEG without what it says of itself: EXIF, thumbnails, comments, profiles.
 *
 * For copies that go to the public: a camera's or a person's notes are not part of the page. The
 * coded image stays as it is, byte for byte.
 */
#include <string.h>

#include "export/pdf/image_stream.h"

enum {
    M_RST0 = 0xD0,
    M_RST7 = 0xD7,
    M_SOI = 0xD8,
    M_EOI = 0xD9,
    M_SOS = 0xDA,
    M_APP0 = 0xE0,
    M_APP14 = 0xEE,
    M_APP15 = 0xEF,
    M_COM = 0xFE,
};

/* JFIF's segment up to its thumbnail. */
#define JFIF_BYTES 16

struct reader {
    const uint8_t *p;
    size_t len, at;
};

static bool is_note(uint8_t marker)
{
    return (marker >= M_APP0 && marker <= M_APP15) || marker == M_COM;
}

/* What decides the colours stays, without a thumbnail. */
static void keep_colours(const struct reader *r, uint8_t marker, size_t len, struct ba_buf *out)
{
    const uint8_t *p = r->p + r->at;
    if (marker == M_APP0 && len >= JFIF_BYTES && memcmp(p + 4, "JFIF", 5) == 0) {
        uint8_t jfif[2 + JFIF_BYTES];
        memcpy(jfif, p, sizeof jfif);
        jfif[2] = 0;
        jfif[3] = JFIF_BYTES;
        jfif[16] = jfif[17] = 0;
        ba_buf_add(out, jfif, sizeof jfif);
    } else if (marker == M_APP14 && len >= 14 && memcmp(p + 4, "Adobe", 5) == 0) {
        ba_buf_add(out, p, 2 + len);
    }
}

/* Coded data up to the next marker that is none of theirs. */
static void copy_coded(struct reader *r, struct ba_buf *out)
{
    size_t from = r->at;
    while (r->at + 1 < r->len) {
        uint8_t next = r->p[r->at + 1];
        if (r->p[r->at] == 0xFF && next != 0 && (next < M_RST0 || next > M_RST7) && next != 0xFF)
            break;
        r->at++;
    }
    ba_buf_add(out, r->p + from, r->at - from);
}

bool image_stream_bare_jpeg(struct ba_buf *jpeg)
{
    struct reader r = { (const uint8_t *)jpeg->data, jpeg->len, 2 };
    struct ba_buf out = BA_BUF_INIT(SCAN_MAX_BYTES);
    bool whole = false;
    if (r.len < 4 || r.p[0] != 0xFF || r.p[1] != M_SOI)
        return false;
    ba_buf_add(&out, r.p, 2);
    while (!whole && r.at + 1 < r.len && r.p[r.at] == 0xFF) {
        uint8_t marker = r.p[r.at + 1];
        if (marker == 0xFF) { /* fill */
            r.at++;
            continue;
        }
        if (marker == M_EOI) { /* what follows is no image either */
            ba_buf_add(&out, r.p + r.at, 2);
            whole = true;
            break;
        }
        size_t len = r.at + 4 > r.len ? 0 : (size_t)r.p[r.at + 2] << 8 | r.p[r.at + 3];
        if (len < 2 || len > r.len - r.at - 2)
            break;
        if (is_note(marker))
            keep_colours(&r, marker, len, &out);
        else
            ba_buf_add(&out, r.p + r.at, 2 + len);
        r.at += 2 + len;
        if (marker == M_SOS)
            copy_coded(&r, &out);
    }
    whole = whole && !out.failed;
    if (whole) {
        ba_buf_free(jpeg);
        *jpeg = out;
    } else {
        ba_buf_free(&out);
    }
    return whole;
}
