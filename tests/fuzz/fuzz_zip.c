/* A tar or zip of any bytes is read to its end or told to be damaged, and gives no path that leads
 * outside. */
#include <locale.h>
#include <string.h>

#include "export/sip/container.h"
#include "export/verify/container_read.h"
#include "tests/fuzz/fuzz_file.h"

static void make(const char *corpus, int number, enum list_container container)
{
    struct container *t = NULL;
    struct ba_err err = BA_ERR_INIT;
    char path[4096], sum[BA_SHA256_HEX + 1];
    uint64_t bytes;

    snprintf(path, sizeof(path), "%s/seed-%d", corpus, number);
    if (container_open(path, container, &t, &err) != BA_OK ||
        container_folder(t, "a", 0, &err) != BA_OK ||
        container_data(t, "a/a.mdto.xml", 0, "<x/>", 4, &err) != BA_OK ||
        container_data(t, "a/b.tif", 0, "II*\0", 4, &err) != BA_OK ||
        container_finish(t, sum, &bytes, &err) != BA_OK || container_commit(t, path, &err) != BA_OK)
        abort();
    container_free(t);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = fuzz_corpus(*argc, *argv);

    setlocale(LC_CTYPE, "C.UTF-8");
    if (corpus != NULL) {
        make(corpus, 0, LIST_ZIP);
        make(corpus, 1, LIST_TAR);
    }
    return 0;
}

static BA_RC entry(void *ctx, const char *path, enum container_kind kind, bool *want,
                   struct ba_err *err)
{
    size_t n = strlen(path);

    (void)ctx;
    (void)err;
    if (n == 0 || path[0] == '/' || strstr(path, "//") != NULL || strcmp(path, "..") == 0 ||
        strncmp(path, "../", 3) == 0 || strstr(path, "/../") != NULL ||
        (n > 3 && strcmp(path + n - 3, "/..") == 0))
        abort();
    *want = kind == TAR_FILE;
    return BA_OK;
}

static BA_RC data_of(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    uint64_t *sum = ctx;

    (void)err;
    for (size_t i = 0; i < len; i++)
        *sum += ((const unsigned char *)data)[i];
    return BA_OK;
}

static BA_RC end(void *ctx, uint64_t at_bytes, struct ba_err *err)
{
    (void)ctx;
    (void)at_bytes;
    (void)err;
    return BA_OK;
}

static void fault(void *ctx, const char *code, const char *path, const char *what)
{
    (void)ctx;
    if (*code == '\0' || path == NULL || *what == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t total = 0, bytes = 0;
    const struct container_calls calls = { &total, entry, data_of, end, fault };
    struct ba_err err = BA_ERR_INIT;
    char path[64], hex[BA_SHA256_HEX + 1] = "";
    enum ba_rc rc = container_read_each(fuzz_file(data, size, path), &calls, hex, &bytes, &err);

    if (rc < BA_ITEM || (rc == BA_OK && bytes != size))
        abort();
    return 0;
}
