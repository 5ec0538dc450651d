/* Codes as modules, by libzint (only this file includes it). */
#include <stdlib.h>
#include <string.h>

#include <zint.h>

#include "ingest/separator/sheet.h"
#include "ingest/separator/sheet_private.h"

enum { QR_LEVEL_Q = 3 }; /* a quarter of the modules may be lost */

static bool is_printable_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

static BA_RC copy_modules(const struct zint_symbol *symbol, struct sheet_code *code,
                          struct ba_err *err)
{
    code->width = symbol->width;
    code->rows = symbol->rows;
    code->black = calloc((size_t)code->width * (size_t)code->rows, sizeof(*code->black));
    if (code->black == NULL)
        return ba_fail_mem(err, "separator sheet");
    for (int y = 0; y < code->rows; y++)
        for (int x = 0; x < code->width; x++)
            code->black[y * code->width + x] = symbol->encoded_data[y][x / 8] >> x % 8 & 1;
    return BA_OK;
}

BA_RC sheet_encode(enum sheet_symbology kind, const char *text, struct sheet_code *code,
                   struct ba_err *err)
{
    struct zint_symbol *symbol;
    enum ba_rc rc;
    int r;

    *code = (struct sheet_code){ 0 };
    if (*text == '\0' || strlen(text) > SHEET_CODE_MAX || !is_printable_ascii(text))
        return ba_fail(err, BA_ITEM, "SHEET_CODE",
                       "\"%s\" cannot be printed as a code: it must be 1 to %d characters, letters "
                       "without accents, digits and signs; this sheet was left out",
                       text, SHEET_CODE_MAX);
    symbol = ZBarcode_Create();
    if (symbol == NULL)
        return ba_fail_mem(err, "separator sheet");
    symbol->symbology = kind == SHEET_QR ? BARCODE_QRCODE : BARCODE_CODE128;
    symbol->input_mode = UNICODE_MODE;
    if (kind == SHEET_QR)
        symbol->option_1 = QR_LEVEL_Q;
    r = ZBarcode_Encode(symbol, (const unsigned char *)text, (int)strlen(text));
    if (r >= ZINT_ERROR || symbol->width <= 0 || symbol->width > SHEET_MODULES_MAX)
        rc = ba_fail(err, BA_ITEM, "SHEET_CODE", "\"%s\" cannot be printed as a code: %s", text,
                     symbol->errtxt);
    else
        rc = copy_modules(symbol, code, err);
    ZBarcode_Delete(symbol);
    return rc;
}

void sheet_code_free(struct sheet_code *code)
{
    free(code->black);
    *code = (struct sheet_code){ 0 };
}
