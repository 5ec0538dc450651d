/* search: find dossiers and pages. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/buf.h"
#include "core/plural.h"
#include "depot/designator.h"
#include "depot/value_list_files.h"
#include "index/search/search.h"
#include "report/hit_json.h"

/* Values shown of each facet. */
enum { FACET_VALUES = 20 };
enum { LIMIT_DEFAULT = 20, LIMIT_MAX = 100000, QUERY_MAX_BYTES = 1 << 20 };

struct showing {
    const struct depot *depot;
    bool json, explain, facets, everyone, more;
    uint64_t hits, limit;
    enum search_match best; /* of the first hit */
};

/* The words that were found stand in brackets. */
static void print_snippet(const struct search_hit *hit)
{
    size_t at = 0;

    printf("   page %" PRId64, hit->page);
    if (hit->seq_in_dossier != 0)
        printf(" (%" PRId64 " of the dossier)", hit->seq_in_dossier);
    printf("%s%s: ", hit->kind[0] != '\0' ? ", " : "", hit->kind);
    for (size_t i = 0; i < hit->mark_count; i++) {
        printf("%.*s[%.*s]", (int)(hit->marks[i][0] - at), hit->snippet + at,
               hit->marks[i][1] - hit->marks[i][0], hit->snippet + hit->marks[i][0]);
        at = hit->marks[i][1];
    }
    puts(hit->snippet + at);
}

static BA_RC print_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct showing *s = ctx;

    if (s->hits == s->limit) { /* one more than asked for: only to say that there is more */
        s->more = true;
        return BA_OK;
    }
    if (s->hits++ == 0)
        s->best = hit->match;
    if (s->json)
        return json_line(hit_json(s->depot, hit), "hit", err);
    printf("%" PRIu64 ". %s", s->hits, hit->dossier[0] != '\0' ? hit->dossier : "(no dossier)");
    if (hit->title[0] != '\0')
        printf("  %s", hit->title);
    if (hit->year != 0)
        printf("  (%" PRId64 ")", hit->year);
    putchar('\n');
    if (hit->address[0] != '\0')
        printf("   %s\n", hit->address);
    if (hit->access[0] != '\0')
        printf("   access: %s\n", hit->access);
    if (hit->page != 0)
        print_snippet(hit);
    return BA_OK;
}

static BA_RC print_meaning(void *ctx, const struct search_meaning *m, struct ba_err *err)
{
    const struct showing *s = ctx;

    if (s->json)
        return json_line(hit_meaning_json(m), "meaning", err);
    printf("%zu %s: %s \"%s\"%s\n", m->clause, m->role, m->what, m->text,
           m->when == SEARCH_LOOSE   ? " (only when nothing answers, and told)"
           : m->when == SEARCH_ALIKE ? " (only when there are too few hits)"
                                     : "");
    return BA_OK;
}

/* What was found is not quite what was asked: never without saying so. */
static void tell_match(const struct showing *s)
{
    if (s->best == SEARCH_LOOSE)
        fputs("no address with this house number is known; these hits hold it elsewhere, or are "
              "across the street\n",
              stderr);
    else if (s->best == SEARCH_ALIKE)
        fputs("nothing holds these very words; these hits have words that look alike\n", stderr);
}

static BA_RC tell_waiting(const struct showing *s, struct ba_err *err)
{
    int64_t pages = 0, dossiers = 0;
    enum ba_rc rc = search_waiting(s->depot->store, &pages, &dossiers, err);

    if (rc == BA_OK && pages + dossiers > 0)
        say(s->depot, stderr,
            "%" PRId64 " page%s and %" PRId64 " dossier%s changed since the last indexing; "
            "`bouwarchief index` makes what is new in them findable\n",
            pages, ba_s((uint64_t)pages), dossiers, ba_s((uint64_t)dossiers));
    return rc;
}

/* Else a depot of an older version would have "nothing found" for everyone, and look right. */
static BA_RC tell_not_made(const struct showing *s, const char *const *open, struct ba_err *err)
{
    bool made = false;
    enum ba_rc rc = search_is_open_to(s->depot->store, open, &made, err);

    if (rc == BA_OK && !made)
        say(s->depot, stderr,
            "warning: the index of what everyone may see is not made yet, or was made of other "
            "kinds of access than are open now; `bouwarchief index` makes it\n");
    return rc;
}

static bool read_year(const char **text, int64_t *year)
{
    size_t n = strspn(*text, "0123456789");

    *year = 0;
    if (n != 0 && n != 4)
        return false;
    if (n == 4)
        *year = strtoll(*text, NULL, 10);
    *text += n;
    return true;
}

/* "1970-1975", "1970-", "-1940", "1974" */
static BA_RC read_years(const char *text, struct search_query *q, struct ba_err *err)
{
    const char *at = text;
    bool ok;

    if (text == NULL)
        return BA_OK;
    ok = read_year(&at, &q->year_from);
    q->year_to = q->year_from;
    if (ok && *at == '-') {
        at++;
        ok = read_year(&at, &q->year_to);
    }
    ok = ok && *at == '\0' && (q->year_from != 0 || q->year_to != 0);
    if (!ok || (q->year_to != 0 && q->year_from > q->year_to))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "--year wants 1974, 1970-1975, 1970- or -1940, not \"%s\"", text);
    return BA_OK;
}

/* Whether there is a question at all: a word, or an option that narrows. */
static bool asks(const struct search_query *q, const char *year, char **words, int count)
{
    for (int i = 0; i < count; i++)
        if (words[i][strspn(words[i], " \t\r\n")] != '\0')
            return true;
    return year != NULL || q->street != NULL || q->number != NULL || q->kind != NULL;
}

static BA_RC check_kind(const char *kind, struct ba_err *err)
{
    static const char *const kinds[] = { "permit",  "application", "letter",   "calculation",
                                         "drawing", "report",      "photo",    "consent",
                                         "other",   "blank",       "separator" };

    for (size_t i = 0; kind != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return BA_OK;
    return kind == NULL ? BA_OK
                        : ba_fail(err, BA_FATAL, "USAGE",
                                  "--type is one of permit, application, letter, calculation, "
                                  "drawing, report, photo, consent, other, not \"%s\"",
                                  kind);
}

static BA_RC print_facet(void *ctx, const struct search_facet *f, struct ba_err *err)
{
    const struct showing *s = ctx;

    if (s->json)
        return json_line(hit_facet_json(f), "facet", err);
    printf("%-8s %8" PRId64 "  %s\n", f->name, f->dossiers,
           f->value[0] != '\0' ? f->value : "(not reviewed)");
    return BA_OK;
}

static BA_RC run_facets(struct showing *s, const struct search_query *q, struct ba_err *err)
{
    struct search_total total;
    enum ba_rc rc = search_facets(s->depot->store, q, FACET_VALUES, print_facet, s, &total, err);

    if (rc != BA_OK)
        return rc;
    s->hits = (uint64_t)(total.dossiers + total.loose_pages);
    if (s->json)
        return json_line(hit_total_json(&total), "facet", err);
    printf("%-8s %8" PRId64 "  dossier%s%s\n", "total", total.dossiers,
           total.dossiers == 1 ? "" : "s", total.more ? " counted; there are more" : "");
    if (total.loose_pages > 0)
        printf("%-8s %8" PRId64 "  pages without dossier, in none of these\n", "",
               total.loose_pages);
    return BA_OK;
}

static BA_RC ask(struct showing *s, const struct search_query *q, struct ba_err *err)
{
    if (s->explain)
        return search_explain(s->depot->store, q, print_meaning, s, err);
    return s->facets ? run_facets(s, q, err) : search_run(s->depot->store, q, print_hit, s, err);
}

static BA_RC count_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    (void)hit;
    (void)err;
    ++*(uint64_t *)ctx;
    return BA_OK;
}

/* No hit from --offset on is something else than no hit at all. */
static BA_RC tell_none(struct showing *s, const struct search_query *q, struct ba_err *err)
{
    struct search_query all = *q;
    uint64_t count = 0;
    enum ba_rc rc = BA_OK;

    all.offset = 0;
    all.limit = q->offset;
    if (q->offset > 0 && !s->facets)
        rc = search_run(s->depot->store, &all, count_hit, &count, err);
    if (rc != BA_OK)
        return rc;
    if (count > 0)
        fprintf(stderr, "no more; there are %" PRIu64 "\n", count);
    else
        fputs("nothing found\n", stderr);
    return BA_OK;
}

/* What was made of an address as people write it. */
static BA_RC tell_understood(struct ba_buf *typed, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(2 * QUERY_MAX_BYTES);
    bool changed = false;
    enum ba_rc rc = search_understood(ba_buf_str(typed), typed->len, &text, &changed, err);

    if (rc == BA_OK && changed)
        fprintf(stderr, "understood as: %s\n", ba_buf_str(&text));
    ba_buf_free(&text);
    return rc;
}

static BA_RC run(struct showing *s, struct search_query *q, char **words, int count,
                 struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(QUERY_MAX_BYTES);
    struct open_access open = { 0 };
    enum ba_rc rc;

    for (int i = 0; i < count; i++)
        ba_buf_printf(&text, "%s%s", i > 0 ? " " : "", words[i]);
    rc = ba_buf_check(&text, "a question", err);
    q->text = ba_buf_str(&text);
    q->text_len = text.len;
    if (rc == BA_OK)
        rc = tell_understood(&text, err);
    if (rc == BA_OK && s->everyone)
        rc = value_list_files_open_access(s->depot, &open, err);
    q->public_access = open.words;
    if (rc == BA_OK && s->everyone)
        rc = tell_not_made(s, open.words, err);
    if (rc == BA_OK)
        rc = ask(s, q, err);
    if (rc == BA_OK && s->hits == 0 && !s->explain)
        rc = tell_none(s, q, err);
    q->public_access = NULL;
    open_access_free(&open);
    ba_buf_free(&text);
    return rc;
}

BA_RC cmd_search(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct showing s = { .depot = depot };
    struct search_query q = { 0 };
    uint64_t limit = LIMIT_DEFAULT, offset = 0, seconds = 0;
    bool dossier = false;
    const char *year = NULL, *archive = NULL;
    const struct opt opts[] = {
        { "json", OPT_FLAG, &s.json },         { "limit", OPT_COUNT, &limit },
        { "offset", OPT_COUNT, &offset },      { "dossier", OPT_FLAG, &dossier },
        { "page", OPT_FLAG, &q.by_page },      { "year", OPT_STRING, &year },
        { "street", OPT_STRING, &q.street },   { "number", OPT_STRING, &q.number },
        { "type", OPT_STRING, &q.kind },       { "kind", OPT_STRING, &q.kind },
        { "explain", OPT_FLAG, &s.explain },   { "archive", OPT_STRING, &archive },
        { "facets", OPT_FLAG, &s.facets },     { "public", OPT_FLAG, &s.everyone },
        { "time-limit", OPT_COUNT, &seconds }, { 0 }
    };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, -1, &words, &count, err);

    if (rc == BA_OK && (limit == 0 || limit > LIMIT_MAX || offset > LIMIT_MAX))
        rc =
            ba_fail(err, BA_FATAL, "USAGE", "--limit is 1 to %d, --offset at most that", LIMIT_MAX);
    if (rc == BA_OK && dossier && q.by_page)
        rc = ba_fail(err, BA_FATAL, "USAGE", "either --dossier or --page");
    if (rc == BA_OK && s.facets && (s.explain || q.by_page))
        rc = ba_fail(err, BA_FATAL, "USAGE",
                     "--facets counts dossiers; leave out --explain and --page");
    if (rc == BA_OK && !asks(&q, year, words, count))
        rc = ba_fail(err, BA_FATAL, "USAGE", "say what to look for");
    if (rc == BA_OK)
        rc = read_years(year, &q, err);
    if (rc == BA_OK)
        rc = check_kind(q.kind, err);
    if (rc == BA_OK && archive != NULL)
        rc = designator_archive(depot, archive, &q.archive, err);
    s.limit = limit;
    q.limit = (uint32_t)limit + 1;
    q.offset = (uint32_t)offset;
    q.seconds = (double)seconds;
    if (rc == BA_OK)
        rc = run(&s, &q, words, count, err);
    /* How much waits is the staff's to know: it says what happens in closed dossiers. */
    if (rc == BA_OK && !s.everyone)
        rc = tell_waiting(&s, err);
    if (rc == BA_OK && s.hits > 0 && !s.facets)
        tell_match(&s);
    if (rc == BA_OK && s.more)
        fprintf(stderr, "there are more; see them with --limit or --offset %" PRIu64 "\n",
                offset + limit);
    return rc;
}
