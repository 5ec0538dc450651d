/*
 * mutations_fixture.h - one fault at a time in a package that is right: verify must catch each of
 * them. A fault in what a file means is made with its sidecar's size and SHA-256 set right again,
 * so that nothing but the meaning can give it away.
 */
#ifndef BA_TESTS_MUTATIONS_FIXTURE_H
#define BA_TESTS_MUTATIONS_FIXTURE_H

#include <ftw.h>

#include "tests/unit/verify_fixture.h"

#define DOSSIER_XML DOSSIER "/1974-231.mdto.xml"
#define DOCUMENT_XML DOCUMENT "/1974-231_001.mdto.xml"
#define ROOT_XML ROOT "/" ROOT ".mdto.xml"
#define TIFF_XML TIFF_FILE ".bestand.mdto.xml"
#define PDF_XML PDF_FILE ".bestand.mdto.xml"

static unsigned caught;

/* Gives a sidecar the name that the other receiver wants. */
static inline int rename_sidecar(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    static const char file[] = ".bestand.mdto.xml", folder[] = ".mdto.xml";
    size_t n = strlen(path), k = sizeof file - 1;
    const char *with = ".metadata";
    char to[600];
    (void)st;
    (void)ftw;
    if (type == FTW_D || n < k || strcmp(path + n - (sizeof folder - 1), folder) != 0)
        return 0;
    if (strcmp(path + n - k, file) != 0) {
        k = sizeof folder - 1;
        with = ".MDTO.xml";
    }
    snprintf(to, sizeof to, "%.*s%s", (int)(n - k), path, with);
    return rename(path, to);
}

/* Caught by the strict receiver, and as well by one that names sidecars otherwise. */
static inline void catches(const char *what, const char *code)
{
    const struct list_receiver *strict = sample_lists.receiver;
    struct list_receiver other = *strict;
    expect(what, in_dir("m/" ROOT), code);
    other.folder_sidecar = (char[]){ ".MDTO.xml" };
    other.file_sidecar = (char[]){ ".metadata" };
    assert_int_equal(nftw(in_dir("m/" ROOT), rename_sidecar, 16, FTW_PHYS), 0);
    sample_lists.receiver = &other;
    expect(what, in_dir("m/" ROOT), code);
    sample_lists.receiver = strict;
    caught++;
}

/* Cuts from the first `from` to the first `to` behind it, both included; `with` comes there. */
static inline void cut(const char *file, const char *from, const char *to, const char *with)
{
    size_t len;
    char *s = slurp(file, &len), *a = memmem(s, len, from, strlen(from));
    char *behind = a;
    if (a != NULL && strlen(from) > strlen(to)) /* `to` may be the end of `from` */
        behind += strlen(from) - strlen(to);
    char *b = a == NULL ? NULL : memmem(behind, len - (size_t)(behind - s), to, strlen(to));
    if (b == NULL)
        fail_msg("%s does not hold %s ... %s", file, from, to);
    struct ba_buf out = BA_BUF_INIT((size_t)16 << 20);
    ba_buf_add(&out, s, (size_t)(a - s));
    ba_buf_puts(&out, with);
    b += strlen(to);
    ba_buf_add(&out, b, len - (size_t)(b - s));
    spew(file, out.data, out.len);
    ba_buf_free(&out);
    free(s);
}

/* The sidecar of a content file says again how large it is and what its SHA-256 is. */
static inline void settle(const char *file)
{
    char hex[BA_HASH_HEX_MAX + 1], text[200];
    uint64_t size = 0;
    struct ba_err err = BA_ERR_INIT;
    char *sidecar = ba_strf("%s.bestand.mdto.xml", file);
    assert_rc(BA_OK, ba_hash_file(file, BA_SHA256, hex, &size, &err), &err);
    snprintf(text, sizeof text, "<checksumWaarde>%s</checksumWaarde>", hex);
    cut(sidecar, "<checksumWaarde>", "</checksumWaarde>", text);
    snprintf(text, sizeof text, "<omvang>%llu</omvang>", (unsigned long long)size);
    cut(sidecar, "<omvang>", "</omvang>", text);
    free(sidecar);
}

#endif
