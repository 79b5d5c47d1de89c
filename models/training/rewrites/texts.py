"""Texts with values put in."""
import ast
import re
import string

from .rule import dotted, rule, starred, text_of

# the fields that have an equal in an f-string
PERCENT = re.compile(r"%(?:(?P<bare>[srd%])|0?\d+d|(?:0?\d+)?(?:\.\d+)?f)")
BARE = {"s": "{}", "r": "{!r}", "d": "{}", "%": "%"}


# the values are a string each, an integer for %d, a number for %f, and a lone one is no tuple
@rule(ast.BinOp)
def percent_to_fstring(node):
    """"%s: %d" % (x, y) -> f"{x}: {y}" """
    text = isinstance(node.op, ast.Mod) and text_of(node.left)
    if not text or "%" in PERCENT.sub("", text):
        return None
    values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    fields = PERCENT.sub(lambda found: BARE[found["bare"]] if found["bare"] else "{:" + found[0][1:] + "}", escaped(text))
    return fstring(list(string.Formatter().parse(fields)), values, [])


@rule(ast.Call)
def format_to_fstring(node):
    """"{}: {:.2f}".format(x, y) -> f"{x}: {y:.2f}" """
    fields = format_fields(node)
    return fstring(fields, node.args, node.keywords) if fields else None


@rule(ast.Call, inverse="format-counted-to-numbered")
def format_numbered_to_counted(node):
    """"{0}: {1}".format(x, y) -> "{}: {}".format(x, y)"""
    return renamed_fields(node, old=str, new=lambda index: "")


@rule(ast.Call, inverse="format-numbered-to-counted")
def format_counted_to_numbered(node):
    """"{}: {}".format(x, y) -> "{0}: {1}".format(x, y)"""
    return renamed_fields(node, old=lambda index: "", new=str)


def format_fields(node: ast.Call) -> list | None:
    """Of "…".format(…): [(text before, name or None, spec, conversion)]; None for another call or where specs hold fields."""
    text = text_of(node.func.value) if isinstance(node.func, ast.Attribute) and node.func.attr == "format" else None
    if not text or starred(node):
        return None
    try:
        fields = list(string.Formatter().parse(text))
    except ValueError:
        return None
    return fields if not any("{" in (spec or "") for _, _, spec, _ in fields) else None


def escaped(text: str) -> str:
    """As a format string writes it."""
    return text.replace("{", "{{").replace("}", "}}")


def fstring(fields: list, values: list, named: list) -> ast.JoinedStr | None:
    """From fields as of format_fields; None unless each value is used and can stand in braces."""
    known = {str(index): value for index, value in enumerate(values)} | {given.arg: given.value for given in named}
    counted, parts, text, used = map(str, range(len(values))), [], "", set()
    for before, name, spec, conversion in fields:
        text += before
        if name is None:
            continue
        # a field without a name takes the next value
        name = name or next(counted, None)
        if name not in known or not bracketable(known[name]):
            return None
        used.add(name)
        form = ast.JoinedStr([ast.Constant(spec)]) if spec else None
        parts += [ast.Constant(text)] if text else []
        parts.append(ast.FormattedValue(known[name], ord(conversion) if conversion else -1, form))
        text = ""
    return ast.JoinedStr([*parts, ast.Constant(text)] if text else parts) if used and used == set(known) else None


def bracketable(node: ast.expr) -> bool:
    """Names, attributes, and items by name or number: a text as an index would need quotes within quotes."""
    number = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int)
    return dotted(node) or isinstance(node, ast.Subscript) and dotted(node.value) and (number or isinstance(node.slice, ast.Name))


def renamed_fields(node: ast.Call, old, new) -> ast.Call | None:
    """The call with other names of its fields, which must be those that `old` gives by their number."""
    fields = format_fields(node) or []
    named = [name for _, name, _, _ in fields if name is not None]
    if not named or node.keywords or named != [old(index) for index in range(len(named))]:
        return None
    numbers, text = iter(range(len(named))), ""
    for before, name, spec, conversion in fields:
        text += escaped(before)
        if name is not None:
            text += "{" + new(next(numbers)) + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
    return ast.Call(ast.Attribute(ast.Constant(text), "format", ast.Load()), node.args, [])
