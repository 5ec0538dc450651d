/*
 * audience.h - for whom a search looks. Private to the room.
 *
 * The index is there twice: once of everything, for staff, and once of what everyone may see. Hits,
 * their order and scores, words that look alike and counts of the second come from nothing else, so
 * that no question tells whether a word stands in what is closed (decision 026).
 */
#ifndef BA_INDEX_ACCESS_AUDIENCE_H
#define BA_INDEX_ACCESS_AUDIENCE_H

enum readers { READERS_STAFF, READERS_ALL, READERS };

#endif
