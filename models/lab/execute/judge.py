"""Whether candidates do what their case asks for: one verdict a candidate, for every language."""
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bash_run
import cf_run
import python_run
import sandbox
import worlds

HERE = Path(__file__).resolve().parent

Verdict = dict  # code, pass, touched: old paths that no reference changes, marked: it says that it is not safe, seen


def read_cases(files: list[Path]) -> list[dict]:
    """The cases of several files. Raises SystemExit where a file is missing, is no JSON lines, or an id occurs twice."""
    cases: dict[str, dict] = {}
    for file in files:
        try:
            rows = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise SystemExit(f"{file}: no cases can be read: {error}") from error
        for case in rows:
            if case["id"] in cases:
                raise SystemExit(f"{file}: there are two cases {case['id']}")
            cases[case["id"]] = case
    return list(cases.values())


def site_packages(given: str | None) -> str:
    """The folder with pandas for the sandbox's Python. Raises SystemExit with how to make one."""
    own = HERE / ".venv" / "lib"
    places = [given, os.environ.get("HX_SITE"), *map(str, own.glob("python3*/site-packages"))]
    for place in places:
        if place and Path(place, "pandas").is_dir():
            return str(Path(place).resolve())
    raise SystemExit(
        f"no site-packages with pandas for {sandbox.PYTHON}: {sandbox.PYTHON} -m venv {HERE}/.venv && "
        f"{HERE}/.venv/bin/pip install -r {HERE}/requirements.txt, or --site FOLDER"
    )


def judge_all(cases: list[dict], candidates: dict[str, list[dict]], site: str | None, jobs: int) -> dict[str, list[Verdict]]:
    """Verdicts for each case's candidates, {code, cautions?}; `jobs` cases at a time.

    site: see `site_packages`, None without Python cases. A case that the sandbox cannot judge is reported on stderr, and none of
    its candidates passes.
    """
    executed = [case for case in cases if case["lang"] != "cf"]
    rules = [case for case in cases if case["lang"] == "cf"]
    if executed:
        sandbox.require()
    try:
        with ThreadPoolExecutor(jobs) as pool:
            found = pool.map(lambda case: judge_executed(case, candidates[case["id"]], site), executed)
            verdicts = dict(zip((case["id"] for case in executed), found))
    finally:
        worlds.close()
    passes = iter(cf_run.judge([(case, each["code"]) for case in rules for each in candidates[case["id"]]]))
    for case in rules:
        verdicts[case["id"]] = [verdict(each, next(passes), [], False, None) for each in candidates[case["id"]]]
    return verdicts


def judge_executed(case: dict, candidates: list[dict], site: str | None) -> list[Verdict]:
    """Verdicts of a Bash or a Python case."""
    try:
        return judge_bash(case, candidates) if case["lang"] == "bash" else judge_python(case, candidates, site)
    except Exception as error:
        print(f"{case['id']}: NOT JUDGED: {type(error).__name__} {error}", file=sys.stderr)
        seen = f"harness: {type(error).__name__} {error}"
        return [verdict(each, False, [], False, seen) for each in candidates]


def judge_bash(case: dict, candidates: list[dict]) -> list[Verdict]:
    """A candidate passes when what is seen of it is what is seen of one of the references."""
    references = [bash_run.observe(case, code) for code in case["refs"]]
    allowed = {path for _, touched in references for path in touched}
    verdicts = []
    for each in candidates:
        seen, touched = bash_run.observe(case, each["code"])
        right = any(seen == wanted for wanted, _ in references)
        verdicts.append(verdict(each, right, [path for path in touched if path not in allowed], bool(each.get("cautions")), seen))
    return verdicts


def judge_python(case: dict, candidates: list[dict], site: str) -> list[Verdict]:
    """A candidate passes when the case's check holds; references only say which files may change."""
    allowed = {path for code in case["refs"] for path in python_run.observe(case, code, site)[2]}
    verdicts = []
    for each in candidates:
        right, seen, touched = python_run.observe(case, each["code"], site)
        verdicts.append(verdict(each, right, [path for path in touched if path not in allowed], bool(each.get("cautions")), seen))
    return verdicts


def verdict(candidate: dict, right: bool, touched: list[str], marked: bool, seen: object) -> Verdict:
    """One candidate's verdict."""
    return {"code": candidate["code"], "pass": right, "touched": touched, "marked": marked, "seen": seen}
