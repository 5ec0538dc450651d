/*
 * sheet_parts.h - what lies on a scan and is not the sheet's own dark writing: the black lid of the
 * scanner round a smaller sheet, and bars with light letters. Left as they are they move the
 * threshold between paper and ink, and what is written on bars is not read.
 */
#ifndef BA_OCR_SHEET_PARTS_H
#define BA_OCR_SHEET_PARTS_H

#include "ocr/sheet/page_image.h"

/*
 * Changes im->full and im->small, whose paper is even: dark areas that touch the edge become paper,
 * bars with light letters become dark letters on paper. A sheet that is dark all over stays. -1:
 * out of memory.
 */
int sheet_parts_clean(struct ocr_image *im);

#endif
