"""Writes the loss curve of a run's log as an SVG: `python plot_loss.py --log RUN/log.jsonl … --out ../NAME/loss.svg`."""
import argparse
import json
from pathlib import Path


def curve(rows: list[dict], width: int = 720, height: int = 260) -> str:
    """Training loss against examples seen, and validation loss of every language where it was measured."""
    left, bottom = 48, height - 36
    most = max(row["examples"] for row in rows)
    top_loss = max(4.0, max(row["loss"] for row in rows))
    def at(examples, loss):
        return f"{left + (width - left - 90) * examples / most:.1f},{bottom - (bottom - 16) * loss / top_loss:.1f}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
             '<title>Training and validation loss</title>',
             f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for loss in range(int(top_loss) + 1):
        y = at(0, loss).split(",")[1]
        parts.append(f'<path d="M{left} {y}H{width - 90}" stroke="#ddd"/><text x="{left - 8}" y="{y}" text-anchor="end" dy="4">{loss}</text>')
    lines = {"training": [(row["examples"], row["loss"]) for row in rows]}
    for language in ("python", "bash", "cf"):
        lines[language] = [(row["examples"], row["valid"][language]) for row in rows if "valid" in row]
    for (name, points), colour in zip(lines.items(), ("#999", "#c2410c", "#1d4ed8", "#15803d")):
        if not points:
            continue
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{" ".join(at(*p) for p in points)}"/>')
        x, y = at(*points[-1]).split(",")
        parts.append(f'<text x="{float(x) + 6}" y="{y}" dy="4" fill="{colour}">{name} {points[-1][1]:.2f}</text>')
    parts.append(f'<text x="{left}" y="{height - 10}">cross-entropy (nats a token, uniform noise times) against examples seen, up to {most:,}</text></svg>')
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", required=True, nargs="+")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    rows = {}
    for log in arguments.log:
        for line in Path(log).read_text().splitlines():
            row = json.loads(line)
            rows[row["examples"]] = row
    Path(arguments.out).write_text(curve([rows[key] for key in sorted(rows)]))


if __name__ == "__main__":
    main()
