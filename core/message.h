/*
 * message.h - what a person is to hear of, as values: warnings, notes, items that were refused.
 *
 * Whoever faces the person gives an empty list down and prints what comes back: the command line as
 * text or JSON, the web as part of a page. What goes on for hours, or may hold millions of lines,
 * is heard at once through `hear`. What ends a call is no message: that is its struct ba_err.
 */
#ifndef BA_CORE_MESSAGE_H
#define BA_CORE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

enum ba_message_class {
    BA_NOTE,    /* good to know */
    BA_WARNING, /* done, but a person should look at it */
    BA_REFUSED, /* one item of many was not done; the code says why */
};

struct ba_message {
    enum ba_message_class class;
    char code[32]; /* stable, as in core/err.h */
    int64_t line;  /* of the file that was read, 0: none */
    char *text;    /* owned; a sentence without line end */
};

typedef void (*ba_message_fn)(void *ctx, const struct ba_message *m);

/* More than this are counted and not kept: they may come from a file of somebody else. */
#define BA_MESSAGES_MAX 10000

/* Begins as { 0 }. */
struct ba_messages {
    struct ba_message *at; /* owned */
    size_t count, cap;
    size_t left_out;    /* not kept, because there were too many */
    bool failed;        /* one was lost for want of memory */
    ba_message_fn hear; /* when set, each is given to it and not kept */
    void *ctx;          /* of hear */
};

/* m may be NULL: nobody hears it. As with a buffer, a failure is found by ba_messages_check. */
void ba_messages_printf(struct ba_messages *m, enum ba_message_class class, const char *code,
                        const char *format, ...) BA_PRINTF(4, 5);
/* The same of a line of a file. */
void ba_messages_line(struct ba_messages *m, enum ba_message_class class, const char *code,
                      int64_t line, const char *text);
/* BA_OK, or BA_FATAL NO_MEMORY when a message was lost. */
BA_RC ba_messages_check(const struct ba_messages *m, struct ba_err *err);
/* The first with this code, NULL when there is none. */
const struct ba_message *ba_messages_find(const struct ba_messages *m, const char *code);
/* Leaves an empty list that keeps its hear. */
void ba_messages_free(struct ba_messages *m);

#endif
