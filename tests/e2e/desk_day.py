#!/usr/bin/python3
"""What a depot says of itself in seven places, held against each other after each step of a day at the desk.

  desk_day.py PROGRAM DEPOT SEEN     all agree; what was seen is kept in SEEN for the next step
  desk_day.py PROGRAM DEPOT --ask X  X: a batch (its state), box:NAME (may its paper go), new (dossiers that export --new would send)

batch list, status, report, show, package list with its boxes, pages and verify: the points that are open in a batch are those that
status and report ask; a dossier has the pages that the list gives it; a box goes only when its batch is closed and every page was
accepted; no master is lost, no point told twice, none that was settled asked again.
"""
import json
import os
import subprocess
import sys

program, depot = sys.argv[1:3]


def call(*words):
    done = subprocess.run([program, "-C", depot, *words], capture_output=True, text=True)
    if done.returncode not in (0, 65):
        raise SystemExit("%s: status %d: %s" % (" ".join(words), done.returncode, done.stderr))
    return [json.loads(line) for line in done.stdout.splitlines()]


def expect(true, *what):
    if not true:
        raise SystemExit(" ".join(str(w) for w in what))


def ask(what):
    if what == "new":
        return " ".join(sorted(d["dossier"] for d in call("export", "--new", "--dry-run", "--json")))
    if what.startswith("box:"):
        box, = [b for b in call("package", "list", "--boxes", "--json") if b["box"] == what[4:]]
        return str(box["paper_may_go"]).lower()
    return [b["state"] for b in call("batch", "list", "--json") if b["batch"] == what][0]


def open_of(state):
    return sorted(p["point"] for p in state["points"] if p["settled"] is None)


def batches_agree(states, status, report, pages):
    asked = [p["point"] for p in status["points"]]
    expect(len(asked) == len(set(asked)), "told twice:", asked)
    for state in states:
        dossiers = {p["dossier"] for p in pages if p["batch"] == state["batch"]}
        told = sorted(p["point"] for p in status["points"] if p["weight"] == "holds" and
                      (p["batch"] == state["batch"] or (p["batch"] is None and p["dossier"] in dossiers)))
        expect(open_of(state) == told, "batch list:", open_of(state), "status:", told)
        expect(state["open"] == len(told), "open", state["open"], told)
        expect(state["state"] == ("open" if told else "closed"), state["state"], told)
    found = sorted(f["code"] + " " + (f["object"] or "") for f in report["findings"] if f["level"] != "i" and
                   f["code"] != "REGISTER_NO_PAGES")
    told = sorted(p["code"] + " " + (p["object"] or "") for p in status["points"] if p["page"] is None)
    expect(found == told, "report:", found, "status:", told)


def boxes_agree(states, boxes, pages):
    open_batches = {s["batch"] for s in states if s["state"] != "closed"}
    for box in boxes:
        expect(box["paper_may_go"] == (box["reason"] == ""), box)
        if not box["paper_may_go"]:
            continue
        expect(box["accepted"] == box["pages"], box)
        if box["of"] == "batch":
            expect(box["box"] not in open_batches, "released while open:", box)
            counted = [p for p in pages if p["batch"] == box["box"] and p["state"] not in ("separator", "dropped")]
            expect(box["pages"] == len(counted), box, len(counted))


def main(seen_path):
    states = [s for s in call("batch", "list", "--json") if s["state"] != "withdrawn"]
    status, = call("status", "--json")
    report, = call("report", "--json")
    pages = call("pages", "--json")
    boxes = call("package", "list", "--boxes", "--json")
    packages = call("package", "list", "--json")
    masters = sorted(name for _, _, names in os.walk(os.path.join(depot, "masters")) for name in names)
    settled = sorted(p["point"] for s in states for p in s["points"] if p["settled"] is not None)
    seen = {"masters": [], "settled": [], "packages": []}

    if os.path.exists(seen_path):
        with open(seen_path, encoding="utf-8") as f:
            seen = json.load(f)
    batches_agree(states, status, report, pages)
    boxes_agree(states, boxes, pages)
    expect(status["total"]["sums_hold"], "the sums do not hold")
    for number in sorted({p["dossier"] for p in pages if p["dossier"]}):
        shown, = call("show", "--json", number)
        counted = sum(p["dossier"] == number and p["state"] not in ("separator", "dropped") for p in pages)
        expect(sum(d["pages"] for d in shown["documents"]) == counted, number, shown["documents"], counted)
    expect(set(seen["masters"]) <= set(masters), "lost:", set(seen["masters"]) - set(masters))
    expect({p["delivery"] for p in packages} >= set(seen["packages"]), packages)
    again = set(seen["settled"]) & {p["point"] for p in status["points"]}
    last = call("audit", "--json")[-1:]
    expect(not again or last[0]["action"] == "unsettle", "asked again:", again)
    checked = subprocess.run([program, "-C", depot, "verify"], capture_output=True, text=True)
    expect(checked.returncode == 0, "verify:", checked.returncode, checked.stdout, checked.stderr)
    with open(seen_path, "w", encoding="utf-8") as f:
        json.dump({"masters": masters, "settled": settled, "packages": [p["delivery"] for p in packages]}, f)


if sys.argv[3] == "--ask":
    print(ask(sys.argv[4]))
else:
    main(sys.argv[3])
