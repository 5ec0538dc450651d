/* What a hit tells, who may see it, how a search ends, how hits are counted. */
#include "tests/unit/index_depot.h"

#include <sqlite3.h>
#include <time.h>

#include "index/db/fold_tokenizer.h"

static const char *const everyone[] = { "openbaar", NULL };

static int setup(void **state)
{
    depot_setup(state);
    struct depot *d = *state;

    depot_register(d, "dossier=1974/0231;title=Verbouwing winkel;street=Herenstraat;number_from=1;"
                      "number_to=13;place=Voorburg;year_from=1974;access=openbaar");
    depot_register(d, "dossier=1980/5;title=Dakkapel;street=Parkweg;number_from=9;place=Voorburg;"
                      "year_from=1980;access=levenssfeer");
    depot_register(d, "dossier=1981/6;street=Parkweg;number_from=11;place=Voorburg;"
                      "year_from=1980;access=openbaar");
    depot_add(d, "1974/0231", "De stalen ligger onder de winkel");
    depot_add(d, "1980/5", "De stalen ligger onder het dak");
    depot_add(d, "1981/6",
              "Bouwen van een schuur, eigenaar met bsn: 111222333, telefoon 070 123 45 67");
    depot_add(d, "", "Losse ligger");
    depot_index(d);
    return 0;
}

static const char *public_search(struct depot *d, const char *text)
{
    return depot_query(
        d, (struct search_query){ .text = text, .limit = 20, .public_access = everyone });
}

static void everyone_finds_only_open_dossiers(void **state)
{
    struct depot *d = *state;

    assert_string_equal("p4 1974/0231 1980/5", depot_search(d, "ligger"));
    assert_string_equal("1974/0231", public_search(d, "ligger"));
    assert_string_equal("", public_search(d, "Parkweg 9"));
    assert_string_equal("", public_search(d, "dakkapel"));
    /* A change of access counts at once, before anything is indexed again. */
    int64_t changed = depot_dossier(d, "1974/0231");
    assert_rc(BA_OK, field_set(d->store, changed, "access", "levenssfeer", "tester", "", &d->err),
              &d->err);
    assert_string_equal("", public_search(d, "ligger"));
}

static void a_document_that_a_person_closed_is_not_everyones(void **state)
{
    struct depot *d = *state;
    struct field_subject of = { depot_dossier(d, "1974/0231"), 1 };

    assert_rc(
        BA_OK,
        field_change(d->store, &of, "access", "levenssfeer", "tester", "", NULL, NULL, &d->err),
        &d->err);
    assert_string_equal("p4 1974/0231 1980/5", depot_search(d, "ligger"));
    assert_string_equal("", public_search(d, "ligger"));
    assert_string_equal("1974/0231", public_search(d, "Herenstraat 9"));
}

static void words_on_a_page_with_personal_data_are_not_everyones(void **state)
{
    struct depot *d = *state;

    assert_string_equal("1981/6", depot_search(d, "schuur"));
    assert_string_equal("", public_search(d, "schuur"));
    /* The dossier itself is open, its address may be asked for; the page is not shown. */
    assert_string_equal("1981/6", public_search(d, "Parkweg 11"));
    /* And what is on the page must not be told by its absence either. */
    assert_string_equal("1981/6", public_search(d, "Parkweg 11 -schuur"));
}

struct seen {
    char citation[3][128], terms[256], marked[256];
    size_t count;
    int64_t page, seq;
};

static BA_RC look(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    struct seen *s = ctx;
    size_t n = 0, m = 0;

    (void)err;
    snprintf(s->citation[s->count++ % 3], sizeof s->citation[0], "%s", hit->citation);
    s->page = hit->page;
    s->seq = hit->seq_in_dossier;
    s->terms[0] = s->marked[0] = '\0';
    for (size_t i = 0; i < hit->term_count; i++)
        n += (size_t)snprintf(s->terms + n, sizeof s->terms - n, "%s%s", i > 0 ? "|" : "",
                              hit->terms[i]);
    for (size_t i = 0; i < hit->mark_count; i++)
        m += (size_t)snprintf(s->marked + m, sizeof s->marked - m, "%s%.*s", i > 0 ? "|" : "",
                              hit->marks[i][1] - hit->marks[i][0], hit->snippet + hit->marks[i][0]);
    return BA_OK;
}

static struct seen seen_of(struct depot *d, const char *text, bool public)
{
    struct seen s = { 0 };
    struct search_query q = { .text = text,
                              .text_len = strlen(text),
                              .limit = 3,
                              .public_access = public ? everyone : NULL };

    assert_rc(BA_OK, search_run(d->store, &q, look, &s, &d->err), &d->err);
    return s;
}

static void a_hit_everyone_may_know_of_shows_no_closed_page(void **state)
{
    struct seen s = seen_of(*state, "Parkweg 11", true);

    assert_int_equal(1, s.count);
    assert_int_equal(0, s.page);
    assert_string_equal("", s.terms);
    assert_string_equal("Archief/1981%2F6/-/-", s.citation[0]);
}

static void the_words_that_were_found_are_marked_in_the_snippet(void **state)
{
    struct seen s = seen_of(*state, "WINKEL stalen", false);

    assert_string_equal("stalen|winkel", s.marked);
    assert_int_equal(1, s.seq);
    s = seen_of(*state, "wlnkel", false);
    assert_string_equal("winkel", s.marked);
    assert_string_equal("winkel", s.terms);
}

static void a_phrase_is_one_term(void **state)
{
    struct seen s = seen_of(*state, "\"stalen ligger\" winkel", false);

    assert_string_equal("stalen ligger|winkel", s.terms);
}

static void citations_survive_a_rebuild_and_tell_pages_apart(void **state)
{
    struct depot *d = *state;
    struct seen before = seen_of(d, "ligger", false);

    assert_int_equal(3, before.count);
    assert_string_not_equal(before.citation[0], before.citation[1]);
    assert_string_equal("Archief/1974%2F0231/001/p1.tif-0", before.citation[1]);
    assert_string_equal("-/-/-/p4.tif-0", before.citation[0]);
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_OK, index_reset(d->store, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    depot_index(d);
    struct seen after = seen_of(d, "ligger", false);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(before.citation[i], after.citation[i]);
}

static BA_RC note_facet(void *ctx, const struct search_facet *f, struct ba_err *err)
{
    struct depot *d = ctx;
    size_t n = strlen(d->answer);

    (void)err;
    snprintf(d->answer + n, sizeof d->answer - n, "%s%s %s %lld", n > 0 ? ", " : "", f->name,
             f->value, (long long)f->dossiers);
    return BA_OK;
}

static int64_t facets(struct depot *d, struct search_query q, size_t values)
{
    struct search_total total;

    q.text_len = strlen(q.text);
    d->answer[0] = '\0';
    assert_rc(BA_OK, search_facets(d->store, &q, values, note_facet, d, &total, &d->err), &d->err);
    assert_false(total.more);
    return total.dossiers;
}

static void hits_are_counted_by_facet(void **state)
{
    struct depot *d = *state;

    assert_int_equal(2, facets(d, (struct search_query){ .text = "Voorburg 1980" }, 9));
    assert_string_equal("kind other 2, year 1980 2, street Parkweg 2, place Voorburg 2, "
                        "access levenssfeer 1, access openbaar 1",
                        d->answer);
    assert_int_equal(3, facets(d, (struct search_query){ .text = "Voorburg" }, 1));
    assert_string_equal("kind other 3, year 1980 2, street Parkweg 2, place Voorburg 3, "
                        "access openbaar 2",
                        d->answer);
    /* Of hits that are only alike when there is no other. */
    assert_int_equal(1, facets(d, (struct search_query){ .text = "schuvr" }, 1));
    assert_int_equal(0, facets(d, (struct search_query){ .text = "xylofoon" }, 1));
    assert_string_equal("", d->answer);
}

static void pages_without_dossier_are_counted_apart(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "ligger", .text_len = 6 };
    struct search_total total;

    d->answer[0] = '\0';
    assert_rc(BA_OK, search_facets(d->store, &q, 9, note_facet, d, &total, &d->err), &d->err);
    assert_int_equal(2, total.dossiers);
    assert_int_equal(1, total.loose_pages);
    assert_non_null(strstr(d->answer, "kind other 2,"));
    q = (struct search_query){ .text = "losse", .text_len = 5 };
    assert_rc(BA_OK, search_facets(d->store, &q, 9, note_facet, d, &total, &d->err), &d->err);
    assert_int_equal(0, total.dossiers);
    assert_int_equal(1, total.loose_pages);
}

static void everyones_facets_count_what_everyone_finds(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "Voorburg", .public_access = everyone };

    assert_int_equal(2, facets(d, q, 9));
    assert_string_equal("kind other 1, year 1974 1, year 1980 1, street Herenstraat 1, "
                        "street Parkweg 1, place Voorburg 2, access openbaar 2",
                        d->answer);
    q.text = "schuur";
    assert_int_equal(0, facets(d, q, 9));
}

static void a_search_can_be_stopped(void **state)
{
    struct depot *d = *state;
    volatile sig_atomic_t stop = 1;
    struct search_query q = { .text = "ligger", .text_len = 6, .stop = &stop };
    struct search_total total;

    assert_rc(BA_RETRY, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
    assert_string_equal("SEARCH_STOPPED", d->err.code);
    assert_rc(BA_RETRY, search_facets(d->store, &q, 1, note_facet, d, &total, &d->err), &d->err);
    assert_string_equal("SEARCH_STOPPED", d->err.code);
    stop = 0;
    assert_rc(BA_OK, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
    assert_string_equal("1974/0231", depot_search(d, "winkel"));
}

static void a_search_that_takes_too_long_ends_with_a_sentence(void **state)
{
    struct depot *d = *state;
    struct search_query q = { .text = "ligger", .text_len = 6, .seconds = 1e-9 };

    assert_rc(BA_RETRY, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
    assert_string_equal("SEARCH_TIMEOUT", d->err.code);
    assert_non_null(strstr(d->err.msg, "add a word"));
    q.seconds = 60;
    assert_rc(BA_OK, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
}

static void spoil(struct depot *d, const char *sql)
{
    sqlite3 *db = NULL;

    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_int_equal(SQLITE_OK, sqlite3_open(d->path, &db));
    assert_int_equal(0, fold_tokenizer_register(db));
    assert_int_equal(SQLITE_OK, sqlite3_exec(db, sql, NULL, NULL, NULL));
    sqlite3_close(db);
    store_close(d->store);
    assert_rc(BA_OK, store_open(d->path, STORE_WRITE, &d->store, &d->err), &d->err);
}

static void damage_to_the_search_tables_is_told_and_a_rebuild_mends_it(void **state)
{
    struct depot *d = *state;
    static const char *const harm[] = {
        "UPDATE search_data SET block = x'ffffffffffffffff' WHERE id > 100",
        "UPDATE vocabulary SET words = x'05ff414141414141'",
    };

    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        struct search_query q = { .text = "winkel ligger", .text_len = 13, .limit = 20 };
        spoil(d, harm[i]);
        assert_rc(BA_FATAL, search_run(d->store, &q, depot_note_hit, d, &d->err), &d->err);
        assert_string_equal("STORE_DAMAGED", d->err.code);
        assert_non_null(strstr(d->err.msg, "index --rebuild"));
        assert_rc(BA_OK, index_reset(d->store, &d->err), &d->err);
        assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
        depot_index(d);
        assert_string_equal("1974/0231", depot_search(d, "winkel ligger"));
    }
}

static BA_RC no_text(void *ctx, int64_t page, const char *sha256, uint32_t frame, const char *rev,
                     const char **text, struct ba_err *err)
{
    (void)ctx;
    (void)page;
    (void)sha256;
    (void)frame;
    (void)rev;
    (void)text;
    return ba_fail(err, BA_FATAL, "DERIVED_MISSING", "a text was asked for");
}

static void an_index_of_an_older_layout_is_made_anew_from_its_own_texts(void **state)
{
    struct depot *d = *state;
    int64_t n = 0;

    spoil(d, "DELETE FROM migration WHERE version >= 12; DROP TABLE vocabulary;"
             "CREATE TABLE term(term TEXT); DROP TRIGGER page_is_new; DROP TABLE last_page;"
             "DROP TABLE open_search; DROP TABLE open_doc; DROP TABLE open_vocabulary;"
             "DROP TABLE open_to; ALTER TABLE page_text DROP COLUMN open;"
             "ALTER TABLE page_text DROP COLUMN hidden; DROP TABLE personal_decision;"
             "DROP TABLE batch_languages; ALTER TABLE page DROP COLUMN dictionary_pct;"
             "ALTER TABLE page DROP COLUMN languages; DROP INDEX page_sheet;"
             "DROP INDEX page_sheet_number; ALTER TABLE page DROP COLUMN sheet;"
             "ALTER TABLE past_page DROP COLUMN sheet; DROP TABLE dropped;"
             "DROP TABLE settled_point; CREATE TABLE settled(batch INTEGER, code TEXT, object TEXT,"
             " at TEXT, who TEXT, reason TEXT); DROP TABLE delivered_image;"
             "CREATE TABLE delivered_page(page INTEGER, delivery INTEGER);"
             "ALTER TABLE dossier DROP COLUMN changed_at; ALTER TABLE delivered DROP COLUMN time");
    assert_rc(BA_OK, index_update(d->store, no_text, NULL, NULL, &n, &d->err), &d->err);
    assert_int_equal(4, n);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    assert_string_equal("1974/0231", depot_search(d, "winkel ligger"));
    assert_string_equal("p4 1974/0231 1980/5", depot_search(d, "ligger"));
}

static void what_waits_for_the_indexer_is_known(void **state)
{
    struct depot *d = *state;
    int64_t pages = 9, dossiers = 9;

    assert_rc(BA_OK, search_waiting(d->store, &pages, &dossiers, &d->err), &d->err);
    assert_int_equal(0, pages + dossiers);
    depot_add(d, "1974/0231", "Nog een balk");
    assert_rc(BA_OK, search_waiting(d->store, &pages, &dossiers, &d->err), &d->err);
    assert_int_equal(1, pages);
}

static void a_reader_finds_while_a_writer_indexes(void **state)
{
    struct depot *d = *state;
    struct depot reader = *d;

    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    assert_rc(BA_OK, store_begin(d->store, &d->err), &d->err);
    depot_add(d, "1974/0231", "Nog een balk");
    assert_rc(BA_OK, store_open(d->path, STORE_READ, &reader.store, &d->err), &d->err);
    assert_string_equal("1974/0231", depot_search(&reader, "winkel"));
    assert_string_equal("", depot_search(&reader, "balk"));
    depot_index(d);
    assert_string_equal("1974/0231", depot_search(&reader, "balk"));
    store_close(reader.store);
}

/* More dossiers with one word than are ranked in one pass. */
static void a_common_word_is_found_where_it_says_most(void **state)
{
    struct depot *d = *state;
    enum { MANY = 3300, DENSE = 3200 };

    for (int i = 1; i <= MANY; i++) {
        char number[32], name[32], text[512] = "een enkele kozijn van hout";
        int64_t page = 4 + i;
        snprintf(number, sizeof number, "1990/%d", i);
        snprintf(name, sizeof name, "m%d.tif", i);
        depot_file(d, d->batch, name, page, name, 1);
        struct page_place place = { .page = page, .dossier = number, .document = 1, .kind = "" };
        assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err),
                  &d->err);
        for (int k = 0; i == DENSE && k < 30; k++)
            strcat(text, " kozijn");
        depot_read(d, page, text);
    }
    depot_index(d);
    struct search_query q = { .text = "kozijn", .limit = 1 };
    assert_string_equal("1990/3200", depot_query(d, q));
    q.text = "kozijn hout";
    assert_string_equal("1990/3200", depot_query(d, q));
    q.offset = 1;
    assert_string_equal("1990/1", depot_query(d, q));
    depot_register(d, "dossier=1990/3100;title=Nieuwe kozijn");
    depot_index(d);
    q = (struct search_query){ .text = "kozijn", .limit = 2 };
    assert_string_equal("1990/3100 1990/3200", depot_query(d, q));
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Pieces that mean something to the parser, to FTS5 or to SQL, and any bytes between. */
static size_t random_question(uint64_t *state, char *out, size_t size)
{
    static const char *const pieces[] = {
        "\"",
        "-",
        "*",
        " ",
        "AND ",
        "NOT ",
        "NEAR(",
        ")",
        "keys:",
        "'",
        ";",
        "--",
        "12",
        "12a",
        "1-13",
        "1974/",
        "2271",
        " AB",
        "ligger",
        "stalen ",
        "^",
        "{",
        "\xff",
        "\xc3\xa9",
        "\xee\x80\x82",
        "\xf0\x9f\x98\x80",
        "DROP TABLE page",
        "\n",
        "hoog",
        "ij",
        "\xc3",
        "1970-1975",
        "%",
        "\\",
        "/*",
        "?1",
        "herenstraat ",
    };
    size_t n = 0, count = 1 + next_random(state) % 30;

    for (size_t i = 0; i < count && n + 32 < size; i++) {
        uint64_t r = next_random(state);
        if (r % 5 == 0) {
            out[n++] = (char)(r >> 8);
            continue;
        }
        const char *piece = pieces[(r >> 8) % (sizeof pieces / sizeof *pieces)];
        memcpy(out + n, piece, strlen(piece));
        n += strlen(piece);
    }
    return n;
}

static void random_questions_are_answered_or_refused_in_words(void **state)
{
    struct depot *d = *state;
    uint64_t random = 20260101;
    char text[2048];
    clock_t began = clock();

    for (int i = 0; i < 3000; i++) {
        struct search_query q = { .text = text, .limit = 5, .seconds = 10 };
        q.text_len = random_question(&random, text, sizeof text);
        q.by_page = i % 3 == 0;
        q.public_access = i % 4 == 0 ? everyone : NULL;
        d->answer[0] = '\0';
        enum ba_rc rc = search_run(d->store, &q, depot_note_hit, d, &d->err);
        if (rc != BA_OK) {
            assert_rc(BA_ITEM, rc, &d->err);
            assert_string_equal("QUERY_BAD", d->err.code);
        }
        if (i % 10 == 0) {
            struct search_total total;
            assert_int_equal(rc, search_facets(d->store, &q, 5, note_facet, d, &total, &d->err));
        }
    }
    assert_true(clock() - began < 60 * CLOCKS_PER_SEC);
    assert_string_equal("1974/0231", depot_search(d, "winkel"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(everyone_finds_only_open_dossiers),
        T(a_document_that_a_person_closed_is_not_everyones),
        T(words_on_a_page_with_personal_data_are_not_everyones),
        T(a_hit_everyone_may_know_of_shows_no_closed_page),
        T(the_words_that_were_found_are_marked_in_the_snippet),
        T(a_phrase_is_one_term),
        T(citations_survive_a_rebuild_and_tell_pages_apart),
        T(hits_are_counted_by_facet),
        T(pages_without_dossier_are_counted_apart),
        T(everyones_facets_count_what_everyone_finds),
        T(a_search_can_be_stopped),
        T(a_search_that_takes_too_long_ends_with_a_sentence),
        T(damage_to_the_search_tables_is_told_and_a_rebuild_mends_it),
        T(an_index_of_an_older_layout_is_made_anew_from_its_own_texts),
        T(what_waits_for_the_indexer_is_known),
        T(a_reader_finds_while_a_writer_indexes),
        T(a_common_word_is_found_where_it_says_most),
        T(random_questions_are_answered_or_refused_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
