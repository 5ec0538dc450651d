/*
 * message.h - messages for people, whose commands can be pasted.
 */
#ifndef BA_CLI_MESSAGE_H
#define BA_CLI_MESSAGE_H

#include <stdio.h>

#include "cli/cmd.h"

/*
 * Prints to out; in each command of ours in the text ("bouwarchief batch close batch-7") the depot
 * is put in where it was named with -C, since without it the command would be about another one.
 * Words of commands that may hold anything come through ba_shell_quote.
 */
void say(const struct depot *depot, FILE *out, const char *format, ...) BA_PRINTF(3, 4);

#endif
