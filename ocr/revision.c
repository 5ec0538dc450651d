/* revision.c - everything besides the pixels that decides the text of a page. */
#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/hash.h"
#include "ocr/page.h"
#include "ocr/recognise.h"
#include "ocr/revision.h"

static BA_RC add_model(struct ba_buf *b, const char *folder, const char *name, size_t len,
                       struct ba_err *err)
{
    char *path = ba_strf("%s/%.*s.traineddata", folder, (int)len, name);
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc;

    if (path == NULL)
        return ba_fail_mem(err, "path of a model");
    rc = ba_hash_file(path, BA_SHA256, hex, NULL, err);
    if (rc != BA_OK)
        rc = ba_fail(err, BA_FATAL, "OCR_ENGINE",
                     "no language model '%.*s' in %s; install it with: apt-get install "
                     "tesseract-ocr-%.*s",
                     (int)len, name, folder, (int)len, name);
    else
        ba_buf_printf(b, " %.*s=%s", (int)len, name, hex);
    free(path);
    return rc;
}

static BA_RC add_words(struct ba_buf *b, const char *path, struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = ba_hash_file(path, BA_SHA256, hex, NULL, err);

    if (rc != BA_OK)
        return ba_fail(err, BA_FATAL, "OCR_ENGINE",
                       "the word list %s cannot be read; make it with: bouwarchief register words, "
                       "or take ocr.words out of the settings",
                       path);
    ba_buf_printf(b, " words=%s", hex);
    return BA_OK;
}

BA_RC ocr_revision(const struct ocr_opts *opts, char **out, struct ba_err *err)
{
    const char *p = opts->languages != NULL && *opts->languages ? opts->languages : "nld";
    char *folder = tessdata_folder(opts), *leptonica = getLeptonicaVersion();
    struct ba_buf b = BA_BUF_INIT(16384);
    enum ba_rc rc = BA_OK;

    *out = NULL;
    ba_buf_printf(&b, "ocr=%d tesseract=%s %s", OCR_CODE_REVISION, tesseract_version(),
                  leptonica != NULL ? leptonica : "leptonica");
    ba_buf_printf(&b, " languages=%s max_skew_deg=%.3f doubtful_pct=%.3f", p, opts->max_skew_deg,
                  opts->doubtful_pct);
    if (folder == NULL)
        rc = ba_fail_mem(err, "folder of the models");
    while (rc == BA_OK && *p != '\0') {
        size_t n = strcspn(p, "+");

        rc = add_model(&b, folder, p, n, err);
        p += n;
        p += *p == '+';
    }
    if (rc == BA_OK && opts->words != NULL)
        rc = add_words(&b, opts->words, err);
    if (rc == BA_OK)
        rc = ba_buf_check(&b, "revision of the text", err);
    if (rc == BA_OK && (*out = strdup(ba_buf_str(&b))) == NULL)
        rc = ba_fail_mem(err, "revision of the text");
    free(folder);
    lept_free(leptonica);
    ba_buf_free(&b);
    return rc;
}
