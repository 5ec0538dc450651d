/*
 * title_block_private.h - what the files title*.c share. Private to them.
 *
 * All of them look at a title block as it is read: x to the right along the text, y down.
 */
#ifndef BA_OCR_TITLE_BLOCK_TITLE_BLOCK_PRIVATE_H
#define BA_OCR_TITLE_BLOCK_TITLE_BLOCK_PRIVATE_H

#include "ocr/title_block/title_block.h"

enum { TITLE_FOLD_MAX = 48, TITLE_VALUE_MAX = 256, TITLE_LABEL_WORDS = 4 };

/* How far a label's value goes. */
enum title_extent {
    EXTENT_SHORT, /* a number or a date: to the next gap */
    EXTENT_LINE,  /* one line: a name, an address */
    EXTENT_LINES, /* text that may go on in the next lines of its cell */
};

/* What is made of the text behind a label; false: it can be no such value. out is empty at first.
 */
typedef bool (*title_normal_fn)(const char *text, char out[TITLE_VALUE_MAX]);

struct title_kind {
    const char *field; /* name of the field */
    enum title_extent extent;
    title_normal_fn normal;
    double weight; /* for finding the block: what such a label proves */
};

struct title_label {
    const char *word; /* letters only, small, without spaces: "tekeningnr" */
    const struct title_kind *kind;
    bool firm;  /* a label wherever it stands; else only before a colon or first on its line */
    bool keeps; /* the label is part of the value: "architectenbureau Smit" */
};

/* Letters and digits of a text in small letters, accents taken off; figures that stand between
 * letters become the letters they are taken for. */
void title_fold(const char *text, char out[TITLE_FOLD_MAX]);
/*
 * The label that the folded text is, with one letter misread in five; NULL. *exact: to the letter.
 */
const struct title_label *title_label_of(const char *folded, bool *exact);
/* Bytes of text that are a label with its value behind it, without a space ("Schaal1:100"); 0. */
size_t title_label_prefix(const char *text);

bool title_normal_scale(const char *text, char out[TITLE_VALUE_MAX]);
/* Only what is a scale to the sign, for text without a label. */
bool title_form_scale(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_date(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_number(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_sheet(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_address(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_work(const char *text, char out[TITLE_VALUE_MAX]);
bool title_normal_text(const char *text, char out[TITLE_VALUE_MAX]);
/* The place in an address ("Parkweg 3 te Voorburg"); false: none is named. */
bool title_place_of(const char *address, char out[TITLE_VALUE_MAX]);
/* The field that a line without a label is by its form, with its rule's name; NULL. */
const struct title_kind *title_form_of(const char *text, const char **rule);

/* A word as it is read. */
struct title_word {
    const char *text; /* borrowed */
    double x, y, w, h, confidence;
    uint32_t cell;
    size_t source; /* its number on the page */
};

/* Words of one line of a cell without a wide gap between them: from..to of the list. */
struct title_segment {
    size_t from, to;
    uint32_t cell, line; /* line: 0-based in the cell */
    double x, y, w, h;
};

struct title_lines {
    struct title_word *words; /* owned, sorted by cell, line and x */
    size_t count;
    struct title_segment *segments; /* owned */
    size_t segment_count;
};
/* Sorts the words into lines and segments; takes `words`. -1: no memory. */
int title_lines_of(struct title_word *words, size_t count, struct title_lines *out);
void title_lines_free(struct title_lines *l);

/* The first field of this name; NULL. */
struct title_field *title_field_named(struct title_fields *f, const char *name);
/* Gives fields whose meaning depends on their value or on the others their name, and keeps the
 * surer of two equal ones. -1: no memory. */
int title_settle(struct title_fields *f);

/* What label begins at a word. */
struct title_match {
    const struct title_label *label; /* NULL: none */
    size_t words;
    bool exact; /* to the letter */
};
/* Fills out (one a word, zeros at first). */
void title_match(const struct title_lines *l, struct title_match *out);

/* A word of the page (its place in pixels of the page) as it is read. */
struct title_word title_as_read(struct ocr_box page, uint32_t rotation_deg);

/* A rectangle between ruling lines, pixels of the page. */
struct title_cell {
    struct ocr_box box;
    bool leaf; /* no other lies in it */
};
struct title_cells {
    struct title_cell *at; /* owned */
    size_t count, room;
};
/* The rectangles on the page as small as cells of a title block, or a whole one. -1: no memory. */
int title_cells_find(const struct ocr_image *im, const struct ocr_transform *t,
                     struct title_cells *out);
void title_cells_free(struct title_cells *c);

/*
 * Where the title block is, from the words read so far (page pixels). *proof: what its labels prove
 * together; *scale: a scale is among them. -1: no memory.
 */
int title_find(const struct ocr_image *im, const struct ocr_transform *t,
               const struct title_cells *c, const struct recognition *r, struct title_place *out,
               double *proof, bool *scale);

static inline bool title_holds(const struct ocr_box *b, double x, double y)
{
    return x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h;
}

#endif
