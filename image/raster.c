#include "image/raster.h"

#include <stdlib.h>

void ba_raster_free(struct raster *r)
{
    free(r->data);
    *r = (struct raster){ 0 };
}

int ba_raster_alloc(struct raster *r)
{
    r->stride = ((size_t)r->width_px * r->bits + 7) / 8;
    r->data = calloc(r->height_px, r->stride);
    return r->data == NULL ? -1 : 0;
}
