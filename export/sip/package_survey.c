/*
 * package_survey.c - who goes in a delivery, and what follows from that for the whole of it.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/utf8.h"
#include "export/sip/package.h"
#include "export/sip/package_private.h"

/* Years of an archive of which nothing is known: that of the first building by-laws. */
#define YEAR_UNKNOWN_FROM 1900
void package_refuse(struct delivery *v, size_t index, const char *number, const struct ba_err *why)
{
    free(v->children[index].title);
    v->children[index].title = NULL;
    v->res->gone_out[index] = false;
    v->res->refused++;
    if (v->source->refused != NULL)
        v->source->refused(v->source->ctx, number, why);
}

static void summarise(struct summary *s, const struct export_dossier *d)
{
    s->from = d->year_from > 0 ? d->year_from : d->year_to;
    s->to = d->year_to > 0 ? d->year_to : d->year_from;
    s->time = d->time;
    for (size_t i = 0; d->time == 0 && i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];
        if (doc->pdf != NULL && doc->pdf_time > s->time)
            s->time = doc->pdf_time;
        for (size_t p = 0; p < doc->page_count; p++) {
            if (doc->pages[p].arrived > s->time)
                s->time = doc->pages[p].arrived;
        }
    }
}

/* 1-based place of the series in the delivery; a new one goes to the end. */
static BA_RC find_series(struct delivery *v, const char *name, size_t *at, struct ba_err *err)
{
    for (*at = 1; *at <= v->series_count; (*at)++)
        if (strcmp(v->series[*at - 1].name, name) == 0)
            return BA_OK;
    if (ba_grow(&v->series, &v->series_cap, v->series_count + 1, sizeof *v->series) != 0)
        return ba_fail_mem(err, "a series");
    struct mdto_series *s = &v->series[v->series_count];
    *s = (struct mdto_series){ .name = strdup(name) };
    s->self.title = ba_utf8_cut(name, NAME_TITLE_CHARS);
    v->series_count++;
    if (s->name == NULL || s->self.title == NULL)
        return ba_fail_mem(err, "a series");
    enum ba_rc rc = package_name_series(name, s->self.id, err);
    for (size_t i = 0; rc == BA_OK && i + 1 < v->series_count; i++)
        if (strcmp(v->series[i].self.id, s->self.id) == 0)
            rc = ba_fail(err, BA_FATAL, "INTERNAL", "the series \"%s\" and \"%s\" have one name",
                         v->series[i].name, name);
    return rc;
}

static BA_RC survey_one(struct delivery *v, size_t index, struct ba_err *err)
{
    const struct export_dossier *d = NULL;
    struct mdto_child *child = &v->children[index];
    char name[NAME_LEN];
    struct ba_err why = BA_ERR_INIT;
    enum ba_rc rc = v->source->load(v->source->ctx, index, &d, &why);
    if (rc == BA_OK)
        rc = export_check(d, v->opts, &why);
    if (rc == BA_OK)
        rc = package_plan_names(d, v->m.archive->id, name, child->id, &child->title, &why);
    if (rc == BA_OK && d->series != NULL && *d->series != '\0') {
        rc = find_series(v, d->series, &child->series, err);
        if (rc != BA_OK)
            return rc;
    }
    if (rc == BA_OK) {
        summarise(&v->summaries[index], d);
        v->res->gone_out[index] = true;
        return BA_OK;
    }
    if (rc == BA_ITEM) {
        package_refuse(v, index, d != NULL && d->number != NULL ? d->number : "", &why);
        return BA_OK;
    }
    *err = why;
    return rc;
}

static int by_id(const void *a, const void *b)
{
    const struct mdto_child *x = *(const struct mdto_child *const *)a;
    const struct mdto_child *y = *(const struct mdto_child *const *)b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x > y) - (x < y);
}

/* An identification may occur once: a dossier that was asked for twice goes once. */
static BA_RC refuse_twins(struct delivery *v, struct ba_err *err)
{
    size_t n = 0;
    struct mdto_child **sorted = calloc(v->source->count, sizeof(struct mdto_child *));
    if (sorted == NULL)
        return ba_fail_mem(err, "the list of dossiers");
    for (size_t i = 0; i < v->source->count; i++) {
        if (v->children[i].title != NULL)
            sorted[n++] = &v->children[i];
    }
    qsort(sorted, n, sizeof *sorted, by_id);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(sorted[i]->id, sorted[i - 1]->id) == 0) {
            struct ba_err why = BA_ERR_INIT;
            ba_err_set(&why, BA_ITEM, "DOSSIER_TWICE",
                       "dossier %s was asked for twice; it goes once", sorted[i]->id);
            package_refuse(v, (size_t)(sorted[i] - v->children), sorted[i]->id, &why);
        }
    }
    free(sorted);
    return BA_OK;
}

static void widen(struct mdto_series *series, const struct summary *s)
{
    if (s->from > 0 && (series->from <= 0 || s->from < series->from))
        series->from = s->from;
    if (s->to > series->to)
        series->to = s->to;
}

void package_settle(struct delivery *v)
{
    struct mdto *m = &v->m;
    struct tm tm = { 0 };
    m->time = 0;
    m->year_from = m->archive->year_from;
    m->year_to = m->archive->year_to;
    for (size_t i = 0; i < v->series_count; i++)
        v->series[i].from = v->series[i].to = 0;
    for (size_t i = 0; i < v->source->count; i++) {
        const struct summary *s = &v->summaries[i];
        if (v->children[i].title == NULL)
            continue;
        if (m->archive->year_from <= 0 && s->from > 0 &&
            (m->year_from <= 0 || s->from < m->year_from))
            m->year_from = s->from;
        if (m->archive->year_to <= 0 && s->to > m->year_to)
            m->year_to = s->to;
        if (s->time > m->time)
            m->time = s->time;
        if (v->children[i].series > 0)
            widen(&v->series[v->children[i].series - 1], s);
    }
    time_t t = (time_t)m->time;
    gmtime_r(&t, &tm);
    if (m->year_from <= 0)
        m->year_from = YEAR_UNKNOWN_FROM;
    if (m->year_to <= 0)
        m->year_to = tm.tm_year + 1900;
    if (m->year_to < m->year_from)
        m->year_to = m->year_from;
}

BA_RC package_survey(struct delivery *v, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < v->source->count; i++)
        rc = survey_one(v, i, err);
    return rc == BA_OK ? refuse_twins(v, err) : rc;
}

BA_RC package_children(const struct delivery *v, size_t series, struct mdto_child **out,
                       size_t *count, struct ba_err *err)
{
    struct mdto_child *list = calloc(v->source->count + v->series_count + 1, sizeof *list);
    bool *filled = calloc(v->series_count + 1, sizeof *filled);
    size_t n = 0;
    enum ba_rc rc =
        list == NULL || filled == NULL ? ba_fail_mem(err, "the list of dossiers") : BA_OK;
    for (size_t i = 0; rc == BA_OK && i < v->source->count; i++)
        filled[v->children[i].series] |= v->children[i].title != NULL;
    for (size_t i = 0; rc == BA_OK && series == 0 && i < v->series_count; i++)
        if (filled[i + 1])
            list[n++] = v->series[i].self;
    for (size_t i = 0; rc == BA_OK && i < v->source->count; i++)
        if (v->children[i].title != NULL && v->children[i].series == series)
            list[n++] = v->children[i];
    free(filled);
    *out = list;
    *count = n;
    return rc;
}

void package_forget(struct delivery *v)
{
    for (size_t i = 0; v->children != NULL && i < v->source->count; i++)
        free(v->children[i].title);
    for (size_t i = 0; i < v->series_count; i++) {
        free(v->series[i].self.title);
        free(v->series[i].name);
    }
    free(v->series);
    free(v->children);
    free(v->summaries);
}
