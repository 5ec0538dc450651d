/*
 * shell_quote.h - a name as a word of a command that an operator may paste into a shell.
 */
#ifndef BA_CORE_SHELL_QUOTE_H
#define BA_CORE_SHELL_QUOTE_H

#include <stddef.h>

/* Room for any name of a file or batch, each byte of it quoted. */
#define BA_QUOTE_MAX 1100

/*
 * Writes word into out and gives out: as it is when a shell takes it for one plain word, else in
 * single quotes ('O'\''Neill'). What does not fit is cut off inside the quotes.
 */
const char *ba_shell_quote(const char *word, char *out, size_t size);

#endif
