"""Dictionaries: displays, calls, keys."""
import ast
import keyword

from .rule import ITERATORS, rule, starred, text_of


@rule(ast.Call, inverse="dict-display-to-call")
def dict_call_to_display(node):
    """dict(k=v) -> {"k": v}"""
    own = isinstance(node.func, ast.Name) and node.func.id == "dict" and node.keywords and not node.args and not starred(node)
    return ast.Dict([ast.Constant(one.arg) for one in node.keywords], [one.value for one in node.keywords]) if own else None


@rule(ast.Dict, inverse="dict-call-to-display")
def dict_display_to_call(node):
    """{"k": v} -> dict(k=v)"""
    keys = [text_of(key) or "" for key in node.keys]
    if not keys or len(set(keys)) < len(keys) or not all(map(names_something, keys)):
        return None
    return ast.Call(ast.Name("dict", ast.Load()), [], [ast.keyword(key, value) for key, value in zip(keys, node.values)])


def names_something(text: str) -> bool:
    """Whether it can be the name of an argument."""
    return text.isascii() and text.isidentifier() and not keyword.iskeyword(text) and text != "__debug__"


# iterating over it gives its keys, as every Mapping does (a pandas Series does not)
@rule(ast.Call)
def keys_to_mapping(node):
    """for k in d.keys() -> for k in d; k in d.keys() -> k in d; list(d.keys()) -> list(d)"""
    bare = isinstance(node.func, ast.Attribute) and node.func.attr == "keys" and not node.args and not node.keywords
    return node.func.value if bare and iterated(node) else None


def iterated(node: ast.Call) -> bool:
    """Whether its place asks for nothing but its items."""
    place = node.parent
    if isinstance(place, ast.Compare):
        return len(place.ops) == 1 and isinstance(place.ops[0], (ast.In, ast.NotIn)) and place.comparators == [node]
    if isinstance(place, ast.Call):
        return isinstance(place.func, ast.Name) and place.func.id in ITERATORS and place.args[:1] == [node]
    return isinstance(place, (ast.For, ast.AsyncFor, ast.comprehension)) and place.iter is node
