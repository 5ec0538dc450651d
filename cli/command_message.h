/*
 * command_message.h - what a command that works for long says meanwhile, on stderr.
 */
#ifndef BA_CLI_COMMAND_MESSAGE_H
#define BA_CLI_COMMAND_MESSAGE_H

#include "cli/cmd.h"
#include "core/message.h"

struct command_message {
    const struct depot *depot;
    const char *command; /* "export" */
};

/* A ba_message_fn; ctx is a struct command_message. "bouwarchief: warning: ...", and of all else
 * "bouwarchief COMMAND: ..."; with its code when it has one. */
void command_message(void *ctx, const struct ba_message *m);

#endif
