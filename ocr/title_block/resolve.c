/* What a label meant, once all of the block is read. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ocr/title_block/title_block_private.h"

struct title_field *title_field_named(struct title_fields *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->at[i].name, name) == 0)
            return &f->at[i];
    return NULL;
}

/* Labels whose meaning depends on their value or on what else there is. */
static int settle(struct title_fields *all)
{
    struct title_field *f;

    while ((f = title_field_named(all, "drawing")) != NULL) {
        char number[TITLE_VALUE_MAX];

        f->name = "part";
        if (isdigit((unsigned char)f->value[0]) ||
            (strncasecmp(f->value, "n", 1) == 0 && strlen(f->value) < 10)) {
            if (title_normal_number(f->value, number)) {
                f->name = "drawing_number";
                free(f->value);
                f->value = strdup(number);
                if (f->value == NULL)
                    return -1;
            }
        }
    }
    while ((f = title_field_named(all, "description")) != NULL)
        f->name = title_field_named(all, "work") == NULL ? "work" : "part";
    f = title_field_named(all, "sheet");
    if (f != NULL && title_field_named(all, "drawing_number") == NULL)
        f->name = "drawing_number";
    return 0;
}

/* A value twice is one field, the surer. */
static void drop_doubles(struct title_fields *f)
{
    size_t kept = 0;

    for (size_t i = 0; i < f->count; i++) {
        struct title_field *same = NULL;

        for (size_t k = 0; k < kept && same == NULL; k++)
            if (strcmp(f->at[k].name, f->at[i].name) == 0 &&
                (strcmp(f->at[k].name, "part") != 0 || strcmp(f->at[k].value, f->at[i].value) == 0))
                same = &f->at[k];
        if (same == NULL) {
            f->at[kept++] = f->at[i];
            continue;
        }
        if (f->at[i].confidence > same->confidence) {
            struct title_field better = f->at[i];

            f->at[i] = *same;
            *same = better;
        }
        free(f->at[i].value);
    }
    f->count = kept;
}

int title_settle(struct title_fields *f)
{
    if (settle(f) != 0)
        return -1;
    drop_doubles(f);
    return 0;
}
