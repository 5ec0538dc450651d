/* Names in PRONOM: what a format is called, with what its content says of versions. */
#include <stdlib.h>
#include <string.h>

#include "image/image_file_private.h"
#include "image/jpeg_version.h"

enum { PDF_SCAN_BYTES = 1 << 20, MAX_PDF_BYTES = 1 << 30 };

const char *master_jpeg_puid(FILE *f)
{
    char *head = malloc(BA_JPEG_HEAD_BYTES);
    size_t len = head == NULL ? 0 : fread(head, 1, BA_JPEG_HEAD_BYTES, f);
    const char *puid = ba_jpeg_puid(head, len);

    free(head);
    return puid;
}

const char *master_png_puid(FILE *f)
{
    struct png_chunks chunks;

    if (!master_png_chunks(f, &chunks))
        return "fmt/11";
    return chunks.text ? "fmt/13" : chunks.profile ? "fmt/12" : "fmt/11";
}

const char *master_jp2_puid(FILE *f)
{
    static const char *const by_kind[] = { [JP2_PLAIN] = "x-fmt/392",
                                           [JP2_JPX] = "fmt/151",
                                           [JP2_JPM] = "fmt/463",
                                           [JP2_MOTION] = "fmt/337",
                                           [JP2_CODESTREAM] = "fmt/1794" };
    struct jp2_head head;

    master_jp2_head(f, &head);
    return by_kind[head.kind];
}

const char *master_tiff_puid(FILE *f)
{
    unsigned char head[4] = { 0 };

    if (fread(head, 1, sizeof(head), f) == sizeof(head) && (head[2] == 43 || head[3] == 43))
        return "fmt/1917"; /* BigTIFF */
    return "fmt/353";
}

/* Value of pdfaid:part or :conformance, as an element or an attribute (ISO 19005-1, 6.7.11). */
static char pdfa_value(const char *data, size_t len, const char *key)
{
    const char *p = memmem(data, len, key, strlen(key)), *end = data + len;

    if (p == NULL)
        return '\0';
    for (p += strlen(key); p < end && strchr("=>\"' \t\r\n", *p) != NULL && *p != '\0'; p++)
        continue;
    return p < end ? *p : '\0';
}

/* What the XMP says: a scan of the bytes, as PRONOM's signatures are, in overlapping pieces. */
static void find_pdfa(FILE *f, char *part, char *level)
{
    enum { OVERLAP = 64 };
    char *b = malloc(PDF_SCAN_BYTES);
    size_t kept = 0, n, total = 0;

    *part = *level = '\0';
    while (b != NULL && total < MAX_PDF_BYTES && (*part == '\0' || *level == '\0') &&
           (n = fread(b + kept, 1, PDF_SCAN_BYTES - kept, f)) > 0) {
        if (*part == '\0')
            *part = pdfa_value(b, kept + n, "pdfaid:part");
        if (*level == '\0')
            *level = pdfa_value(b, kept + n, "pdfaid:conformance");
        total += n;
        n += kept;
        kept = n < OVERLAP ? n : OVERLAP;
        memmove(b, b + n - kept, kept);
    }
    free(b);
}

const char *master_pdf_puid(FILE *f)
{
    static const char *const by_version[] = { "fmt/14", "fmt/15", "fmt/16", "fmt/17",
                                              "fmt/18", "fmt/19", "fmt/20", "fmt/276" };
    static const struct {
        char part, level;
        const char *puid;
    } by_part[] = {
        { '1', 'A', "fmt/95" },  { '1', 'B', "fmt/354" }, { '2', 'A', "fmt/476" },
        { '2', 'B', "fmt/477" }, { '2', 'U', "fmt/478" }, { '3', 'A', "fmt/479" },
        { '3', 'B', "fmt/480" }, { '3', 'U', "fmt/481" },
    };
    char head[9] = "", part, level;

    if (fread(head, 1, 8, f) != 8)
        return "fmt/276";
    find_pdfa(f, &part, &level);
    for (size_t i = 0; i < sizeof(by_part) / sizeof(by_part[0]); i++)
        if (part == by_part[i].part && (level & ~0x20) == by_part[i].level)
            return by_part[i].puid;
    if (memcmp(head, "%PDF-2.0", 8) == 0)
        return "fmt/1129";
    return memcmp(head, "%PDF-1.", 7) == 0 && head[7] >= '0' && head[7] <= '7'
               ? by_version[head[7] - '0']
               : "fmt/276";
}
