/* jp2_fixture.h - JPEG 2000 files drawn by OpenJPEG: cells of 8 pixels, dark in the top left
 * corner.
 */
#ifndef BA_TESTS_UNIT_JP2_FIXTURE_H
#define BA_TESTS_UNIT_JP2_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openjpeg.h>

struct jp2_drawing {
    uint32_t width, height, samples, bits;
    uint32_t tile; /* side, 0: one tile */
    bool codestream, lossy;
    int dark[4], light[4];
};

static inline void jp2_draw(const char *path, const struct jp2_drawing *d)
{
    opj_cparameters_t p;
    opj_image_cmptparm_t c[4];
    opj_codec_t *codec = opj_create_compress(d->codestream ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
    opj_stream_t *stream = opj_stream_create_default_file_stream(path, OPJ_FALSE);
    opj_image_t *image;

    memset(c, 0, sizeof(c));
    for (uint32_t i = 0; i < d->samples; i++)
        c[i] = (opj_image_cmptparm_t){
            .dx = 1, .dy = 1, .w = d->width, .h = d->height, .prec = d->bits, .bpp = d->bits
        };
    image = opj_image_create(d->samples, c, d->samples < 3 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB);
    image->x1 = d->width;
    image->y1 = d->height;
    for (uint32_t i = 0; i < d->samples; i++)
        for (uint32_t y = 0; y < d->height; y++)
            for (uint32_t x = 0; x < d->width; x++)
                image->comps[i].data[y * d->width + x] =
                    (x / 8 + y / 8) % 2 == 0 ? d->dark[i] : d->light[i];
    opj_set_default_encoder_parameters(&p);
    p.tcp_numlayers = 1;
    p.cp_disto_alloc = 1;
    p.tcp_rates[0] = d->lossy ? 2 : 0;
    p.irreversible = d->lossy;
    p.numresolution = 3;
    p.tile_size_on = d->tile != 0;
    p.cp_tdx = p.cp_tdy = (int)d->tile;
    if (!opj_setup_encoder(codec, &p, image) || !opj_start_compress(codec, image, stream) ||
        !opj_encode(codec, stream) || !opj_end_compress(codec, stream))
        abort();
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
}

#endif
