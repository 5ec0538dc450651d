/* jp2 FROM.pgm TO.jp2 - a grey picture as JPEG 2000 without loss, for the end-to-end tests. */
#include <stdio.h>
#include <stdlib.h>

#include <openjpeg.h>

int main(int argc, char **argv)
{
    opj_cparameters_t p;
    opj_image_cmptparm_t c = { .dx = 1, .dy = 1, .prec = 8, .bpp = 8 };
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_JP2);
    opj_stream_t *stream;
    opj_image_t *image;
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;

    if (f == NULL || fscanf(f, "P5 %u %u 255", &c.w, &c.h) != 2 || getc(f) != '\n')
        return 1;
    image = opj_image_create(1, &c, OPJ_CLRSPC_GRAY);
    image->x1 = c.w;
    image->y1 = c.h;
    for (size_t i = 0; i < (size_t)c.w * c.h; i++)
        image->comps[0].data[i] = getc(f);
    opj_set_default_encoder_parameters(&p);
    p.tcp_numlayers = 1;
    p.cp_disto_alloc = 1;
    stream = opj_stream_create_default_file_stream(argv[2], OPJ_FALSE);
    return !opj_setup_encoder(codec, &p, image) || !opj_start_compress(codec, image, stream) ||
           !opj_encode(codec, stream) || !opj_end_compress(codec, stream) ||
           (opj_stream_destroy(stream), fclose(f) != 0);
}
