#include "pipeline/derived_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "ocr/alto/alto.h"

enum { TEXT_MAX_BYTES = 64 << 20 };

static enum derived_state compare(const char *alto, const char *text)
{
    struct ba_buf want = BA_BUF_INIT(TEXT_MAX_BYTES), have = BA_BUF_INIT(TEXT_MAX_BYTES);
    struct ba_err ignored = BA_ERR_INIT;
    struct alto_page p = { 0 };
    enum derived_state state = DERIVED_CHANGED;

    if (access(alto, F_OK) != 0 || access(text, F_OK) != 0)
        return DERIVED_MISSING;
    if (alto_read(alto, &p, &ignored) == BA_OK && ba_file_read(text, &have, &ignored) == BA_OK) {
        alto_text(&p, &want);
        if (!want.failed && want.len == have.len &&
            memcmp(ba_buf_str(&want), ba_buf_str(&have), want.len) == 0)
            state = DERIVED_WHOLE;
    }
    alto_free(&p);
    ba_buf_free(&want);
    ba_buf_free(&have);
    return state;
}

enum derived_state derived_files_check(const struct depot *depot, const struct page_row *row)
{
    enum derived_state state = DERIVED_MISSING;
    char *alto, *text;

    if (*row->rev == '\0' ||
        (row->state != PAGE_TEXT && row->state != PAGE_DRAWING && row->state != PAGE_BLANK))
        return DERIVED_WHOLE;
    alto = depot_derived_path(depot, false, row->sha256, row->frame, row->rev, "alto.xml");
    text = depot_derived_path(depot, false, row->sha256, row->frame, row->rev, "txt");
    if (alto != NULL && text != NULL)
        state = compare(alto, text);
    free(alto);
    free(text);
    return state;
}
