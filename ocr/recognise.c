#include "ocr/recognise.h"

#include <ctype.h>
#include <leptonica/allheaders.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/utf8.h"
#include "ocr/glyphs.h"
#include "ocr/letter_repair.h"

struct ocr_engine {
    TessBaseAPI *api;
    struct ocr_opts opts;
    char *tessdata, *languages, *words; /* owned; opts points to them */
};

/* A page read worse than this (upside down, handwriting) knows nothing of its letters. */
#define MENDABLE_PCT 70.0
/* More words than this on one page are noise. */
#define MAX_WORDS 200000
/* Tesseract's own limit of an image's sides (INT16_MAX). */
#define MAX_SIDE_PX 32767

static const TessPageSegMode modes[] = {
    [LAYOUT_PAGE] = PSM_AUTO,
    [LAYOUT_COLUMN] = PSM_SINGLE_COLUMN,
    [LAYOUT_BLOCK] = PSM_SINGLE_BLOCK,
    [LAYOUT_SPARSE] = PSM_SPARSE_TEXT,
};

/* Set once, at the start: quiet, and never looking for white letters in black (we turn such pages).
 */
static const struct {
    const char *name, *value;
} settings[] = {
    { "debug_file", "/dev/null" },
    { "tessedit_do_invert", "0" },
};

char *tessdata_folder(const struct ocr_opts *opts)
{
    static const char *const places[] = {
        "/usr/share/tesseract-ocr/5/tessdata",
        "/usr/local/share/tessdata",
        "/usr/share/tessdata",
    };
    const char *prefix = getenv("TESSDATA_PREFIX");

    if (opts->tessdata != NULL)
        return strdup(opts->tessdata);
    if (prefix != NULL && ba_is_dir(prefix))
        return strdup(prefix);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (ba_is_dir(places[i]))
            return strdup(places[i]);
    }
    return strdup(places[0]);
}

const char *tesseract_version(void)
{
    return TessVersion();
}

const struct ocr_opts *ocr_engine_opts(const struct ocr_engine *e)
{
    return &e->opts;
}

/* The first language whose model is missing, named with the package that brings it. */
static BA_RC check_models(const char *folder, const char *languages, struct ba_err *err)
{
    const char *p = languages;

    if (!ba_is_dir(folder))
        return ba_fail(err, BA_FATAL, "OCR_ENGINE",
                       "no folder %s with language models; install tesseract-ocr-nld, or name the "
                       "right folder in the configuration",
                       folder);
    while (*p != '\0') {
        char name[40], *path;
        size_t n = strcspn(p, "+");
        bool there;

        if (n == 0 || n >= sizeof(name) || strspn(p, "abcdefghijklmnopqrstuvwxyz_") < n)
            return ba_fail(err, BA_FATAL, "OCR_ENGINE",
                           "'%s' names no languages; write them as nld or nld+eng", languages);
        snprintf(name, sizeof(name), "%.*s", (int)n, p);
        path = ba_strf("%s/%s.traineddata", folder, name);
        if (path == NULL)
            return ba_fail_mem(err, "path of a model");
        there = access(path, R_OK) == 0;
        free(path);
        if (!there)
            return ba_fail(err, BA_FATAL, "OCR_ENGINE",
                           "no language model '%s' in %s; install the package tesseract-ocr-%s",
                           name, folder, name);
        p += n;
        if (*p == '+')
            p++;
    }
    return BA_OK;
}

/* The list of words counts only when it is there before the models are loaded. */
static int start(struct ocr_engine *e)
{
    char *name = (char[]){ "user_words_file" };

    return TessBaseAPIInit4(e->api, e->tessdata, e->languages, OEM_LSTM_ONLY, NULL, 0, &name,
                            &e->words, e->words != NULL ? 1 : 0, FALSE);
}

BA_RC ocr_engine_open(const struct ocr_opts *opts, struct ocr_engine **out, struct ba_err *err)
{
    const char *languages = opts->languages != NULL && *opts->languages ? opts->languages : "nld";
    struct ocr_engine *e = calloc(1, sizeof(*e));
    enum ba_rc rc = BA_OK;

    *out = NULL;
    if (e == NULL)
        return ba_fail_mem(err, "recognition engine");
    setMsgSeverity(L_SEVERITY_NONE);
    e->opts = *opts;
    e->opts.tessdata = e->tessdata = tessdata_folder(opts);
    e->opts.languages = e->languages = strdup(languages);
    if (opts->words != NULL)
        e->opts.words = e->words = strdup(opts->words);
    if (e->tessdata == NULL || e->languages == NULL || (opts->words != NULL && e->words == NULL))
        rc = ba_fail_mem(err, "recognition engine");
    if (rc == BA_OK)
        rc = check_models(e->tessdata, e->languages, err);
    if (rc == BA_OK) {
        e->api = TessBaseAPICreate();
        TessBaseAPISetVariable(e->api, settings[0].name, settings[0].value);
        if (start(e) != 0)
            rc = ba_fail(err, BA_FATAL, "OCR_ENGINE",
                         "Tesseract cannot load '%s' from %s; install its packages again",
                         languages, e->tessdata);
    }
    if (rc != BA_OK) {
        ocr_engine_close(e);
        return rc;
    }
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
        TessBaseAPISetVariable(e->api, settings[i].name, settings[i].value);
    *out = e;
    return BA_OK;
}

void ocr_engine_close(struct ocr_engine *e)
{
    if (e == NULL)
        return;
    if (e->api != NULL)
        TessBaseAPIDelete(e->api);
    free(e->tessdata);
    free(e->languages);
    free(e->words);
    free(e);
}

/* Letters and digits; everything beyond ASCII counts as a letter. */
static size_t letters_in(const char *text, size_t *all)
{
    size_t letters = 0, total = 0;

    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;

        if ((c & 0xC0) == 0x80)
            continue;
        total++;
        letters += c >= 0x80 || isalnum(c);
    }
    *all = total;
    return letters;
}

void recognition_count(struct recognition *r)
{
    double chars = 0, sure = 0, known = 0, score = 0;

    for (size_t i = 0; i < r->count; i++) {
        const struct found_word *w = &r->words[i];
        size_t all, letters = letters_in(w->text, &all);

        chars += (double)all;
        sure += (double)all * w->confidence;
        known += w->known ? (double)all : 0;
        /* Half sure letters are worth nothing, and worse ones count against the recognition. */
        score += (double)letters * (w->confidence - 0.5) * (w->known ? 2.0 : 1.0);
        score -= (double)(all - letters) * 0.1;
    }
    r->confidence_pct = chars > 0 ? 100 * sure / chars : -1;
    r->known_pct = chars > 0 ? 100 * known / chars : -1;
    r->score = score;
}

void recognition_prune(struct recognition *r, struct prune below)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->count; i++) {
        struct found_word *w = &r->words[i];
        size_t all, letters = letters_in(w->text, &all);

        if (w->confidence < (letters == 0   ? below.marks
                             : letters <= 3 ? below.shorts
                                            : below.words))
            free(w->text);
        else
            r->words[kept++] = *w;
    }
    r->count = kept;
    recognition_count(r);
}

/* White space inside a word, and what XML cannot hold, is taken out. */
static void clean_word(char *s)
{
    char *to = s;

    ba_utf8_scrub_xml(s);
    for (char *p = s; *p != '\0'; p++) {
        if (!isspace((unsigned char)*p))
            *to++ = *p;
    }
    *to = '\0';
}

/* The symbols of the word the iterator stands at, unless they are not what the word says. */
static int add_letters(struct letters *l, const TessResultIterator *at, size_t word,
                       const char *text)
{
    TessResultIterator *it = TessResultIteratorCopy(at);
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(it);
    size_t before = l->count, len = 0;
    bool same = true, more = true;
    int rc = 0;

    while (same && more && rc == 0) {
        char *symbol = TessResultIteratorGetUTF8Text(it, RIL_SYMBOL);
        size_t n = symbol != NULL ? strlen(symbol) : 0;
        struct letter *p;
        int x0, y0, x1, y1;

        same = n > 0 && n < sizeof(p->text) && strncmp(text + len, symbol, n) == 0 &&
               TessPageIteratorBoundingBox(page, RIL_SYMBOL, &x0, &y0, &x1, &y1);
        rc = ba_grow(&l->at, &l->room, l->count + 1, sizeof(*l->at));
        if (same && rc == 0) {
            p = &l->at[l->count++];
            *p = (struct letter){ .word = word, .x = x0, .y = y0, .w = x1 - x0, .h = y1 - y0 };
            memcpy(p->text, symbol, n + 1);
            p->confidence = (double)TessResultIteratorConfidence(it, RIL_SYMBOL) / 100;
            len += n;
        }
        if (symbol != NULL)
            TessDeleteText(symbol);
        more = !TessPageIteratorIsAtFinalElement(page, RIL_WORD, RIL_SYMBOL) &&
               TessResultIteratorNext(it, RIL_SYMBOL);
    }
    if (!same || text[len] != '\0')
        l->count = before;
    TessResultIteratorDelete(it);
    return rc;
}

static int add_word(struct recognition *r, struct letters *letters, const TessResultIterator *it,
                    const uint32_t place[3])
{
    const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(it);
    int x0, y0, x1, y1;
    const char *language;
    char *raw, *text;
    struct found_word *w;

    if (!TessPageIteratorBoundingBox(page, RIL_WORD, &x0, &y0, &x1, &y1))
        return 0;
    raw = TessResultIteratorGetUTF8Text(it, RIL_WORD);
    if (raw == NULL)
        return 0;
    text = strdup(raw);
    TessDeleteText(raw);
    if (text == NULL || ba_grow(&r->words, &r->room, r->count + 1, sizeof(*r->words)) != 0) {
        free(text);
        return -1;
    }
    clean_word(text);
    if (*text == '\0' || x1 <= x0 || y1 <= y0) {
        free(text);
        return 0;
    }
    w = &r->words[r->count++];
    *w = (struct found_word){ .text = text,
                              .box = { x0, y0, x1 - x0, y1 - y0 },
                              .block = place[0],
                              .paragraph = place[1],
                              .line = place[2] };
    w->confidence = fmin(fmax((double)TessResultIteratorConfidence(it, RIL_WORD) / 100, 0), 1);
    w->known = TessResultIteratorWordIsFromDictionary(it) || TessResultIteratorWordIsNumeric(it);
    language = TessResultIteratorWordRecognitionLanguage(it);
    snprintf(w->language, sizeof(w->language), "%s", language != NULL ? language : "");
    return add_letters(letters, it, r->count - 1, text);
}

/* What the glyphs tell of the letters, and the language of the words. */
static int mend(TessBaseAPI *api, const char *languages, struct recognition *r,
                struct letters *letters)
{
    PIX *bin;
    int rc = 0;

    recognition_count(r);
    if (r->confidence_pct >= MENDABLE_PCT) {
        bin = TessBaseAPIGetThresholdedImage(api);
        rc = glyphs_mend(letters, r, bin);
        pixDestroy(&bin);
    }
    if (rc == 0)
        rc = letter_repair_mend(r, letters);
    letter_repair_mend_figures(r);
    if (rc == 0 && strstr(languages, "nld") != NULL)
        rc = letter_repair_mend_guilders(r);
    return rc;
}

static BA_RC collect(TessBaseAPI *api, const char *languages, struct recognition *out,
                     struct ba_err *err)
{
    TessResultIterator *it = TessBaseAPIGetIterator(api);
    uint32_t next[3] = { 0, 0, 0 }; /* block, paragraph, line: of the next to begin */
    struct letters letters = { 0 };
    enum ba_rc rc = BA_OK;

    if (it == NULL)
        return BA_OK; /* nothing recognised: a page without text */
    do {
        static const TessPageIteratorLevel levels[] = { RIL_BLOCK, RIL_PARA, RIL_TEXTLINE };
        const TessPageIterator *page = TessResultIteratorGetPageIteratorConst(it);
        uint32_t place[3];

        for (int i = 0; i < 3; i++) {
            if (next[i] == 0 || TessPageIteratorIsAtBeginningOf(page, levels[i]))
                next[i]++;
            place[i] = next[i] - 1;
        }
        if (add_word(out, &letters, it, place) != 0)
            rc = ba_fail_mem(err, "words of a page");
    } while (rc == BA_OK && out->count < MAX_WORDS && TessResultIteratorNext(it, RIL_WORD));
    TessResultIteratorDelete(it);
    if (rc == BA_OK && mend(api, languages, out, &letters) != 0)
        rc = ba_fail_mem(err, "words of a page");
    letter_repair_free(&letters);
    return rc;
}

static BA_RC too_long(struct ba_err *err)
{
    return ba_fail(
        err, BA_ITEM, "OCR_TIMEOUT",
        "recognition took too long; look at the page, raise ocr.timeout_ms if it is worth "
        "it, then: bouwarchief retry OCR_TIMEOUT");
}

static BA_RC run(struct ocr_engine *e, double deadline, struct ba_err *err)
{
    ETEXT_DESC *monitor = NULL;
    int failed;

    if (deadline > 0) {
        double left_ms = (deadline - ba_monotonic()) * 1000;

        if (left_ms < 1)
            return too_long(err);
        monitor = TessMonitorCreate();
        /* Rounded up: what Tesseract gives up is then late by our clock, too. */
        TessMonitorSetDeadlineMSecs(monitor, (int)fmin(left_ms + 1, 1e9));
    }
    failed = TessBaseAPIRecognize(e->api, monitor);
    if (monitor != NULL)
        TessMonitorDelete(monitor);
    if (deadline > 0 && ba_monotonic() >= deadline)
        return too_long(err);
    if (failed != 0)
        return ba_fail(err, BA_ITEM, "OCR_FAILED",
                       "Tesseract refused the page; look at the scan and scan it again");
    return BA_OK;
}

BA_RC recognise(struct ocr_engine *e, struct Pix *image, const struct recognise_opts *opts,
                struct recognition *out, struct ba_err *err)
{
    enum ba_rc rc;

    *out = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
    if (pixGetWidth(image) > MAX_SIDE_PX || pixGetHeight(image) > MAX_SIDE_PX)
        return ba_fail(err, BA_ITEM, "OCR_FAILED",
                       "the image of %d x %d pixels is larger than Tesseract takes",
                       pixGetWidth(image), pixGetHeight(image));
    TessBaseAPISetPageSegMode(e->api, modes[opts->layout]);
    TessBaseAPISetVariable(e->api, "thresholding_method", opts->own_threshold ? "2" : "0");
    /* Scattered text has no paragraphs to find, and looking for them in a thousand pieces takes
     * minutes that no time limit ends. */
    TessBaseAPISetVariable(e->api, "paragraph_text_based",
                           opts->layout == LAYOUT_SPARSE ? "0" : "1");
    TessBaseAPISetImage2(e->api, image);
    TessBaseAPISetSourceResolution(e->api, (int)fmin(fmax(opts->dpi, 70), 1200));
    rc = run(e, opts->deadline, err);
    if (rc == BA_OK)
        rc = collect(e->api, e->languages, out, err);
    /* The next page must not depend on this one. */
    TessBaseAPIClear(e->api);
    TessBaseAPIClearAdaptiveClassifier(e->api);
    if (rc != BA_OK)
        recognition_free(out);
    recognition_count(out);
    return rc;
}

void recognition_free(struct recognition *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->words[i].text);
    free(r->words);
    *r = (struct recognition){ .confidence_pct = -1, .known_pct = -1 };
}

int recognition_append(struct recognition *r, struct recognition *more)
{
    uint32_t block = 0, paragraph = 0, line = 0;

    if (ba_grow(&r->words, &r->room, r->count + more->count, sizeof(*r->words)) != 0)
        return -1;
    if (r->count > 0) {
        block = r->words[r->count - 1].block + 1;
        paragraph = r->words[r->count - 1].paragraph + 1;
        line = r->words[r->count - 1].line + 1;
    }
    for (size_t i = 0; i < more->count; i++) {
        struct found_word *w = &r->words[r->count++];

        *w = more->words[i];
        w->block += block;
        w->paragraph += paragraph;
        w->line += line;
    }
    more->count = 0;
    recognition_free(more);
    recognition_count(r);
    return 0;
}
