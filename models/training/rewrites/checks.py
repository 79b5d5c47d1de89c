"""A rule applied to a program's text, with every check that the result must pass."""
import ast

from .rewriter import parsed, printed, transform
from .rule import RULES, Rule


class Unsound(Exception):
    """A rewrite that fails a check; the message says which."""


def rewrite(code: str, rule: Rule) -> str:
    """The program with an applicable rule applied wherever it fits; Unsound unless the text parses to another tree than the
    original's, the very one that the rule made, and the inverse at the same places gives back the original (a rule without an
    inverse finds nothing more to do)."""
    tree = parsed(code)
    original = ast.dump(tree)
    made = transform(tree, rule)
    if ast.dump(tree) == original:
        raise Unsound("the same tree")
    text = printed(code, tree, made)
    if text is None:
        raise Unsound("another tree when parsed")
    again = parsed(text)
    if not rule.inverse and transform(again, rule):
        raise Unsound("no fixed point")
    if rule.inverse:
        # both trees are equal, so that they are walked in the same order
        touched = {id(new) for old, new in zip(ast.walk(tree), ast.walk(again)) if old in made}
        transform(again, RULES[rule.inverse], touched)
        if ast.dump(again) != original:
            raise Unsound("not undone")
    return text
