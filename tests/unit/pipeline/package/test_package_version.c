/* What makes a dossier another version: each thing that is told of it, and only what is told. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/package/package_version.h"

static struct export_page page = { .sha256 = "ab", .frame = 1 };
static struct export_document document = { .seq = 1,
                                           .kind = "permit",
                                           .title = "Vergunning",
                                           .pages = &page,
                                           .page_count = 1,
                                           .access = "",
                                           .access_until = "" };

static struct export_dossier a_dossier(void)
{
    return (struct export_dossier){ .number = "1974/1",
                                    .title = "Woonhuis",
                                    .access = "",
                                    .access_until = "",
                                    .series = "",
                                    .documents = &document,
                                    .document_count = 1 };
}

static const char *content(const struct export_dossier *d)
{
    static struct ba_buf b = BA_BUF_INIT(10000);

    ba_buf_reset(&b);
    package_version_content(&b, d);
    return ba_buf_str(&b);
}

static void what_is_told_is_in_it_and_what_is_empty_is_not(void **state)
{
    struct export_dossier d = a_dossier();
    char *bare;

    (void)state;
    bare = strdup(content(&d));
    assert_non_null(strstr(bare, "ab 1\n"));
    assert_null(strstr(bare, "case_number"));
    assert_null(strstr(bare, "access of"));
    d.value[D_CASE_NUMBER] = "";
    assert_string_equal(bare, content(&d));
    d.value[D_CASE_NUMBER] = "Z-12";
    assert_non_null(strstr(content(&d), "case_number 4:Z-12\n"));
    d = a_dossier();
    d.series = "Bouwen";
    assert_non_null(strstr(content(&d), "6:Bouwen\n"));
    d = a_dossier();
    document.access_until = "2040-01-01";
    assert_non_null(strstr(content(&d), "access of 0:  2040-01-01\n"));
    document.access_until = "";
    document.value[D_SCALE] = "1:100";
    assert_non_null(strstr(content(&d), "scale 5:1:100\n"));
    document.value[D_SCALE] = NULL;
    free(bare);
}

static void the_first_address_is_written_once(void **state)
{
    struct export_address at[] = { { .shown = "Damlaan 4", .bag_id = "1", .pand_id = "2" },
                                   { .shown = "Parkweg 9", .bag_id = "3" } };
    struct export_dossier d = a_dossier();

    (void)state;
    d.address = at[0].shown;
    d.bag_id = at[0].bag_id;
    d.addresses = at;
    d.address_count = 2;
    assert_null(strstr(content(&d), "address 9:Damlaan 4"));
    assert_non_null(strstr(content(&d), "pand_id 1:2\n"));
    assert_non_null(strstr(content(&d), "address 9:Parkweg 9\n"));
    assert_non_null(strstr(content(&d), "bag_id 1:3\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_is_in_it_and_what_is_empty_is_not),
        cmocka_unit_test(the_first_address_is_written_once),
    };

    return cmocka_run_group_tests_name("pipeline package version", tests, NULL, NULL);
}
