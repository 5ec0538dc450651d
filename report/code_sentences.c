/* The Dutch sentences of the report: what a code means to who stands at the scanner, and what to
 * do. */
#include "report/report.h"

const struct code *report_words(const char *code)
{
    static const struct code other = { .name = "",
                                       .group = CODES_PAGE,
                                       .classes = CODE_REMARK,
                                       .weight = 15,
                                       .what = "something is the matter with this page",
                                       .todo = "look at the page",
                                       .wat = "Er is iets met dit blad",
                                       .doe = "Bekijk het blad" };
    const struct code *row = code_find(code, CODES_PAGE);

    if (row == NULL)
        return &other;
    return row->group == CODES_PAGE ? row : code_find(code, CODES_FILE);
}

const struct code *finding_words(const char *code)
{
    const struct code *row = code_find(code, CODES_ANNOUNCED);

    if (row != NULL && row->group != CODES_ANNOUNCED)
        row = code_find(code, CODES_DOSSIER);
    return row == NULL ? report_words(code) : row;
}
