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

/* One model; one that is not there is noted in missing, as " NAME". */
static BA_RC add_model(struct ba_buf *b, const char *folder, const char *name, size_t len,
                       struct ba_buf *missing, struct ba_err *err)
{
    char *path = ba_strf("%s/%.*s.traineddata", folder, (int)len, name);
    struct ba_err why = BA_ERR_INIT;
    char hex[BA_HASH_HEX_MAX + 1];

    if (path == NULL)
        return ba_fail_mem(err, "path of a model");
    if (ba_hash_file(path, BA_SHA256, hex, NULL, &why) != BA_OK)
        ba_buf_printf(missing, " %.*s", (int)len, name);
    else
        ba_buf_printf(b, " %.*s=%s", (int)len, name, hex);
    free(path);
    return BA_OK;
}

/* All of them at once: who installs one and is then told of the next has lost an hour twice. */
static BA_RC add_models(struct ba_buf *b, const char *folder, const char *languages,
                        struct ba_err *err)
{
    struct ba_buf missing = BA_BUF_INIT(1024), install = BA_BUF_INIT(4096);
    enum ba_rc rc = BA_OK;

    for (const char *p = languages; rc == BA_OK && *p != '\0'; p += *p == '+') {
        size_t n = strcspn(p, "+"), before = missing.len;

        rc = add_model(b, folder, p, n, &missing, err);
        if (missing.len > before)
            ba_buf_printf(&install, " tesseract-ocr-%.*s", (int)n, p);
        p += n;
    }
    if (rc == BA_OK && missing.len > 0)
        rc = ba_fail(err, BA_FATAL, "OCR_ENGINE",
                     "no language model%s in %s; install what is missing with: apt-get install%s",
                     ba_buf_str(&missing), folder, ba_buf_str(&install));
    ba_buf_free(&missing);
    ba_buf_free(&install);
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
    if (rc == BA_OK)
        rc = add_models(&b, folder, p, err);
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
