#!/usr/bin/python3
"""The walls of the house, from one table (tests/boundaries.table): `make boundaries`.

  tests/boundaries.py                 checks; a line a fault, status 1
  tests/boundaries.py --root DIR      of another tree
  tests/boundaries.py --self-test     plants faults in a copy of the tree, in rooms of both levels, and sees each of them

The table, a line each:
  room NAME : ROOMS                   whose headers the files of a room may include; its own always
  header PATTERN : FILES              a library's header, and the files that may include it
  arrow FILE -> HEADER : REASON       an include that the rooms do not allow, and why it stays
  circle A B ... : REASON             files that may include each other (X.c, X.h and X_private.h are one file: X)
  private HEADER : ROOMS              X_private.h that other rooms may include; else its folder and what lies in that
  names NAME ... : REASON             a name that several files of the house may bear
  prints FILES : REASON               files outside cli/ that may name printf, stdout and their like

Checked besides: what returns enum ba_rc is declared with BA_RC or BA_CHECKED (core/err.h); no banned call; sizes of files,
functions and rooms; no name of a file twice in the house; a source that a document names is there; and each check saw as much as there has been (FLOOR): one that sees less and less passes for ever.
"""
import collections
import fnmatch
import os
import re
import shutil
import sys
import tempfile

TABLE = "tests/boundaries.table"
FLOOR = {"rooms": 32, "files": 680, "includes": 1800, "library includes": 85, "functions": 5400, "calls": 37000,
         "checked declarations": 2100, "test files": 150, "paths in documents": 85}
FILE_LINES, TEST_LINES, FUNCTION_LINES, ROOM_FILES, ROOM_LINES = 500, 800, 60, 60, 6500

# Headers of the C library and of Linux: any file may include them.
SYSTEM = set("""assert ctype dirent endian errno fcntl float fts ftw getopt glob inttypes limits linux/magic locale math poll
    pthread pwd sched search setjmp signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib string strings
    sys/file sys/ioctl sys/mman sys/prctl sys/random sys/resource sys/socket sys/stat sys/statvfs sys/syscall sys/types
    sys/vfs sys/wait sysexits syslog termios time unistd""".split())
# No shell is ever called, and no function that cannot be used safely.
BANNED = set("""system popen execl execle execlp execvp execvpe strcpy strcat sprintf vsprintf strtok gets gmtime localtime
    asctime ctime tmpnam tempnam mktemp alloca atol""".split())
PRINTS = re.compile(r"\b(?:printf|vprintf|puts|putchar|perror)\s*\(|\b(?:stdout|stderr)\b")
COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')', re.S)
UNCHECKED = re.compile(r"\benum ba_rc\s+(\w+)\(|(?<!BA_CHECKED )\benum ba_rc\s*\(\*+(\w+)")


class Tree:
    def __init__(self, root):
        self.root, self.faults, self.seen = root, [], collections.Counter()
        self.rooms, self.headers, self.arrows, self.circles, self.prints = {}, [], {}, {}, []
        self.private, self.names = {}, {}
        self.used = set()
        self.read_table()
        self.files = {}  # path -> text without comments, strings empty
        self.raw = {}
        tops = {r.split("/")[0] for r in self.rooms}
        for top in sorted(tops):
            self.read_folder(top, self.files)
        self.tests = {}
        self.read_folder("tests", self.tests)
        self.documents = [d for d in ("README.md", "CONTRIBUTING.md") if os.path.isfile(os.path.join(root, d))]
        for folder, inner, names in os.walk(os.path.join(root, "docs")):
            self.documents += [os.path.relpath(os.path.join(folder, n), root) for n in sorted(names) if n.endswith(".md")]

    def fault(self, text):
        self.faults.append(text)

    def read_table(self):
        with open(os.path.join(self.root, TABLE), encoding="utf-8") as f:
            lines = f.read().splitlines()
        for n, line in enumerate(lines, 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            word, _, rest = line.partition(" ")
            left, colon, right = (p.strip() for p in rest.rpartition(" :" if not rest.endswith(":") else ":"))
            if not colon or not left or (word != "room" and not right):
                self.fault(f"{TABLE}:{n}: {word} says nothing behind ':'")
            elif word == "room":
                self.rooms[left] = right.split()
            elif word == "header":
                self.headers.append((left, right.split()))
            elif word == "arrow":
                self.arrows[tuple(left.split(" -> "))] = n
            elif word == "circle":
                self.circles[frozenset(left.split())] = n
            elif word == "prints":
                self.prints += left.split()
            elif word == "private":
                self.private[left] = right.split()
            elif word == "names":
                self.names.update({name: n for name in left.split()})
            else:
                self.fault(f"{TABLE}:{n}: no such word: {word}")

    def read_folder(self, top, into):
        for folder, inner, names in os.walk(os.path.join(self.root, top)):
            inner.sort()
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    path = os.path.relpath(os.path.join(folder, name), self.root)
                    with open(path if self.root == "." else os.path.join(self.root, path), encoding="utf-8") as f:
                        self.raw[path] = f.read()
                    into[path] = COMMENT.sub(self.without, self.raw[path])

    @staticmethod
    def without(m):
        return m[1] and '""' or "\n" * m[0].count("\n")

    # ---- the checks ---------------------------------------------------------------------------------------
    def check(self):
        self.check_rooms()
        self.check_includes()
        self.check_circles()
        self.check_names()
        self.check_documents()
        for path, text in self.files.items():
            self.check_text(path, text, FILE_LINES)
            self.check_output(path, text)
        for path, text in self.tests.items():
            self.seen["test files"] += 1
            self.check_text(path, text, TEST_LINES)
        for arrow, n in self.arrows.items():
            if arrow not in self.used:
                self.fault(f"{TABLE}:{n}: {' -> '.join(arrow)}: nobody needs it any more; take the line out")
        for header, rooms in self.private.items():
            for room in rooms:
                if (header, room) not in self.used:
                    self.fault(f"{TABLE}: {room}/ no longer includes {header}; take it out")
        for what, least in FLOOR.items():
            if self.seen[what] < least:
                self.fault(f"saw {self.seen[what]} {what}, at least {least} there have been: the check has gone blind, or FLOOR "
                           "in tests/boundaries.py is to be lowered with a reason")

    def check_documents(self):
        """A source that a document names is there: files move, and sentences stay behind. NAME stands for any; a worked example makes
        its files (tests/examples.py)."""
        tops = "|".join(sorted({r.split("/")[0] for r in self.rooms}))
        for path in self.documents:
            with open(os.path.join(self.root, path), encoding="utf-8") as f:
                for n, line in enumerate(f, 1):
                    if line.startswith("<!-- example "):
                        continue
                    for named in re.findall(rf"(?<![\w/.-])(?:{tops})/[\w/]+\.(?:[ch]|def)\b", line):
                        self.seen["paths in documents"] += 1
                        if "NAME" not in named and not os.path.isfile(os.path.join(self.root, named)):
                            self.fault(f"{path}:{n}: there is no {named}")

    def check_rooms(self):
        files, lines = collections.Counter(), collections.Counter()
        for path in self.files:
            room = os.path.dirname(path)
            files[room] += 1
            lines[room] += self.raw[path].count("\n")
            self.seen["files"] += 1
        for room in files:
            if room not in self.rooms:
                self.fault(f"{room}/ is no room of the table")
            if files[room] > ROOM_FILES or lines[room] > ROOM_LINES:
                self.fault(f"{room}/ has {files[room]} files and {lines[room]} lines ({ROOM_FILES} and {ROOM_LINES} at most)")
        for room, may in self.rooms.items():
            if files[room] == 0:
                self.fault(f"{room}/ of the table has no files")
            for other in may:
                if not any(self.covers([other], r) for r in self.rooms):
                    self.fault(f"{TABLE}: {room} may include {other}, which is no room")
            self.seen["rooms"] += 1
        # No circle between rooms but those that one room and its own inner rooms make.
        may = {r: {o for o in self.rooms if o != r and self.covers(self.rooms[r], o)} for r in self.rooms}
        for circle in circles(may):
            if len({r.split("/")[0] for r in circle}) > 1:
                self.fault(f"{TABLE}: these rooms may include each other: {' '.join(sorted(circle))}")

    @staticmethod
    def covers(rooms, room):
        return any(room == r or r.endswith("/*") and room.startswith(r[:-1]) for r in rooms)

    def check_includes(self):
        self.uses = collections.defaultdict(set)
        for path in self.files:
            room = os.path.dirname(path)
            for n, line in enumerate(self.raw[path].splitlines(), 1):
                m = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>|(\S+))', line)
                if m is None:
                    continue
                where = f"{path}:{n}"
                if m[3]:
                    self.fault(f"{where}: an include that cannot be read: {m[3]}")
                elif m[2]:
                    self.check_library(path, where, m[2])
                elif m[1].endswith(".def") and os.path.isfile(os.path.join(self.root, m[1])):
                    self.check_room(path, room, where, m[1])
                elif m[1] not in self.files:
                    self.fault(f'{where}: "{m[1]}" is no file of a room (paths begin at the top of the tree)')
                else:
                    self.check_room(path, room, where, m[1])
                    self.uses[unit(path)].add(unit(m[1]))
                    home = os.path.dirname(m[1])
                    if not m[1].endswith("_private.h") or room == home or room.startswith(home + "/"):
                        continue
                    self.used.add((m[1], room))
                    if room not in self.private.get(m[1], ()):
                        self.fault(f"{where}: {m[1]} is private to its folder")

    def check_room(self, path, room, where, header):
        self.seen["includes"] += 1
        if os.path.dirname(header) == room or self.covers(self.rooms.get(room, []), os.path.dirname(header)):
            return
        if (path, header) in self.arrows:
            self.used.add((path, header))
        else:
            self.fault(f"{where}: {room}/ may not include {header}")

    def check_library(self, path, where, header):
        if header.removesuffix(".h") in SYSTEM:
            return
        self.seen["library includes"] += 1
        for pattern, files in self.headers:
            if fnmatch.fnmatchcase(header, pattern):
                if not any(fnmatch.fnmatchcase(path, f) for f in files):
                    self.fault(f"{where}: <{header}> only in {' '.join(files)}")
                return
        self.fault(f"{where}: <{header}> is in no line of the table")

    def check_circles(self):
        needed = set()
        for circle in circles(self.uses):
            lines = [allowed for allowed in self.circles if allowed >= set(circle)]
            needed.update(lines)
            if not lines:
                self.fault(f"these files include each other: {' '.join(sorted(circle))}")
        for allowed in self.circles.keys() - needed:
            self.fault(f"{TABLE}:{self.circles[allowed]}: no such circle any more; take the line out")

    def check_names(self):
        places = collections.defaultdict(set)
        for path in self.files:
            places[os.path.basename(unit(path))].add(unit(path))
        for name, where in sorted(places.items()):
            if len(where) > 1 and name not in self.names:
                self.fault(f"one name for several files: {' '.join(sorted(where))}")
            elif len(where) == 1 and name in self.names:
                self.fault(f"{TABLE}:{self.names[name]}: {name} is the name of one file; take it out")
            if name == "private":
                self.fault(f"{' '.join(where)}: whose private header?")

    def check_text(self, path, text, most):
        lines = self.raw[path].count("\n")
        if lines > most:
            self.fault(f"{path} has {lines} lines ({most} at most)")
        for n, line in enumerate(text.splitlines(), 1):
            for name in re.findall(r"\b([a-z_]\w*)\(", line):
                self.seen["calls"] += 1
                if name in BANNED and path in self.files:
                    self.fault(f"{path}:{n}: {name}() is banned")
        # Functions begin with "{" and end with "}" in the first column: clang-format sees to it.
        begin = None
        for n, line in enumerate(text.splitlines(), 1):
            if line.startswith("{"):
                begin = n
            elif line.startswith("}") and begin is not None:
                self.seen["functions"] += 1
                if n - begin - 1 > FUNCTION_LINES and path in self.files:
                    self.fault(f"{path}:{begin}: a function of {n - begin - 1} lines ({FUNCTION_LINES} at most)")
                begin = None
        self.seen["checked declarations"] += len(re.findall(r"\bBA_RC\s+\w+\(|\bBA_CHECKED enum ba_rc\s*\(\*", text))
        for m in UNCHECKED.finditer(text):
            self.fault(f"{path}:{text.count(chr(10), 0, m.start()) + 1}: {m[1] or m[2]} returns enum ba_rc: declare it with "
                       + ("BA_RC" if m[1] else "BA_CHECKED enum ba_rc"))

    def check_output(self, path, text):
        if path.startswith("cli/"):
            return
        m = PRINTS.search(text)
        if m and path not in self.prints:
            self.fault(f"{path}:{text.count(chr(10), 0, m.start()) + 1}: {m[0].rstrip('(')} outside cli/")
        elif path in self.prints and not m:
            self.fault(f"{TABLE}: {path} prints nothing any more; take it out")


def unit(path):
    """X.c, X.h and X_private.h are one file."""
    return os.path.splitext(path)[0].removesuffix("_private")


def circles(graph):
    """Strongly connected parts of more than one node (Tarjan)."""
    index, low, stack, out = {}, {}, [], []

    def visit(v):
        index[v] = low[v] = len(index)
        stack.append(v)
        for w in sorted(graph.get(v, ())):
            if w not in index:
                visit(w)
                low[v] = min(low[v], low[w])
            elif w in stack:
                low[v] = min(low[v], index[w])
        if low[v] == index[v]:
            part = stack[stack.index(v):]
            del stack[stack.index(v):]
            if len(part) > 1:
                out.append(part)

    for v in sorted(graph):
        if v not in index:
            visit(v)
    return out


# ---- the check of the check: FILE, what is put behind its text (or is the whole of a new file), words of the fault --------
PLANTED = [
    ("core/buf.c", '#include "index/db/store.h"\n', "core/ may not include index/db/store.h"),
    ("core/text/fold.c", '#include "config/config.h"\n', "core/text/ may not include config/config.h"),
    ("image/tiff/g4.c", '#include "ocr/page.h"\n', "image/tiff/ may not include ocr/page.h"),
    ("ingest/quality/quality.c", '#include "pipeline/job.h"\n', "ingest/quality/ may not include pipeline/job.h"),
    ("ocr/title_block/title_block.c", '#include "index/db/store.h"\n', "ocr/title_block/ may not include index/db/store.h"),
    ("index/records/audit.c", '#include "index/search/search.h"\n', "index/records/ may not include index/search/search.h"),
    ("export/sip/bag.c", '#include "export/verify/verify.h"\n', "export/sip/ may not include export/verify/verify.h"),
    ("report/report_find.c", '#include "desk/receipt.h"\n', "report/ may not include desk/receipt.h"),
    ("cli/opt.c", '#include "ocr/alto/alto.h"\n', "cli/ may not include ocr/alto/alto.h"),
    ("pipeline/shard/shard.c", '#include "cli/opt.h"\n', "pipeline/shard/ may not include cli/opt.h"),
    ("index/search/planted_a.h", '#include "index/search/planted_b.h"\n', "index/search/planted_a index/search/planted_b"),
    ("index/search/planted_b.h", '#include "index/search/planted_a.h"\n', "index/search/planted_a index/search/planted_b"),
    ("index/access/rights.c", "#include <zstd.h>\n", "<zstd.h> only in"),
    ("pipeline/package/open_data.c", "#include <curl/curl.h>\n", "<curl/curl.h> is in no line"),
    ("index/extract/fields.c", '#include "fields.h"\n', "is no file of a room"),
    ("index/build/vocabulary.c", '#include "index/extract/fields_private.h"\n', "fields_private.h is private to its folder"),
    ("export/pdf/pdf.c", "static void planted(void)\n{\n    system(planted);\n}\n", "system() is banned"),
    ("export/verify/verify.c", "static void planted(void)\n{\n" + "    x++;\n" * 61 + "}\n", "a function of 61 lines"),
    ("ocr/alto/alto_read.c", "enum ba_rc planted(void);\n", "planted returns enum ba_rc"),
    ("index/register/register_import.c", "static void planted(enum ba_rc (*planted_fn)(int));\n", "planted_fn returns enum ba_rc"),
    ("index/correction/correction.c", "static void planted(void)\n{\n    puts(planted);\n}\n", "puts outside cli/"),
    ("ingest/separator/deeper/planted.c", "\n", "ingest/separator/deeper/ is no room"),
    ("image/pdf/planted.c", "\n" * 501, "image/pdf/planted.c has 501 lines"),
    ("docs/FORMATS.md", "\nMade by `index/nowhere.c`.\n", "there is no index/nowhere.c"),
    ("desk/fold.c", "\n", "one name for several files: core/text/fold desk/fold"),
]


def faults_of(root):
    tree = Tree(root)
    tree.check()
    return tree


def self_test(root):
    bad = 0
    with tempfile.TemporaryDirectory() as copy:
        tree = Tree(root)
        for path in [*tree.files, *tree.tests, *tree.documents, TABLE]:
            os.makedirs(os.path.join(copy, os.path.dirname(path)), exist_ok=True)
            shutil.copy(os.path.join(root, path), os.path.join(copy, path))
        for top in {r.split("/")[0] for r in tree.rooms}:
            for folder, _, names in os.walk(os.path.join(root, top)):
                for name in names:
                    if name.endswith(".def"):
                        path = os.path.relpath(os.path.join(folder, name), root)
                        shutil.copy(os.path.join(root, path), os.path.join(copy, path))
        before = set(faults_of(copy).faults)
        for path, text, _ in PLANTED:
            os.makedirs(os.path.join(copy, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(copy, path), "a", encoding="utf-8") as f:
                f.write(text)
        new = [f for f in faults_of(copy).faults if f not in before]
        for path, _, words in PLANTED:
            if not any(words in f for f in new):
                print(f"boundaries: planted in {path}, and nobody saw it: {words}", file=sys.stderr)
                bad = 1
        # A tree of which most is gone is not a tree without faults.
        for folder in ("index", "export"):
            shutil.rmtree(os.path.join(copy, folder))
        if not any("the check has gone blind" in f for f in faults_of(copy).faults):
            print("boundaries: half of the tree was away, and nobody saw it", file=sys.stderr)
            bad = 1
    print(f"boundaries: {len(PLANTED)} faults planted in rooms and inner rooms" + ("" if bad else ", each of them seen"))
    return bad


def main(words):
    root = words[words.index("--root") + 1] if "--root" in words else os.path.join(os.path.dirname(__file__), "..")
    if "--self-test" in words:
        return self_test(root)
    tree = faults_of(root)
    for fault in tree.faults:
        print(f"boundaries: {fault}", file=sys.stderr)
    saw = ", ".join(f"{tree.seen[what]} {what}" for what in FLOOR)
    print(f"boundaries: saw {saw}; {len(tree.arrows)} arrows and {len(tree.circles)} circles allowed beside the table: "
          + (f"{len(tree.faults)} faults" if tree.faults else "hold"))
    return 1 if tree.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
