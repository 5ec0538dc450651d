/*
 * revision.h - the number that changes when this stage would make other text of the same pixels.
 */
#ifndef BA_OCR_REVISION_H
#define BA_OCR_REVISION_H

/* Raise it with every change of ocr/ that can change a word, a box or a decision. */
#define OCR_CODE_REVISION 7

#endif
