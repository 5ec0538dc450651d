#!/usr/bin/python3
"""float_model.py IN.lstm OUT.lstm - makes a model of 8-bit weights one that lstmtraining can go on from.

Debian's tesseract-ocr-nld holds the fast models: weights are 8-bit numbers with a factor a row, which tesseract trains no
further. Each is written out as the number that it stands for; nothing else changes but the flag that says so. The layout is
that of Tesseract 5 (src/lstm/: network.cpp, plumbing.cpp, weightmatrix.cpp, lstmrecognizer.cpp), little endian.
"""
import struct
import sys

PLUMBING = {"Series", "Parallel", "RTLReversed", "TTBReversed", "XYTranspose"}
LAYER_RATES = 64  # NF_LAYER_SPECIFIC_LR: a plumbing has a list of rates behind its parts
INT8, ADAM, DOUBLE = 1, 4, 128  # of a matrix
TRAINED_IN_INT = 1  # TF_INT_MODE, of the recogniser
GATES = 5


class Model:
    def __init__(self, data):
        self.data, self.at, self.out = data, 0, bytearray()

    def take(self, layout):
        """Reads as struct does, without copying."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values if len(values) > 1 else values[0]

    def copy(self, layout):
        begin = self.at
        values = self.take(layout)
        self.out += self.data[begin:self.at]
        return values

    def copy_text(self):
        return self.copy(f"{self.copy('I')}s").decode() if self.data[self.at:self.at + 4] != b"\0\0\0\0" else self.copy("I")

    def matrix(self):
        mode = self.take("B")
        if mode & (INT8 | DOUBLE) != INT8 | DOUBLE:
            raise SystemExit("float_model.py: the model is not one of 8-bit weights: it can be trained as it is")
        rows, columns, _ = self.take("IIb")
        weights = self.take(f"{rows * columns}b")
        scales = self.take(f"{self.take('I')}d")
        self.out += struct.pack("<BIId", mode & ~INT8, rows, columns, 0.0)
        for row in range(rows):
            self.out += struct.pack(f"<{columns}d", *(w * scales[row] for w in weights[row * columns:(row + 1) * columns]))

    def network(self):
        self.copy("b")
        kind = self.copy_text()
        _, _, flags, _, _, _ = self.copy("bbiiii")
        self.copy_text()
        if kind in PLUMBING:
            for _ in range(self.copy("I")):
                self.network()
            if flags & LAYER_RATES:
                self.copy(f"{self.copy('I')}f")
        elif kind == "Input":
            self.copy("5i")
        elif kind in ("Convolve", "Maxpool", "Reconfig"):
            self.copy("2i")
        elif kind in ("LSTM", "SummLSTM"):
            self.copy("i")
            for _ in range(GATES - 1):  # the fifth is of networks of two dimensions
                self.matrix()
        else:
            self.matrix()  # one fully connected layer, whatever it ends in

    def recogniser(self):
        self.network()
        self.copy_text()
        self.out += struct.pack("<i", self.take("i") & ~TRAINED_IN_INT)
        self.out += self.data[self.at:]
        return bytes(self.out)


def main(source, target):
    with open(source, "rb") as f:
        made = Model(f.read()).recogniser()
    with open(target, "wb") as f:
        f.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
