/*
 * What changes or reads the store, with each of its statements refused once: the fault is told, and
 * is never lost behind a later statement that succeeds.
 */
#include "index/access/dossier_people.h"
#include "index/access/page_access.h"
#include "index/access/personal_list.h"
#include "index/access/public_right.h"
#include "index/correction/batch_withdraw.h"
#include "index/correction/page_order.h"
#include "index/correction/page_replace.h"
#include "index/db/sql.h"
#include "index/open/settle.h"
#include "index/records/package_record.h"
#include "index/register/names.h"
#include "tests/unit/index_depot.h"

static const struct correction jan = { "Jan", "test" };

struct countdown {
    int left;
    bool refused;
};

/* SQLite asks when it prepares a statement: each is one question at the least. */
static int refuse(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
    struct countdown *n = ctx;

    (void)a;
    (void)b;
    (void)c;
    (void)d;
    if (action != SQLITE_SELECT && action != SQLITE_INSERT && action != SQLITE_UPDATE &&
        action != SQLITE_DELETE)
        return SQLITE_OK;
    if (n->refused || n->left-- > 0)
        return SQLITE_OK;
    n->refused = true;
    return SQLITE_DENY;
}

typedef BA_CHECKED enum ba_rc (*operation)(struct depot *d, struct store *s, struct ba_err *err);

static BA_RC ignore_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_point(void *ctx, const struct point *p, struct ba_err *err)
{
    (void)ctx;
    (void)p;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_word(void *ctx, const char *word, struct ba_err *err)
{
    (void)ctx;
    (void)word;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_personal(void *ctx, const struct personal_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_differs(void *ctx, int64_t line, const char *code, const char *message,
                            struct ba_err *err)
{
    (void)ctx;
    (void)line;
    (void)code;
    (void)message;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_hit(void *ctx, const struct search_hit *hit, struct ba_err *err)
{
    (void)ctx;
    (void)hit;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_facet(void *ctx, const struct search_facet *f, struct ba_err *err)
{
    (void)ctx;
    (void)f;
    (void)err;
    return BA_OK;
}

/* ---- the operations ---- */

static BA_RC import(struct depot *d, struct store *s, struct ba_err *err)
{
    static const char *const names[] = { "dossier", "title",   "street", "number_from",
                                         "series",  "archive", "pand_id" };
    static const char *const values[] = { "1974/0231", "Stal", "Kade", "4", "R", "Bee", "x" };
    const struct register_values v = { names, values, 7 };
    struct register_file *r = NULL;
    uint64_t added;
    enum ba_rc rc = register_begin(s, "Archief", &r, err);

    (void)d;
    if (rc == BA_OK)
        rc = register_add(r, 2, &v, err);
    if (rc == BA_OK)
        rc = register_end(r, ignore_differs, NULL, &added, err);
    register_free(r);
    return rc;
}

static BA_RC change(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct field_subject of = { 1, 0 };

    (void)d;
    return field_change(s, &of, "title", "Iets anders", "Jan", "r", NULL, NULL, err);
}

static BA_RC change_document(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct field_subject of = { 1, 1 };

    (void)d;
    return field_change(s, &of, "access", "openbaar", "Jan", "r", NULL, NULL, err);
}

static BA_RC take_back(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct field_subject of = { 1, 0 };
    char old[256], now[256];

    (void)d;
    return field_undo(s, &of, "work", "Jan", "r", old, now, err);
}

static BA_RC assign(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct assignment to = { 2, "letter", 0 };
    const int64_t pages[] = { 1, 2 };

    (void)d;
    return page_assign(s, pages, 2, &to, &jan, err);
}

static BA_RC unassign(struct depot *d, struct store *s, struct ba_err *err)
{
    const int64_t pages[] = { 5 };
    size_t back;

    (void)d;
    return page_unassign(s, pages, 1, &jan, &back, err);
}

static BA_RC say(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return page_say_code(s, 3, "DOSSIER:1980/5", &jan, err);
}

static BA_RC reorder(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return page_reorder(s, 1, 2, false, &jan, err);
}

static BA_RC reorder_all(struct depot *d, struct store *s, struct ba_err *err)
{
    const int64_t pages[] = { 2, 1 };

    (void)d;
    return dossier_reorder(s, 1, pages, 2, &jan, err);
}

static BA_RC renumber(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return dossier_renumber(s, 1, err);
}

static struct page_replacement another(void)
{
    static const struct page_new page = { .width_px = 2480,
                                          .height_px = 3508,
                                          .xdpi = 300,
                                          .ydpi = 300,
                                          .bits_per_sample = 1,
                                          .samples = 1 };

    return (struct page_replacement){
        .file = { .path = "new.tif", .size = 10, .sha256 = "new", .taken = true, .frames = 1 },
        .extension = "tif",
        .format = "fmt/353",
        .pages = &page,
        .count = 1
    };
}

static BA_RC replace(struct depot *d, struct store *s, struct ba_err *err)
{
    struct page_replacement with = another();

    (void)d;
    return page_replace(s, 1, &with, &jan, err);
}

static BA_RC replace_by(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return page_replace_by(s, 1, 2, &jan, err);
}

static BA_RC insert(struct depot *d, struct store *s, struct ba_err *err)
{
    struct page_replacement with = another();

    (void)d;
    return page_insert(s, 1, true, &with, &jan, err);
}

static BA_RC withdraw(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct batch_row batch = { .id = d->batch, .name = "b1" };

    enum ba_rc rc = sql_run(s, err, "DELETE FROM delivered_image", ""); /* else it is refused */

    return rc == BA_OK ? batch_withdraw(s, &batch, &jan, err) : rc;
}

static BA_RC points(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct point_filter f = { .batch = d->batch };

    return points_each(s, &f, ignore_point, NULL, err);
}

static BA_RC deliver(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return package_record_receipt(s, "Jan", "d1", "sent", NULL, err);
}

static BA_RC last_of(struct depot *d, struct store *s, struct ba_err *err)
{
    struct package_last last;

    (void)d;
    return package_record_last_of(s, 1, &last, err);
}

static BA_RC list(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return dossier_each(s, NULL, ignore_dossier, NULL, err);
}

static BA_RC findings(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct point_filter f = { .dossier = 1 };

    (void)d;
    return points_each(s, &f, ignore_point, NULL, err);
}

static BA_RC words(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return names_each_word(s, ignore_word, NULL, err);
}

static BA_RC people(struct depot *d, struct store *s, struct ba_err *err)
{
    struct dossier_people p = { 0 };
    enum ba_rc rc = dossier_people_read(s, 1, &p, err);

    (void)d;
    dossier_people_free(&p);
    return rc;
}

static BA_RC right(struct depot *d, struct store *s, struct ba_err *err)
{
    static const char *const open[] = { "openbaar", NULL };
    const struct public_values values = { open, NULL };
    struct public_right r;

    (void)d;
    return public_right_of(s, 1, 1, &values, &r, err);
}

static BA_RC told(struct depot *d, struct store *s, struct ba_err *err)
{
    struct dossier_told t;

    (void)d;
    return dossier_told(s, 1, &t, err);
}

static BA_RC access_of(struct depot *d, struct store *s, struct ba_err *err)
{
    struct page_access a;

    (void)d;
    return page_access_of(s, 1, &a, err);
}

static BA_RC personal(struct depot *d, struct store *s, struct ba_err *err)
{
    (void)d;
    return personal_each(s, 0, ignore_personal, NULL, err);
}

static BA_RC search(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct search_query q = { .text = "winkel stal 1974", .text_len = 16, .limit = 20 };

    (void)d;
    return search_run(s, &q, ignore_hit, NULL, err);
}

static BA_RC search_open(struct depot *d, struct store *s, struct ba_err *err)
{
    static const char *const open[] = { "openbaar", NULL };
    const struct search_query q = {
        .text = "winkel", .text_len = 6, .limit = 20, .public_access = open
    };

    (void)d;
    return search_run(s, &q, ignore_hit, NULL, err);
}

static BA_RC facets(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct search_query q = { .text = "winkel", .text_len = 6, .limit = 20 };
    struct search_total total;

    (void)d;
    return search_facets(s, &q, 5, ignore_facet, NULL, &total, err);
}

/* Everything is indexed anew, in transactions of its own. */
static BA_RC update(struct depot *d, struct store *s, struct ba_err *err)
{
    static const char *const open[] = { "openbaar", NULL };
    const struct index_source from = { .ctx = d, .text = depot_text, .public_access = open };
    int64_t n;
    enum ba_rc rc = sql_run(s, err, "UPDATE page SET stale = 1", "");

    if (rc == BA_OK)
        rc = sql_run(s, err, "UPDATE dossier SET stale = 1", "");
    if (rc == BA_OK)
        rc = store_commit(s, err);
    return rc == BA_OK ? index_update_from(s, &from, &n, err) : rc;
}

static BA_RC undo_replace(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct page_new page = another().pages[0];
    enum ba_rc rc = replace(d, s, err);

    return rc == BA_OK ? page_replace_undo(s, 1, &page, &jan, err) : rc;
}

static BA_RC undo_insert(struct depot *d, struct store *s, struct ba_err *err)
{
    struct page_replacement with = another();
    size_t count;
    enum ba_rc rc = page_insert(s, 1, true, &with, &jan, err);

    (void)d;
    return rc == BA_OK ? page_insert_undo(s, with.first_page, &jan, &count, err) : rc;
}

static BA_RC settle(struct depot *d, struct store *s, struct ba_err *err)
{
    const struct point p = {
        .code = "NO_DOSSIER", .batch_id = d->batch, .batch = "b1", .object = "p3.tif#1", .fact = ""
    };

    return point_settle(s, &p, "Jan", "proef", err);
}

static BA_RC ignore_row(void *ctx, const void *row, struct ba_err *err)
{
    (void)ctx;
    (void)row;
    (void)err;
    return BA_OK;
}

static BA_RC ignore_field(void *ctx, const struct field_row *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

static BA_RC ignore_address(void *ctx, const struct address_row *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

static BA_RC ignore_document(void *ctx, const struct document_row *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

static BA_RC ignore_own(void *ctx, const struct document_field_row *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

static BA_RC ignore_package(void *ctx, const struct package_row *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

static BA_RC ignore_box(void *ctx, const struct package_box *row, struct ba_err *err)
{
    return ignore_row(ctx, row, err);
}

/* What `show` and `package list` read. */
static BA_RC show(struct depot *d, struct store *s, struct ba_err *err)
{
    enum ba_rc rc = field_each(s, 1, ignore_field, NULL, err);

    (void)d;
    if (rc == BA_OK)
        rc = address_each(s, 1, ignore_address, NULL, err);
    if (rc == BA_OK)
        rc = document_each(s, 1, ignore_document, NULL, err);
    if (rc == BA_OK)
        rc = document_field_each(s, 1, ignore_own, NULL, err);
    if (rc == BA_OK)
        rc = package_record_each(s, ignore_package, NULL, err);
    return rc == BA_OK ? package_record_each_box(s, ignore_box, NULL, err) : rc;
}

/* Two dossiers with pages, fields of every source, a delivery; indexed. */
static void fill(struct depot *d)
{
    depot_register(d, "dossier=1974/0231;title=Winkel;street=Herenstraat;number_from=1;number_to=5;"
                      "applicant=J. Bakker;access=openbaar;year_from=1974");
    depot_register(d, "dossier=1980/5;title=Stal;street=Parkweg;access=");
    depot_add(d, "1974/0231", "De winkel van J. Bakker");
    depot_add(d, "1974/0231", "Een tweede blad van de winkel");
    depot_add(d, "", "een stal");
    depot_add(d, "1980/5", "een stal aan de Parkweg");
    depot_add(d, "", "los");
    const struct assignment to = { 2, "letter", 0 };
    const int64_t page = 5;
    assert_rc(BA_OK, page_assign(d->store, &page, 1, &to, &jan, &d->err), &d->err);
    assert_rc(BA_OK, field_set(d->store, 1, "work", "verbouwen", "Jan", "", &d->err), &d->err);
    const struct package_dossier sent = { 1, "P1", 1, "c", 1700000000 };
    assert_rc(BA_OK, package_record_add(d->store, "d1", &sent, 1, &d->err), &d->err);
    depot_index(d);
    assert_rc(BA_OK, store_commit(d->store, &d->err), &d->err);
    store_close(d->store);
    d->store = NULL;
}

static void copy_file(const char *from, const char *to)
{
    struct ba_buf b = BA_BUF_INIT(16u << 20);
    struct ba_err err = BA_ERR_INIT;
    FILE *f = fopen(to, "wb");

    assert_non_null(f);
    assert_rc(BA_OK, ba_file_read(from, &b, &err), &err);
    assert_int_equal(b.len, fwrite(b.data, 1, b.len, f));
    assert_int_equal(0, fclose(f));
    ba_buf_free(&b);
}

static void every_refused_statement_is_told(void **state)
{
    static const struct {
        const char *name;
        operation run;
        enum ba_rc rc; /* when nothing is refused */
    } all[] = {
        { "import", import, BA_OK },
        { "change", change, BA_OK },
        { "change of a document", change_document, BA_OK },
        { "take back", take_back, BA_OK },
        { "assign", assign, BA_OK },
        { "unassign", unassign, BA_OK },
        { "say code", say, BA_OK },
        { "reorder", reorder, BA_OK },
        { "reorder all", reorder_all, BA_OK },
        { "renumber", renumber, BA_OK },
        { "replace", replace, BA_OK },
        { "replace by", replace_by, BA_OK },
        { "insert", insert, BA_OK },
        { "withdraw", withdraw, BA_OK },
        { "points", points, BA_OK },
        { "deliver", deliver, BA_OK },
        { "last of", last_of, BA_OK },
        { "list", list, BA_OK },
        { "findings", findings, BA_OK },
        { "words", words, BA_OK },
        { "people", people, BA_OK },
        { "right", right, BA_OK },
        { "told", told, BA_OK },
        { "access", access_of, BA_OK },
        { "personal", personal, BA_OK },
        { "search", search, BA_OK },
        { "open search", search_open, BA_OK },
        { "facets", facets, BA_OK },
        { "index", update, BA_OK },
        { "undo of a replacement", undo_replace, BA_OK },
        { "undo of an insert", undo_insert, BA_OK },
        { "settle", settle, BA_OK },
        { "show", show, BA_OK },
    };
    struct depot *d = *state;
    char copy[96];
    size_t tried = 0;

    fill(d);
    snprintf(copy, sizeof copy, "%s/copy.db", d->dir);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool more = true;

        for (int n = 0; more; n++) {
            struct countdown down = { n, false };
            struct ba_err err = BA_ERR_INIT;
            struct store *s = NULL;

            copy_file(d->path, copy);
            assert_rc(BA_OK, store_open(copy, STORE_WRITE, &s, &err), &err);
            assert_rc(BA_OK, store_begin(s, &err), &err);
            sqlite3_set_authorizer(s->db, refuse, &down);
            enum ba_rc rc = all[i].run(d, s, &err);
            more = down.refused;
            tried += more;
            if (more && rc == BA_OK)
                fail_msg("%s: statement %d was refused, and nobody says so", all[i].name, n);
            if (!more && rc != all[i].rc)
                fail_msg("%s: %s", all[i].name, err.msg);
            store_close(s);
        }
    }
    assert_true(tried > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_refused_statement_is_told, depot_setup,
                                        depot_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
