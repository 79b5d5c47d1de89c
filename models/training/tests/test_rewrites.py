"""Rewrites: each rule's text, that original and rewrite compute the same, what is left alone, and the files."""
import ast
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from rewrites import RULES, Rule, Unsound, rewrite
from rewrites.rewriter import applicable, parsed

TRAINING = Path(__file__).parent.parent
NUMBERS = [{"xs": []}, {"xs": [3, 0, -2]}, {"xs": range(5)}]
TEXTS = [{"xs": []}, {"xs": ["b", "", "a"]}]
VALUES = [{"x": value, "a": 1, "b": 3} for value in (0, 1, 2, 3, 4, 1.5, float("nan"))]
ROW = [{"xs": [4]}, {"xs": (1, 2, 3)}, {"xs": "héllo"}, {"xs": []}]
FILE = [{"f": __file__}]

# rule, original, rewrite, and what its names may be; an inverse is tried from the rewrite
TABLE = [
    ("map-lambda-to-list-comprehension", "list(map(lambda n: n if n else 7, xs))", "[n if n else 7 for n in xs]", NUMBERS),
    ("filter-lambda-to-list-comprehension", "list(filter(lambda x: x > 0, xs))", "[x for x in xs if x > 0]", NUMBERS),
    ("map-to-list-comprehension", "list(map(str, [x for x in xs]))", "[str(item) for item in [x for x in xs]]", NUMBERS),
    ("map-to-list-comprehension", "list(map(abs, xs if xs else [1]))", "[abs(x) for x in (xs if xs else [1])]", NUMBERS),
    ("list-comprehension-to-map", "[str(n) for n in xs]", "list(map(str, xs))", NUMBERS),
    ("copying-comprehension-to-call", "[x for x in xs]", "list(xs)", NUMBERS),
    ("copying-comprehension-to-call", "{x for x in xs}", "set(xs)", NUMBERS),
    ("list-to-generator", '"-".join([x * sum([1 for y in x]) for x in xs])', '"-".join(x * sum(1 for y in x) for x in xs)', TEXTS),
    ("list-to-generator", "all([x > 2 for x in [1, *xs]])", "all(x > 2 for x in [1, *xs])", NUMBERS),
    ("set-of-list-to-set-comprehension", "set([x for x in xs for y in xs if x])", "{x for x in xs for y in xs if x}", NUMBERS),
    ("set-of-generator-to-set-comprehension", "set(x * x for x in xs)", "{x * x for x in xs}", NUMBERS),
    ("dict-of-list-to-dict-comprehension", "dict([(x, str(x)) for x in xs if x])", "{x: str(x) for x in xs if x}", NUMBERS),
    ("dict-of-generator-to-dict-comprehension", "dict((k, 1) for k in xs)", "{k: 1 for k in xs}", NUMBERS),
    ("dict-display-to-call", '{"a": {"b": xs}, "c": "ä"}', 'dict(a=dict(b=xs), c="ä")', NUMBERS),
    ("keys-to-mapping", "[k for k in d.keys() if k in d.keys()]", "[k for k in d if k in d]", [{"d": {}}, {"d": {1: 2, 3: 4}}]),
    ("keys-to-mapping", "1 in (d or e).keys()", "1 in (d or e)", [{"d": {}, "e": {1: 1}}]),
    ("percent-to-fstring", "'%s {%d}: %.2f%%' % (x, a, b)", "f'{x} {{{a}}}: {b:.2f}%'", VALUES),
    ("percent-to-fstring", '"é%03d|%r|%5.1f\\n" % (a, x, b)', 'f"é{a:03d}|{x!r}|{b:5.1f}\\n"', VALUES),
    ("format-to-fstring", "'{}: {:>6.2f} {{}}'.format(a, x)", "f'{a}: {x:>6.2f} {{}}'", VALUES),
    ("format-to-fstring", "'{1!r}{0}{1}{name}'.format(x, a, name=b)", "f'{a!r}{x}{a}{b}'", VALUES),
    ("format-numbered-to-counted", '"{0} {{{1!r:>4}}}".format(a + b, x)', '"{} {{{!r:>4}}}".format(a + b, x)', VALUES),
    ("slice-from-zero-to-slice", "xs[0:2] + xs[0:-1]", "xs[:2] + xs[:-1]", ROW),
    ("bounds-to-chain", "not (x >= a and x < b)", "not (a <= x < b)", VALUES),
    ("open-r-to-open", "open(f, 'r').name", "open(f).name", FILE),
    ("range-from-zero-to-range", "list(range(0, a))", "list(range(a))", VALUES),
]


def evaluated(expression: str, names: dict):
    """As at module level, where comprehensions see all names."""
    try:
        return repr(eval(expression, {**names}))
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("rule, original, expected, samples", TABLE)
def test_a_rule_writes_this_and_every_rule_computes_the_same(rule, original, expected, samples):
    inverse = RULES[rule].inverse
    assert rewrite(original, RULES[rule]) == expected and (not inverse or rewrite(expected, RULES[inverse]) == original)
    for code in (original, expected):
        for one in applicable(parsed(code), list(RULES.values())):
            for names in samples:
                assert evaluated(rewrite(code, one), names) == evaluated(original, names), (one.name, names)


def test_the_table_has_every_rule_and_an_inverse_names_this_one():
    assert {name for row in TABLE for name in (row[0], RULES[row[0]].inverse or row[0])} == set(RULES)
    assert all(RULES[rule.inverse].inverse == rule.name for rule in RULES.values() if rule.inverse)


LEFT_ALONE = {
    # what is not the builtin, or is bound to its place, or would see the loop variable change
    "map-to-list-comprehension": ["def f(map):\n    list(map(str, xs))", "class A:\n    ys = list(map(f, xs))"],
    "list-comprehension-to-map-lambda": [
        "import m as map\n[x + 1 for x in xs]", "[lambda: x for x in xs]", "[(x + y for y in ys) for x in xs]", "[0 for x in xs]",
        "[await x for x in xs]", "[x + 1 async for x in xs]", "[(y := x + 1) for x in xs]"],
    "list-comprehension-to-map": ["[x.f(x) for x in xs]", "sum([f(x) for x in xs])"],
    "list-to-generator": ["from numpy import *\nsum([x for x in xs])", "sum([x for x in xs], [])", "frame.join([x for x in xs])"],
    "range-to-range-from-zero": ["try:\n    pass\nexcept E as range:\n    range(3)", "range(*xs)", "f'{range(3)}'"],
    "open-to-open-r": ["open(f, mode='w')", "os.open(f)"],
    "open-r-to-open": ["open(f, 'rb')"],
    "dict-display-to-call": ["{'a b': 1}", "{'class': 1}", "{'a': 1, 'a': 2}", "{'a': 1, **b}", "{}"],
    "dict-call-to-display": ["dict(a, b=1)", "dict(**b)"],
    "keys-to-mapping": ["ks = d.keys()", "for k in d.keys(1): pass"],
    # fields with no equal in an f-string, or values that would have to be computed in it
    "percent-to-fstring": ["'%(a)s' % a", "'%5s' % a", "'%*d' % (a, b)", "'%s %s' % a", "'%s' % f(a)", "'%s' % a['b']"],
    "format-to-fstring": ["'{0.real}'.format(a)", "'{:{}}'.format(a, b)", "'{'.format(a)", "'{} {}'.format(a, k=b)"],
    "format-numbered-to-counted": ["'{1} {0}'.format(a, b)"],
    "format-counted-to-numbered": ["'{a}'.format(a=1)"],
    # labels, steps and all of it
    "slice-to-slice-from-zero": ["df.loc[:3]", "df[:'2013']", "x[:3:2]", "x[:]"],
    "slice-from-zero-to-slice": ["x[0::-1]", "x[0:]", "x[False:3]"],
    "chain-to-bounds": ["a < f() < b", "a < x > b"],
    "bounds-to-chain": ["x >= a and y <= b", "x <= a and x >= b", "x >= a and x <= b and c"],
}


@pytest.mark.parametrize("rule, code", [(rule, code) for rule, codes in LEFT_ALONE.items() for code in codes])
def test_left_alone(rule, code):
    assert applicable(parsed(code), [RULES[rule]]) == []


@pytest.mark.parametrize("code, expected", [
    ("é = 'ü'; für = range(n)   # größer\nd = range( 3 )\n", "é = 'ü'; für = range(0, n)   # größer\nd = range(0, 3)\n"),
    ("f(\n    range(n),  # why\n\t'\\t' )", "f(\n    range(0, n),  # why\n\t'\\t' )"),
    ("range(len(\n    x))\r\ny = 1", "range(0, len(x))\r\ny = 1"),
    ("range(range(range(n))), range(0, 1)", "range(0, range(0, range(0, n))), range(0, 1)"),
    ("f'{range(3)}', range(3)", "f'{range(3)}', range(0, 3)"),
])
def test_all_but_the_rewritten_expression_keeps_its_text(code, expected):
    assert rewrite(code, RULES["range-to-range-from-zero"]) == expected


@pytest.mark.parametrize("apply, inverse, failed", [
    (lambda node: ast.Tuple([node], ast.Load()), None, "no fixed point"),
    (lambda node: ast.Name("y", ast.Load()), "range-to-range-from-zero", "not undone"),
    (lambda node: node, None, "the same tree"),
    # "-1" parses to an operator with an operand
    (lambda node: ast.Constant(-1), None, "another tree when parsed"),
])
def test_a_rule_that_fails_a_check_is_dropped(apply, inverse, failed):
    with pytest.raises(Unsound, match=failed):
        rewrite("x", Rule("unsound", (ast.Name,), apply, inverse))


def pair(code: str, src: str = "mine", **more) -> dict:
    return {"lang": "python", "nl": "do it", "code": code, "src": src, **more}


def run(*arguments):
    command = [sys.executable, "-m", "rewrites", *map(str, arguments)]
    return subprocess.run(command, cwd=TRAINING, capture_output=True, text=True)


def test_rows_keep_their_fields_and_nothing_is_written_twice(tmp_path):
    rows = [pair("range(3)", licence="MIT"), pair("range(0, 3)"), {**pair("range(9)"), "lang": "bash"}, pair("(range( 4 ))"),
            pair("range(4)"), pair("x[:2] == range(ü)"), pair("this is no Python"), pair("range(7)", "django-pseudo:a"),
            pair("range(8)", licence="MIT"), pair("+".join(["range(1)"] * 3000))]
    (tmp_path / "a.jsonl").write_text("\n\n".join(json.dumps(row) for row in rows))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(pair("list(map(str, xs))", nl="ü")).encode()))
    out, only = tmp_path / "out.jsonl.gz", tmp_path / "only.jsonl"
    done = run(tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz", "--out", out)
    assert done.returncode == 0, done.stderr
    new = "rewritten:mine"
    written = [pair("(range(0, 4))", new), pair("x[0:2] == range(ü)", new), pair("x[:2] == range(0, ü)", new),
               pair("range(0, 8)", new, licence="MIT"), pair("[str(x) for x in xs]", new, nl="ü")]
    made = [json.loads(line) for line in gzip.decompress(out.read_bytes()).decode().splitlines()]
    assert sorted(made, key=str) == sorted(written, key=str)
    assert "5 rows written from 7 Python rows" in done.stderr and "       3 range-to-range-from-zero\n" in done.stderr
    assert "range-to-range-from-zero, dropped: known already" in done.stderr
    assert run(tmp_path / "a.jsonl", "--out", only, "--rules", "slice-to-slice-from-zero").returncode == 0
    assert json.loads(only.read_text()) == pair("x[0:2] == range(ü)", new)
    assert run(tmp_path / "a.jsonl", "--out", only, "--rules", "none").returncode == 2


@pytest.mark.parametrize("name, content, words", [
    ("missing.jsonl", None, ["cannot read", "missing.jsonl"]),
    ("bad.jsonl", json.dumps(pair("x")).encode() + b"\n\n{broken\n", ["line 3 of", "bad.jsonl", "not a pair"]),
    ("half.jsonl", b'{"lang": "python", "code": "x"}\n', ["line 1 of", "half.jsonl"]),
    ("plain.jsonl.gz", b"{}\n", ["cannot read", "plain.jsonl.gz"]),
    ("cut.jsonl.gz", gzip.compress(b"{}\n" * 99, mtime=0)[:20], ["cannot read", "cut.jsonl.gz"]),
    ("latin.jsonl", b"\xe4\n", ["cannot read", "latin.jsonl"]),
    ("empty.jsonl", b"", ["cannot write", "out.jsonl"]),
], ids=lambda value: value if isinstance(value, str) else "")
def test_bad_files_are_named(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name, "--out", tmp_path / "no" / "out.jsonl")
    assert done.returncode == 1 and "Traceback" not in done.stderr and all(word in done.stderr for word in words), done.stderr
