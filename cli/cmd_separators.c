/* separators: separator sheets for the lines of the register, as a PDF to print. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/file.h"
#include "core/plural.h"
#include "index/records/dossier.h"
#include "ingest/separator/sheet.h"

struct printing {
    const struct depot *depot;
    const char *only; /* number, or NULL */
    bool only_missing, dry_run, to_stdout;
    struct ba_out out;
    struct sheets *pdf; /* NULL while there is no sheet, and in a dry run */
    char *path;
    int64_t lines; /* of the register that were looked at */
    int64_t sheets, kinds, left_out;
};

static enum ba_rc to_file(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    return ba_out_write(ctx, data, len, err);
}

static enum ba_rc to_stdout(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    (void)ctx;
    return fwrite(data, 1, len, stdout) == len
               ? BA_OK
               : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "standard output");
}

/* Files appear with their first sheet, so that nothing to print leaves an earlier PDF alone. */
static enum ba_rc open_pdf(struct printing *p, struct ba_err *err)
{
    enum ba_rc rc;

    if (p->to_stdout)
        return sheets_open(to_stdout, NULL, &p->pdf, err);
    rc = ba_mkdirs_for(p->path, err);

    if (rc == BA_OK)
        rc = ba_out_open(&p->out, p->path, 0644, err);
    if (rc == BA_OK)
        rc = sheets_open(to_file, &p->out, &p->pdf, err);
    return rc;
}

/* *printed: false when this sheet cannot be printed; that was said. */
static enum ba_rc print_sheet(struct printing *p, const struct sheet_words *words, bool *printed,
                              struct ba_err *err)
{
    struct sheet_layout layout;
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc = sheet_lay_out(words, &layout, &one);

    *printed = rc == BA_OK;
    if (rc == BA_ITEM) {
        say(p->depot, stderr, "bouwarchief separators: %s [%s]\n", one.msg, one.code);
        p->left_out++;
        return BA_OK;
    }
    if (rc != BA_OK) {
        *err = one;
        return rc;
    }
    if (!p->dry_run && p->pdf == NULL)
        rc = open_pdf(p, err);
    if (rc == BA_OK && !p->dry_run)
        rc = sheets_add(p->pdf, &layout, err);
    sheet_layout_free(&layout);
    return rc;
}

static enum ba_rc print_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct printing *p = ctx;
    char *code, *box;
    bool printed = false;
    enum ba_rc rc;

    if (!row->in_register)
        return BA_OK;
    p->lines++;
    if (p->only_missing && row->pages > 0)
        return BA_OK;
    code = ba_strf("DOSSIER:%s", row->number);
    box = *row->box == '\0' ? strdup("") : ba_strf("Doos %s", row->box);
    if (code == NULL || box == NULL)
        rc = ba_fail_mem(err, "separator sheet");
    else
        rc = print_sheet(p,
                         &(struct sheet_words){ .code = code,
                                                .heading = "Dossier",
                                                .name = row->number,
                                                .title = row->title,
                                                .address = row->address,
                                                .box = box,
                                                .advice =
                                                    "Leg dit blad vóór het eerste stuk van "
                                                    "dit dossier. Afdrukken op 100 %, enkelzijdig, "
                                                    "op wit papier." },
                         &printed, err);
    if (printed)
        p->sheets++;
    free(code);
    free(box);
    return rc;
}

/* The kinds of the contract that a code may name, as a scanning operator calls them. */
static const struct {
    const char *code, *name;
} kinds[] = {
    { "DOCUMENT:permit", "Vergunning" },
    { "DOCUMENT:application", "Aanvraag" },
    { "DOCUMENT:letter", "Brief" },
    { "DOCUMENT:calculation", "Berekening" },
    { "DOCUMENT:drawing", "Tekening" },
    { "DOCUMENT:report", "Rapport" },
    { "DOCUMENT:photo", "Foto" },
    { "DOCUMENT:consent", "Toestemming" },
    { "DOCUMENT:other", "Overige stukken" },
};

static enum ba_rc print_kinds(struct printing *p, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && rc == BA_OK; i++) {
        bool printed = false;

        rc = print_sheet(p,
                         &(struct sheet_words){ .code = kinds[i].code,
                                                .heading = "Soort stuk",
                                                .name = kinds[i].name,
                                                .title = "Hier begint een stuk van deze soort.",
                                                .address = "",
                                                .box = "",
                                                .advice =
                                                    "Leg dit blad vóór het stuk, achter het "
                                                    "scheidingsblad van het dossier. Mag vaker "
                                                    "worden gebruikt." },
                         &printed, err);
        if (printed)
            p->kinds++;
    }
    return rc;
}

static enum ba_rc finish(struct printing *p, struct ba_err *err)
{
    enum ba_rc rc;

    if (p->pdf == NULL)
        return BA_OK;
    rc = sheets_finish(p->pdf, err);
    if (rc == BA_OK && !p->to_stdout)
        rc = ba_out_commit(&p->out, err);
    return rc;
}

static enum ba_rc tell(const struct printing *p, bool json, struct ba_err *err)
{
    const char *path = p->pdf == NULL ? NULL : p->path;
    FILE *to = p->to_stdout ? stderr : stdout; /* the PDF is alone there */

    if (json) {
        json_t *o =
            json_pack("{s:I, s:I, s:I, s:s?}", "dossiers", (json_int_t)p->sheets, "kinds",
                      (json_int_t)p->kinds, "left_out", (json_int_t)p->left_out, "file", path);

        if (o == NULL || json_dumpf(o, stdout, JSON_COMPACT) != 0) {
            json_decref(o);
            return ba_fail_mem(err, "output");
        }
        json_decref(o);
        putchar('\n');
        return BA_OK;
    }
    fprintf(to, "%" PRId64 " sheet%s of dossiers and %" PRId64 " of kinds", p->sheets,
            ba_s((uint64_t)p->sheets), p->kinds);
    if (path != NULL)
        fprintf(to, ": %s\n", p->to_stdout ? "to standard output" : path);
    else
        fputs(p->dry_run ? " would be printed\n" : "; no file was written\n", to);
    return BA_OK;
}

static enum ba_rc judge(const struct printing *p, struct ba_err *err)
{
    if (p->only != NULL && p->lines == 0)
        return ba_fail(
            err, BA_ITEM, "DOSSIER_UNKNOWN",
            "the register has no dossier %s; check the number, or load the register with: "
            "bouwarchief register import FILE.csv",
            p->only);
    if (p->lines == 0 && p->kinds == 0)
        return ba_fail(err, BA_ITEM, "REGISTER_EMPTY",
                       "the register has no lines, so there is no sheet to print; load it with: "
                       "bouwarchief register import FILE.csv");
    if (p->left_out > 0)
        return ba_fail(err, BA_ITEM, "SHEETS_LEFT_OUT",
                       "%" PRId64 " dossier%s got no sheet; each is listed above with its reason",
                       p->left_out, ba_s((uint64_t)p->left_out));
    return BA_OK;
}

enum ba_rc cmd_separators(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct printing p = { .depot = depot, .out = BA_OUT_INIT };
    const char *out = NULL;
    bool with_kinds = false, json = false;
    const struct opt opts[] = { { "out", OPT_STRING, &out },
                                { "kinds", OPT_FLAG, &with_kinds },
                                { "dossier", OPT_STRING, &p.only },
                                { "only-missing", OPT_FLAG, &p.only_missing },
                                { "dry-run", OPT_FLAG, &p.dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    p.to_stdout = out != NULL && strcmp(out, "-") == 0;
    if (p.to_stdout && json)
        return ba_fail(err, BA_FATAL, "USAGE",
                       "separators: standard output takes the PDF (--out -) or --json, not both");
    p.path = out != NULL ? strdup(out) : depot_path(depot, "work/separators.pdf");
    if (p.path == NULL)
        rc = ba_fail_mem(err, "separator sheet");
    if (rc == BA_OK)
        rc = dossier_each(depot->store, p.only, print_dossier, &p, err);
    if (rc == BA_OK && with_kinds)
        rc = print_kinds(&p, err);
    if (rc == BA_OK)
        rc = judge(&p, err);
    if (rc == BA_OK || strcmp(err->code, "SHEETS_LEFT_OUT") == 0) {
        struct ba_err trouble = BA_ERR_INIT;
        enum ba_rc rc2 = finish(&p, &trouble);

        if (rc2 == BA_OK)
            rc2 = tell(&p, json, &trouble);
        if (rc2 != BA_OK) {
            *err = trouble;
            rc = rc2;
        }
    }
    sheets_free(p.pdf);
    ba_out_abort(&p.out);
    free(p.path);
    return rc;
}
