/* register words: the names that the register knows, as a word list for the recogniser. */
#include <stdio.h>
#include <string.h>

#include "cli/opt.h"
#include "cli/register_words.h"
#include "index/register/names.h"

static BA_RC print_word(void *ctx, const char *word, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    puts(word);
    return BA_OK;
}

BA_RC register_words(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    const struct opt opts[] = { { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc == BA_OK)
        rc = names_each_word(depot->store, print_word, NULL, err);
    return rc;
}
