"""Writes a row for each rule that applies to a Python pair, at all of its places at once; stderr says how many each rule wrote.

    python -m rewrites PAIRS.jsonl.gz … --out REWRITTEN.jsonl.gz
"""
import argparse
import ast
import gzip
import json
import sys
import warnings
import zlib
from collections import Counter
from pathlib import Path
from typing import Iterator

from . import RULES, Rule, Unsound, rewrite
from .rewriter import applicable, parsed

LEFT_ALONE = "django-pseudo"  # its utterances spell out their program word by word


def read_rows(path: Path) -> Iterator[dict]:
    """Rows of a JSONL file, gzip or plain, without blank lines; SystemExit names a file that cannot be read, or the line."""
    try:
        text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise SystemExit(f"cannot read {path} ({error}): name an existing .jsonl or .jsonl.gz file")
    for number, line in ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or not all(isinstance(row.get(field), str) for field in ("lang", "nl", "code", "src")):
            raise SystemExit(f'line {number} of {path} is not a pair: write {{"lang": …, "nl": …, "code": …, "src": …}}')
        yield row


def fingerprint(utterance: str, code: str) -> int | None:
    """Equal for rows that say the same; None for what is no Python, or too deep."""
    try:
        return hash((utterance, ast.dump(ast.parse(code))))
    except (SyntaxError, ValueError, RecursionError):
        return None


def rewritten_rows(rows: list[dict], rules: list[Rule], counts: Counter) -> Iterator[dict]:
    """A row for each rewrite, in the order of rows and rules, but none with the utterance and tree of another row.
    rows: Python; counts: what each rule wrote, and what was dropped by which check, counted in place."""
    seen = {fingerprint(row["nl"], row["code"]) for row in rows}
    for row in rows:
        for one in applicable(parsed(row["code"]), rules):
            try:
                code = rewrite(row["code"], one)
                if (mark := fingerprint(row["nl"], code)) in seen:
                    raise Unsound("known already")
            except (Unsound, RecursionError) as error:
                counts[f"{one.name}, dropped: {error}"] += 1
                continue
            seen.add(mark)
            counts[one.name] += 1
            yield {**row, "code": code, "src": f"rewritten:{row['src']}"}


def write_rows(path: Path, rows: list[dict]) -> None:
    """JSONL, gzip where the name says so; the same rows give the same file. SystemExit where it cannot be written."""
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    try:
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    except OSError as error:
        raise SystemExit(f"cannot write {path} ({error.strerror}): name a file in an existing folder")


def main():
    parser = argparse.ArgumentParser(prog="rewrites", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="+", type=Path, help="pairs files, .jsonl or .jsonl.gz")
    parser.add_argument("--out", required=True, type=Path, help="the rewritten rows alone, .jsonl or .jsonl.gz")
    parser.add_argument("--rules", nargs="+", metavar="NAME", choices=RULES, default=list(RULES), help="only these")
    a = parser.parse_args()
    # escapes that Python warns of are the snippets' own
    warnings.simplefilter("ignore")
    rows = [row for path in a.pairs for row in read_rows(path) if row["lang"] == "python" and not row["src"].startswith(LEFT_ALONE)]
    rows = [row for row in rows if fingerprint(row["nl"], row["code"]) is not None]
    counts = Counter()
    made = list(rewritten_rows(rows, [RULES[name] for name in a.rules], counts))
    write_rows(a.out, made)
    print(f"{len(made)} rows written from {len(rows)} Python rows", file=sys.stderr)
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}", file=sys.stderr)


if __name__ == "__main__":
    main()
