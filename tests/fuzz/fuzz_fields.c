/* What a page says of its dossier: any text ends as proposals whose places lie in the text. */
#include <stdlib.h>
#include <string.h>

#include "core/text/parcel.h"
#include "core/utf8.h"
#include "index/extract/fields.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const seeds[] = {
        "perceel plaatselijk gemerkt Parkweg 12a-II, 2271 AB Voorburg;\nsectie B nummer 1234\n",
        "Ingekomen 3 Junij 1874\nBSN 111222333 NL91 ABNA 0417 1643 00 06-12345678 a@b.nl\n",
        "Dossiernummer: 1974/0231\nBouwkosten: f 12.500,--\nAannemer: K. de Vries\n",
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 3; i++)
        fuzz_seed(corpus, i, seeds[i], strlen(seeds[i]));
    return 0;
}

static const char *nearest(void *ctx, const char *read, const char *place)
{
    (void)ctx;
    (void)place;
    return strlen(read) % 3 == 0 ? "Parkweg" : NULL;
}

static void parcels(const char *text)
{
    struct parcel p = { "", "", "" };

    while (parcel_next(&text, &p))
        if (p.section[0] == '\0' || p.number[0] == '\0')
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fields_rules *rules;
    const struct fields_streets streets = { NULL, nearest };
    static const struct personal_known people = { 0 };
    struct fields_known known = { "1974/0231", "", "", size % 2 == 0 ? &streets : NULL, &people };
    struct proposals found = { 0 };
    struct ba_err err = BA_ERR_INIT;
    char *text = malloc(size + 1);

    if (rules == NULL)
        rules = fields_open();
    if (text == NULL || rules == NULL)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    /* The reader of derived files hands over UTF-8 only. */
    if (ba_utf8_valid(text, strlen(text))) {
        struct fields_page page = { 1, text, fields_kind(text), 0.9 };
        if (fields_propose(rules, &page, 1, &known, &found, &err) != BA_OK)
            abort();
        for (size_t i = 0; i < found.count; i++)
            if (found.at[i].from > found.at[i].to || found.at[i].to > strlen(text))
                abort();
        parcels(text);
    }
    proposals_free(&found);
    free(text);
    return 0;
}
