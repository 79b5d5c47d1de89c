"""What a rule is, and what rules ask of a tree."""
import ast
from dataclasses import dataclass
from typing import Callable

# builtins that read one iterable to its end and keep nothing of it but the items
CONSUMERS = ("sum", "any", "all", "min", "max", "sorted", "tuple")
ITERATORS = (*CONSUMERS, "list", "set", "frozenset", "len", "enumerate", "iter")
# a program in which one of them is something else is not rewritten
BUILTINS = frozenset([*ITERATORS, "map", "filter", "dict", "range", "open"])


@dataclass(frozen=True)
class Rule:
    """apply: a node of one of the kinds -> its equivalent, of new nodes and the node's own parts, or None where it does not fit.
    inverse: the name of the rule that undoes it."""
    name: str
    kinds: tuple
    apply: Callable[[ast.expr], ast.expr | None]
    inverse: str | None = None


RULES: dict[str, Rule] = {}


def rule(*kinds, inverse: str | None = None):
    """Registers a function as a rule under its own name, with dashes."""
    def register(apply):
        name = apply.__name__.replace("_", "-")
        RULES[name] = Rule(name, kinds, apply, inverse)
        return apply
    return register


def dotted(node: ast.AST) -> bool:
    """A name, or attributes of one."""
    return isinstance(node, ast.Name) or isinstance(node, ast.Attribute) and dotted(node.value)


def starred(node: ast.Call) -> bool:
    """Whether it is given arguments that one cannot count."""
    return any(isinstance(one, ast.Starred) for one in node.args) or any(one.arg is None for one in node.keywords)


def text_of(node: ast.AST | None) -> str | None:
    """The value of a string without prefix; None for any other node."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.kind else None
