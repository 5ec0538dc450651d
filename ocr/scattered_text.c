#include "ocr/scattered_text.h"

#include <leptonica/allheaders.h>

#include "ocr/drawing.h"

/* About five words, read well. */
#define MIN_SCORE 10.0
#define MIN_CONFIDENCE_PCT 75.0

/* The page without the pieces of ink that are larger than letters. NULL: out of memory. */
static PIX *without_art(const struct ocr_image *im)
{
    l_int32 soft = 3;
    PIX *art = pixSubtract(NULL, im->ink, im->text), *mask = NULL, *out = NULL;

    if (art != NULL && pixDilateBrick(art, art, soft, soft) != NULL)
        mask = im->reduction > 1 ? pixExpandReplicate(art, (l_int32)im->reduction) : pixClone(art);
    if (mask != NULL)
        out = pixCopy(NULL, im->full);
    if (out != NULL && pixGetDepth(out) == 8)
        pixSetMasked(out, mask, IMAGE_PAPER);
    else if (out != NULL)
        pixRasterop(out, 0, 0, pixGetWidth(out), pixGetHeight(out), PIX_NOT(PIX_SRC) & PIX_DST,
                    mask, 0, 0);
    pixDestroy(&art);
    pixDestroy(&mask);
    return out;
}

BA_RC scattered_text_read(struct ocr_engine *e, const struct ocr_image *im,
                          const struct ocr_transform *t, double deadline, struct recognition *out,
                          bool *found, struct ba_err *err)
{
    struct ocr_image letters = *im;
    enum ba_rc rc;

    *found = false;
    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    letters.full = without_art(im);
    if (letters.full == NULL)
        return ba_fail_mem(err, "page without its lines");
    rc = drawing_read(e, &letters, t, deadline, out, err);
    pixDestroy(&letters.full);
    *found = rc == BA_OK && out->score >= MIN_SCORE && out->confidence_pct >= MIN_CONFIDENCE_PCT;
    if (!*found)
        recognition_free(out);
    return rc;
}
