/*
 * alto.h - ALTO 4 XML (loc.gov/standards/alto v4): the words of a page and where they stand.
 *
 * Boxes are in pixels of the master as stored, whatever turn or deskew the recogniser saw. Only
 * alto*.c include libxml2.
 */
#ifndef BA_OCR_ALTO_ALTO_H
#define BA_OCR_ALTO_ALTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"

struct alto_word {
    char *text;         /* UTF-8, no white space, never empty; without the hyphen when hyphenated */
    int32_t x, y, w, h; /* box on the master, pixels */
    double confidence;  /* 0..1 */
    /* Place on the upright page, pixels of the deskewed page (transform.h): for those who lay text
     * over the turned image. Read back within about two pixels. */
    double ux, uy, uw, uh;
    uint32_t block, paragraph, line; /* 0-based over the page, in reading order, never decreasing */
    uint32_t rotation_deg; /* counter-clockwise turn of the word on the upright page: 0, 90, 270 */
    bool hyphenated;       /* last on its line, goes on in the first word of the next */
    char language[12];     /* model that read it ("nld"); "": not known. Not read back */
};

/* The title block of a drawing. */
struct alto_title {
    bool found;
    int32_t x, y, w, h;   /* on the master, pixels */
    uint32_t first_block; /* its words are those of this block and all later ones */
};

struct alto_page {
    uint32_t width_px, height_px; /* master */
    double xdpi, ydpi;
    uint32_t orientation_deg; /* clockwise turn that was applied */
    double skew_deg;          /* counter-clockwise skew that was taken out; 0 when none was */
    struct alto_title title;
    struct alto_word *words; /* owned, reading order */
    size_t count;
};

/* One step of what was done to get the text, for the Description. Strings borrowed. */
struct alto_step {
    const char *category; /* ALTO's word: preOperation, contentGeneration, postOperation */
    const char *description, *settings, *software, *version;
    const char *with; /* a library that decides with it, and its version; NULL: none */
};

/* Where the text comes from. Strings borrowed. */
struct alto_source {
    const char *master; /* file name */
    uint32_t frame;     /* 0-based IFD */
    const char *kind;   /* "text", "drawing", "blank": PAGECLASS */
    double confidence;  /* of the page, 0..1 (PC); below 0: not known */
    const struct alto_step *steps;
    size_t step_count;
};

/*
 * A model's name as ALTO's LANG wants it (RFC 5646: the shortest code): "nld" is "nl". NULL: the
 * model stands for no one language ("osd").
 */
const char *alto_language(const char *model);

/*
 * Writes the page as a new file in place of path (mode 0644). The boxes x y w h and what belongs to
 * the words are written, not ux..uh. FILE_WRITE as ba_file_replace; BA_FATAL NO_MEMORY.
 */
BA_RC alto_write(const char *path, const struct alto_page *p, const struct alto_source *src,
                 struct ba_err *err);

/* The longest file alto_read takes, and the most words. */
#define ALTO_MAX_BYTES (64u << 20)
#define ALTO_MAX_WORDS 500000u

/*
 * Reads what alto_write wrote. BA_ITEM ALTO_DAMAGED; FILE_READ, FILE_TOO_LARGE; BA_FATAL NO_MEMORY.
 * *p is empty after a failure.
 */
BA_RC alto_read(const char *path, struct alto_page *p, struct ba_err *err);
void alto_free(struct alto_page *p);

/*
 * The page as plain text: reading order, one line a text line, an empty line between paragraphs,
 * words divided over two lines joined on the first of them.
 */
void alto_text(const struct alto_page *p, struct ba_buf *out);
/* The same, and where in out each word begins: begins[p->count]. */
void alto_text_places(const struct alto_page *p, struct ba_buf *out, size_t *begins);
/*
 * Marks the words that are divided over two lines (hyphenated) and takes their hyphen off. A hyphen
 * that belongs to the word stays: boven- en benedenwoning, Noord-Holland, PTT-kantoor, 1-13.
 */
void alto_find_hyphens(struct alto_page *p);

#endif
