/*
 * parcel.h - a cadastral designation as registers write it, taken apart.
 */
#ifndef BA_CORE_TEXT_PARCEL_H
#define BA_CORE_TEXT_PARCEL_H

#include <stdbool.h>

struct parcel {
    char municipality[128]; /* "" when it is not named */
    char section[4], number[8];
};
/*
 * The next of "Voorburg B 1234, 1235; sectie C nr. 12": *at goes behind it. A number alone is in
 * the section, a section alone in the municipality of the one before (p is that one, or empty).
 * False when there is no more.
 */
bool parcel_next(const char **at, struct parcel *p);

#endif
