/* A question, and a shelf of the vocabulary: any bytes are answered, or refused in words. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "index/build/vocabulary.h"
#include "index/search/search.h"
#include "tests/fuzz/fuzz_file.h"

static struct store *store;

static void leave(void)
{
    store_close(store);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char seed[] =
        "Herenstraat 12-2 hoog \"stalen ligger\" -dak bouw* 1974/0231 2271 AB";
    const char *corpus = fuzz_corpus(*argc, *argv);
    struct ba_err err = BA_ERR_INIT;
    char path[64];

    if (corpus != NULL)
        fuzz_seed(corpus, 0, seed, strlen(seed));
    snprintf(path, sizeof path, "/tmp/fuzz-query-%d.db", (int)getpid());
    if (store_open(path, STORE_CREATE, &store, &err) != BA_OK)
        abort();
    unlink(path);
    atexit(leave);
    return 0;
}

static BA_RC see(void *ctx, const struct search_meaning *m, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    if (m->sure <= 0 || m->sure > 1 || m->text[0] == '\0')
        abort();
    return BA_OK;
}

static BA_RC no_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    (void)ctx;
    (void)hit;
    (void)err;
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ba_err err = BA_ERR_INIT;
    struct search_query q = { .text = (const char *)data, .text_len = size };
    struct shelf_reader r = { .at = data, .end = data + size };
    enum ba_rc rc = search_explain(store, &q, see, NULL, &err);

    if (rc != BA_OK && (rc != BA_ITEM || strcmp(err.code, "QUERY_BAD") != 0))
        abort();
    if (search_run(store, &q, no_hit, NULL, &err) != rc)
        abort();
    while (shelf_next(&r))
        if (r.len >= FOLD_MAX || strlen(r.packed) > r.len)
            abort();
    return 0;
}
