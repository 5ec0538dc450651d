/*
 * codes.h - every stable code of the program, with its exit status.
 *
 * docs/OPERATIONS.md explains each of them to an operator; tests/e2e/codes.sh fails when a source
 * file uses a code that is not here, or when the document lacks one.
 */
#ifndef BA_CLI_CODES_H
#define BA_CLI_CODES_H

#include "core/err.h"

struct code {
    const char *name;
    int status; /* sysexits(3) value when this code ends the program */
};

extern const struct code code_table[]; /* sorted by name, ends with an empty row */

/* The exit status of a command that ended with this error; 0 for BA_OK. */
int code_exit_status(const struct ba_err *err);

#endif
