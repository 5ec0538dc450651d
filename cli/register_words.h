/*
 * register_words.h - `register words`: prints the words of the names in the register, one a line,
 * for the setting ocr.words.
 */
#ifndef BA_CLI_REGISTER_WORDS_H
#define BA_CLI_REGISTER_WORDS_H

#include "cli/cmd.h"

BA_RC register_words(struct depot *depot, int argc, char **argv, struct ba_err *err);

#endif
