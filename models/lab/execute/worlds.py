"""The world that each scenario of a case starts from: built once by its set-up, then copied for every candidate."""
import os
from pathlib import Path

import sandbox

GITCONFIG = """\
[user]
 name = me
 email = me@x
[init]
 defaultBranch = main
[safe]
 directory = *
[advice]
 detachedHead = false
"""
SETUP_SECONDS = 30
SETUP_FILE_BYTES = 400 << 20  # a case about big files may make one

_worlds: dict[tuple[str, int], tuple[str, sandbox.Snapshot]] = {}


def world_of(case: dict, scenario: int, script: str) -> tuple[str, sandbox.Snapshot]:
    """The world of a scenario after its set-up `script`, and what is in it.

    Raises RuntimeError where the set-up fails.
    """
    key = (case["id"], scenario)
    if key not in _worlds:
        world = sandbox.new_world()
        Path(world, "run/gitconfig").write_text(GITCONFIG)
        setup = Path(world, "run/setup.sh")
        setup.write_text(f"set -e\ncd ~/work\n{script}")
        command = ["/bin/bash", "/run/hx/setup.sh"]
        outcome = sandbox.run(world, command, stubs=False, seconds=SETUP_SECONDS, file_bytes=SETUP_FILE_BYTES)
        if outcome.status or outcome.late:
            sandbox.drop(world)
            raise RuntimeError(f"{case['id']}: the set-up of scenario {scenario} ends with {outcome.status}: {outcome.stderr}")
        os.remove(setup)
        _worlds[key] = (world, sandbox.snapshot(world))
    return _worlds[key]


def close() -> None:
    """Deletes the worlds of all cases."""
    for world, _ in _worlds.values():
        sandbox.drop(world)
    _worlds.clear()
