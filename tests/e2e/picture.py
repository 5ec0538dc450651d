#!/usr/bin/env python3
"""Pictures for tests, with nothing but the standard library.

  picture.py page FILE.tif|FILE.png [--dpi N] [--size WxH] [--patch] [--border MM] [--no-dpi] [--seed N]
      a grey sheet of WxH mm with lines like text, different for each seed
  picture.py plainpng FROM.png TO.png  without its text: an older PNG, which receivers do not take
  picture.py png FROM.tif TO.png       the uncompressed or LZW grey page of a TIFF as PNG
  picture.py jpeg FROM.tif TO.jpg      the data of a JPEG-compressed grey TIFF as a JFIF file
  picture.py exif FROM.jpg TO.jpg 0231 the same with an Exif of this version before everything else
  picture.py pgm FROM.tif TO.pgm       the uncompressed or LZW grey page of a TIFF as PGM
  picture.py pdf TO.pdf FROM...        a page for each JFIF file, grey PNG or Group 4 TIFF (a strip is an image)

--patch draws patch T along the top; --border a dark strip along the right edge.
"""
import struct
import sys
import zlib


def draw(width_mm, height_mm, dpi, patch, border_mm, seed):
    w, h = round(width_mm / 25.4 * dpi), round(height_mm / 25.4 * dpi)
    mm = dpi / 25.4
    rows = [bytearray(b'\xf4' * w) for _ in range(h)]

    def box(x0, y0, x1, y1):
        x0, x1 = max(0, round(x0 * mm)), min(w, round(x1 * mm))
        for y in range(max(0, round(y0 * mm)), min(h, round(y1 * mm))):
            rows[y][x0:x1] = b'\x18' * (x1 - x0)

    value = seed * 2654435761 % 2 ** 32
    for line in range(int((height_mm - 90) / 9)):
        x = 25
        while x < width_mm - 40:
            value = (value * 1103515245 + 12345) % 2 ** 31
            length = 2 + value // 65536 % 12
            box(x, 70 + 9 * line, x + length, 72 + 9 * line)
            x += length + 3
    if patch:
        at = 12.7
        for bar in (2.032, 5.08, 2.032, 5.08):  # narrow, wide, narrow, wide from the edge inwards
            box(30, at, width_mm - 30, at + bar)
            at += bar + 2.032
    if border_mm:
        box(width_mm - border_mm, 0, width_mm + 1, height_mm)
    return w, h, rows


def write_tiff(path, w, h, rows, dpi):
    data = zlib.compress(b''.join(bytes(r) for r in rows), 6)
    entries = [(256, 4, 1, w), (257, 4, 1, h), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8),
               (277, 3, 1, 1), (278, 4, 1, h), (279, 4, 1, len(data))]
    at = 8 + len(data) + len(data) % 2
    if dpi:
        entries += [(282, 5, 1, at), (283, 5, 1, at), (296, 3, 1, 2)]
    ifd = struct.pack('<H', len(entries)) + b''.join(struct.pack('<HHII', *e) for e in entries) + bytes(4)
    with open(path, 'wb') as f:
        f.write(b'II*\0' + struct.pack('<I', at + 8) + data + b'\0' * (len(data) % 2))
        f.write(struct.pack('<II', dpi or 1, 1) + ifd)


def write_png(path, w, h, rows, dpi):
    def chunk(kind, body):
        return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))

    out = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 0, 0, 0, 0))
    if dpi:
        out += chunk(b'pHYs', struct.pack('>IIB', round(dpi / 0.0254), round(dpi / 0.0254), 1))
    # A text chunk of this kind came with PNG 1.2, which is how PRONOM tells it (fmt/13).
    out += chunk(b'iTXt', b'Title\0\0\0\0\0blad')
    out += chunk(b'IDAT', zlib.compress(b''.join(b'\0' + bytes(r) for r in rows), 6)) + chunk(b'IEND', b'')
    with open(path, 'wb') as f:
        f.write(out)


def tags_of(data):
    at, = struct.unpack('<I', data[4:8])
    n, = struct.unpack('<H', data[at:at + 2])
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    tags = {}
    for i in range(n):
        tag, kind, count, value = struct.unpack('<HHII', data[at + 2 + 12 * i:at + 14 + 12 * i])
        size = sizes[kind] * count
        where = at + 10 + 12 * i if size <= 4 else value
        raw = data[where:where + size]
        tags[tag] = list(struct.unpack('<%d%s' % (count, {3: 'H', 4: 'I'}[kind]), raw)) if kind in (3, 4) else raw
    return tags


def lzw(data):
    """TIFF's LZW: most significant bit first, codes grow one early."""
    out, table, width, bits, have, last = [], [], 9, 0, 0, None
    for byte in data:
        bits, have = (bits << 8 | byte) & 0xffffffff, have + 8
        if have < width:
            continue
        have -= width
        code = bits >> have & (1 << width) - 1
        if code == 257:
            break
        if code == 256:
            table, width, last = [bytes([i]) for i in range(256)] + [b'', b''], 9, None
            continue
        entry = table[code] if code < len(table) else last + last[:1]
        out.append(entry)
        if last is not None:
            table.append(last + entry[:1])
        last = entry
        width = 9 if len(table) < 511 else 10 if len(table) < 1023 else 11 if len(table) < 2047 else 12
    return b''.join(out)


def grey_of(source):
    data = open(source, 'rb').read()
    t = tags_of(data)
    w, h = t[256][0], t[257][0]
    strips = [data[a:a + n] for a, n in zip(t[273], t[279])]
    pixels = b''.join(lzw(s) if t[259][0] == 5 else s for s in strips)
    if t.get(317, [1])[0] == 2:
        raise SystemExit('a predictor is beyond this script')
    x, y = struct.unpack('<II', t[282])
    return w, h, pixels, round(x / y)


def png_of(source, to):
    w, h, pixels, dpi = grey_of(source)
    write_png(to, w, h, [pixels[i * w:(i + 1) * w] for i in range(h)], dpi)


def pgm_of(source, to):
    w, h, pixels, _ = grey_of(source)
    open(to, 'wb').write(b'P5\n%d %d\n255\n' % (w, h) + pixels)


def pdf_images(path):
    """Width, dpi and, from top to bottom, height, dictionary and data of each image that a PDF makes of a file."""
    data = open(path, 'rb').read()
    if data[:2] == b'\xff\xd8':
        dpi, at = struct.unpack('>H', data[14:16])[0], data.index(b'\xff\xc0')
        h, w = struct.unpack('>HH', data[at + 5:at + 9])
        return w, dpi, [(h, b'/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode', data)]
    if data[:2] == b'II':
        t = tags_of(data)
        x, y = struct.unpack('<II', t[282])
        w, h, rows = t[256][0], t[257][0], t[278][0]
        fax = (b'/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns %d '
               b'%s>>' % (w, b'/BlackIs1 true' if t[262][0] == 1 else b''))
        return w, round(x / y), [(min(rows, h - i * rows), fax, data[a:a + n])
                                 for i, (a, n) in enumerate(zip(t[273], t[279]))]
    w, h = struct.unpack('>II', data[16:24])
    at = data.index(b'pHYs')
    dpi = round(struct.unpack('>I', data[at + 4:at + 8])[0] * 0.0254)
    at = data.index(b'IDAT')
    length, = struct.unpack('>I', data[at - 4:at])
    return w, dpi, [(h, b'/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /DecodeParms '
                     b'<</Predictor 15 /Columns %d>>' % w, data[at + 4:at + 4 + length])]


def pdf_of(to, sources):
    objects, kids = [b'<</Type /Catalog /Pages 2 0 R>>', b''], []
    for source in sources:
        w, dpi, images = pdf_images(source)
        height = sum(h for h, _, _ in images)
        content, names, y = b'', b'', height
        for h, dictionary, data in images:
            objects.append(b'<</Type /XObject /Subtype /Image /Width %d /Height %d %s /Length %d>>\nstream\n%s\n'
                           b'endstream' % (w, h, dictionary, len(data), data))
            y -= h
            n = len(objects)
            names += b'/I%d %d 0 R ' % (n, n)
            content += b'q %.5f 0 0 %.5f 0 %.5f cm /I%d Do Q ' % (w * 72 / dpi, h * 72 / dpi, y * 72 / dpi, n)
        objects.append(b'<</Length %d>>\nstream\n%s\nendstream' % (len(content), content))
        objects.append(b'<</Type /Page /Parent 2 0 R /MediaBox [0 0 %.5f %.5f] /Contents %d 0 R /Resources <</XObject '
                       b'<<%s>>>>>>' % (w * 72 / dpi, height * 72 / dpi, len(objects), names))
        kids.append(b'%d 0 R' % len(objects))
    objects[1] = b'<</Type /Pages /Kids [%s] /Count %d>>' % (b' '.join(kids), len(kids))
    out, at = b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', []
    for i, body in enumerate(objects):
        at.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (i + 1, body)
    xref = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1) + b''.join(b'%010d 00000 n \n' % a for a in at)
    out += b'trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, xref)
    open(to, 'wb').write(out)


def plain_of(source, to):
    data = open(source, 'rb').read()
    at = data.index(b'iTXt') - 4
    length, = struct.unpack('>I', data[at:at + 4])
    open(to, 'wb').write(data[:at] + data[at + 12 + length:])


def jpeg_of(source, to):
    """Strips of a TIFF are JPEGs of their own; restart markers join them (ITU-T T.81 B.2.1)."""
    data = open(source, 'rb').read()
    t = tags_of(data)
    x, y = struct.unpack('<II', t[282])
    tables = t[347][2:-2]
    scan, head = [], None
    for i, (a, n) in enumerate(zip(t[273], t[279])):
        strip = data[a:a + n]
        at = 2
        while strip[at + 1] != 0xda:
            length, = struct.unpack('>H', strip[at + 2:at + 4])
            if strip[at + 1] == 0xc0:
                sof = strip[at:at + 2 + length]
            at += 2 + length
        length, = struct.unpack('>H', strip[at + 2:at + 4])
        sos = strip[at:at + 2 + length]
        scan.append(strip[at + 2 + length:strip.rindex(b'\xff\xd9')])
        head = head or (sof, sos)
    mcu = t[278][0] // 8 * -(-t[256][0] // 8)
    sof = head[0][:5] + struct.pack('>HH', t[257][0], t[256][0]) + head[0][9:]
    body = scan[0]
    for i, part in enumerate(scan[1:]):
        body += bytes([0xff, 0xd0 + i % 8]) + part
    dpi = round(x / y)
    with open(to, 'wb') as f:
        f.write(b'\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x02\x01' + struct.pack('>HHBB', dpi, dpi, 0, 0))
        f.write(tables + b'\xff\xdd\x00\x04' + struct.pack('>H', mcu) + sof + head[1] + body + b'\xff\xd9')


def exif_of(source, to, version):
    data = open(source, 'rb').read()
    pointer = struct.pack('<HHHIII', 1, 0x8769, 4, 1, 26, 0)   # IFD 0: the Exif directory is at 26
    exif = struct.pack('<HHHI', 1, 0x9000, 7, 4) + version.encode() + b'\0\0\0\0'
    body = b'Exif\0\0II*\0\x08\0\0\0' + pointer + exif
    with open(to, 'wb') as f:
        f.write(data[:2] + b'\xff\xe1' + struct.pack('>H', len(body) + 2) + body + data[2:])


def main(words):
    what, words = words[0], words[1:]
    made = {'png': png_of, 'jpeg': jpeg_of, 'exif': exif_of, 'plainpng': plain_of, 'pgm': pgm_of}
    if what in made:
        made[what](*words)
        return
    if what == 'pdf':
        pdf_of(words[0], words[1:])
        return
    path, options = words[0], words[1:]
    dpi, size, patch, border, tagged, seed = 150, (210, 297), False, 0, True, 1
    while options:
        name = options.pop(0)
        if name == '--patch':
            patch = True
        elif name == '--no-dpi':
            tagged = False
        elif name == '--dpi':
            dpi = int(options.pop(0))
        elif name == '--size':
            size = [float(v) for v in options.pop(0).split('x')]
        elif name == '--border':
            border = float(options.pop(0))
        elif name == '--seed':
            seed = int(options.pop(0))
        else:
            raise SystemExit('picture.py: ' + name + '?')
    w, h, rows = draw(size[0], size[1], dpi, patch, border, seed)
    (write_png if path.endswith('.png') else write_tiff)(path, w, h, rows, dpi if tagged else 0)


main(sys.argv[1:])
