/*
 * house_unit.h - what comes behind a house number: letters, floors, "bis". Private to the room.
 *
 * One dwelling is written in many ways: 12-II, 12 2 hoog, 12-2, 12 2hg; 12 hs, 12 huis; 12a, 12 A.
 */
#ifndef BA_CORE_TEXT_HOUSE_UNIT_H
#define BA_CORE_TEXT_HOUSE_UNIT_H

#include <stdbool.h>

#include "core/text/fold.h"

/* One notation for all: folded, floors as figures, "hoog" left out, "huis" as "hs". "" for none. */
void house_unit_key(const char *unit, char out[FOLD_MAX]);
/* True when a folded word by itself, behind a number, may be such an addition. */
bool house_unit_is_word(const char *folded);

#endif
