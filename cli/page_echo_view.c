#include "cli/page_echo_view.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/json_value.h"
#include "core/plural.h"

/* Pages that are told on a terminal. */
enum { SHOWN_MAX = 20 };

void page_echo_print(const struct page_echo *e, const char *word)
{
    for (size_t i = 0; i < e->count && i < SHOWN_MAX; i++) {
        const struct page_echo_one *p = &e->at[i];

        printf("  %s%s:%s (page %" PRId64 "): %s", word, p->batch, p->sheet, p->page, p->file);
        if (p->frame > 0)
            printf(" #%" PRIu32, p->frame + 1);
        printf(", %s", page_state_name(p->state));
        if (p->words >= 0)
            printf(", %" PRId64 " word%s", p->words, ba_s((uint64_t)p->words));
        if (*p->begins != '\0')
            printf(": \"%s\"", p->begins);
        putchar('\n');
    }
    if (e->count > SHOWN_MAX)
        printf("  ... and %zu more\n", e->count - SHOWN_MAX);
}

json_t *page_echo_json(const struct page_echo *e)
{
    json_t *list = json_array();

    for (size_t i = 0; list != NULL && i < e->count; i++) {
        const struct page_echo_one *p = &e->at[i];

        if (json_array_append_new(
                list,
                json_pack("{s:I, s:s, s:s, s:s, s:I, s:s, s:o, s:s}", "page", (json_int_t)p->page,
                          "batch", p->batch, "sheet", p->sheet, "file", p->file, "frame",
                          (json_int_t)p->frame, "state", page_state_name(p->state), "words",
                          json_count(p->words, -1), "begins", p->begins)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}
