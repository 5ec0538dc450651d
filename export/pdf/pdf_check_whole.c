/*
 * pdf_check_whole.c - what no object can say alone: that references lead to the right kind, that
 * page, content, tags, tree and bookmarks are one document, read in one order.
 */
#include <stdlib.h>
#include <string.h>

#include "export/pdf/pdf_check_private.h"

static const struct pdf_fact *fact(const struct pdf_check *c, unsigned number)
{
    static const struct pdf_fact none = { .kind = KIND_NONE };
    return number > 0 && number < c->count ? &c->facts[number] : &none;
}

static enum pdf_kind kind_of(const struct pdf_check *c, unsigned number)
{
    return fact(c, number)->kind;
}

/* The only object of its kind; 0 and a fault when there is none, or another. */
static unsigned only_one(struct pdf_check *c, enum pdf_kind kind, const char *clause,
                         const char *what)
{
    unsigned found = 0, n = 0;
    for (size_t i = 1; i < c->count; i++) {
        if (c->facts[i].kind == kind) {
            n++;
            found = (unsigned)i;
        }
    }
    if (n != 1)
        pdf_broken(c, clause, "there are %u of what must be one: %s", n, what);
    return n == 1 ? found : 0;
}

/* References from kind to kind. */
static void check_links(struct pdf_check *c)
{
    static const struct {
        enum pdf_kind from, to;
        unsigned is;
        const char *clause, *what;
    } links[] = {
        { KIND_CATALOG, KIND_PAGES, 0, "6.1.9", "Pages" },
        { KIND_CATALOG, KIND_METADATA, 1, "6.6.2.1", "Metadata" },
        { KIND_CATALOG, KIND_TREE_ROOT, 2, "6.7.3.3", "StructTreeRoot" },
        { KIND_CATALOG, KIND_PROFILE, 3, "6.2.3", "DestOutputProfile" },
        { KIND_FONT, KIND_CID_FONT, 0, "6.2.11.2", "DescendantFonts" },
        { KIND_FONT, KIND_TO_UNICODE, 1, "6.2.11.7", "ToUnicode" },
        { KIND_CID_FONT, KIND_CID_MAP, 0, "6.2.11.3", "CIDToGIDMap" },
        { KIND_CID_FONT, KIND_DESCRIPTOR, 1, "6.2.11.4", "FontDescriptor" },
        { KIND_DESCRIPTOR, KIND_FONT_FILE, 0, "6.2.11.4", "FontFile2" },
        { KIND_TREE_ROOT, KIND_DOCUMENT, 0, "6.7.3.3", "K" },
        { KIND_TREE_ROOT, KIND_PARENT_TREE, 1, "6.7.3.3", "ParentTree" },
        { KIND_DOCUMENT, KIND_TREE_ROOT, 0, "UA 7.1", "P" },
        { KIND_PAGE, KIND_PAGES, 0, "6.1.9", "Parent" },
        { KIND_PAGE, KIND_CONTENT, 1, "6.2.2", "Contents" },
        { KIND_PAGE, KIND_IMAGE, 2, "6.2.2", "Im0" },
        { KIND_PAGE, KIND_FONT, 3, "6.2.2", "F0" },
        { KIND_ELEMENT, KIND_PAGE, 1, "6.7.3.3", "Pg" },
        { KIND_BOOKMARK, KIND_OUTLINES, 0, "UA 7.1", "Parent" },
        { KIND_BOOKMARK, KIND_PAGE, 1, "UA 7.1", "Dest" },
    };
    for (size_t i = 1; i < c->count; i++) {
        for (size_t k = 0; k < sizeof links / sizeof *links; k++) {
            if (c->facts[i].kind == links[k].from &&
                kind_of(c, c->facts[i].is[links[k].is]) != links[k].to)
                pdf_broken(c, links[k].clause, "object %zu: %s leads to an object of another kind",
                           i, links[k].what);
        }
        bool named = c->facts[i].referred || i == 1 || i == c->info; /* by the trailer */
        if (!named && c->facts[i].kind != KIND_NULL)
            pdf_broken(c, "6.1.9", "object %zu belongs to nothing", i);
    }
}

/* The pages of the tree are the pages of the file, each once; no two share what is theirs. */
static void check_pages(struct pdf_check *c, unsigned pages)
{
    bool *seen = calloc(c->count + 1, sizeof *seen);
    if (seen == NULL) {
        pdf_check_no_memory(c);
        return;
    }
    if (fact(c, pages)->is[0] != c->pages.count || c->kids.count != c->pages.count)
        pdf_broken(c, "6.1.9", "the page tree counts %u pages, there are %zu",
                   fact(c, pages)->is[0], c->pages.count);
    for (size_t i = 0; i < c->kids.count; i++) {
        unsigned page = c->kids.at[i];
        const struct pdf_fact *f = fact(c, page);
        unsigned content = f->is[1] < c->count ? f->is[1] : 0;
        unsigned image = f->is[2] < c->count ? f->is[2] : 0;
        if (f->kind != KIND_PAGE || seen[page] || seen[content] || seen[image])
            pdf_broken(c, "6.1.9", "the page tree has object %u, or what it shows, twice", page);
        else
            seen[page] = seen[content] = seen[image] = true;
    }
    free(seen);
}

static int by_page(const void *a, const void *b)
{
    const struct pdf_owner *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    return (x->mark > y->mark) - (x->mark < y->mark);
}

/* The array of parents that a key of the parent tree leads to; its keys rise, or that is said. */
static unsigned row_of(const struct pdf_check *c, unsigned key)
{
    size_t low = 0, high = c->rows.count / 2;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->rows.at[2 * middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->rows.count / 2 && c->rows.at[2 * low] == key ? c->rows.at[2 * low + 1] : 0;
}

/*
 * One page's identifiers: 0 .. n-1, each of one element, tagged as that element is, and the array
 * of parents says the same. own: the first of the page's owners.
 */
static void check_tags(struct pdf_check *c, unsigned page, const struct pdf_owner *own, size_t n,
                       unsigned array)
{
    const struct pdf_fact *f = fact(c, page), *content = fact(c, f->is[1]);
    const struct pdf_fact *parents = fact(c, array);
    size_t in_tree = parents->kind == KIND_PARENTS ? parents->is[1] : 0;
    if (n != content->mark_count || in_tree != n) {
        pdf_broken(c, "6.7.3.3",
                   "page object %u: %zu marked sequences, %zu in elements, %zu in the parent tree",
                   page, content->mark_count, n, in_tree);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (own[i].mark != i || c->parents.at[parents->is[0] + i] != own[i].element)
            pdf_broken(c, "6.7.3.3",
                       "page object %u: sequence %zu is not of the one element that is its parent",
                       page, i);
        else if (content->marks[i] != fact(c, own[i].element)->type)
            pdf_broken(c, "6.7.3.3", "page object %u: sequence %zu is tagged as another element",
                       page, i);
    }
}

static void check_structure(struct pdf_check *c)
{
    size_t at = 0, tagged = 0;
    if (c->owner_count > 0)
        qsort(c->owners, c->owner_count, sizeof *c->owners, by_page);
    for (size_t i = 0; i < c->pages.count; i++) {
        unsigned page = c->pages.at[i], key = fact(c, page)->is[4];
        size_t n = 0;
        while (at < c->owner_count && c->owners[at].page < page)
            at++;
        while (at + n < c->owner_count && c->owners[at + n].page == page)
            n++;
        check_tags(c, page, c->owners == NULL ? NULL : c->owners + at, n,
                   key > 0 ? row_of(c, key - 1) : 0);
        tagged += key > 0;
    }
    if (c->rows.count != 2 * tagged)
        pdf_broken(c, "6.7.3.3", "the parent tree has %zu rows, %zu pages are tagged",
                   c->rows.count / 2, tagged);
    for (size_t i = 2; i < c->rows.count; i += 2)
        if (c->rows.at[i] <= c->rows.at[i - 2])
            pdf_broken(c, "6.7.3.3", "the keys of the parent tree do not rise");
}

/* Every element once: paragraphs under the document, spans under their paragraph. Headings in the
 * order of reading. */
static void check_elements(struct pdf_check *c, unsigned document)
{
    bool *seen = calloc(c->count + 1, sizeof *seen);
    unsigned heading = 0;
    if (seen == NULL) {
        pdf_check_no_memory(c);
        return;
    }
    for (size_t i = 0; i < c->elements.count; i++) {
        unsigned e = c->elements.at[i];
        const struct pdf_fact *f = fact(c, e);
        if (f->kind != KIND_ELEMENT || f->type == 'S' || f->is[0] != document || seen[e]) {
            pdf_broken(c, "UA 7.1", "element %u is not once in the document that is its parent", e);
            continue;
        }
        seen[e] = true;
        if (f->type >= '1' && f->type <= '9') {
            unsigned level = (unsigned)(f->type - '0');
            if (level > heading + 1)
                pdf_broken(c, "UA 7.4.2", "element %u: a heading of level %u after one of level %u",
                           e, level, heading);
            heading = level;
        }
    }
    for (size_t i = 0; i + 1 < c->spans.count; i += 2) {
        unsigned e = c->spans.at[i + 1];
        const struct pdf_fact *f = fact(c, e);
        if (f->kind != KIND_ELEMENT || f->type != 'S' || f->is[0] != c->spans.at[i] || seen[e])
            pdf_broken(c, "UA 7.1", "span %u is not once in the element that is its parent", e);
        else
            seen[e] = true;
    }
    for (size_t i = 1; i < c->count; i++)
        if (c->facts[i].kind == KIND_ELEMENT && !seen[i])
            pdf_broken(c, "UA 7.1", "element %zu is not in the structure", i);
    free(seen);
}

static void check_outline(struct pdf_check *c, unsigned catalog)
{
    unsigned outline = fact(c, catalog)->is[4], before = 0, n = 0;
    const struct pdf_fact *o = fact(c, outline);
    if (outline == 0)
        return;
    if (o->kind != KIND_OUTLINES) {
        pdf_broken(c, "UA 7.1", "Outlines leads to an object of another kind");
        return;
    }
    for (unsigned at = o->is[0]; at != 0 && n <= c->count; n++) {
        const struct pdf_fact *b = fact(c, at);
        if (b->kind != KIND_BOOKMARK || b->is[2] != before) {
            pdf_broken(c, "UA 7.1", "bookmark %u does not follow the one before it", at);
            return;
        }
        before = at;
        at = b->is[3];
    }
    if (o->is[1] != before || o->is[2] != n)
        pdf_broken(c, "UA 7.1", "the outline says %u bookmarks, there are %u", o->is[2], n);
}

/* Info and the metadata tell the same. */
static void check_said(struct pdf_check *c)
{
    static const char *const names[] = { "title", "subject", "date of creation", "date of change",
                                         "producer" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *info = c->said[0][i], *xmp = c->said[1][i];
        /* Dates have a mark before them in Info, the producer its name. */
        if (i == SAID_PRODUCER && xmp != NULL && strncmp(xmp, "bouwarchief ", 12) == 0)
            xmp += 12;
        if (strcmp(info == NULL ? "" : info, xmp == NULL ? "" : xmp) != 0)
            pdf_broken(c, "6.6.3", "the %s is not the same in Info and in the metadata", names[i]);
    }
}

void pdf_check_whole(struct pdf_check *c)
{
    unsigned catalog = only_one(c, KIND_CATALOG, "6.6.2.1", "the catalog");
    unsigned pages = only_one(c, KIND_PAGES, "6.1.9", "the page tree");
    unsigned document = only_one(c, KIND_DOCUMENT, "6.7.3.3", "the document element");
    only_one(c, KIND_METADATA, "6.6.2.1", "the metadata");
    only_one(c, KIND_PROFILE, "6.2.3", "the colour profile");
    if (kind_of(c, c->info) != KIND_INFO)
        pdf_broken(c, "6.6.3", "the trailer's Info is none");
    if (catalog != 1)
        pdf_broken(c, "6.6.2.1", "the trailer's Root is no catalog");
    check_links(c);
    check_pages(c, pages);
    check_elements(c, document);
    check_structure(c);
    check_outline(c, catalog);
    check_said(c);
}
