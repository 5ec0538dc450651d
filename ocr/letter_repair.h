/*
 * letter_repair.h - mends, by the size and place of the glyphs, two faults that the LSTM models
 * have with letters that stand alone or among figures: one glyph read as two ("Xx" for x, "KkN" for
 * kN, "1i1" for 11), and the wrong one of two letters that differ in size only ("3,20 X 4,50").
 */
#ifndef BA_OCR_LETTER_REPAIR_H
#define BA_OCR_LETTER_REPAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ocr/recognition.h"

/* One symbol of a word as recognised; together they are the word's text. */
struct letter {
    size_t word;        /* index in the recognition; never decreasing */
    char text[8];       /* UTF-8; empty: taken out */
    bool mended;        /* the word is to be put together anew */
    int32_t x, y, w, h; /* bounds of its ink, pixels of the image given */
    double confidence;  /* 0..1 */
};

struct letters {
    struct letter *at; /* owned */
    size_t count, room;
};

/* Mends the words of r. Changes l. -1: out of memory, r is still whole. */
int letter_repair_mend(struct recognition *r, struct letters *l);
/*
 * Tokens of figures and their separators alone, in which an l, or an O, stands beside a figure: on
 * typewriters without those keys it is a one and a nought. Capitals I stay: they also number the
 * floors of a house ("12-I"), and search reads them as either. An o behind a figure stays: "2o".
 */
void letter_repair_mend_figures(struct recognition *r);
/* Dutch: amounts in guilders, "f 12,50", get their f back. -1: out of memory. */
int letter_repair_mend_guilders(struct recognition *r);
void letter_repair_free(struct letters *l);

#endif
