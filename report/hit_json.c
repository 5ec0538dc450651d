#include "report/hit_json.h"

#include <stdlib.h>

#include "core/json_value.h"
#include "ocr/alto/alto.h"
#include "report/hit_boxes.h"

static const char *const match_names[] = { "exact", "alike", "loose" };

/* A page whose ALTO is gone still is a hit. */
static json_t *boxes(const struct depot *depot, const struct search_hit *hit)
{
    struct ba_err ignored = BA_ERR_INIT;
    struct alto_page page = { 0 };
    json_t *list = NULL;
    char *path = NULL;

    if (hit->page == 0 || hit->rev[0] == '\0' || hit->term_count == 0)
        return json_array();
    path = depot_derived_path(depot, false, hit->sha256, hit->frame, hit->rev, "alto.xml");
    if (path != NULL && alto_read(path, &page, &ignored) == BA_OK)
        list = hit_boxes(&page, hit);
    alto_free(&page);
    free(path);
    return list != NULL ? list : json_array();
}

/* Where the words that were found stand in the snippet: [first, length] in characters. */
static json_t *marks(const struct search_hit *hit)
{
    json_t *list = json_array();

    for (size_t i = 0; i < hit->mark_count; i++) {
        int first = 0, length = 0;

        for (size_t at = 0; at < hit->marks[i][1]; at++) {
            bool starts = ((unsigned char)hit->snippet[at] & 0xC0) != 0x80;

            first += starts && at < hit->marks[i][0];
            length += starts && at >= hit->marks[i][0];
        }
        json_array_append_new(list, json_pack("[i,i]", first, length));
    }
    return list;
}

json_t *hit_json(const struct depot *depot, const struct search_hit *hit)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s, s:o, s:o,"
                     " s:o}",
                     "dossier", json_text(hit->dossier), "document", json_text(hit->document),
                     "page", json_count(hit->page, 0), "title", json_text(hit->title), "address",
                     json_text(hit->address), "year", json_count(hit->year, 0), "kind",
                     json_text(hit->kind), "snippet", json_text(hit->snippet), "score",
                     json_rounded(hit->score, 3), "boxes", boxes(depot, hit), "match",
                     match_names[hit->match], "citation", hit->citation, "seq_in_dossier",
                     json_count(hit->seq_in_dossier, 0), "access", json_text(hit->access), "marks",
                     marks(hit));
}

json_t *hit_meaning_json(const struct search_meaning *m)
{
    return json_pack("{s:I, s:s, s:s, s:s, s:o, s:b, s:s}", "clause", (json_int_t)m->clause, "role",
                     m->role, "what", m->what, "text", m->text, "sure", json_rounded(m->sure, 3),
                     "widened", m->when != SEARCH_EXACT, "match", match_names[m->when]);
}

json_t *hit_facet_json(const struct search_facet *f)
{
    return json_pack("{s:s, s:s, s:I}", "facet", f->name, "value", f->value, "dossiers",
                     (json_int_t)f->dossiers);
}

json_t *hit_total_json(const struct search_total *t)
{
    return json_pack("{s:s, s:n, s:I, s:I, s:b}", "facet", "total", "value", "dossiers",
                     (json_int_t)t->dossiers, "loose_pages", (json_int_t)t->loose_pages, "more",
                     t->more);
}
