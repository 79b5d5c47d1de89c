"""Runs one Python candidate in one scenario, inside the sandbox: reads job.json, writes result.json.

The check of a case is an expression over what is named here: `hit`, `printed`, `read`, `call`, `V` (the values seen), `out`,
`value`, `ns` (the candidate's names), `KEEP` (their values before it ran), `new_functions`, `new_classes`, `code`, `err`,
`SLEPT`, `same`, `lines`, `plain`, `cell`, `names_of`, `targets`, `WEB` (the pages), pd, np, plt and the modules imported below.
"""
import argparse  # noqa: F401  a check may use each of these modules
import ast
import contextlib
import copy
import gc  # noqa: F401
import glob  # noqa: F401
import io
import itertools
import json
import math  # noqa: F401
import os
import random  # noqa: F401
import re  # noqa: F401
import subprocess  # noqa: F401
import sys
import time
import types

import prelude
import web
from candidate import assigned_names, names_in, with_function
from equality import lines, plain, same, same_cell

RESULT = "/run/hx/result.json"
OUTPUT_CHARACTERS = 200_000
ITERATED = 100_000  # elements taken of an iterator that may not end
VALUE_MODULES = ("builtins", "pandas", "numpy", "collections")

with open("/run/hx/job.json") as file:
    job = json.load(file)
if os.path.isdir("/hx/site"):
    sys.path.insert(0, "/hx/site")
os.environ.setdefault("MPLBACKEND", "Agg")

ns: dict = {"__name__": "__main__", **web.install(job["web"])}
SLEPT: list[float] = []
if job["fake_sleep"]:
    time.sleep = lambda seconds: SLEPT.append(float(seconds))
exec(prelude.IMPORTS, ns)
exec(prelude.DATES[job["dates"]], ns)
if job["fake_sleep"]:
    ns["sleep"] = ns["time"].sleep
prelude.libraries(ns, job["code"], job["need"])
exec(job["setup"], ns)


def snap(value):
    """A copy of a value, the value itself where it has none."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def materialise(value):
    """The elements of an iterator as a list; any other value as it is."""
    if isinstance(value, str) or not isinstance(plain(value), str) or plain(value) != "iterator":
        return value
    try:
        return list(itertools.islice(iter(value), ITERATED))
    except Exception:
        return value


NOT_DATA = (types.ModuleType, types.FunctionType, type, types.BuiltinFunctionType)
before = dict(ns)
KEEP = {name: snap(each) for name, each in ns.items() if not name.startswith("__") and not isinstance(each, NOT_DATA)}

err = None
value = None
has_value = False
assigned: list[str] = []
printed_text = io.StringIO()
code = job["code"]
try:
    code = with_function(code)
    tree = ast.parse(code)
    assigned = assigned_names(tree.body)
    with contextlib.redirect_stdout(printed_text):
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(tree.body[:-1], []), "cand", "exec"), ns)
            value = eval(compile(ast.Expression(last.value), "cand", "eval"), ns)
            has_value = True
        else:
            exec(compile(tree, "cand", "exec"), ns)
except SystemExit as error:
    err = f"SystemExit {error.code}"
except BaseException as error:  # whatever a candidate throws is its own fault, not the harness's
    err = f"{type(error).__name__}: {error}"
out = printed_text.getvalue()[:OUTPUT_CHARACTERS]

V = []
if has_value:
    value = materialise(value)
    V.append(value)
for name in dict.fromkeys(assigned):
    if name in ns and name != "__ret":
        ns[name] = materialise(ns[name])
        V.append(ns[name])
for name, old in KEEP.items():  # changed where they stand
    if name in ns and name not in assigned:
        try:
            if not same(ns[name], old) and type(ns[name]).__module__.split(".")[0] in VALUE_MODULES:
                V.append(ns[name])
        except Exception:
            pass  # a value that cannot be compared was not changed in a way that a check asks about
new_functions = [
    each
    for name, each in ns.items()
    if isinstance(each, types.FunctionType) and before.get(name) is not each and not name.startswith("__")
]
if has_value and isinstance(value, types.FunctionType):
    new_functions.append(value)
new_classes = [each for name, each in ns.items() if isinstance(each, type) and before.get(name) is not each]


def printed(*wanted):
    """One of these is what was printed, white space evened out."""
    return any(lines(out) == lines(each) for each in wanted)


def hit(*wanted):
    """One of these is a value seen: the last expression's, an assigned name's, one changed in place, or what was printed."""
    for each in wanted:
        if any(same(seen, each) for seen in V):
            return True
        if out.strip() and printed(each):
            return True
        if out.strip() and not isinstance(each, str):
            try:
                if same(ast.literal_eval(out.strip()), each):
                    return True
            except Exception:
                pass  # no literal was printed
    return False


def read(path):
    """The text of a file, None where there is none."""
    try:
        with open(path) as opened:
            return opened.read()
    except Exception:
        return None


def call(function, *arguments):
    """What a function returns, its elements where it is a generator; "raised" where it throws."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            returned = function(*arguments)
        return list(returned) if isinstance(returned, types.GeneratorType) else returned
    except BaseException:
        return "raised"


# the names that the cases' checks know further parts by
names_of, targets, cell, WEB = names_in, assigned_names, same_cell, web.PAGES
names = {**globals(), "ns": ns, **{name: ns[name] for name in ("pd", "np", "plt") if name in ns}}
check_error = ""
try:
    exec(job["check_setup"], names)
    ok = bool(eval(job["check"], names))
except BaseException as error:
    ok = False
    check_error = f" | check: {type(error).__name__}: {error}"
if err and not job["error_ok"]:
    ok = False
report = (err or "") + check_error if err or check_error else None
with open(RESULT, "w") as file:
    json.dump({"ok": ok, "error": report, "out": out[:500], "values": [repr(each)[:200] for each in V][:5]}, file)
os._exit(0)
