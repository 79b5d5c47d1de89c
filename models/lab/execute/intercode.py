"""InterCode-ALFA (PyPI icalfa, MIT): its requests, and whether candidates leave the output and the file tree of a reference.

  python3 models/lab/execute/intercode.py --package FOLDER                        prints its requests as cases
  python3 models/lab/execute/intercode.py ANSWERS --cases CASES --details FILE --package FOLDER

Stricter than the benchmark's own judge, which asks a language model about outputs that differ: equal output and equal tree, or
nothing. Its rows are run, never read or learnt from, and stay in the package.
"""
import argparse
import json
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sandbox
from score import CANDIDATES, read_answers

SECONDS = 10
SETUP_SECONDS = 60
NOT_FOUND = 127
# The benchmark works in the root folder: the world is the whole root, with the system's programs below it, read-only.
FOLDERS = ("bin", "boot", "etc", "home", "media", "mnt", "opt", "root", "run", "srv", "sys", "tmp", "usr", "var/log", "var/tmp", "proc", "dev")
LINKS = ("bin", "sbin", "lib", "lib64")
SYSTEM = {"usr", "proc", "dev", "sys", "run", *LINKS}
SEEN_CHARACTERS = 300

Observation = tuple[str, dict]


def assets(package: Path) -> Path:
    """The benchmark's own files. Raises SystemExit with what to install where they are not there."""
    for folder in (package, package / "icalfa"):
        if (folder / "assets" / "datasets").is_dir():
            return folder / "assets"
    raise SystemExit(f"{package} is no installed icalfa: python3 -m venv VENV && VENV/bin/pip install --no-deps icalfa, then name its folder")


def requests_of(package: Path) -> list[dict]:
    """Every request with its two references and its file system, in the benchmark's order."""
    found = []
    for file in sorted(assets(package).glob("datasets/nl2bash_fs_*.json")):
        system = int(re.findall(r"\d+", file.stem)[-1])
        for row in json.loads(file.read_text()):
            number = f"icalfa-{len(found) + 1:03}"
            found.append({"id": number, "lang": "bash", "nl": row["query"], "system": system, "refs": [row["gold"], row["gold2"]]})
    return found


def walls(world: str, environment: dict[str, str]) -> list[str]:
    """Bubblewrap around a world that is the whole root."""
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--bind", world, "/", "--ro-bind", "/usr", "/usr"]
    words += ["--proc", "/proc", "--dev", "/dev", "--hostname", "box", "--chdir", "/", "--clearenv"]
    own = {"HOME": "/root", "USER": "root", "SHELL": "/bin/bash", "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "PATH": sandbox.SYSTEM_PATH}
    for name, value in {**own, **environment}.items():
        words += ["--setenv", name, value]
    return words


def environment_of(package: Path, system: int) -> dict[str, str]:
    """What the benchmark's image sets for its file system."""
    text = (assets(package) / "docker" / f"nl2bash{system}.Dockerfile").read_text()
    return dict(re.findall(r'^ENV (\w+)="(.*)"$', text, re.M))


def build(package: Path, system: int) -> str:
    """A world in which the benchmark's own script has set a file system up."""
    world = sandbox.new_folder("hxi-")
    for folder in FOLDERS:
        Path(world, folder).mkdir(parents=True, exist_ok=True)
    for link in LINKS:
        Path(world, link).rmdir() if Path(world, link).is_dir() else None
        Path(world, link).symlink_to(f"usr/{link}")
    for name in sandbox.SYSTEM_FILES:
        source, copy = Path("/etc", name), Path(world, "etc", name)
        if source.is_dir():
            shutil.copytree(source, copy, symlinks=True)
        elif source.exists():
            shutil.copy(source, copy)
    script = Path(world, "run", "setup.sh")
    script.write_text((assets(package) / "docker" / f"setup_nl2b_fs_{system}.sh").read_text())
    outcome = sandbox.run(world, ["/bin/bash", "/run/setup.sh"], seconds=SETUP_SECONDS, walled=walls(world, {}))
    script.unlink()
    if outcome.late:
        raise SystemExit(f"file system {system} of icalfa is not set up in {SETUP_SECONDS} s: try --patience 5")
    return world


class Judge:
    """Runs commands in copies of the benchmark's file systems."""

    def __init__(self, package: Path, systems: set[int]) -> None:
        self.worlds = {system: build(package, system) for system in systems}
        self.environments = {system: environment_of(package, system) for system in systems}
        self.before = {system: sandbox.snapshot(world, roots_of(world)) for system, world in self.worlds.items()}

    def close(self) -> None:
        for world in self.worlds.values():
            sandbox.drop(world)

    def observe(self, system: int, code: str) -> tuple[Observation, bool]:
        """Standard output and what became of the tree; whether it ran to its end with commands that are there."""
        world = sandbox.copy_world(self.worlds[system])
        try:
            Path(world, "run", "candidate.sh").write_text(code)
            walled = walls(world, self.environments[system])
            outcome = sandbox.run(world, ["/bin/bash", "/run/candidate.sh"], seconds=SECONDS, walled=walled)
            after = sandbox.snapshot(world, roots_of(world))
            return (outcome.stdout.strip(), sandbox.changes(self.before[system], after)), not outcome.late and outcome.status != NOT_FOUND
        finally:
            sandbox.drop(world)

    def references(self, case: dict) -> list[Observation]:
        """What its references show: of those that run here, show the same twice, and more than doing nothing shows."""
        nothing = self.observe(case["system"], ":")[0]
        found = []
        for code in case["refs"]:
            (first, works), (second, _) = self.observe(case["system"], code), self.observe(case["system"], code)
            if works and first == second and first != nothing:
                found.append(first)
        return found

    def detail(self, case: dict, candidates: list[dict]) -> dict:
        """Whether each candidate shows what a reference shows."""
        references = self.references(case)
        verdicts = []
        for each in candidates:
            seen, works = self.observe(case["system"], each["code"]) if references else (("", {}), False)
            note = str(seen)[:SEEN_CHARACTERS] if references else "harness: no reference can be told from doing nothing here"
            verdicts.append({"code": each["code"], "pass": works and seen in references, "touched": [], "marked": False, "seen": note})
        return {"id": case["id"], "top1": any(each["pass"] for each in verdicts[:1]), "top5": any(each["pass"] for each in verdicts), "candidates": verdicts}


def roots_of(world: str) -> tuple[str, ...]:
    """The folders of a world's root that are its own, and the root's own files."""
    return tuple(sorted(path.name for path in Path(world).iterdir() if path.name not in SYSTEM))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", nargs="?")
    parser.add_argument("--package", required=True, type=Path, help="the folder of the installed package")
    parser.add_argument("--cases", type=Path, help="which of its requests, as printed without answers")
    parser.add_argument("--details", type=Path, help="a file for what each candidate did, as JSON lines")
    parser.add_argument("--jobs", type=int, default=2, help="requests at a time")
    parser.add_argument("--patience", type=float, default=1, help="times the usual seconds, on a busy machine")
    arguments = parser.parse_args()
    cases = requests_of(arguments.package)
    if arguments.answers is None:
        sys.stdout.write("".join(json.dumps(case) + "\n" for case in cases))
        return
    sandbox.require()
    sandbox.patience = arguments.patience
    if arguments.cases:
        wanted = {json.loads(line)["id"] for line in arguments.cases.read_text().splitlines()}
        cases = [case for case in cases if case["id"] in wanted]
    answers = read_answers(arguments.answers)
    judge = Judge(arguments.package, {case["system"] for case in cases})
    try:
        with ThreadPoolExecutor(arguments.jobs) as pool:
            offered = [(answers.get(case["id"], {}).get("candidates") or [])[:CANDIDATES] for case in cases]
            details = list(pool.map(judge.detail, cases, offered))
    finally:
        judge.close()
    if arguments.details:
        arguments.details.write_text("".join(json.dumps(detail) + "\n" for detail in details))
    top1, top5 = (sum(detail[top] for detail in details) for top in ("top1", "top5"))
    print(json.dumps({"n": len(cases), "top1": top1, "top5": top5}))


if __name__ == "__main__":
    main()
