#!/usr/bin/python3
"""Codes against their table (core/codes_*.def): `make codes`.

  tests/codes.py                      checks; a line a fault, status 1
  tests/codes.py --write              writes the tables of docs/OPERATIONS.md and the rules of bouwarchief.conf(5) anew, then checks
  tests/codes.py --root DIR           of another tree (the tests of this check plant faults in one)

Checked: each row has all its parts and every code once a group; a code is in capitals, of at most 31 characters; what the
sources raise stands in the table, with that class; what stands in the table is raised somewhere; each code is told in
docs/OPERATIONS.md just as the table says; and the check saw as many codes and calls as there have been (FLOOR), since one
that sees less and less passes for ever.
"""
import os
import re
import sys

ROOMS = "core config image ingest ocr index export depot pipeline desk report cli web".split()
FLOOR = {"rows": 268, "calls": 480, "raised": 200}
DOC = os.path.join("docs", "OPERATIONS.md")
PARTS, RULE_PARTS, LIMIT_PARTS = 10, 12, 7
MAN = os.path.join("docs", "man", "bouwarchief.conf.5")
MAN_MARK = '.\\" {}: rows of core/codes_quality.def, written by tests/codes.py --write\n'
MARK = "<!-- codes {}: rows of core/codes_*.def, written by tests/codes.py --write -->\n"

STRING = r'"(?:[^"\\]|\\.)*"'
ROW = re.compile(r"^(CODE|QUALITY_RULE)\((.*?)\)\n", re.S | re.M)
LIMIT = re.compile(r"^QUALITY_LIMIT\((.*?)\)\n", re.S | re.M)
FAIL = re.compile(rf'\b(?:ba_fail(?:_sys)?|ba_err_set)\(\s*[^,;]+,\s*([^;"]*?),\s*"([A-Z0-9_]+)"')
SAID = re.compile(r'\bba_messages_(?:printf|line)\(\s*[^,;]+,\s*BA_\w+,\s*"([A-Z0-9_]+)"')
NAME = re.compile(r"(?<![A-Z0-9_])[A-Z][A-Z0-9_]+(?![A-Z0-9_])")


def sentence(literals):
    """Literals of C as a sentence for mdoc."""
    text = "".join(eval(s) for s in re.findall(STRING, literals))
    return text[:1].upper() + text[1:] + "."


class Table:
    def __init__(self, root):
        self.rows, self.rules, self.faults, self.settings = [], set(), [], {"rules": [], "limits": []}
        folder = os.path.join(root, "core")
        for file in sorted(f for f in os.listdir(folder) if re.fullmatch(r"codes_\w+\.def", f)):
            with open(os.path.join(folder, file), encoding="utf-8") as f:
                text = f.read()
            found = list(ROW.finditer(text))
            if len(found) != len(re.findall(r"^(?:CODE|QUALITY_RULE)\(", text, re.M)):
                self.faults.append(f"core/{file}: a row is not written as the others are")
            for m in LIMIT.finditer(text):
                self.take_limit(file, m[1])
            for m in found:
                self.take(file, m[2], m[1] == "QUALITY_RULE")

    def take_limit(self, file, body):
        parts = [p.strip() for p in re.findall(rf'\s*({STRING}|[^,"]+)(?:,|$)', body)]
        if len(parts) != LIMIT_PARTS:
            self.faults.append(f"core/{file}: the limit {parts[1] if len(parts) > 1 else '?'} has {len(parts)} parts, not {LIMIT_PARTS}")
            return
        _, key, value, low, high, unit, text = parts
        self.settings["limits"].append(f".It Ic {key}\n{sentence(text)}\nRange: {low} to {high} {eval(unit)}.\nDefault:\n.Li {value} .\n")

    def take(self, file, body, is_rule):
        parts = [p.strip() for p in re.findall(rf'\s*((?:{STRING}\s*)+|[^,"]+)(?:,|$)', body)]
        if is_rule and len(parts) == RULE_PARTS:  # id, code, key, level, since, weight, again, help, four sentences
            if parts[4] > '"0.3.0"' and parts[3] != '"off"':
                self.faults.append(f"core/{file}: the rule {parts[0]} came after 0.3.0 and is not off: it would change the "
                                   "profile of each depot")
            self.rules.add(parts[1])
            self.settings["rules"].append(f".It Ic {parts[2]}\n{sentence(parts[7])}\nDefault:\n.Li {eval(parts[3])} .\n")
            parts = [parts[1], "PAGE", "CODE_REMARK", "0", parts[5], parts[6]] + parts[8:]
        name = parts[0] if parts else "?"
        if len(parts) != PARTS:
            self.faults.append(f"core/{file}: {name} has {len(parts)} parts, not {PARTS}")
            return
        texts = ["".join(eval(s) for s in re.findall(STRING, p)) for p in parts[6:]]
        row = dict(zip("name group classes status weight again what todo wat doe".split(), parts[:6] + texts))
        for key in ("what", "todo", "wat", "doe"):
            if not row[key].strip():
                self.faults.append(f"core/{file}: {name} has nothing for '{key}'")
        if len(name) > 31 or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
            self.faults.append(f"core/{file}: {name} is no code of at most 31 capitals, digits and _")
        if any(r["name"] == name and r["group"] == row["group"] for r in self.rows):
            self.faults.append(f"core/{file}: {name} stands twice in the group {row['group']}")
        self.rows.append(row)


def sources(root):
    for room in ROOMS:
        for folder, _, files in os.walk(os.path.join(root, room)):
            for file in sorted(files):
                if file.endswith((".c", ".h")) and file not in ("codes.c", "codes.h"):
                    path = os.path.join(folder, file)
                    with open(path, encoding="utf-8") as f:
                        yield os.path.relpath(path, root), f.read()


def check_sources(root, table):
    faults, calls, raised = [], 0, set()
    classes, named = {}, {r["name"] for r in table.rows}
    for r in table.rows:
        classes.setdefault(r["name"], set()).update(re.findall(r"CODE_(\w+)", r["classes"]))
    for path, text in sources(root):
        for m in FAIL.finditer(text):
            calls += 1
            code, given = m[2], re.findall(r"BA_(ITEM|RETRY|FATAL)\b", m[1])
            if code not in named:
                faults.append(f"{path}: {code} is raised and stands in no row of core/codes_*.def")
            for c in given:
                if c not in classes.get(code, {c}):
                    faults.append(f"{path}: {code} is raised with BA_{c}, which its row does not name")
        for m in SAID.finditer(text):
            if m[1] not in named:
                faults.append(f"{path}: {m[1]} is said in a message and stands in no row of core/codes_*.def")
        for string in re.findall(STRING, text):
            raised.update(NAME.findall(string))
    raised |= table.rules  # a rule without its check does not compile
    for name in sorted(named - raised):
        faults.append(f"core/codes_*.def: {name} is never raised")
    return faults, calls, raised & named


def markdown(table, group):
    lines = ["| code | what it says | what to do |", "|---|---|---|"]
    lines += [f"| `{r['name']}` | {r['what']} | {r['todo']} |" for r in table.rows if r["group"] == group]
    return "\n".join(lines) + "\n"


def document(root, table, write):
    """The text between MARK and <!-- end --> is the table's."""
    path = os.path.join(root, DOC)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    groups = sorted({r["group"] for r in table.rows})
    faults = [f"{DOC}: no place for the codes of {g}" for g in groups if MARK.format(g) not in text]
    made = re.sub(MARK.format(r"(\w+)").replace("*", r"\*") + r".*?<!-- end -->\n",
                  lambda m: f"{MARK.format(m[1])}{markdown(table, m[1])}<!-- end -->\n", text, flags=re.S)
    if made != text and write:
        with open(path + ".new", "w", encoding="utf-8") as f:
            f.write(made)
        os.replace(path + ".new", path)
    elif made != text:
        faults += [f"{DOC}: {r['name']} is not there" for r in table.rows if f"`{r['name']}`" not in text]
        faults.append(f"{DOC}: its tables are not those of core/codes_*.def; write them with: tests/codes.py --write")
    return faults


def manual(root, table, write):
    """The rules of quality and their limits, as bouwarchief.conf(5) has them."""
    path, faults = os.path.join(root, MAN), []
    with open(path, encoding="utf-8") as f:
        text = made = f.read()
    for what, items in table.settings.items():
        mark = MAN_MARK.format(what)
        if mark not in text:
            faults.append(f"{MAN}: no place for the {what}")
        faults += [f"{MAN}: {item.split()[2]} is not there as the table says" for item in items if item not in text and not write]
        made = re.sub(re.escape(mark) + r'.*?\.\\" end\n', lambda _, m=mark, i=items: m + "".join(i) + '.\\" end\n', made, flags=re.S)
    if made != text and write:
        with open(path + ".new", "w", encoding="utf-8") as f:
            f.write(made)
        os.replace(path + ".new", path)
    elif made != text:
        faults.append(f"{MAN}: its rules are not those of core/codes_quality.def; write them with: tests/codes.py --write")
    return faults


def main():
    args = sys.argv[1:]
    root = args[args.index("--root") + 1] if "--root" in args else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    table = Table(root)
    faults, calls, raised = check_sources(root, table)
    faults = table.faults + faults + document(root, table, "--write" in args) + manual(root, table, "--write" in args)
    seen = {"rows": len(table.rows), "calls": calls, "raised": len(raised)}
    faults += [f"saw {seen[k]} {k}, there have been {FLOOR[k]}: the check is blind, or FLOOR in tests/codes.py is to be lowered"
               for k in FLOOR if seen[k] < FLOOR[k]]
    for fault in sorted(set(faults)):
        print(f"codes: {fault}", file=sys.stderr)
    print(f"codes: {seen['rows']} rows, {seen['calls']} calls that raise one, {seen['raised']} codes raised; {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
