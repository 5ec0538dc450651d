/*
 * house_unit.h - house numbers: how large, how many of a range, and what comes behind one: letters,
 * floors, "bis".
 *
 * One dwelling is written in many ways: 12-II, 12 2 hoog, 12-2, 12 2hg; 12 hs, 12 huis; 12a, 12 A.
 */
#ifndef BA_CORE_TEXT_HOUSE_UNIT_H
#define BA_CORE_TEXT_HOUSE_UNIT_H

#include <stdbool.h>

#include "core/text/fold.h"

/* Of the BAG: five digits (Catalogus BAG, "huisnummer"). In a text a longer number than four is
 * mostly something else. */
#define HOUSE_NUMBER_MAX 99999
#define HOUSE_DIGITS_MAX 5
#define HOUSE_READ_MAX 9999
/* Ranges ("28-32"). From first to last at most: read in a text, and found by every number inside;
 * of a wider one in the register these and both ends are found. */
#define HOUSE_RANGE_MAX 400
/* Numbers that all addresses of one dossier may spell out; beyond them only the ends are found. */
#define HOUSE_DOSSIER_MAX 20000
/* Numbers of a typed range that are asked for; of a wider one the first and the last. */
#define HOUSE_ASKED_MAX 50

/* One notation for all: folded, floors as figures, "hoog" left out, "huis" as "hs". "" for none. */
void house_unit_key(const char *unit, char out[FOLD_MAX]);
/* True when a folded word by itself, behind a number, may be such an addition. */
bool house_unit_is_word(const char *folded);

#endif
