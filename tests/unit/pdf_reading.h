/* pdf_reading.h - drawing small PDFs of scans and reading them back, for the tests of ingest/. */
#ifndef BA_TESTS_UNIT_PDF_READING_H
#define BA_TESTS_UNIT_PDF_READING_H

#include "image/image_file.h"
#include "tests/unit/ingest_fixture.h"
#include "tests/unit/pdf_fixture.h"

static const struct tiff_limits LIMITS = { 100000000, 1u << 30, 1000 };

enum { W = 16, H = 8 };

/* Grey samples: a dark left upper corner, so that every turn is another picture. */
static inline uint8_t grey_at(uint32_t x, uint32_t y)
{
    return x < 4 && y < 2 ? 10 : (uint8_t)(100 + x * 8 + y);
}

static inline uint8_t *grey_samples(void)
{
    uint8_t *p = malloc(W * H);

    for (uint32_t i = 0; i < W * H; i++)
        p[i] = grey_at(i % W, i / W);
    return p;
}

/* Asked by LeakSanitizer alone: fontconfig, which poppler asks for fonts, keeps its tables to the
 * end of the process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

#define GREY_DICT "/Width 16 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"

static inline char *draw(const char *dir, const struct pdf_scan *s)
{
    char *path = ba_path_join(dir, "scan.pdf");

    pdf_draw(path, s);
    return path;
}

static inline BA_RC read_page(const char *path, uint32_t page, struct tiff_frame *frame,
                              struct raster *r, struct ba_err *err)
{
    enum ba_rc rc = master_read_frame(path, page, &LIMITS, frame, r, err);

    if (rc != BA_OK)
        assert_null(r->data);
    return rc;
}

static inline void assert_refused(const char *path, const char *code, const char *words)
{
    struct ba_err err = BA_ERR_INIT;
    struct tiff_frame frame;
    struct raster r;

    assert_rc(BA_ITEM, read_page(path, 0, &frame, &r, &err), &err);
    if (strcmp(code, err.code) != 0 || strstr(err.msg, words) == NULL)
        fail_msg("%s expected with \"%s\": %s: %s", code, words, err.code, err.msg);
}

#endif
