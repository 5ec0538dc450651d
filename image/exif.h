/*
 * exif.h - which way up a camera held a picture, by its Exif (CIPA DC-008).
 */
#ifndef BA_IMAGE_EXIF_H
#define BA_IMAGE_EXIF_H

#include <stddef.h>
#include <stdint.h>

/* The tag Orientation (1 .. 8, as of a TIFF) of the segment APP1 of a JPEG, from "Exif" on; 1 when
 * it is not there or makes no sense. */
uint16_t exif_orientation(const uint8_t *segment, size_t len);

#endif
