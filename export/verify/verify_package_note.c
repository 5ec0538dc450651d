/*
 * verify_note.c - the pakbon and the checksum file that lie beside a tar.
 */
#include <inttypes.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/utf8.h"
#include "core/xml_guard.h"
#include "export/sip/container_folder.h"
#include "export/sip/package.h"
#include "export/sip/package_names.h"
#include "export/sip/pakbon.h"
#include "export/verify/verify_private.h"
#include "export/verify/verify_xml.h"

#define COMPANION_MAX_BYTES ((size_t)1 << 20)
#define LIST_MAX_BYTES ((size_t)1 << 30)

/* Text of the first element of this name below n, cut to the buffer; "" when there is none. */
static void find_text(const xmlNode *n, const char *name, char *out, size_t size)
{
    *out = '\0';
    for (xmlNode *c = n->children; c != NULL && *out == '\0'; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        if (strcmp((const char *)c->name, name) == 0) {
            xmlChar *text = xmlNodeGetContent(c);
            snprintf(out, size, "%s", text == NULL ? "" : (const char *)text);
            xmlFree(text);
        } else {
            find_text(c, name, out, size);
        }
    }
}

/* An element right below n; NULL when there is none. */
static const xmlNode *child(const xmlNode *n, const char *name)
{
    for (const xmlNode *c = n == NULL ? NULL : n->children; c != NULL; c = c->next)
        if (c->type == XML_ELEMENT_NODE && strcmp((const char *)c->name, name) == 0)
            return c;
    return NULL;
}

/* The note and the archive's own sidecar are of the same archive. */
static void compare_archive(struct verify_package_read *p, const char *name, const xmlNode *root)
{
    const struct verify_sidecar *top = p->count == 0 ? NULL : verify_sidecar_of(p, &p->entries[0]);
    const struct {
        const char *what, *want;
        const xmlNode *node;
    } items[] = {
        { "naam", top == NULL ? NULL : top->title, child(root, "naam") },
        { "the naam of the archiefvormer", top == NULL ? NULL : top->creator,
          child(child(root, "archiefvormer"), "naam") },
    };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        xmlChar *text = items[i].node == NULL ? NULL : xmlNodeGetContent(items[i].node);
        char *got = ba_utf8_cut(text == NULL ? "" : (const char *)text, NAME_TITLE_CHARS);
        if (got == NULL || *got == '\0')
            verify_differs(p, "VERIFY_PAKBON", name, "%s is missing", items[i].what);
        else if (items[i].want != NULL && strcmp(items[i].want, got) != 0)
            verify_differs(p, "VERIFY_PAKBON", name,
                           "%s is \"%.100s\", the archive says \"%.100s\"", items[i].what, got,
                           items[i].want);
        free(got);
        xmlFree(text);
    }
}

static void compare_pakbon(struct verify_package_read *p, const char *name, const xmlNode *root,
                           const char *delivery)
{
    char tar[512], bytes[24], objects[24], files[24], content[24], got[512];
    /* Only this package's: counts are summed over all that a folder holds. */
    uint64_t n_objects = 0, n_files = 0, n_bytes = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct verify_entry *e = &p->entries[i];
        n_objects += e->folder;
        if (!e->folder && e->sidecar == NULL) {
            n_files++;
            n_bytes += e->size_bytes;
        }
    }
    snprintf(tar, sizeof tar, "%s%s", delivery, package_ending(p->container));
    snprintf(bytes, sizeof bytes, "%" PRIu64, p->tar_bytes);
    snprintf(objects, sizeof objects, "%" PRIu64, n_objects);
    snprintf(files, sizeof files, "%" PRIu64, n_files);
    snprintf(content, sizeof content, "%" PRIu64, n_bytes);
    const struct {
        const char *element, *want;
    } items[] = { { PAKBON_ID, delivery },        { PAKBON_TAR, tar },
                  { PAKBON_TAR_BYTES, bytes },    { PAKBON_ALGORITHM, "SHA-256" },
                  { PAKBON_HASH, p->tar_sha256 }, { PAKBON_OBJECTS, objects },
                  { PAKBON_FILES, files },        { PAKBON_CONTENT, files },
                  { PAKBON_BYTES, content } };
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        find_text(root, items[i].element, got, sizeof got);
        if (strcmp(got, items[i].want) != 0)
            verify_differs(p, "VERIFY_PAKBON", name, "%s is \"%.100s\", the package says %s",
                           items[i].element, got, items[i].want);
    }
    static const char *const present[] = { "locatieDoelsysteem", "contact", "email",
                                           "bijzondereFormaten" };
    for (size_t i = 0; i < sizeof present / sizeof *present; i++) {
        find_text(root, present[i], got, sizeof got);
        if (*got == '\0')
            verify_differs(p, "VERIFY_PAKBON", name, "%s is missing", present[i]);
    }
    find_text(root, "aanmaakTijd", got, sizeof got);
    if (!verify_is_moment(got))
        verify_differs(p, "VERIFY_PAKBON", name, "aanmaakTijd is \"%.40s\", and no date and time",
                       got);
    compare_archive(p, name, root);
}

static void say_nothing(void *ctx, verify_xml_error *error)
{
    (void)ctx;
    (void)error;
}

/* NULL: no well-formed XML. */
static xmlDoc *read_note(const struct ba_buf *b)
{
    xmlSetStructuredErrorFunc(NULL, say_nothing);
    xmlDoc *doc = xml_guard_ok(b->data, b->len)
                      ? xmlReadMemory(ba_buf_str(b), (int)b->len, "pakbon", NULL, XML_PARSE_NONET)
                      : NULL;
    xmlSetStructuredErrorFunc(NULL, NULL);
    return doc;
}

/* Whose rules the delivery was made for. */
static void take_profile(struct verify_package_read *p, const char *name, const xmlNode *root)
{
    char profile[80];
    find_text(root, PAKBON_PROFILE, profile, sizeof profile);
    if (*profile != '\0' && p->opts->by_pakbon && !export_lists_choose(&p->lists, profile))
        verify_differs(
            p, "VERIFY_PAKBON", name,
            "the receiver \"%s\" is not in ontvangers.csv; name the depot that has it with "
            "-C, or another receiver with --profile",
            profile);
    else if (*profile != '\0' && strcmp(profile, p->lists.receiver->name) != 0)
        verify_note(p, name, "was made for the receiver %s, and is judged by the rules of %s",
                    profile, p->lists.receiver->name);
}

BA_RC verify_take_profile(struct verify_package_read *p, const char *base, struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(COMPANION_MAX_BYTES);
    char *path = ba_strf("%s.pakbon.xml", base);
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "a name") : BA_OK;
    if (rc == BA_OK && access(path, F_OK) == 0)
        rc = ba_file_read(path, &b, err);
    xmlDoc *doc = b.len == 0 ? NULL : read_note(&b);
    const xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
    if (root != NULL)
        take_profile(p, ba_basename(path), root);
    xmlFreeDoc(doc);
    ba_buf_free(&b);
    free(path);
    return rc;
}

static BA_RC judge_pakbon(struct verify_package_read *p, const char *path, const char *delivery,
                          struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(COMPANION_MAX_BYTES);
    enum ba_rc rc = ba_file_read(path, &b, err);
    if (rc == BA_OK) {
        p->counts->companions++;
        xmlDoc *doc = read_note(&b);
        const xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
        if (root == NULL || strcmp((const char *)root->name, PAKBON_ROOT) != 0)
            verify_differs(p, "VERIFY_PAKBON", ba_basename(path),
                           "is no pakbon in well-formed XML");
        else
            compare_pakbon(p, ba_basename(path), root, delivery);
        xmlFreeDoc(doc);
    }
    ba_buf_free(&b);
    return rc;
}

/* A folder has the digest of the list of its files, as they are now. */
static BA_RC sum_folder(struct verify_package_read *p, struct ba_err *err)
{
    struct ba_buf list = BA_BUF_INIT(LIST_MAX_BYTES);
    enum ba_rc rc = container_folder_list(p->delivery, &list, &p->tar_bytes, err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(ba_buf_str(&list), list.len, p->tar_sha256, err);
    ba_buf_free(&list);
    return rc;
}

/* The list beside a folder is what has that digest. */
static BA_RC judge_list(struct verify_package_read *p, const char *path, struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = ba_hash_file(path, BA_SHA256, hex, NULL, err);
    p->counts->companions++;
    if (rc == BA_OK && strcmp(hex, p->tar_sha256) != 0)
        verify_differs(
            p, "VERIFY_CHECKSUM", ba_basename(path),
            "is not the list of the files in the folder; what differs is told by: cd FOLDER && "
            "sha256sum -c ../LIST");
    return rc;
}

static BA_RC judge_sum(struct verify_package_read *p, const char *path, const char *delivery,
                       struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(COMPANION_MAX_BYTES);
    if (p->delivery != NULL)
        return judge_list(p, path, err);
    char *want = ba_strf("%s  %s%s\n", p->tar_sha256, delivery, package_ending(p->container));
    enum ba_rc rc = want == NULL ? ba_fail_mem(err, "a name") : ba_file_read(path, &b, err);
    if (rc == BA_OK) {
        p->counts->companions++;
        if (strcmp(ba_buf_str(&b), want) != 0)
            verify_differs(p, "VERIFY_CHECKSUM", ba_basename(path),
                           "does not name the %s with its SHA-256 %s",
                           p->container == LIST_ZIP ? "zip" : "tar", p->tar_sha256);
    }
    ba_buf_free(&b);
    free(want);
    return rc;
}

/* Digests besides SHA-256, that some receivers ask for: another read of the package. */
static BA_RC judge_more_sums(struct verify_package_read *p, const char *base, struct ba_err *err)
{
    static const struct {
        const char *suffix;
        enum ba_hash_kind kind;
    } sums[] = { { "sha512", BA_SHA512 }, { "md5", BA_MD5 } };
    const char *ending = package_ending(p->container);
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < sizeof sums / sizeof *sums; i++) {
        struct ba_buf b = BA_BUF_INIT(COMPANION_MAX_BYTES);
        char *of = ba_strf("%s%s%s", base, ending, p->delivery != NULL ? ".sha256" : "");
        char *path = ba_strf("%s%s.%s", base, ending, sums[i].suffix), *want = NULL;
        if (of == NULL || path == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (access(path, F_OK) == 0 && access(of, F_OK) == 0) {
            rc = ba_hash_file(of, sums[i].kind, hex, NULL, err);
            if (rc == BA_OK)
                rc = ba_file_read(path, &b, err);
            want = ba_strf("%s  %s\n", hex, ba_basename(of));
            p->counts->companions++;
            if (rc == BA_OK && (want == NULL || strcmp(ba_buf_str(&b), want) != 0))
                verify_differs(p, "VERIFY_CHECKSUM", ba_basename(path),
                               "does not name %s with its digest %s", ba_basename(of), hex);
        }
        ba_buf_free(&b);
        free(want);
        free(path);
        free(of);
    }
    return rc;
}

BA_RC verify_judge_companions(struct verify_package_read *p, const char *base, struct ba_err *err)
{
    const struct {
        const char *ending, *suffix;
        BA_CHECKED enum ba_rc (*judge)(struct verify_package_read *, const char *, const char *,
                                       struct ba_err *);
    } companions[] = { { package_ending(p->container), ".sha256", judge_sum },
                       { "", ".pakbon.xml", judge_pakbon } };
    enum { COUNT = sizeof companions / sizeof *companions };
    size_t there = 0, gone = 0;
    enum ba_rc rc = p->delivery != NULL ? sum_folder(p, err) : BA_OK;
    for (size_t i = 0; rc == BA_OK && i < COUNT; i++) {
        char *path = ba_strf("%s%s%s", base, companions[i].ending, companions[i].suffix);
        if (path == NULL)
            rc = ba_fail_mem(err, "a name");
        else if (access(path, F_OK) != 0)
            gone = i;
        else if (++there > 0)
            rc = companions[i].judge(p, path, ba_basename(base), err);
        free(path);
    }
    if (rc == BA_OK)
        rc = judge_more_sums(p, base, err);
    /* A package may lie alone; where one of the two is, the other was lost. */
    if (rc == BA_OK && there > 0 && there < COUNT) {
        if (p->whole)
            verify_differs(p, "VERIFY_UNLISTED", ba_basename(base),
                           "%s%s%s is not beside the package", ba_basename(base),
                           companions[gone].ending, companions[gone].suffix);
        else
            verify_note(p, ba_basename(base), "%s%s%s is not beside the package", ba_basename(base),
                        companions[gone].ending, companions[gone].suffix);
    }
    return rc;
}
