/*
 * receipt.h - the receiver's word on a delivery, as a person notes it.
 */
#ifndef BA_DESK_RECEIPT_H
#define BA_DESK_RECEIPT_H

#include "desk/decision.h"

struct receipt_what {
    const char *delivery; /* its name; that of its .tar or .zip will do as well */
    const char *state;    /* "sent", "accepted", "returned"; by->reason says why it came back */
};

#define RECEIPT_NAME_MAX 1024

/* Notes it. name: of the delivery without its ending. BA_ITEM PACKAGE_UNKNOWN; BA_FATAL USAGE for
 * another state, or returned without a reason. */
BA_RC receipt_note(struct depot *depot, const struct decision *by, const struct receipt_what *what,
                   char name[RECEIPT_NAME_MAX], struct ba_err *err);

#endif
