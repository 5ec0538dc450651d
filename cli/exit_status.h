/*
 * exit_status.h - the exit status of a command, from the error it ended with.
 *
 * The class decides (BA_ITEM 65, BA_RETRY 75, BA_FATAL 70) except for the codes of the table in
 * codes.c. docs/OPERATIONS.md explains every code to an operator; tests/e2e/codes.sh fails when it
 * lacks one.
 */
#ifndef BA_CLI_EXIT_STATUS_H
#define BA_CLI_EXIT_STATUS_H

#include "core/err.h"

/* A sysexits(3) value; 0 for BA_OK. */
int code_exit_status(const struct ba_err *err);

#endif
