/* A drawn page whose words are known, for the tests of PDFs. */
#ifndef BA_TESTS_UNIT_EXPORT_PDF_H
#define BA_TESTS_UNIT_EXPORT_PDF_H

#include "export/pdf/pdf.h"
#include "export/pdf/pdf_check.h"
#include "tests/unit/export_fixture.h"

/* An upright page of 600 x 800 pixels at 150 dpi with three "words" of ink. */
#define PAGE_W 600
#define PAGE_H 800
#define DPI 150

MAY_BE_UNUSED static const struct pdf_word words[] = {
    { "Bouwvergunning", 100, 100, 200, 30, 0, 0, 0, 0, false },
    { "caf\xC3\xA9", 320, 104, 80, 24, 0, 0, 0, 0, false },
    { "Dorpsstraat", 60, 600, 150, 24, 1, 1, 0, 0, false },
};
#define WORDS (sizeof words / sizeof *words)

struct drawn {
    uint32_t orientation_deg;
    double skew_deg;
    uint32_t master_w, master_h;
};

/* Ink of the master: the place on the upright page, and whether a word is there. */
MAY_BE_UNUSED static double master_ink(void *ctx, double x, double y)
{
    const struct drawn *d = ctx;
    double tx = x, ty = y, rad = d->skew_deg * M_PI / 180;
    if (d->orientation_deg == 90) {
        tx = PAGE_W - y;
        ty = x;
    } else if (d->orientation_deg == 180) {
        tx = PAGE_W - x;
        ty = PAGE_H - y;
    } else if (d->orientation_deg == 270) {
        tx = y;
        ty = PAGE_H - x;
    }
    tx -= PAGE_W / 2.0;
    ty -= PAGE_H / 2.0;
    double px = tx * cos(rad) - ty * sin(rad) + PAGE_W / 2.0;
    double py = tx * sin(rad) + ty * cos(rad) + PAGE_H / 2.0;
    for (size_t i = 0; i < WORDS; i++) {
        if (px >= words[i].x && px < words[i].x + words[i].w && py >= words[i].y &&
            py < words[i].y + words[i].h)
            return 255;
    }
    return 0;
}

MAY_BE_UNUSED static BA_RC give_words(void *ctx, size_t index, const struct pdf_word **out,
                                      size_t *count, struct ba_err *err)
{
    (void)ctx;
    (void)index;
    (void)err;
    *out = words;
    *count = WORDS;
    return BA_OK;
}

MAY_BE_UNUSED static const struct pdf_hooks hooks = { NULL, give_words, fixture_raster, NULL };
MAY_BE_UNUSED static const struct pdf_opts opts = { 0 };

MAY_BE_UNUSED static struct pdf_page drawn_page(const char *path, const struct tiff_kind *k,
                                                struct drawn *d)
{
    bool turned = d->orientation_deg % 180 != 0;
    d->master_w = turned ? PAGE_H : PAGE_W;
    d->master_h = turned ? PAGE_W : PAGE_H;
    draw_tiff(path, k, d->master_w, d->master_h, master_ink, d);
    return (struct pdf_page){ .path = path,
                              .sha256 = "",
                              .width_px = d->master_w,
                              .height_px = d->master_h,
                              .xdpi = DPI,
                              .ydpi = DPI,
                              .orientation_deg = d->orientation_deg,
                              .skew_deg = d->skew_deg };
}

static struct pdf_doc document_of(const struct pdf_page *pages, size_t n)
{
    return (struct pdf_doc){ .title = "Bouwvergunning 1974/231 & <meer>",
                             .subject = "Dorpsstraat 12",
                             .language = "nl-NL",
                             .time = 1795300000,
                             .pages = pages,
                             .count = n };
}

MAY_BE_UNUSED static void assert_qpdf_accepts(const char *pdf)
{
    struct ba_err err = BA_ERR_INIT;
    size_t faults;
    assert_rc(BA_OK, pdf_check(pdf, &faults, &err), &err);
    const char *log = in_dir("qpdf.log");
    int status = RUN(log, "qpdf", "--check", pdf);
    char *said = slurp(log, NULL);
    if (status != 0 || strstr(said, "WARNING") != NULL)
        fail_msg("qpdf --check %s: %s", pdf, said);
    free(said);
}

#endif
