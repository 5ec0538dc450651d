/*
 * column_check.h - how a value of a column may look (enum column_check of core/columns.h): the same
 * for a cell of the register and for a person's word.
 */
#ifndef BA_CORE_TEXT_COLUMN_CHECK_H
#define BA_CORE_TEXT_COLUMN_CHECK_H

#include "core/columns.h"

#define COLUMN_COUNT_MAX 1000000

/* NULL when a value that is not empty may stand there; else what is expected, for a message. */
const char *column_check(enum column_check check, const char *value);
/* Names of three letters or more joined by "+", at most 60 bytes ("nld+eng"). */
bool column_languages_valid(const char *languages);

#endif
