#!/usr/bin/env python3
"""pdf_rules.py [--text] FILE... - a second judge of our PDFs, beside the program's own.

Every rule of PDF/A-2a and PDF/UA-1 that an object of the kinds we write could break, read from the
bytes by code that shares nothing with the program. What it does not know how to judge it refuses.
--text: the elements in reading order, as a screen reader meets them. Exit status: 0 all hold, 1 not.
"""
import re
import sys
import zlib
import xml.etree.ElementTree as ET

from pdf_file import Broken, File, Ref, Stream, as_list, text_of
from pdf_tags import INTENTS, LANGUAGE, Content, Tree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
# The only properties that our metadata have, and how each is written (XMP 2005).
KINDS = {DC + "title": "Alt", DC + "description": "Alt", DC + "language": "Bag", DC + "format": "mime",
         XMP + "CreateDate": "date", XMP + "ModifyDate": "date", XMP + "CreatorTool": "text",
         PDF + "Producer": "text", PDFA + "part": "text", PDFA + "conformance": "text",
         PDFUA + "part": "text", EXTENSION + "schemas": "schemas"}
PREFIXES = {DC: "dc", XMP: "xmp", PDF: "pdf", PDFA: "pdfaid", PDFUA: "pdfuaid", EXTENSION: "pdfaExtension",
            SCHEMA: "pdfaSchema", PROPERTY: "pdfaProperty", RDF: "rdf"}
CATALOG = {"Type", "Pages", "Metadata", "Lang", "MarkInfo", "StructTreeRoot", "ViewerPreferences",
           "OutputIntents", "Outlines", "PageMode"}
PAGE = {"Type", "Parent", "MediaBox", "Contents", "Tabs", "Resources", "StructParents"}
IMAGE = {"Type", "Subtype", "Width", "Height", "ColorSpace", "BitsPerComponent", "Filter", "DecodeParms",
         "Decode", "Length", "Interpolate", "Intent"}
MAX_SIDE_PT, MIN_SIDE_PT = 14400, 3


def check_catalog(pdf):
    catalog = pdf.entry(pdf.trailer, "Root") or {}
    for rule, path, want in (("syntax", ("Type",), "Catalog"), ("6.7.2.2-1", ("MarkInfo", "Marked"), True),
                             ("UA7.1-10", ("ViewerPreferences", "DisplayDocTitle"), True)):
        if pdf.entry(catalog, *path) != want:
            pdf.say(rule, "%s is not %r" % ("/".join(path), want))
    if pdf.entry(catalog, "MarkInfo", "Suspects") is True:
        pdf.say("UA7.1-4", "Suspects is true")
    lang = text_of(pdf.entry(catalog, "Lang"))
    if not lang or not LANGUAGE.fullmatch(lang):
        pdf.say("UA7.2-29", "the language of the document is %r" % lang)
    for key in sorted(set(catalog) - CATALOG):
        pdf.say("6.5.2-1 and others", "the catalog has %s, which is not judged" % key)
    check_intents(pdf, pdf.entry(catalog, "OutputIntents"))
    return catalog, lang


def check_intents(pdf, intents):
    ours = [i for i in as_list(intents) if pdf.entry(i, "S") == "GTS_PDFA1"]
    if len(ours) != 1 or len(as_list(intents)) != 1:
        pdf.say("6.2.4.3-4", "%d output intents for PDF/A" % len(ours))
        return
    if not pdf.entry(ours[0], "OutputConditionIdentifier"):
        pdf.say("6.2.3-1", "the output intent does not say which")
    stream = pdf.entry(ours[0], "DestOutputProfile")
    profile = pdf.content(stream) if isinstance(stream, Stream) else b""
    if profile[12:16] not in (b"mntr", b"prtr") or profile[16:20] != b"RGB " or profile[36:40] != b"acsp" or \
            profile[8] >= 5 or int.from_bytes(profile[:4], "big") != len(profile):
        pdf.say("6.2.3-1", "the profile %r" % profile[:40])
    elif pdf.entry(stream, "N") != 3:
        pdf.say("6.2.3-1", "the profile's N is %r" % pdf.entry(stream, "N"))


def well_formed(pdf, raw):
    """The root element, with its prefixes checked."""
    text = raw.decode("utf-8", "strict")
    head = re.match("\ufeff?<\\?xpacket ([^?]*)\\?>", text)
    if not head or not text.rstrip().endswith("?>"):
        pdf.say("6.6.2.1-4", "the metadata are no XMP packet")
    for n, word in ((2, "bytes="), (3, "encoding=")):
        if head and word in head[1]:
            pdf.say("6.6.2.1-%d" % n, "the packet's header has %s" % word)
    for prefix, uri in re.findall(r'xmlns:(\w+)="([^"]*)"', text):
        want = PREFIXES.get("{%s}" % uri)
        if want and want != prefix:
            pdf.say("6.6.4-4", "%s has the prefix %s" % (uri, prefix))
    # fmt/476 of PRONOM: part, then conformance.
    if not re.search('pdfaid="http://www.aiim.org/pdfa/ns/id/?"[^>]*>\\s*<pdfaid:part>2</pdfaid:part>\\s*'
                     "<pdfaid:conformance>A<", text):
        pdf.say("fmt/476", "part and conformance are not where tools look for them")
    return ET.fromstring(text.encode("utf-8"))


def items(element, container):
    box = element.find(RDF + container)
    return None if box is None or len(element) != 1 else [e for e in box if e.tag == RDF + "li"]


def check_property(pdf, element):
    kind = KINDS.get(element.tag)
    value = element.text or ""
    if kind is None:
        pdf.say("6.6.2.3.1-1", "the property %s" % element.tag)
    elif kind == "Alt":
        found = items(element, "Alt")
        langs = [e.get("{http://www.w3.org/XML/1998/namespace}lang") for e in found or []]
        if not found or langs.count("x-default") != 1 or not (found[0].text or "").strip():
            pdf.say("6.6.2.3.1-2", "%s is no text by language" % element.tag)
        else:
            value = found[0].text
    elif kind == "Bag":
        found = items(element, "Bag")
        if not found or not all(LANGUAGE.fullmatch(e.text or "") for e in found):
            pdf.say("6.6.2.3.1-2", "%s is no bag of languages" % element.tag)
    elif kind == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", value):
        pdf.say("6.6.2.3.1-2", "%s is %r" % (element.tag, value))
    elif kind == "mime" and not re.fullmatch(r"[\w.+-]+/[\w.+-]+", value):
        pdf.say("6.6.2.3.1-2", "%s is %r" % (element.tag, value))
    elif kind in ("text", "date", "mime") and len(element):
        pdf.say("6.6.2.3.1-2", "%s is no simple value" % element.tag)
    return value


def check_extension(pdf, element):
    """The schema of pdfuaid, declared (6.6.2.3.3)."""
    schemas = items(element, "Bag") or []
    names = {}
    for schema in schemas:
        for part in schema:
            if part.tag not in [SCHEMA + n for n in ("schema", "namespaceURI", "prefix", "property", "valueType")]:
                pdf.say("6.6.2.3.2-1", "a schema with %s" % part.tag)
        uri, prefix = schema.findtext(SCHEMA + "namespaceURI"), schema.findtext(SCHEMA + "prefix")
        if not uri or not prefix or not schema.findtext(SCHEMA + "schema"):
            pdf.say("6.6.2.3.3-2", "a schema without a name, place or prefix")
        listed = schema.find(SCHEMA + "property")
        for p in items(listed, "Seq") or [] if listed is not None else []:
            if [p.findtext(PROPERTY + n) for n in ("name", "valueType", "category", "description")].count(None) or \
                    p.findtext(PROPERTY + "category") not in ("internal", "external"):
                pdf.say("6.6.2.3.3-7", "a property without its name, type, category or description")
            names[(uri, p.findtext(PROPERTY + "name"))] = p.findtext(PROPERTY + "valueType")
    if names.get((PDFUA[1:-1], "part")) != "Integer":
        pdf.say("6.6.2.3.1-1", "pdfuaid:part is not declared as an Integer")


def check_metadata(pdf, catalog):
    stream = pdf.entry(catalog, "Metadata")
    if not isinstance(stream, Stream) or pdf.entry(stream, "Type") != "Metadata" or \
            pdf.entry(stream, "Subtype") != "XML" or "Filter" in stream.entries:
        pdf.say("6.6.2.1-1", "no metadata stream, or a filtered one")
        return
    try:
        root = well_formed(pdf, stream.raw)
    except (ET.ParseError, UnicodeDecodeError) as e:
        pdf.say("6.6.2.1-4", "the metadata are not well-formed: %s" % e)
        return
    values = {}
    for description in root.iter(RDF + "Description"):
        if description.get(RDF + "about") is None:
            pdf.say("6.6.2.1-4", "a Description without about")
        for element in description:
            if element.tag in values:
                pdf.say("6.6.2.1-4", "%s twice" % element.tag)
            values[element.tag] = check_property(pdf, element)
            if element.tag == EXTENSION + "schemas":
                check_extension(pdf, element)
    for rule, tag, want in (("6.6.4-2", PDFA + "part", "2"), ("6.6.4-3", PDFA + "conformance", "A"),
                            ("UA5-2", PDFUA + "part", "1")):
        if values.get(tag) != want:
            pdf.say(rule, "%s is %r" % (tag, values.get(tag)))
    if not (values.get(DC + "title") or "").strip():
        pdf.say("UA7.1-9", "there is no dc:title")
    check_info(pdf, values)


def check_info(pdf, values):
    info = pdf.entry(pdf.trailer, "Info") or {}
    pairs = {"Title": DC + "title", "Subject": DC + "description", "Creator": XMP + "CreatorTool",
             "Producer": PDF + "Producer"}
    for key, tag in pairs.items():
        if text_of(pdf.get(info.get(key))) != values.get(tag):
            pdf.say("Info", "%s is %r here and %r in the metadata" % (key, info.get(key), values.get(tag)))
    for key, tag in (("CreationDate", XMP + "CreateDate"), ("ModDate", XMP + "ModifyDate")):
        if re.sub(r"\D", "", text_of(pdf.get(info.get(key))) or "") != re.sub(r"\D", "", values.get(tag) or ""):
            pdf.say("Info", "%s and %s differ" % (key, tag))
    for key in sorted(set(info) - set(pairs) - {"CreationDate", "ModDate"}):
        pdf.say("Info", "it has %s, which is not judged" % key)


def list_pages(pdf, ref, parent, out, depth=0):
    node = pdf.get(ref)
    if depth > 20 or not isinstance(node, dict) or (parent is not None and node.get("Parent") != parent):
        pdf.say("syntax", "the tree of pages is not one")
        return 0
    if pdf.get(node.get("Type")) == "Page":
        out.append(ref)
        return 1
    if {"Resources", "MediaBox", "Rotate", "CropBox"} & set(node):
        pdf.say("6.2.2-2", "pages inherit what should be their own")
    n = sum(list_pages(pdf, kid, ref, out, depth + 1) for kid in pdf.get(node.get("Kids")) or [])
    if node.get("Count") != n:
        pdf.say("syntax", "Count is %r, there are %d pages" % (node.get("Count"), n))
    return n


def check_page(pdf, ref, number):
    page = pdf.get(ref)
    for key in sorted(set(page) - PAGE):
        pdf.say("page", "page %d has %s, which is not judged" % (number, key))
    box = pdf.get(page.get("MediaBox")) or [0, 0, 0, 0]
    sides = [abs(box[2] - box[0]), abs(box[3] - box[1])]
    if min(sides) < MIN_SIDE_PT or max(sides) > MAX_SIDE_PT:
        pdf.say("6.1.13-11", "page %d is %r points" % (number, sides))
    if page.get("Tabs") != "S":
        pdf.say("UA7.18.3-1", "page %d: Tabs is %r" % (number, page.get("Tabs")))
    for key in sorted(set(pdf.entry(page, "Resources") or {}) - {"XObject", "Font", "ProcSet", "Properties"}):
        pdf.say("page", "page %d has the resource %s, which is not judged" % (number, key))


def jpeg_frame(raw):
    """Marker, precision, height, width, components, Adobe transform, of a JPEG."""
    at, adobe = 2, None
    while raw[:2] == b"\xFF\xD8" and at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2:at + 4], "big")
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xEE and raw[at + 4:at + 9] == b"Adobe":
            adobe = raw[at + 15]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return marker, raw[at + 4], int.from_bytes(raw[at + 5:at + 7], "big"), \
                int.from_bytes(raw[at + 7:at + 9], "big"), raw[at + 9], adobe
        at += 2 + length
    return None


def check_image(pdf, image, number):
    e = {k: pdf.get(v) for k, v in image.entries.items()}
    def say(rule, text):
        pdf.say(rule, "page %d: %s" % (number, text))
    for key in sorted(set(e) - IMAGE):
        say("6.2.8", "the image has %s, which is not judged" % key)
    if e.get("Interpolate", False) is not False:
        say("6.2.8-3", "Interpolate is true")
    if "Intent" in e and e["Intent"] not in INTENTS:
        say("6.2.6-1", "the rendering intent %s" % e["Intent"])
    if e.get("BitsPerComponent") not in (1, 2, 4, 8, 16):
        say("6.2.8-4", "BitsPerComponent is %r" % e.get("BitsPerComponent"))
    samples = {"DeviceGray": 1, "DeviceRGB": 3}.get(e.get("ColorSpace"))
    if samples is None:
        say("6.2.4.3", "the colour space %r" % e.get("ColorSpace"))
    parms = e.get("DecodeParms") or {}
    if e.get("Filter") == "CCITTFaxDecode":
        if parms.get("Columns") != e.get("Width") or parms.get("Rows") != e.get("Height") or \
                parms.get("K") != -1 or e.get("BitsPerComponent") != 1 or samples != 1:
            say("own", "a Group 4 image that is not what it says")
    elif e.get("Filter") == "DCTDecode":
        frame = jpeg_frame(image.raw)
        if frame is None or frame[0] not in (0xC0, 0xC1, 0xC2) or frame[1] != 8:
            say("own", "a JPEG of a kind that readers do not take: %r" % (frame,))
        elif frame[2:5] != (e.get("Height"), e.get("Width"), samples) or e.get("BitsPerComponent") != 8:
            say("own", "a JPEG that is %r and not what it says" % (frame,))
        elif frame[5] is not None and "ColorTransform" in parms and frame[5] != parms["ColorTransform"]:
            say("own", "a JPEG whose two marks of its colours differ")
    elif e.get("Filter") == "FlateDecode":
        check_rows(e, parms, samples, image.raw, say)
    else:
        say("own", "an image with the filter %r, which is not judged" % e.get("Filter"))


def check_rows(e, parms, samples, raw, say):
    """Deflated rows of eight bits, each with its PNG filter before it."""
    engine, n = zlib.decompressobj(), 0
    for i in range(0, len(raw), 65536):
        n += len(engine.decompress(raw[i:i + 65536]))
    if not engine.eof or engine.unused_data or parms.get("Predictor") != 15 or parms.get("Colors") != samples or \
            parms.get("Columns") != e.get("Width") or n != e["Height"] * (1 + samples * e["Width"]):
        say("own", "deflated rows that are not what they say")


def check_outline(pdf, catalog, pages):
    if "Outlines" not in catalog:
        return []
    outline, titles = catalog["Outlines"], []
    ref, before = pdf.entry(outline) and pdf.get(outline).get("First"), None
    while ref is not None and len(titles) <= 100000:
        item = pdf.get(ref) or {}
        title = text_of(pdf.get(item.get("Title")))
        dest = pdf.get(item.get("Dest"))
        if not title or not title.strip():
            pdf.say("outline", "a bookmark without a title")
        if not isinstance(dest, list) or not dest or dest[0] not in pages:
            pdf.say("outline", "the bookmark %r leads nowhere" % title)
        if item.get("Parent") != outline or item.get("Prev") != before or "A" in item or "AA" in item:
            pdf.say("outline", "the bookmark %r is not chained" % title)
        titles.append(title)
        before, ref = ref, item.get("Next")
    if pdf.get(outline).get("Last") != before or pdf.get(outline).get("Count") != len(titles):
        pdf.say("outline", "%d bookmarks, and not what the outline says" % len(titles))
    return titles


def judge(data):
    """(faults, elements in reading order, titles of bookmarks)"""
    pdf = File(data)
    catalog, lang = check_catalog(pdf)
    check_metadata(pdf, catalog)
    pages, contents, fonts = [], [], {}
    list_pages(pdf, catalog.get("Pages"), None, pages)
    for number, ref in enumerate(pages, 1):
        check_page(pdf, ref, number)
        content = Content(pdf, pdf.get(ref), number, lang, fonts)
        contents.append(content)
        for image in content.images:
            check_image(pdf, image, number)
        if len(content.images) != 1:
            pdf.say("own", "page %d shows %d images" % (number, len(content.images)))
    tree = Tree(pdf, pages, contents, lang)
    titles = check_outline(pdf, catalog, pages)
    return pdf.faults, tree.order, titles


def main(paths, show):
    status = 0
    for path in paths:
        with open(path, "rb") as f:
            data = f.read()
        try:
            faults, order, titles = judge(data)
        except (Broken, zlib.error, TypeError, KeyError, ValueError, AttributeError, IndexError) as e:
            faults, order, titles = [("broken", "%s: %s" % (type(e).__name__, e))], [], []
        for rule, text in faults:
            print("%s: %s: %s" % (path, rule, text))
            status = 1
        if show:
            for title in titles:
                print("[bookmark] %s" % title)
            for kind, text, alt, lang in order:
                print("%s (%s)%s %s" % (kind, lang, "" if alt is None else " {%s}" % alt, text))
    return status


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main([a for a in arguments if a != "--text"], "--text" in arguments))
