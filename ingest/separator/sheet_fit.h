/*
 * sheet_fit.h - finds one of our own separator sheets on a page by its bars, and says of each spot
 * whether such a sheet has print there. Private to ingest/separator.
 *
 * The four patches stand where sheet.c puts them, so the sheet is found askew, cut, copied at
 * another scale, seen through the paper from behind, and when none of its codes can be read.
 */
#ifndef BA_INGEST_SEPARATOR_SHEET_FIT_H
#define BA_INGEST_SEPARATOR_SHEET_FIT_H

#include <stdbool.h>

#include "ingest/separator/ink.h"

/* Dots of the sheet to pixels of the map: turned clockwise about the sheet's middle. */
struct sheet_fit {
    double turn_deg, px_a_dot, middle_x, middle_y;
};

/* *found: at least three of the four patches of a sheet are there. BA_FATAL NO_MEMORY. */
BA_RC sheet_fit_find(const struct ink *ink, struct sheet_fit *fit, bool *found, struct ba_err *err);

/*
 * Takes from a mask of the page what the sheet itself has in print: bars, codes and the text below
 * them, and in the column the lines that begin where ours begin, close under each other. behind:
 * the sheet is seen through the paper, so its column tells nothing and is taken whole.
 */
void sheet_fit_clear(const struct sheet_fit *fit, bool behind, PIX *mask);

#endif
