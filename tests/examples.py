#!/usr/bin/python3
"""The worked examples of CONTRIBUTING.md, made in a scratch copy and tried: `make examples`.

A column, a rule of quality with its code, and a command are put in as CONTRIBUTING.md shows them. What is counted: the files touched by
hand (FILES). What is tried: the column is imported, shown, set, completed, searched, exported and in no open data, and counts as a
change of its package; the rule fires; the command has help, manual page, completion and JSON with a schema. And what somebody may
forget or slip in stops `make` or a check, with the name of the row (SLIPS).

In CONTRIBUTING.md an example is a block of code behind a comment:

    <!-- example NAME FILE -->             the block goes at the end of FILE, or is FILE when there is none
    <!-- example NAME FILE before TEXT --> it goes before the first line that holds TEXT
"""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

TREE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = {"column": 2, "rule": 2, "code": 1, "command": 3}
DOCUMENTS = ("docs/FORMATS.md", "docs/OPERATIONS.md", "docs/man/bouwarchief.conf.5")
CHECKED = "build/release/codes.checked"


class Scratch:
    def __init__(self, folder):
        self.tree, self.failed, self.tried = os.path.join(folder, "tree"), 0, 0
        skip = shutil.ignore_patterns(".git", "unit", "tests", "results", "mutate", "asan", "abort", "fuzz", "bench*", "sample")
        shutil.copytree(TREE, self.tree, ignore=skip, symlinks=True)
        for extra in ("columns.py", "codes.py", "schemas.py"):
            os.makedirs(os.path.join(self.tree, "tests"), exist_ok=True)
            shutil.copy2(os.path.join(TREE, "tests", extra), os.path.join(self.tree, "tests", extra))
        self.depot = os.path.join(folder, "depot")
        self.program = os.path.join(self.tree, "bouwarchief")

    def path(self, file):
        return os.path.join(self.tree, file)

    def read(self, file):
        try:
            with open(self.path(file), encoding="utf-8") as f:
                return f.read()
        except FileNotFoundError:
            return None

    def write(self, file, text):
        if text is None:
            os.remove(self.path(file))
            return
        with open(self.path(file), "w", encoding="utf-8") as f:
            f.write(text)

    def run(self, *command):
        environment = dict(os.environ, LC_ALL="C.UTF-8", OMP_THREAD_LIMIT="1", SOURCE_DATE_EPOCH="1700000000")
        environment.pop("MAKEFLAGS", None)  # of the make that runs this
        done = subprocess.run(command, cwd=self.tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              env=environment)
        return done.returncode, done.stdout

    def make(self, *targets):
        return self.run("make", "-j2", "WERROR=1", "CFLAGS=-O0 -U_FORTIFY_SOURCE", *targets)

    def b(self, *words):
        return self.run(self.program, "-C", self.depot, *words)

    def lines(self, *words):
        """Objects of JSON, what was printed besides left out."""
        return [json.loads(line) for line in self.b(*words)[1].splitlines() if line.startswith("{")]

    def t(self, what, holds, shown=""):
        self.tried += 1
        print(("ok " if holds else "FAILED: ") + what + ("" if holds else "\n  | " + str(shown)[-1500:].replace("\n", "\n  | ")), flush=True)
        self.failed += not holds


def examples():
    with open(os.path.join(TREE, "CONTRIBUTING.md"), encoding="utf-8") as f:
        text = f.read()
    found = {}
    for m in re.finditer(r"<!-- example (\w+) (\S+)(?: before (.*?))? -->\n+```\w*\n(.*?)^```$", text, re.S | re.M):
        found.setdefault(m[1], []).append((m[2], m[3], m[4]))
    return found


def apply(s, example, left_out=None):
    """Puts it in; returns what each file was."""
    was = {}
    for file, before, block in example:
        if file == left_out:
            continue
        old = s.read(file)
        was.setdefault(file, old)
        lines = (old or "").splitlines(keepends=True)
        at = len(lines) if before is None else next((i for i, line in enumerate(lines) if before in line), None)
        if at is None:
            sys.exit(f"examples: {file} has no line with: {before}")
        s.write(file, "".join(lines[:at]) + block + "".join(lines[at:]))
    return was


def undo(s, was):
    for file, text in was.items():
        s.write(file, text)


def documents(s):
    return [s.run("tests/columns.py", "--write"), s.run("tests/codes.py", "--write")]


def slips(s, found):
    """What is forgotten or wrong, where it must be stopped, and a word of how it is told."""
    column, rule, code, command = (found[name] for name in FILES)
    row = column[0][2]

    def changed(old, new):
        if old not in row:
            sys.exit(f"examples: the example of a column has no {old}")
        return [(column[0][0], column[0][1], row.replace(old, new, 1))]

    columns_o = "build/release/core/columns.o"
    rules_o = "build/release/ingest/quality/quality_rules.o"
    return [
        ("a column that is not in the list of FORMATS", column, None, CHECKED, "docs/FORMATS.md"),
        ("a row that lacks a part", changed('"Aannemer", ', ""), None, CHECKED, "contractor has 13 parts"),
        ("a column twice", column + column, None, CHECKED, "contractor is called contractor too"),
        ("a role that is on no list of MDTO", changed("MDTO_NOTE(\"Aannemer\")", "MDTO_PERSON(Aannemer)"), None, columns_o, "mdto_role_Aannemer"),
        ("a name of a person in open data", changed("OPEN_NEVER", "OPEN_JUDGED(12)"), None, columns_o, "contractor: personal data in open data"),
        ("what is in a package and no change of it", changed(", 14, 12)", ", 0, 12)"), None, columns_o, "contractor: what is in a package"),
        ("what is in a document and no change of it", changed(", 14, 12)", ", 14, 0)"), None, columns_o, "contractor: what is in a package"),
        ("a column that says it has code of its own", changed("MDTO_NOTE(\"Aannemer\")", "MDTO_OWN"), None, columns_o, "MDTO_OWN is for"),
        ("a column that always counts, and nothing counts it", changed(", 14, 12)", ", 100, 12)"), None, columns_o, "counts 100 is for"),
        ("a column in open data by code of its own", changed("OPEN_NEVER, PERSONAL_TRADE", "OPEN_OWN(12), PERSONAL_NO"), None, columns_o,
         "OPEN_OWN is for"),
        ("a rule without its check", rule, "ingest/quality/quality_rules.c", rules_o, "check_large"),
        ("a check without its rule", rule, "core/codes_quality.def", rules_o, "check_large"),
        ("a rule that is not in OPERATIONS", rule, None, CHECKED, "docs/OPERATIONS.md: QUALITY_LARGE is not there"),
        ("a rule that is not in the manual of the settings", rule, None, CHECKED, "bouwarchief.conf.5: large is not there"),
        ("a code that is raised and in no row", command, None, CHECKED, "WHERE_UNKNOWN"),
        ("a code that nothing raises", code, None, CHECKED, "WHERE_UNKNOWN is never raised"),
        ("a code without a Dutch sentence", command + [(f, b, t.replace('"Het depot ligt nergens"', '""')) for f, b, t in code], None, CHECKED,
         "WHERE_UNKNOWN has nothing for 'wat'"),
        ("a function of a command without its row", command, "cli/cmd_table.def", "build/release/cli/cmd_where.o", "cmd_where"),
        ("a command without its schema", command + code, "docs/schemas/where.json", "codes", "where.json is not there"),
    ]


def try_slips(s, found):
    for what, example, left_out, target, told in slips(s, found):
        was = apply(s, example, left_out)
        # The objects that stood there are as old as before; what is made now goes again.
        kept = {file: s.read(file) for file in DOCUMENTS}
        status, output = s.make(target)
        s.t(f"{what} stops make, by its name", status != 0 and told in output, output)
        undo(s, {**was, **kept})


def try_column(s):
    register = os.path.join(os.path.dirname(s.depot), "register.csv")
    with open(register, "w", encoding="utf-8") as f:
        f.write("dossier;title;Aannemer;access\n1974/0001;Schuur;Gebr. Zonderling;openbaar\n")
    s.b("init", s.depot)
    status, output = s.b("register", "import", register)
    s.t("a column is imported, by its other name", status == 0, output)
    shown = s.lines("show", "--json", "1974/0001")
    s.t("and shown", shown and shown[0].get("contractor") == "Gebr. Zonderling", shown)
    hits = s.lines("search", "--json", "zonderling")
    s.t("and searched", [h["dossier"] for h in hits] == ["1974/0001"], hits)
    hits = s.lines("search", "--json", "--public", "zonderling")
    s.t("not by everyone", hits == [], hits)
    for form in ("csv", "geojson", "jsonl"):
        status, output = s.b("export", "--format", form, "--all")
        s.t(f"in no open data ({form})", status == 0 and "Schuur" in output and "Zonderling" not in output and "contractor" not in output, output)
    status, output = s.b("set", "1974/0001", "contractor", "")
    s.t("a person takes it away", status == 0, output)
    status, output = s.b("set", "--undo", "1974/0001", "contractor")
    s.t("and takes that back", status == 0, output)
    status, output = s.b("set", "1974/0001", "contracter", "x")
    s.t("a column that there is not is refused", status == 65 and "FIELD_UNKNOWN" in output, output)
    status, output = s.b("set", "1974/0001", "year_from", "x")
    s.t("and a value that breaks its type", status == 65 and "FIELD_BAD_VALUE" in output and "year_from" in output, output)
    with open(register, "w", encoding="utf-8") as f:
        f.write("dossier;contractor;aannemer\n1974/0001;a;b\n")
    status, output = s.b("register", "import", register)
    s.t("and a column twice", status == 65 and "REGISTER_COLUMN_TWICE" in output, output)
    _, output = s.run(s.program, "help", "--completion", "bash")
    s.t("it is completed", re.search(r"^    set\) .*\bcontractor\b", output, re.M) is not None, output)
    _, output = s.run(s.program, "help", "--manual", "set")
    s.t("and in the manual page of set", ".It Cm contractor" in output, output)
    s.t("and in the manual's list", "| `contractor`, `aannemer` | Aannemer |" in s.read("docs/FORMATS.md"))


def text_of(tar):
    return subprocess.run(["tar", "-xOf", tar, "--wildcards", "*.xml"], stdout=subprocess.PIPE, check=False).stdout.decode("utf-8", "replace")


def packages(folder):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".tar"))


def try_package(s):
    batch = os.path.join(os.path.dirname(s.depot), "batch-0001")
    os.mkdir(batch)
    source = os.path.join(TREE, "tests", "sample", "batch-0001")
    shutil.copy2(os.path.join(source, sorted(n for n in os.listdir(source) if n.endswith(".tif"))[-1]), batch)
    settings = os.path.join(s.depot, "bouwarchief.conf")
    with open(settings, encoding="utf-8") as f:
        text = f.read()
    s.t("a new rule is off in the settings of a new depot", re.search(r"^large *= *off$", text, re.M) is not None, text)
    with open(settings, "w", encoding="utf-8") as f:
        f.write(re.sub(r"^side_max_mm *=.*", "side_max_mm = 50", re.sub(r"^large *=.*", "large = warning", text, flags=re.M), flags=re.M))
    status, output = s.b("run", batch)
    s.t("a rule is switched on", status == 0, output)
    status, output = s.b("pages", "--json")
    s.t("and fires", "QUALITY_LARGE" in output, output)
    page = os.path.join(os.path.dirname(s.depot), "report.html")
    status, output = s.b("report", "--html", page)
    s.t("told in Dutch", status == 0 and "De pagina is groter dan verwacht" in open(page, encoding="utf-8").read(), output)
    _, output = s.b("config")
    s.t("it stands in the settings", re.search(r"^side_max_mm *= *50", output, re.M) is not None, output)
    s.b("assign", "batch-0001:1", "1974/0001")
    out = os.path.join(os.path.dirname(s.depot), "out")
    status, output = s.b("export", "1974/0001", "--force", "a test", "--out", out + "1")
    first = packages(out + "1")
    s.t("a package has the column", status == 0 and len(first) == 1 and "Aannemer: Gebr. Zonderling" in text_of(first[0]), output)
    s.b("package", "receipt", os.path.basename(first[0])[:-4] if first else "?", "accepted")
    status, output = s.b("export", "--new", "--force", "a test", "--out", out + "2")
    s.t("what was accepted does not go again", packages(out + "2") == [], output)
    s.b("set", "1974/0001", "contractor", "Fa. Anders")
    status, output = s.b("export", "--new", "--force", "a test", "--out", out + "3")
    again = packages(out + "3")
    s.t("until the column changes", len(again) == 1 and "Aannemer: Fa. Anders" in text_of(again[0]), output)


def try_command(s):
    status, output = s.run(s.program, "help")
    s.t("a command stands in the usage", "  where " in output, output)
    status, output = s.run(s.program, "help", "where")
    s.t("has help", status == 0 and "--json" in output, output)
    status, output = s.run(s.program, "help", "--manual", "where")
    s.t("a manual page", status == 0 and ".It Fl -json" in output and "where/1" in output, output)
    status, output = s.run(s.program, "help", "--completion", "zsh")
    s.t("and completion", '    where) words="--json --help"' in output, output)
    status, output = s.b("where", "--json", "--json")
    s.t("an option twice is refused", status == 64 and "USAGE" in output, output)
    status, output = s.b("where", "--json")
    with open(os.path.join(s.tree, "where.out"), "w", encoding="utf-8") as f:
        f.write(output)
    s.t("its JSON is as its schema says", s.run("tests/schemas.py", "where.out")[0] == 0 and json.loads(output)["depot"] == s.depot, output)


def main():
    found = examples()
    if sorted(found) != sorted(FILES):
        sys.exit(f"examples: CONTRIBUTING.md has the examples {sorted(found)}, not {sorted(FILES)}")
    with tempfile.TemporaryDirectory(prefix="bouwarchief-examples.") as folder:
        s = Scratch(folder)
        for name, most in FILES.items():
            files = sorted({file for file, _, _ in found[name]})
            s.t(f"a {name} touches {len(files)} files ({', '.join(files)}), at most {most}", len(files) <= most)
        try_slips(s, found)
        for example in found.values():
            apply(s, example)
        for status, output in documents(s):
            s.t("the documents are written from the tables", status == 0, output)
        status, output = s.make("bouwarchief")
        s.t("all three build", status == 0, output)
        if status == 0:
            try_column(s)
            try_package(s)
            try_command(s)
        print(f"{s.tried - s.failed} passed, {s.failed} failed")
        return 1 if s.failed else 0


if __name__ == "__main__":
    sys.exit(main())
