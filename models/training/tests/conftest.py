"""Toy arrays that every test may train on."""
import json
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))


@pytest.fixture
def arrays(tmp_path):
    """Forty rows whose code says which of four utterances it belongs to."""
    folder = tmp_path / "arrays"
    folder.mkdir()
    rows, states, slots, code = [], [], [], []
    rng = np.random.default_rng(0)
    kinds = rng.normal(size=(4, 3, 384)).astype(np.float16)
    for at in range(40):
        kind = at % 4
        rows.append([3 * at, 3, 5 * at, 5, kind % 3, 0])
        states.append(kinds[kind])
        slots += [21, 0, 1]
        code += [10 + kind, 20 + kind, 30 + kind, 40 + kind, 50 + kind]
    np.array(rows, np.int32).tofile(folder / "rows.i32")
    np.concatenate(states).tofile(folder / "states.f16")
    np.array(slots, np.uint8).tofile(folder / "slots.u8")
    np.array(code, np.uint16).tofile(folder / "code.u16")
    (folder / "index.json").write_text(json.dumps({"languages": ["python", "bash", "cf"], "sources": ["toy"], "rows": 40}))
    return folder


@pytest.fixture
def unlabelled(tmp_path):
    """Thirty programs of six tokens, every other token a name."""
    folder = tmp_path / "unlabelled"
    folder.mkdir()
    np.array([[6 * at, 6, at % 3] for at in range(30)], np.int32).tofile(folder / "code-rows.i32")
    np.tile(np.array([11, 22, 13, 24, 15, 26], np.uint16), 30).tofile(folder / "code.u16")
    np.tile(np.array([1, 0], np.uint8), 90).tofile(folder / "maskable.u8")
    (folder / "index.json").write_text(json.dumps({"languages": ["python", "bash", "cf"], "rows": 30}))
    return folder
