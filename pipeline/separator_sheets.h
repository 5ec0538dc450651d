/*
 * separator_sheets.h - the separator sheets for the lines of the register, as one PDF to print.
 */
#ifndef BA_PIPELINE_SEPARATOR_SHEETS_H
#define BA_PIPELINE_SEPARATOR_SHEETS_H

#include "core/message.h"
#include "depot/depot.h"
#include "ingest/separator/sheet.h"
#include "pipeline/separator_choice.h"

struct separator_sheets_what {
    struct separator_choice choice;
    bool kinds; /* also a sheet for each kind of document */
    bool dry_run;
    const char *path;         /* of the PDF, NULL: work/separators.pdf of the depot */
    sheets_sink sink;         /* takes the PDF instead of a file; NULL: a file */
    void *ctx;                /* of sink */
    struct ba_messages *told; /* BA_REFUSED: a dossier that gets no sheet, and why */
};

struct separator_sheets_result {
    int64_t sheets, kinds, left_out;
    bool written; /* there was a sheet, and no dry run */
    char *path;   /* owned: of the file; NULL: none was written */
    bool done;    /* the counts hold */
};

/*
 * The file appears with its first sheet, so that nothing to print leaves an earlier one alone.
 * BA_ITEM DOSSIER_UNKNOWN (also: nothing is in those boxes or that range), REGISTER_EMPTY; errors
 * of separator_choice_numbers; SHEETS_LEFT_OUT: the others are printed, and out->done says so. out
 * is to be freed also after an error.
 */
BA_RC separator_sheets_print(struct depot *depot, const struct separator_sheets_what *what,
                             struct separator_sheets_result *out, struct ba_err *err);
void separator_sheets_result_free(struct separator_sheets_result *r);

#endif
