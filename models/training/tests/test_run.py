"""A model from nothing in two minutes: data, all stages, export and evaluation, as a newcomer would run them."""
import json
import subprocess
import sys
from pathlib import Path

TRAINING = Path(__file__).parent.parent
NUMBERS = range(1, 40)
RULES = [("greater than", "GreaterThan"), ("less than", "LessThan"), ("equal to", "Equals")]


def pairs(numbers) -> str:
    """CF rules that a child could learn."""
    return "".join(json.dumps({"lang": "cf", "nl": f"highlight cells {words} {n}", "code": f"{name}({n})", "src": "cf-dsl-gen"}) + "\n"
                   for n in numbers for words, name in RULES)


def run(out: Path, minutes: float, *more):
    command = [sys.executable, "run.py", "--config", "tiny", "--pairs", out / "pairs.jsonl", "--valid", out / "valid.jsonl", "--unlabelled",
               out / "pairs.jsonl", "--languages", "cf", "--out", out / "run", "--minutes", minutes, "--rows", 6, *more]
    return subprocess.run([str(part) for part in command], cwd=TRAINING, capture_output=True, text=True)


def test_two_minutes_end_in_a_model_that_can_be_asked(tmp_path):
    (tmp_path / "pairs.jsonl").write_text(pairs(n for n in NUMBERS if n % 5))
    (tmp_path / "valid.jsonl").write_text(pairs(n for n in NUMBERS if n % 5 == 0))
    done = run(tmp_path, 2)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "run" / "model" / "manifest.json").read_text())
    assert manifest["training"]["examples"] > 0 and manifest["id"] == "codefusion-own"
    figures = json.loads((tmp_path / "run" / "figures.json").read_text())
    # how much two minutes teach is up to the machine; that the model can be asked is not
    assert figures["cf"]["n"] == 6, figures
    assert "<svg" in (tmp_path / "run" / "loss.svg").read_text()
    # what is finished is not done again
    again = run(tmp_path, 2)
    assert again.returncode == 0 and "finetune:" not in again.stdout and "data:" not in again.stdout, again.stdout


def test_a_bad_row_is_named(tmp_path):
    (tmp_path / "pairs.jsonl").write_text(pairs([1]) + '{"lang": "perl"}\n')
    (tmp_path / "valid.jsonl").write_text(pairs([2]))
    done = run(tmp_path, 1)
    assert done.returncode != 0 and "line 4" in done.stderr and "Traceback" not in done.stderr, done.stderr
