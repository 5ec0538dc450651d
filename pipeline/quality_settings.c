#include "pipeline/quality_settings.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "depot/actor.h"
#include "index/records/quality_profile.h"

_Static_assert(QUALITY_RULES < PAGE_NEW_REASONS, "a page may break every rule, and one more");

void quality_settings_of(const struct config *c, struct quality_settings *out)
{
    *out = (struct quality_settings){ 0 };
    for (int r = 0; r < QUALITY_RULES; r++) {
        out->rules.level[r] = (enum quality_level)c->quality_level[r];
        out->measures = out->measures || out->rules.level[r] != QUALITY_OFF;
    }
    for (int l = 0; l < QUALITY_LIMITS; l++)
        out->rules.limit[l] = c->quality_limit[l];
}

void quality_settings_opts(const struct config *c, struct quality_settings *profile,
                           struct ingest_opts *out)
{
    quality_settings_of(c, profile);
    *out = (struct ingest_opts){ .barcodes = c->ingest_separators != 0,
                                 .patches = c->ingest_separators != 0,
                                 /* near_duplicate is no rule of a single page, and no part of the
                                  * profile that judges pages; it needs the same small image */
                                 .quality =
                                     profile->measures || c->quality_near_duplicate != QUALITY_OFF,
                                 .likeness = c->quality_near_duplicate != QUALITY_OFF,
                                 .images = true };
    out->limits.max_pixels = c->ingest_max_pixels;
    out->limits.max_frames = (uint32_t)c->ingest_max_frames;
}

/* Every rule with its level and every limit, in one order: what the store keeps. New memory. */
static char *settings_json(const struct quality_profile *p)
{
    json_t *o = json_object();
    char *text = NULL;
    int bad = o == NULL;

    for (int l = 0; l < QUALITY_LIMITS && !bad; l++)
        bad = json_object_set_new(o, quality_limit_row((enum quality_limit)l)->key,
                                  json_integer((json_int_t)p->limit[l]));
    for (int r = 0; r < QUALITY_RULES && !bad; r++)
        bad = json_object_set_new(o, quality_code((enum quality_rule)r),
                                  json_string(quality_level_name(p->level[r])));
    if (!bad)
        text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(o);
    return text;
}

static bool is_on(const json_t *settings, enum quality_rule rule)
{
    const char *level = json_string_value(json_object_get(settings, quality_code(rule)));

    return level != NULL && strcmp(level, quality_level_name(QUALITY_OFF)) != 0;
}

/* A rule that is off is no part of a profile, nor are its limits: a profile that was kept before
 * the program knew the rule is the same with it. */
static bool same_profile(const char *kept, const char *now, bool *learnt)
{
    json_t *a = json_loads(kept, 0, NULL), *b = json_loads(now, 0, NULL);
    bool same = a != NULL && b != NULL;

    *learnt = false;
    for (int r = 0; r < QUALITY_RULES && same; r++) {
        const char *code = quality_code((enum quality_rule)r);

        *learnt = *learnt || json_object_get(a, code) == NULL;
        if (is_on(a, (enum quality_rule)r) || is_on(b, (enum quality_rule)r))
            same = json_equal(json_object_get(a, code), json_object_get(b, code));
    }
    for (int l = 0; l < QUALITY_LIMITS && same; l++) {
        const struct quality_limit_row *row = quality_limit_row((enum quality_limit)l);

        if (is_on(b, row->rule))
            same = json_equal(json_object_get(a, row->key), json_object_get(b, row->key));
    }
    json_decref(a);
    json_decref(b);
    return same;
}

BA_RC quality_settings_learn(struct depot *depot, struct quality_settings *out, struct ba_err *err)
{
    const struct config *c = &depot->config;
    char *settings;
    enum ba_rc rc;

    quality_settings_of(c, out);
    if (!out->measures)
        return BA_OK;
    settings = settings_json(&out->rules);
    rc = settings == NULL ? ba_fail_mem(err, "settings") : BA_OK;
    if (rc == BA_OK)
        rc = quality_profile_settle(depot->store, c->quality_profile, (int64_t)c->quality_version,
                                    settings, actor_or_login(NULL), same_profile, &out->learnt,
                                    &out->id, err);
    if (rc == BA_OK && out->learnt)
        ba_log(BA_LOG_WARN, "intake", "QUALITY_NEW_RULES",
               "this version of the program has rules of quality that the profile \"%s\" "
               "does not know; they are off. `bouwarchief config` lists them: switch "
               "one on with a new quality.version",
               c->quality_profile);
    free(settings);
    return rc;
}

BA_RC quality_settings_take(struct depot *depot, struct quality_settings *out, struct ba_err *err)
{
    enum ba_rc rc = store_begin(depot->store, err);

    if (rc == BA_OK)
        rc = quality_settings_learn(depot, out, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    return rc;
}

/* The figures, rounded to what they are worth. NULL when out of memory. */
static json_t *figures_of(const struct quality_figures *q)
{
    json_t *o = json_pack(
        "{s:s, s:I, s:b, s:I, s:I, s:I}", "paper", q->paper, "bits", (json_int_t)q->bits, "lossy",
        q->lossy, "black_pct", (json_int_t)(q->black_pct + 0.5), "white_pct",
        (json_int_t)(q->white_pct + 0.5), "sharpness_um", (json_int_t)(q->sharpness_um + 0.5));
    json_t *border = json_array(), *ink = json_array();
    int r = o == NULL ? -1 : 0;

    for (int e = 0; e < QUALITY_EDGES && r == 0; e++)
        r = json_array_append_new(border, json_integer((json_int_t)(q->border_mm[e] + 0.5))) |
            json_array_append_new(ink, json_integer((json_int_t)(q->edge_ink_pct[e] + 0.5)));
    if (r == 0 && q->dpi_likely > 0)
        r = json_object_set_new(o, "dpi_likely", json_integer((json_int_t)q->dpi_likely));
    if (r == 0)
        r = json_object_set(o, "border_mm", border) | json_object_set(o, "edge_ink_pct", ink);
    json_decref(border);
    json_decref(ink);
    if (r == 0)
        return o;
    json_decref(o);
    return NULL;
}

/* The figures, and what is on the sheet besides codes. New memory. */
static char *figures_json(const struct ingest_frame *f)
{
    json_t *o = f->measured ? figures_of(&f->quality) : json_object();
    char *text = NULL;

    if (o != NULL && (f->content == SHEET_NOT_JUDGED ||
                      json_object_set_new(o, QUALITY_SHEET_KEY,
                                          json_string(sheet_content_name(f->content))) == 0))
        text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(o);
    return text;
}

BA_RC quality_settings_judge(const struct quality_settings *profile, const struct ingest_frame *f,
                             struct page_new *p, struct ba_err *err)
{
    struct quality_finding found[QUALITY_RULES];
    char *text;

    p->patch = patch_name(f->patch.kind);
    if (!f->measured && f->content == SHEET_NOT_JUDGED)
        return BA_OK;
    text = figures_json(f);
    if (text == NULL)
        return ba_fail_mem(err, "page");
    p->quality = text;
    if (!f->measured)
        return BA_OK;
    p->profile = profile->id;
    p->reason_count = quality_judge(&f->quality, &profile->rules, found);
    for (size_t i = 0; i < p->reason_count; i++) {
        struct page_new_reason *r = &p->reasons[i];

        r->code = quality_code(found[i].rule);
        r->level = found[i].level == QUALITY_ERROR ? 'e' : 'w';
        snprintf(r->message, sizeof(r->message), "%s", found[i].message);
    }
    return BA_OK;
}
