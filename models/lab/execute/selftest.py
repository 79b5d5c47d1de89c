"""Whether the cases can tell right from wrong: every reference must pass, every wrong answer and doing nothing must fail.

  python3 models/lab/execute/selftest.py [CASES.jsonl …] [--show]     all files of models/lab/cases where none is named

Names what is at fault by case and number only, so that nobody reads held-out cases by accident; --show prints the code too. Ends
with 1 where anything is at fault.
"""
import argparse
import sys
from pathlib import Path

import sandbox
from judge import Verdict, judge_all, read_cases, site_packages
from score import is_answered

CASES = Path(__file__).resolve().parents[1] / "cases"
NOTHING = {"bash": ":", "python": "pass", "cf": ""}
LEAST_WRONG = 2


def faults_of(case: dict, verdicts: list[Verdict]) -> list[tuple[str, Verdict | None]]:
    """What is at fault with a case, and the verdict that shows it; `verdicts` as `tries_of` orders them."""
    references, wrong = case.get("refs", []), case.get("wrong", [])
    faults: list[tuple[str, Verdict | None]] = []
    if len(wrong) < LEAST_WRONG:
        faults.append((f"has {len(wrong)} wrong answers, {LEAST_WRONG} are needed", None))
    if not references and case.get("expected") != "decline" and not case.get("decline_ok"):
        faults.append(("has no reference", None))
    for at, each in enumerate(verdicts):
        seen = each["seen"]
        passes = is_answered({**case, "decline_ok": False}, {}, [each])[0]
        if at < len(references):
            complains = case["lang"] == "bash" and any(sign in str(seen) for sign in ("'complains'", "'late'", "'!"))
            if not passes or complains:
                faults.append((f"reference {at} fails", each))
        elif passes:
            number = at - len(references)
            faults.append((f"wrong answer {number} passes" if number < len(wrong) else "doing nothing passes", each))
    return faults


def tries_of(case: dict) -> list[dict]:
    """References, then wrong answers, then doing nothing, as candidates."""
    return [{"code": code} for code in (*case.get("refs", []), *case.get("wrong", []), NOTHING[case["lang"]])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="print the code at fault and what was seen of it")
    parser.add_argument("--site", help="the site-packages folder that Python candidates import pandas from")
    parser.add_argument("--jobs", type=int, default=2, help="cases at a time")
    parser.add_argument("--patience", type=float, default=1, help="times the usual seconds, on a busy machine")
    arguments = parser.parse_args()
    sandbox.patience = arguments.patience
    files = arguments.cases or sorted(CASES.glob("*.jsonl"))
    cases = read_cases(files)
    if not cases:
        raise SystemExit(f"no cases in {', '.join(map(str, files)) or CASES}")
    site = site_packages(arguments.site) if any(case["lang"] == "python" for case in cases) else None
    verdicts = judge_all(cases, {case["id"]: tries_of(case) for case in cases}, site, arguments.jobs)
    faulty = 0
    for case in cases:
        for fault, shown in faults_of(case, verdicts[case["id"]]):
            faulty += 1
            print(f"{case['id']}: {fault}" + (f"\n  {shown['code']}\n  {shown['seen']}" if arguments.show and shown else ""))
    tried = sum(map(len, verdicts.values()))
    print(f"{len(cases)} cases, {tried} commands run, {faulty} at fault")
    sys.exit(1 if faulty else 0)


if __name__ == "__main__":
    main()
