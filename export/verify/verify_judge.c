/*
 * verify_judge.c - what concerns more than one entry: names, structure, levels, relations,
 * identity.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "export/sip/package_names.h"
#include "export/sip/sidecar.h"
#include "export/verify/verify_private.h"

/* What is named as a sidecar was read as one. */
static bool is_content(const struct verify_entry *e)
{
    return !e->folder && e->sidecar == NULL;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct verify_entry *)a)->path, ((const struct verify_entry *)b)->path);
}

void verify_package_sort(struct verify_package_read *p)
{
    if (p->count > 1)
        qsort(p->entries, p->count, sizeof *p->entries, by_path);
}

struct verify_entry *verify_find(const struct verify_package_read *p, const char *path)
{
    struct verify_entry key = { .path = (char *)path };
    return p->count == 0 ? NULL : bsearch(&key, p->entries, p->count, sizeof *p->entries, by_path);
}

struct verify_entry *verify_parent_of(const struct verify_package_read *p,
                                      const struct verify_entry *e)
{
    const char *slash = strrchr(e->path, '/');
    if (slash == NULL)
        return NULL;
    char *path = strndup(e->path, (size_t)(slash - e->path));
    struct verify_entry *parent = path == NULL ? NULL : verify_find(p, path);
    free(path);
    return parent;
}

/* The sidecar entry of a folder or file; NULL when it is not there. */
static struct verify_entry *sidecar_entry(const struct verify_package_read *p,
                                          const struct verify_entry *e)
{
    char *path = sidecar_of(p->lists.receiver, e->path, e->folder);
    struct verify_entry *found = path == NULL ? NULL : verify_find(p, path);
    free(path);
    return found;
}

const struct verify_sidecar *verify_sidecar_of(const struct verify_package_read *p,
                                               const struct verify_entry *e)
{
    const struct verify_entry *s = e == NULL ? NULL : sidecar_entry(p, e);
    return s == NULL || s->sidecar == NULL || !s->sidecar->valid ? NULL : s->sidecar;
}

static void judge_name(struct verify_package_read *p, const struct verify_entry *e)
{
    const char *name = ba_basename(e->path), *suffix = strstr(name, ".bestand");
    if (!package_name_is_good(name))
        verify_differs(
            p, "VERIFY_NAME", e->path,
            "the name may hold only letters, digits, '.', '_' and '-', begin with a letter "
            "or digit, "
            "and be no DOS device");
    if (strlen(e->path) > NAME_MAX_PATH)
        verify_differs(p, "VERIFY_NAME", e->path,
                       "the path has %zu characters, at most %d are taken", strlen(e->path),
                       NAME_MAX_PATH);
    if (suffix != NULL && strcmp(suffix, p->lists.receiver->file_sidecar) != 0)
        verify_differs(p, "VERIFY_NAME", e->path,
                       "\".bestand\" may only stand in the name of a sidecar");
}

static int by_name(const void *a, const void *b)
{
    const struct verify_entry *x = *(const struct verify_entry *const *)a;
    const struct verify_entry *y = *(const struct verify_entry *const *)b;
    int order = strcasecmp(ba_basename(x->path), ba_basename(y->path));
    return order != 0 ? order : strcmp(x->path, y->path);
}

/* Folders and content files: each name once in the delivery, whatever the case. */
static BA_RC judge_unique_names(struct verify_package_read *p, struct ba_err *err)
{
    size_t n = 0;
    struct verify_entry **list = calloc(p->count + 1, sizeof(struct verify_entry *));
    if (list == NULL)
        return ba_fail_mem(err, "the list of names");
    for (size_t i = 0; i < p->count; i++) {
        if (p->entries[i].folder || is_content(&p->entries[i]))
            list[n++] = &p->entries[i];
    }
    qsort(list, n, sizeof *list, by_name);
    for (size_t i = 1; i < n; i++) {
        if (strcasecmp(ba_basename(list[i]->path), ba_basename(list[i - 1]->path)) == 0)
            verify_differs(p, "VERIFY_NAME", list[i]->path, "has the same name as %s",
                           list[i - 1]->path);
    }
    free(list);
    return BA_OK;
}

static void mark_content(struct verify_package_read *p, const struct verify_entry *e)
{
    for (struct verify_entry *up = verify_parent_of(p, e); up != NULL && !up->has_content;
         up = verify_parent_of(p, up))
        up->has_content = true;
}

static void judge_structure(struct verify_package_read *p, const struct verify_entry *e)
{
    const struct list_receiver *to = p->lists.receiver;
    struct verify_entry *s = is_content(e) || e->folder ? sidecar_entry(p, e) : NULL;
    if (s != NULL)
        s->describes++;
    if (e->folder) {
        p->counts->folders++;
        if (s == NULL)
            verify_differs(p, "VERIFY_SIDECAR", e->path, "the folder has no %s%s",
                           ba_basename(e->path), to->folder_sidecar);
        if (!e->has_content)
            verify_differs(p, "VERIFY_EMPTY_FOLDER", e->path,
                           "no content file lies in or below this folder");
    } else if (is_content(e)) {
        p->counts->files++;
        p->counts->content_bytes += e->size_bytes;
        if (s == NULL)
            verify_differs(p, "VERIFY_SIDECAR", e->path, "the file has no sidecar %s%s",
                           to->stem ? "(its name without extension) " : "", to->file_sidecar);
        if (e->size_bytes == 0)
            verify_differs(p, "VERIFY_EMPTY_FILE", e->path, "the file has no bytes");
    } else {
        p->counts->sidecars++;
    }
    if (s != NULL && s->sidecar != NULL && s->sidecar->valid && s->sidecar->is_file == e->folder)
        verify_differs(p, "VERIFY_SIDECAR", s->path, "describes a %s, and stands beside a %s",
                       e->folder ? "file" : "folder", e->folder ? "folder" : "file");
}

/* A sidecar describes the file beside it, or the folder it lies in. */
static void judge_sidecar_place(struct verify_package_read *p, const struct verify_entry *e)
{
    if (e->describes == 0)
        verify_differs(
            p, "VERIFY_SIDECAR", e->path,
            "the file that it describes is not there, and it is not named after the folder it "
            "lies in");
    else if (e->describes > 1)
        verify_differs(p, "VERIFY_SIDECAR", e->path, "is the sidecar of more than one thing");
}

/* Does the name end in one of these ("tif tiff")? */
static bool has_extension(const char *path, const char *extensions)
{
    const char *dot = strrchr(ba_basename(path), '.');
    for (const char *s = extensions; dot != NULL && *s != '\0'; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");
        if (strlen(dot + 1) == n && strncasecmp(dot + 1, s, n) == 0)
            return true;
        s += n;
    }
    return false;
}

static void judge_file(struct verify_package_read *p, const struct verify_entry *e)
{
    const struct verify_sidecar *s = verify_sidecar_of(p, e);
    const struct list_format *format = list_find_format(&p->lists, e->puid);
    if (e->encrypted)
        verify_differs(p, "VERIFY_ENCRYPTED", e->path, "the PDF is encrypted");
    if (e->puid[0] == '\0')
        verify_differs(p, "VERIFY_FORMAT", e->path,
                       "its content is of no format that is known here");
    else if (!list_format_taken(&p->lists, format))
        verify_note(p, e->path,
                    "%s is not on the receiver's list of formats; agree on it with them", e->puid);
    p->counts->pdfs += format != NULL && strncmp(format->extension, "pdf", 3) == 0;
    if (s == NULL || !s->is_file)
        return;
    p->counts->checksums++;
    if (strcmp(s->sha256, e->sha256) != 0)
        verify_differs(p, "VERIFY_CHECKSUM", e->path, "SHA-256 is %s, its sidecar says %s",
                       e->sha256, s->sha256);
    if (s->size_bytes != e->size_bytes)
        verify_differs(p, "VERIFY_SIZE", e->path, "has %llu bytes, its sidecar says %llu",
                       (unsigned long long)e->size_bytes, (unsigned long long)s->size_bytes);
    if (strcmp(s->puid, e->puid) != 0 && strcmp(s->puid, e->deep_puid) == 0)
        verify_note(
            p, e->path,
            "is %s to who reads all of it, and %s to tools that look at the first 64 KiB, as "
            "e-depots do; export it anew to have both say the same",
            e->deep_puid, e->puid);
    else if (strcmp(s->puid, e->puid) != 0)
        verify_differs(p, "VERIFY_FORMAT", e->path, "is of format %s, its sidecar says %s", e->puid,
                       s->puid);
    if (format != NULL && !has_extension(e->path, format->extension))
        verify_differs(p, "VERIFY_FORMAT", e->path, "its name does not end as that of a %s does",
                       e->puid);
    if (strcmp(s->title, ba_basename(e->path)) != 0)
        verify_differs(p, "VERIFY_TITLE", e->path, "its sidecar names it \"%.80s\"", s->title);
}

/*
 * Levels from the root down to a file, a letter each (A S D Z K, ? unknown): the patterns of
 * receivers are A S* D Z? K+, A Z K+ and A S* K.
 */
static bool chain_ok(const char *chain)
{
    const char *s = chain;
    if (*s++ != 'A')
        return false;
    bool zaak_first = *s == 'Z';
    while (*s == 'S')
        s++;
    bool dossier = *s == 'D';
    if (dossier)
        s++;
    if (*s == 'Z' && (dossier || zaak_first))
        s++;
    size_t pieces = strspn(s, "K");
    return pieces > 0 && s[pieces] == '\0' && (dossier || zaak_first || pieces == 1);
}

static char level_letter(const struct verify_package_read *p, const struct verify_entry *folder)
{
    static const struct {
        const char *level;
        char letter;
    } letters[] = { { "Archief", 'A' },
                    { "Serie", 'S' },
                    { "Dossier", 'D' },
                    { "Zaak", 'Z' },
                    { "Archiefstuk", 'K' } };
    const struct verify_sidecar *s = verify_sidecar_of(p, folder);
    for (size_t i = 0; s != NULL && i < sizeof letters / sizeof *letters; i++) {
        if (strcmp(s->level, letters[i].level) == 0)
            return letters[i].letter;
    }
    return '?';
}

static void judge_nesting(struct verify_package_read *p, const struct verify_entry *e)
{
    char chain[64];
    size_t n = sizeof chain - 1;
    chain[n] = '\0';
    for (const struct verify_entry *up = verify_parent_of(p, e); up != NULL && n > 0;
         up = verify_parent_of(p, up))
        chain[--n] = level_letter(p, up);
    if (!chain_ok(chain + n))
        verify_differs(
            p, "VERIFY_NESTING", e->path,
            "the levels above it are %s; wanted are Archief, Serie*, Dossier, Zaak?, Archiefstuk+ "
            "(A S D Z K)",
            chain + n);
}

/* Both directions of a pair, and the counts of a folder's references against what lies in it. */
static void judge_relation(struct verify_package_read *p, const struct verify_entry *e)
{
    const struct verify_sidecar *s = verify_sidecar_of(p, e),
                                *up = verify_sidecar_of(p, verify_parent_of(p, e));
    if (s == NULL || up == NULL || s->is_file == e->folder || up->is_file)
        return;
    p->counts->relations += 2;
    if (s->is_file) {
        if (!verify_refs_meet(&up->ids, &s->represents))
            verify_differs(p, "VERIFY_RELATION", e->path,
                           "isRepresentatieVan does not name the folder it lies in");
        if (!verify_refs_meet(&s->ids, &up->represented_by))
            verify_differs(p, "VERIFY_RELATION", e->path,
                           "the folder's heeftRepresentatie does not name this file");
        return;
    }
    size_t above = 0;
    for (size_t i = 0; i < s->part_of.count; i++)
        above += verify_refs_have(&up->ids, &s->part_of.list[i]);
    if (above == 0 || above != s->part_of.count)
        verify_differs(p, "VERIFY_RELATION", e->path,
                       "isOnderdeelVan does not name the folder above%s",
                       above > 0 ? " alone" : "");
    bool named = false;
    for (size_t i = 0; i < s->ids.count; i++)
        named |= verify_refs_have(&up->contains, &s->ids.list[i]);
    if (!named)
        verify_differs(p, "VERIFY_RELATION", e->path,
                       "the bevatOnderdeel above does not name this folder");
}

struct tally {
    size_t folders, files;
};

static void judge_references(struct verify_package_read *p, const struct verify_entry *e,
                             struct tally inside)
{
    const struct verify_sidecar *s = verify_sidecar_of(p, e);
    if (s == NULL || s->is_file)
        return;
    if (s->contains.count != inside.folders)
        verify_differs(p, "VERIFY_RELATION", e->path,
                       "bevatOnderdeel occurs %zu times, and %zu folders are here",
                       s->contains.count, inside.folders);
    if (s->represented_by.count != inside.files)
        verify_differs(p, "VERIFY_RELATION", e->path,
                       "heeftRepresentatie occurs %zu times, and %zu files are here",
                       s->represented_by.count, inside.files);
    if (s->part_of.count == 0 && verify_parent_of(p, e) == NULL)
        verify_note(p, e->path,
                    "isOnderdeelVan is missing: it does not say where in the e-depot it belongs");
    p->counts->archives += strcmp(s->level, "Archief") == 0;
    p->counts->dossiers += strcmp(s->level, "Dossier") == 0;
    p->counts->documents += strcmp(s->level, "Archiefstuk") == 0;
}

static BA_RC judge_all_references(struct verify_package_read *p, struct ba_err *err)
{
    struct tally *inside = calloc(p->count + 1, sizeof *inside);
    if (inside == NULL)
        return ba_fail_mem(err, "the list of folders");
    for (size_t i = 0; i < p->count; i++) {
        const struct verify_entry *up = verify_parent_of(p, &p->entries[i]);
        if (up == NULL)
            continue;
        inside[up - p->entries].folders += p->entries[i].folder;
        inside[up - p->entries].files += is_content(&p->entries[i]);
    }
    for (size_t i = 0; i < p->count; i++) {
        if (p->entries[i].folder)
            judge_references(p, &p->entries[i], inside[i]);
    }
    free(inside);
    return BA_OK;
}

/* Folders that have no entry of their own in a tar; entries that are there twice; more than one
 * root. */
static BA_RC complete(struct verify_package_read *p, struct ba_err *err)
{
    size_t n = p->count;
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; i < n && rc == BA_OK; i++) {
        const char *path = p->entries[i].path;
        size_t root = strcspn(path, "/");
        if (i > 0 && strcmp(path, p->entries[i - 1].path) == 0)
            verify_differs(p, "VERIFY_TAR", path, "is in the package twice");
        else if (i > 0 && (strncmp(path, p->entries[i - 1].path, root) != 0 ||
                           strcspn(p->entries[i - 1].path, "/") != root))
            verify_differs(p, "VERIFY_ROOT", path, "there is more than one top folder");
        if (path[root] == '\0' && !p->entries[i].folder)
            verify_differs(p, "VERIFY_ROOT", path, "a file stands beside the top folder");
    }
    for (size_t i = 0; i < n && rc == BA_OK; i++) {
        char *path = strdup(p->entries[i].path), *slash;
        struct verify_entry key = { .path = path };
        if (path == NULL)
            return ba_fail_mem(err, "a folder");
        while (rc == BA_OK && (slash = strrchr(path, '/')) != NULL) {
            *slash = '\0';
            if (bsearch(&key, p->entries, n, sizeof key, by_path) != NULL)
                break;
            rc = verify_add_folder(p, path, err);
        }
        free(path);
    }
    if (p->count == n)
        return rc;
    verify_package_sort(p);
    for (size_t i = 1, k = 0; i < p->count; i++) { /* a folder that several entries asked for */
        if (p->entries[i].folder && strcmp(p->entries[i].path, p->entries[k].path) == 0)
            free(p->entries[i].path);
        else
            p->entries[++k] = p->entries[i];
        n = k + 1;
    }
    p->count = n;
    return rc;
}

BA_RC verify_judge(struct verify_package_read *p, struct ba_err *err)
{
    enum ba_rc rc = complete(p, err);
    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        judge_name(p, &p->entries[i]);
        if (is_content(&p->entries[i]))
            mark_content(p, &p->entries[i]);
    }
    if (rc == BA_OK)
        rc = judge_unique_names(p, err);
    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        const struct verify_entry *e = &p->entries[i];
        judge_structure(p, e);
        if (!e->folder && !is_content(e))
            continue;
        if (is_content(e)) {
            judge_file(p, e);
            judge_nesting(p, e);
        }
        judge_relation(p, e);
    }
    for (size_t i = 0; rc == BA_OK && i < p->count; i++)
        if (!p->entries[i].folder && !is_content(&p->entries[i]))
            judge_sidecar_place(p, &p->entries[i]);
    if (rc == BA_OK)
        rc = judge_all_references(p, err);
    return rc == BA_OK ? verify_judge_identity(p, err) : rc;
}
