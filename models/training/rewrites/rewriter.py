"""A rule applied to a tree, and the text of the tree that comes of it."""
import ast
from typing import Iterator

from .rule import BUILTINS, Rule

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def parsed(code: str) -> ast.Module:
    """The tree of a program, in which every node but the first knows its parent; SyntaxError or ValueError."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return tree


def places(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it that rules may look at, parents first: positions in an f-string are not reliable, and in the body
    of a class comprehensions and lambdas do not see its names."""
    yield node
    for child in () if isinstance(node, ast.JoinedStr) else ast.iter_child_nodes(node):
        if not isinstance(node, ast.ClassDef) or isinstance(child, DEFINITIONS):
            yield from places(child)


def applicable(tree: ast.Module, rules: list[Rule]) -> list[Rule]:
    """Those of the rules that fit somewhere; none where the program binds the name of a builtin."""
    if binds_builtin(tree):
        return []
    nodes = list(places(tree))
    return [one for one in rules if any(isinstance(node, one.kinds) and one.apply(node) is not None for node in nodes)]


def binds_builtin(tree: ast.Module) -> bool:
    """Whether a builtin that rules know may be something else in the program."""
    binding = (node for node in ast.walk(tree) if not isinstance(getattr(node, "ctx", node), (ast.Load, ast.keyword)))
    bound = {getattr(node, field, None) for node in binding for field in ("id", "arg", "name", "asname")}
    return bool(bound & {*BUILTINS, "*"})


def transform(tree: ast.Module, rule: Rule, only: set[int] | None = None) -> list[ast.AST]:
    """Applies a rule in place wherever it fits, innermost nodes first, or only to the nodes with these ids; -> what it made, with
    the positions of what that stands for."""
    made = []
    for node in reversed(list(places(tree))):
        fits = isinstance(node, rule.kinds) and (only is None or id(node) in only)
        new = rule.apply(node) if fits else None
        if new is not None:
            made.append(ast.copy_location(new, node))
            put(node.parent, node, new)
    return made


def put(parent: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Puts a node into another's place."""
    new.parent = parent
    for field, value in ast.iter_fields(parent):
        if value is old:
            setattr(parent, field, new)
        elif isinstance(value, list):
            value[:] = [new if one is old else one for one in value]


def printed(code: str, tree: ast.Module, made: list[ast.AST]) -> str | None:
    """The text of a transformed tree: the original's, but for what was made; None where none parses to the tree."""
    wanted = ast.dump(tree)
    quotes = ("'", '"') if code.count("'") >= code.count('"') else ('"', "'")
    for quote, brackets in ((quote, brackets) for brackets in ("", "()") for quote in quotes):
        text = put_in(code, made, quote, brackets)
        try:
            if ast.dump(ast.parse(text)) == wanted:
                return text
        except (SyntaxError, ValueError):
            continue
    return None


def put_in(code: str, made: list[ast.AST], quote: str, brackets: str) -> str:
    """The original's text with what was made put in, but for what is inside of something else."""
    text, lines, pieces, at = code.encode(), [0], [], 0  # ast counts columns in bytes
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    spans = ((lines[node.lineno - 1] + node.col_offset, lines[node.end_lineno - 1] + node.end_col_offset, node) for node in made)
    for start, end, node in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            new = unparsed(node)
            new = new if quote in new else new.replace("'", quote)
            pieces += [text[at:start], f"{brackets[:1]}{new}{brackets[1:]}".encode()]
            at = end
    return b"".join([*pieces, text[at:]]).decode()


def unparsed(node: ast.AST) -> str:
    """As ast.unparse, but for the second parentheses that it writes around a generator that is a call's only argument."""
    text = ast.unparse(node).encode()
    calls = (inner for inner in ast.walk(ast.parse(text)) if isinstance(inner, ast.Call) and len(inner.args) == 1)
    alone = [inner.args[0] for inner in calls if isinstance(inner.args[0], ast.GeneratorExp) and not inner.keywords]
    dropped = {at for one in alone for at in (one.col_offset, one.end_col_offset - 1)}
    return bytes(byte for at, byte in enumerate(text) if at not in dropped).decode()
