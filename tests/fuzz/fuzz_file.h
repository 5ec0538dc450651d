/* What the fuzz targets share: an input as a file, and seeds drawn by the target itself. */
#ifndef BA_TESTS_FUZZ_FUZZ_FILE_H
#define BA_TESTS_FUZZ_FUZZ_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Writes the input to a file of this process; the same path each time. */
static inline const char *fuzz_file(const uint8_t *data, size_t size, char path[64])
{
    FILE *f;

    snprintf(path, 64, "/tmp/ba-fuzz-%ld", (long)getpid());
    f = fopen(path, "wb");
    if (f == NULL || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        abort();
    return path;
}

/* The folder of seeds on libFuzzer's command line; NULL when it runs on single files. */
static inline const char *fuzz_corpus(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] != '-' && access(argv[i], W_OK | X_OK) == 0)
            return argv[i];
    return NULL;
}

static inline void fuzz_seed(const char *corpus, int number, const void *data, size_t size)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof(path), "%s/seed-%d", corpus, number);
    f = fopen(path, "wb");
    if (f == NULL || fwrite(data, 1, size, f) != size || fclose(f) != 0)
        abort();
}

#endif
