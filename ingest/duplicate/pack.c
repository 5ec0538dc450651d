/* Grids as they are kept: width, height, cell and grain, two bytes each, and the cells by zlib. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "ingest/duplicate/grid.h"

enum { HEAD = 8, LEVEL = 6 };

static void put2(uint8_t *to, unsigned v)
{
    to[0] = (uint8_t)v;
    to[1] = (uint8_t)(v >> 8);
}

static uint16_t take2(const uint8_t *from)
{
    return (uint16_t)(from[0] | from[1] << 8);
}

BA_RC duplicate_pack(const struct duplicate_grid *l, struct duplicate_packed *out,
                     struct ba_err *err)
{
    uLong cells = (uLong)l->width * l->height;
    uLongf packed = compressBound(cells);
    uint8_t *data = malloc(HEAD + packed);

    *out = (struct duplicate_packed){ 0 };
    if (data == NULL || compress2(data + HEAD, &packed, l->cells, cells, LEVEL) != Z_OK) {
        free(data);
        return ba_fail_mem(err, "likeness of a page");
    }
    put2(data, l->width);
    put2(data + 2, l->height);
    put2(data + 4, l->cell_um);
    put2(data + 6, l->grain);
    out->data = malloc(HEAD + packed); /* a tenth of the room it was made in */
    if (out->data != NULL)
        memcpy(out->data, data, HEAD + packed);
    free(data);
    out->size = out->data != NULL ? HEAD + packed : 0;
    return out->data != NULL ? BA_OK : ba_fail_mem(err, "likeness of a page");
}

bool duplicate_unpack(const void *data, size_t size, struct duplicate_grid *out)
{
    const uint8_t *p = data;
    uLongf cells;

    *out = (struct duplicate_grid){ 0 };
    if (size <= HEAD)
        return false;
    *out = (struct duplicate_grid){ take2(p), take2(p + 2), take2(p + 4), LIKENESS_COARSE, NULL };
    cells = (uLongf)out->width * out->height;
    if (out->width > 0 && out->height > 0 && out->width < LIKENESS_SIDE_MAX &&
        out->height < LIKENESS_SIDE_MAX && out->cell_um >= 500 && take2(p + 6) == LIKENESS_COARSE &&
        (out->cells = malloc(cells)) != NULL &&
        uncompress(out->cells, &cells, p + HEAD, (uLong)(size - HEAD)) == Z_OK &&
        cells == (uLongf)out->width * out->height)
        return true;
    duplicate_free(out);
    return false;
}
