/* Opening a PDF: its structure by qpdf, which must not have to guess. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "image/pdf/pdf_file_private.h"
#include "image/tiff/tiff_private.h"

enum { MAX_TREE_DEPTH = 64, MAX_TREE_NODES = 200000 };

static BA_RC damaged(const char *said, struct ba_err *err)
{
    char text[PDF_NOTE_MAX];

    tiff_text_copy(text, sizeof(text), said);
    return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                   "the structure of the PDF is damaged (qpdf: %s); make the file again from the "
                   "scanner",
                   text);
}

/* What qpdf says when objects are lost, or found in another way than by the table. A length that it
 * had to find itself is none of these: the data are judged by their own codes. */
static bool is_grave(const char *said)
{
    static const char *const words[] = { "file is damaged",  "reconstruct",        "object stream",
                                         "expected n n obj", "parse error",        "unexpected EOF",
                                         "error decoding",   "object has offset 0" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strstr(said, words[i]) != NULL)
            return true;
    return false;
}

void pdf_take_warnings(struct pdf_file *f)
{
    while (qpdf_more_warnings(f->q)) {
        const char *said = qpdf_get_error_message_detail(f->q, qpdf_next_warning(f->q));

        f->miscounted = f->miscounted || strstr(said, "reported number of objects") != NULL;
        if (f->warnings++ == 0)
            tiff_text_copy(f->warning, sizeof(f->warning), said);
        if (*f->grave == '\0' && is_grave(said))
            tiff_text_copy(f->grave, sizeof(f->grave), said);
    }
}

/* qpdf reads on behind other bytes; an archive's reader of 2060 may not, and whatever put them
 * there made no file for an archive. */
static BA_RC check_head(const struct pdf_file *f, struct ba_err *err)
{
    char head[9] = "";
    int fd = ba_open_regular(f->path);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head));

    if (fd >= 0)
        close(fd);
    if (n < 5 || memcmp(head, "%PDF-", 5) == 0)
        return BA_OK; /* qpdf tells what is wrong with a short one */
    if (n == sizeof(head) && memcmp(head, "\x1b%-12345X", sizeof(head)) == 0)
        return ba_fail(
            err, BA_ITEM, "PDF_DAMAGED",
            "before the PDF stand commands of a printer (PJL): this is a print job; save "
            "the PDF itself, by \"scan to file\" rather than \"print to file\"");
    return ba_fail(
        err, BA_ITEM, "PDF_DAMAGED",
        "before the PDF stand other bytes, so that its first ones are not %%PDF-; make the "
        "file again from the scanner");
}

static BA_RC read_structure(struct pdf_file *f, struct ba_err *err)
{
    enum ba_rc rc = check_head(f, err);

    if (rc != BA_OK)
        return rc;
    qpdf_silence_errors(f->q);
    qpdf_set_suppress_warnings(f->q, QPDF_TRUE);
    qpdf_set_attempt_recovery(f->q, QPDF_FALSE);
    if ((qpdf_read(f->q, f->path, NULL) & QPDF_ERRORS) != 0) {
        qpdf_error e = qpdf_get_error(f->q);

        if (qpdf_get_error_code(f->q, e) == qpdf_e_password)
            return ba_fail(err, BA_ITEM, "PDF_ENCRYPTED",
                           "the PDF asks for a password; deliver it without");
        return damaged(qpdf_get_error_message_detail(f->q, e), err);
    }
    if (qpdf_is_encrypted(f->q))
        return ba_fail(err, BA_ITEM, "PDF_ENCRYPTED",
                       "the PDF is encrypted, although it opens without a password: an archive "
                       "may not be able to open it later; deliver it without");
    qpdf_set_attempt_recovery(f->q, QPDF_TRUE); /* the end of a stream with a wrong length */
    pdf_take_warnings(f);
    return BA_OK;
}

qpdf_oh pdf_inherited(const struct pdf_file *f, qpdf_oh page, const char *key)
{
    for (int i = 0; i < MAX_TREE_DEPTH && qpdf_oh_is_dictionary(f->q, page); i++) {
        if (qpdf_oh_has_key(f->q, page, key))
            return qpdf_oh_get_key(f->q, page, key);
        page = qpdf_oh_get_key(f->q, page, "/Parent");
    }
    return qpdf_oh_new_null(f->q);
}

double pdf_number(const struct pdf_file *f, qpdf_oh dict, const char *key, double otherwise)
{
    qpdf_oh value = qpdf_oh_get_key_if_dict(f->q, dict, key);
    double n = otherwise;

    if (qpdf_oh_is_number(f->q, value))
        n = qpdf_oh_get_numeric_value(f->q, value);
    qpdf_oh_release(f->q, value);
    return n;
}

uint32_t pdf_pixels(const struct pdf_file *f, qpdf_oh dict, const char *key)
{
    double n = pdf_number(f, dict, key, 0);

    return n >= 1 && n <= UINT32_MAX ? (uint32_t)n : 0;
}

/* The tree of pages, walked without recursion. */
struct tree {
    struct {
        qpdf_oh node;
        int depth;
    } * todo;
    size_t count, cap, nodes;
    size_t page_cap;
};

/* Puts the kids on the stack, the last first. */
static BA_RC push_kids(struct pdf_file *f, struct tree *t, qpdf_oh kids, int depth,
                       struct ba_err *err)
{
    int n = qpdf_oh_get_array_n_items(f->q, kids);

    if (depth >= MAX_TREE_DEPTH || n < 0 || t->nodes + (size_t)n > MAX_TREE_NODES)
        return damaged("the tree of pages is too deep, too large, or has no end", err);
    t->nodes += (size_t)n;
    if (ba_grow(&t->todo, &t->cap, t->count + (size_t)n + 1, sizeof(t->todo[0])) != 0)
        return ba_fail_mem(err, "pages of a PDF");
    for (int i = n - 1; i >= 0; i--) {
        t->todo[t->count].node = qpdf_oh_get_array_item(f->q, kids, i);
        t->todo[t->count++].depth = depth + 1;
    }
    return BA_OK;
}

static BA_RC add_page(struct pdf_file *f, struct tree *t, qpdf_oh page, struct ba_err *err)
{
    struct pdf_ref ref = { qpdf_oh_get_object_id(f->q, page), qpdf_oh_get_generation(f->q, page) };
    uint32_t max = f->limits->max_frames;

    if (!qpdf_oh_is_dictionary(f->q, page) || ref.id == 0)
        return damaged("a page is no object of its own", err);
    if (max != 0 && f->page_count >= max)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the PDF has more than %u pages; split it into smaller files", max);
    if (ba_grow(&f->pages, &t->page_cap, f->page_count + 1, sizeof(f->pages[0])) != 0)
        return ba_fail_mem(err, "pages of a PDF");
    f->pages[f->page_count++] = ref;
    return BA_OK;
}

/* What the file itself says of its pages: enough to refuse it at once. */
static BA_RC check_count(const struct pdf_file *f, qpdf_oh root, struct ba_err *err)
{
    double count = pdf_number(f, root, "/Count", 0);
    uint32_t max = f->limits->max_frames;

    if (max != 0 && count > max)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the PDF has %.0f pages, the limit is %u; split it into smaller files",
                       count, max);
    return BA_OK;
}

static BA_RC list_pages(struct pdf_file *f, struct ba_err *err)
{
    struct tree t = { .todo = NULL };
    qpdf_oh root = qpdf_oh_get_key_if_dict(f->q, qpdf_get_root(f->q), "/Pages");
    enum ba_rc rc = check_count(f, root, err);

    if (rc == BA_OK && ba_grow(&t.todo, &t.cap, 1, sizeof(t.todo[0])) != 0)
        rc = ba_fail_mem(err, "pages of a PDF");
    if (rc == BA_OK) {
        t.todo[0].node = root;
        t.todo[t.count++].depth = 0;
    }
    while (rc == BA_OK && t.count > 0) {
        qpdf_oh node = t.todo[--t.count].node;
        qpdf_oh kids = qpdf_oh_get_key_if_dict(f->q, node, "/Kids");

        rc = qpdf_oh_is_array(f->q, kids) ? push_kids(f, &t, kids, t.todo[t.count].depth, err)
                                          : add_page(f, &t, node, err);
        qpdf_oh_release(f->q, kids);
        qpdf_oh_release(f->q, node);
    }
    free(t.todo);
    if (rc == BA_OK && f->page_count == 0)
        rc = ba_fail(err, BA_ITEM, "TIFF_NO_IMAGE", "the PDF has no page; scan the page again");
    return rc;
}

BA_RC pdf_open(struct pdf_file *f, const char *path, const struct tiff_limits *limits,
               struct ba_err *err)
{
    enum ba_rc rc;

    *f = (struct pdf_file){ .path = path, .limits = limits, .q = qpdf_init() };
    if (f->q == NULL)
        return ba_fail_mem(err, "reader of PDF");
    rc = read_structure(f, err);
    if (rc == BA_OK)
        rc = list_pages(f, err);
    if (rc == BA_OK)
        rc = pdf_gate(f, err);
    if (rc == BA_OK) {
        pdf_take_warnings(f);
        if (*f->grave != '\0')
            rc = damaged(f->grave, err);
        else if (qpdf_has_error(f->q))
            rc = damaged(qpdf_get_error_message_detail(f->q, qpdf_get_error(f->q)), err);
    }
    if (rc != BA_OK)
        pdf_close(f);
    return rc;
}

void pdf_close(struct pdf_file *f)
{
    pdf_render_close(f);
    if (f->q != NULL && qpdf_has_error(f->q))
        qpdf_get_error(f->q); /* or it says on standard error that nobody asked */
    if (f->q != NULL)
        qpdf_cleanup(&f->q);
    free(f->pages);
    free(f->sound);
    free(f->drawn);
    f->pages = NULL;
    f->sound = f->drawn = NULL;
    f->page_count = 0;
}
