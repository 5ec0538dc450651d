/*
 * What a PDF that is taken in may not hold, looked for in every object that the trailer leads to.
 * A scan needs none of it, and the archive would keep it for ever.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "image/pdf/pdf_file_private.h"

enum { MAX_OBJECTS = 500000, MAX_TODO = 4000000, MAX_ID = 8388607 /* ISO 32000-1, Annex C */ };

struct gate {
    struct pdf_file *f;
    qpdf_oh *todo;
    size_t count, cap, seen_objects;
    uint8_t *seen; /* one bit an object number */
};

/* Values of /S (actions, 12.6.4) and /Subtype (annotations 12.5.6, streams). */
static const struct {
    const char *key, *value, *code, *what;
} banned_names[] = {
    { "/S", "/JavaScript", "PDF_ACTIVE", "a script" },
    { "/S", "/Launch", "PDF_ACTIVE", "a command to start a program" },
    { "/S", "/SubmitForm", "PDF_ACTIVE", "a form that is sent" },
    { "/S", "/ImportData", "PDF_ACTIVE", "a command to read another file" },
    { "/S", "/Rendition", "PDF_ACTIVE", "a film or a sound" },
    { "/S", "/Movie", "PDF_ACTIVE", "a film or a sound" },
    { "/S", "/GoToE", "PDF_ATTACHMENT", "a link into an embedded file" },
    { "/Subtype", "/RichMedia", "PDF_ACTIVE", "a film or a programme" },
    { "/Subtype", "/Screen", "PDF_ACTIVE", "a film or a programme" },
    { "/Subtype", "/Movie", "PDF_ACTIVE", "a film" },
    { "/Subtype", "/3D", "PDF_ACTIVE", "a three-dimensional model" },
    { "/Subtype", "/FileAttachment", "PDF_ATTACHMENT", "an attached file" },
    { "/Type", "/EmbeddedFile", "PDF_ATTACHMENT", "an embedded file" },
    { "/Type", "/Collection", "PDF_ATTACHMENT", "a portfolio of files" },
};
/* Keys that stand for the same, whatever they hold. */
static const struct {
    const char *key, *code, *what;
} banned_keys[] = {
    { "/XFA", "PDF_ACTIVE", "a form with a programme in it (XFA)" },
    { "/EmbeddedFiles", "PDF_ATTACHMENT", "embedded files" },
};

static BA_RC refuse(const char *code, const char *what, struct ba_err *err)
{
    return ba_fail(err, BA_ITEM, code,
                   "the PDF holds %s, which no scan needs and no archive can keep; print or scan "
                   "it to a plain PDF or TIFF",
                   what);
}

static BA_RC check_key(const struct gate *g, const char *key, qpdf_oh value, struct ba_err *err)
{
    qpdf_data q = g->f->q;

    for (size_t i = 0; i < sizeof(banned_names) / sizeof(banned_names[0]); i++)
        if (strcmp(key, banned_names[i].key) == 0 &&
            qpdf_oh_is_name_and_equals(q, value, banned_names[i].value))
            return refuse(banned_names[i].code, banned_names[i].what, err);
    for (size_t i = 0; i < sizeof(banned_keys) / sizeof(banned_keys[0]); i++)
        if (strcmp(key, banned_keys[i].key) == 0 && !qpdf_oh_is_null(q, value))
            return refuse(banned_keys[i].code, banned_keys[i].what, err);
    return BA_OK;
}

static BA_RC check_image(const struct gate *g, qpdf_oh dict, struct ba_err *err)
{
    double w = pdf_number(g->f, dict, "/Width", 0), h = pdf_number(g->f, dict, "/Height", 0);
    uint64_t max = g->f->limits->max_pixels;

    if (max == 0 || w * h <= (double)max)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                   "an image in the PDF is %.0f x %.0f = %.0f million pixels, the limit is %" PRIu64
                   " million; scan in parts, or raise the limit if the sheet is really that large",
                   w, h, w * h / 1e6, max / 1000000);
}

static BA_RC push(struct gate *g, qpdf_oh value, struct ba_err *err)
{
    if (g->count >= MAX_TODO)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the PDF has lists of more than %d items; no scan needs them", MAX_TODO);
    if (ba_grow(&g->todo, &g->cap, g->count + 1, sizeof(g->todo[0])) != 0)
        return ba_fail_mem(err, "objects of a PDF");
    g->todo[g->count++] = value;
    return BA_OK;
}

/* Only containers are worth a second look. */
static BA_RC push_container(struct gate *g, qpdf_oh value, struct ba_err *err)
{
    qpdf_data q = g->f->q;

    if (qpdf_oh_is_indirect(q, value) || qpdf_oh_is_array(q, value) ||
        qpdf_oh_is_dictionary(q, value))
        return push(g, value, err);
    qpdf_oh_release(q, value);
    return BA_OK;
}

static BA_RC look_into_dict(struct gate *g, qpdf_oh dict, struct ba_err *err)
{
    qpdf_data q = g->f->q;
    enum ba_rc rc = BA_OK;

    qpdf_oh_begin_dict_key_iter(q, dict);
    while (rc == BA_OK && qpdf_oh_dict_more_keys(q)) {
        const char *key = qpdf_oh_dict_next_key(q);
        qpdf_oh value = qpdf_oh_get_key(q, dict, key);

        rc = check_key(g, key, value, err);
        if (rc == BA_OK)
            rc = push_container(g, value, err);
    }
    return rc;
}

static BA_RC look_into_array(struct gate *g, qpdf_oh array, struct ba_err *err)
{
    int n = qpdf_oh_get_array_n_items(g->f->q, array);
    enum ba_rc rc = BA_OK;

    for (int i = 0; i < n && rc == BA_OK; i++)
        rc = push_container(g, qpdf_oh_get_array_item(g->f->q, array, i), err);
    return rc;
}

/* True the first time that an object with a number is met; those without have one place only. */
static bool is_new(struct gate *g, int id)
{
    if (id == 0)
        return true;
    if ((g->seen[id / 8] >> id % 8 & 1) != 0)
        return false;
    g->seen[id / 8] |= (uint8_t)(1 << id % 8);
    g->seen_objects++;
    return true;
}

static BA_RC look(struct gate *g, qpdf_oh object, struct ba_err *err)
{
    qpdf_data q = g->f->q;
    int id = qpdf_oh_get_object_id(q, object);
    enum ba_rc rc = BA_OK;

    if (id < 0 || id > MAX_ID)
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "the PDF has an object with number %d, the highest that PDF allows is %d; "
                       "make the file again from the scanner",
                       id, MAX_ID);
    if (!is_new(g, id))
        return BA_OK;
    if (g->seen_objects > MAX_OBJECTS)
        return ba_fail(err, BA_ITEM, "IMAGE_TOO_LARGE",
                       "the PDF has more than %d objects; no scan needs them, split the file",
                       MAX_OBJECTS);
    if (qpdf_oh_is_stream(q, object)) {
        qpdf_oh dict = qpdf_oh_get_dict(q, object);
        qpdf_oh kind = qpdf_oh_get_key(q, dict, "/Subtype");

        if (qpdf_oh_is_name_and_equals(q, kind, "/Image"))
            rc = check_image(g, dict, err);
        if (rc == BA_OK)
            rc = look_into_dict(g, dict, err);
        qpdf_oh_release(q, kind);
        qpdf_oh_release(q, dict);
    } else if (qpdf_oh_is_dictionary(q, object)) {
        rc = look_into_dict(g, object, err);
    } else if (qpdf_oh_is_array(q, object)) {
        rc = look_into_array(g, object, err);
    }
    return rc;
}

/*
 * qpdf 12 knows no object whose number is above a third of the bytes of the file, and takes a
 * reference to it for null; others follow it, to whatever it is.
 */
static BA_RC check_count(const struct pdf_file *f, qpdf_oh trailer, struct ba_err *err)
{
    enum { BYTES_PER_OBJECT = 3 };
    double highest = pdf_number(f, trailer, "/Size", 0) - 1;
    struct stat st;

    if (highest > MAX_ID)
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "the PDF has an object with number %.0f, the highest that PDF allows is %d; "
                       "make the file again from the scanner",
                       highest, MAX_ID);
    if (f->miscounted && stat(f->path, &st) == 0 &&
        highest > (double)(st.st_size / BYTES_PER_OBJECT))
        return ba_fail(err, BA_ITEM, "PDF_DAMAGED",
                       "the PDF says that it has objects up to number %.0f, and they are not in "
                       "it; make the file again from the scanner",
                       highest);
    return BA_OK;
}

BA_RC pdf_gate(struct pdf_file *f, struct ba_err *err)
{
    struct gate g = { .f = f, .seen = calloc(MAX_ID / 8 + 1, 1) };
    enum ba_rc rc = g.seen == NULL ? ba_fail_mem(err, "objects of a PDF")
                                   : push(&g, qpdf_get_trailer(f->q), err);

    if (rc == BA_OK)
        rc = check_count(f, g.todo[0], err);

    while (rc == BA_OK && g.count > 0) {
        qpdf_oh object = g.todo[--g.count];

        rc = look(&g, object, err);
        qpdf_oh_release(f->q, object);
    }
    qpdf_oh_release_all(f->q);
    free(g.todo);
    free(g.seen);
    return rc;
}
