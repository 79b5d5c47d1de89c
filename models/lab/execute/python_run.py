"""What a Python candidate does: run after the set-up of every scenario of its case, and checked by the case's expression."""
import json
from pathlib import Path

import sandbox
from worlds import world_of

LIBRARY_SECONDS = 10  # importing pandas or matplotlib takes its time
PLAIN_SECONDS = 5


def observe(case: dict, code: str, site: str) -> tuple[bool, list[dict], list[str]]:
    """Whether a candidate passes, what was seen in each scenario, and the paths changed that were there before.

    It passes when all scenarios do with one way of importing dates and one of the case's variants.
    site: the site-packages folder with what requirements.txt names.
    """
    first = None
    for dates in ("class", "module") if "date" in code else ("class",):
        for variant in case.get("variants", [None]):
            results = []
            touched: set[str] = set()
            for scenario in range(len(case["scenarios"])):
                result, changed = run_once(case, scenario, code, dates, site, variant)
                results.append(result)
                touched |= changed
                if not result["ok"]:
                    break
            seen = (results[-1]["ok"], results, sorted(touched))
            if seen[0]:
                return seen
            first = first or seen
    return first


def run_once(case: dict, scenario: int, code: str, dates: str, site: str, variant: str | None) -> tuple[dict, set[str]]:
    """Runs a candidate in a copy of a scenario's world: what the child reports, and the old paths changed."""
    given = case["scenarios"][scenario]
    origin, before = world_of(case, scenario, f"{case.get('shell', '')}\n{given.get('shell', '')}")
    world = sandbox.copy_world(origin)
    try:
        job = {
            "code": code,
            "dates": dates,
            "setup": "\n".join((case.get("setup", ""), given.get("setup", ""), variant or "")),
            "check": given.get("check", case.get("check")),
            "check_setup": case.get("check_setup", ""),
            "need": case.get("need", []),
            "web": case.get("web", {}),
            "fake_sleep": case.get("fake_sleep", False),
            "error_ok": given.get("error_ok", False),
        }
        Path(world, "run/job.json").write_text(json.dumps(job))
        heavy = case.get("need") or any(word in code for word in ("pd.", "plt", "np."))
        seconds = case.get("limit", LIBRARY_SECONDS if heavy else PLAIN_SECONDS)
        child = [sandbox.PYTHON, "-s", "-B", "/hx/lib/python_child/main.py"]
        outcome = sandbox.run(world, child, site=site, seconds=seconds)
        try:
            result = json.loads(Path(world, "run/result.json").read_text())
        except (OSError, ValueError):
            ending = "timeout" if outcome.late else f"rc {outcome.status} {outcome.stderr[-300:]}"
            result = {"ok": False, "error": ending}
        changed = sandbox.changes(before, sandbox.snapshot(world))
        return result, {path for path in changed if path in before}
    finally:
        sandbox.drop(world)
