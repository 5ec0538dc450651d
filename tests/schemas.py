#!/usr/bin/python3
"""JSON of commands against docs/schemas: tests/schemas.py FILE... holds each line of each file against the schema that it
names ("schema":"NAME/1"); --tables checks that every schema of the sources has its file, and every file its schema.

A line that is no object, names no schema, or does not fit is told; status 1. Needs python3-jsonschema.
"""
import glob
import json
import os
import re
import sys

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCHEMAS = os.path.join(ROOT, "docs", "schemas")


def load():
    found = {}
    for path in glob.glob(os.path.join(SCHEMAS, "*.json")):
        with open(path, encoding="utf-8") as f:
            schema = json.load(f)
        jsonschema.Draft202012Validator.check_schema(schema)
        found[os.path.basename(path)[:-5] + "/1"] = jsonschema.Draft202012Validator(schema)
    return found


def check_file(path, found):
    faults, lines = [], 0
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            lines += 1
            try:
                o = json.loads(line)
            except ValueError as e:
                faults.append(f"{path}:{number}: no JSON: {e}")
                continue
            name = o.get("schema") if isinstance(o, dict) else None
            if name not in found:
                faults.append(f"{path}:{number}: names no schema that there is: {name}")
                continue
            faults += [f"{path}:{number}: {name}: {'/'.join(map(str, e.path))}: {e.message[:200]}" for e in found[name].iter_errors(o)]
    return faults if lines else [f"{path}: there is no line"]


def check_tables(found):
    used, faults = set(), []
    for path in glob.glob(os.path.join(ROOT, "cli", "*.c")):
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"\s+", " ", f.read())
        if path.endswith("cmd_table.c"):
            continue
        if re.search(r'"\{\\"', text):
            faults.append(f"{os.path.relpath(path, ROOT)}: prints JSON by itself, not by json_line: nobody holds it against a schema")
        for m in re.finditer(r'(?:json_line|print_json)\(', text):
            call, depth = text[m.end():], 1
            for i, c in enumerate(call):
                depth += (c == "(") - (c == ")")
                if depth == 0:
                    used |= {s for s in re.findall(r', "([a-z-]+)"', call[:i])[-1:]}
                    break
    files = {name[:-2] for name in found}
    return (faults + [f"docs/schemas/{n}.json is not there" for n in sorted(used - files)] +
            [f"docs/schemas/{n}.json: no command prints it" for n in sorted(files - used)]), len(used)


def main():
    found = load()
    if sys.argv[1:] == ["--tables"]:
        faults, n = check_tables(found)
        if n < 25:
            faults.append(f"saw {n} schemas in cli/, there have been 25: the check is blind")
    else:
        faults = [x for path in sys.argv[1:] for x in check_file(path, found)]
    for fault in faults:
        print(f"schemas: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
