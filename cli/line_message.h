/*
 * line_message.h - what a command says of the lines of a file that it reads.
 */
#ifndef BA_CLI_LINE_MESSAGE_H
#define BA_CLI_LINE_MESSAGE_H

#include "cli/cmd.h"
#include "core/message.h"

struct line_message {
    const struct depot *depot;
    bool json;
    bool numbered; /* "line 3: ..." goes before, since the text does not say where */
};

/* A ba_message_fn; ctx is a struct line_message. With its code on stderr, with --json as an object
 * {"line", "code", "message"} on stdout; notes on stderr always. */
void line_message(void *ctx, const struct ba_message *m);

#endif
