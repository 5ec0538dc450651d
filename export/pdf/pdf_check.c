/*
 * pdf_check.c - from the end of the file to the table, from the table to every object.
 */
#include "export/pdf/pdf_check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "export/pdf/pdf_check_private.h"
#include "export/pdf/pdf_template.h"

#define HEAD "%PDF-1.7\n%"
#define TAIL_BYTES 1024
#define ENTRY_BYTES 20
#define MAX_OBJECTS 8388607u
#define MAX_OBJECT_BYTES ((size_t)256 << 20)
/* Of a stream's dictionary as our writer makes them. */
#define DICT_BYTES 2048
#define STREAM_BEGIN "\nstream\n"
#define STREAM_END "\nendstream\nendobj\n"
#define OBJECT_END "\nendobj\n"

void pdf_broken(struct pdf_check *c, const char *clause, const char *fmt, ...)
{
    char text[300];
    va_list args;
    if (c->faults++ > 0)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    /* Bytes of a file that is perhaps no text at all. */
    for (char *s = text; *s; s++)
        if (*s < ' ' || *s > '~')
            *s = '?';
    snprintf(c->first, sizeof c->first, "%s: %s", clause, text);
}

void pdf_check_no_memory(struct pdf_check *c)
{
    c->no_memory = true;
}

void pdf_list_add(struct pdf_check *c, struct pdf_list *l, unsigned v)
{
    if (ba_grow(&l->at, &l->cap, l->count + 1, sizeof *l->at) != 0)
        pdf_check_no_memory(c);
    else
        l->at[l->count++] = v;
}

bool pdf_check_bytes(const struct pdf_check *c, uint64_t at, void *to, size_t len)
{
    size_t done = 0;
    if (at > c->size || len > c->size - at)
        return false;
    while (done < len) {
        ssize_t n = pread(c->fd, (char *)to + done, len - done, (off_t)(c->base + at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool is_identity(const char **at)
{
    for (int i = 0; i < 2; i++) {
        if (!pdf_template_take(at, i == 0 ? "<" : " <") || strspn(*at, "0123456789abcdef") != 32)
            return false;
        *at += 32;
        if (!pdf_template_take(at, ">"))
            return false;
    }
    return true;
}

/* From the trailer to the end of the file; *size_said: one more than the highest object. */
static void check_trailer(struct pdf_check *c, const char *at, unsigned *size_said)
{
    const char *p = at;
    if (strstr(at, "/Encrypt") != NULL)
        pdf_broken(c, "6.1.3", "the file is encrypted");
    if (!pdf_template_take(&p, "trailer\n<< /Size ") || !pdf_template_take_number(&p, size_said) ||
        !pdf_template_take(&p, " /Root 1 0 R /Info ") || !pdf_template_take_ref(&p, &c->info) ||
        !pdf_template_take(&p, " /ID [") || !is_identity(&p) ||
        !pdf_template_take(&p, "] >>\nstartxref\n"))
        pdf_broken(c, "6.1.3", "the trailer lacks ID, Root, Info or Size, or has more");
}

static bool check_frame(struct pdf_check *c, uint64_t *xref, unsigned *size_said)
{
    char head[16] = "", tail[TAIL_BYTES + 1];
    size_t n = c->size < TAIL_BYTES ? (size_t)c->size : TAIL_BYTES;
    unsigned long long at = 0;
    int used = 0;
    if (!pdf_check_bytes(c, 0, head, 15) || memcmp(head, HEAD, sizeof HEAD - 1) != 0 ||
        head[14] != '\n')
        pdf_broken(c, "6.1.2", "the header is not %%PDF-1.7 and a comment");
    for (int i = 10; i < 14; i++) {
        if ((unsigned char)head[i] <= 127)
            pdf_broken(c, "6.1.2", "the comment has no four bytes above 127");
    }
    if (!pdf_check_bytes(c, c->size - n, tail, n))
        return false;
    tail[n] = '\0';
    const char *trailer = memmem(tail, n, "trailer\n", 8),
               *start = memmem(tail, n, "startxref\n", 10);
    if (trailer == NULL || start == NULL || sscanf(start + 10, "%20llu\n%n", &at, &used) != 1 ||
        used == 0) {
        pdf_broken(c, "6.1.3", "the trailer is not there");
        return false;
    }
    if (strcmp(start + 10 + used, "%%EOF\n") != 0 || strlen(tail) != n)
        pdf_broken(c, "6.1.3", "something follows the end-of-file marker");
    check_trailer(c, trailer, size_said);
    c->trailer_at = c->size - n + (uint64_t)(trailer - tail);
    *xref = at;
    return true;
}

/* sscanf takes any white space. */
static bool is_exact(const char *head, unsigned long long count)
{
    char want[48];
    int n = snprintf(want, sizeof want, "xref\n0 %llu\n", count);
    return strncmp(head, want, (size_t)n) == 0;
}

/* The table as our writer makes it: one section, every object in use, and then the trailer. */
static bool read_table(struct pdf_check *c, uint64_t xref, unsigned size_said)
{
    char head[48] = "", entry[ENTRY_BYTES + 1] = "";
    unsigned long long count = 0, offset;
    int used = 0;
    if (xref >= c->size ||
        !pdf_check_bytes(c, xref, head, c->size - xref < 40 ? (size_t)(c->size - xref) : 40) ||
        sscanf(head, "xref\n0 %llu\n%n", &count, &used) != 1 || used == 0 || count < 2 ||
        count > MAX_OBJECTS || !is_exact(head, count)) {
        pdf_broken(c, "6.1.4", "startxref does not lead to a table");
        return false;
    }
    c->count = (size_t)count;
    c->offsets = calloc(c->count + 1, sizeof *c->offsets);
    c->facts = calloc(c->count + 1, sizeof *c->facts);
    if (c->offsets == NULL || c->facts == NULL) {
        c->count = 0;
        pdf_check_no_memory(c);
        return false;
    }
    if (size_said != count || xref + (unsigned)used + ENTRY_BYTES * count != c->trailer_at)
        pdf_broken(c, "6.1.4", "the table has another size than the trailer says");
    for (size_t i = 0; i < c->count; i++) {
        char want[ENTRY_BYTES + 1];
        if (!pdf_check_bytes(c, xref + (unsigned)used + ENTRY_BYTES * (uint64_t)i, entry,
                             ENTRY_BYTES) ||
            sscanf(entry, "%10llu", &offset) != 1 || (i > 0 && (offset == 0 || offset >= xref))) {
            pdf_broken(c, "6.1.4", "entry %zu of the table is no object", i);
            return false;
        }
        snprintf(want, sizeof want, "%010llu %s \n", offset % 10000000000,
                 i == 0 ? "65535 f" : "00000 n");
        if (strcmp(entry, want) != 0 || (i == 0 && offset != 0))
            pdf_broken(c, "6.1.4", "entry %zu of the table is not as it must be", i);
        c->offsets[i] = offset;
    }
    c->offsets[c->count] = xref;
    return true;
}

static int by_offset(const void *a, const void *b)
{
    uint64_t x = **(const uint64_t *const *)a, y = **(const uint64_t *const *)b;
    return (x > y) - (x < y);
}

/* The number after a key; -1 when the key is not there. Dictionaries here have one space after a
 * key. */
static long number_after(const char *dict, const char *key)
{
    const char *at = strstr(dict, key);
    return at == NULL ? -1 : strtol(at + strlen(key), NULL, 10);
}

/* object: its bytes behind "N 0 obj\n", up to and with STREAM_END. */
static void check_stream(struct pdf_check *c, unsigned number, char *object, size_t len,
                         char *stream)
{
    size_t head = (size_t)(stream - object) + sizeof STREAM_BEGIN - 1;
    *stream = '\0';
    pdf_check_object(c, number, object);
    long want = number_after(object, "/Length ");
    if (want < 0 || (size_t)want > len || len != head + (size_t)want + sizeof STREAM_END - 1 ||
        memcmp(object + head + want, STREAM_END, sizeof STREAM_END - 1) != 0)
        pdf_broken(c, "6.1.7.1", "stream %u: Length does not agree with its data", number);
    else
        pdf_check_stream(c, number, object + head, (size_t)want);
}

/* An image: only its dictionary, its header and its end, however long it is. True when the object
 * is one. */
static bool check_image(struct pdf_check *c, unsigned number, uint64_t at, uint64_t len)
{
    char head[DICT_BYTES + 1], tail[sizeof STREAM_END] = "", start[32];
    size_t n = len < DICT_BYTES ? (size_t)len : DICT_BYTES, end = sizeof STREAM_END - 1;
    size_t first = (size_t)snprintf(start, sizeof start, "%u 0 obj\n", number);
    if (n <= first || !pdf_check_bytes(c, at, head, n))
        return false;
    head[n] = '\0';
    char *stream = memmem(head, n, STREAM_BEGIN, sizeof STREAM_BEGIN - 1);
    if (stream == NULL || memmem(head, (size_t)(stream - head), "/Subtype /Image", 15) == NULL)
        return false;
    *stream = '\0';
    if (memcmp(head, start, first) != 0) {
        pdf_broken(c, "6.1.9", "object %u is not where the table says", number);
        return true;
    }
    pdf_check_object(c, number, head + first);
    long want = number_after(head, "/Length ");
    uint64_t data = (uint64_t)(stream - head) + sizeof STREAM_BEGIN - 1;
    if (len < end || !pdf_check_bytes(c, at + len - end, tail, end) ||
        strcmp(tail, STREAM_END) != 0 || want < 1 || data + (uint64_t)want + end != len)
        pdf_broken(c, "6.1.7.1", "image %u: Length does not agree with its data", number);
    else if (c->facts[number].kind == KIND_IMAGE)
        pdf_check_jpeg(c, number, at + data, (uint64_t)want);
    return true;
}

/* One object: from its offset to the next one's. */
static void check_object(struct pdf_check *c, unsigned number, uint64_t at, uint64_t end)
{
    char start[32], *text;
    uint64_t len = end - at;
    if (check_image(c, number, at, len))
        return;
    if (len > MAX_OBJECT_BYTES) {
        pdf_broken(c, "memory", "object %u is too large to be checked", number);
        return;
    }
    text = malloc((size_t)len + 1);
    if (text == NULL) {
        pdf_check_no_memory(c);
        return;
    }
    size_t n = (size_t)snprintf(start, sizeof start, "%u 0 obj\n", number);
    if (!pdf_check_bytes(c, at, text, (size_t)len) || len < n + sizeof OBJECT_END - 1 ||
        memcmp(text, start, n) != 0 ||
        memcmp(text + len - (sizeof OBJECT_END - 1), OBJECT_END, sizeof OBJECT_END - 1) != 0) {
        pdf_broken(c, "6.1.9", "object %u is not where the table says", number);
    } else {
        text[len] = '\0';
        char *stream = strstr(text + n, STREAM_BEGIN);
        if (stream != NULL) {
            check_stream(c, number, text + n, (size_t)len - n, stream);
        } else {
            text[len - (sizeof OBJECT_END - 1)] = '\0';
            if (strlen(text) != len - (sizeof OBJECT_END - 1))
                pdf_broken(c, "6.1.9", "object %u has a zero byte in it", number);
            pdf_check_object(c, number, text + n);
        }
    }
    free(text);
}

static void check_objects(struct pdf_check *c)
{
    uint64_t **order = calloc(c->count + 1, sizeof(uint64_t *));
    if (order == NULL) {
        pdf_check_no_memory(c);
        return;
    }
    for (size_t i = 1; i <= c->count; i++)
        order[i] = &c->offsets[i];
    qsort(order + 1, c->count, sizeof *order, by_offset);
    for (size_t i = 1; i < c->count; i++)
        check_object(c, (unsigned)(order[i] - c->offsets), *order[i], *order[i + 1]);
    free(order);
}

static void check_free(struct pdf_check *c)
{
    struct pdf_list *lists[] = {
        &c->pages, &c->kids, &c->elements, &c->rows, &c->parents, &c->spans
    };
    for (size_t i = 0; c->facts != NULL && i < c->count; i++)
        free(c->facts[i].marks);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->at);
    for (size_t i = 0; i < sizeof c->said / sizeof **c->said; i++)
        free(c->said[i / 5][i % 5]);
    free(c->owners);
    free(c->offsets);
    free(c->facts);
}

BA_RC pdf_check_part(int fd, const char *name, uint64_t at, uint64_t size, size_t *faults,
                     size_t *pages, struct ba_err *err)
{
    struct pdf_check c = { .fd = fd, .base = at, .size = size };
    uint64_t xref = 0;
    unsigned size_said = 0;
    if (check_frame(&c, &xref, &size_said) && read_table(&c, xref, size_said)) {
        check_objects(&c);
        pdf_check_whole(&c);
    }
    check_free(&c);
    *faults = c.faults;
    *pages = c.pages.count;
    if (c.no_memory)
        return ba_fail_mem(err, name);
    if (c.faults == 0)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "PDF_RULES",
                   "%s breaks %zu rule(s) of PDF/A-2a or PDF/UA-1, first: %s; please report this",
                   name, c.faults, c.first);
}

BA_RC pdf_check(const char *path, size_t *faults, struct ba_err *err)
{
    int fd = ba_open_regular(path);
    if (fd < 0)
        return ba_fail(err, BA_ITEM, "FILE_READ", "%s: %s", path, strerror(errno));
    off_t end = lseek(fd, 0, SEEK_END);
    size_t pages = 0;
    enum ba_rc rc = pdf_check_part(fd, path, 0, end < 0 ? 0 : (uint64_t)end, faults, &pages, err);
    close(fd);
    return rc;
}
