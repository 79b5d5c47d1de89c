"""What a Bash candidate does: sourced in every scenario of its case, and reduced to what the case looks at."""
import json
import re
from pathlib import Path

import sandbox
from observations import RULES, Run
from worlds import world_of

COMPLAINT = re.compile(
    r"command not found|No such file or directory|Bad file descriptor|syntax error|invalid option|unrecognized option"
    r"|unbound variable|ambiguous redirect|Is a directory|File exists|curl: \(6\)"
)
# The builtin kill would pass the stub by; the probe looks at the very shell that the candidate ran in.
START = r"""exec 9>/run/hx/probe
__probe() {
  __rc=$?; trap - EXIT
  ( [ -f /run/hx/probe.sh ] && PATH=/usr/bin:/bin . /run/hx/probe.sh ) >&9 2>/dev/null; exit $__rc; }
trap __probe EXIT
enable -n kill
cd ~/work
. /run/hx/cand.sh
"""
RECORDED_CALLS = 2000
PROBED_CHARACTERS = 65536

Observation = list[dict]


def observe(case: dict, code: str) -> tuple[Observation, list[str]]:
    """What is seen of a candidate in each scenario, and the paths changed that were there before."""
    seen: Observation = []
    touched: set[str] = set()
    outputs = []
    for scenario in range(len(case["scenarios"])):
        run = run_once(case, scenario, code)
        seen.append(reduce(case, run))
        touched |= {path for path in run.changes if path in run.before}
        outputs.append(run.out)
    if case.get("differ"):
        seen.append({"differ": len(set(outputs)) == len(outputs)})
    return seen, sorted(touched)


def run_once(case: dict, scenario: int, code: str) -> Run:
    """Runs a candidate in a copy of a scenario's world."""
    given = case["scenarios"][scenario]
    script = f"ST=/run/hx/state\n{case.get('setup', '')}\n{given.get('setup', '')}"
    origin, before = world_of(case, scenario, script)
    world = sandbox.copy_world(origin)
    try:
        own = Path(world, "run")
        (own / "cand.sh").write_text(code + "\n" + case.get("after", ""))
        if case.get("probe"):
            (own / "probe.sh").write_text(case["probe"])
        (own / "go.sh").write_text(START)
        command = ["/bin/bash", "/run/hx/go.sh", *given.get("args", [])]
        if case.get("later"):
            command = ["/bin/bash", "-c", meanwhile(case["later"], case.get("limit", 2))]
        outcome = sandbox.run(world, command, stdin=given.get("stdin"))
        after = sandbox.snapshot(world)
        return Run(
            code=code,
            out=outcome.stdout,
            err=outcome.stderr,
            rc=outcome.status,
            late=outcome.late,
            probe=text_of(own / "probe")[:PROBED_CHARACTERS],
            calls=calls_of(text_of(own / "calls")),
            state={path.name: text_of(path) for path in (own / "state").glob("*")},
            before=before,
            after=after,
            changes=sandbox.changes(before, after),
        )
    finally:
        sandbox.drop(world)


def meanwhile(event: str, seconds: float) -> str:
    """A script in which something happens half a second after the candidate started, which is ended after `seconds`."""
    return f"( /usr/bin/sleep 0.5; {event} ) >/dev/null 2>&1 & exec /usr/bin/timeout {seconds} /bin/bash /run/hx/go.sh"


def reduce(case: dict, run: Run) -> dict:
    """What the case's rules see of a run; that part of it did not work; that it never ended, whatever it had shown by then."""
    seen = {}
    for name in case["obs"]:
        rule = RULES.get(name)
        if rule is None:
            raise ValueError(f"{case['id']}: there is no rule {name}")
        try:
            seen[name] = rule(run)
        except Exception as error:  # a rule that trips over what a candidate wrote has seen something wrong
            seen[name] = f"!{type(error).__name__} {error}"
    if COMPLAINT.search(run.err) and "2>" not in run.code and "&>" not in run.code:
        seen["complains"] = True
    if run.late and not case.get("later"):
        seen["late"] = True
    return seen


def text_of(path: Path) -> str:
    """A file's text, nothing where there is no such file."""
    return path.read_text(errors="replace") if path.is_file() else ""


def calls_of(text: str) -> list[dict]:
    """The stubbed commands that were called, oldest first; a line cut short by the end of its process is left out."""
    calls = []
    for line in text.splitlines()[:RECORDED_CALLS]:
        try:
            calls.append(json.loads(line))
        except ValueError:
            continue
    return calls
