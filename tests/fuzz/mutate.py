#!/usr/bin/env python3
"""mutate.py TO COUNT SEED FROM... - COUNT damaged files made of those in the folders FROM: cut off, with bits
turned, bytes set to extremes, pieces of another file put in, pieces left out. Equal arguments, equal files."""
import os
import random
import sys


def damaged(r, data, other):
    data = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 5))):
        if len(data) < 16:
            break
        at = r.randrange(len(data)) if r.random() < 0.5 else r.randrange(min(len(data), 600))
        kind = r.randrange(6)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at] ^= 1 << r.randrange(8)
        elif kind == 2:
            width = r.choice((1, 2, 4))
            data[at:at + width] = r.choice((b'\0', b'\xff', b'\x7f', b'\x01')) * width
        elif kind == 3:
            start = r.randrange(len(other))
            data[at:at + r.randrange(1, 200)] = other[start:start + r.randrange(1, 200)]
        elif kind == 4:
            del data[at:at + r.randrange(1, 300)]
        else:
            data[at:at] = data[at:at + r.randrange(1, 300)]
    return bytes(data)


def main(to, count, seed, *folders):
    r = random.Random(int(seed))
    sources = sorted(os.path.join(top, f) for folder in folders for top, _, files in os.walk(folder) for f in files)
    sources = [s for s in sources if 0 < os.path.getsize(s) < 200000]
    os.makedirs(to, exist_ok=True)
    for i in range(int(count)):
        source = r.choice(sources)
        data, other = open(source, 'rb').read(), open(r.choice(sources), 'rb').read()
        with open(os.path.join(to, '%05d%s' % (i, os.path.splitext(source)[1])), 'wb') as f:
            f.write(damaged(r, data, other))


main(*sys.argv[1:])
