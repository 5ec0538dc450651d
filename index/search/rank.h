/*
 * rank.h - how well a search document fits, computed inside FTS5. Private to the room.
 *
 * SQL function rank_hit(search, weights): weights is a blob of struct rank_phrase, one for each
 * phrase of the query in its order. Of the phrases of one clause the best counts; a word in the
 * description or a key counts for more than one in a page's text; repetition counts less and less
 * (BM25).
 */
#ifndef BA_INDEX_SEARCH_RANK_H
#define BA_INDEX_SEARCH_RANK_H

#include <sqlite3.h>
#include <stdint.h>

struct rank_phrase {
    double weight;  /* rarity, times how sure the word is what was meant; 0: does not count */
    double worth;   /* of its being there at all; 0: to be counted, for words of texts */
    int32_t clause; /* 0-based */
    int32_t unused;
};

/* Worth of a word of the description, and of a key, in repetitions as BM25 counts them. */
#define RANK_SAID 2.0
#define RANK_KEY 4.0

#define RANK_CLAUSES_MAX 64

enum search_column { COLUMN_BODY, COLUMN_KEYS, COLUMN_META };

/* 0, or not. */
int rank_register(sqlite3 *db);

#endif
