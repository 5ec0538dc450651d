#include "ingest/separator/barcode.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>
#include <zbar.h>

#include "core/utf8.h"
#include "image/grey.h"
#include "ingest/separator/bar_finder.h"

/* Bars of a printed separator are 0.5 mm and wider: 3 pixels at 150 dpi, and the noise is averaged
 * away. */
#define FIRST_DPI 130.0
#define FINE_DPI 300.0
#define FIRST_MAX_PIXELS 4500000u /* A3 at 150 dpi; a separator is no larger */
#define FINE_MAX_PIXELS 18000000u
#define MIN_TURN_DEG 0.5
#define PI 3.14159265358979323846

enum {
    MIN_LENGTH = 4,
    /* A line of text can pass Code 128's check digit by chance, two lines in a row with equal text
       do not. */
    MIN_LINES = 2,
    /* Every row and column: at 2, QR codes turned by 30 to 60 degrees were missed. */
    DENSITY = 1,
    SMEAR_PX = 24, /* at 300 dpi: 2 mm */
};

/* Where a point of a searched image lies on the page: turned about the middle, enlarged and moved.
 */
struct ocr_input {
    double cos_turn, sin_turn, middle_x, middle_y, factor, left_px, top_px;
    uint32_t width_px, height_px; /* of the page */
};

static uint32_t clip(double v, uint32_t max)
{
    return v <= 0 ? 0 : v >= max ? max : (uint32_t)lround(v);
}

static void set_place(const zbar_symbol_t *s, const struct ocr_input *v, struct barcode *code)
{
    unsigned n = zbar_symbol_get_loc_size(s);
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;

    for (unsigned i = 0; i < n; i++) {
        double dx = zbar_symbol_get_loc_x(s, i) - v->middle_x;
        double dy = zbar_symbol_get_loc_y(s, i) - v->middle_y;
        double x = (v->middle_x + dx * v->cos_turn - dy * v->sin_turn) * v->factor + v->left_px;
        double y = (v->middle_y + dx * v->sin_turn + dy * v->cos_turn) * v->factor + v->top_px;

        left = fmin(left, x);
        right = fmax(right, x);
        top = fmin(top, y);
        bottom = fmax(bottom, y);
    }
    code->x_px = clip(left, v->width_px);
    code->y_px = clip(top, v->height_px);
    code->w_px = clip(right, v->width_px) - code->x_px;
    code->h_px = clip(bottom, v->height_px) - code->y_px;
}

/* The text in printable UTF-8; control characters and other bytes as \xHH. */
static bool set_text(const zbar_symbol_t *s, struct barcode *code)
{
    unsigned len = zbar_symbol_get_data_length(s);
    char raw[BARCODE_TEXT_MAX], *printable;
    bool fits;

    if (len == 0 || len >= sizeof(raw))
        return false;
    memcpy(raw, zbar_symbol_get_data(s), len);
    raw[len] = '\0';
    if (strlen(raw) != len)
        return false;
    printable = ba_name_escape(raw);
    fits = printable != NULL && strlen(printable) < sizeof(code->text);
    if (fits)
        snprintf(code->text, sizeof(code->text), "%s", printable);
    free(printable);
    return fits;
}

static void add(struct barcodes *found, const struct barcode *code)
{
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->at[i].text, code->text) == 0)
            return;
    if (found->count < BARCODE_MAX)
        found->at[found->count++] = *code;
}

static void collect(const zbar_image_t *img, const struct ocr_input *v, struct barcodes *found)
{
    const zbar_symbol_t *s = zbar_image_first_symbol(img);

    for (; s != NULL; s = zbar_symbol_next(s)) {
        struct barcode code = { 0 };
        zbar_symbol_type_t type = zbar_symbol_get_type(s);

        if (type == ZBAR_CODE128 && zbar_symbol_get_quality(s) < MIN_LINES)
            continue;
        if (!set_text(s, &code))
            continue;
        snprintf(code.symbology, sizeof(code.symbology), "%s", zbar_get_symbol_name(type));
        set_place(s, v, &code);
        add(found, &code);
    }
}

static BA_RC scan(const struct grey *g, const struct ocr_input *v, struct barcodes *found,
                  struct ba_err *err)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *img = zbar_image_create();
    enum ba_rc rc = BA_OK;

    if (scanner == NULL || img == NULL) {
        rc = ba_fail_mem(err, "search for codes");
        goto out;
    }
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_CODE128, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_CODE128, ZBAR_CFG_MIN_LEN, MIN_LENGTH);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, DENSITY);
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, DENSITY);
    zbar_image_set_format(img, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(img, g->width_px, g->height_px);
    zbar_image_set_data(img, g->data, (unsigned long)g->width_px * g->height_px, NULL);
    if (zbar_scan_image(scanner, img) > 0)
        collect(img, v, found);

out:
    if (img != NULL)
        zbar_image_destroy(img);
    if (scanner != NULL)
        zbar_image_scanner_destroy(scanner);
    return rc;
}

static struct ocr_input view_of(const struct raster *image, const struct grey *g)
{
    return (struct ocr_input){ .cos_turn = 1,
                               .middle_x = g->width_px / 2.0,
                               .middle_y = g->height_px / 2.0,
                               .factor = g->factor,
                               .width_px = image->width_px,
                               .height_px = image->height_px };
}

/* Replaces the pixels of g by themselves turned counter-clockwise. -1 when out of memory. */
static int turn(struct grey *g, double deg)
{
    PIX *from = pixCreate((l_int32)g->width_px, (l_int32)g->height_px, 8), *to = NULL;

    if (from == NULL)
        return -1;
    for (uint32_t y = 0; y < g->height_px; y++) {
        l_uint32 *line = pixGetData(from) + (size_t)y * (size_t)pixGetWpl(from);

        for (uint32_t x = 0; x < g->width_px; x++)
            SET_DATA_BYTE(line, x, g->data[(size_t)y * g->width_px + x]);
    }
    to = pixRotate(from, (l_float32)(-deg * PI / 180), L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
    pixDestroy(&from);
    if (to == NULL)
        return -1;
    for (uint32_t y = 0; y < g->height_px; y++) {
        const l_uint32 *line = pixGetData(to) + (size_t)y * (size_t)pixGetWpl(to);

        for (uint32_t x = 0; x < g->width_px; x++)
            g->data[(size_t)y * g->width_px + x] = (uint8_t)GET_DATA_BYTE(line, x);
    }
    pixDestroy(&to);
    return 0;
}

/* Replaces each pixel by the mean of those on a line of `length` along the bars: worn spots and
 * noise go, the bars' widths stay. Columns for bars that stand. -1 when out of memory. */
static int smear(struct grey *g, bool upright, uint32_t length)
{
    uint32_t lines = upright ? g->width_px : g->height_px;
    uint32_t n = upright ? g->height_px : g->width_px;
    size_t step = upright ? g->width_px : 1, next = upright ? 1 : g->width_px;
    uint8_t *line = malloc(n);

    if (line == NULL)
        return -1;
    for (uint32_t i = 0; i < lines && length < n; i++) {
        uint8_t *p = g->data + i * next;
        uint32_t sum = 0;

        for (uint32_t k = 0; k < n; k++)
            line[k] = p[k * step];
        for (uint32_t k = 0; k < n; k++) {
            sum += line[k];
            if (k >= length)
                sum -= line[k - length];
            if (k + 1 >= length)
                p[(k - length / 2) * step] = (uint8_t)(sum / length);
        }
    }
    free(line);
    return 0;
}

/* The turn of the bars, measured on half of the pixels that are searched. */
static double skew_of(const struct raster *image, const struct bars *bars, uint32_t factor)
{
    struct grey g = { 0 };
    double deg;

    if (grey_cut(image, bars->area, 2 * factor, &g) != 0)
        return 0;
    deg = bar_finder_skew_deg(&g, bars->upright);
    grey_free(&g);
    return deg;
}

/* The dear search where there are bars: in finer pixels, straightened, and smoothed along the bars.
 */
static BA_RC search_bars(const struct raster *image, const struct bars *bars,
                         struct barcodes *found, struct ba_err *err)
{
    uint32_t factor = grey_factor(image, FINE_DPI, FINE_MAX_PIXELS);
    double skew_deg = skew_of(image, bars, factor);
    struct grey g = { 0 };
    struct ocr_input v;
    enum ba_rc rc = BA_OK;

    if (grey_cut(image, bars->area, factor, &g) != 0)
        return ba_fail_mem(err, "search for codes");
    v = view_of(image, &g);
    v.left_px = bars->area.x_px;
    v.top_px = bars->area.y_px;
    if (fabs(skew_deg) > MIN_TURN_DEG) {
        v.cos_turn = cos(skew_deg * PI / 180);
        v.sin_turn = sin(skew_deg * PI / 180);
        if (turn(&g, skew_deg) != 0)
            rc = ba_fail_mem(err, "search for codes");
    }
    for (int i = 0; i < 2 && rc == BA_OK && found->count == 0; i++) {
        if (smear(&g, bars->upright, SMEAR_PX) != 0) {
            rc = ba_fail_mem(err, "search for codes");
            break;
        }
        grey_stretch(&g);
        rc = scan(&g, &v, found, err);
    }
    grey_free(&g);
    return rc;
}

BA_RC barcode_find(const struct raster *image, struct barcodes *found, struct ba_err *err)
{
    uint32_t factor = grey_factor(image, FIRST_DPI, FIRST_MAX_PIXELS);
    struct bars bars[BARS_MAX];
    struct grey g = { 0 };
    struct ocr_input v;
    enum ba_rc rc;

    found->count = 0;
    if (image->width_px < factor || image->height_px < factor)
        return BA_OK;
    if (grey_reduce(image, factor, &g) != 0)
        return ba_fail_mem(err, "search for codes");
    grey_stretch(&g);
    v = view_of(image, &g);
    rc = scan(&g, &v, found, err);
    if (rc == BA_OK && found->count == 0) {
        size_t places = bar_finder_find(&g, bars);

        for (size_t i = 0; i < places && rc == BA_OK; i++)
            rc = search_bars(image, &bars[i], found, err);
    }
    grey_free(&g);
    return rc;
}
