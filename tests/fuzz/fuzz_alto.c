/* An ALTO file: any bytes end as a page whose words can be placed, or as a reason. */
#include <math.h>
#include <string.h>

#include "ocr/alto/alto.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char seed[] =
        "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Description>"
        "<Processing ID=\"GEOMETRY\"><processingStepSettings>turn_deg=90 skew_deg=1.5 xdpi=300 "
        "ydpi=300</processingStepSettings></Processing></Description><Layout><Page ID=\"P\" "
        "WIDTH=\"99\" HEIGHT=\"88\"><PrintSpace><ComposedBlock><TextBlock ROTATION=\"91.5\">"
        "<TextLine><String HPOS=\"1\" VPOS=\"2\" WIDTH=\"3\" HEIGHT=\"4\" WC=\"0.5\" "
        "CONTENT=\"a&amp;b\" SUBS_TYPE=\"HypPart1\"/><HYP CONTENT=\"-\"/></TextLine></TextBlock>"
        "</ComposedBlock></PrintSpace></Page></Layout></alto>";
    const char *corpus = fuzz_corpus(*argc, *argv);

    if (corpus != NULL)
        fuzz_seed(corpus, 0, seed, strlen(seed));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct ba_err err = BA_ERR_INIT;
    struct ba_buf text = BA_BUF_INIT(1u << 20);
    struct alto_page p;
    enum ba_rc rc = alto_read(fuzz_file(data, size, path), &p, &err);

    if (rc < BA_ITEM || (rc != BA_OK && p.words != NULL))
        abort();
    for (size_t i = 0; i < p.count; i++) {
        const struct alto_word *w = &p.words[i];

        if (!isfinite(w->ux) || !isfinite(w->uw) || w->uw < 0 || w->rotation_deg % 90 != 0)
            abort();
    }
    alto_text(&p, &text);
    ba_buf_free(&text);
    alto_free(&p);
    return 0;
}
