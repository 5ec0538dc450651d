/*
 * dutch_terms.h - words for what the store keeps as numbers, as a package says them.
 */
#ifndef BA_PIPELINE_PACKAGE_DUTCH_TERMS_H
#define BA_PIPELINE_PACKAGE_DUTCH_TERMS_H

#include <stddef.h>
#include <stdint.h>

/* TIFF 6.0 and its supplements: what the Compression tag says; "" for one that is not known. */
const char *export_compression(uint16_t compression);

#endif
