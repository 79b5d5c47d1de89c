"""Rules as pairs of expressions: a capital letter is any expression, x a variable, `for _ in _` all that a comprehension loops
over. What loops is read to its end either way, and no function raises StopIteration."""
import ast

from .rule import CONSUMERS, RULES, Rule, dotted, text_of

VARIABLES = ("x", "item", "element")  # for a new comprehension, the first that its parts do not use


def matches(pattern, part, found: dict) -> bool:
    """Whether a node, or a field of one, is as the pattern says; what letters stand for is put into `found`."""
    if isinstance(pattern, ast.Name) and pattern.id.isupper():
        fits = isinstance(part, ast.expr) and not isinstance(part, ast.Starred)
        return fits and ast.dump(found.setdefault(pattern.id, part)) == ast.dump(part)
    if isinstance(pattern, ast.AST):
        alike = type(pattern) is type(part)
        return alike and all(matches(value, getattr(part, name), found) for name, value in ast.iter_fields(pattern))
    if is_rest(pattern):
        found["_"] = part
        return True
    if isinstance(pattern, list):
        return len(pattern) == len(part) and all(matches(one, own, found) for one, own in zip(pattern, part))
    return type(pattern) is type(part) and (found.setdefault("x", part) if pattern == "x" else pattern) == part


def filled(pattern, found: dict):
    """What a pattern says, with what the letters stand for."""
    if isinstance(pattern, ast.Name) and pattern.id.isupper():
        return found[pattern.id]
    if isinstance(pattern, ast.AST):
        return type(pattern)(**{name: filled(value, found) for name, value in ast.iter_fields(pattern)})
    if isinstance(pattern, list):
        return found["_"] if is_rest(pattern) else [filled(one, found) for one in pattern]
    return found["x"] if pattern == "x" else pattern


def is_rest(pattern) -> bool:
    """Whether it is `for _ in _`."""
    return isinstance(pattern, list) and any(isinstance(one, ast.comprehension) and one.target.id == "_" for one in pattern)


def one_way(name: str, *pairs: tuple[str, str], where=lambda found: True, inverse: str | None = None) -> None:
    """A rule that makes the right of a pair from its left, the first that fits, where the condition holds of its letters."""
    trees = [tuple(ast.parse(text, mode="eval").body for text in pair) for pair in pairs]
    def apply(node):
        for left, right in trees:
            found = {}
            if matches(left, node, found) and movable(node) and where(found) and name_variable(found):
                return filled(right, found)
        return None
    RULES[name] = Rule(name, tuple({type(left) for left, _ in trees}), apply, inverse)


def both_ways(left: str, right: str, *pairs: tuple[str, str], where=lambda found: True) -> None:
    """The same both ways, with the names of both sides."""
    there, back = f"{left}-to-{right}", f"{right}-to-{left}"
    one_way(there, *pairs, where=where, inverse=back)
    one_way(back, *[(new, old) for old, new in pairs], where=where, inverse=there)


def names(node: ast.AST) -> set[str]:
    """All names in it."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def holds(node: ast.AST, *kinds) -> bool:
    """Whether a node of one of the kinds is in it."""
    return any(isinstance(inner, kinds) for inner in ast.walk(node))


def name_variable(found: dict) -> bool:
    """Gives the variable a name where the left has none; False where all names are taken."""
    used = {name for part in found.values() if isinstance(part, ast.AST) for name in names(part)}
    return bool(found.setdefault("x", next((name for name in VARIABLES if name not in used), None)))


def movable(node: ast.expr) -> bool:
    """Nothing in it is bound to its place; and it is no list that is read to its end at once, for which nobody writes `list`."""
    loops = (inner for inner in ast.walk(node) if isinstance(inner, ast.comprehension))
    fixed = holds(node, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr) or any(one.is_async for one in loops)
    given = isinstance(node, ast.ListComp) and isinstance(node.parent, ast.Call) and node.parent.args == [node]
    return not fixed and not (given and not node.parent.keywords and consumes({"F": node.parent.func}))


def consumes(found: dict) -> bool:
    """F reads an iterable to its end: a builtin, or `"…".join`."""
    function = found["F"]
    joins = isinstance(function, ast.Attribute) and function.attr == "join" and text_of(function.value) is not None
    return joins or isinstance(function, ast.Name) and function.id in CONSUMERS


def worth_a_lambda(found: dict) -> bool:
    """E uses the variable, for more than to pass it on; and nothing in it would see the variable change later."""
    body, variable, inner = found["E"], found["x"], {"x": found["x"]}
    passes_on = isinstance(body, ast.Name) or matches(APPLIED, body, inner) and is_function(inner)
    return variable in names(body) and not passes_on and not holds(body, ast.Lambda, ast.GeneratorExp)


def is_function(found: dict) -> bool:
    """F is a name, or an attribute, that does not depend on the variable."""
    return dotted(found["F"]) and found.get("x") not in names(found["F"])


def plain(node: ast.AST) -> bool:
    """Read as often as one likes: names, constants, attributes and items of them, and their length."""
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return plain(node.value) and plain(getattr(node, "slice", node.value))
    measured = {}
    return isinstance(node, (ast.Name, ast.Constant)) or matches(LENGTH, node, measured) and plain(measured["E"])


def counts(found: dict) -> bool:
    """A slice up to N is not by label, as far as one can see."""
    by_label = isinstance(found["S"], ast.Attribute) and found["S"].attr in ("loc", "ix", "at", "sel")
    return not by_label and text_of(found["N"]) is None


APPLIED, LENGTH = (ast.parse(text, mode="eval").body for text in ("F(x)", "len(E)"))

both_ways("map-lambda", "list-comprehension", ("list(map(lambda x: E, S))", "[E for x in S]"), where=worth_a_lambda)
both_ways("filter-lambda", "list-comprehension", ("list(filter(lambda x: E, S))", "[x for x in S if E]"), where=worth_a_lambda)
# f is not bound anew while the list is made; one way only, for the name of the variable is lost
one_way("map-to-list-comprehension", ("list(map(F, S))", "[F(x) for x in S]"), where=is_function)
one_way("list-comprehension-to-map", ("[F(x) for x in S]", "list(map(F, S))"), where=is_function)
one_way("copying-comprehension-to-call", ("[x for x in S]", "list(S)"), ("{x for x in S}", "set(S)"))
# the items come to an end; computing those that `any` or `all` need not see does nothing else
both_ways("list", "generator", ("F([E for _ in _])", "F(E for _ in _)"), where=consumes)
both_ways("set-of-list", "set-comprehension", ("set([E for _ in _])", "{E for _ in _}"))
both_ways("set-of-generator", "set-comprehension", ("set(E for _ in _)", "{E for _ in _}"))
both_ways("dict-of-list", "dict-comprehension", ("dict([(K, V) for _ in _])", "{K: V for _ in _}"))
both_ways("dict-of-generator", "dict-comprehension", ("dict((K, V) for _ in _)", "{K: V for _ in _}"))
both_ways("open-r", "open", ("open(F, 'r')", "open(F)"))
both_ways("range-from-zero", "range", ("range(0, N)", "range(N)"))
both_ways("slice-from-zero", "slice", ("S[0:N]", "S[:N]"), where=counts)
# the ends are compared in another order, which matters to no ordinary object
CHAINS = [(f"A {low} M {high} B", f"M {low.replace('<', '>')} A and M {high} B") for low in ("<", "<=") for high in ("<", "<=")]
both_ways("chain", "bounds", *CHAINS, where=lambda found: plain(found["M"]))
