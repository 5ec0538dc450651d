/* The list of waiting images and a file of results: any bytes end as lines, or as a reason. */
#include <string.h>
#include <sys/stat.h>

#include "pipeline/shard/shard_result.h"
#include "tests/fuzz/fuzz_file.h"

static const char plan_seed[] =
    "{\"format\":\"bouwarchief-plan\",\"version\":1,\"depot\":\"0123456789abcdef\",\"lines\":1,"
    "\"left\":1}\n"
    "{\"round\":1,\"sha256\":\"277d7165226b2848d000a4613991be3b42ffc125a8fa28b3cfdae6bd2ac5dc98\","
    "\"frame\":0,\"extension\":\"tif\",\"width_px\":2480,\"height_px\":3508,\"bits\":1,"
    "\"languages\":\"nld+eng\",\"rev\":\"525f9ef55822814b\",\"done\":false}\n";
static const char results_seed[] =
    "{\"format\":\"bouwarchief-results\",\"version\":1,\"depot\":\"0123456789abcdef\",\"shard\":1,"
    "\"of\":3}\n"
    "{\"sha256\":\"277d7165226b2848d000a4613991be3b42ffc125a8fa28b3cfdae6bd2ac5dc98\",\"frame\":0,"
    "\"rev\":\"525f9ef55822814b\",\"state\":\"text\",\"orientation_deg\":90,"
    "\"orientation_confidence\":null,\"orientation_sure\":true,\"skew_measured\":true,"
    "\"skew_deg\":-1.5,\"skew_confidence\":1e9,\"skew_applied\":false,\"ink_pct\":1,\"words\":2,"
    "\"confidence_pct\":90.5,\"dictionary_pct\":50,\"doubtful\":false,\"why\":\"\","
    "\"recognitions\":1,"
    "\"code\":\"A_CODE\",\"message\":\"x\"}\n"
    "{\"end\":1}\n";

static char folder[64], list[96];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *corpus = fuzz_corpus(*argc, *argv);
    struct ba_err err = BA_ERR_INIT;

    if (corpus != NULL) {
        fuzz_seed(corpus, 0, plan_seed, strlen(plan_seed));
        fuzz_seed(corpus, 1, results_seed, strlen(results_seed));
    }
    snprintf(folder, sizeof(folder), "/tmp/ba-fuzz-depot-%ld", (long)getpid());
    snprintf(list, sizeof(list), "%s/work/shards/plan.jsonl", folder);
    return ba_mkdirs_for(list, &err) == BA_OK ? 0 : -1;
}

static void as_list(const char *path)
{
    struct depot depot = { .folder = folder };
    struct ba_err err = BA_ERR_INIT;
    struct shard_plan p = { 0 };
    size_t left = 0;

    unlink(list);
    if (link(path, list) != 0)
        abort();
    if (shard_plan_read(&depot, &p, &err) == BA_OK) {
        for (size_t i = 0; i < p.count; i++) {
            left += !p.lines[i].done;
            if (strspn(p.lines[i].sha256, "0123456789abcdef") != BA_SHA256_HEX ||
                strchr(p.lines[i].extension, '/') != NULL)
                abort();
        }
        if (left != p.left || shard_plan_divide(&p, 3, &err) != BA_OK)
            abort();
        for (size_t i = 0; i < p.count; i++)
            if (p.lines[i].share < 1 || p.lines[i].share > 3)
                abort();
    } else if (err.rc != BA_FATAL || *err.code == '\0') {
        abort();
    }
    shard_plan_free(&p);
}

static void as_results(const char *path)
{
    struct ba_err err = BA_ERR_INIT;
    struct shard_head head;
    struct jsonl j = { 0 };
    bool more = true;
    enum ba_rc rc = shard_results_open(&j, path, &head, &err);

    while (rc == BA_OK && more) {
        struct shard_result r;
        enum ba_rc line = shard_results_next(&j, &r, &more, &err);

        if (line < BA_ITEM)
            abort();
        if (line == BA_OK && more &&
            (strlen(r.sha256) != BA_SHA256_HEX || strchr(r.rev, '/') != NULL ||
             (r.failure.rc == BA_OK) != (*r.alto != '\0') || r.out.state > OCR_BLANK))
            abort();
    }
    jsonl_close(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];

    fuzz_file(data, size, path);
    as_results(path);
    as_list(path);
    return 0;
}
