/*
 * bag_id.h - ids of the BAG, the Dutch register of addresses and buildings, by their form.
 *
 * 16 digits: four of the municipality, two of the kind of object, ten of the object (Catalogus
 * Basisregistratie Adressen en Gebouwen, "identificatie"). Spreadsheets take them for numbers: the
 * zero in front goes, then what is behind the fifteenth digit.
 */
#ifndef BA_CORE_TEXT_BAG_ID_H
#define BA_CORE_TEXT_BAG_ID_H

#include <stdbool.h>

#define BAG_ID_SIZE 17 /* with NUL */

/* 16 digits with a kind that exists: 01 verblijfsobject, 02 ligplaats, 03 standplaats, 10 pand, 20
 * nummeraanduiding, 30 openbare ruimte. */
bool bag_id_is(const char *s);
/* The id that a spreadsheet made this of, when that can be told: "344010000012345",
 * "3,44010000012345E+14", "'0344010000012345". False when it cannot. */
bool bag_id_probable(const char *s, char out[BAG_ID_SIZE]);

#endif
