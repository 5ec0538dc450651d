#include "report/page_json.h"

#include <stdlib.h>

#include "core/json_value.h"

/* A speck or two on an A4. */
#define CLEAN_INK_PCT 0.01

static json_t *derived(const struct depot *depot, const struct page_row *p, const char *suffix)
{
    if (p->rev[0] == '\0')
        return json_null();
    char *path = depot_derived_path(depot, true, p->sha256, p->frame, p->rev, suffix);
    json_t *v = path != NULL ? json_string(path) : NULL;
    free(path);
    return v;
}

static json_t *reasons(const char *list)
{
    json_t *v = json_loads(list, 0, NULL);

    return v != NULL ? v : json_array();
}

/* How empty a blank page is: marks are specks, holes, staples, or the other side shining through.
 */
static json_t *blank_grade(const struct page_row *p)
{
    return p->state != PAGE_BLANK || p->ink_pct < 0
               ? json_null()
               : json_string(p->ink_pct < CLEAN_INK_PCT ? "clean" : "marks");
}

json_t *page_json(const struct depot *depot, const struct page_row *p)
{
    bool known = p->state != PAGE_WAITING && p->state != PAGE_FAILED;
    bool skew = p->measured && p->skew_measured;
    const struct {
        const char *name;
        json_t *value;
    } pairs[] = {
        { "page", json_integer(p->id) },
        { "batch", json_text(p->batch) },
        { "seq", json_integer(p->seq) },
        { "seq_in_dossier", json_count(p->seq_in_dossier, 0) },
        { "file", json_text(p->file) },
        { "frame", json_integer(p->frame) },
        { "sha256", json_text(p->sha256) },
        { "state", json_string(page_state_name(p->state)) },
        { "reason", json_text(p->reason) },
        { "reasons", reasons(p->reasons) },
        { "width_px", json_integer(p->width_px) },
        { "height_px", json_integer(p->height_px) },
        { "dpi", p->xdpi > 0 ? json_rounded(p->xdpi, 2) : json_null() },
        { "orientation_deg", p->measured ? json_integer(p->orientation_deg) : json_null() },
        { "skew_deg", skew ? json_rounded(p->skew_deg, 3) : json_null() },
        { "skew_confidence", skew ? json_rounded(p->skew_confidence, 3) : json_null() },
        { "skew_applied", p->measured ? json_boolean(p->skew_applied) : json_null() },
        { "blank", known ? json_boolean(p->blank) : json_null() },
        { "words", json_count(p->words, -1) },
        { "confidence_pct",
          p->confidence_pct >= 0 ? json_rounded(p->confidence_pct, 1) : json_null() },
        { "dossier", json_text(p->dossier) },
        { "document", json_text(p->document) },
        { "kind", json_text(p->kind) },
        { "text", derived(depot, p, "txt") },
        { "alto", derived(depot, p, "alto.xml") },
        { "blank_grade", blank_grade(p) },
        { "dictionary_pct",
          p->dictionary_pct >= 0 ? json_rounded(p->dictionary_pct, 1) : json_null() },
        { "languages", json_text(p->languages) },
        { "sheet", json_text(p->sheet) },
    };
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        ok = json_object_set_new(o, pairs[i].name, pairs[i].value) == 0 && ok;
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}
