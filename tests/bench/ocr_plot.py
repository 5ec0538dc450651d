"""Two plots as SVG, written by hand: error rate of each page, and CPU time against error rate of each method."""
from xml.sax.saxutils import escape

COLOURS = {"ours": "#0b62a4", "tesseract": "#b5541b", "ocrmypdf": "#5b8a3c"}
WIDTH, HEIGHT, LEFT, BELOW, RIGHT, ABOVE = 640, 320, 52, 40, 20, 34


def frame(title, x_label, x_ticks, y_ticks):
    """x_ticks, y_ticks: (place 0..1, text)."""
    w, h = WIDTH - LEFT - RIGHT, HEIGHT - ABOVE - BELOW
    parts = [f'<text x="{LEFT}" y="18" font-size="14">{escape(title)}</text>',
             f'<path d="M{LEFT} {ABOVE}V{ABOVE + h}H{LEFT + w}" fill="none" stroke="#444"/>',
             f'<text x="{LEFT + w / 2}" y="{HEIGHT - 6}" font-size="12" text-anchor="middle">{x_label}</text>']
    for at, text in x_ticks:
        parts.append(f'<text x="{LEFT + at * w:.1f}" y="{ABOVE + h + 15}" font-size="11" text-anchor="middle">{text}</text>')
    for at, text in y_ticks:
        y = ABOVE + h * (1 - at)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{LEFT + w}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 6}" y="{y + 4:.1f}" font-size="11" text-anchor="end">{text}</text>')
    return parts


def place(x, y):
    w, h = WIDTH - LEFT - RIGHT, HEIGHT - ABOVE - BELOW
    return LEFT + x * w, ABOVE + h * (1 - y)


def height(rate):
    """Error rates are shown by their square root: 0.01 and 0.3 both remain to be seen."""
    return min(1.0, rate) ** 0.5


def pages_plot(title, scores):
    """scores: name -> Score. Every method sorts its own pages, so that each line rises."""
    rates = (0, 0.01, 0.05, 0.1, 0.25, 0.5, 1)
    parts = frame(title, "pages, best first; height: character error rate", [(0, "0 %"), (0.5, "50 %"), (1, "100 %")],
                  [(height(r), f"{r:g}") for r in rates])
    for i, (name, score) in enumerate(scores.items()):
        values = sorted(score.pages.values())
        points = " ".join("{:.1f},{:.1f}".format(*place(k / max(1, len(values) - 1), height(v)))
                          for k, v in enumerate(values))
        parts.append(f'<polyline fill="none" stroke="{COLOURS[name]}" stroke-width="2" points="{points}"/>'
                     f'<text x="{WIDTH - 330 + 110 * i}" y="18" fill="{COLOURS[name]}" font-size="13">{name}</text>')
    return parts


def cost_plot(title, scores, cpu):
    """cpu: name -> CPU seconds a page. Nearer to the lower left corner is better."""
    most = max(cpu.values()) * 1.1 or 1
    parts = frame(title, "CPU seconds a page; height: character error rate",
                  [(k / 4, f"{most * k / 4:.1f}") for k in range(5)],
                  [(height(r), f"{r:g}") for r in (0, 0.01, 0.05, 0.1, 0.25, 0.5, 1)])
    for name, score in scores.items():
        x, y = place(cpu[name] / most, height(score.cer))
        anchor = "end" if cpu[name] > most / 2 else "start"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{COLOURS[name]}"/>'
                     f'<text x="{x + (-10 if anchor == "end" else 10):.1f}" y="{y - 8:.1f}" font-size="13" '
                     f'fill="{COLOURS[name]}" text-anchor="{anchor}">{name} {score.cer:.4f}, {cpu[name]:.2f} s</text>')
    return parts


def write(path, title, scores, cpu):
    title = "".join(c for c in title if c.isprintable())  # the name of a folder may be anything
    both = pages_plot(title, scores), cost_plot(title, scores, cpu)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{2 * HEIGHT}" '
                   f'viewBox="0 0 {WIDTH} {2 * HEIGHT}" font-family="sans-serif"><title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>')
        for i, parts in enumerate(both):
            file.write(f'<g transform="translate(0 {i * HEIGHT})">' + "".join(parts) + "</g>")
        file.write("</svg>\n")
