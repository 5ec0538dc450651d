/* What a receiver's profile decides, in a package and in its verification. */
#include "tests/unit/verify_fixture.h"

static void choose(const char *receiver)
{
    assert_true(export_lists_choose(&sample_lists, receiver));
}

static int back_to_default(void **state)
{
    (void)state;
    choose("streng");
    sample_fill();
    return 0;
}

static void the_strict_one_is_the_default_and_there_is_a_national_one(void **state)
{
    (void)state;
    assert_string_equal(sample_lists.receiver->name, "streng");
    assert_false(export_lists_choose(&sample_lists, "onbekend"));
    assert_string_equal(sample_lists.receiver->name, "streng");
    assert_non_null(strstr(list_find_access(&sample_lists, "openbaar")->code, "AW1995"));
    choose("landelijk");
    assert_string_equal(list_find_access(&sample_lists, "openbaar")->label, "Geen beperking");
    assert_string_equal(list_find_access(&sample_lists, "")->label, "Nader te bepalen");
    assert_string_equal(list_find_access(&sample_lists, "levenssfeer")->label, "Overig");
}

static void its_list_of_restrictions_is_used_and_wanted(void **state)
{
    struct export_result res;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    choose("landelijk");
    assert_rc(BA_OK, sample_export(4, in_dir("national"), &res, &err), &err);
    if (verify(res.tar, &c, &err) != BA_OK)
        fail_msg("%s", said);
    unpack(res.tar, in_dir("n"));
    assert_int_equal(RUN(in_dir("log"), "grep", "-rq", "<begripLabel>Overig<", in_dir("n")), 0);
    assert_int_equal(RUN(in_dir("log"), "grep", "-rq",
                         "<beperkingGebruikNadereBeschrijving>beperkt openbaar", in_dir("n")),
                     0);
    /* Each receiver refuses what was made for the other. */
    choose("streng");
    expect("national for the strict one", res.tar, "VERIFY_ACCESS");
    choose("landelijk");
    expect("strict for the national one", delivery_tar, "VERIFY_ACCESS");
    export_result_free(&res);
}

static void a_full_profile_asks_for_decisions_text_and_digests(void **state)
{
    static const char alto[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><alto/>";
    struct export_result res;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    char path[600];
    (void)state;
    spew(in_dir("p.alto.xml"), alto, sizeof alto - 1);
    sample_pages[5].alto = in_dir("p.alto.xml");
    choose("landelijk-volledig");
    assert_rc(BA_ITEM, sample_export(3, in_dir("full"), &res, &err), &err);
    assert_string_equal(sample_refused, "1974/231:ACCESS_UNDECIDED BWT-1:DUPLICATE_NOT_TAKEN ");
    assert_int_equal(res.exported, 1);
    if (verify(res.tar, &c, &err) != BA_OK)
        fail_msg("%s", said);
    assert_int_equal(c.companions, 4);
    unpack(res.tar, in_dir("f"));
    assert_int_equal(RUN(in_dir("log"), "grep", "-rq", "<aanvullendeMetagegevens>", in_dir("f")),
                     0);
    assert_int_equal(RUN(in_dir("log"), "sh", "-c",
                         "test $(find \"$0\" -name '*.alto.xml' | wc -l) = 1", in_dir("f")),
                     0);
    snprintf(path, sizeof path, "%s.sha512", res.tar);
    flip(path, 5);
    expect("sha512", res.tar, "VERIFY_CHECKSUM");
    flip(path, 5);
    snprintf(path, sizeof path, "%s.md5", res.tar);
    flip(path, 5);
    expect("md5", res.tar, "VERIFY_CHECKSUM");
    export_result_free(&res);
}

static void a_file_twice_is_a_difference_where_the_receiver_says_so(void **state)
{
    (void)state;
    choose("landelijk-volledig");
    expect("equal pages", delivery_tar, "VERIFY_DUPLICATE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_strict_one_is_the_default_and_there_is_a_national_one,
                                  back_to_default),
        cmocka_unit_test_teardown(its_list_of_restrictions_is_used_and_wanted, back_to_default),
        cmocka_unit_test_teardown(a_full_profile_asks_for_decisions_text_and_digests,
                                  back_to_default),
        cmocka_unit_test_teardown(a_file_twice_is_a_difference_where_the_receiver_says_so,
                                  back_to_default),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
