/* The checker of PDFs reads packages from outside: any bytes are judged, and nothing beyond them is
 * read. */
#include "core/file.h"
#include "export/pdf/pdf.h"
#include "export/pdf/pdf_check.h"
#include "tests/fuzz/fuzz_file.h"

static BA_RC give_words(void *ctx, size_t index, const struct pdf_word **out, size_t *count,
                        struct ba_err *err)
{
    static const struct pdf_word words[] = {
        { "bouw", 2, 2, 20, 8, 0, 0, 0, 0, true },
        { "tekening", 2, 12, 30, 8, 0, 1, 0, 0, false },
        { "schaal", 40, 20, 8, 20, 1, 2, 0, 90, false },
    };
    (void)ctx;
    (void)index;
    (void)err;
    *out = words;
    *count = 3;
    return BA_OK;
}

static BA_RC give_pixels(void *ctx, const char *path, uint32_t frame, struct raster *out,
                         struct ba_err *err)
{
    *out = (struct raster){ .width_px = 64, .height_px = 48, .bits = *(const uint8_t *)ctx };
    (void)path;
    (void)frame;
    return ba_raster_alloc(out) == 0 ? BA_OK : ba_fail_mem(err, "pixels");
}

/* A bilevel and a coloured page, each as a figure or not; the masters are no TIFFs, so that their
 * pixels are asked for. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = fuzz_corpus(*argc, *argv);
    char path[4096], any[4096];
    for (int i = 0; corpus != NULL && i < 2; i++) {
        uint8_t bits = i == 0 ? 1 : 24;
        const struct pdf_hooks hooks = { &bits, give_words, give_pixels, NULL };
        struct pdf_page pages[2] = {
            { .sha256 = "", .width_px = 64, .height_px = 48, .bookmark = "Een" },
            { .sha256 = "", .width_px = 64, .height_px = 48, .bookmark = "Twee", .alt = "Foto" },
        };
        struct pdf_doc doc = {
            .title = "Proef", .subject = "", .language = "nl-NL", .pages = pages, .count = 2
        };
        struct pdf_opts opts = { 0 };
        struct pdf_result res;
        struct ba_err err = BA_ERR_INIT;
        snprintf(path, sizeof path, "%s/seed-%d", corpus, i);
        snprintf(any, sizeof any, "%s/seed-any", corpus);
        if (ba_file_replace(any, "no image", 8, 0644, &err) != BA_OK)
            abort();
        pages[0].path = pages[1].path = any;
        size_t faults;
        if (pdf_make(&doc, &hooks, &opts, path, &res, &err) != BA_OK ||
            pdf_check(path, &faults, &err) != BA_OK)
            abort();
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ba_err err = BA_ERR_INIT;
    size_t faults = 0;
    char path[64];
    enum ba_rc rc = pdf_check(fuzz_file(data, size, path), &faults, &err);
    if ((rc == BA_OK) != (faults == 0))
        abort();
    return 0;
}
