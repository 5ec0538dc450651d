#include "pipeline/separator_sheets.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/plural.h"
#include "depot/named_place.h"
#include "index/records/dossier.h"

struct printing {
    const struct separator_sheets_what *what;
    struct separator_sheets_result *out;
    struct ba_out file;
    struct sheets *pdf; /* NULL while there is no sheet, and in a dry run */
    char *path;         /* owned */
    int64_t lines;      /* of the register that were looked at */
    int64_t chosen;     /* of them, by box and range */
};

static BA_RC to_file(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    return ba_out_write(ctx, data, len, err);
}

/* Files appear with their first sheet, so that nothing to print leaves an earlier PDF alone. */
static BA_RC open_pdf(struct printing *p, struct ba_err *err)
{
    enum ba_rc rc;

    if (p->what->sink != NULL)
        return sheets_open(p->what->sink, p->what->ctx, &p->pdf, err);
    rc = ba_mkdirs_for(p->path, err);
    if (rc == BA_OK)
        rc = ba_out_open(&p->file, p->path, 0644, err);
    if (rc == BA_OK)
        rc = sheets_open(to_file, &p->file, &p->pdf, err);
    return rc;
}

/* *printed: false when this sheet cannot be printed; that was told. */
static BA_RC print_sheet(struct printing *p, const struct sheet_words *words, bool *printed,
                         struct ba_err *err)
{
    struct sheet_layout layout;
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc = sheet_lay_out(words, &layout, &one);

    *printed = rc == BA_OK;
    if (rc == BA_ITEM) {
        ba_messages_printf(p->what->told, BA_REFUSED, one.code, "%s", one.msg);
        p->out->left_out++;
        return BA_OK;
    }
    if (rc != BA_OK) {
        *err = one;
        return rc;
    }
    if (!p->what->dry_run && p->pdf == NULL)
        rc = open_pdf(p, err);
    if (rc == BA_OK && !p->what->dry_run)
        rc = sheets_add(p->pdf, &layout, err);
    sheet_layout_free(&layout);
    return rc;
}

static BA_RC print_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct printing *p = ctx;
    char *code, *box;
    bool printed = false;
    enum ba_rc rc;

    if (!row->in_register)
        return BA_OK;
    p->lines++;
    if (!separator_choice_has(&p->what->choice, row))
        return BA_OK;
    p->chosen++;
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
        p->out->sheets++;
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

static BA_RC print_kinds(struct printing *p, struct ba_err *err)
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
            p->out->kinds++;
    }
    return rc;
}

static BA_RC finish(struct printing *p, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    if (p->pdf != NULL)
        rc = sheets_finish(p->pdf, err);
    if (rc == BA_OK && p->pdf != NULL && p->what->sink == NULL) {
        rc = ba_out_commit(&p->file, err);
        p->out->path = p->path;
        p->path = NULL;
    }
    p->out->written = p->pdf != NULL;
    p->out->done = rc == BA_OK;
    return rc;
}

static BA_RC judge(const struct printing *p, struct ba_err *err)
{
    if (p->lines == 0 && p->out->kinds == 0)
        return ba_fail(err, BA_ITEM, "REGISTER_EMPTY",
                       "the register has no lines, so there is no sheet to print; load it with: "
                       "bouwarchief register import FILE.csv");
    if (p->chosen == 0 && p->out->kinds == 0 && !p->what->choice.only_missing)
        return ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                       "the register has no dossier that is meant: check --box, --from and --to "
                       "against its columns `box` and `dossier`");
    if (p->out->left_out > 0)
        return ba_fail(err, BA_ITEM, "SHEETS_LEFT_OUT",
                       "%" PRId64 " dossier%s got no sheet; each is listed above with its reason",
                       p->out->left_out, ba_s((uint64_t)p->out->left_out));
    return BA_OK;
}

/* All lines, or those that were named, in that order. */
static BA_RC print_dossiers(struct printing *p, struct depot *depot, struct ba_err *err)
{
    struct separator_numbers named = { 0 };
    enum ba_rc rc = separator_choice_numbers(&p->what->choice, &named, err);

    if (rc == BA_OK && named.count == 0)
        rc = dossier_each(depot->store, NULL, print_dossier, p, err);
    for (size_t i = 0; rc == BA_OK && i < named.count; i++) {
        int64_t before = p->lines;

        rc = dossier_each(depot->store, named.at[i], print_dossier, p, err);
        if (rc == BA_OK && p->lines == before)
            rc = ba_fail(
                err, BA_ITEM, "DOSSIER_UNKNOWN",
                "the register has no dossier %s; check the number, or load the register with: "
                "bouwarchief register import FILE.csv",
                named.at[i]);
    }
    separator_numbers_free(&named);
    return rc;
}

BA_RC separator_sheets_print(struct depot *depot, const struct separator_sheets_what *what,
                             struct separator_sheets_result *out, struct ba_err *err)
{
    struct printing p = { .what = what, .out = out, .file = BA_OUT_INIT };
    struct ba_err trouble = BA_ERR_INIT;
    enum ba_rc rc = BA_OK;

    *out = (struct separator_sheets_result){ 0 };
    p.path = what->path != NULL ? strdup(what->path) : depot_path(depot, "work/separators.pdf");
    if (p.path == NULL)
        rc = ba_fail_mem(err, "separator sheet");
    if (rc == BA_OK && what->path != NULL && what->sink == NULL)
        rc = named_place_check(depot, PLACE_FILE, "--out", what->path, err);
    if (rc == BA_OK)
        rc = print_dossiers(&p, depot, err);
    if (rc == BA_OK && what->kinds)
        rc = print_kinds(&p, err);
    if (rc == BA_OK)
        rc = judge(&p, err);
    if ((rc == BA_OK || strcmp(err->code, "SHEETS_LEFT_OUT") == 0) &&
        finish(&p, &trouble) != BA_OK) {
        *err = trouble;
        rc = trouble.rc;
    }
    sheets_free(p.pdf);
    ba_out_abort(&p.file);
    free(p.path);
    return rc;
}

void separator_sheets_result_free(struct separator_sheets_result *r)
{
    free(r->path);
    r->path = NULL;
}
