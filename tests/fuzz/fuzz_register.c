/* The register: any bytes end as lines or as a reason. */
#include <string.h>

#include "ingest/register.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const seeds[] = {
        "dossier;year_from;access;access_until;sheets_expected;x\n"
        "1936/262;1936;openbaar;2031-12-31;12;\"a;\"\"b\n\"\n",
        "\xEF\xBB\xBF"
        "Dossier,number_from,shelf_m\r\n1,12,\"0,35\"\r\n,,\r\n",
        "dossiernr\ttitle\n1\ta\n",
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 3; i++)
        fuzz_seed(corpus, i, seeds[i], strlen(seeds[i]));
    return 0;
}

static BA_RC take(void *ctx, const struct register_line *line, const struct ba_err *bad,
                  struct ba_err *err)
{
    (void)ctx;
    (void)err;
    if (line->line == 0 || (bad == NULL && line->value[REG_DOSSIER] == NULL))
        abort();
    return BA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct ba_err err = BA_ERR_INIT;

    if (register_read(fuzz_file(data, size, path), take, NULL, &err) < BA_ITEM)
        abort();
    return 0;
}
