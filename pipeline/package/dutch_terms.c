#include "pipeline/package/dutch_terms.h"

const char *export_compression(uint16_t compression)
{
    static const struct {
        uint16_t tag;
        const char *name;
    } names[] = { { 1, "ongecomprimeerd" },
                  { 2, "CCITT RLE" },
                  { 3, "CCITT G3" },
                  { 4, "CCITT G4" },
                  { 5, "LZW" },
                  { 6, "JPEG" },
                  { 7, "JPEG" },
                  { 8, "Deflate" },
                  { 32773, "PackBits" },
                  { 32946, "Deflate" } };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].tag == compression)
            return names[i].name;
    return "";
}
