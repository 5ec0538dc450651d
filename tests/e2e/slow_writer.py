#!/usr/bin/env python3
"""slow_writer.py INBOX COUNT PAUSE SEED MANIFEST - a scanner that is hard to wait for: COUNT small TIFFs in three
batches, written in pieces, out of order, under temporary names, into subfolders made late, with times set back.
No batch is left alone for longer than PAUSE seconds before its last file. MANIFEST gets a line "batch/path SHA-256" a file. The batch `met-klaar` is
closed with the marker, after its last file.
"""
import hashlib
import os
import random
import struct
import sys
import time


def tiff(text):
    """A white A4 page of 25 dpi that says what it is in its ImageDescription."""
    width, height = 208, 292
    row = (width + 7) // 8
    note = text.encode() + b"\0" * (5 - min(4, len(text)))
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0),
            (270, 2, len(note), 0), (273, 4, 1, 0), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, row * height),
            (282, 5, 1, 0), (283, 5, 1, 0), (296, 3, 1, 2)]
    end = 8 + 2 + 12 * len(tags) + 4
    at = {270: end + 8, 273: end + 8 + len(note), 282: end, 283: end}
    entries = b"".join(struct.pack("<HHII", tag, kind, n, at.get(tag, value)) for tag, kind, n, value in tags)
    return (b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0) +
            struct.pack("<II", 25, 1) + note + b"\0" * (row * height))


def main():
    inbox, count, pause, seed, manifest = sys.argv[1:]
    count, pause, dice = int(count), float(pause), random.Random(int(seed))
    batches = ["los-1", "met-klaar", "los-2"]
    files = []
    for i in range(count):
        batch = batches[i % 3]
        folder = "" if dice.random() < 0.7 else "doos %d/" % dice.randrange(3)
        files.append((batch, "%sblad-%d.tif" % (folder, i)))
    dice.shuffle(files)
    touched = {}
    end = time.monotonic() + min(12.0, 4 + count / 100)

    def rest(share):
        """Pauses, some of them long, as long as there is time and no unfinished batch is quiet for too long."""
        wait = dice.uniform(0, pause) if dice.random() < share else 0
        until = time.monotonic() + wait
        if until < end and all(until - touched.get(b, until) < pause for b in batches if left[b] > 0):
            time.sleep(wait)

    done = []
    left = {batch: sum(1 for b, _ in files if b == batch) for batch in batches}
    for batch, name in files:
        path = os.path.join(inbox, batch, name)
        touched[batch] = time.monotonic()
        os.makedirs(os.path.dirname(path), exist_ok=True)
        data = tiff(batch + "/" + name)
        way = dice.randrange(4)
        temporary = {0: path, 1: path + ".part", 2: os.path.join(os.path.dirname(path), ".~" + os.path.basename(path)),
                     3: path}[way]
        with open(temporary, "wb", buffering=0) as out:
            cut = dice.randrange(len(data))
            if way == 3:  # the end first
                out.seek(cut)
                out.write(data[cut:])
                rest(0.05)
                out.seek(0)
                out.write(data[:cut])
            else:
                out.write(data[:cut])
                rest(0.05)
                out.write(data[cut:])
        if dice.random() < 0.3:  # a copy that keeps the times of its source
            os.utime(temporary, (1e9, 1e9))
        if temporary != path:
            rest(0.05)
            os.rename(temporary, path)
        done.append("%s/%s %s" % (batch, name, hashlib.sha256(data).hexdigest()))
        touched[batch] = time.monotonic()
        left[batch] -= 1
        if batch == "met-klaar" and left[batch] == 0:
            rest(1)
            open(os.path.join(inbox, batch, "klaar"), "wb").close()
        rest(0.03)
    with open(manifest, "w", encoding="utf-8") as out:
        out.write("\n".join(sorted(done)) + "\n")


main()
