"""pdf_tags.py - what a page draws and how it is tagged: content streams, glyphs, the structure tree.

Part of pdf_rules.py. Rules by their clause in ISO 19005-2 and, with UA before it, ISO 14289-1.
"""
import re

from pdf_file import Broken, Lexer, Name, Operator, Ref, Stream, as_list, text_of

OPERATORS = set("""b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID
j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y
' \"""".split())
INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}
STANDARD_TYPES = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H
H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code
Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form""".split())
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
# Which types may stand where (ISO 14289-1, 7.2).
PARENTS = {"TR": {"Table", "THead", "TBody", "TFoot"}, "THead": {"Table"}, "TBody": {"Table"},
           "TFoot": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"}}
CHILDREN = {"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"}, "THead": {"TR"},
            "TBody": {"TR"}, "TFoot": {"TR"}, "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"},
            "TOC": {"TOC", "TOCI", "Caption"}}


class Font:
    """A Type 0 font with Identity-H, the only kind that we write: codes of two bytes."""

    def __init__(self, pdf, font):
        say, self.to_unicode, self.gids, self.glyphs = pdf.say, None, None, 0
        if pdf.entry(font, "Type") != "Font":
            say("6.2.11.2-1", "a font without Type")
        if pdf.entry(font, "Subtype") != "Type0" or pdf.entry(font, "Encoding") != "Identity-H":
            raise Broken("a font of a kind that is not judged: %s" % pdf.entry(font, "Subtype"))
        kids = pdf.entry(font, "DescendantFonts") or []
        cid = kids[0] if len(kids) == 1 else None
        for f in (font, cid):
            if not isinstance(pdf.entry(f, "BaseFont"), Name):
                say("6.2.11.2-3", "a font without BaseFont")
        if pdf.entry(cid, "Type") != "Font" or pdf.entry(cid, "Subtype") not in ("CIDFontType0", "CIDFontType2"):
            say("6.2.11.2-2", "a descendant font that is none")
        system = pdf.entry(cid, "CIDSystemInfo") or {}
        if not all(isinstance(pdf.get(system.get(k)), t) for k, t in
                   (("Registry", bytes), ("Ordering", bytes), ("Supplement", int))):
            say("6.2.11.3.1-1", "a CIDFont without CIDSystemInfo")
        program = pdf.entry(cid, "FontDescriptor", "FontFile2")
        if not isinstance(program, Stream):
            say("6.2.11.4.1-1", "a font that is not embedded")
        else:
            self.read_program(pdf, pdf.content(program), program)
        if pdf.entry(cid, "FontDescriptor", "Type") != "FontDescriptor":
            say("6.2.11.2-1", "a font descriptor without Type")
        if pdf.entry(cid, "FontDescriptor", "FontName") != pdf.entry(cid, "BaseFont"):
            say("6.2.11.2-3", "the descriptor names another font")
        mapping = pdf.entry(cid, "CIDToGIDMap")
        if isinstance(mapping, Stream):
            self.gids = pdf.content(mapping)
            if len(self.gids) % 2:
                say("6.2.11.3.2-1", "a CIDToGIDMap of an odd length")
        elif mapping != "Identity":
            say("6.2.11.3.2-1", "a CIDFontType2 without CIDToGIDMap")
        if isinstance(pdf.entry(font, "ToUnicode"), Stream):
            self.read_cmap(pdf, pdf.content(pdf.entry(font, "ToUnicode")))
        if pdf.entry(cid, "FontDescriptor", "CIDSet") is not None:
            raise Broken("a CIDSet, which is not judged")

    def read_program(self, pdf, data, stream):
        if pdf.entry(stream, "Length1") != len(data):
            pdf.say("6.2.11.2-1", "the font's Length1 is not its length")
        if data[:4] not in (b"\0\1\0\0", b"true"):
            raise Broken("no TrueType font")
        tables = {}
        for i in range(int.from_bytes(data[4:6], "big")):
            row = data[12 + 16 * i:28 + 16 * i]
            at, length = int.from_bytes(row[8:12], "big"), int.from_bytes(row[12:16], "big")
            tables[row[:4]] = data[at:at + length]
            if at + length > len(data):
                pdf.say("6.2.11.2-1", "a table of the font lies beyond its end")
        for needed in (b"head", b"hhea", b"hmtx", b"maxp", b"loca", b"glyf"):
            if needed not in tables:
                pdf.say("6.2.11.2-1", "the font has no table %s" % needed.decode())
        self.glyphs = int.from_bytes(tables.get(b"maxp", bytes(6))[4:6], "big")

    def read_cmap(self, pdf, data):
        self.to_unicode = {}
        hexes = r"<([0-9A-Fa-f]+)>\s*"
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
            rows = re.findall(hexes * 2 + r"<([0-9A-Fa-f]+)>", block.decode("latin-1"))
            if len(rows) > 100:
                pdf.say("6.2.11.7.2-1", "more than 100 ranges in a block of ToUnicode")
            for low, high, to in rows:
                a, b = int(low, 16), int(high, 16)
                if a >> 8 != b >> 8:
                    pdf.say("6.2.11.7.2-1", "a range of ToUnicode runs over its last byte")
                    b = a | 255
                start = bytes.fromhex(to)
                for code in range(a, b + 1):
                    last = start[-1] + code - a
                    if last <= 255:
                        self.to_unicode[code] = start[:-1] + bytes([last])
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
            for code, to in re.findall(hexes + r"<([0-9A-Fa-f]+)>", block.decode("latin-1")):
                self.to_unicode[int(code, 16)] = bytes.fromhex(to)

    def show(self, say, raw, actual_text):
        """Judges the glyphs of a string and returns its text."""
        out = []
        if len(raw) % 2:
            say("syntax", "a string with half a code")
        for i in range(0, len(raw) - 1, 2):
            code = raw[i] << 8 | raw[i + 1]
            gid = int.from_bytes(self.gids[2 * code:2 * code + 2], "big") if self.gids is not None else code
            if gid == 0:
                say("6.2.11.8-1", "code %04X shows .notdef" % code)
            elif gid >= self.glyphs:
                say("6.2.11.4.1-2", "code %04X has no glyph in the font" % code)
            raw_text = (self.to_unicode or {}).get(code)
            if not raw_text:
                say("6.2.11.7.2-1", "code %04X has no Unicode" % code)
                continue
            text = raw_text.decode("utf-16-be", "replace")
            if any(c in "\0\uFEFF\uFFFE" for c in text):
                say("6.2.11.7.2-2", "code %04X is U+%04X" % (code, ord(text[0])))
            if any(0xE000 <= ord(c) <= 0xF8FF or ord(c) >= 0xF0000 for c in text) and not actual_text:
                say("6.2.11.7.3-1", "code %04X is private and without ActualText" % code)
            if "\uFFFD" in text:
                say("own", "code %04X is half of a pair" % code)
            out.append(text)
        return "".join(out)


class Content:
    """One page's content stream, run through; mcids: number -> [tag, text]."""

    def __init__(self, pdf, page, number, lang, fonts):
        self.pdf, self.number, self.fonts = pdf, number, fonts
        self.say = lambda rule, text: pdf.say(rule, "page %d: %s" % (number, text))
        self.mcids, self.stack, self.saved, self.text_open = {}, [], [], False
        self.font, self.mode, self.lang = None, 0, lang
        self.resources = pdf.entry(page, "Resources") or {}
        self.images = []
        data = b"\n".join(pdf.content(pdf.get(s)) for s in as_list(pdf.entry(page, "Contents")))
        self.run(Lexer(data, 0, self.say))

    def run(self, lexer):
        operands = []
        while not lexer.at_end():
            value = lexer.value()
            if not isinstance(value, Operator):
                operands.append(value)
                continue
            if value not in OPERATORS:
                self.say("6.2.2-1", "the operator %s" % value)
            elif value in ("BI", "sh", "scn", "SCN", "K", "k", "'", '"'):
                raise Broken("page %d: the operator %s, which is not judged" % (self.number, value))
            else:
                handler = getattr(self, "op_" + value.replace("*", "_star"), None)
                if handler:
                    handler(*operands)
            operands = []
        if self.stack or self.saved or self.text_open:
            self.say("syntax", "the content ends inside something")

    def tagged(self):
        return any(mcid is not None for _, mcid, _ in self.stack)

    def check_marked(self, what):
        artifact = any(tag == "Artifact" for tag, _, _ in self.stack)
        if not self.tagged() and not artifact:
            self.say("UA7.1-3", "%s is neither tagged nor an artifact" % what)

    def begin(self, tag, properties):
        if isinstance(properties, Name):
            properties = self.pdf.entry(self.resources, "Properties", properties) or {}
        mcid = properties.get("MCID")
        artifact = any(t == "Artifact" for t, _, _ in self.stack)
        if tag == "Artifact" and self.tagged():
            self.say("UA7.1-1", "an artifact inside tagged content")
        if mcid is not None:
            if artifact:
                self.say("UA7.1-2", "tagged content inside an artifact")
            if mcid in self.mcids:
                self.say("MCID", "the number %r twice" % mcid)
            self.mcids[mcid] = [str(tag), ""]
        if "Lang" in properties and not LANGUAGE.fullmatch(text_of(properties["Lang"]) or ""):
            self.say("6.7.4-1", "marked content in the language %r" % properties["Lang"])
        self.stack.append((tag, mcid, "ActualText" in properties))

    def op_BMC(self, tag):
        self.begin(tag, {})

    def op_BDC(self, tag, properties):
        self.begin(tag, properties)

    def op_EMC(self):
        if not self.stack:
            self.say("syntax", "EMC without a beginning")
        else:
            self.stack.pop()

    def op_q(self):
        self.saved.append((self.font, self.mode))
        if len(self.saved) > 28:
            self.say("6.1.13-8", "q nested %d deep" % len(self.saved))

    def op_Q(self):
        if not self.saved:
            self.say("syntax", "Q without q")
        else:
            self.font, self.mode = self.saved.pop()

    def op_BT(self):
        if self.text_open:
            self.say("syntax", "BT inside BT")
        self.text_open = True

    def op_ET(self):
        if not self.text_open:
            self.say("syntax", "ET without BT")
        self.text_open = False

    def op_Tr(self, mode):
        self.mode = mode

    def op_ri(self, intent):
        if intent not in INTENTS:
            self.say("6.2.6-1", "the rendering intent %s" % intent)

    def op_gs(self, _name):
        raise Broken("page %d: a graphics state, which is not judged" % self.number)

    def op_Tf(self, name, size):
        font = (self.pdf.entry(self.resources, "Font") or {}).get(name)
        if font is None:
            self.say("6.2.2-2", "the font %s is not in the page's own resources" % name)
            return
        key = font if isinstance(font, Ref) else id(font)
        if key not in self.fonts:
            self.fonts[key] = Font(self.pdf, font)
        self.font = self.fonts[key]

    def op_Tj(self, raw):
        self.check_marked("text")
        if not self.text_open or self.font is None:
            self.say("syntax", "text without BT or a font")
            return
        if self.mode != 3:
            self.say("own", "text that is visible")
        if not self.lang:
            self.say("UA7.2-34", "text of which the language is not known")
        text = self.font.show(self.say, raw, any(a for _, _, a in self.stack))
        for _, mcid, _ in reversed(self.stack):
            if mcid is not None:
                self.mcids[mcid][1] += text
                break

    def op_TJ(self, parts):
        for part in parts:
            if isinstance(part, bytes):
                self.op_Tj(part)

    def op_Do(self, name):
        self.check_marked("an image")
        x = (self.pdf.entry(self.resources, "XObject") or {}).get(name)
        if x is None:
            self.say("6.2.2-2", "the XObject %s is not in the page's own resources" % name)
        elif self.pdf.entry(x, "Subtype") != "Image":
            raise Broken("page %d: a form, which is not judged" % self.number)
        else:
            self.images.append(self.pdf.get(x))

    def paints(self, *_operands):
        self.check_marked("a line or surface")

    op_f = op_F = op_f_star = op_B = op_B_star = op_b = op_b_star = op_S = op_s = paints


class Tree:
    """The structure tree against the pages; `headings` and `order` as a reader meets them."""

    def __init__(self, pdf, pages, contents, lang):
        self.pdf, self.pages, self.contents, self.lang = pdf, pages, contents, lang
        self.seen, self.used, self.order, self.level = set(), set(), [], 0
        root = pdf.entry(pdf.trailer, "Root", "StructTreeRoot")
        if pdf.entry(root, "Type") != "StructTreeRoot":
            pdf.say("6.7.3.3-1", "there is no structure tree")
            return
        if pdf.entry(root, "RoleMap") or pdf.entry(root, "ClassMap"):
            raise Broken("a role or class map, which is not judged")
        self.root = pdf.entry(pdf.trailer, "Root")["StructTreeRoot"]
        for kid in self.kids(root):
            self.walk(kid, self.root, "StructTreeRoot", lang, 0)
        self.check_parents(pdf.entry(root, "ParentTree"), pdf.entry(root, "ParentTreeNextKey"))
        for number, content in enumerate(contents):
            for mcid in content.mcids:
                if (number, mcid) not in self.used:
                    pdf.say("MCID", "page %d: marked content %r is in no element" % (number + 1, mcid))

    def kids(self, element):
        """References where they are references: an element is known by its number."""
        kids = element.get("K")
        return self.pdf.get(kids) if isinstance(self.pdf.get(kids), list) else as_list(kids)

    def walk(self, ref, parent, parent_type, lang, depth):
        pdf, element = self.pdf, self.pdf.get(ref)
        if ref in self.seen or depth > 50 or not isinstance(element, dict):
            pdf.say("tree", "the element %r is in the tree twice, or is none" % (ref,))
            return
        self.seen.add(ref)
        kind = pdf.get(element.get("S"))
        if kind not in STANDARD_TYPES:
            pdf.say("6.7.3.4-1", "the structure type %s" % kind)
        if element.get("P") is None:
            pdf.say("UA7.1-12", "an element %s without P" % kind)
        elif element["P"] != parent:
            pdf.say("tree", "an element %s whose P is not its parent" % kind)
        if kind in PARENTS and parent_type not in PARENTS[kind]:
            pdf.say("UA7.2", "%s inside %s" % (kind, parent_type))
        if parent_type in CHILDREN and kind not in CHILDREN[parent_type]:
            pdf.say("UA7.2", "%s holds %s" % (parent_type, kind))
        if "Lang" in element:
            lang = text_of(pdf.get(element["Lang"]))
            if not lang or not LANGUAGE.fullmatch(lang):
                pdf.say("6.7.4-1", "an element in the language %r" % element["Lang"])
        alt, actual = text_of(pdf.get(element.get("Alt"))), text_of(pdf.get(element.get("ActualText")))
        if kind in ("Figure", "Formula") and not alt and actual is None:
            pdf.say("UA7.3-1", "a %s without an alternative text" % kind)
        if (alt or actual) and not lang:
            pdf.say("UA7.2-22", "an alternative text of which the language is not known")
        if kind == "H" or kind == "Note":
            raise Broken("an element %s, which is not judged" % kind)
        if re.fullmatch("H[1-6]", kind or ""):
            if int(kind[1]) > self.level + 1:
                pdf.say("UA7.4.2-1", "H%d follows H%d" % (int(kind[1]), self.level))
            self.level = int(kind[1])
        item = [kind, "", alt, lang]
        self.order.append(item)
        for kid in self.kids(element):
            if isinstance(kid, int):
                self.take_content(kid, element.get("Pg"), kind, item, ref)
            elif pdf.entry(kid, "Type") in ("MCR", "OBJR"):
                self.take_content(pdf.entry(kid, "MCID"), pdf.get(kid).get("Pg", element.get("Pg")), kind, item, ref)
            else:
                self.walk(kid, ref, kind, lang, depth + 1)

    def take_content(self, mcid, page, kind, item, ref):
        if page not in self.pages:
            self.pdf.say("tree", "an element %s on a page that is not there" % kind)
            return
        number = self.pages.index(page)
        if (number, mcid) in self.used:
            self.pdf.say("MCID", "page %d: %r is in two elements" % (number + 1, mcid))
        self.used.add((number, mcid))
        marked = self.contents[number].mcids.get(mcid)
        if marked is None:
            self.pdf.say("MCID", "page %d: no marked content %r" % (number + 1, mcid))
        else:
            item[1] += marked[1]
            if marked[0] != kind:
                self.pdf.say("own", "page %d: content tagged %s in an element %s" % (number + 1, marked[0], kind))
        parents = self.pdf.get(self.parent_row(number))
        if not isinstance(parents, list) or not isinstance(mcid, int) or mcid >= len(parents) or parents[mcid] != ref:
            self.pdf.say("ParentTree", "page %d: %r leads to another element" % (number + 1, mcid))

    def parent_row(self, number):
        if not hasattr(self, "rows"):
            root = self.pdf.entry(self.pdf.trailer, "Root", "StructTreeRoot")
            self.rows = self.number_tree(self.pdf.entry(root, "ParentTree"), 0)
        return self.rows.get(self.pdf.entry(self.pages[number], "StructParents"))

    def number_tree(self, node, depth):
        nums = self.pdf.entry(node, "Nums") or []
        keys = nums[::2]
        if keys != sorted(set(keys)):
            self.pdf.say("ParentTree", "its keys do not rise")
        rows = dict(zip(keys, nums[1::2]))
        for kid in self.pdf.entry(node, "Kids") or []:
            if depth < 10:
                rows.update(self.number_tree(kid, depth + 1))
        return rows

    def check_parents(self, tree, next_key):
        if not isinstance(tree, dict):
            self.pdf.say("ParentTree", "there is none")
            return
        rows = self.number_tree(tree, 0)
        keys = [self.pdf.entry(p, "StructParents") for p in self.pages]
        named = [k for k in keys if k is not None]
        if len(set(named)) != len(named):
            self.pdf.say("ParentTree", "two pages have one key")
        for k in set(rows) ^ set(named):
            self.pdf.say("ParentTree", "the key %r is on one side only" % k)
        if next_key is not None and rows and next_key <= max(rows):
            self.pdf.say("ParentTree", "ParentTreeNextKey is %r" % next_key)
        for number, content in enumerate(self.contents):
            if content.mcids and keys[number] is None:
                self.pdf.say("ParentTree", "page %d: tagged, and without StructParents" % (number + 1))
