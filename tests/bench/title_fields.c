/*
 * title_fields.c - prints the fields of the title blocks in ALTO files, one a line:
 *
 *   title_fields FILE.alto.xml...     file, field, value, rule, confidence, x y w h; tabs between
 *
 * A page without title block gives one line with "-" as field.
 */
#include <stdio.h>

#include "core/file.h"
#include "ocr/title_block/title_block.h"

int main(int argc, char **argv)
{
    int status = 0;

    for (int i = 1; i < argc; i++) {
        struct ba_err err = BA_ERR_INIT;
        struct title_fields f = { 0 };
        struct alto_page p = { 0 };

        if (alto_read(argv[i], &p, &err) != BA_OK || title_fields(&p, &f, &err) != BA_OK) {
            fprintf(stderr, "%s: %s\n", argv[i], err.msg);
            status = 1;
        }
        if (!p.title.found)
            printf("%s\t-\n", ba_basename(argv[i]));
        for (size_t k = 0; k < f.count; k++)
            printf("%s\t%s\t%s\t%s\t%.3f\t%d %d %d %d\n", ba_basename(argv[i]), f.at[k].name,
                   f.at[k].value, f.at[k].rule, f.at[k].confidence, f.at[k].x, f.at[k].y, f.at[k].w,
                   f.at[k].h);
        title_fields_free(&f);
        alto_free(&p);
    }
    return status;
}
