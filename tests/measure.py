#!/usr/bin/python3
"""`make measure`: runs the benches and writes what they printed into docs/MEASURED.md.

  tests/measure.py                     every measurement that this machine can make
  tests/measure.py blank separators    these alone
  tests/measure.py --list              their names and commands

Each measurement is a section of docs/MEASURED.md between two marks. A run replaces the sections that it measured and
leaves the others as they were, each with the date, the commit and the machine of its own run: a figure never stands
beside the commit of another. The lines are what the bench printed, unchanged. A bench that fails or prints nothing is
told, and its old section stays.

GEN=program that draws dossiers (see tests/bench/spine.sh); without it, ../shared/tools/gen_dossiers.py if that is there.
"""
import datetime
import os
import re
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGE = os.path.join(ROOT, "docs", "MEASURED.md")
LIMIT_S = 3 * 3600  # of one bench
KEEP_LINES = 60

# name, what it shows and the bar, the command, which of its lines are kept (a regular expression; None: all)
MEASURES = [
    ("spine", "Words found again on drawn sets, and 330 odd TIFFs if they are there (bar: easy 0.97, hard 0.95, no page lost)",
     "make bench GEN={gen}", None),
    ("separators", "Separator sheets, turned, skewed by up to 8 degrees, noisy, one edge cut (bar: all read, none wrong)",
     "make bench-separators COUNT=2000 SEED=1", None),
    ("blank", "Pages with content called blank (bar: 0), empty pages called blank (bar: 98 %)",
     "make bench-blank PAGES=1000 SEED=1", None),
    ("intake", "Intake of 10,000 small files beside decoding and hashing alone (bar: 1.5 times)", "make bench-intake", None),
    ("fields", "Fields of dossiers from their text alone (bar: F1 0.97)", "make bench-fields GEN={gen}", None),
    ("personal", "Personal data on 500 typed pages, by kind (bar: recall 0.98 of numbers and dates, 0.9 of names)",
     "make bench-personal PAGES=500 SEED=1", None),
    ("formats", "Formats of 448 odd masters beside PRONOM's signatures in a window of 64 KiB (bar: no difference)", "make bench-formats", None),
    ("ocr-sample", "Letter errors and CPU on the project's own sample, beside Tesseract and OCRmyPDF", "make bench-ocr", None),
    ("ocr-memory", "Memory of an A0 and over 1,000 pages (bar: 400 MB bilevel, 900 MB grey, level)", "make bench-ocr-memory", None),
    ("title", "Title blocks of drawings (bar: 95 % of the fields)", "tests/bench/title", None),
    ("search", "The index at 100,000 pages (bar: p95 30 / 20 / 20 / 80 ms, 900 bytes a page)", "make bench-search PAGES=100000", None),
    ("export", "Packing and PDFs (bar: packing 1.3 times cp, sync and SHA-256)", "make bench-export MB=1000 PAGES=100", None),
    ("mutate", "Single changes of the program that the unit tests of their room see (bar: 90 % of 200)",
     "make mutate N=200 SEED=1", r"caught|survived|%"),
    ("test", "All tests, on a machine that does nothing else (bar: 10 minutes)", "make test", r"passed|failed|,.* s$"),
]


def one_line(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def machine():
    cpu, memory = "unknown processor", 0
    with open("/proc/cpuinfo") as f:
        cpu = next((line.split(":", 1)[1].strip() for line in f if line.startswith("model name")), cpu)
    with open("/proc/meminfo") as f:
        memory = int(f.readline().split()[1]) // (1 << 20)
    with open("/etc/os-release") as f:
        name = next((line.split("=", 1)[1].strip().strip('"') for line in f if line.startswith("PRETTY_NAME")), "Linux")
    return f"{os.cpu_count()} cores of {' '.join(cpu.split())}, {memory} GiB, {name}"


def commit():
    return one_line("git", "rev-parse", "--short", "HEAD") + (" and changes" if one_line("git", "status", "--porcelain", "-uno") else "")


def section(name, what, command, lines):
    body = "\n".join(line.rstrip() for line in lines)
    return (f"<!-- {name} -->\n## {what}\n`{command}`  \n{datetime.date.today().isoformat()}, commit {commit()}, {machine()}\n"
            f"```\n{body}\n```\n<!-- end {name} -->\n")


def put(name, text):
    """Replaces the section of that name, or adds it at the end."""
    with open(PAGE) as f:
        page = f.read()
    pattern = re.compile(rf"<!-- {re.escape(name)} -->\n.*?<!-- end {re.escape(name)} -->\n", re.S)
    page = pattern.sub(lambda _: text, page, count=1) if pattern.search(page) else page.rstrip("\n") + "\n\n" + text
    with open(PAGE + ".new", "w") as f:
        f.write(page)
    os.replace(PAGE + ".new", PAGE)


def measure(name, what, command, keep):
    gen = os.environ.get("GEN") or os.path.join(ROOT, "..", "shared", "tools", "gen_dossiers.py")
    if "{gen}" in command and not os.path.exists(gen):
        print(f"{name}: left out, there is no program that draws dossiers (GEN=...)")
        return True
    print(f"{name}: {command}", flush=True)
    try:
        ran = subprocess.run(shlex.split(command.format(gen=shlex.quote(gen))), cwd=ROOT, capture_output=True, text=True,
                             timeout=LIMIT_S, check=False)
    except (subprocess.TimeoutExpired, OSError) as e:
        print(f"{name}: FAILED, its section stays as it was: {e}")
        return False
    lines = [x for x in ran.stdout.split("\n") if x.strip() and not re.match(r"\s+(CC|LD) |make\[", x)]
    lines = [x for x in lines if keep is None or re.search(keep, x)][-KEEP_LINES:]
    if ran.returncode != 0 or not lines:
        print(f"{name}: FAILED with status {ran.returncode}, its section stays as it was\n{ran.stderr[-2000:]}")
        return False
    put(name, section(name, what, command.replace("{gen}", "..."), lines))
    return True


def main():
    wanted = sys.argv[1:]
    known = [m[0] for m in MEASURES]
    if wanted == ["--list"]:
        for name, _, command, _ in MEASURES:
            print(f"{name:12} {command}")
        return 0
    unknown = [w for w in wanted if w not in known]
    if unknown:
        print(f"measure: there is no {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 64
    good = [measure(*m) for m in MEASURES if not wanted or m[0] in wanted]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
