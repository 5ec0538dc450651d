/* batch.csv: any bytes end as expectations or as a reason. */
#include <string.h>

#include "ingest/batch_csv.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const seeds[] = {
        "dossier;expected\n1974/0231;=12\n;>= 100\n",
        "\xEF\xBB\xBFx,Expected,DOSSIER\r\n,\"<=3\",\"1\"\r\n1,2,1\r\n",
        "dossier\texpected\n1\t99999999999\n",
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 3; i++)
        fuzz_seed(corpus, i, seeds[i], strlen(seeds[i]));
    return 0;
}

static BA_RC bad(void *ctx, const struct ba_err *why, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    if (why->rc != BA_ITEM || *why->code == '\0')
        abort();
    return BA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct batch_csv c = { 0 };
    struct ba_err err = BA_ERR_INIT;

    if (counts_read((const char *)data, size, &c, bad, NULL, &err) < BA_ITEM)
        abort();
    for (size_t i = 0; i < c.count; i++)
        if (c.at[i].pages < 0 || c.at[i].pages > COUNTS_MAX_PAGES ||
            (*c.at[i].relation == '\0' && *c.at[i].languages == '\0') ||
            (i > 0 && strcmp(c.at[i - 1].dossier, c.at[i].dossier) >= 0))
            abort();
    counts_free(&c);
    return 0;
}
