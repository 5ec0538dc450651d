/*
 * title_block.h - the title block of a drawing: where it is on the page, and what it says.
 *
 * Two steps. title_read finds the block among the lines of the drawing, reads it again cell by cell
 * and puts these words behind the others, each cell a block of its own; the ALTO keeps that. Then
 * title_fields, a pure function of such a page, pairs labels with values: what a label is and what
 * is done with its value is data (title_labels.c), so that new labels need no new recognition.
 */
#ifndef BA_OCR_TITLE_BLOCK_TITLE_BLOCK_H
#define BA_OCR_TITLE_BLOCK_TITLE_BLOCK_H

#include "core/page_transform.h"
#include "ocr/alto/alto.h"
#include "ocr/recognise.h"
#include "ocr/sheet/page_image.h"

/* Where a title block was found, in pixels of the page (transform.h). */
struct title_place {
    bool found;
    struct ocr_box box;
    uint32_t rotation_deg; /* of its text, as of a word */
    uint32_t first_block;  /* its words are those of this block and all later ones */
};

/*
 * Finds the block from the words that were read (r, page pixels) and from ruling lines, and
 * replaces the words in it by better read ones. None found is BA_OK. Errors as recognise().
 */
BA_RC title_read(struct ocr_engine *e, const struct ocr_image *im, const struct ocr_transform *t,
                 double deadline, struct recognition *r, struct title_place *out,
                 struct ba_err *err);

/*
 * A page that is small enough for a letter is a drawing all the same: its words (r, page pixels)
 * hold a title block with a scale beside ruling lines.
 */
bool title_shows_drawing(const struct ocr_image *im, const struct ocr_transform *t,
                         const struct recognition *r);

struct title_field {
    const char *name;   /* static: work, address, place, applicant, architect, scale, date,
                           drawing_number, part, and others of title_labels.c */
    char *value;        /* owned; a date YYYY-MM-DD (or YYYY-MM, YYYY), a scale 1:100 */
    const char *rule;   /* static: the label or the form that it was known by */
    double confidence;  /* 0..1 */
    int32_t x, y, w, h; /* of the value, pixels of the master */
};

struct title_fields {
    struct title_field *at; /* owned */
    size_t count, room;
};

/* The fields of the title block that p->title describes; none when it has none. BA_FATAL NO_MEMORY.
 */
BA_RC title_fields(const struct alto_page *p, struct title_fields *out, struct ba_err *err);
/* Accepts an empty struct. */
void title_fields_free(struct title_fields *f);

#endif
