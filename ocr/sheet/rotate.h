/*
 * rotate.h - turning a grey image by a small angle.
 */
#ifndef BA_OCR_ROTATE_H
#define BA_OCR_ROTATE_H

struct Pix;

/*
 * The 8 bpp image with a border of paper (pad_x left and right, pad_y above and below), turned
 * clockwise by deg (at most 45) about its centre; what comes in from outside is paper. Every pixel
 * is the one that leptonica's pixAddBorderGeneral and pixRotateAMGray make, at a third of the time:
 * an area-weighted mean of four, in sixteenths of a pixel. New; NULL: out of memory.
 */
struct Pix *turn_grey(struct Pix *grey, double deg, int pad_x, int pad_y, int paper);

#endif
