"""Draws one or more training logs: loss, gradient norm and validation loss against examples seen, as an SVG.

  python plot_loss.py --log RUN/log.jsonl [MORE.jsonl …] --out loss.svg
"""
import argparse
import json
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402  the backend must be chosen first

COLOURS = {"python": "#c2410c", "bash": "#1d4ed8", "cf": "#15803d"}


def read_logs(paths: list[Path]) -> list[dict]:
    """Rows of all logs in the order of examples seen; a later log replaces an earlier one's row."""
    rows = {}
    for path in paths:
        for line in path.read_text().splitlines():
            row = json.loads(line)
            rows.setdefault(row["examples"], {}).update(row)
    return [rows[key] for key in sorted(rows)]


def draw(rows: list[dict], out: Path) -> None:
    """The loss of the training batches and, for every language where it was measured, of the validation rows; below it the norm."""
    plt.rcParams["svg.hashsalt"] = "codefusion"  # the same log gives the same file
    figure, (loss, norm) = plt.subplots(2, 1, sharex=True, figsize=(8, 5), height_ratios=(3, 1), layout="constrained")
    measured = [row for row in rows if "loss" in row]
    examples = [row["examples"] for row in measured]
    loss.plot(examples, [row["loss"] for row in measured], color="#999", linewidth=1, label="training batches")
    for language, colour in COLOURS.items():
        points = [(row["examples"], row["valid"][language]) for row in rows if language in row.get("valid", {})]
        if points:
            loss.plot(*zip(*points), color=colour, marker=".", label=f"validation, {language}: {points[-1][1]:.2f}")
    loss.set(ylabel="cross-entropy, nats a token", title="Loss over uniform noise times", ylim=(0, None))
    loss.legend()
    norm.plot(examples, [row["norm"] for row in measured], color="#999", linewidth=1)
    norm.set(xlabel="examples seen", ylabel="gradient norm", ylim=(0, None))
    figure.savefig(out, metadata={"Date": None})
    # what a screen reader says of it, which matplotlib does not write
    out.write_text(out.read_text().replace("<metadata>", "<title>Training and validation loss</title>\n <metadata>", 1))
    plt.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", required=True, nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    arguments = parser.parse_args()
    draw(read_logs(arguments.log), arguments.out)


if __name__ == "__main__":
    main()
