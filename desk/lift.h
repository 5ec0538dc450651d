/*
 * lift.h - restrictions, copyright and retention that have ended; and lifting the restrictions.
 */
#ifndef BA_DESK_LIFT_H
#define BA_DESK_LIFT_H

#include "desk/decision.h"

struct lift_what {
    const char *date; /* "2026-11-24": as if it were this day; NULL: today */
    bool lift;        /* make open what was restricted until a day that has passed */
};

/* The texts are owned. */
struct lift_row {
    char *what;    /* ACCESS_ENDED, COPYRIGHT_ENDED, RETENTION_ENDED */
    char *object;  /* "1974/0231", "1974/0231-002" */
    char *archive; /* as people are shown it */
    char *until;   /* the day that has passed */
    char *value;   /* the restriction, the category of retention, the holder; "" none */
    bool lifted;
};

struct lift_result {
    struct lift_row *at; /* owned; by archive and number */
    size_t count, cap;
};

/*
 * Lists what ended; with lift (and no dry run) makes open what was restricted, records each and
 * indexes. Opens the depot's store as it needs it. BA_FATAL USAGE for what is no date, and for
 * lifting before its time. out is to be freed also after an error.
 */
BA_RC lift_due(struct depot *depot, const struct decision *by, const struct lift_what *what,
               struct lift_result *out, struct ba_err *err);
void lift_result_free(struct lift_result *r);

#endif
