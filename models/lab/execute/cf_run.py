"""What a conditional-formatting rule does: the cells that it formats on a table other than the one shown with the prompt."""
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def formatted(jobs: list[dict]) -> list[list[list[int]] | None]:
    """The cells, [row, column] from 0, of each job {code, table}; None where the code is no rule.

    Raises RuntimeError where the product's own executor does not run.
    """
    if not jobs:
        return []
    command = ["node", "--import", "tsx", "models/lab/execute/cf.ts"]
    result = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, cwd=ROOT)
    if result.returncode:
        raise RuntimeError(f"the rules could not be executed (node 20 and `npm install` are needed): {result.stderr[-800:]}")
    return json.loads(result.stdout)


def trial_of(case: dict, code: str) -> dict | None:
    """The table that a rule is tried on and what is right there; None where none is for rules with (or without) a column."""
    kind = "col" if "c[" in code.replace(" ", "") else "nocol"
    return next((trial for trial in case.get("eval", []) if trial["when"] in ("any", kind)), None)


def is_right(trial: dict, cells: list[list[int]] | None) -> bool:
    """Exactly the wanted rows are formatted, and in all of them the same wanted columns."""
    if cells is None:
        return False
    columns: dict[int, set[int]] = {}
    for row, column in cells:
        columns.setdefault(row, set()).add(column)
    if sorted(columns) != sorted(trial["rows"]):
        return False
    return any(all(own == set(wanted) for own in columns.values()) for wanted in trial["cols"])


def judge(pairs: list[tuple[dict, str]]) -> list[bool]:
    """Whether each rule formats what its case asks for."""
    trials = [trial_of(case, code) for case, code in pairs]
    jobs = [{"code": code, "table": trial["table"]} for trial, (_, code) in zip(trials, pairs) if trial]
    cells = iter(formatted(jobs))
    return [trial is not None and is_right(trial, next(cells)) for trial in trials]
