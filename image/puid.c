/*
 * PRONOM's signatures of the formats that we take in and write, as facts of theirs in our own
 * words: which bytes stand where. A format that is more particular goes before a plainer one.
 */
#include "image/puid.h"

#include <string.h>

#define BYTES(s) s, sizeof(s) - 1

struct version {
    const char *text, *puid;
};

static bool starts(const struct puid_window *w, const char *bytes, size_t len)
{
    return w->head_len >= len && memcmp(w->head, bytes, len) == 0;
}

/* Where bytes stand that begin at least `min` and at most `max` bytes from the start; NULL. */
static const char *find(const struct puid_window *w, size_t min, size_t max, const char *bytes,
                        size_t len)
{
    size_t end = w->head_len < max + len ? w->head_len : max + len;

    return min < end ? memmem(w->head + min, end - min, bytes, len) : NULL;
}

static const char *find_anywhere(const struct puid_window *w, const char *bytes, size_t len)
{
    return find(w, 0, w->head_len, bytes, len);
}

/* Do these bytes end at least `min` and at most `max` bytes before the end of the file? */
static bool ends(const struct puid_window *w, size_t min, size_t max, const char *bytes, size_t len)
{
    size_t from = w->tail_len > max + len ? w->tail_len - max - len : 0;

    return w->tail_len >= min + len &&
           memmem(w->tail + from, w->tail_len - min - from, bytes, len) != NULL;
}

/* ---- Exif: tag 0x9000 (ExifVersion), four bytes of text, in the byte order of its TIFF ----------
 */

static const struct exif_order {
    const char *magic, *tag; /* 4 bytes, 8 bytes */
} orders[] = { { "II*\0", "\0\x90\x07\0\x04\0\0\0" }, { "MM\0*", "\x90\0\0\x07\0\0\0\x04" } };

/* The version behind the tag; NULL: none that stands in the table. */
static const char *exif_version(const char *from, size_t len, const char *tag,
                                const struct version *versions, size_t count)
{
    const char *end = from + len, *at = from;

    while ((at = memmem(at, (size_t)(end - at), tag, 8)) != NULL) {
        at += 8;
        for (size_t i = 0; i < count; i++) {
            size_t n = strlen(versions[i].text);

            if ((size_t)(end - at) >= 4 && memcmp(at, versions[i].text, n) == 0 &&
                (n == 4 || (at[3] >= '0' && at[3] <= '9')))
                return versions[i].puid;
        }
    }
    return NULL;
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

static const char *jpeg(const struct puid_window *w)
{
    /* 2.3, 2.31, 2.32 are one to PRONOM */
    static const struct version versions[] = { { "0200", "x-fmt/398" },
                                               { "0210", "x-fmt/390" },
                                               { "0220", "x-fmt/391" },
                                               { "0221", "fmt/645" },
                                               { "023", "fmt/1507" } };
    static const char *const jfif[] = { "fmt/42", "fmt/43", "fmt/44" };
    const char *h = w->head;

    if (w->head_len > 13 && memcmp(h, "\xFF\xD8\xFF\xE0", 4) == 0 &&
        memcmp(h + 6, "JFIF\0\1", 6) == 0 && h[12] >= 0 && h[12] <= 2 && h[13] >= 0 && h[13] <= 2)
        return jfif[(int)h[12]];
    for (size_t i = 0; i < 2 && w->head_len > 16; i++)
        if (memcmp(h, "\xFF\xD8\xFF\xE1", 4) == 0 && memcmp(h + 6, "Exif\0\0", 6) == 0 &&
            memcmp(h + 12, orders[i].magic, 4) == 0) {
            const char *puid = exif_version(h + 16, w->head_len - 16, orders[i].tag, versions, 5);

            return puid != NULL ? puid : "fmt/41";
        }
    return "fmt/41";
}

/* ---- TIFF ------------------------------------------------------------------------------------ */

/* A directory's entry that makes it a format of its own: near the start, or near the end. */
struct entry {
    const char *bytes;
    size_t len, skip, rest; /* between its halves: a byte that may be anything, then zeros */
    size_t min, max;        /* from the start of the file */
    size_t end_min, end_max;
};

static bool holds_entry(const char *from, size_t len, const struct entry *e)
{
    const char *end = from + len, *at = from;
    size_t whole = e->len + e->skip + e->rest;

    while ((at = memmem(at, (size_t)(end - at), e->bytes, e->len)) != NULL) {
        if ((size_t)(end - at) >= whole && memcmp(at + e->len + e->skip, "\0\0\0", e->rest) == 0)
            return true;
        at++;
    }
    return false;
}

static bool has_entry(const struct puid_window *w, const struct entry *e)
{
    size_t whole = e->len + e->skip + e->rest;
    size_t to = w->head_len < e->max + whole ? w->head_len : e->max + whole;
    size_t from = w->tail_len > e->end_max + whole ? w->tail_len - e->end_max - whole : 0;

    return (to > e->min && holds_entry(w->head + e->min, to - e->min, e)) ||
           (w->tail_len > from + e->end_min &&
            holds_entry(w->tail + from, w->tail_len - e->end_min - from, e));
}

static const char *tiff(const struct puid_window *w)
{
    /* GeoTIFF: GeoKeyDirectoryTag, 34735; TIFF/EP: its standard's id, 37398 */
    static const struct entry geo[] = { { BYTES("\xAF\x87\x03\0"), 1, 3, 8, 4084, 4, 5004 },
                                        { BYTES("\x87\xAF\0\x03\0\0\0"), 0, 0, 8, 4084, 5, 5005 } };
    static const struct entry photo[] = {
        { BYTES("\x16\x92\x01\0\x04\0\0\0\0\0\0\x01"), 0, 0, 10, 4084, 4, 4088 },
        { BYTES("\x92\x16\0\x01\0\0\0\x04\x01\0\0\0"), 0, 0, 10, 4084, 4, 4088 }
    };
    static const struct version versions[] = { { "0220", "x-fmt/387" },
                                               { "0210", "x-fmt/388" },
                                               { "0200", "x-fmt/399" } };
    bool big_endian = starts(w, "MM", 2);
    const char *tag = orders[big_endian].tag, *puid = NULL;

    if (has_entry(w, &geo[big_endian]))
        return "fmt/155";
    if (has_entry(w, &photo[big_endian]))
        return "fmt/154";
    if (w->head_len > 14)
        puid = exif_version(w->head + 14, w->head_len - 14, tag, versions, 3);
    if (puid == NULL)
        puid = exif_version(w->tail, w->tail_len, tag, versions, 3);
    return puid != NULL ? puid : "fmt/353";
}

/* ---- PNG and JPEG 2000 ------------------------------------------------------------------------
 */

static const char *png(const struct puid_window *w)
{
    static const struct {
        const char *chunk, *puid;
    } chunks[] = {
        { "iTXt", "fmt/13" }, { "iCCP", "fmt/12" },  { "sPLT", "fmt/12" },
        { "sRGB", "fmt/12" }, { "acTL", "fmt/935" }, /* animated */
    };

    for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++)
        if (find_anywhere(w, chunks[i].chunk, 4) != NULL &&
            ends(w, 0, 0, BYTES("\0\0\0\0IEND\xAE\x42\x60\x82")))
            return chunks[i].puid;
    return "fmt/11";
}

/* The brand in the box "ftyp", which comes second (ISO/IEC 15444-1, I.5.2). */
static const char *jp2(const struct puid_window *w)
{
    static const struct version brands[] = { { "jp2", "x-fmt/392" },
                                             { "jpx", "fmt/151" },
                                             { "jpm", "fmt/463" },
                                             { "jph ", "fmt/1964" },
                                             { "mjp2", "fmt/337" } };

    for (size_t i = 0; w->head_len >= 24 && i < sizeof(brands) / sizeof(brands[0]); i++)
        if (memcmp(w->head + 16, "ftyp", 4) == 0 &&
            memcmp(w->head + 20, brands[i].text, strlen(brands[i].text)) == 0)
            return brands[i].puid;
    return "";
}

/* ---- PDF ------------------------------------------------------------------------------------- */

/* The value behind a name, as an attribute or an element, that is ended as it began. *end is set
 * behind it. */
static char xmp_value(const char *at, const char *stop, const char *element, const char **end)
{
    size_t len = strlen(element);
    char value;

    if (stop - at >= 4 && at[0] == '=' && (at[1] == '"' || at[1] == '\'') &&
        (at[3] == '"' || at[3] == '\'')) {
        *end = at + 4;
        return at[2];
    }
    value = stop - at >= 2 && at[0] == '>' ? at[1] : '\0';
    if (value == '\0' || (size_t)(stop - at) < 2 + len || memcmp(at + 2, element, len) != 0)
        return '\0';
    *end = at + 2 + len;
    return value;
}

/* The part and the conformance that the XMP claims, at most 120 bytes apart, in either order. */
static bool pdfa_claim(const char *at, const char *stop, char *part, char *level)
{
    static const char *const names[] = { "pdfaid:part", "pdfaid:conformance" };
    static const char *const elements[] = { "</pdfaid:part>", "</pdfaid:conformance>" };

    for (int first = 0; first < 2; first++) {
        const char *p = at, *end;
        size_t len = strlen(names[first]), other = strlen(names[!first]);

        while ((p = memmem(p, (size_t)(stop - p), names[first], len)) != NULL) {
            char a, b = '\0';
            const char *next;
            size_t room;

            p += len;
            a = xmp_value(p, stop, elements[first], &end);
            if (a == '\0')
                continue;
            room = (size_t)(stop - end) < 120 + other ? (size_t)(stop - end) : 120 + other;
            next = memmem(end, room, names[!first], other);
            if (next != NULL)
                b = xmp_value(next + other, stop, elements[!first], &end);
            *part = first == 0 ? a : b;
            *level = first == 0 ? b : a;
            if (b != '\0')
                return true;
        }
    }
    return false;
}

static const char *pdfa(const struct puid_window *w)
{
    static const struct {
        char part, level;
        const char *puid;
    } kinds[] = {
        { '1', 'A', "fmt/95" },  { '1', 'B', "fmt/354" }, { '2', 'A', "fmt/476" },
        { '2', 'B', "fmt/477" }, { '2', 'U', "fmt/478" }, { '3', 'A', "fmt/479" },
        { '3', 'B', "fmt/480" }, { '3', 'U', "fmt/481" },
    };
    static const char uri[] = "http://www.aiim.org/pdfa/ns/id", space[] = "xmlns:pdfaid=";
    const char *at = w->head, *end = w->head + w->head_len;
    char part, level;

    while ((at = memmem(at, (size_t)(end - at), uri, sizeof(uri) - 1)) != NULL) {
        const char *before = at - sizeof(space); /* with the quotation mark */

        at += sizeof(uri) - 1;
        if (before < w->head || memcmp(before, space, sizeof(space) - 1) != 0 ||
            !pdfa_claim(at, end, &part, &level))
            continue;
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
            if (part == kinds[i].part && level == kinds[i].level)
                return kinds[i].puid;
        return NULL;
    }
    return NULL;
}

/* Bytes behind a name with at most one between, such as /GTS_PDFXVersion (PDF/X-3:2002). */
static bool says(const struct puid_window *w, const char *name, const char *value)
{
    const char *at = w->head, *end = w->head + w->head_len;
    size_t n = strlen(name), v = strlen(value);

    while ((at = memmem(at, (size_t)(end - at), name, n)) != NULL) {
        at += n;
        for (size_t gap = 0; gap < 2 && (size_t)(end - at) >= gap + v; gap++)
            if (memcmp(at + gap, value, v) == 0)
                return true;
    }
    return false;
}

/* ISO 15930 and 24517: PDF for printing and for engineering. */
static const char *exchange(const struct puid_window *w)
{
    static const struct {
        const char *header, *name, *value, *puid;
    } kinds[] = {
        { "%PDF-1.3", "/GTS_PDFXConformance", "(PDF/X-1a:2001)", "fmt/157" },
        { "%PDF-1.3", "/GTS_PDFXVersion", "(PDF/X-3:2002)", "fmt/158" },
        { "%PDF-1.3", "<pdfx:GTS_PDFXVersion>", "PDF/X-3:2002", "fmt/158" },
        { "%PDF-1.3", "/GTS_PDFXVersion", "(PDF/X-1:2001)", "fmt/145" },
        { "%PDF-1.4", "/GTS_PDFXVersion", "(PDF/X-1a:2003)", "fmt/146" },
        { "%PDF-1.4", "/GTS_PDFXVersion", "(PDF/X-2:2003)", "fmt/147" },
        { "%PDF-1.4", "/GTS_PDFXVersion", "(PDF/X-3:2003)", "fmt/148" },
        { "%PDF-", "/GTS_PDFXVersion", "(CGATS.12/1-1999)", "fmt/144" },
        { "%PDF-1.", "<pdfxid:GTS_PDFXVersion>", "PDF/X-4<", "fmt/488" },
        { "%PDF-1.", "<pdfxid:GTS_PDFXVersion>", "PDF/X-4p<", "fmt/489" },
        { "%PDF-1.", "<pdfxid:GTS_PDFXVersion>", "PDF/X-5g<", "fmt/490" },
        { "%PDF-1.", "<pdfxid:GTS_PDFXVersion>", "PDF/X-5pg<", "fmt/491" },
        { "%PDF-1.", "<pdfxid:GTS_PDFXVersion>", "PDF/X-5n<", "fmt/492" },
        { "%PDF-1.", "<pdfe:ISO_PDFEVersion>", "PDF/E-1<", "fmt/493" },
        { "%PDF-2.", "<pdfaid:part>", "4</pdfaid:part>", "fmt/1910" },
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (starts(w, kinds[i].header, strlen(kinds[i].header)) &&
            says(w, kinds[i].name, kinds[i].value))
            return kinds[i].puid;
    return NULL;
}

static const char *pdf(const struct puid_window *w)
{
    static const char *const by_version[] = { "fmt/14", "fmt/15", "fmt/16", "fmt/17",
                                              "fmt/18", "fmt/19", "fmt/20", "fmt/276" };
    const char *at = find(w, 0, 144, BYTES("%PDF-1.")), *puid;

    if (at != NULL && at + 7 < w->head + w->head_len && at[7] >= '0' && at[7] <= '7') {
        puid = exchange(w);
        if (puid == NULL || strcmp(puid, "fmt/144") == 0)
            puid = pdfa(w) != NULL ? pdfa(w) : puid;
        return puid != NULL ? puid : by_version[at[7] - '0'];
    }
    if (!starts(w, BYTES("%PDF-2.0")))
        return "fmt/276";
    puid = exchange(w);
    if (puid == NULL)
        return "fmt/1129";
    if (find_anywhere(w, BYTES("<pdfaid:conformance>E</pdfaid:conformance>")) != NULL)
        return "fmt/1911";
    return find_anywhere(w, BYTES("<pdfaid:conformance>F</pdfaid:conformance>")) != NULL
               ? "fmt/1912"
               : puid;
}

/* ---- all ------------------------------------------------------------------------------------- */

static const char *xml(const struct puid_window *w)
{
    (void)w;
    return "fmt/101";
}

static const char *big_tiff(const struct puid_window *w)
{
    (void)w;
    return "fmt/1917";
}

static const char *codestream(const struct puid_window *w)
{
    (void)w;
    return "fmt/1794";
}

const char *puid_identify(const struct puid_window *w)
{
    static const struct {
        const char *magic;
        size_t len;
        const char *(*puid)(const struct puid_window *w);
    } formats[] = {
        { BYTES("II*\0"), tiff },
        { BYTES("MM\0*"), tiff },
        { BYTES("II+\0"), big_tiff },
        { BYTES("MM\0+"), big_tiff },
        { BYTES("%PDF-"), pdf },
        { BYTES("\xFF\xD8\xFF"), jpeg },
        { BYTES("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"), png },
        { BYTES("\0\0\0\x0CjP  \r\n\x87\n"), jp2 },
        { BYTES("\xFF\x4F\xFF\x51"), codestream },
        { BYTES("<?xml version="), xml },
    };

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (starts(w, formats[i].magic, formats[i].len))
            return formats[i].puid(w);
    return find(w, 0, 144, BYTES("%PDF-1.")) != NULL ? pdf(w) : "";
}

static bool is_one_of(const char *puid, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(puid, list[i]) == 0)
            return true;
    return false;
}

bool puid_is_tiff(const char *puid)
{
    static const char *const tiffs[] = { "fmt/353",   "fmt/154",   "fmt/155",
                                         "x-fmt/387", "x-fmt/388", "x-fmt/399" };

    return is_one_of(puid, tiffs, sizeof(tiffs) / sizeof(tiffs[0]));
}

bool puid_is_single_image(const char *puid)
{
    static const char *const single[] = { "fmt/11",    "fmt/12",    "fmt/13",    "fmt/41",
                                          "fmt/42",    "fmt/43",    "fmt/44",    "x-fmt/390",
                                          "x-fmt/391", "x-fmt/392", "x-fmt/398", "fmt/645",
                                          "fmt/1507",  "fmt/1794" };

    return is_one_of(puid, single, sizeof(single) / sizeof(single[0]));
}
