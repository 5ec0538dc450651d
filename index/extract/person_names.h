/*
 * person_names.h - does a text name a person: the guard before a title goes out to everyone.
 */
#ifndef BA_INDEX_EXTRACT_PERSON_NAMES_H
#define BA_INDEX_EXTRACT_PERSON_NAMES_H

#include <stdbool.h>

/*
 * True when a word of the person's name of three letters or more stands in the text as a word of
 * its own; case and accents do not count. Words that are in many names (van, der, weduwe, firma,
 * gemeente ...) name nobody. Too careful rather than too little: "Bakker, J." keeps "Woning voor de
 * bakker" in as well.
 */
bool text_names(const char *text, const char *person);

#endif
