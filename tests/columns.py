#!/usr/bin/python3
"""Columns against their table (core/columns.def): `make columns`.

  tests/columns.py            checks docs/FORMATS.md; a line a fault, status 1
  tests/columns.py --write    writes the list of docs/FORMATS.md anew, then checks
  tests/columns.py --root DIR of another tree
"""
import os
import re
import sys

DOC = os.path.join("docs", "FORMATS.md")
MARK = "<!-- columns: rows of core/columns.def, written by tests/columns.py --write -->\n"
FLOOR = 45
CHECKS = {"TEXT": "text", "YEAR": "year of four digits", "COUNT": "whole number", "NUMBER": "house number",
          "POSTCODE": "2271 AB", "DATE": "YYYY-MM-DD, YYYY-MM or YYYY", "YES_NO": "`ja` or `nee`",
          "APPRAISAL": "B, V or N", "BAG": "16 digits", "LANGUAGES": "`nld+eng`"}
OPEN = {"NEVER": "no", "JUDGED": "when somebody said it", "NAMES": "with `names_public`", "CODE": "by a rule of its own"}
PARTS = 14


def rows(root):
    with open(os.path.join(root, "core", "columns.def"), encoding="utf-8") as f:
        text = f.read()
    for m in re.finditer(r"^COLUMN\((.*?)\)\n", text, re.S | re.M):
        parts = [p.strip() for p in re.findall(r'\s*("(?:[^"\\]|\\.)*"|[^,"(]+(?:\([^)]*\))?)(?:,|$)', m[1])]
        yield parts


def table(found):
    lines = ["| field | in Dutch | value | of an address or a document | in the package | in open data |", "|---|---|---|---|---|---|"]
    for p in found:
        name, alias, nl, check, places, mdto, opened = p[1], p[2].strip('"'), p[3].strip('"'), p[5], p[6], p[9], p[10]
        where = "address" if "ADDRESS" in places else "document too" if "DOCUMENT" in places else ""
        names = f"`{name}`" + (f", `{alias}`" if alias else "")
        lines.append(f"| {names} | {nl} | {CHECKS[check.replace('CHECK_', '')]} | {where} | "
                     f"{'no' if mdto == 'MDTO_NONE' else 'yes'} | {OPEN[opened.replace('OPEN_', '')]} |")
    return "\n".join(lines) + "\n"


def main():
    args = sys.argv[1:]
    root = args[args.index("--root") + 1] if "--root" in args else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found, faults = list(rows(root)), []
    for p in found:
        if len(p) != PARTS:
            faults.append(f"core/columns.def: {p[0]} has {len(p)} parts, not {PARTS}")
    if len(found) < FLOOR:
        faults.append(f"saw {len(found)} columns, there have been {FLOOR}: the check is blind")
    path = os.path.join(root, DOC)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if not faults:
        made = re.sub(re.escape(MARK) + r".*?<!-- end -->\n", lambda _: MARK + table(found) + "<!-- end -->\n", text, flags=re.S)
        if MARK not in text:
            faults.append(f"{DOC}: no place for the list of columns")
        elif made != text and "--write" in args:
            with open(path + ".new", "w", encoding="utf-8") as f:
                f.write(made)
            os.replace(path + ".new", path)
        elif made != text:
            faults.append(f"{DOC}: its list is not that of core/columns.def; write it with: tests/columns.py --write")
    for fault in faults:
        print(f"columns: {fault}", file=sys.stderr)
    print(f"columns: {len(found)} columns; {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
