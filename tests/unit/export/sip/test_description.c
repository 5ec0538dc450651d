/* What the index knows of a dossier and its documents, as the sidecars say it. */
#include "tests/unit/export_sample.h"

#include <locale.h>

#include "core/date.h"
#include "export/sip/mdto.h"
#include "export/verify/verify.h"

static unsigned exports;

/* The sidecars of dossier 0 as it is now: its own, and of its two documents. The package is right.
 */
struct said {
    char *dossier, *first, *second;
};

static struct said export_one(void)
{
    struct export_result res;
    struct verify_counts counts;
    const struct verify_opts opts = { .lists = &sample_lists };
    struct ba_err err = BA_ERR_INIT;
    char out[32], root[160];
    struct said s;

    snprintf(out, sizeof out, "known%u", ++exports);
    assert_rc(BA_OK, sample_export(1, in_dir(out), &res, &err), &err);
    assert_rc(BA_OK, verify_package(res.tar, &opts, NULL, NULL, &counts, &err), &err);
    unpack(res.tar, in_dir(out));
    snprintf(root, sizeof root, "%s/NL-TilGA-BWT", out);
    assert_receiver_takes(in_dir(root));
    snprintf(root, sizeof root, "%s/NL-TilGA-BWT/1974-231/1974-231.mdto.xml", out);
    s.dossier = slurp(in_dir(root), NULL);
    snprintf(root, sizeof root, "%s/NL-TilGA-BWT/1974-231/1974-231_001/1974-231_001.mdto.xml", out);
    s.first = slurp(in_dir(root), NULL);
    snprintf(root, sizeof root, "%s/NL-TilGA-BWT/1974-231/1974-231_002/1974-231_002.mdto.xml", out);
    s.second = slurp(in_dir(root), NULL);
    export_result_free(&res);
    return s;
}

static void said_free(struct said *s)
{
    free(s->dossier);
    free(s->first);
    free(s->second);
}

static size_t times(const char *text, const char *what)
{
    size_t n = 0;

    for (; (text = strstr(text, what)) != NULL; text++)
        n++;
    return n;
}

/* The element `name` that holds `what` holds `also`, too. */
static bool together(const char *xml, const char *name, const char *what, const char *also)
{
    char open[64], close[64];

    snprintf(open, sizeof open, "<%s>", name);
    snprintf(close, sizeof close, "</%s>", name);
    for (const char *at = xml; (at = strstr(at, open)) != NULL; at++) {
        const char *end = strstr(at, close);
        size_t n = (size_t)(end - at);

        if (memmem(at, n, what, strlen(what)) != NULL && memmem(at, n, also, strlen(also)) != NULL)
            return true;
    }
    return false;
}

static struct export_dossier kept_dossier;
static struct export_document kept_documents[6];

static int keep_sample(void **state)
{
    (void)state;
    kept_dossier = sample_dossiers[0];
    memcpy(kept_documents, sample_documents, sizeof kept_documents);
    return 0;
}

static int restore_sample(void **state)
{
    (void)state;
    sample_dossiers[0] = kept_dossier;
    memcpy(sample_documents, kept_documents, sizeof kept_documents);
    return 0;
}

static void a_restricted_document_closes_itself_and_nothing_else(void **state)
{
    (void)state;
    sample_dossiers[0].access = "openbaar";
    sample_documents[1].access = "levenssfeer";
    sample_documents[1].access_until = "2050-07";
    sample_documents[1].access_ground = "gegevens van een kind";
    struct said s = export_one();
    assert_non_null(strstr(s.dossier, "Openbaar/1.0<"));
    assert_non_null(strstr(s.first, "Openbaar/1.0<"));
    assert_null(strstr(s.first, "beperkingGebruikTermijn"));
    assert_null(strstr(s.first, "een kind"));
    assert_non_null(strstr(s.second, "<beperkingGebruikNadereBeschrijving>gegevens van een kind<"));
    assert_true(together(s.second, "beperkingGebruik", "BeperktOpenbaar-Levenssfeer/1.0<",
                         "<termijnStartdatumLooptijd>1975-12-31<"));
    assert_non_null(strstr(s.second, "<termijnEinddatum>2050-07-31<"));
    said_free(&s);
}

static void an_open_document_of_a_restricted_dossier_is_open(void **state)
{
    (void)state;
    sample_dossiers[0].access = "levenssfeer";
    sample_dossiers[0].access_until = "2050";
    sample_documents[0].access = "openbaar";
    struct said s = export_one();
    assert_non_null(strstr(s.dossier, "<termijnEinddatum>2050-12-31<"));
    assert_non_null(strstr(s.first, "Openbaar/1.0<"));
    assert_null(strstr(s.first, "beperkingGebruikTermijn"));
    assert_non_null(strstr(s.second, "<termijnEinddatum>2050-12-31<"));
    said_free(&s);
}

static void assert_refused_for(const char *code)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    char want[80];

    snprintf(want, sizeof want, "1974/231:%s ", code);
    assert_rc(BA_ITEM, sample_export(1, in_dir("refused"), &res, &err), &err);
    assert_string_equal(sample_refused, want);
    assert_null(res.tar);
    export_result_free(&res);
}

static void access_of_a_document_is_checked_like_that_of_a_dossier(void **state)
{
    struct ba_err err = BA_ERR_INIT;
    struct export_document *doc = &sample_documents[1];
    (void)state;
    doc->access = "geheim";
    assert_refused_for("ACCESS_UNKNOWN");
    assert_rc(BA_ITEM, export_check(&sample_dossiers[0], &sample_opts, &err), &err);
    assert_non_null(strstr(err.msg, "document 2 of dossier 1974/231"));
    doc->access = "levenssfeer";
    assert_refused_for("ACCESS_INCOMPLETE");
    doc->access_until = "1960";
    assert_refused_for("ACCESS_INCOMPLETE");
    doc->access_until = "2050-02-30"; /* no day of the calendar */
    assert_refused_for("ACCESS_INCOMPLETE");
    /* the term of another restriction is not its own */
    sample_dossiers[0].access = "staatsbelang";
    sample_dossiers[0].access_until = "2060-01-01";
    doc->access_until = "";
    assert_refused_for("ACCESS_INCOMPLETE");
    doc->access_until = "2061-01-01";
    assert_rc(BA_OK, export_check(&sample_dossiers[0], &sample_opts, &err), &err);
    /* a document without pages does not go, whatever it says */
    doc->access = "geheim";
    doc->page_count = 0;
    sample_dossiers[0].sheets_expected = -1;
    assert_rc(BA_OK, export_check(&sample_dossiers[0], &sample_opts, &err), &err);
    doc->page_count = 1;

    assert_true(export_lists_choose(&sample_lists, "landelijk-volledig"));
    sample_dossiers[0].access = "openbaar";
    doc->access = "niet-beoordeeld";
    assert_rc(BA_ITEM, export_check(&sample_dossiers[0], &sample_opts, &err), &err);
    assert_string_equal(err.code, "ACCESS_UNDECIDED");
    sample_dossiers[0].force_reason = "afgesproken";
    assert_rc(BA_OK, export_check(&sample_dossiers[0], &sample_opts, &err), &err);
    assert_true(export_lists_choose(&sample_lists, "streng"));
}

static void every_address_has_its_objects_once(void **state)
{
    static const struct export_address addresses[] = {
        { "Lange Dijk 1-13, Tiel", "Lange Dijk", "Tiel", "0281200000000001", "0281010000000001",
          "0281100000000001", "0281300000000001" },
        { "Lange Dijk 15, Tiel", "Lange Dijk", "Tiel", "0281200000000002", "", "0281100000000001",
          "0281300000000001" },
        { "Korte Dijk 4a, Tiel", "Korte Dijk", "Tiel", "", "", "0281100000000001", "" },
        { "Korte Dijk 4a, Tiel", "Korte Dijk", "Tiel", "12", "", "", "" },
    };
    static const struct export_parcel parcels[] = {
        { "Tiel", "B", "1432" }, { "Tiel", "B", "1433" }, { "Tiel", "B", "1432" }, { "", "C", "7" }
    };
    static const struct {
        const char *name, *id, *source;
    } want[] = {
        { ">Lange Dijk 1-13, Tiel<", ">0281200000000001<", ">BAG nummeraanduiding<" },
        { ">Lange Dijk 1-13, Tiel<", ">0281010000000001<", ">BAG verblijfsobject<" },
        { ">Lange Dijk 1-13, Tiel<", ">0281100000000001<", ">BAG pand<" },
        { ">Lange Dijk, Tiel<", ">0281300000000001<", ">BAG openbare ruimte<" },
        { ">Lange Dijk 15, Tiel<", ">0281200000000002<", ">BAG nummeraanduiding<" },
        { ">Kadastraal perceel Tiel B 1432<", ">Tiel B 1432<", ">BRK kadastrale aanduiding<" },
        { ">Kadastraal perceel Tiel B 1433<", ">Tiel B 1433<", ">BRK kadastrale aanduiding<" },
    };
    (void)state;
    sample_dossiers[0].addresses = addresses;
    sample_dossiers[0].address_count = 4;
    sample_dossiers[0].parcels = parcels;
    sample_dossiers[0].parcel_count = 4;
    struct said s = export_one();
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_true(together(s.dossier, "dekkingInRuimte", want[i].name, want[i].id));
        assert_true(together(s.dossier, "dekkingInRuimte", want[i].id, want[i].source));
    }
    /* its only object bears another address's name already, so it is named alone, once; and the
     * parcel that any municipality may have */
    assert_int_equal(times(s.dossier, ">Korte Dijk 4a, Tiel<"), 1);
    assert_int_equal(times(s.dossier, ">Kadastraal perceel C 7<"), 1);
    assert_null(strstr(s.dossier, "identificatieKenmerk>C 7<"));
    assert_int_equal(times(s.dossier, "<dekkingInRuimte>"), 9);
    assert_int_equal(times(s.second, "<dekkingInRuimte>"), 9);
    said_free(&s);
}

static void one_parcel_keeps_the_registers_words(void **state)
{
    static const struct export_parcel parcel = { "Tiel", "B", "1432" };
    (void)state;
    sample_dossiers[0].cadastral = "Tiel B 1432 (ged.)";
    sample_dossiers[0].parcels = &parcel;
    sample_dossiers[0].parcel_count = 1;
    struct said s = export_one();
    assert_true(together(s.dossier, "dekkingInRuimte", ">Kadastraal perceel Tiel B 1432 (ged.)<",
                         "identificatieKenmerk>Tiel B 1432<"));
    said_free(&s);
}

/* Two dossiers of one case: an identification that both had would return the whole delivery. */
static void a_case_number_is_in_the_activity_and_never_an_identification(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    struct export_dossier third = sample_dossiers[2];
    (void)state;
    sample_dossiers[0].case_number = "Z-31";
    sample_dossiers[0].case_source = "Zaaksysteem Tiel";
    sample_dossiers[0].other_ids = "OLO: 123456; Squit: 9";
    sample_documents[1].case_number = "Z-32";
    sample_documents[1].other_ids = "SA00000007";
    struct said s = export_one();
    assert_true(together(s.dossier, "activiteit", ">Behandelen bouwaanvraag, zaak Z-31<",
                         "identificatieKenmerk>Z-31<"));
    assert_true(together(s.dossier, "activiteit", ">Z-31<", "Bron>Zaaksysteem Tiel<"));
    assert_true(together(s.first, "activiteit", ">Z-31<", "Bron>Zaaksysteem Tiel<"));
    assert_true(together(s.second, "activiteit", ">Z-32<", "Bron>Zaaksysteem Tiel<"));
    assert_false(together(s.dossier, "identificatie", ">Z-31<", "Bron"));
    assert_non_null(strstr(s.dossier, "<omschrijving>Andere kenmerken: OLO: 123456; Squit: 9<"));
    assert_non_null(strstr(s.second, "<omschrijving>Andere kenmerken: SA00000007<"));
    said_free(&s);

    sample_dossiers[2].case_number = "Z-31";
    sample_dossiers[2].other_ids = "OLO: 123456; Squit: 9";
    assert_rc(BA_OK, sample_export(3, in_dir("cases"), &res, &err), &err);
    struct verify_counts counts;
    const struct verify_opts opts = { .lists = &sample_lists };
    assert_rc(BA_OK, verify_package(res.tar, &opts, NULL, NULL, &counts, &err), &err);
    export_result_free(&res);
    sample_dossiers[2] = third;
}

static void a_case_system_without_a_name_is_the_archives_own(void **state)
{
    (void)state;
    sample_archive.activity = "";
    sample_dossiers[0].case_number = "Z-31";
    struct said s = export_one();
    assert_true(together(s.dossier, "activiteit", ">Zaak Z-31<",
                         "Bron>Gemeente Tiel bouwarchief, zaaknummer<"));
    sample_archive.activity = "Behandelen bouwaanvraag";
    said_free(&s);
}

static void a_dossier_has_an_appraisal_and_category_of_its_own(void **state)
{
    (void)state;
    sample_archive.category_list = "Selectielijst";
    sample_archive.category_label = sample_archive.category_code = "8.1";
    struct said s = export_one();
    assert_true(together(s.dossier, "waardering", ">Blijvend te bewaren<", ">B<"));
    assert_true(together(s.dossier, "informatiecategorie", ">8.1<", ">Selectielijst<"));
    said_free(&s);

    sample_dossiers[0].appraisal = "V";
    sample_dossiers[0].category = "7.2";
    sample_dossiers[0].retention_until = "2040";
    s = export_one();
    assert_true(together(s.dossier, "waardering", ">Tijdelijk te bewaren<", ">V<"));
    assert_true(together(s.dossier, "bewaartermijn", "<termijnEinddatum>2040-12-31<", ""));
    assert_true(together(s.dossier, "informatiecategorie", ">7.2<", ">Selectielijst<"));
    assert_null(strstr(s.dossier, ">8.1<"));
    assert_true(together(s.second, "bewaartermijn", "<termijnEinddatum>2040-12-31<", ""));
    said_free(&s);

    sample_dossiers[0].appraisal = "N"; /* and then no term */
    s = export_one();
    assert_true(together(s.dossier, "waardering", ">Nader te bepalen<", ">N<"));
    assert_null(strstr(s.dossier, "bewaartermijn"));
    said_free(&s);
    sample_archive.category_list = sample_archive.category_label = sample_archive.category_code =
        NULL;
}

static void what_is_kept_for_a_term_needs_its_end(void **state)
{
    static const char *const until[] = {
        NULL, "", "2040-13", "2040-02-30", "straks", "1974-12-31"
    };
    (void)state;
    sample_dossiers[0].appraisal = "V";
    for (size_t i = 0; i < sizeof until / sizeof *until; i++) {
        sample_dossiers[0].retention_until = until[i];
        assert_refused_for("RETENTION_INCOMPLETE");
    }
    sample_dossiers[0].retention_until = "2040-06-01";
    sample_dossiers[0].appraisal = "Q";
    assert_refused_for("RETENTION_INCOMPLETE");
}

static void dates_of_paper_are_events(void **state)
{
    (void)state;
    sample_dossiers[0].date_received = "1974-03";
    sample_dossiers[0].date_granted = "1974-05-06";
    sample_dossiers[0].date_drawn = "1974-02-12";
    sample_documents[1].date_drawn = "1973";
    sample_documents[1].date_received = "1974-03-01";
    sample_documents[1].date_granted = "";
    sample_documents[0].date_granted = "1974-02-30"; /* no day of the calendar */
    struct said s = export_one();
    assert_true(together(s.dossier, "event", ">Ontvangst<", "<eventTijd>1974-03<"));
    assert_true(together(s.dossier, "event", ">Accordering<", "<eventTijd>1974-05-06<"));
    assert_true(together(s.dossier, "event", ">Accordering<", ">Gemeente Tiel<"));
    assert_null(strstr(s.dossier, ">Creatie<"));
    assert_non_null(strstr(s.dossier, "Tekening gedateerd: 1974-02-12<"));
    assert_true(together(s.second, "event", ">Creatie<", "<eventTijd>1973<"));
    assert_true(together(s.second, "event", ">Ontvangst<", "<eventTijd>1974-03-01<"));
    assert_null(strstr(s.second, ">Accordering<"));
    assert_null(strstr(s.first, ">Accordering<"));
    assert_null(strstr(s.first, ">Creatie<"));
    said_free(&s);
}

static void a_drawing_has_its_number_scale_and_maker(void **state)
{
    (void)state;
    sample_documents[1].drawing_number = "12-A & B";
    sample_documents[1].scale = "1:100";
    sample_documents[1].architect = "C. Bouwer";
    sample_documents[1].copyright_holder = "Erven Bouwer";
    sample_dossiers[0].copyright_holder = sample_dossiers[0].architect;
    struct said s = export_one();
    assert_non_null(strstr(s.second, "<omschrijving>Tekeningnummer: 12-A &amp; B; Schaal: 1:100<"));
    assert_true(together(s.second, "betrokkene", ">Rechthebbende<", ">C. Bouwer<"));
    assert_non_null(strstr(s.second, "<naam>Gevels &amp; &lt;plan&gt;<"));
    assert_true(together(s.second, "betrokkene", ">Rechthebbende<", ">Erven Bouwer<"));
    assert_int_equal(times(s.dossier, ">Rechthebbende<"), 1);
    assert_null(strstr(s.first, "Tekeningnummer"));
    assert_null(strstr(s.first, ">C. Bouwer<"));
    said_free(&s);
}

/* Values of which nothing is left in XML are no values; verify_package finds no empty element. */
static void values_of_control_characters_leave_no_empty_element(void **state)
{
    static const struct export_address addresses[] = { { "\x01", "\x02", "", " ", "\x03", "",
                                                         "x" } };
    (void)state;
    sample_dossiers[0].addresses = addresses;
    sample_dossiers[0].address_count = 1;
    sample_dossiers[0].case_number = "\x01";
    sample_dossiers[0].case_source = "\x02";
    sample_dossiers[0].other_ids = "\x7F\t";
    sample_dossiers[0].cadastral = "\xC2\x85";
    sample_dossiers[0].category = " ";
    sample_documents[1].drawing_number = "\x1F";
    sample_documents[1].architect = "\x01";
    sample_documents[1].case_number = "Z";
    struct said s = export_one();
    assert_null(strstr(s.dossier, "dekkingInRuimte"));
    assert_true(
        together(s.second, "activiteit", ">Z<", "Bron>Gemeente Tiel bouwarchief, zaaknummer<"));
    said_free(&s);
}

static void a_date_ends_with_its_last_day(void **state)
{
    static const struct {
        const char *text, *last;
    } cases[] = { { "1974", "1974-12-31" },
                  { "1976-02", "1976-02-29" },
                  { "1900-02", "1900-02-28" },
                  { "2000-02-29", "2000-02-29" },
                  { "1974-04-30", "1974-04-30" },
                  { "1974-04-31", NULL },
                  { "1974-00", NULL },
                  { "0000", NULL },
                  { "1974-1-1", NULL },
                  { "1974-", NULL },
                  { "1974-05-06 ", NULL },
                  { "", NULL },
                  { NULL, NULL } };
    char last[DATE_LEN];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(date_is(cases[i].text), cases[i].last != NULL);
        assert_int_equal(date_last_day(cases[i].text, last), cases[i].last != NULL);
        if (cases[i].last != NULL)
            assert_string_equal(last, cases[i].last);
    }
}

#define KNOWN(name) cmocka_unit_test_setup_teardown(name, keep_sample, restore_sample)
static void no_more_documents_are_named_than_the_dossier_has(void **state)
{
    struct package_plan plan = { 0 };
    struct mdto m = { .archive = &sample_archive, .lists = &sample_lists, .time = SAMPLE_TIME };
    struct ba_err err = BA_ERR_INIT;
    struct xml x = XML_INIT;

    (void)state;
    assert_rc(BA_OK, ba_mkdirs(in_dir("parts"), &err), &err);
    assert_rc(BA_OK,
              package_plan_make(&plan, &sample_dossiers[0], "NL-TilGA-BWT", &sample_lists,
                                in_dir("parts"), &err),
              &err);
    assert_int_equal(2, plan.count);
    for (plan.count = 0; plan.count <= 2; plan.count++) {
        mdto_dossier(&x, &m, &plan, NULL);
        assert_int_equal(plan.count, times(ba_buf_str(&x.b), "<bevatOnderdeel>"));
    }
    plan.count = 2;
    xml_free(&x);
    package_plan_free(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KNOWN(a_restricted_document_closes_itself_and_nothing_else),
        KNOWN(an_open_document_of_a_restricted_dossier_is_open),
        KNOWN(access_of_a_document_is_checked_like_that_of_a_dossier),
        KNOWN(every_address_has_its_objects_once),
        KNOWN(one_parcel_keeps_the_registers_words),
        KNOWN(a_case_number_is_in_the_activity_and_never_an_identification),
        KNOWN(a_case_system_without_a_name_is_the_archives_own),
        KNOWN(a_dossier_has_an_appraisal_and_category_of_its_own),
        KNOWN(what_is_kept_for_a_term_needs_its_end),
        KNOWN(dates_of_paper_are_events),
        KNOWN(a_drawing_has_its_number_scale_and_maker),
        KNOWN(values_of_control_characters_leave_no_empty_element),
        cmocka_unit_test(a_date_ends_with_its_last_day),
        cmocka_unit_test(no_more_documents_are_named_than_the_dossier_has),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, sample_begin, sample_end);
}
