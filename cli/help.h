/*
 * help.h - what the table of commands says, for people: usage, help, manual pages and completion.
 */
#ifndef BA_CLI_HELP_H
#define BA_CLI_HELP_H

#include <stdio.h>

#include "cli/cmd.h"

/* All commands, a line each. */
void help_usage(FILE *to);
/* One command with its options. */
void help_command(const struct cmd *c, FILE *to);
/* Its manual page in mdoc(7), for `make man-pages`. */
void help_manual(const struct cmd *c, FILE *to);
/* Completion for "bash" or "zsh" (which reads bash's); NULL is returned for another shell, else
 * what was written. */
const char *help_completion(const char *shell, FILE *to);

#endif
