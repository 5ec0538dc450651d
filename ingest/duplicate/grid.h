/*
 * grid.h - is this the same sheet, scanned a second time?
 *
 * A page is reduced to a straightened grid of ink, a cell a millimetre or less. Two grids are laid
 * over each other in each way the sheet can go through the scanner, and compared in tiles of a
 * square centimetre: of a sheet scanned twice every tile is alike, whatever the scanner's settings;
 * of the same form filled in twice, or two letters of one layout, some tiles contradict each other.
 * Paper, lines of text and rules are alike on any two pages, so that what is common to a whole row
 * or column of a tile counts for nothing.
 */
#ifndef BA_INGEST_DUPLICATE_GRID_H
#define BA_INGEST_DUPLICATE_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "image/grey.h"

/*
 * Two grains. The coarse one is kept with every page and says which pairs are worth a second look;
 * the fine one tells two letters apart that differ in a name, and is made again from the masters of
 * those pairs.
 */
enum duplicate_grain { LIKENESS_COARSE = 1, LIKENESS_FINE = 2 };

/* Cells along a side, at most. */
#define LIKENESS_SIDE_MAX 1200
/* Cells to a bin of a profile, times the grain. */
#define LIKENESS_BIN 2
#define LIKENESS_BINS (LIKENESS_SIDE_MAX / LIKENESS_BIN)

/* A long straight line: of a form, a table, a drawing. Kept apart, because it is the same on every
 * copy of a form and drowns what was filled in. */
#define LIKENESS_RULE 16

struct duplicate_grid {
    uint16_t width, height; /* cells; 0: the page was too small or too large to say anything */
    uint16_t cell_um; /* coarse 1, 2 or 4 mm, fine half of it: the larger the sheet, the coarser */
    enum duplicate_grain grain;
    uint8_t *cells; /* owned; width a row, 0 paper .. 15 ink; LIKENESS_RULE in place of rules */
};

/* Ink by row and by column, without the margins, centred on its mean. */
struct duplicate_profile {
    uint16_t rows, cols; /* bins; 0: too little ink to say anything */
    uint16_t bin_um;
    int8_t row[LIKENESS_BINS], col[LIKENESS_BINS];
    float row_norm, col_norm;
};

/*
 * From the grey image of a page as it was reduced, of so many dots an inch (about 100).
 * BA_FATAL NO_MEMORY only; free with duplicate_free, which accepts an empty one.
 */
BA_RC duplicate_measure(const struct grey *g, double dpi, enum duplicate_grain grain,
                        struct duplicate_grid *out, struct ba_err *err);
void duplicate_free(struct duplicate_grid *l);

/* A grid in few bytes, as it is kept: about 8 KB of a letter. */
struct duplicate_packed {
    void *data; /* owned */
    size_t size;
};
/* Of one file so many images are compared: more are no stack of sheets. */
#define LIKENESS_FRAMES 1000
/* data is freed by free(). BA_FATAL NO_MEMORY only. */
BA_RC duplicate_pack(const struct duplicate_grid *l, struct duplicate_packed *out,
                     struct ba_err *err);
/* False when it is no packed grid; *out is empty then. */
bool duplicate_unpack(const void *data, size_t size, struct duplicate_grid *out);

void duplicate_profile(const struct duplicate_grid *l, struct duplicate_profile *out);

struct duplicate_verdict {
    bool may;               /* worth a finer look */
    bool same;              /* of two fine grids only */
    unsigned turn_deg;      /* clockwise turn of b that makes it lie as a does */
    unsigned tiles;         /* with ink on either page */
    unsigned contradicting; /* of those */
    double rules_missing;   /* share of the length of rules of either page, 0 .. 1 */
    double against;         /* how much of contradiction there is in all */
    double alike;           /* mean likeness of the tiles, 0 .. 1 */
};
/* BA_FATAL NO_MEMORY only. */
BA_RC duplicate_compare(const struct duplicate_grid *a, const struct duplicate_grid *b,
                        struct duplicate_verdict *out, struct ba_err *err);

#endif
