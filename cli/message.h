/*
 * message.h - messages for people, whose commands can be pasted.
 */
#ifndef BA_CLI_MESSAGE_H
#define BA_CLI_MESSAGE_H

#include <stdio.h>

#include "cli/cmd.h"
#include "core/message.h"

/*
 * Prints to out; in each command of ours in the text ("bouwarchief batch close batch-7") the depot
 * is put in where it was named with -C, since without it the command would be about another one.
 * Words of commands that may hold anything come through ba_shell_quote.
 */
void say(const struct depot *depot, FILE *out, const char *format, ...) BA_PRINTF(3, 4);

/* Says one message on stderr, on a line of its own: "warning: ..."; what was refused with its code.
 */
void message_print(const struct depot *depot, const struct ba_message *m);
/* A list of messages that says each at once, for the calls of one command. */
struct ba_messages message_listener(struct depot *depot);

#endif
