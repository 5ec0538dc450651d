#!/usr/bin/python3
"""xapian_pages.py BENCH PAGES - Xapian on the pages and questions of search.c (BENCH is that program): build rate,
size, latency. A document a dossier, words with positions, no stemming, ranked by BM25; snippets from the text, which
Xapian is given as the document's data. What it has no equal for is left out: ranges of house numbers, misread words,
facets."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import xapian

REPEATS = 3
PLAIN = {"one common word", "two common words", "one word", "two words", "a common word and a rare one", "a rare word"}


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def build(bench, pages, path):
    database = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    made = subprocess.Popen([bench, "--text", pages], stdout=subprocess.PIPE, text=True)
    dossiers = {}
    for line in made.stdout:
        dossier, text = line.rstrip("\n").split("\t", 1)
        dossiers.setdefault(dossier, []).append(text)
    began = cpu()
    for texts in dossiers.values():
        document = xapian.Document()
        text = "\n".join(texts)
        generator.set_document(document)
        generator.index_text(text)
        document.set_data(text)
        database.add_document(document)
    database.commit()
    took = cpu() - began
    database.close()
    size = sum(os.path.getsize(os.path.join(path, f)) for f in os.listdir(path))
    text_size = sum(len(t) for texts in dossiers.values() for t in texts)
    print(f"xapian build {int(pages) / took:.0f} pages a CPU s; {size / int(pages):.0f} bytes a page,"
          f" the text ({text_size / int(pages):.0f}, packed by Xapian) included")


def ask(enquire, parser, text):
    began = time.monotonic()
    parser_flags = xapian.QueryParser.FLAG_DEFAULT
    enquire.set_query(parser.parse_query(text, parser_flags))
    found = enquire.get_mset(0, 20)
    matched = (time.monotonic() - began) * 1000
    stemmer = xapian.Stem("none")
    for hit in found:
        found.snippet(hit.document.get_data(), 120, stemmer)
    return (time.monotonic() - began) * 1000, matched, len(found)


def time_questions(bench, pages, path):
    database = xapian.Database(path)
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_default_op(xapian.Query.OP_AND)
    enquire = xapian.Enquire(database)
    kinds = {}
    for line in subprocess.run([bench, "--questions", pages], capture_output=True, text=True, check=True).stdout.splitlines():
        kind, text = line.split("\t", 1)
        if kind in PLAIN:
            kinds.setdefault(kind, []).append(min(ask(enquire, parser, text) for _ in range(REPEATS)))
    for kind, took in kinds.items():
        ms = sorted(t for t, _, _ in took)
        matched = sorted(t for _, t, _ in took)
        hits = sum(n for _, _, n in took) / len(took)
        at = len(ms) * 95 // 100
        print(f"xapian {kind}, p95 {ms[at]:.1f} ms with snippets, {matched[at]:.1f} ms without ({hits:.1f} hits)")


def main():
    bench, pages = sys.argv[1:3]
    path = tempfile.mkdtemp(prefix="bench-xapian-")
    try:
        build(bench, pages, path)
        time_questions(bench, pages, path)
    finally:
        shutil.rmtree(path)


main()
