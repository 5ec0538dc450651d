/*
 * recognition.h - the words that a recognition found.
 */
#ifndef BA_OCR_RECOGNITION_H
#define BA_OCR_RECOGNITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/page_transform.h"

struct found_word {
    char *text;                      /* UTF-8, owned, never empty */
    struct ocr_box box;              /* pixels of the image given */
    double confidence;               /* 0..1 */
    uint32_t block, paragraph, line; /* 0-based, in reading order, never decreasing */
    uint32_t rotation_deg;           /* 0 from recognise() */
    bool known;                      /* in the dictionary, or a number */
    char language[12];               /* model that read it: "nld"; "": not known */
};

/* What a recognition found. */
struct recognition {
    struct found_word *words; /* owned, reading order */
    size_t count, room;
    double confidence_pct; /* mean over words, weighted by their length; -1: no words */
    double known_pct;      /* characters in known words; -1: no words */
    double score;          /* readable characters: what one recognition has over another */
};

void recognition_free(struct recognition *r);
/* Moves the words of more behind those of r, as blocks of their own, and counts anew. -1: no
 * memory.
 */
int recognition_append(struct recognition *r, struct recognition *more);

#endif
