#include "depot/quality_settings.h"

#include <jansson.h>
#include <stdlib.h>

#include "depot/actor.h"
#include "index/records/quality_profile.h"

_Static_assert((int)CONFIG_OFF == QUALITY_OFF && (int)CONFIG_WARNING == QUALITY_WARNING &&
                   (int)CONFIG_ERROR == QUALITY_ERROR,
               "levels of the settings are those of the rules");
_Static_assert(QUALITY_RULES < PAGE_NEW_REASONS, "a page may break every rule, and one more");

void quality_settings_of(const struct config *c, struct quality_settings *out)
{
    const uint64_t levels[QUALITY_RULES] = {
        [QUALITY_NO_DPI] = c->quality_no_resolution,
        [QUALITY_DPI_LOW] = c->quality_dpi_low,
        [QUALITY_DPI_UNEQUAL] = c->quality_dpi_unequal,
        [QUALITY_PAPER] = c->quality_paper,
        [QUALITY_DEPTH] = c->quality_depth,
        [QUALITY_LOSSY] = c->quality_lossy,
        [QUALITY_BLACK_CLIPPED] = c->quality_black,
        [QUALITY_WHITE_CLIPPED] = c->quality_white,
        [QUALITY_UNSHARP] = c->quality_unsharp,
        [QUALITY_BORDER] = c->quality_border,
        [QUALITY_CUT_OFF] = c->quality_cut_off,
    };

    *out = (struct quality_settings){
        .rules = { .dpi_min = (double)c->quality_dpi_min,
                   .dpi_min_grey = (double)c->quality_dpi_min_grey,
                   .bits_min = (uint16_t)c->quality_bits_min,
                   .black_max_pct = (double)c->quality_black_max_pct,
                   .white_max_pct = (double)c->quality_white_max_pct,
                   .sharpness_max_um = (double)c->quality_sharpness_max_um,
                   .border_max_mm = (double)c->quality_border_max_mm,
                   .edge_ink_max_pct = (double)c->quality_edge_ink_max_pct }
    };
    for (int r = 0; r < QUALITY_RULES; r++) {
        out->rules.level[r] = (enum quality_level)levels[r];
        out->measures = out->measures || levels[r] != QUALITY_OFF;
    }
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
                                     profile->measures || c->quality_near_duplicate != CONFIG_OFF,
                                 .likeness = c->quality_near_duplicate != CONFIG_OFF,
                                 .images = true };
    out->limits.max_pixels = c->ingest_max_pixels;
    out->limits.max_frames = (uint32_t)c->ingest_max_frames;
}

/* Everything that decides a judgement, in one order. New memory. */
static char *settings_json(const struct quality_profile *p)
{
    static const char *const levels[] = { "off", "warning", "error" };
    json_t *o =
        json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "dpi_min", (json_int_t)p->dpi_min,
                  "dpi_min_grey", (json_int_t)p->dpi_min_grey, "bits_min", (json_int_t)p->bits_min,
                  "black_max_pct", (json_int_t)p->black_max_pct, "white_max_pct",
                  (json_int_t)p->white_max_pct, "sharpness_max_um", (json_int_t)p->sharpness_max_um,
                  "border_max_mm", (json_int_t)p->border_max_mm, "edge_ink_max_pct",
                  (json_int_t)p->edge_ink_max_pct);
    char *text = NULL;

    for (int r = 0; r < QUALITY_RULES && o != NULL; r++)
        if (json_object_set_new(o, quality_code((enum quality_rule)r),
                                json_string(levels[p->level[r]])) != 0) {
            json_decref(o);
            o = NULL;
        }
    if (o != NULL)
        text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(o);
    return text;
}

enum ba_rc quality_settings_take(struct depot *depot, struct quality_settings *out,
                                 struct ba_err *err)
{
    const struct config *c = &depot->config;
    char *settings;
    enum ba_rc rc;

    quality_settings_of(c, out);
    if (!out->measures)
        return BA_OK;
    settings = settings_json(&out->rules);
    rc = settings == NULL ? ba_fail_mem(err, "settings") : store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = quality_profile_settle(depot->store, c->quality_profile, (int64_t)c->quality_version,
                                    settings, actor_or_login(NULL), &out->id, err);
    if (rc == BA_OK)
        rc = store_commit(depot->store, err);
    store_rollback(depot->store);
    free(settings);
    return rc;
}

/* The figures, rounded to what they are worth. New memory. */
static char *figures_json(const struct quality_figures *q)
{
    json_t *o = json_pack(
        "{s:s, s:I, s:b, s:I, s:I, s:I}", "paper", q->paper, "bits", (json_int_t)q->bits, "lossy",
        q->lossy, "black_pct", (json_int_t)(q->black_pct + 0.5), "white_pct",
        (json_int_t)(q->white_pct + 0.5), "sharpness_um", (json_int_t)(q->sharpness_um + 0.5));
    json_t *border = json_array(), *ink = json_array();
    char *text = NULL;
    int r = o == NULL ? -1 : 0;

    for (int e = 0; e < QUALITY_EDGES && r == 0; e++)
        r = json_array_append_new(border, json_integer((json_int_t)(q->border_mm[e] + 0.5))) |
            json_array_append_new(ink, json_integer((json_int_t)(q->edge_ink_pct[e] + 0.5)));
    if (r == 0 && q->dpi_likely > 0)
        r = json_object_set_new(o, "dpi_likely", json_integer((json_int_t)q->dpi_likely));
    if (r == 0)
        r = json_object_set(o, "border_mm", border) | json_object_set(o, "edge_ink_pct", ink);
    if (r == 0)
        text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(border);
    json_decref(ink);
    json_decref(o);
    return text;
}

enum ba_rc quality_settings_judge(const struct quality_settings *profile,
                                  const struct ingest_frame *f, struct page_new *p,
                                  struct ba_err *err)
{
    struct quality_finding found[QUALITY_RULES];
    char *text;

    p->patch = patch_name(f->patch.kind);
    if (!f->measured)
        return BA_OK;
    text = figures_json(&f->quality);
    if (text == NULL)
        return ba_fail_mem(err, "page");
    p->quality = text;
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
