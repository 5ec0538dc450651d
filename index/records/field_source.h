/*
 * field_source.h - where a value of a dossier comes from; the greater goes before the less.
 */
#ifndef BA_INDEX_RECORDS_FIELD_SOURCE_H
#define BA_INDEX_RECORDS_FIELD_SOURCE_H

/* Where a value comes from; a smaller one never replaces a greater one. */
enum field_source { FIELD_TEXT = 1, FIELD_REGISTER = 2, FIELD_PERSON = 3 };

#endif
