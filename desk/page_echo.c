#include "desk/page_echo.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/utf8.h"

/* Characters of a page's text that are told, and bytes that hold as many and white space besides.
 */
enum { BEGINS_CHARS = 60, HEAD_BYTES = 1024 };

struct noting {
    struct page_echo *to;
    struct depot *depot;
};

/* The first words of a page. A text that is not there is told by `verify`, not here. */
static char *first_words(const struct depot *depot, const struct page_row *row)
{
    char head[HEAD_BYTES + 1] = "";
    char *path = *row->rev != '\0'
                     ? depot_derived_path(depot, false, row->sha256, row->frame, row->rev, "txt")
                     : NULL;
    int fd = path != NULL ? ba_open_regular(path) : -1;

    if (fd >= 0) {
        ssize_t n = read(fd, head, HEAD_BYTES);

        /* The head of a file may end in the middle of a letter. */
        for (bool whole = n < HEAD_BYTES; !whole && n > 0 && (head[n - 1] & 0x80) != 0;)
            n--;
        head[n > 0 ? n : 0] = '\0';
        close(fd);
    }
    free(path);
    return ba_utf8_cut(head, BEGINS_CHARS);
}

static BA_RC note(void *ctx, const struct page_row *row, struct ba_err *err)
{
    const struct noting *n = ctx;
    struct page_echo *e = n->to;
    struct page_echo_one *one;

    if (ba_grow(&e->at, &e->cap, e->count + 1, sizeof(*e->at)) != 0)
        return ba_fail_mem(err, "pages");
    one = &e->at[e->count++];
    *one = (struct page_echo_one){ .page = row->id,
                                   .batch = strdup(row->batch),
                                   .file = strdup(row->file),
                                   .frame = row->frame,
                                   .state = row->state,
                                   .words = row->words,
                                   .begins = first_words(n->depot, row),
                                   .reasons = strdup(row->reasons) };
    memcpy(one->sheet, row->sheet, strnlen(row->sheet, SHEET_MAX - 1));
    return one->batch == NULL || one->file == NULL || one->begins == NULL || one->reasons == NULL
               ? ba_fail_mem(err, "pages")
               : BA_OK;
}

BA_RC page_echo_note(struct page_echo *e, struct depot *depot, const int64_t *pages, size_t count,
                     struct ba_err *err)
{
    struct noting n = { e, depot };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < count && rc == BA_OK; i++) {
        struct page_filter filter = { .page = pages[i] };

        rc = page_each(depot->store, &filter, note, &n, err);
    }
    return rc;
}

void page_echo_free(struct page_echo *e)
{
    for (size_t i = 0; i < e->count; i++) {
        free(e->at[i].batch);
        free(e->at[i].file);
        free(e->at[i].begins);
        free(e->at[i].reasons);
    }
    free(e->at);
    *e = (struct page_echo){ 0 };
}
