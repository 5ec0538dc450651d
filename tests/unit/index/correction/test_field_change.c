#include "tests/unit/index_depot.h"

#include "index/records/audit.h"

static BA_RC list_audit(void *ctx, const struct audit_row *r, struct ba_err *err)
{
    char *text = ctx;
    size_t n = strlen(text);

    (void)err;
    snprintf(text + n, 2048 - n, "%s%s %s [%s] %s %s", n > 0 ? "\n" : "", r->who, r->action,
             r->object, r->detail, r->reason);
    return BA_OK;
}

static const char *audit(struct depot *d, const struct audit_filter *f)
{
    static char text[2048];

    text[0] = '\0';
    assert_rc(BA_OK, audit_each(d->store, f, list_audit, text, &d->err), &d->err);
    return text;
}

static void change(struct depot *d, int64_t document, const char *name, const char *value)
{
    const struct field_subject of = { depot_dossier(d, "1974/1"), document };

    assert_rc(BA_OK, field_change(d->store, &of, name, value, "jan", "gezien", NULL, NULL, &d->err),
              &d->err);
}

static void a_change_is_taken_back_and_both_are_recorded(void **state)
{
    struct depot *d = *state;
    char old[256], now[256];

    depot_register(d, "dossier=1974/1;title=Schuur");
    const struct field_subject of = { depot_dossier(d, "1974/1"), 0 };
    change(d, 0, "title", "Stal");
    change(d, 0, "title", "Loods");
    assert_rc(BA_OK, field_undo(d->store, &of, "title", "piet", "toch niet", old, now, &d->err),
              &d->err);
    assert_string_equal("Loods", old);
    assert_string_equal("Stal", now);
    assert_string_equal("Stal", depot_field(d, "1974/1", "title"));
    assert_rc(BA_OK, field_undo(d->store, &of, "title", "piet", NULL, old, now, &d->err), &d->err);
    assert_string_equal("Schuur", depot_field(d, "1974/1", "title"));
    assert_rc(BA_ITEM, field_undo(d->store, &of, "title", "piet", NULL, old, now, &d->err),
              &d->err);
    assert_string_equal("FIELD_NOT_SET", d->err.code);
    struct audit_filter all = { .object = "1974/1" }, by = { .who = "piet", .since = "2000" };
    assert_string_equal("jan set title [dossier 1974/1 (Archief)] \"Schuur\" -> \"Stal\" gezien\n"
                        "jan set title [dossier 1974/1 (Archief)] \"Stal\" -> \"Loods\" gezien\n"
                        "piet undo title [dossier 1974/1 (Archief)] \"Loods\" -> \"Stal\" toch "
                        "niet\n"
                        "piet undo title [dossier 1974/1 (Archief)] \"Stal\" -> \"Schuur\" ",
                        audit(d, &all));
    assert_string_equal("piet undo title [dossier 1974/1 (Archief)] \"Loods\" -> \"Stal\" toch "
                        "niet\n"
                        "piet undo title [dossier 1974/1 (Archief)] \"Stal\" -> \"Schuur\" ",
                        audit(d, &by));
    struct audit_filter other = { .object = "1974/1", .archive = "Ander" };
    assert_string_equal("", audit(d, &other));
    struct audit_filter part = { .object = "974/1" };
    assert_string_equal("", audit(d, &part));
}

static void a_value_that_is_there_already_is_no_change(void **state)
{
    struct depot *d = *state;
    char old[256], now[256];
    bool changed = true;

    depot_register(d, "dossier=1974/1;title=Schuur");
    const struct field_subject of = { depot_dossier(d, "1974/1"), 0 };
    for (int i = 0; i < 2; i++) {
        assert_rc(
            BA_OK,
            field_change(d->store, &of, "title", " Loods ", "jan", NULL, NULL, &changed, &d->err),
            &d->err);
        assert_int_equal(i == 0, changed);
    }
    struct audit_filter all = { .object = "1974/1" };
    assert_string_equal("jan set title [dossier 1974/1 (Archief)] \"Schuur\" -> \"Loods\" ",
                        audit(d, &all));
    assert_rc(BA_OK, field_undo(d->store, &of, "title", "jan", NULL, old, now, &d->err), &d->err);
    assert_string_equal("Schuur", now);
}

struct access {
    char text[256];
};

static BA_RC list_access(void *ctx, const struct document_row *t, struct ba_err *err)
{
    struct access *a = ctx;
    size_t n = strlen(a->text);

    (void)err;
    snprintf(a->text + n, sizeof a->text - n, "%s%u:%s:%s:%s", n > 0 ? " " : "", t->seq, t->title,
             t->access, t->copyright);
    return BA_OK;
}

static const char *documents(struct depot *d, struct access *a)
{
    *a = (struct access){ "" };
    assert_rc(BA_OK, document_each(d->store, depot_dossier(d, "1974/1"), list_access, a, &d->err),
              &d->err);
    return a->text;
}

/* Two documents of one page in a dossier. */
static void two_documents(struct depot *d)
{
    depot_register(d, "dossier=1974/1");
    for (int64_t i = 1; i <= 2; i++) {
        char name[32];
        snprintf(name, sizeof name, "p%lld.tif", (long long)i);
        depot_file(d, d->batch, name, i, name, 1);
        struct page_place place = { .page = depot_page(d, d->batch, i),
                                    .dossier = "1974/1",
                                    .document = (uint32_t)i,
                                    .kind = "letter" };
        assert_rc(BA_OK, page_place_batch(d->store, d->batch, "Archief", &place, 1, &d->err),
                  &d->err);
    }
}

static void a_document_has_access_and_copyright_of_its_own(void **state)
{
    struct depot *d = *state;
    struct access a;
    char old[256], now[256];

    two_documents(d);
    change(d, 0, "access", "openbaar");
    change(d, 2, "access", "levenssfeer");
    change(d, 2, "copyright", "ja");
    change(d, 1, "title", "Brief aan de buren");
    assert_string_equal("1:Brief aan de buren:: 2::levenssfeer:ja", documents(d, &a));
    assert_string_equal("openbaar", depot_field(d, "1974/1", "access"));
    const struct field_subject of = { depot_dossier(d, "1974/1"), 2 };
    assert_rc(BA_OK, field_undo(d->store, &of, "access", "jan", NULL, old, now, &d->err), &d->err);
    assert_string_equal("1:Brief aan de buren:: 2:::ja", documents(d, &a));
    struct audit_filter f = { .object = "1974/1-002" };
    assert_non_null(strstr(audit(d, &f), "jan undo access [document 1974/1-002 (Archief)]"));
    f.object = "1974/1";
    assert_non_null(strstr(audit(d, &f), "document 1974/1-002"));
}

static void what_no_document_can_have_is_refused(void **state)
{
    struct depot *d = *state;
    static const struct {
        int64_t document;
        const char *name, *value, *code;
    } cases[] = {
        { 2, "street", "Parkweg", "FIELD_UNKNOWN" },
        { 2, "title@2", "x", "FIELD_UNKNOWN" },
        { 9, "access", "openbaar", "DOCUMENT_UNKNOWN" },
        { 2, "copyright", "misschien", "FIELD_BAD_VALUE" },
        { 2, "access_until", "soon", "FIELD_BAD_VALUE" },
        { 0, "street@9", "x", "FIELD_UNKNOWN" },
        { 0, "street@0", "x", "FIELD_UNKNOWN" },
        { 0, "street@", "x", "FIELD_UNKNOWN" },
        { 0, "appraisal", "X", "FIELD_BAD_VALUE" },
        { 0, "pand_id", "12", "FIELD_BAD_VALUE" },
    };

    two_documents(d);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct field_subject of = { depot_dossier(d, "1974/1"), cases[i].document };
        assert_rc(BA_ITEM,
                  field_change(d->store, &of, cases[i].name, cases[i].value, "jan", NULL, NULL,
                               NULL, &d->err),
                  &d->err);
        assert_string_equal(cases[i].code, d->err.code);
    }
}

static BA_RC list_due(void *ctx, const struct due_row *r, struct ba_err *err)
{
    char *text = ctx;
    size_t n = strlen(text);

    (void)err;
    snprintf(text + n, 1024 - n, "%s%s-%lld:%s:%s:%s", n > 0 ? " " : "", r->number,
             (long long)r->of.document, r->what, r->until, r->value);
    return BA_OK;
}

static void what_a_date_has_ended_is_listed(void **state)
{
    struct depot *d = *state;
    char text[1024] = "";

    two_documents(d);
    depot_register(d, "dossier=1960/2;access=levenssfeer;access_until=2020-06-30"
                      ";retention_until=2019;category=2.7");
    depot_register(d, "dossier=1960/3;access=levenssfeer;access_until=2099-01-01");
    change(d, 2, "access", "benadeling");
    change(d, 2, "access_until", "2020-05");
    assert_rc(BA_OK, due_each(d->store, "2020-06-30", list_due, text, &d->err), &d->err);
    assert_string_equal(
        "1960/2-0:RETENTION_ENDED:2019:2.7 1974/1-2:ACCESS_ENDED:2020-05:benadeling", text);
    text[0] = '\0';
    assert_rc(BA_OK, due_each(d->store, "2020-07-01", list_due, text, &d->err), &d->err);
    assert_non_null(strstr(text, "1960/2-0:ACCESS_ENDED:2020-06-30:levenssfeer"));
    text[0] = '\0';
    assert_rc(BA_OK, due_each(d->store, "2020-05-31", list_due, text, &d->err), &d->err);
    assert_null(strstr(text, "1974/1-2"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, depot_setup, depot_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_change_is_taken_back_and_both_are_recorded),
        T(a_value_that_is_there_already_is_no_change),
        T(a_document_has_access_and_copyright_of_its_own),
        T(what_no_document_can_have_is_refused),
        T(what_a_date_has_ended_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
