/* A small archive in structs, with masters drawn by code, for the tests of packages. */
#ifndef BA_TESTS_UNIT_EXPORT_SAMPLE_H
#define BA_TESTS_UNIT_EXPORT_SAMPLE_H

#include "config/value_lists_read.h"
#include "export/pdf/pdf.h"
#include "export/sip/package.h"
#include "tests/unit/export_fixture.h"

#define SAMPLE_DOSSIERS 4
#define SAMPLE_TIME 1795300000

static struct value_lists sample_lists;
static struct export_page sample_pages[12];
static struct export_document sample_documents[6];
static struct export_dossier sample_dossiers[SAMPLE_DOSSIERS];
static struct export_archive sample_archive;
static char sample_refused[256]; /* "number:CODE " of each refusal */
static struct export_opts sample_opts;
static char sample_shas[16][BA_SHA256_HEX + 1];

static double sample_ink(void *ctx, double x, double y)
{
    unsigned seed = *(unsigned *)ctx;
    return fmod(floor(x / 7) * 31 + floor(y / 9) * 17 + seed * 13, 40) < 4 ? 255 : 0;
}

/* A master of `frames` images; its path (kept) and digest go into the page. */
static struct export_page sample_page(const char *name, unsigned seed, uint32_t frames,
                                      uint32_t frame)
{
    static char paths[16][256];
    static unsigned at;
    static const struct tiff_kind g4 = { COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1,
                                         .dpi = 300 };
    static const struct tiff_kind jpeg = {
        COMPRESSION_JPEG, PHOTOMETRIC_MINISBLACK, 1, 8, .rows = 16, .dpi = 300
    };
    struct export_page p = { .batch = "doos-12",
                             .file = name,
                             .extension = "tif",
                             .puid = "fmt/353",
                             .frame = frame,
                             .file_pages = frames,
                             .xdpi = 300,
                             .ydpi = 300,
                             .bits = 1,
                             .samples = 1,
                             .compression = "CCITT G4",
                             .arrived = SAMPLE_TIME + (int64_t)seed };
    struct ba_err err = BA_ERR_INIT;
    char *path = paths[at % 16], *sha = sample_shas[at % 16];
    char hex[BA_HASH_HEX_MAX + 1];
    at++;
    snprintf(path, sizeof paths[0], "%s/%s", fixture_dir, name);
    if (access(path, F_OK) != 0) {
        TIFF *t = TIFFOpen(path, "w");
        assert_non_null(t);
        for (unsigned i = 0; i < frames; i++) {
            unsigned ink = seed + i;
            draw_frame(t, i % 2 ? &jpeg : &g4, 240, 330, sample_ink, &ink);
        }
        TIFFClose(t);
    }
    assert_rc(BA_OK, ba_hash_file(path, BA_SHA256, hex, &p.size_bytes, &err), &err);
    memcpy(sha, hex, BA_SHA256_HEX + 1);
    p.master = path;
    p.sha256 = sha;
    return p;
}

static BA_RC no_words(void *ctx, size_t index, const struct pdf_word **words, size_t *n,
                      struct ba_err *err)
{
    static const struct pdf_word one = { "vergunning", 20, 20, 100, 20, 0, 0, 0, 0, false };
    (void)ctx;
    (void)index;
    (void)err;
    *words = &one;
    *n = 1;
    return BA_OK;
}

static void sample_make_pdf(struct export_document *d, unsigned number)
{
    static char paths[8][256], shas[8][BA_SHA256_HEX + 1];
    const struct pdf_hooks hooks = { NULL, no_words, fixture_raster, NULL };
    const struct pdf_opts opts = { 0 };
    struct pdf_page pages[8] = { 0 };
    struct pdf_result res;
    struct ba_err err = BA_ERR_INIT;
    for (size_t i = 0; i < d->page_count; i++)
        pages[i] = (struct pdf_page){ .path = d->pages[i].master,
                                      .sha256 = d->pages[i].sha256,
                                      .frame = d->pages[i].frame,
                                      .width_px = 240,
                                      .height_px = 330,
                                      .xdpi = 300,
                                      .ydpi = 300 };
    struct pdf_doc doc = { "Document", "", "nl-NL", SAMPLE_TIME + 50, pages, d->page_count };
    snprintf(paths[number], sizeof paths[0], "%s/doc%u.pdf", fixture_dir, number);
    assert_rc(BA_OK, pdf_make(&doc, &hooks, &opts, paths[number], &res, &err), &err);
    memcpy(shas[number], res.sha256, sizeof shas[0]);
    d->pdf = paths[number];
    d->pdf_sha256 = shas[number];
    d->pdf_size_bytes = res.size;
    d->pdf_time = SAMPLE_TIME + 50;
}

static const char *lists_dir(void)
{
    return "config/lists";
}

static void sample_fill(void)
{
    struct export_page *p = sample_pages;
    p[0] = sample_page("0001.tif", 1, 1, 0);
    p[1] = sample_page("0002.tif", 2, 1, 0);
    p[2] = sample_page("0003 meer.tif", 3, 2, 0); /* both frames in one document: packed as it is */
    p[3] = sample_page("0003 meer.tif", 3, 2, 1);
    p[4] = sample_page("0004.tif", 5, 3, 0); /* over two documents, one frame is a separator */
    p[5] = sample_page("0004.tif", 5, 3, 2);
    p[6] = sample_page("0005.tif", 8, 1, 0);
    p[7] = p[6]; /* the same bytes delivered again under another name */
    p[7].file = "0006.tif";
    p[8] = sample_page("0007.tif", 9, 1, 0);
    sample_documents[0] = (struct export_document){
        .seq = 1, .kind = "permit", .title = "", .pages = p, .page_count = 4
    };
    sample_documents[1] = (struct export_document){
        .seq = 2, .kind = "drawing", .title = "Gevels & <plan>", .pages = p + 4, .page_count = 1
    };
    sample_documents[2] = (struct export_document){
        .seq = 1, .kind = "", .title = "", .pages = p + 5, .page_count = 1
    };
    sample_documents[3] = (struct export_document){
        .seq = 1, .kind = "letter", .title = "", .pages = p + 6, .page_count = 2
    };
    sample_documents[4] = (struct export_document){
        .seq = 1, .kind = "other", .title = "", .pages = p + 8, .page_count = 1
    };
    for (unsigned i = 0; i < 5; i++)
        sample_make_pdf(&sample_documents[i], i);
    sample_dossiers[0] = (struct export_dossier){ .number = "1974/231",
                                                  .title = "Bouwen garage Dorpsstraat 12",
                                                  .address = "Dorpsstraat 12, Tiel",
                                                  .bag_id = "0281200000000012;0281100000000012",
                                                  .cadastral = "TIE00 B 1432",
                                                  .permit_kind = "bouwvergunning",
                                                  .work = "garage",
                                                  .applicant = "A. Jansen & Zn",
                                                  .architect = "B. Boer",
                                                  .access = "",
                                                  .access_until = "",
                                                  .year_from = 1974,
                                                  .year_to = 1975,
                                                  .sheets_expected = 5,
                                                  .documents = sample_documents,
                                                  .document_count = 2 };
    sample_dossiers[1] = (struct export_dossier){ .number = "1974/231 bis: \xC3\xA9\"x\"",
                                                  .title = "",
                                                  .address = "",
                                                  .bag_id = "",
                                                  .cadastral = "",
                                                  .permit_kind = "",
                                                  .work = "",
                                                  .applicant = "",
                                                  .architect = "",
                                                  .access = "levenssfeer",
                                                  .access_until = "2050-01-01",
                                                  .year_from = 0,
                                                  .year_to = 1980,
                                                  .sheets_expected = -1,
                                                  .documents = sample_documents + 2,
                                                  .document_count = 1 };
    sample_dossiers[2] = (struct export_dossier){
        .number = "BWT-1",
        .title = "Een titel\nmet een\x01 stuurteken en zo veel woorden dat hij echt niet in "
                 "de tachtig tekens past die MDTO adviseert",
        .access = "openbaar",
        .access_until = "",
        .sheets_expected = -1,
        .documents = sample_documents + 3,
        .document_count = 1
    };
    sample_dossiers[3] = (struct export_dossier){ .number = "1999/1",
                                                  .series = "Sloopvergunningen & meldingen",
                                                  .access = "",
                                                  .sheets_expected = -1,
                                                  .year_from = 1999,
                                                  .year_to = 1999,
                                                  .documents = sample_documents + 4,
                                                  .document_count = 1 };
    sample_archive = (struct export_archive){ .id = "NL-TilGA-BWT",
                                              .source = "Gemeente Tiel bouwarchief",
                                              .name = "Bouwarchief gemeente Tiel",
                                              .creator_name = "Gemeente Tiel",
                                              .creator_code = "gm0281",
                                              .creator_source = "TOOI register Gemeenten compleet",
                                              .parent_id = "1234",
                                              .parent_source = "Regionaal Archief",
                                              .parent_name = "Archief van de gemeente Tiel",
                                              .contact = "Afdeling DIV",
                                              .email = "div@example.nl",
                                              .location = "e-depot/1234",
                                              .scan_actor = "Scanstraat",
                                              .activity = "Behandelen bouwaanvraag",
                                              .reading_room = "Studiezaal Tiel",
                                              .url = "https://bouw.example/d/{dossier}?m=1",
                                              .replacement = "besluit 2024-117",
                                              .appraisal = "B" };
    static char out[128], work[128];
    snprintf(out, sizeof out, "%s/out", fixture_dir);
    snprintf(work, sizeof work, "%s/work", fixture_dir);
    sample_opts = (struct export_opts){
        .lists = &sample_lists, .out_dir = out, .work_dir = work, .need_pdf = true
    };
}

MAY_BE_UNUSED static int sample_begin(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    if (fixture_begin(state) != 0 ||
        export_lists_load(lists_dir(), NULL, &sample_lists, &err) != BA_OK)
        return -1;
    sample_fill();
    return 0;
}

MAY_BE_UNUSED static int sample_end(void **state)
{
    export_lists_free(&sample_lists);
    return fixture_end(state);
}

static BA_RC sample_load(void *ctx, size_t index, const struct export_dossier **out,
                         struct ba_err *err)
{
    (void)err;
    *out = (const struct export_dossier *)ctx + index;
    return BA_OK;
}

static void sample_note_refusal(void *ctx, const char *number, const struct ba_err *why)
{
    size_t n = strlen(sample_refused);
    (void)ctx;
    snprintf(sample_refused + n, sizeof sample_refused - n, "%s:%s ", number, why->code);
}

MAY_BE_UNUSED static BA_RC sample_export(size_t count, const char *out, struct export_result *res,
                                         struct ba_err *err)
{
    struct export_source source = { sample_dossiers, count, sample_load, sample_note_refusal,
                                    NULL };
    struct export_opts opts = sample_opts;
    sample_refused[0] = '\0';
    opts.out_dir = out;
    return export_delivery(&sample_archive, &source, &opts, res, err);
}

/* Unpacks a tar into a folder, by bsdtar's sibling that every Debian has. */
MAY_BE_UNUSED static void unpack(const char *tar, const char *into)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_mkdirs(into, &err), &err);
    assert_int_equal(RUN(in_dir("log"), "tar", "-xf", tar, "-C", into), 0);
}

MAY_BE_UNUSED static bool shared_is_there(void)
{
    return access("../shared/checks/nha_check.py", R_OK) == 0;
}

/* Every sidecar against both official schemas, and the receiver's own rules, where they are at
 * hand. */
MAY_BE_UNUSED static void assert_receiver_takes(const char *root)
{
    static const char *const schemas[] = { "../shared/refs/mdto/schema/v1.0/MDTO-XML1.0.xsd",
                                           "../shared/refs/mdto/schema/v1.0.1/MDTO-XML1.0.1.xsd" };
    if (!shared_is_there())
        return;
    const char *log = in_dir("nha.log");
    int status = RUN(log, "python3", "../shared/checks/nha_check.py", root);
    char *said = slurp(log, NULL);
    if (status != 0 || strstr(said, " 0 errors, 0 warnings") == NULL)
        fail_msg("nha_check.py: %s", said);
    free(said);
    assert_int_equal(RUN(in_dir("files"), "find", root, "-name", "*.mdto.xml"), 0);
    char *files = slurp(in_dir("files"), NULL), *rest = NULL;
    for (char *f = strtok_r(files, "\n", &rest); f != NULL; f = strtok_r(NULL, "\n", &rest)) {
        for (size_t i = 0; i < 2; i++) {
            if (RUN(log, "xmllint", "--noout", "--nonet", "--schema", schemas[i], f) != 0)
                fail_msg("%s: %s", f, slurp(log, NULL));
        }
    }
    free(files);
}

#endif
