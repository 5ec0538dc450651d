/* Lists of checksums: any bytes end as lines that make sense, each with a file or without. */
#include <string.h>

#include "ingest/checksums.h"
#include "tests/fuzz/fuzz_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const seeds[] = {
        "d41d8cd98f00b204e9800998ecf8427e  1.tif\n"
        "\\d41d8cd98f00b204e9800998ecf8427e *doos\\\\2\\n.tif\r\n",
        "SHA1 (doos/2.tif) = da39a3ee5e6b4b0d3255bfef95601890afd80709\n; x\nMD5 () = \n",
        ("\xEF\xBB\xBF"
         "d41d8cd98f00b204e9800998ecf8427e\n"),
        "d41d8cd98f00b204e9800998ecf8427e\tbatch\\doos\\.x\n"
        "d41d8cd98f00b204e9800998ecf8427e  ./././1.tif\n",
    };
    const char *corpus = fuzz_corpus(*argc, *argv);

    for (int i = 0; corpus != NULL && i < 4; i++)
        fuzz_seed(corpus, i, seeds[i], strlen(seeds[i]));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char one[] = "1.tif", two[] = "doos/2.tif", list[] = "doos/1.tif.md5";
    struct batch_file files[] = { { .path = one }, { .path = two }, { .path = list } };
    const struct batch_files walk = { .files = files, .count = 3 };
    struct checksums c = { 0 };
    struct ba_err err = BA_ERR_INIT;
    size_t bad_line, n, seen = 0;

    if (checksums_read(list, (const char *)data, size, &c, &bad_line, &err) != BA_OK)
        abort();
    for (size_t i = 0; i < c.count; i++)
        if (*c.at[i].name == '\0' || strlen(c.at[i].hex) < 32 || strlen(c.at[i].hex) > 128)
            abort();
    if (checksums_resolve(&c, &walk, "batch", &err) != BA_OK)
        abort();
    for (size_t i = 0; i < c.count; i++)
        seen += c.at[i].target == NULL;
    for (size_t i = 0; i < 3; i++) {
        checksums_of(&c, files[i].path, &n);
        seen += n;
    }
    if (seen != c.count) /* every line is about one of the files, or about none */
        abort();
    checksums_free(&c);
    return 0;
}
