/* Codes of any text on any pages: a page is a separator, or it is not. */
#include <string.h>

#include "ingest/separator/divide.h"
#include "tests/fuzz/fuzz_file.h"

enum { PAGES = 32 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char seed[] =
        "DOSSIER:1936/262\n\nDOCUMENT:permit\n\nDOSSIER:1936/262\nDOSSIER:7\n";
    const char *corpus = fuzz_corpus(*argc, *argv);

    if (corpus != NULL)
        fuzz_seed(corpus, 0, seed, strlen(seed));
    return 0;
}

/* A line a code; an empty line ends a page. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct barcode codes[PAGES][4];
    struct divide_page pages[PAGES];
    struct divide_rules *rules = NULL;
    struct ba_err err = BA_ERR_INIT;
    size_t page = 0;

    memset(pages, 0, sizeof(pages));
    for (size_t i = 0; i < PAGES; i++)
        pages[i].codes = codes[i];
    while (size > 0 && page < PAGES) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t len = end == NULL ? size : (size_t)(end - data);
        struct divide_page *p = &pages[page];

        if (len == 0 || p->code_count == 4) {
            page++;
        } else if (len < BARCODE_TEXT_MAX && memchr(data, '\0', len) == NULL) {
            char *text = codes[page][p->code_count++].text;

            memcpy(text, data, len);
            text[len] = '\0';
        }
        data += len + (end != NULL);
        size -= len + (end != NULL);
    }
    if (divide_rules_new("[0-9]{4}/[0-9]{1,4}", NULL, NULL, &rules, &err) != BA_OK ||
        divide_pages(rules, pages, PAGES, &err) != BA_OK)
        abort();
    for (size_t i = 0; i < PAGES; i++)
        if ((pages[i].document == 0) != (pages[i].dossier[0] == '\0') ||
            (pages[i].separator && pages[i].conflict))
            abort();
    divide_rules_free(rules);
    return 0;
}
