#include "export/sip/pakbon.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/clock.h"

static void put_number(struct xml *x, const char *name, uint64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, n);
    xml_text(x, name, text, sizeof text);
}

void pakbon_write(struct xml *x, const struct export_archive *a, const struct pakbon *p)
{
    char at[BA_TIME_LEN];
    ba_buf_reset(&x->b);
    x->depth = 0;
    xml_start(x);
    xml_open(x, PAKBON_ROOT, "");
    xml_text(x, PAKBON_ID, p->delivery, XML_TEXT_CHARS);
    xml_text(x, "naam", a->name, XML_TEXT_CHARS);
    xml_text(x, "locatieDoelsysteem", a->location, XML_TEXT_CHARS);
    xml_text(x, PAKBON_PROFILE, p->profile, XML_TEXT_CHARS);
    xml_text(x, PAKBON_TAR, p->tar, XML_TEXT_CHARS);
    put_number(x, PAKBON_TAR_BYTES, p->tar_bytes);
    xml_open(x, "checksum", "");
    xml_text(x, PAKBON_ALGORITHM, "SHA-256", 16);
    xml_text(x, PAKBON_HASH, p->sha256, BA_SHA256_HEX);
    xml_close(x, "checksum");
    ba_time_text(p->time, at);
    xml_text(x, "aanmaakTijd", at, sizeof at);
    xml_open(x, "archiefvormer", "");
    xml_text(x, "naam", a->creator_name, XML_TEXT_CHARS);
    xml_text(x, "kenmerk", a->creator_code, XML_TEXT_CHARS);
    xml_text(x, "bron", a->creator_source, XML_TEXT_CHARS);
    xml_close(x, "archiefvormer");
    xml_open(x, "contact", "");
    xml_text(x, "naam", a->contact, XML_TEXT_CHARS);
    xml_text(x, "email", a->email, XML_TEXT_CHARS);
    xml_close(x, "contact");
    put_number(x, PAKBON_OBJECTS, p->objects);
    put_number(x, PAKBON_FILES, p->files);
    put_number(x, PAKBON_CONTENT, p->content_files);
    put_number(x, PAKBON_BYTES, p->content_bytes);
    xml_text(x, "bijzondereFormaten", p->remarks, XML_TEXT_CHARS);
    xml_close(x, PAKBON_ROOT);
}
