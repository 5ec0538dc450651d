/* personal: pages from standard input, a byte 0x1e between: what is found on
 * them, a line each: page, first byte, byte behind the last, kind. For personal.py. Names that a
 * page's dossier knows stand on its first line behind "#people:", a ';' between. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "index/extract/personal_data.h"

#define PAGE_END "\x1e"
#define PEOPLE "#people:"
#define PEOPLE_MAX 16

static int look(const char *page, size_t number)
{
    const char *people[PEOPLE_MAX], *text = page;
    struct personal_known known = { .people = people };
    struct personal_spans spans = { 0 };
    struct ba_err err = BA_ERR_INIT;
    char line[1024] = "", *rest = line, *one;

    if (strncmp(page, PEOPLE, strlen(PEOPLE)) == 0) {
        size_t n = strcspn(page, "\n");

        snprintf(line, sizeof line, "%.*s", (int)(n - strlen(PEOPLE)), page + strlen(PEOPLE));
        text = page + n + (page[n] == '\n');
    }
    while (known.people_count < PEOPLE_MAX && (one = strsep(&rest, ";")) != NULL)
        if (*one != '\0')
            people[known.people_count++] = one;
    if (personal_data_find(text, &spans, &err) != BA_OK ||
        personal_data_find_people(text, &known, &spans, &err) != BA_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    for (size_t i = 0; i < spans.count; i++)
        if (spans.at[i].located)
            printf("%zu\t%zu\t%zu\t%s\n", number, spans.at[i].from, spans.at[i].to,
                   spans.at[i].kind);
    personal_data_spans_free(&spans);
    return 0;
}

int main(void)
{
    size_t size = 0, cap = 1 << 16, n;
    char *all = malloc(cap + 1), *rest = all, *page;
    int bad = all == NULL;

    while (!bad && (n = fread(all + size, 1, cap - size, stdin)) > 0)
        if ((size += n) == cap) {
            all = realloc(all, (cap *= 2) + 1);
            bad = all == NULL;
        }
    if (bad)
        return 70;
    all[size] = '\0';
    rest = all;
    for (size_t i = 0; bad == 0 && (page = strsep(&rest, PAGE_END)) != NULL; i++)
        bad = look(page, i);
    free(all);
    return bad ? 70 : 0;
}
