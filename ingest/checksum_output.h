/*
 * checksum_output.h - lines of what Windows' own tools print when they compute checksums. Private
 * to ingest/checksum*.c.
 *
 * certutil -hashfile: "SHA256 hash of C:\x\1.tif:", the digest (older ones with blanks in it), and
 * a last line "CertUtil: ...". PowerShell's Get-FileHash: a table "SHA256  DIGEST  C:\x\1.tif", a
 * list "Algorithm : ", "Hash : ", "Path : ", or lines of CSV.
 */
#ifndef BA_INGEST_CHECKSUM_OUTPUT_H
#define BA_INGEST_CHECKSUM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#define CHECKSUM_NAME_MAX 4096

struct checksum_output {
    char name[CHECKSUM_NAME_MAX];
    char hex[160];
    bool has_name; /* of certutil: the digest follows. Of a list: its path may go on */
    bool has_hex;
};

enum checksum_line {
    CHECKSUM_OTHER, /* no line of these tools */
    CHECKSUM_PART,  /* one, and nothing is complete yet */
    CHECKSUM_WHOLE, /* o->name and o->hex are */
};

/* len bytes of one line, without its end; length 0 ends a list. algorithm: how many bytes at the
 * start of a text are the name of an algorithm. Starts from { 0 }. After CHECKSUM_WHOLE call
 * checksum_output_reset. */
enum checksum_line checksum_output_take(struct checksum_output *o, const char *line, size_t len,
                                        size_t (*algorithm)(const char *s, size_t len));
void checksum_output_reset(struct checksum_output *o);

#endif
