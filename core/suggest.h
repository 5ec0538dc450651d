/*
 * suggest.h - "did you mean": the known word nearest to a mistyped one.
 */
#ifndef BA_CORE_SUGGEST_H
#define BA_CORE_SUGGEST_H

struct nearest {
    const char *word;
    const char *best; /* NULL while nothing is near enough */
    unsigned distance;
};
/* At most two slips of the pen are "near". */
#define NEAREST_INIT(w)                                                                            \
    {                                                                                              \
        .word = (w), .best = 0, .distance = 3                                                      \
    }

void suggest_offer(struct nearest *n, const char *candidate);

#endif
