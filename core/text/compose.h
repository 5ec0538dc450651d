/*
 * compose.h - one way of writing a letter with an accent.
 *
 * A Mac writes "e" and a mark over it where others write "\u00E9" (Unicode normalisation forms D
 * and C): the same name to who reads it, other bytes to a program.
 */
#ifndef BA_CORE_TEXT_COMPOSE_H
#define BA_CORE_TEXT_COMPOSE_H

/* The text with Latin letters and their marks as one character where there is one (form C); all
 * else, and bytes that are no UTF-8, as it is. New memory; NULL when out of memory. */
char *compose_text(const char *text);

#endif
